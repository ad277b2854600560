"""The one door: read a source of evidence, whatever its form."""

from __future__ import annotations

from contextlib import closing
from typing import IO, TYPE_CHECKING, BinaryIO, Final

from mmssc.evidence.delimited import delimited_rows
from mmssc.evidence.formats import Form, by_content, by_name
from mmssc.evidence.jsonld import read_jsonld
from mmssc.evidence.opening import opened
from mmssc.evidence.rdf import read_rdf
from mmssc.evidence.reading import Reading
from mmssc.evidence.register import read_register
from mmssc.evidence.workbook import workbook_rows
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["form_of", "nothing_in", "read_evidence", "read_opened"]

_START: Final = 1 << 16


def read_evidence(
    source: str,
    *,
    allow_remote: bool = False,
    stdin: BinaryIO | None = None,
    requirements: Collection[str],
) -> Reading:
    """Read a file, or standard input for ``-``.

    Args:
        source: The path, as the user named it.
        allow_remote: Whether a JSON-LD context may be fetched from the network.
        stdin: What ``-`` stands for, if not standard input.
        requirements: The IRIs of the requirements that a register may name.

    Returns:
        What was read, with every problem. A source that cannot be used gives problems and no quads.
    """
    reading = Reading(source)
    try:
        with opened(source, stdin) as file:
            _read(file, form_of(file, source), reading, allow_remote, requirements)
    except UnusableInputError as error:
        _refuse(reading, error)
    return _told(reading)


def read_opened(
    file: IO[bytes], source: str, form: Form | None, requirements: Collection[str], *, allow_remote: bool = False
) -> Reading:
    """Read a source that is open and unpacked already; like ``read_evidence`` in all else."""
    reading = Reading(source)
    try:
        _read(file, form, reading, allow_remote, requirements)
    except UnusableInputError as error:
        _refuse(reading, error)
    return _told(reading)


def form_of(file: IO[bytes], source: str) -> Form | None:
    """Tell the form of a source by its name or else by its content; ``None`` if it holds nothing at all."""
    file.seek(0)
    start = file.read(_START)
    file.seek(0)
    if not start.strip() and len(start) < _START:
        return None
    return by_name(source) or by_content(start) or Form.CSV


def _read(
    file: IO[bytes], form: Form | None, reading: Reading, allow_remote: bool, requirements: Collection[str]
) -> None:
    if form is None:
        return
    if form is Form.JSON_LD:
        read_jsonld(file, reading, allow_remote=allow_remote)
    elif form.rdf:
        read_rdf(file, form, reading)
    else:
        workbook = form is Form.XLSX
        table = workbook_rows(file, reading) if workbook else delimited_rows(file, reading, tabs=form is Form.TSV)
        with closing(table) as rows:
            read_register(rows, reading, requirements)


def _refuse(reading: Reading, error: UnusableInputError) -> None:
    reading.problems += error.problems
    reading.quads, reading.places = [], {}
    reading.refused = reading.offered


def _told(reading: Reading) -> Reading:
    if not reading.offered and not any(problem.severity == "error" for problem in reading.problems):
        reading.problems.append(nothing_in(reading.source))
    return reading


def nothing_in(source: str) -> Problem:
    """Return the warning for a source without evidence."""
    return Problem(
        code="no-evidence",
        source=source,
        where="",
        field="",
        value="",
        message=Text("The file holds no evidence.", "文件中没有任何证据。"),
        mend=Text(
            "Check that it is the file you meant; an item is a row of a register or a mmssc:Evidence.",
            "请确认文件是否正确；证据条目应为登记表中的一行，或一个 mmssc:Evidence。",
        ),
        severity="warning",
    )
