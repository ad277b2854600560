"""Rows of CSV and TSV files: which encoding, which delimiter, and whether the file is whole."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Final

from mmssc.evidence.columns import register_schema
from mmssc.evidence.encoding import encoding_of
from mmssc.evidence.rows import Row, clean
from mmssc.evidence.values import BadValueError
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Generator, Iterator

    from mmssc.evidence.reading import Reading

__all__ = ["delimited_rows"]

_LONGEST_HEADING: Final = 1 << 16


def delimited_rows(file: IO[bytes], reading: Reading, *, tabs: bool) -> Generator[Row]:
    """Yield the rows of a CSV file, or of a TSV file if ``tabs``.

    Raises:
        UnusableInputError: The encoding is not known, or a quotation mark is left open.
    """
    encoding, problems = encoding_of(file, reading.source)
    reading.problems += problems
    whole = _ends_with_line(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        delimiter = "\t" if tabs else _delimiter(text)
        text.seek(0)
        width, last = 0, None
        for row in _records(csv.reader(text, delimiter=delimiter, strict=True), reading.source):
            width = width or len(row.cells)
            if last:
                yield last
            last = row
        if last:
            cut_off = not whole and len(last.cells) < width
            yield replace(last, fault=_CUT_OFF) if cut_off else last
    finally:
        text.detach()


def _records(reader: Reader, source: str) -> Iterator[Row]:
    number, line = 0, 0
    try:
        for number, cells in enumerate(reader, 1):
            line = reader.line_num
            yield Row(number, [clean(cell) for cell in cells])
    except csv.Error as error:
        raise UnusableInputError(
            Problem(
                code="syntax",
                source=source,
                where=f"row {number + 1}",
                field="",
                value="",
                message=Text(
                    f"The row that begins in line {line + 1} cannot be told apart from the next ({error}), "
                    "so nothing of the file is read.",
                    f"始于第 {line + 1} 行的记录无法与后面的内容分开（{error}），因此整个文件均未读取。",
                ),
                mend=Text(
                    "Check the quotation marks there: each opening one needs a closing one, and one inside a "
                    'quoted cell is doubled ("").',
                    '请检查该处的引号：引号须成对，带引号的单元格内的引号须写成两个（""）。',
                ),
            )
        ) from error


_CUT_OFF: Final = BadValueError(
    "cut-off",
    Text("The file ends in the middle of this row.", "文件在该行中途结束。"),
    Text("Copy or export the file again.", "请重新复制或导出文件。"),
)


def _ends_with_line(file: IO[bytes]) -> bool:
    """Whether the last line is ended, as whoever writes a file to its end does."""
    size = file.seek(0, 2)
    file.seek(max(size - 2, 0))
    return file.read().strip(b"\x00")[-1:] in {b"\n", b"\r"}


def _delimiter(text: io.TextIOWrapper) -> str:
    """Return the delimiter that yields the most known headings of the first line that holds anything."""
    line = ""
    while not line.strip() and (line := text.readline(_LONGEST_HEADING)):
        pass
    find = register_schema().find
    return max(",;\t", key=lambda delimiter: sum(find(cell) is not None for cell in _split(line, delimiter)))


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])
