"""Results of another model, read from a register: the grade that a community got for a function of its government."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Quad

from mmssc.evidence.cells import Cells
from mmssc.evidence.columns import COMMUNITY, register_schema
from mmssc.evidence.delimited import delimited_rows
from mmssc.evidence.formats import Form, by_content, by_name
from mmssc.evidence.limits import Clock
from mmssc.evidence.opening import opened
from mmssc.evidence.reading import Reading
from mmssc.evidence.values import BadValueError, check_characters, date_literal, iri, is_iri, text_literal
from mmssc.evidence.workbook import workbook_rows
from mmssc.names import DCTERMS, MMSSC, RDF_TYPE
from mmssc.problem import Problem, Text, UnusableInputError
from mmssc.recommend.function_names import names_in, plain, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Store

    from mmssc.evidence.rows import Row
    from mmssc.recommend.function_names import Names

__all__ = ["Register", "read_functions"]

_COLUMNS: Final = {
    "function": Text("function", "职能"),
    "grade": Text("grade", "等次"),
    "community": Text("community", "社区"),
    "date": Text("date", "日期"),
    "source": Text("source", "来源"),
}
_REQUIRED: Final = ("function", "grade", "community")
_START: Final = 1 << 16
_COMMUNITY: Final = NamedNode(MMSSC + "community")
_ISSUED: Final = NamedNode(DCTERMS + "issued")


@dataclass(slots=True)
class Register(Reading):
    """The outcome of reading a register: rows offered are rows used, rows without effect and rows refused.

    Attributes:
        idle: How many rows are sound but have no effect: they are about another community, or of a later day.
    """

    idle: int = 0

    @property
    def used(self) -> int:
        """How many rows are among the quads."""
        return self.offered - self.refused - self.idle


def read_functions(
    source: str, store: Store, communities: Iterable[str], until: str = "", *, stdin: BinaryIO | None = None
) -> Register:
    """Read a register of graded functions: CSV, TSV or XLSX; ``-`` is standard input.

    Args:
        source: The path, as the user named it.
        store: A store that holds the functions and their grades.
        communities: The IRIs of the communities that are assessed; results of others are left out, and warned of.
        until: The last day of an assessment (YYYY-MM-DD); later results are left out, and warned of; empty: none is.
        stdin: What ``-`` stands for, if not standard input.

    Returns:
        A ``mmssc:FunctionResult`` for each row that can be used, and a problem for everything that is wrong. Rows that
        are read are ``offered``; those at fault are ``refused``, each by itself; those without effect are ``idle``.
    """
    reading = Register(source)
    names = names_in(store)
    try:
        with opened(source, stdin) as file:
            _read(file, reading, names, _Scope(frozenset(communities), until))
    except UnusableInputError as error:
        reading.problems += error.problems
        reading.quads = []
        reading.refused, reading.idle = reading.offered, 0
    if not reading.offered and not reading.problems:
        reading.problems.append(Problem("no-results", source, "", "", "", *_NOTHING))
    return reading


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an assessment looks at: its communities, and its last day."""

    communities: frozenset[str]
    until: str

    def unmet(self, row: int, source: str, quads: Iterable[Quad]) -> list[Problem]:
        """Return why a result has no effect, if it has none."""
        said = {quad.predicate: getattr(quad.object, "value", "") for quad in quads}
        place, found = (source, f"row {row}"), []
        if (community := said[_COMMUNITY]) not in self.communities:
            found.append(Problem("other-community", *place, "community", community, *_OTHER, severity="warning"))
        if self.until and (date := said.get(_ISSUED, "")) > self.until:
            found.append(Problem("later-result", *place, "date", date, *_LATER, severity="warning"))
        return found


def _read(file: IO[bytes], reading: Register, names: Mapping[str, Names], scope: _Scope) -> None:
    start = file.read(_START)
    file.seek(0)
    form = by_name(reading.source) or by_content(start) or Form.CSV
    if form.rdf:
        raise UnusableInputError(Problem("not-a-register", reading.source, "", "", "", *_NO_TABLE))
    table = workbook_rows(file, reading) if form is Form.XLSX else delimited_rows(file, reading, tabs=form is Form.TSV)
    with closing(table) as rows:
        _read_rows((row for row in rows if row.fault or not row.blank), reading, names, scope)


def _read_rows(rows: Iterator[Row], reading: Register, names: Mapping[str, Names], scope: _Scope) -> None:
    heading = next(rows, None)
    if heading is None:
        return
    columns = _header(heading, reading)
    if any(problem.severity == "error" for problem in reading.problems):
        reading.offered = reading.refused = sum(1 for _ in rows)
        return
    community = Cells(next(column for column in register_schema().columns if column.name == COMMUNITY), ())
    clock = Clock(reading.source)
    first: dict[str, str] = {}
    for row in rows:
        clock.check()
        reading.offered += 1
        where = f"row {row.number}"
        faults, quads = _result(row, columns, names, community)
        subject = str(quads[0].subject) if quads else ""
        if subject and first.setdefault(subject, where) != where:
            faults.append(("function", _twice(first[subject]), ""))
        if faults:
            reading.refused += 1
            reading.problems += [
                Problem(error.code, reading.source, where, column, error.value or value, error.message, error.mend)
                for column, error, value in faults
            ]
            continue
        unmet = scope.unmet(row.number, reading.source, quads)
        reading.problems += unmet
        if unmet:
            reading.idle += 1
        else:
            reading.quads += quads


def _header(heading: Row, reading: Reading) -> dict[str, int]:
    """Return the place of each column, and note which headings cannot be used."""
    known = {plain(name): key for key, title in _COLUMNS.items() for name in (key, title.en, title.zh)}
    columns: dict[str, int] = {}
    where = f"row {heading.number}"
    for place, cell in enumerate(heading.cells):
        text = cell if isinstance(cell, str) else cell.value
        key = known.get(plain(text))
        if key and key not in columns:
            columns[key] = place
        elif text:
            problem = _TWO_COLUMNS if key else _NO_COLUMN
            severity = "error" if key else "warning"
            reading.problems.append(
                Problem("column", reading.source, where, text, "", *problem, severity=severity)  # type: ignore[arg-type]
            )
    for key in _REQUIRED:
        if key not in columns:
            title = _COLUMNS[key]
            mend = Text(f"Add a column “{title.en}”.", f"请添加“{title.zh}”列。")
            reading.problems.append(Problem("missing-column", reading.source, where, key, "", _LACKS, mend))
    return columns


_Fault = tuple[str, BadValueError, str]


def _result(
    row: Row, columns: Mapping[str, int], names: Mapping[str, Names], community: Cells
) -> tuple[list[_Fault], list[Quad]]:
    """Return what is wrong with a row, and what it says."""
    if row.fault:
        return [("", row.fault, "")], []
    faults: list[_Fault] = []
    terms: dict[str, NamedNode | Literal] = {}
    for key, place in columns.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        if isinstance(cell, BadValueError):
            faults.append((key, cell, ""))
            continue
        try:
            term = _term(key, cell, names, community)
        except BadValueError as error:
            faults.append((key, error, cell))
            continue
        if term is not None:
            terms[key] = term
    if faults:
        return faults, []
    date = terms.get("date")
    ending = terms["function"].value.rpartition("/")[2] + (f"-{date.value}" if date else "")
    subject = NamedNode(f"{terms['community'].value}/function-result/{ending}")
    said = [
        (RDF_TYPE, NamedNode(MMSSC + "FunctionResult")),
        *((NamedNode(MMSSC + key), terms[key]) for key in _REQUIRED),
        *(
            (NamedNode(DCTERMS + name), terms[key])
            for key, name in (("date", "issued"), ("source", "source"))
            if key in terms
        ),
    ]
    return [], [Quad(subject, predicate, value) for predicate, value in said]


def _term(key: str, text: str, names: Mapping[str, Names], community: Cells) -> NamedNode | Literal | None:
    """Return what a cell stands for; ``None`` if it may be blank and is.

    Raises:
        BadValueError: It stands for nothing, or is blank and must not be.
    """
    if not text:
        if key in _REQUIRED:
            raise BadValueError("missing-value", *_BLANK)
        return None
    check_characters(text)
    if key == "community":
        return community.term(text)
    if key == "date":
        return date_literal(text)
    if key == "source":
        return iri(text) if is_iri(text) else text_literal(text)
    found = names[key].find(text)
    if found is None:
        raise unknown(key, text, names[key])
    return found


def _twice(first: str) -> BadValueError:
    return BadValueError(
        "duplicate-result",
        Text(
            f"This function of the community has a result of that date already ({first}); the first one counts.",
            f"该社区此项职能在同一日期已有结果（{first}），以先出现者为准。",
        ),
        Text("Keep one of the two, or date them apart.", "请保留其一，或填写不同日期。"),
    )


_BLANK: Final = (Text("This cell has to be filled in.", "此单元格必须填写。"), Text("Fill it in.", "请填写。"))
_LACKS: Final = Text(
    "The register lacks this column, without which no row can be read.", "登记表缺少此列，无法读取任何一行。"
)
_NO_COLUMN: Final = (
    Text("A register of functions has no such column, so it is not read.", "职能登记表没有这一列，未读取。"),
    Text("Its columns are function, grade, community, date and source.", "可用的列为：职能、等次、社区、日期、来源。"),
)
_TWO_COLUMNS: Final = (
    Text("This column stands here twice.", "该列重复出现。"),
    Text("Keep one, or rename the other.", "请保留其一，或将另一列改名。"),
)
_NO_TABLE: Final = (
    Text("This is RDF, not a register of functions.", "这是 RDF 文件，而不是职能登记表。"),
    Text(
        "Name CSV, TSV or XLSX here.",
        "此处请使用 CSV、TSV 或 XLSX。",
    ),
)
_NOTHING: Final = (
    Text("The file holds no results.", "文件中没有任何结果。"),
    Text("Check that it is the file you meant; a result is a row.", "请确认文件是否正确；每行为一个结果。"),
)
_OTHER: Final = (
    Text(
        "There is no evidence about this community, so its result is not used.", "没有关于该社区的证据，其结果未使用。"
    ),
    Text("Check the name, or name a file with its evidence.", "请核对名称，或同时给出该社区的证据文件。"),
)
_LATER: Final = (
    Text("This result is of a later day than the assessment, so it is not used.", "该结果的日期晚于评估日期，未使用。"),
    Text("Check the date, or name a later day with --as-of.", "请核对日期，或用 --as-of 指定更晚的评估日期。"),
)
