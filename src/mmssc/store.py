"""Small helps around the embedded store (Oxigraph)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Quad, QuerySolutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

__all__ = ["add", "select"]


def add(store: Store, triples: Iterable[Triple]) -> None:
    """Add triples to the default graph."""
    store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)


def select(store: Store, query: str) -> Iterator[dict[str, NamedNode | BlankNode | Literal]]:
    """Run a SELECT query and yield its rows, unbound variables left out.

    Raises:
        TypeError: The query is not a SELECT.
    """
    solutions = store.query(query)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("not a SELECT query")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: value for name in names if (value := solution[name]) is not None}
