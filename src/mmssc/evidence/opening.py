"""Open a source of evidence, whatever it is, as a binary file that can be read twice."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Final

from mmssc.evidence.archives import refuse_archive
from mmssc.evidence.limits import MAX_BYTES, too_large
from mmssc.evidence.packing import DamagedError, packing_of, unpacked
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.evidence.packing import Packing

__all__ = ["opened"]

_CHUNK: Final = 1 << 20
_MARK: Final = 6
"""Bytes that tell every compression."""


@contextmanager
def opened(source: str, stdin: BinaryIO | None = None, limit: int | None = None) -> Iterator[IO[bytes]]:
    """Open a path, or standard input for ``-``, unpacked if it is compressed.

    Args:
        source: The path.
        stdin: What ``-`` stands for, if not standard input.
        limit: How many bytes it may hold once it is unpacked, if not the usual number.

    Raises:
        UnusableInputError: It is missing, no file, not allowed to be read, damaged, an archive or too large.
    """
    limit = MAX_BYTES if limit is None else limit
    try:
        if source == "-":
            with (
                _spooled(_chunks(stdin or sys.stdin.buffer), source, limit) as file,
                _plain(file, source, limit) as plain,
            ):
                yield plain
        else:
            path = Path(source)
            with path.open("rb") as file:
                if path.is_file():
                    with _plain(file, source, limit) as plain:
                        yield plain
                else:
                    with _spooled(_chunks(file), source, limit) as copy, _plain(copy, source, limit) as plain:
                        yield plain
    except OSError as error:
        raise UnusableInputError(_unreadable(source, error)) from error


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_CHUNK), b"")


@contextmanager
def _spooled(chunks: Iterator[bytes], source: str, limit: int) -> Iterator[IO[bytes]]:
    """Copy what cannot be read twice, up to the limit."""
    with tempfile.TemporaryFile() as copy:
        for chunk in chunks:
            if copy.tell() + len(chunk) > limit:
                raise too_large(source, limit)
            copy.write(chunk)
        copy.seek(0)
        yield copy


@contextmanager
def _plain(file: IO[bytes], source: str, limit: int) -> Iterator[IO[bytes]]:
    start = file.read(_MARK)
    size = file.seek(0, 2)
    file.seek(0)
    if size > limit:
        raise too_large(source, limit)
    packing = packing_of(start)
    if packing is None:
        refuse_archive(file, source)
        yield file
        return
    try:
        with _spooled(unpacked(file, packing), source, limit) as copy:
            refuse_archive(copy, source)
            yield copy
    except DamagedError as error:
        raise UnusableInputError(_damaged(source, packing, error)) from error


def _damaged(source: str, packing: Packing, error: Exception) -> Problem:
    return Problem(
        code=f"damaged-{packing.name.lower()}",
        source=source,
        where="",
        field="",
        value="",
        message=Text(
            f"The {packing.value} file is damaged or cut off ({error}).",
            f"{packing.value} 压缩文件已损坏或不完整（{error}）。",
        ),
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
