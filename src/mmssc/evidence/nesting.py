"""Refuse triple terms nested so deep that the RDF parser, which follows them by recursion, would crash."""

from __future__ import annotations

import mmap
import re
from typing import IO, Final

from mmssc.evidence.limits import MAX_DEPTH, too_deep

__all__ = ["check_triple_terms"]

# What may hold the signs without meaning them is matched first: strings, comments, IRIs, escapes.
_TOKENS: Final = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rb'|"(?:[^"\\\n]++|\\.)*+"'
    rb"|'(?:[^'\\\n]++|\\.)*+'"
    rb"|#[^\n]*|<[^<>\s]*>|\\.|<<|>>",
    re.DOTALL,
)


def check_triple_terms(file: IO[bytes], source: str) -> None:
    """Return if the triple terms of a file are not nested too deep.

    Raises:
        UnusableInputError: They are.
    """
    if not file.seek(0, 2):
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if sum(1 for _ in zip(re.finditer(b"<<", content), range(MAX_DEPTH + 1), strict=False)) <= MAX_DEPTH:
            return
        depth = 0
        for token in _TOKENS.finditer(content):
            depth += {b"<<": 1, b">>": -1}.get(token[0], 0)
            if depth > MAX_DEPTH:
                line = content[: token.start()].count(b"\n") + 1
                raise too_deep(source, f"line {line}")
