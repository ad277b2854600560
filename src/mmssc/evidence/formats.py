"""Which form evidence has: told by the name of the file, or else by how its content begins."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath
from typing import Final

from pyoxigraph import RdfFormat

__all__ = ["PACKED", "Form", "by_content", "by_name"]


class Form(Enum):
    """A form in which evidence is kept, by the name that people know."""

    TURTLE = "Turtle"
    TRIG = "TriG"
    N_TRIPLES = "N-Triples"
    N_QUADS = "N-Quads"
    RDF_XML = "RDF/XML"
    JSON_LD = "JSON-LD"
    CSV = "CSV"
    TSV = "TSV"
    XLSX = "XLSX"

    @property
    def rdf(self) -> RdfFormat | None:
        """The RDF syntax; ``None`` for a register."""
        syntax: RdfFormat | None = getattr(RdfFormat, self.name, None)
        return syntax


PACKED: Final = (".gz", ".bz2", ".xz", ".zst")
"""Suffixes of compressed files; what they hold is told by the suffix before."""

_SUFFIXES: Final = {
    ".ttl": Form.TURTLE,
    ".turtle": Form.TURTLE,
    ".trig": Form.TRIG,
    ".nt": Form.N_TRIPLES,
    ".nq": Form.N_QUADS,
    ".rdf": Form.RDF_XML,
    ".xml": Form.RDF_XML,
    ".owl": Form.RDF_XML,
    ".jsonld": Form.JSON_LD,
    ".json": Form.JSON_LD,
    ".csv": Form.CSV,
    ".tsv": Form.TSV,
    ".xlsx": Form.XLSX,
    ".xlsm": Form.XLSX,
}

# A JSON text opens with an object or array that holds what no Turtle blank node or TriG block can begin with; an XML
# root element differs from an IRI in angle brackets by what follows its name; a fourth term makes it N-Quads. TriG
# reads Turtle and N-Triples too. Whatever else is one table row per line is a register.
_TERM: Final = rb'(<[^<>"{}|^`\\\s]*>|_:\S+|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^>\s]*>)?)'
_BEGINNINGS: Final = (
    (Form.XLSX, re.compile(rb"PK\x03\x04")),
    (Form.JSON_LD, re.compile(rb'\{\s*["}]|\[\s*(?:[{\["]|\]\s*\Z)')),
    (Form.RDF_XML, re.compile(rb"<(?:\?xml|!--|!DOCTYPE|[\w.-]+[\s>/]|[\w.-]+:[\w.-]+\s+[\w:.-]+\s*=)")),
    (Form.N_QUADS, re.compile(rb"(?:#[^\n]*\n\s*)*" + rb"[ \t]+".join((_TERM,) * 4) + rb"[ \t]*\.")),
    (Form.TRIG, re.compile(rb"(?i)@prefix\b|@base\b|prefix\s|base\s|version\s|<[^<>\s]*>\s|_:|#|\[|\(|\{")),
)
_BOM: Final = b"\xef\xbb\xbf"


def by_name(source: str) -> Form | None:
    """Tell the form by the suffix, looking through that of a compressed file."""
    path = PurePath(source)
    if path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    return _SUFFIXES.get(path.suffix.lower())


def by_content(start: bytes) -> Form | None:
    """Tell the form by the first bytes; ``None`` if they look like no RDF, so that it may be a register."""
    text = start.removeprefix(_BOM).lstrip()
    return next((form for form, pattern in _BEGINNINGS if pattern.match(text)), None)
