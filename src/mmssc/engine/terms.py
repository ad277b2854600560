"""The dictionary: every term of a graph has a number, and is known by its N-Triples text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from mmssc.engine.arrays import Ids
    from mmssc.engine.graph import Node

__all__ = ["BLANK", "IRI", "LITERAL", "Terms"]

IRI: Final = 1
BLANK: Final = 2
LITERAL: Final = 4

_KINDS: Final = {NamedNode: IRI, BlankNode: BLANK, Literal: LITERAL}


class Terms:
    """Terms by number: from a column of N-Triples texts read at once, from terms that came one by one, or from both.

    Args:
        texts: The column; its rows have the first numbers.
        known: Terms whose number in the column is known, so that they need not be searched for.
    """

    def __init__(self, texts: pl.Series | None = None, known: Sequence[Node] = ()) -> None:
        self._texts = texts
        self._base = 0 if texts is None else len(texts)
        self._terms: list[Node] = []
        self.numbers: dict[Node, int] = {term: number for number, term in enumerate(known)}
        """The numbers of the terms that came one by one or were looked for. Use ``number`` for any other."""
        self._kinds: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)

    def __len__(self) -> int:
        return self._base + len(self._terms)

    def number(self, term: Node) -> int:
        """Return the number of a term; a term that is not there yet gets the next one."""
        found = self.numbers.get(term)
        if found is None:
            place = None if self._texts is None else self._texts.index_of(str(term))
            if place is None:
                place = len(self)
                self._terms.append(term)
            found = self.numbers[term] = place
        return found

    def append(self, term: Node) -> int:
        """Give the next number to a term that is known to be new, and that will be looked up in ``numbers``."""
        self._terms.append(term)
        return self._base + len(self._terms) - 1

    def extend(self, terms: Iterable[Node]) -> None:
        """Take over terms that ``numbers`` holds already, in the order of their numbers."""
        self._terms += islice(terms, len(self._terms), None)

    def terms(self, ids: Ids) -> list[Node]:
        """Return terms by their numbers."""
        if self._texts is None:
            return [self._terms[number] for number in ids.tolist()]
        lines = "".join(f"<t:> <t:> {text} .\n" for text in self.texts(ids))
        return [quad.object for quad in parse(input=lines, format=RdfFormat.N_TRIPLES)]

    def texts(self, ids: Ids) -> pl.Series:
        """Return the N-Triples texts of terms."""
        import polars as pl

        if self._texts is None:
            return pl.Series([str(self._terms[number]) for number in ids.tolist()], dtype=pl.String)
        inside = ids < self._base
        if inside.all():
            return self._texts.gather(ids)
        found = self._texts.gather(np.where(inside, ids, 0)).to_list()
        for place in np.flatnonzero(~inside):
            found[place] = str(self._terms[int(ids[place]) - self._base])
        return pl.Series(found, dtype=pl.String)

    def kinds(self, ids: Ids) -> NDArray[np.uint8]:
        """Return ``IRI``, ``BLANK`` or ``LITERAL`` for each term."""
        if len(self._kinds) < len(self):
            known = self._kinds
            if not len(known) and self._texts is not None:
                first = self._texts.str.slice(0, 1)
                known = np.full(self._base, IRI, dtype=np.uint8)
                known[(first == "_").to_numpy()] = BLANK
                known[(first == '"').to_numpy()] = LITERAL
            more = self._terms[len(known) - self._base :]
            self._kinds = np.concatenate([known, np.array([_KINDS[type(term)] for term in more], dtype=np.uint8)])
        return self._kinds[ids]
