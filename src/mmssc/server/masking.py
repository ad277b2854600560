"""Blank out what keywords can hide in, so that the structure of a query can be read without a parser."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["IRI", "QUOTED", "STRING", "mask"]

QUOTED: Final = re.compile(
    r'<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*',
    re.DOTALL,
)
"""An IRI, a string or a comment."""

IRI: Final = "\x01"
"""What each character of an IRI becomes."""
STRING: Final = "\x02"
"""What each character of a string becomes."""


def mask(query: str) -> str:
    """Return the query with every IRI, string and comment blanked out, and every other character at its old place.

    Args:
        query: A SPARQL query.
    """
    return QUOTED.sub(_blank, query)


def _blank(match: re.Match[str]) -> str:
    first = match.group()[0]
    return (IRI if first == "<" else " " if first == "#" else STRING) * len(match.group())
