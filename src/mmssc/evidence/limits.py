"""How much of an untrusted source is read before it is refused: bytes, seconds, depth, faults."""

from __future__ import annotations

import time
from typing import Final

from mmssc.problem import Problem, Text, UnusableInputError

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_FAULTS",
    "MAX_JSON_BYTES",
    "MAX_OUTPUT",
    "MAX_STREAMED",
    "Clock",
    "too_deep",
    "too_large",
]

MAX_BYTES: Final = 1 << 30
"""Bytes of a source once it is decompressed."""

MAX_STREAMED: Final = 1 << 34
"""Bytes of N-Triples or N-Quads once decompressed: they are looked at line by line, and never held as a whole."""

MAX_JSON_BYTES: Final = 1 << 28
"""Bytes of a JSON-LD source, which has to be held in memory as a whole."""

MAX_OUTPUT: Final = 1 << 32
"""Characters of all triples together: a short prefix must not stand for a long IRI a million times."""

MAX_DEPTH: Final = 1_000
"""How deep elements, objects or triple terms may be nested."""

MAX_FAULTS: Final = 100
"""Faults of syntax that are listed one by one."""

_MAX_SECONDS: Final = 600.0


class Clock:
    """Stops the reading of a source that takes too long."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._end = time.monotonic() + _MAX_SECONDS

    def check(self) -> None:
        """Raise ``UnusableInputError`` when the time is up."""
        if time.monotonic() > self._end:
            minutes = int(_MAX_SECONDS // 60)
            raise UnusableInputError(
                Problem(
                    code="too-slow",
                    source=self._source,
                    where="",
                    field="",
                    value="",
                    message=Text(
                        f"Reading took more than {minutes} minutes and was stopped.",
                        f"读取时间超过 {minutes} 分钟，已中止。",
                    ),
                    mend=Text("Split the file.", "请拆分文件。"),
                )
            )


def too_large(source: str, limit: int) -> UnusableInputError:
    """Return the error for a source that holds more than ``limit`` bytes."""
    size = f"{limit >> 20} MiB"
    return UnusableInputError(
        Problem(
            code="too-large",
            source=source,
            where="",
            field="",
            value="",
            message=Text(f"The file holds more than {size} once it is unpacked.", f"文件解压后超过 {size}。"),
            mend=Text("Split the file.", "请拆分文件。"),
        )
    )


def too_deep(source: str, where: str) -> UnusableInputError:
    """Return the error for a source that is nested more than ``MAX_DEPTH`` levels deep."""
    return UnusableInputError(
        Problem(
            code="too-deep",
            source=source,
            where=where,
            field="",
            value="",
            message=Text(f"The content is nested more than {MAX_DEPTH} levels deep.", f"内容嵌套超过 {MAX_DEPTH} 层。"),
            mend=Text("Give nodes IRIs and write them side by side.", "请为节点命名（IRI），并列书写。"),
        )
    )
