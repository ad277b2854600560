"""The table that pre-bound variables are read from: one row for each focus node, or for each pair with a value node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from mmssc.engine.sparql_constraints.query import CONSTANT, TABLE, parameter_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mmssc.engine.graph import Node

__all__ = ["Table"]

_GRAPH: Final = NamedNode(TABLE)
_CONSTANT: Final = NamedNode(CONSTANT)


class Table:
    """Rows of terms, written into a store, with the way back from what a query returns.

    The store keeps some literals by their value only (``"01"^^xsd:integer`` comes back as ``1``), so that two rows can
    be one for a query. They share a row, and each gets its results.
    """

    def __init__(
        self, store: Store, names: tuple[str, ...], rows: Iterable[tuple[Node, ...]], constants: Mapping[str, Node]
    ) -> None:
        given = list(rows)
        kept = _kept({term: None for row in given for term in row if isinstance(term, Literal)})
        self.owners: dict[tuple[Node, ...], list[tuple[Node, ...]]] = {}
        """The rows as a query returns them, each with the rows that were given."""
        for row in given:
            self.owners.setdefault(tuple(kept.get(term, term) for term in row), []).append(row)
        predicates = [NamedNode(parameter_iri(name)) for name in names]
        # Not bulk_extend: its threads do not exist in a forked process.
        store.extend(
            Quad(self.row(number), predicate, term, _GRAPH)
            for number, key in enumerate(self.owners)
            for predicate, term in zip(predicates, key, strict=True)
        )
        store.extend(
            Quad(_CONSTANT, NamedNode(parameter_iri(name)), value, _GRAPH) for name, value in constants.items()
        )

    @staticmethod
    def row(number: int) -> NamedNode:
        """Return the term that stands for a row."""
        return NamedNode(f"{TABLE}:row:{number}")


def _kept(literals: Iterable[Literal]) -> dict[Node, Node]:
    """Return each literal as a store gives it back."""
    probe = Store()
    kept: dict[Node, Node] = {}
    for literal in literals:
        probe.add(quad := Quad(_CONSTANT, _CONSTANT, literal))
        kept[literal] = next(iter(probe)).object
        probe.remove(quad)
    return kept
