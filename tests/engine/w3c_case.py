"""Cases in the form of the W3C SHACL test suite: data, shapes and the expected report, read from Turtle files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from report_keys import Triples, result_keys

from mmssc.names import RDF, SH

if TYPE_CHECKING:
    from report_keys import Key

__all__ = ["Case", "anonymous", "read_case"]

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"


@dataclass(frozen=True)
class Case:
    """One case; ``expected`` is ``None`` where the shapes graph must be refused."""

    data: list[Triple]
    shapes: list[Triple]
    expected: Counter[Key] | None
    conforms: bool | None


def read_case(path: Path) -> Case:
    """Read a test file of the W3C form."""
    triples = _load(path)
    graph = Triples(triples)
    (test,) = graph.subjects(NamedNode(RDF + "type"), NamedNode(SHT + "Validate"))
    (action,) = graph.objects(test, NamedNode(MF + "action"))
    (wanted,) = graph.objects(test, NamedNode(MF + "result"))

    def named(role: str) -> list[Triple]:
        (iri,) = graph.objects(action, NamedNode(SHT + role))
        file = Path(iri.value.removeprefix("file://"))
        return triples if file == path or not file.is_file() else _load(file)

    data, shapes = named("dataGraph"), named("shapesGraph")
    if wanted == NamedNode(SHT + "Failure"):
        return Case(data, shapes, None, None)
    (conforms,) = graph.objects(wanted, NamedNode(SH + "conforms"))
    return Case(data, shapes, anonymous(result_keys(triples, wanted)), conforms.value in {"true", "1"})


def anonymous(keys: Counter[Key]) -> Counter[Key]:
    """Take the labels off blank nodes, which a report read from another document does not share.

    Messages go too: the W3C suite expects none but the shape's own, and not always those.
    """
    found: Counter[Key] = Counter()
    for key, count in keys.items():
        found[
            key._replace(
                focus=_bare(key.focus),
                value=key.value and _bare(key.value),
                shape=_bare(key.shape),
                messages=frozenset(),
            )
        ] += count
    return found


def _bare(term: str) -> str:
    return "_:" if term.startswith("_:") else term


def _load(path: Path) -> list[Triple]:
    quads = parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    return [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
