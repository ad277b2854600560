"""Tell how a text file is encoded, by its mark or by trying; where it cannot be told, name the first bad byte."""

from __future__ import annotations

import codecs
from typing import IO, Final

from mmssc.problem import Problem, Text, UnusableInputError

__all__ = ["encoding_of"]

_CHUNK: Final = 1 << 20
_MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAVE_AS_UTF8: Final = Text("Save the file as UTF-8.", "请将文件另存为 UTF-8 编码。")


def encoding_of(file: IO[bytes], source: str) -> tuple[str, list[Problem]]:
    """Return the encoding of a file, with a warning if it is not the one expected.

    Raises:
        UnusableInputError: It is neither UTF-8, nor marked UTF-16, nor GB18030.
    """
    file.seek(0)
    start = file.read(4)
    marked = next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)
    bad = _undecodable(file, marked or "utf-8")
    if bad is None:
        return marked or "utf-8", []
    file.seek(0)
    where = f"line {1 + file.read(bad).count(10)}"
    name = "UTF-16" if marked == "utf-16" else "UTF-8"
    if marked or _undecodable(file, "gb18030") is not None:
        message = Text(f"Byte {bad + 1} is not {name}.", f"第 {bad + 1} 字节不是 {name} 编码。")
        raise UnusableInputError(Problem("encoding", source, where, "", "", message, _SAVE_AS_UTF8))
    message = Text(
        f"Byte {bad + 1} is not {name}; the file was read as GB18030.",
        f"第 {bad + 1} 字节不是 {name} 编码，文件已按 GB18030 读取。",
    )
    return "gb18030", [Problem("encoding", source, where, "", "", message, _SAVE_AS_UTF8, severity="warning")]


def _undecodable(file: IO[bytes], encoding: str) -> int | None:
    """Return the place of the first byte that an encoding does not allow."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    done = 0
    while True:
        chunk = file.read(_CHUNK)
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return done - kept + error.start
        if not chunk:
            return None
        done += len(chunk)
