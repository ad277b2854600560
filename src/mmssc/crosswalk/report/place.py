"""Places as other tools want them."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from mmssc.problem import Problem

__all__ = ["line_of", "uri_of"]

_LINE: Final = re.compile(r"\b(?:line|row) (\d+)")


def line_of(problem: Problem) -> int:
    """Return the line that a problem of reading names; 0 if it names none."""
    found = _LINE.search(problem.where)
    return int(found[1]) if found else 0


def uri_of(file: str) -> str:
    """Return a file's name as a URI reference: relative if the name is, with the scheme ``file`` if it is absolute."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote("stdin" if file == "-" else path.as_posix())
