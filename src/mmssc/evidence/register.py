"""Turn the rows of a register into evidence: a row at fault is refused by itself, the others live."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from mmssc.evidence.cells import Cells
from mmssc.evidence.columns import COMMUNITY, ID, register_schema
from mmssc.evidence.header import read_header
from mmssc.evidence.limits import Clock
from mmssc.evidence.values import BadValueError, fill, iri, is_iri, text_literal
from mmssc.names import MMSSC, RDF_TYPE, SKOS
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mmssc.evidence.header import Header
    from mmssc.evidence.reading import Reading
    from mmssc.evidence.rows import Row

__all__ = ["read_register"]

_COMMUNITY_CLASS: Final = NamedNode(MMSSC + "Community")
_PREF_LABEL: Final = NamedNode(SKOS + "prefLabel")


def read_register(rows: Iterator[Row], reading: Reading, requirements: Collection[str]) -> None:
    """Read a register whose first row that holds anything names its columns."""
    filled = (row for row in rows if row.fault or not row.blank)
    heading = next(filled, None)
    if heading is None:
        return
    clock = Clock(reading.source)
    header = read_header(heading, reading.source, clock)
    reading.problems += header.problems
    if not header.usable:
        reading.offered = reading.refused = sum(1 for _ in filled)
        return
    cells = {index: Cells(column, requirements) for index, column in header.columns.items()}
    register = _Register(reading)
    for row in filled:
        clock.check()
        register.add(_draft(row, header, cells))


@dataclass(slots=True)
class _Draft:
    """What one row says, and everything that is wrong with it."""

    where: str
    texts: dict[str, str] = field(default_factory=dict)
    values: list[tuple[NamedNode, Literal | NamedNode]] = field(default_factory=list)
    community: NamedNode | None = None
    faults: list[tuple[BadValueError, str, str]] = field(default_factory=list)

    def fault(self, error: BadValueError, heading: str = "", value: str = "") -> None:
        """Note what is wrong, under which heading, with which value."""
        self.faults.append((error, heading, value))


def _draft(row: Row, header: Header, cells: dict[int, Cells]) -> _Draft:
    draft = _Draft(f"row {row.number}")
    if row.fault:
        draft.fault(row.fault)
        return draft
    for index, reader in cells.items():
        cell = row.cells[index] if index < len(row.cells) else ""
        if isinstance(cell, BadValueError):
            draft.fault(cell, header.names[index], cell.value)
        else:
            _read_cell(draft, reader, header.names[index], cell)
    for index, cell in enumerate(row.cells):
        if cell and (index >= len(header.names) or not header.names[index]):
            draft.fault(_NO_HEADING, f"column {index + 1}", str(cell))
    return draft


def _read_cell(draft: _Draft, reader: Cells, heading: str, text: str) -> None:
    column = reader.column
    draft.texts[column.name] = text
    parts = reader.parts(text)
    if column.required and not parts:
        draft.fault(_MISSING_VALUE, heading, text)
    for part in parts:
        try:
            term = reader.term(part)
        except BadValueError as error:
            draft.fault(error, heading, part)
            continue
        if column.predicate:
            draft.values.append((column.predicate, term))
        if column.name == COMMUNITY and isinstance(term, NamedNode):
            draft.community = term


class _Register:
    """Gathers the items of one register, each with an identifier of its own."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._schema = register_schema()
        self._first: dict[str, str] = {}
        self._communities: set[NamedNode] = set()

    def add(self, draft: _Draft) -> None:
        """Add what a row says, or the problems for which it is refused."""
        self._reading.offered += 1
        subject = self._subject(draft)
        if draft.faults or not subject or not draft.community:
            self._reading.refused += 1
            self._reading.problems += [
                Problem(error.code, self._reading.source, draft.where, heading, value, error.message, error.mend)
                for error, heading, value in draft.faults
            ]
            return
        self._reading.places[subject.value] = draft.where
        self._reading.quads += [
            Quad(subject, predicate, value) for predicate, value in (*self._schema.constants, *draft.values)
        ]
        self._add_community(draft.community, draft.texts[COMMUNITY])

    def _subject(self, draft: _Draft) -> NamedNode | None:
        identifier = draft.texts.get(ID)
        if not identifier or not draft.community:
            return None
        if not is_iri(identifier):
            identifier = fill(self._schema.subject, community=draft.community.value, id=identifier)
        try:
            subject = iri(identifier)
        except BadValueError as error:
            draft.fault(error, ID, identifier)
            return None
        first = self._first.setdefault(subject.value, draft.where)
        if first != draft.where:
            draft.fault(_duplicate(first), ID, draft.texts[ID])
        return subject

    def _add_community(self, community: NamedNode, name: str) -> None:
        if community in self._communities:
            return
        self._communities.add(community)
        self._reading.quads.append(Quad(community, RDF_TYPE, _COMMUNITY_CLASS))
        if not is_iri(name):
            self._reading.quads.append(Quad(community, _PREF_LABEL, text_literal(name)))


_MISSING_VALUE: Final = BadValueError(
    "missing-value",
    Text("This cell has to be filled in.", "此单元格必须填写。"),
    Text("Fill it in.", "请填写。"),
)
_NO_HEADING: Final = BadValueError(
    "no-heading",
    Text("This cell stands in a column without a heading.", "此单元格所在的列没有列名。"),
    Text(
        "Put text that holds the delimiter in quotation marks, or head the column.",
        "含分隔符的文本应加引号；否则请为该列添加列名。",
    ),
)


def _duplicate(first: str) -> BadValueError:
    return BadValueError(
        "duplicate-id",
        Text(f"This identifier stands already in {first}.", f"该编号已出现（{first}）。"),
        Text("Give the item an identifier of its own.", "请为该条目另取编号。"),
    )
