"""Statements of RDF files, each with the line in which it is complete: the parser is fed line by line."""

from __future__ import annotations

import hashlib
from typing import IO, TYPE_CHECKING, Final, cast

from pyoxigraph import BlankNode, Triple, parse

from mmssc.evidence.formats import Form
from mmssc.evidence.jsonld import read_jsonld
from mmssc.evidence.nesting import check_triple_terms
from mmssc.evidence.rdf import statements
from mmssc.evidence.rdfxml import check_xml
from mmssc.evidence.reading import Reading
from mmssc.evidence.syntax import syntax_problems
from mmssc.problem import UnusableInputError

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from mmssc.crosswalk.read.result import MappingFile

    Located = tuple[Triple, int]
    """A statement and the line in which it is complete."""

__all__ = ["located_statements"]

_BOM: Final = b"\xef\xbb\xbf"


def located_statements(file: IO[bytes], form: Form, into: MappingFile) -> tuple[list[Located], dict[str, str]]:
    """Return the statements of a file with their lines (of JSON-LD, their places in order), and the prefixes declared.

    Blank nodes are named after the file and the order in which they appear, so that reading again names them again.

    Raises:
        UnusableInputError: The file has faults, each of which is named.
    """
    named = _Named(into.base)
    if form is Form.JSON_LD:
        reading = Reading(into.source)
        read_jsonld(file, reading, allow_remote=False)
        into.problems += reading.problems
        return [(named.triple(quad), place) for place, quad in enumerate(reading.quads, 1)], {}
    if form is Form.RDF_XML:
        check_xml(file, into.source)
    else:
        check_triple_terms(file, into.source)
    file.seek(0)
    file.seek(len(_BOM) if file.read(len(_BOM)) == _BOM else 0)
    fed = _LineByLine(file)
    faults: list[SyntaxError] = []
    parser = parse(cast("IO[bytes]", fed), format=form.rdf)
    located = [(named.triple(quad), fed.line) for quad in statements(parser, into.source, faults)]
    if faults:
        raise UnusableInputError(*syntax_problems(faults, file, form, into.source))
    return located, parser.prefixes


class _LineByLine:
    """A binary file that gives out one line at a time, and knows how many it has given out."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ended = True
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next line, or as much of it as is wanted."""
        chunk = self._file.readline(size)
        if chunk:
            self.line += self._ended
            self._ended = chunk.endswith(b"\n")
        return chunk


class _Named:
    """Names blank nodes by their order."""

    def __init__(self, base: str) -> None:
        self._stem = "b" + hashlib.sha256(base.encode()).hexdigest()[:8]
        self._names: dict[BlankNode, BlankNode] = {}

    def triple(self, quad: Quad) -> Triple:
        """Return a statement with its blank nodes named."""
        subject, target = quad.subject, quad.object
        if not isinstance(subject, BlankNode) and not isinstance(target, BlankNode):
            return quad.triple
        return Triple(
            self._name(subject) if isinstance(subject, BlankNode) else subject,
            quad.predicate,
            self._name(target) if isinstance(target, BlankNode) else target,
        )

    def _name(self, node: BlankNode) -> BlankNode:
        return self._names.setdefault(node, BlankNode(f"{self._stem}n{len(self._names) + 1}"))
