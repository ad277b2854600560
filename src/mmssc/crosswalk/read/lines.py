"""Rows of CSV and TSV files, each with the line in which it begins, after the metadata that SSSOM puts before them."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from itertools import chain
from typing import IO, TYPE_CHECKING, Final

from mmssc.evidence.encoding import encoding_of
from mmssc.evidence.rows import Row, clean
from mmssc.evidence.values import BadValueError
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmssc.crosswalk.read.result import MappingFile

__all__ = ["Lines", "opened_lines"]

_LONGEST_LINE: Final = 1 << 20
_LONGEST_CELL: Final = 1 << 17
_LONGEST_ROW: Final = 1 << 24
"""Beyond this, a quotation mark was left open: what follows is no longer a row of its own."""


class Lines:
    """A text file: first its metadata, then its rows.

    Args:
        text: The file, decoded.
        into: Where problems go.
        whole: Whether its last line is ended.
    """

    def __init__(self, text: io.TextIOWrapper, into: MappingFile, *, whole: bool) -> None:
        self._into = into
        self._whole = whole
        self._text = text
        self._line = text.readline(_LONGEST_LINE)
        self._before = 0

    def metadata(self) -> str:
        """Walk past the lines that begin with ``#`` and return them without it."""
        lines = []
        while self._line.startswith("#"):
            lines.append(self._line[1:])
            self._next()
        spaces = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
        return "".join(line[spaces:] if line.strip() else "\n" for line in lines)

    def rows(self, known: Callable[[str], bool]) -> Iterator[Row]:
        """Yield the rows, the headings first; a row's number is the line in which it begins.

        Args:
            known: Whether a heading is one that the form has; the delimiter that yields most of them is taken.

        Raises:
            UnusableInputError: A quotation mark is left open.
        """
        while self._line and not self._line.strip():
            self._next()
        delimiter = max("\t,;|", key=lambda sign: sum(map(known, _split(self._line, sign))))
        reader = csv.reader(chain((self._line,), self._text), delimiter=delimiter, strict=True)
        width, line = 0, self._before
        try:
            last: Row | None = None
            for cells in _parsed(reader):
                if last:
                    yield last
                last = _row(line + 1, cells)
                width = width or len(cells)
                line = self._before + reader.line_num
        except csv.Error as error:
            raise UnusableInputError(_syntax(self._into.source, line + 1, error)) from error
        if last:
            if not self._whole and len(last.cells) < width:
                self._into.problems.append(
                    Problem("cut-off", self._into.source, f"line {last.number}", "", "", *_CUT_OFF, severity="warning")
                )
            yield last

    def _next(self) -> None:
        self._before += 1
        self._line = self._text.readline(_LONGEST_LINE)


@contextmanager
def opened_lines(file: IO[bytes], into: MappingFile) -> Iterator[Lines]:
    """Open a binary file as text.

    Raises:
        UnusableInputError: Its encoding is not known.
    """
    encoding, problems = encoding_of(file, into.source)
    into.problems += problems
    whole = _ends_with_line(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        yield Lines(text, into, whole=whole)
    finally:
        text.detach()


def _ends_with_line(file: IO[bytes]) -> bool:
    """Whether the last line is ended, as whoever writes a file to its end does."""
    size = file.seek(0, 2)
    file.seek(max(size - 2, 0))
    return file.read().strip(b"\x00")[-1:] in {b"\n", b"\r"}


def _parsed(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield what the reader parses; its limit on cells, one for the whole program, is raised only while it does."""
    while True:
        usual = csv.field_size_limit(_LONGEST_ROW)
        try:
            cells = next(reader, None)
        finally:
            csv.field_size_limit(usual)
        if cells is None:
            return
        yield cells


def _row(number: int, cells: list[str]) -> Row:
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        return Row(number, ["" if len(cell) > _LONGEST_CELL else clean(cell) for cell in cells], _TOO_LONG)
    return Row(number, [clean(cell) for cell in cells])


def _split(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(delimiter)]


_TOO_LONG: Final = BadValueError(
    "too-long",
    Text(
        f"A cell of this row holds more than {_LONGEST_CELL:,} characters.",
        f"该行有单元格超过 {_LONGEST_CELL:,} 个字符。",
    ),
    Text("Shorten it; if a quotation mark was left open, close it.", "请缩短内容；若引号未闭合，请补上。"),
)
_CUT_OFF: Final = (
    Text(
        "This row has fewer cells than headings, and the file ends without a line break: it may be cut off here.",
        "该行的单元格少于列名，且文件末尾没有换行，可能在此处被截断。",
    ),
    Text("If it is, copy or export the file again.", "若确被截断，请重新复制或导出文件。"),
)


def _syntax(source: str, line: int, error: csv.Error) -> Problem:
    return Problem(
        code="syntax",
        source=source,
        where=f"line {line}",
        field="",
        value="",
        message=Text(
            f"The row that begins here cannot be told apart from the next ({error}), so nothing of the file is read.",
            "始于此处的行无法与后面的内容分开，因此整个文件均未读取。",
        ),
        mend=Text(
            "Check the quotation marks there: each opening one needs a closing one, and one inside a quoted cell is "
            'doubled ("").',
            '请检查该处的引号：引号须成对，带引号的单元格内的引号须写成两个（""）。',
        ),
    )
