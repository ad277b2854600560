"""Write an empty register: a workbook to fill in, with drop-downs, the requirements, and what each column means."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from mmssc.evidence.cells import REQUIREMENT, UNKNOWN
from mmssc.evidence.columns import register_schema
from mmssc.evidence.terms import closed_list
from mmssc.evidence.workbook import EXPLANATIONS, LISTS, REGISTER, REQUIREMENTS
from mmssc.knowledge import query_text
from mmssc.problem import Text
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet
    from pyoxigraph import Store

    from mmssc.evidence.columns import Column
    from mmssc.problem import Lang

__all__ = ["write_template"]

_LAST_ROW: Final = 1_048_576
_AS_TEXT: Final = "@"
_YES: Final = Text("yes", "是")

_REGISTER_WIDTH: Final = 24
_REQUIREMENT_HEADINGS: Final = (
    ("code", Text("code", "代码"), 28),
    ("characteristic", Text("characteristic", "特征"), 32),
    ("level", Text("level", "等级"), 8),
    ("name", Text("requirement", "要求"), 48),
    ("description", Text("what to look for", "查看内容"), 90),
    ("kinds", Text("kinds of evidence that usually show it", "通常可用的证据类型"), 36),
    ("facets", Text("what the evidence must be", "证据须具备的性质"), 36),
)
_EXPLANATION_HEADINGS: Final = (
    (Text("column", "列"), 20),
    (Text("name in files", "文件中的列名"), 20),
    (Text("required", "必填"), 10),
    (Text("what belongs in it", "填写内容"), 70),
    (Text("values", "取值"), 90),
)
_NOTES: Final = (
    Text(
        "One row is one item of evidence; one workbook may hold several communities.",
        "一行为一条证据；一个工作簿可包含多个社区。",
    ),
    Text(
        "Blank or “unknown” means that it is not known, and unknown is never yes.",
        "留空或填写“未知”表示不清楚，未知不等于是。",
    ),
    Text("Check the register with: mmssc validate FILE --lang en", "检查登记表：mmssc validate 文件 --lang zh"),
)


def write_template(target: Path | IO[bytes], knowledge: Store, lang: Lang) -> None:
    """Write the workbook to a path or an open file, with the requirements of the models in the knowledge.

    Raises:
        OSError: The file cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    register, requirements, explanations, lists = (
        book.create_sheet(title.say(lang)) for title in (REGISTER, REQUIREMENTS, EXPLANATIONS, LISTS)
    )
    codes = _write_requirements(requirements, knowledge, lang)
    _write_explanations(explanations, lang)
    _write_register(register, lists, codes, lang)
    book.save(target)


def _write_register(sheet: Worksheet, lists: Worksheet, codes: str, lang: Lang) -> None:
    """Write the sheet to fill in; all its cells are text, so that no program turns a code or a month into a day."""
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter

    columns = register_schema().columns
    _write_headings(sheet, [(column.title.say(lang), _REGISTER_WIDTH) for column in columns])
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].number_format = _AS_TEXT
        sheet.cell(1, index).comment = Comment(column.description.say(lang), "mmssc", height=120, width=300)
        if column.members == REQUIREMENT:
            _offer(sheet, letter, codes, column)
        elif column.members:
            _offer(sheet, letter, _write_list(lists, column, lang), column)


def _offer(sheet: Worksheet, letter: str, values: str, column: Column) -> None:
    """Give a column a drop-down, binding only where a cell holds one value and no other is allowed."""
    from openpyxl.worksheet.datavalidation import DataValidation

    binding = not (column.several or column.template)
    offer = DataValidation(type="list", formula1=values, allow_blank=True, showErrorMessage=binding)
    offer.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(offer)


def _write_list(sheet: Worksheet, column: Column, lang: Lang) -> str:
    """Write the values of a closed list as a column of their own and return where they stand."""
    from openpyxl.utils import get_column_letter

    values = [term.label.say(lang) for term in closed_list(column.members or "")]
    if not column.required:
        values.append(UNKNOWN.say(lang))
    index = sheet.max_column + 1 if sheet.cell(1, 1).value else 1
    for row, value in enumerate((column.title.say(lang), *values), 1):
        sheet.cell(row, index, value)
    return _range(sheet, get_column_letter(index), len(values))


def _write_requirements(sheet: Worksheet, knowledge: Store, lang: Lang) -> str:
    """Write what can be demonstrated and return where the codes stand."""
    _write_headings(sheet, [(title.say(lang), width) for _, title, width in _REQUIREMENT_HEADINGS])
    rows = [row for row in select(knowledge, query_text("explore/requirement-list")) if row["lang"].value == lang]
    for row in rows:
        values = [row[name].value if name in row else "" for name, *_ in _REQUIREMENT_HEADINGS]
        _write_row(sheet, [int(value) if value.isdecimal() else value for value in values])
    return _range(sheet, "A", len(rows))


def _write_explanations(sheet: Worksheet, lang: Lang) -> None:
    _write_headings(sheet, [(title.say(lang), width) for title, width in _EXPLANATION_HEADINGS])
    for column in register_schema().columns:
        terms = closed_list(column.members or "")
        values = "\n".join(f"{term.label.say(lang)} ({term.code}): {term.definition.say(lang)}" for term in terms)
        required = _YES.say(lang) if column.required else ""
        _write_row(sheet, (column.title.say(lang), column.name, required, column.description.say(lang), values))
    for note in _NOTES:
        _write_row(sheet, ("", "", "", note.say(lang)))


def _range(sheet: Worksheet, letter: str, count: int) -> str:
    return f"'{sheet.title}'!${letter}$2:${letter}${max(count, 1) + 1}"


def _write_headings(sheet: Worksheet, headings: Sequence[tuple[str, int]]) -> None:
    """Write the first row, which stays in sight."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for index, (heading, width) in enumerate(headings, 1):
        sheet.cell(1, index, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = width


def _write_row(sheet: Worksheet, values: Iterable[str | int]) -> None:
    from openpyxl.styles import Alignment

    sheet.append(list(values))
    for cell in sheet[sheet.max_row]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
