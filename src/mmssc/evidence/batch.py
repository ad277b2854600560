"""Evidence of several sources in one set of columns, not yet checked: what is assessed together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pyoxigraph import RdfFormat, Triple, serialize

from mmssc.engine.lines import Text, encode
from mmssc.evidence.reading import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyoxigraph import Quad

    from mmssc.engine import Base
    from mmssc.engine.arrays import Ids
    from mmssc.engine.terms import Terms
    from mmssc.evidence.reading import Reading

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
        cls,
        sources: Sequence[Text | Reading],
        base: Base,
        carefully: Callable[[int], Reading],
        readings: Sequence[Reading],
    ) -> Batch:
        """Encode sources as text where they are plain N-Triples or N-Quads, and as they were read where they are not.

        Args:
            sources: The text of each source, or what came of reading it.
            base: What is known of the model.
            carefully: Reads the source of an index quad by quad, for those whose text is not plain.
            readings: What to say of each source whose text is taken: who it is, and no quads.
        """
        found = [
            each if not isinstance(each, Text) else reading for each, reading in zip(sources, readings, strict=True)
        ]
        texts = [each if isinstance(each, Text) else _text(each.quads) for each in sources]
        triples = encode(texts, base.terms)
        if triples.left:
            for index in triples.left:
                found[index] = carefully(index)
                texts[index] = _text(found[index].quads)
            triples = encode(texts, base.terms)
        return cls(tuple(found), triples.terms, triples.subject, triples.predicate, triples.value, triples.source)


def _text(quads: Sequence[Quad]) -> Text:
    return Text(serialize(quads, format=RdfFormat.N_QUADS) or b"", canonical=True)
