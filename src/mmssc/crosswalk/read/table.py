"""Tables with named columns: SSSOM's own, or any CSV, TSV or XLSX whose headings are known by other names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.crosswalk.read.columns import Column, column, headings
from mmssc.crosswalk.read.resource import NO_SOURCE, document, part, union
from mmssc.crosswalk.slots import SLOTS
from mmssc.crosswalk.vocabulary import plain
from mmssc.evidence.terms import nearest
from mmssc.evidence.values import BadValueError
from mmssc.names import SKOS
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.result import MappingSet, Value
    from mmssc.crosswalk.read.values import Values
    from mmssc.evidence.rows import Row

    Find = Callable[[str], Column | None]
    Fault = tuple[BadValueError, str, str]

__all__ = ["read_table", "split_values"]

_LIST: Final = re.compile(r"[\s,;，；、|]+")
_ESCAPED: Final = re.compile(r"\\([|\\])|(\|)")
_PER_CENT: Final = re.compile(r"([\d.]+)\s*[%％]")
_UNMAPPED: Final = {plain(name) for name in ("gap", "no term found", "NoTermFound", "unmapped", "未映射", "无对应")}
_NO_TERM: Final = NamedNode("https://w3id.org/sssom/NoTermFound")
_SIDES: Final = ("subject", "object")
_SUBJECT, _PREDICATE, _OBJECT = (SLOTS[name] for name in ("subject_id", "predicate_id", "object_id"))
_ANY_RELATION: Final = NamedNode(SKOS + "mappingRelation")
_MARK: Final = "$$"
"""Begins the headings of compliance-trestle, below which a row describes them, and a blank relation means a gap."""


def split_values(text: str) -> list[str]:
    """Return the values that a cell holds, separated by ``|``; ``\\|`` and ``\\\\`` stand for themselves."""
    if "|" not in text:
        return [text.replace("\\\\", "\\")] if text else []
    parts, start, kept = [], 0, ""
    for match in _ESCAPED.finditer(text):
        kept += text[start : match.start()] + (match[1] or "")
        start = match.end()
        if match[2]:
            parts.append(kept)
            kept = ""
    parts.append(kept + text[start:])
    return [said for part in parts if (said := part.strip())]


@dataclass(slots=True)
class _Header:
    columns: dict[int, Column]
    width: int
    marked: bool


def read_table(
    rows: Iterator[Row], gatherer: Gatherer, to: MappingSet, values: Values, find: Find | None = None
) -> None:
    """Read a table whose first row that holds anything names its columns.

    Args:
        rows: The rows; their numbers are the lines in which they stand.
        gatherer: Where rows and problems go.
        to: The mapping set that the rows belong to.
        values: How texts are read.
        find: What a heading names, of a form that is strict about it; codes and names are then not understood.
    """
    filled = (row for row in rows if row.fault or not row.blank)
    heading = next(filled, None)
    if heading is None:
        return
    header = _header(heading, gatherer, find or column, None if find else headings())
    if header is None:
        to.rows_read = to.rows_refused = sum(1 for _ in filled)
        return
    if header.marked:
        next(filled, None)
    for row in filled:
        said, faults = _Reading(row, header, values, gatherer, loose=find is None).read()
        gatherer.add(to, row.number, said, faults)


def _header(row: Row, gatherer: Gatherer, find: Find, known: list[str] | None) -> _Header | None:
    """Match the headings of a row with columns; ``None`` if no row can be read under them."""
    columns: dict[int, Column] = {}
    problems = []
    place = gatherer.file.source, f"line {row.number}"
    for index, cell in enumerate(row.cells):
        name = cell if isinstance(cell, str) else ""
        found = find(name) if name else None
        if found and found in columns.values():
            problems.append(Problem("duplicate-column", *place, name, "", *_TWICE))
        elif found:
            columns[index] = found
        elif name:
            meant = nearest(name.casefold(), known or SLOTS)
            mend = Text(f"Did you mean “{meant}”?", f"是否应为“{meant}”？") if meant else _RENAME
            problems.append(Problem("unknown-column", *place, name, "", _NOT_READ, mend, "warning"))
    if not columns:
        gatherer.file.problems.append(Problem("no-header", *place, "", "", *_NO_HEADER))
        return None
    names = {found.slot.name for found in columns.values()}
    wanted = [("predicate_id",), *((f"{side}_id", f"{side}_label") for side in _SIDES)]
    for each in wanted:
        if not names & set(each):
            problems.append(Problem("missing-column", *place, each[0], "", *_missing(each[0])))
    gatherer.file.problems += problems
    usable = not any(problem.severity == "error" for problem in problems)
    return _Header(columns, len(row.cells), str(row.cells[0]).startswith(_MARK)) if usable else None


class _Reading:
    """Reads one row."""

    def __init__(self, row: Row, header: _Header, values: Values, gatherer: Gatherer, *, loose: bool) -> None:
        self._row = row
        self._header = header
        self._values = values
        self._gatherer = gatherer
        self._loose = loose
        self._said: list[Value] = []
        self._faults: list[Fault] = []
        self._gap = loose and header.marked

    def read(self) -> tuple[list[Value], list[Fault]]:
        """Return what the row says, and what is wrong with it."""
        if self._row.fault:
            return [], [(self._row.fault, "", "")]
        later: list[tuple[Column, str]] = []
        sources: dict[str, NamedNode] = {}
        for index, cell in enumerate(self._row.cells):
            found = self._header.columns.get(index)
            if not cell:
                continue
            if found is None:
                if index >= self._header.width:
                    self._faults.append((_NO_HEADING, f"column {index + 1}", str(cell)))
            elif isinstance(cell, BadValueError):
                self._faults.append((cell, found.name, cell.value))
            elif self._loose and found.slot.name in {"subject_id", "object_id"}:
                later.append((found, cell))
            elif self._loose and found.slot.name in {"subject_source", "object_source"}:
                self._source(found, cell, sources)
            elif found.slot is _PREDICATE and self._loose:
                self._gap = plain(cell) in _UNMAPPED
                if not self._gap:
                    self._cell(found, cell)
            else:
                self._cell(found, cell)
        for found, cell in later:
            self._thing(found, cell, sources.get(found.slot.name.removesuffix("_id")))
        if self._gap and len(later) == 1:  # what is declared to have no counterpart
            other = _OBJECT if later[0][0].slot is _SUBJECT else _SUBJECT
            self._said += [(_PREDICATE.property, _ANY_RELATION), (other.property, _NO_TERM)]
        return self._said, self._faults

    def _cell(self, found: Column, text: str) -> None:
        slot = found.slot
        share = _PER_CENT.fullmatch(text) if self._loose and slot.name in {"confidence", "coverage"} else None
        if share:
            text = f"{Decimal(share[1]) / 100:f}"
        for said in split_values(text) if slot.several else (text,):
            try:
                self._said.append(self._values.said(slot, said))
            except BadValueError as error:
                self._faults.append((error, found.name, said))

    def _source(self, found: Column, text: str, sources: dict[str, NamedNode]) -> None:
        try:
            node = document(text, self._values, self._gatherer)
        except BadValueError as error:
            self._faults.append((error, found.name, text))
            return
        sources[found.slot.name.removesuffix("_source")] = node
        self._said.append((found.slot.property, node))

    def _thing(self, found: Column, text: str, source: NamedNode | None) -> None:
        """Read what is mapped: one thing, or several that are mapped as one."""
        things = []
        for name in filter(None, _LIST.split(text)) if found.together else (text,):
            try:
                things.append(self._identified(name, source))
            except BadValueError as error:
                self._faults.append((error, found.name, name))
        if things:
            self._said.append((found.slot.property, union(things, self._gatherer)))

    def _identified(self, name: str, source: NamedNode | None) -> NamedNode:
        if plain(name) in _UNMAPPED:
            return _NO_TERM
        if ":" in name:
            return self._values.entity(name)
        if source is None:
            raise NO_SOURCE
        return part(name, source)


def _missing(name: str) -> tuple[Text, Text]:
    return (
        Text("The table lacks this column, without which no row can be read.", "表中缺少此列，无法读取任何一行。"),
        Text(f"Add a column “{name}”.", f"请添加“{name}”列。"),
    )


_TWICE: Final = (
    Text("Two columns say the same.", "两列含义相同。"),
    Text("Keep one, or rename the other.", "请保留其一，或将另一列改名。"),
)
_NOT_READ: Final = Text(
    "No column of this name is known, so what stands in it is not read.", "没有这一列名，其中的内容未读取。"
)
_RENAME: Final = Text(
    "Rename it to a column that docs/crosswalk-formats.md lists, or leave it.",
    "请改为 docs/crosswalk-formats.md 所列的列名，或保持不变。",
)
_NO_HEADER: Final = (
    Text(
        "The first row that holds anything names no known column, so the file is no table of mappings.",
        "首个非空行未包含任何已知列名，因此该文件不是映射表。",
    ),
    Text(
        "Put a row of headings first, such as subject_id, predicate_id, object_id; if the file is RDF, JSON or YAML, "
        "give it the suffix of its form.",
        "请在首行写列名，例如 subject_id、predicate_id、object_id；若文件为 RDF、JSON 或 YAML，请使用相应的后缀。",
    ),
)
_NO_HEADING: Final = BadValueError(
    "no-heading",
    Text("This cell stands in a column without a heading.", "此单元格所在的列没有列名。"),
    Text(
        "Put text that holds the delimiter in quotation marks, or head the column.",
        "含分隔符的文本应加引号；否则请为该列添加列名。",
    ),
)
