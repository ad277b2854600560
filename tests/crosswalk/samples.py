"""Small mapping files for the tests of the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """#mapping_set_id: "https://example.org/sample"
#license: "https://creativecommons.org/licenses/by/4.0/"
#creator_label:
#  - "Ann"
#curie_map:
#  skos: "http://www.w3.org/2004/02/skos/core#"
#  semapv: "https://w3id.org/semapv/vocab/"
#  sssom: "https://w3id.org/sssom/"
#  mmssc: "https://w3id.org/mmssc/ns#"
#  red: "https://example.org/red/"
#  blue: "https://example.org/blue/"
#  green: "https://example.org/green/"
"""
COLUMNS = "subject_id predicate_id object_id mapping_justification".split()
CONTRADICTION = (
    "red:1 skos:broadMatch blue:1",
    "blue:1 skos:exactMatch green:1",
    "red:1 mmssc:disjointFrom green:1",
)
FIRST_LINE = 14
"""The line on which the first row stands."""


def sssom(*rows: str) -> str:
    """Return rows, each “subject predicate object”, as SSSOM/TSV."""
    lines = ["\t".join(COLUMNS), *("\t".join([*row.split(), "semapv:ManualMappingCuration"]) for row in rows)]
    return HEAD + "\n".join(lines) + "\n"


def write(folder: Path, name: str, *rows: str) -> str:
    """Write rows to a file, and return its path."""
    path = folder / name
    path.write_text(sssom(*rows), encoding="utf-8")
    return str(path)
