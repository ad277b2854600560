"""Two sets of results compared, and the case shown as Turtle when they differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize
from report_keys import Triples, keys_of, sh

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from report_keys import Key

    from mmssc.engine import Report

__all__ = ["agree", "show", "told"]

_PREFIXES = {
    "ex": "http://example.com/ns#",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def show(data: list[Triple], shapes: list[Triple]) -> str:
    """Write a case as Turtle, ready to become a file among the counter-examples."""
    texts = [serialize(triples, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b"" for triples in (data, shapes)]
    return "# data\n{}\n# shapes\n{}".format(*(text.decode() for text in texts))


def told(keys: Counter[Key], shapes: list[Triple]) -> Counter[Key]:
    """Keep the messages of shapes that have any: what else a processor says is its own business (SHACL 3.6.2.7)."""
    graph = Triples(shapes)
    with_message = {str(triple.subject) for triple in graph.all if triple.predicate == sh("message")}
    found: Counter[Key] = Counter()
    for key, count in keys.items():
        found[key if key.shape in with_message else key._replace(messages=frozenset())] += count
    return found


def agree(shapes: list[Triple], report: Report, expected: Counter[Key]) -> None:
    """Assert that a report has the expected results, each as many times, and says rightly whether the data conform."""
    found, wanted = told(keys_of(report), shapes), told(expected, shapes)
    many, few = (sorted((one - other).items(), key=repr) for one, other in ((found, wanted), (wanted, found)))
    assert found == wanted, f"too many: {many}\ntoo few: {few}"
    assert report.conforms == (not wanted)
