"""Evidence of several sources in one set of columns, not yet checked: what is assessed together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pyoxigraph import RdfFormat, Triple, serialize

from mmssc.engine.lines import Text, encode
from mmssc.evidence.read import nothing_in
from mmssc.evidence.reading import Reading, distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mmssc.engine import Base
    from mmssc.engine.arrays import Ids
    from mmssc.engine.terms import Terms

__all__ = ["Batch"]


@dataclass(frozen=True, slots=True)
class Batch:
    """Evidence in columns.

    Attributes:
        readings: What came of reading each source; the quads of those that were read as text are only here.
        terms: The dictionary; what is known of the model has the first numbers.
        subject: The number of each triple's subject.
        predicate: The number of each triple's predicate.
        value: The number of each triple's object.
        source: The index of the reading that each triple comes from.
    """

    readings: tuple[Reading, ...]
    terms: Terms
    subject: Ids
    predicate: Ids
    value: Ids
    source: Ids

    @classmethod
    def of(cls, readings: Sequence[Reading], base: Base) -> Batch:
        """Encode what was read quad by quad."""
        terms = base.dictionary()
        number, known = terms.numbers.setdefault, terms.numbers
        readings = distinct(readings)
        rows = [
            (
                number(quad.subject, len(known)),
                number(quad.predicate, len(known)),
                number(quad.object, len(known)),  # type: ignore[arg-type]
                source,
            )
            for source, reading in enumerate(readings)
            for quad in reading.quads
            if not isinstance(quad.subject, Triple)  # RDF 1.2: statements about statements are no evidence
        ]
        terms.extend(known)
        return cls(tuple(readings), terms, *np.array(rows, dtype=np.int64).reshape(-1, 4).T)

    @classmethod
    def of_texts(
        cls, texts: Sequence[Text | None], base: Base, read: Callable[[int], Reading], names: Sequence[str]
    ) -> Batch:
        """Encode sources as text where they are plain N-Triples or N-Quads, quad by quad where they are not.

        Args:
            texts: The text of each source; ``None`` if it has to be read.
            base: What is known of the model.
            read: Reads the source of an index quad by quad.
            names: The names of the sources.
        """
        given = list(texts)
        readings = [Reading(name) for name in names]
        _replace(given, readings, read, [at for at, text in enumerate(given) if text is None])
        triples = encode([text for text in given if text], base.terms)
        if triples.left:
            _replace(given, readings, read, triples.left)
            triples = encode([text for text in given if text], base.terms)
        for at in np.setdiff1d(np.arange(len(readings)), triples.source).tolist():
            if not readings[at].problems:
                readings[at].problems.append(nothing_in(names[at]))
        return cls(tuple(readings), triples.terms, triples.subject, triples.predicate, triples.value, triples.source)


def _replace(
    texts: list[Text | None], readings: list[Reading], read: Callable[[int], Reading], which: Iterable[int]
) -> None:
    """Read some sources quad by quad, and put what came of it in the place of their text."""
    for at in which:
        readings[at] = read(at)
    for at, reading in enumerate(distinct(readings)):
        readings[at] = reading
        if reading.quads or reading.problems or texts[at] is None:
            texts[at] = Text(serialize(reading.quads, format=RdfFormat.N_QUADS) or b"", canonical=True)
