"""Open a source of evidence, whatever it is, as a binary file that can be read twice."""

from __future__ import annotations

import gzip
import sys
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from mmssc.evidence.limits import MAX_BYTES, too_large
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["opened"]

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"


@contextmanager
def opened(source: str, stdin: BinaryIO | None = None) -> Iterator[IO[bytes]]:
    """Open a path, or standard input for ``-``, unpacked if it is compressed with gzip.

    Raises:
        UnusableInputError: It is missing, no file, not allowed to be read, damaged or too large.
    """
    try:
        if source == "-":
            with _spooled(stdin or sys.stdin.buffer, source) as file, _unpacked(file, source) as plain:
                yield plain
        else:
            path = Path(source)
            with path.open("rb") as file:
                if path.is_file():
                    with _unpacked(file, source) as plain:
                        yield plain
                else:
                    with _spooled(file, source) as copy, _unpacked(copy, source) as plain:
                        yield plain
    except OSError as error:
        raise UnusableInputError(_unreadable(source, error)) from error


@contextmanager
def _spooled(stream: IO[bytes] | gzip.GzipFile, source: str) -> Iterator[IO[bytes]]:
    """Copy a stream that cannot be read twice, up to the limit."""
    with tempfile.TemporaryFile() as copy:
        while chunk := stream.read(_CHUNK):
            if copy.tell() + len(chunk) > MAX_BYTES:
                raise too_large(source, MAX_BYTES)
            copy.write(chunk)
        copy.seek(0)
        yield copy


@contextmanager
def _unpacked(file: IO[bytes], source: str) -> Iterator[IO[bytes]]:
    start = file.read(len(_GZIP))
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        raise too_large(source, MAX_BYTES)
    if start != _GZIP:
        yield file
        return
    with gzip.open(file) as packed:
        try:
            with _spooled(packed, source) as plain:
                yield plain
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UnusableInputError(_damaged(source, error)) from error


def _damaged(source: str, error: Exception) -> Problem:
    return Problem(
        code="damaged-gzip",
        source=source,
        where="",
        field="",
        value="",
        message=Text(f"The compressed file is damaged or cut off ({error}).", f"压缩文件已损坏或不完整（{error}）。"),
        mend=Text("Copy or download it again.", "请重新复制或下载。"),
    )


def _unreadable(source: str, error: OSError) -> Problem:
    reason = error.strerror or str(error)
    if isinstance(error, FileNotFoundError):
        message = Text("There is no such file.", "文件不存在。")
        mend = Text("Check the name.", "请检查文件名。")
    elif isinstance(error, IsADirectoryError):
        message = Text("This is a folder, not a file.", "这是文件夹，不是文件。")
        mend = Text("Name the files in it.", "请指定其中的文件。")
    else:
        message = Text(f"The file cannot be read ({reason}).", f"无法读取文件（{reason}）。")
        mend = Text("Check the file and its permissions.", "请检查文件及其权限。")
    return Problem("unreadable", source, "", "", "", message, mend)
