"""Registers as XLSX: sheets, dates, formulas, and files that are damaged or hostile."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook
from pyoxigraph import Literal, NamedNode
from registers import HEADINGS, ROW, codes

from mmssc.names import XSD


def workbook(*rows, headings=HEADINGS, title="Sheet", others=()):
    book = Workbook()
    book.active.title = title
    for row in (headings, *rows):
        book.active.append(row)
    for name, cells in others:
        book.create_sheet(name, 0 if name == "first" else None).append(cells)
    return saved(book)


def saved(book):
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content, name, change):
    """Return a workbook with one of its parts changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        assert name in old.namelist()
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook(read):
    reading = read("a.xlsx", workbook(ROW, (2, "天津", "规划已公布。", "仅声明")))
    assert reading.problems == []
    assert list(reading.places.values()) == ["row 2", "row 3"]
    assert "https://w3id.org/mmssc/community/天津/evidence/2" in reading.places


def test_rows_keep_their_numbers(read):
    book = Workbook()
    for index, heading in enumerate(HEADINGS, 1):
        book.active.cell(3, index, heading)
        book.active.cell(7, index, ROW[index - 1])
    assert list(read("a.xlsx", saved(book)).places.values()) == ["row 7"]


@pytest.mark.parametrize("title", ["register", "Register", "登记表"])
def test_the_sheet_of_that_name_is_read(read, title):
    reading = read("a.xlsx", workbook(ROW, title=title, others=[("first", ["x"]), ("requirements", ["y"])]))
    assert reading.offered == 1
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.value) == ("unread-sheet", "warning", "first")


def test_otherwise_the_first(read):
    assert read("a.xlsx", workbook(ROW, title="Tabelle1")).offered == 1


@pytest.mark.parametrize(
    ("value", "shown", "text", "datatype"),
    [
        (date(2024, 3, 1), "yyyy-mm-dd", "2024-03-01", "date"),
        (datetime(2024, 3, 1), 'yyyy"年"m"月"d"日"', "2024-03-01", "date"),
        (date(2024, 3, 1), "mmm-yy", "2024-03", "gYearMonth"),
        (date(2024, 3, 1), '[$-804]yyyy"年"m"月"', "2024-03", "gYearMonth"),
        (date(2024, 3, 1), "yyyy", "2024", "gYear"),
        (2024, "General", "2024", "gYear"),
        ("2024-03", "@", "2024-03", "gYearMonth"),
    ],
)
def test_dates_say_no_more_than_they_show(read, value, shown, text, datatype):
    book = Workbook()
    book.active.append((*HEADINGS, "issued"))
    book.active.append((*ROW, value))
    book.active["E2"].number_format = shown
    reading = read("a.xlsx", saved(book))
    assert Literal(text, datatype=NamedNode(XSD + datatype)) in {quad.object for quad in reading.quads}


def test_a_formula_is_read_by_its_stored_value(read):
    content = workbook(("L1", "London", "=A1", "claimed"))
    bare, value = b"<f>A1</f><v", b"<f>A1</f><v>A fact.</v><v"
    stored = with_part(
        content, SHEET, lambda xml: xml.replace(b'<c r="C2">', b'<c r="C2" t="str">').replace(bare, value)
    )
    assert Literal("A fact.", language="en") in {quad.object for quad in read("a.xlsx", stored).quads}


def test_a_formula_without_a_stored_value_is_told(read):
    reading = read("a.xlsx", workbook(("L1", "London", "x", "claimed", "=1+1"), headings=(*HEADINGS, "note")))
    assert [(problem.code, problem.field, problem.where) for problem in reading.problems] == [
        ("no-value", "note", "row 2")
    ]
    assert reading.refused == 1


def test_a_formula_that_fails_is_told(read):
    content = workbook(("L1", "London", "#REF!", "claimed"))
    assert [(problem.code, problem.value) for problem in read("a.xlsx", content).problems] == [("cell-error", "#REF!")]


@pytest.mark.parametrize("size", [0.3, 0.9])
def test_a_truncated_workbook(read, size):
    content = workbook(ROW)
    reading = read("a.xlsx", content[: int(len(content) * size)])
    assert codes(reading) == ["damaged-workbook"]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("change", [lambda _: b"", lambda xml: xml[: len(xml) // 2], lambda _: b"\x00" * 99])
def test_a_damaged_part(read, part, change):
    reading = read("a.xlsx", with_part(workbook(ROW), part, change))
    assert codes(reading) == ["damaged-workbook"]
    assert reading.quads == []


def test_entities_in_a_workbook(read):
    doctype = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
    change = lambda xml: doctype + xml.replace(b">London<", b">&b;<")  # noqa: E731
    assert codes(read("a.xlsx", with_part(workbook(ROW), SHEET, change))) == ["damaged-workbook"]


def test_a_bomb(read):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(150 << 20))
    assert codes(read("a.xlsx", out.getvalue())) == ["too-large"]


def test_a_sheet_that_claims_to_be_huge(read):
    change = lambda xml: xml.replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1:XFD1048576"')  # noqa: E731
    reading = read("a.xlsx", with_part(workbook(ROW), SHEET, change))
    assert (reading.offered, reading.problems) == (1, [])
