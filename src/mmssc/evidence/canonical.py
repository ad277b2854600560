"""Write a source as N-Quads, one statement a line, so that what can be split and joined is the same for every form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize

from mmssc.evidence.formats import Form
from mmssc.evidence.nesting import check_triple_terms
from mmssc.evidence.rdf import statements
from mmssc.evidence.read import read_opened
from mmssc.evidence.reading import Reading
from mmssc.evidence.syntax import syntax_problems
from mmssc.problem import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from pyoxigraph import BlankNode, NamedNode, Quad

__all__ = ["Copied", "copy_as_nquads"]

_BOM: Final = b"\xef\xbb\xbf"
_STREAMED: Final = {Form.TURTLE, Form.TRIG, Form.N_TRIPLES, Form.N_QUADS}
_BUFFER: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Copied:
    """A source written as N-Quads.

    Attributes:
        path: The copy; ``None`` if nothing of the source can be used.
        reading: What came of reading it, without the quads and the places.
        places: A JSON file of where subjects stand in a register; ``None`` if it is none.
    """

    path: Path | None
    reading: Reading
    places: Path | None = None


def copy_as_nquads(
    file: IO[bytes], form: Form, source: str, target: Path, requirements: Collection[str], *, allow_remote: bool
) -> Copied:
    """Write a source as N-Quads: graphs are kept, blank nodes get labels that no other source has.

    Args:
        file: What the source holds, unpacked.
        form: The form of it.
        source: Its name.
        target: The file to write.
        requirements: The IRIs of the requirements that a register may name.
        allow_remote: Whether a JSON-LD context may be fetched from the network.

    Raises:
        UnusableInputError: Nothing of it can be used.
    """
    if form in _STREAMED:
        _stream(file, form, source, target)
        return Copied(target, Reading(source))
    reading = read_opened(file, source, form, requirements, allow_remote=allow_remote)
    if not reading.quads:
        return Copied(None, reading)
    serialize(reading.quads, str(target), format=RdfFormat.N_QUADS)
    places = None
    if reading.places:
        places = target.with_suffix(".json")
        places.write_text(json.dumps(reading.places), encoding="utf-8")
    reading.quads, reading.places = [], {}
    return Copied(target, reading, places)


def _stream(file: IO[bytes], form: Form, source: str, target: Path) -> None:
    """Write what a parser yields as it comes, so that memory does not grow with the file."""
    check_triple_terms(file, source)
    file.seek(0)
    file.seek(len(_BOM) if file.read(len(_BOM)) == _BOM else 0)
    faults: list[SyntaxError] = []
    parser = _Graphs(parse(file, format=form.rdf, rename_blank_nodes=True))
    default = DefaultGraph()
    with target.open("w", encoding="utf-8", buffering=_BUFFER) as lines:
        for quad in statements(parser, source, faults):
            graph = "" if parser.graph == default else f" {parser.graph}"
            lines.write(f"{quad.subject} {quad.predicate} {quad.object}{graph} .\n")
    if faults:
        raise UnusableInputError(*syntax_problems(faults, file, form, source))


class _Graphs:
    """Remembers in which graph the last statement of a parser stands."""

    def __init__(self, parser: Iterator[Quad]) -> None:
        self.graph: NamedNode | BlankNode | DefaultGraph = DefaultGraph()
        self._parser = parser

    def __iter__(self) -> _Graphs:
        return self

    def __next__(self) -> Quad:
        quad = next(self._parser)
        self.graph = quad.graph_name
        return quad
