"""A data graph in columns: its terms numbered, its triples by predicate, each sorted when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from pyoxigraph import NamedNode, Quad, Store, Triple

from mmssc.engine.arrays import EMPTY, Nodes, unique_pairs
from mmssc.engine.terms import Terms
from mmssc.names import RDF_TYPE, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmssc.engine.arrays import Ids

__all__ = ["Data", "Relation"]

_SUBCLASS = NamedNode(RDFS + "subClassOf")


class Relation:
    """The triples of one predicate, sorted by subject; and, when asked for, by object."""

    def __init__(self, subject: Ids, value: Ids, size: int) -> None:
        self.subject, self.value = unique_pairs(subject, value, size)

    @cached_property
    def inverse(self) -> Relation:
        """The same triples the other way round."""
        order = np.argsort(self.value, kind="stable")
        inverse = Relation.__new__(Relation)
        inverse.subject, inverse.value = self.value[order], self.subject[order]
        return inverse

    @cached_property
    def subjects(self) -> Nodes:
        """Every subject."""
        return Nodes(self.subject[np.flatnonzero(np.diff(self.subject, prepend=-1))])

    def values_of(self, subject: int) -> Ids:
        """Return the values of one subject."""
        start, end = np.searchsorted(self.subject, [subject, subject + 1])
        return self.value[start:end]


class Data:
    """Triples in columns.

    Args:
        terms: The dictionary.
        subject: The number of each triple's subject.
        predicate: The number of each triple's predicate.
        value: The number of each triple's object.
    """

    def __init__(self, terms: Terms, subject: Ids, predicate: Ids, value: Ids) -> None:
        self.terms = terms
        # A stable sort of small numbers is a radix sort: number the predicates, which are few, among themselves.
        used = np.bincount(predicate) > 0
        self._predicates = np.flatnonzero(used)
        place = (np.cumsum(used) - 1)[predicate]
        order = np.argsort(place.astype(np.uint16) if len(self._predicates) < 1 << 16 else place, kind="stable")
        self._subject, self._value = subject[order], value[order]
        self._starts = np.searchsorted(place[order], np.arange(len(self._predicates) + 1))
        self._relations: dict[int, Relation] = {}

    @classmethod
    def of(cls, triples: Iterable[Triple | Quad]) -> Data:
        """Encode triples; quads are taken as triples, whatever their graph."""
        terms = Terms()
        number = terms.numbers.setdefault
        columns: tuple[list[int], list[int], list[int]] = ([], [], [])
        subjects, predicates, values = (column.append for column in columns)
        for triple in triples:
            subjects(number(triple.subject, len(terms.numbers)))  # type: ignore[arg-type]
            predicates(number(triple.predicate, len(terms.numbers)))
            values(number(triple.object, len(terms.numbers)))  # type: ignore[arg-type]
        terms.extend(terms.numbers)
        return cls(terms, *(np.array(column, dtype=np.int64) for column in columns))

    def __len__(self) -> int:
        return len(self._subject)

    def triples(self) -> Iterator[Triple]:
        """Yield every triple."""
        predicate = np.repeat(self._predicates, np.diff(self._starts))
        columns = (self.terms.terms(column) for column in (self._subject, predicate, self._value))
        yield from (Triple(*each) for each in zip(*columns, strict=True))

    @cached_property
    def store(self) -> Store:
        """The triples in the default graph of a store in memory, for queries; made when it is first used."""
        store = Store()
        store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in self.triples())
        return store

    @property
    def predicates(self) -> Ids:
        """The numbers of all predicates."""
        return self._predicates

    def relation(self, predicate: int) -> Relation:
        """Return the triples of a predicate."""
        found = self._relations.get(predicate)
        if found is None:
            place = int(np.searchsorted(self._predicates, predicate))
            if place == len(self._predicates) or self._predicates[place] != predicate:
                found = Relation(EMPTY.ids, EMPTY.ids, 1)
            else:
                rows = slice(self._starts[place], self._starts[place + 1])
                found = Relation(self._subject[rows], self._value[rows], len(self.terms))
            self._relations[predicate] = found
        return found

    def instances(self, cls: int) -> Nodes:
        """Return the nodes typed with a class, or with a subclass of it at any depth."""
        types = self.relation(self.terms.number(RDF_TYPE)).inverse
        return Nodes.union([Nodes(types.values_of(each)) for each in sorted(self._subclasses(cls))])

    def _subclasses(self, cls: int) -> set[int]:
        below = self.relation(self.terms.number(_SUBCLASS)).inverse
        closed, waiting = {cls}, [cls]
        while waiting:
            new = set(below.values_of(waiting.pop()).tolist()) - closed
            closed |= new
            waiting += new
        return closed
