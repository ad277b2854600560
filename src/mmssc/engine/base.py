"""What every one of many data graphs builds on: its terms are numbered once and keep their numbers in each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mmssc.engine.arrays import distinct
from mmssc.engine.data import Data
from mmssc.engine.terms import Terms
from mmssc.names import RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Quad, Triple

    from mmssc.engine.arrays import Ids, Mask
    from mmssc.engine.graph import Node

__all__ = ["Base"]


class Base:
    """Triples whose terms have the first numbers of any dictionary that was made with ``terms``.

    Args:
        triples: The triples.
        further: Terms that shall have numbers too.
    """

    def __init__(self, triples: Iterable[Triple | Quad], further: Iterable[Node] = ()) -> None:
        numbers: dict[Node, int] = {}
        number = numbers.setdefault
        rows = [
            (
                number(triple.subject, len(numbers)),  # type: ignore[arg-type]
                number(triple.predicate, len(numbers)),
                number(triple.object, len(numbers)),  # type: ignore[arg-type]
            )
            for triple in triples
        ]
        for term in further:
            number(term, len(numbers))
        self.terms = list(numbers)
        self._numbers = numbers
        self._subject, self._predicate, self._value = np.array(rows, dtype=np.int64).reshape(-1, 3).T

    def number(self, term: Node) -> int:
        """Return the number of a term that is here.

        Raises:
            KeyError: It is not.
        """
        return self._numbers[term]

    def instances(self, cls: NamedNode) -> list[Node]:
        """Return the nodes that are typed with a class."""
        typed = (self._predicate == self._numbers.get(RDF_TYPE)) & (self._value == self._numbers.get(cls))
        return [self.terms[number] for number in self._subject[typed].tolist()]

    def described(self) -> list[Node]:
        """Return every subject of the triples."""
        return [self.terms[number] for number in distinct(self._subject).tolist()]

    def describes(self, subjects: Ids) -> Mask:
        """Tell for each number whether the base says anything of that subject."""
        described = np.zeros(len(self.terms) + 1, dtype=np.bool_)
        described[self._subject] = True
        return described[np.minimum(subjects, len(self.terms))]

    def dictionary(self) -> Terms:
        """Return a new dictionary with the terms of the base, for terms that come one by one."""
        terms = Terms()
        terms.numbers |= self._numbers
        terms.extend(self.terms)
        return terms

    def with_data(
        self, predicates: Iterable[NamedNode], terms: Terms, subject: Ids, predicate: Ids, value: Ids
    ) -> Data:
        """Return a data graph of triples together with those of the base that have one of some predicates."""
        wanted = [self._numbers[each] for each in predicates if each in self._numbers]
        chosen = np.isin(self._predicate, wanted)
        return Data(
            terms,
            np.concatenate([self._subject[chosen], subject]),
            np.concatenate([self._predicate[chosen], predicate]),
            np.concatenate([self._value[chosen], value]),
        )
