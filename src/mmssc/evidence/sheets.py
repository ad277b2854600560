"""Rows of XLSX workbooks: the cells' stored values; no macro is run and no link followed."""

from __future__ import annotations

import re
import warnings
import zipfile
from datetime import date, datetime
from itertools import zip_longest
from typing import IO, TYPE_CHECKING, Any, Final

from mmssc.evidence.rows import Row, clean
from mmssc.evidence.values import BadValueError
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Collection, Generator

__all__ = ["sheet_rows"]

_MAX_UNPACKED: Final = 1 << 30
_MAX_RATIO: Final = 200
_RATIO_FROM: Final = 100 << 20


def sheet_rows(
    file: IO[bytes], source: str, problems: list[Problem], names: Collection[str], passed: Collection[str] = ()
) -> Generator[Row]:
    """Yield the rows of one sheet: the first of the given names, else the first of all.

    Args:
        file: The workbook.
        source: The file, as the user named it.
        problems: Where a warning goes for each other sheet that holds something.
        names: What the sheet may be called, in any case.
        passed: What sheets are called that may hold something and need no warning.

    Raises:
        UnusableInputError: The file is no workbook, damaged, or unpacks to too much.
    """
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")  # what a sheet looks like is no matter
    try:
        _check_size(file, source)
        values = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(file, read_only=True, keep_links=False)
        name = _chosen(values, source, problems, names, passed)
        sheets = [book[name] for book in (values, formulas)]
        for sheet in sheets:
            sheet.reset_dimensions()  # what the file says of its size may be a lie
        for number, (cells, stored) in enumerate(zip_longest(*(sheet.iter_rows() for sheet in sheets)), 1):
            yield Row(number, [_said(cell, form) for cell, form in zip(cells, stored, strict=True)])
    except (UnusableInputError, MemoryError):
        raise
    except Exception as error:  # a hostile or damaged file makes openpyxl raise anything
        raise UnusableInputError(_damaged(source, error)) from error


def _check_size(file: IO[bytes], source: str) -> None:
    packed = file.seek(0, 2)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        size = sum(member.file_size for member in archive.infolist())
    file.seek(0)
    if size > _MAX_UNPACKED or (size > _RATIO_FROM and size > _MAX_RATIO * packed):
        raise UnusableInputError(
            Problem(
                code="too-large",
                source=source,
                where="",
                field="",
                value="",
                message=Text(f"The workbook unpacks to {size >> 20} MiB.", f"工作簿解压后达到 {size >> 20} MiB。"),
                mend=Text(
                    "Copy the table into a new workbook, or save it as CSV.",
                    "请将表格复制到新的工作簿，或另存为 CSV。",
                ),
            )
        )


def _chosen(book: Any, source: str, problems: list[Problem], names: Collection[str], passed: Collection[str]) -> str:
    """Return the name of the sheet to read, and warn of others that hold something."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        raise ValueError("no sheet")
    chosen: str = next((name for name in sheets if name.strip().casefold() in names), next(iter(sheets)))
    for name in sheets.keys() - {chosen} - set(passed):
        sheets[name].reset_dimensions()
        if any(cell.value is not None for row in sheets[name].iter_rows() for cell in row):
            problems.append(
                Problem(
                    code="unread-sheet",
                    source=source,
                    where="",
                    field="",
                    value=name,
                    message=Text(
                        f"Only the sheet “{chosen}” is read; this sheet is not.",
                        f"仅读取工作表“{chosen}”，未读取此工作表。",
                    ),
                    mend=Text("If it is to be read, save it as a file of its own.", "如需读取，请另存为单独的文件。"),
                    severity="warning",
                )
            )
    return chosen


_DECORATION: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')


def _said(cell: Any, stored: Any) -> str | BadValueError:
    """Return what a cell says; of a date no more than it shows."""
    value = cell.value
    if value is None:
        return _NOT_COMPUTED if stored.data_type == "f" else ""
    if cell.data_type == "e":
        return BadValueError(
            "cell-error",
            Text("The formula of this cell fails.", "该单元格的公式出错。"),
            Text("Mend the formula, or write the value itself.", "请修正公式，或直接填写数值。"),
            value,
        )
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        shown = _DECORATION.sub("", cell.number_format).casefold()
        return value.isoformat()[: 10 if "d" in shown else 7 if "m" in shown else 4 if "y" in shown else 10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value))


_NOT_COMPUTED: Final = BadValueError(
    "no-value",
    Text("This cell holds a formula whose value is not stored.", "该单元格为公式，且未保存计算结果。"),
    Text("Open the workbook in a spreadsheet program and save it again.", "请用电子表格软件打开该工作簿并重新保存。"),
)


def _damaged(source: str, error: Exception) -> Problem:
    return Problem(
        code="damaged-workbook",
        source=source,
        where="",
        field="",
        value="",
        message=Text(
            f"This is no XLSX workbook that can be read ({error}).", f"这不是可读取的 XLSX 工作簿（{error}）。"
        ),
        mend=Text(
            "Open it in a spreadsheet program and save it as .xlsx, without a password.",
            "请用电子表格软件打开，并另存为不带密码的 .xlsx 文件。",
        ),
    )
