"""Texts of other people's files, made harmless for a terminal and for a spreadsheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["harmless", "harmless_rows"]

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return a text in which control characters and changes of writing direction show as such, not obeyed."""
    return _CONTROLS.sub("�", text)


def harmless_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, their texts harmless."""
    for row in rows:
        yield {name: harmless(value) if isinstance(value, str) else value for name, value in row.items()}
