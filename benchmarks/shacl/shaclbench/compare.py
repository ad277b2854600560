"""Compare validation reports: what the results are, not how they are written."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from mmssc.names import SH

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

__all__ = ["Difference", "Row", "difference", "read_results"]

_BLANK: Final = "_:"
"""Stands for every blank node, whose label says nothing.

Reports that differ only in which blank node they name pass as equal; the other columns and the counts still speak.
"""

_COLUMNS: Final = {
    NamedNode(SH + name): index
    for index, name in enumerate(("focusNode", "resultPath", "value", "sourceConstraintComponent", "sourceShape"))
}


class Row(NamedTuple):
    """A validation result, reduced to what the specification fixes; each term as N-Triples, empty if there is none."""

    focus: str
    path: str
    value: str
    component: str
    shape: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How two multisets of results differ.

    Attributes:
        missing: How many results of the first are not in the second.
        extra: How many results of the second are not in the first.
        example: One of them, missing before extra, in the order of their text.
    """

    missing: int
    extra: int
    example: Row | None

    def __bool__(self) -> bool:
        """Tell whether there is a difference."""
        return bool(self.missing or self.extra)


def read_results(path: Path) -> Counter[Row]:
    """Read the results of a report in N-Triples: the objects of ``sh:result``, not the details nested in them.

    Raises:
        SyntaxError: The file is no N-Triples.
        ValueError: The file is no validation report, or the report says that data conform and has results, or neither.
    """
    nodes: dict[object, list[str]] = defaultdict(lambda: [""] * len(_COLUMNS))
    results: list[object] = []
    conforms: list[str] = []
    result, verdict = NamedNode(SH + "result"), NamedNode(SH + "conforms")
    for quad in parse(path=str(path), format=RdfFormat.N_TRIPLES):
        if (index := _COLUMNS.get(quad.predicate)) is not None:
            nodes[quad.subject][index] = _text(quad.object)
        elif quad.predicate == result:
            results.append(quad.object)
        elif quad.predicate == verdict and isinstance(quad.object, Literal):
            conforms.append(quad.object.value)
    if len(conforms) != 1:
        raise ValueError(f"{path}: a report says once whether the data conform; this one says it {len(conforms)} times")
    if (conforms[0] in {"true", "1"}) == bool(results):
        raise ValueError(f"{path}: the report says conforms {conforms[0]} and has {len(results)} results")
    return Counter(Row(*nodes[node]) for node in results)


def difference(expected: Counter[Row], found: Counter[Row]) -> Difference:
    """Compare two multisets of results."""
    missing, extra = expected - found, found - expected
    example = min(missing or extra, default=None)
    return Difference(missing.total(), extra.total(), example)


def _text(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return _BLANK if isinstance(term, BlankNode) else str(term)
