"""The order in which a reader expects ids: numbers in them count as numbers, so that row 9 comes before row 10."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["natural"]

_NUMBER: Final = re.compile(r"(\d+)")


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key to sort ids by."""
    return tuple(
        (0, int(part), part) if part.isdecimal() and part.isascii() else (1, 0, part)
        for part in _NUMBER.split(text)
        if part
    )
