"""What is assessed together: parts made of pieces, each what one source has to say there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from mmssc.evidence.limits import MAX_STREAMED
from mmssc.evidence.opening import opened
from mmssc.evidence.rdf import items
from mmssc.evidence.reading import Reading, distinct

__all__ = ["Part", "Piece"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one source has to say in a part. It may be sent to another process.

    Attributes:
        source: The name of the source.
        path: The file that its lines are in; empty if ``repeated`` is all there is.
        runs: Where in it they are (start and length in bytes); empty: everywhere, and it may be compressed.
        repeated: Lines that other parts may hold too: what they say of things that the items here refer to.
        places: A JSON file of where subjects stand in a register; empty if it is none.
    """

    source: str
    path: str = ""
    runs: tuple[tuple[int, int], ...] = ()
    repeated: bytes = b""
    places: str = ""

    def read(self) -> bytes:
        """Return well-formed lines of N-Quads, one blank between two terms; the graph has no meaning any more."""
        if not self.path:
            return self.repeated
        if self.runs:
            with Path(self.path).open("rb") as file:
                lines = b"".join(file.read(length) for start, length in self.runs if file.seek(start) == start)
        else:
            with opened(self.path, limit=MAX_STREAMED) as file:
                lines = file.read()
        return (lines if lines.endswith(b"\n") else lines + b"\n") + self.repeated

    def reading(self) -> Reading:
        """Return the piece as a reading; the problems of its source were told before."""
        parser = parse(self.read(), format=RdfFormat.N_QUADS, rename_blank_nodes=True)
        quads = [Quad(quad.subject, quad.predicate, quad.object) for quad in parser]
        places = json.loads(Path(self.places).read_text(encoding="utf-8")) if self.places else {}
        return Reading(self.source, quads, offered=len(items(quads)), places=places)


@dataclass(frozen=True, slots=True)
class Part:
    """Whole communities, with everything that bears on them.

    Attributes:
        pieces: The pieces, in the order of their sources.
        communities: The communities that items name, as they stand in N-Quads.
        triples: How many statements there are, those that are repeated not counted.
        contested: Whether two sources speak of one item, so that the first of them has to be preferred.
    """

    pieces: tuple[Piece, ...]
    communities: tuple[str, ...]
    triples: int
    contested: bool

    def readings(self) -> list[Reading]:
        """Return what ``mmssc.evidence.check.check`` takes: a reading a source, items of registers but once."""
        return distinct([piece.reading() for piece in self.pieces])

    def read(self) -> bytes:
        """Return the lines of all pieces; sources and their blank nodes cannot be told apart in them any more."""
        return b"".join(piece.read() for piece in self.pieces)
