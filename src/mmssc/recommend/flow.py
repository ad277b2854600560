"""The flow of a recommendation: each step once, in order, each a query; between two of them, the set cover."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QueryTriples, Triple

from mmssc.knowledge import knowledge_files, query_text, triples
from mmssc.names import MMSSC, RDF_TYPE, XSD
from mmssc.recommend.cover import WORK, cover
from mmssc.store import add, select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

__all__ = ["NEIGHBOURS", "STEPS", "Recommended", "neighbours", "recommend"]

NEIGHBOURS: Final = ("ontology/iso18091.ttl", "ontology/iso37101.ttl", "ontology/iso37106")
"""What the crosswalks of ISO/TS 37107 lead to, beyond what an assessment needs."""

STEPS: Final = ("aim", "plan", "price", "schedule", "trace", "advise", "judge", "weigh")
"""The steps from ratings to recommendations, in order; each is a file in queries/recommend/."""

_POSITION: Final = NamedNode("https://schema.org/position")
_BOOLEAN: Final = NamedNode(XSD + "boolean")
_INTEGER: Final = NamedNode(XSD + "integer")


@dataclass(frozen=True, slots=True)
class Recommended:
    """What a recommendation adds to an assessment.

    Attributes:
        results: Targets, steps, plan, paths, recommendations, reading lists and plausible intervals.
    """

    results: tuple[Triple, ...]


def neighbours() -> list[Triple]:
    """Return the knowledge of the standards beside ISO/TS 37107."""
    return [quad.triple for path in knowledge_files(NEIGHBOURS) for quad in triples(path)]


def recommend(
    store: Store, knowledge: Iterable[Triple] = (), targets: Iterable[Triple] = (), work: int = WORK
) -> Recommended:
    """Say what to do next for every assessment in a store, and add what is found to the store.

    Args:
        store: What an assessment leaves behind (``mmssc.assess.Assessed.store``).
        knowledge: What the store does not hold yet: neighbouring standards, results of other models.
        targets: The targets (``mmssc.recommend.targets``); without any, the next level of each characteristic.
        work: The bound on the search for the shortest reading list (``mmssc.recommend.cover``).
    """
    results = list(targets)
    add(store, knowledge)
    add(store, results)
    for step in STEPS:
        constructed = store.query(query_text(f"recommend/{step}"))
        if not isinstance(constructed, QueryTriples):
            raise TypeError(f"queries/recommend/{step}.rq must be a CONSTRUCT query")
        found = list(constructed)
        add(store, found)
        results += found
    lists = list(_reading_lists(store, work))
    add(store, lists)
    return Recommended(tuple(dict.fromkeys([*results, *lists])))


def _reading_lists(store: Store, work: int) -> Iterator[Triple]:
    """Yield a reading list for each assessment with steps, shortest first where that can be proved."""
    helped: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    penalties: dict[str, int] = {}
    left_open: dict[str, list[str]] = defaultdict(list)
    for row in select(store, query_text("recommend/cover")):
        assessment, step = row["assessment"].value, row["step"].value
        if "document" in row:
            document = row["document"].value
            helped[assessment][document].add(step)
            penalties[document] = int(row["penalty"].value)
        else:
            left_open[assessment].append(step)
    for assessment in sorted(helped.keys() | left_open.keys()):
        found = cover(helped[assessment], _ranked(penalties), work)
        node = NamedNode(f"{assessment}/reading-list")
        yield Triple(node, RDF_TYPE, _term("ReadingList"))
        yield Triple(node, _term("inAssessment"), NamedNode(assessment))
        yield Triple(node, _term("smallest"), Literal(str(found.smallest).lower(), datatype=_BOOLEAN))
        for place, (document, steps) in enumerate(found.chosen, start=1):
            entry = NamedNode(f"{node.value}/{place}")
            yield Triple(node, _term("entry"), entry)
            yield Triple(entry, RDF_TYPE, _term("ReadingEntry"))
            yield Triple(entry, _POSITION, Literal(str(place), datatype=_INTEGER))
            yield Triple(entry, _term("reads"), NamedNode(document))
            for step in sorted(steps):
                yield Triple(entry, _term("helpsWith"), NamedNode(step))
        for step in left_open[assessment]:
            yield Triple(node, _term("leavesOpen"), NamedNode(step))


def _ranked(penalties: dict[str, int]) -> dict[str, int]:
    """Return penalties that also tell equal documents apart: the later clause first.

    Where a practice stands in two clauses of a document, the earlier one announces it and the later spells it out.
    """
    ordered = sorted(penalties, key=_numbers, reverse=True)
    return {document: penalties[document] * len(ordered) ** 2 + place for place, document in enumerate(ordered)}


def _numbers(iri: str) -> list[tuple[int, str]]:
    """Return a sort key by which 6.9 comes before 6.10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", iri)]


def _term(name: str) -> NamedNode:
    return NamedNode(MMSSC + name)
