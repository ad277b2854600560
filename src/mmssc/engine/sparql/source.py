"""Where the data are: anything that answers SELECT queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pyoxigraph import QuerySolutions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

__all__ = ["Embedded", "Source"]


class Source(Protocol):
    """What answers queries: ``mmssc.server.Server``, ``Embedded``, or anything else with this one method."""

    def select(self, query: str) -> Mapping[str, Sequence[NamedNode | BlankNode | Literal | Triple | None]]:
        """Answer a SELECT query.

        Args:
            query: The query.

        Returns:
            A column for each variable, all of the same length; ``None`` where it is unbound. The answer is whole: a
            source that cannot give all rows raises an error.
        """


class Embedded:
    """An embedded Oxigraph store as a source.

    Args:
        store: The store; it is only read.

    Attributes:
        store: The store.
        sent: How many queries were asked so far.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sent = 0

    def select(self, query: str) -> dict[str, list[NamedNode | BlankNode | Literal | Triple | None]]:
        """Answer a SELECT query.

        Args:
            query: The query.

        Raises:
            TypeError: It is another form of query.
        """
        self.sent += 1
        found = self.store.query(query)
        if not isinstance(found, QuerySolutions):
            raise TypeError("not a SELECT query")
        columns = [variable.value for variable in found.variables]
        rows = list(found)
        return {name: [row[place] for row in rows] for place, name in enumerate(columns)}
