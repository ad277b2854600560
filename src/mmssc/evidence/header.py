"""The first row of a register: which column of the file is which column of the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mmssc.evidence.columns import register_schema
from mmssc.evidence.terms import nearest
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from mmssc.evidence.columns import Column
    from mmssc.evidence.limits import Clock
    from mmssc.evidence.rows import Row

__all__ = ["Header", "read_header"]


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a register.

    Attributes:
        names: The headings as they stand in the file; one that cannot be read is empty.
        columns: The column that each place holds, where its heading is understood.
        problems: What is wrong with the headings.
    """

    names: list[str]
    columns: dict[int, Column]
    problems: list[Problem]

    @property
    def usable(self) -> bool:
        """Whether rows can be read under these headings."""
        return not any(problem.severity == "error" for problem in self.problems)


def read_header(row: Row, source: str, clock: Clock) -> Header:
    """Match the headings of a row with the columns of a register."""
    schema = register_schema()
    header = Header([cell if isinstance(cell, str) else "" for cell in row.cells], {}, [])
    place = (source, f"row {row.number}")
    for index, name in enumerate(header.names):
        clock.check()
        column = schema.find(name)
        if column and column in header.columns.values():
            header.problems.append(Problem("duplicate-column", *place, name, "", *_TWICE))
        elif column:
            header.columns[index] = column
        elif name:
            mend = _meant(nearest(name.casefold(), schema.headings()))
            header.problems.append(Problem("unknown-column", *place, name, "", _NOT_READ, mend, "warning"))
    if not header.columns:
        header.problems[:] = [Problem("no-header", *place, "", "", *_NO_HEADER)]
        return header
    for column in schema.columns:
        if column.required and column not in header.columns.values():
            mend = Text(
                f"Add a column “{column.name}” (or “{column.title.en}”).",
                f"请添加“{column.title.zh}”列（或“{column.name}”）。",
            )
            header.problems.append(Problem("missing-column", *place, column.name, "", _MISSING, mend))
    return header


def _meant(heading: str | None) -> Text:
    if heading is None:
        return Text("Rename it to a column that a register has, or leave it.", "请改为登记表的列名，或保持不变。")
    return Text(f"Did you mean “{heading}”?", f"是否应为“{heading}”？")


_TWICE: Final = (
    Text("This column stands here twice.", "该列重复出现。"),
    Text("Keep one, or rename the other.", "请保留其一，或将另一列改名。"),
)
_NOT_READ: Final = Text(
    "A register has no such column, so what stands in it is not read.", "登记表没有这一列，其中的内容未读取。"
)
_NO_HEADER: Final = (
    Text(
        "This is no register: the first row that holds anything names none of its columns.",
        "这不是登记表：首个非空行未包含任何登记表列名。",
    ),
    Text(
        "Start from “mmssc template”; if the file is RDF, give it the suffix of its syntax, such as .ttl.",
        "请从“mmssc template”生成的表格开始；若文件为 RDF，请使用相应语法的后缀，例如 .ttl。",
    ),
)
_MISSING: Final = Text(
    "The register lacks this column, without which no row can be read.", "登记表缺少此列，无法读取任何一行。"
)
