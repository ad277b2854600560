"""What a source answers, as columns of term numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.engine.data import Data, Relation
from mmssc.engine.sparql.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Triple

    from mmssc.engine.arrays import Bag, Ids, Nodes, Pairs
    from mmssc.engine.graph import Node
    from mmssc.engine.sparql.source import Source

__all__ = ["Answers"]


class Answers(Data):
    """The data of a source, as far as they were asked for.

    As data in columns, it has the predicates only whose triples were asked for as a whole.

    Args:
        source: What answers the queries.
        lasting_labels: Whether the source gives a blank node the same label in every answer.
    """

    def __init__(self, source: Source, *, lasting_labels: bool) -> None:
        nothing = Data.of(())
        super().__init__(nothing.terms, *(np.empty(0, dtype=np.int64) for _ in range(3)))
        self._source = source
        self._labels = None if lasting_labels else Labels(self.terms)

    def ask(self, query: str, *names: str) -> tuple[Ids, ...]:
        """Ask a query.

        Args:
            query: The query.
            names: The variables wanted.

        Returns:
            A column of term numbers for each variable.

        Raises:
            ValueError: A value is missing, or is a triple.
        """
        columns = self._source.select(query)
        answer = self._labels.answer() if self._labels is not None else None
        return tuple(
            np.fromiter(self._numbers(columns[name], answer), dtype=np.int64, count=len(columns[name]))
            for name in names
        )

    def _numbers(self, column: Sequence[Any], answer: dict[BlankNode, int] | None) -> Iterator[int]:
        number = self.terms.number
        for term in column:
            if isinstance(term, NamedNode | Literal):
                yield number(term)
            elif isinstance(term, BlankNode):
                yield number(term) if answer is None or self._labels is None else self._labels.number(answer, term)
            else:
                raise ValueError(f"the server answered with {term}, where a node or a literal was asked for")

    def check(self, *found: Nodes | Pairs | Bag) -> None:
        """See to it that blank nodes that are to be compared can be.

        Raises:
            BlankNodesError: Their labels do not last.
        """
        if self._labels is not None:
            self._labels.check(*found)

    def keep(self, predicate: Node, subject: Ids, value: Ids) -> None:
        """Take over all triples of a predicate."""
        self._relations[self.terms.number(predicate)] = Relation(subject, value, len(self.terms))

    def has(self, predicate: Node) -> bool:
        """Tell whether the triples of a predicate are here."""
        return self.terms.number(predicate) in self._relations

    def relation(self, predicate: int) -> Relation:
        """Return the triples of a predicate, which must be here.

        Raises:
            LookupError: They are not.
        """
        found = self._relations.get(predicate)
        if found is None:
            raise LookupError(f"the triples of term {predicate} were not asked for")
        return found

    @property
    def predicates(self) -> Ids:
        """Not here: nobody asked which predicates there are.

        Raises:
            LookupError: Always.
        """
        raise LookupError("the triples of a source are not here")

    def triples(self) -> Iterator[Triple]:
        """Not here: nobody asked for all triples.

        Raises:
            LookupError: Always.
        """
        raise LookupError("the triples of a source are not here")

    def classes(self, cls: Node) -> list[Node]:
        """Return a class and its subclasses at any depth; the hierarchy must be here."""
        return self.terms.terms(np.array(sorted(self._subclasses(self.terms.number(cls))), dtype=np.int64))
