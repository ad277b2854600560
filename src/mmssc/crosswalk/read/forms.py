"""Which form a mapping file has: told by its name where that decides it, else by what it holds."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath
from typing import Final

from mmssc.evidence import formats

__all__ = ["Form", "form_of"]


class Form(Enum):
    """A form of mapping files, by the name that people know."""

    SSSOM_TSV = "SSSOM/TSV"
    JSON = "JSON"
    YAML = "YAML"
    RDF = "RDF"
    TABLE = "table"
    WORKBOOK = "XLSX"


_SUFFIXES: Final = {
    ".json": Form.JSON,
    ".yaml": Form.YAML,
    ".yml": Form.YAML,
    ".xlsx": Form.WORKBOOK,
    ".xlsm": Form.WORKBOOK,
}
_SSSOM_NAME: Final = re.compile(r"\.sssom\.(tsv|csv|txt)(\.gz)?$", re.IGNORECASE)
_METADATA: Final = re.compile(rb"(?m)^#[ \t]*(curie_map|mapping_set_\w+|license|creator_id|sssom_version)[ \t]*:")
_YAML: Final = re.compile(rb"(---\s|%YAML|(#[^\n]*\n|\s)*\w[\w-]*:(\s|$))")
_BOM: Final = b"\xef\xbb\xbf"


def form_of(source: str, start: bytes) -> tuple[Form, formats.Form | None]:
    """Return the form of a file, and of RDF the syntax.

    Args:
        source: The file, as the user named it.
        start: How it begins.
    """
    if _SSSOM_NAME.search(source):
        return Form.SSSOM_TSV, None
    path = PurePath(source)
    suffix = (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
    text = start.removeprefix(_BOM).lstrip()
    named = formats.by_name(source)
    if suffix in {".csv", ".tsv", ".txt", ""} and text.startswith(b"#") and _METADATA.search(text):
        return Form.SSSOM_TSV, None
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix], None
    if named and named.rdf:
        return Form.RDF, named
    if named:
        return Form.TABLE, None
    if formats.by_content(text) is formats.Form.JSON_LD:
        return Form.JSON, None
    if formats.by_content(text) is formats.Form.XLSX:
        return Form.WORKBOOK, None
    if b"requirement_mapping_set" in start or (suffix != ".txt" and _YAML.match(text) and b"\t" not in text[:200]):
        return Form.YAML, None
    syntax = formats.by_content(text)
    return (Form.RDF, syntax) if syntax else (Form.TABLE, None)
