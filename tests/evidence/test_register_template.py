"""The template: what it holds, and that it reads back once it is filled in."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from mmssc.cli.template import template
from mmssc.evidence.columns import register_schema
from mmssc.evidence.read import read_evidence
from mmssc.evidence.terms import closed_list


def run(*arguments):
    return CliRunner().invoke(template, [str(argument) for argument in arguments])


@pytest.fixture(params=["en", "zh"])
def lang(request):
    return request.param


@pytest.fixture
def path(tmp_path, lang):
    path = tmp_path / "register.xlsx"
    assert run(path, "--lang", lang).exit_code == 0
    return path


def test_its_sheets(path, lang):
    expected = {
        "en": ["register", "requirements", "explanations", "lists"],
        "zh": ["登记表", "要求", "填表说明", "取值"],
    }
    assert load_workbook(path).sheetnames == expected[lang]


def test_the_columns_are_those_of_the_metadata(path, lang):
    sheet = load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column.title.say(lang) for column in register_schema().columns]
    assert all(cell.comment for cell in sheet[1])
    assert sheet.freeze_panes == "A2"


def test_every_requirement_is_listed_once(path, requirements):
    rows = list(load_workbook(path).worksheets[1].iter_rows(min_row=2, values_only=True))
    listed = [row[0] for row in rows]
    assert sorted(listed) == sorted(iri.rpartition("/")[2] for iri in requirements)
    assert all(all(row[:6]) for row in rows)
    vision = next(row for row in rows if row[0] == "1.1.1-2-vision")
    assert vision[2] == 2
    assert vision[6] in {"publicly available", "公开可得"}


def test_every_drop_down_offers_the_values_of_its_column(path, lang):
    book = load_workbook(path)
    sheet = book.worksheets[0]
    offered = {}
    for offer in sheet.data_validations.dataValidation:
        name, _, cells = offer.formula1.replace("'", "").replace("$", "").partition("!")
        offered[str(offer.sqref).split("2:")[0]] = [row[0].value for row in book[name][cells]]
    for column, cell in zip(register_schema().columns, sheet[1], strict=True):
        assert bool(column.members) == (cell.column_letter in offered), column.name
        labels = {term.label.say(lang) for term in closed_list(column.members or "")}
        assert labels <= set(offered.get(cell.column_letter, labels))


def test_every_column_and_value_is_explained(path, lang):
    sheet = load_workbook(path).worksheets[2]
    rows = {row[1]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    for column in register_schema().columns:
        assert rows[column.name][3] == column.description.say(lang)
        for term in closed_list(column.members or ""):
            assert f"({term.code})" in rows[column.name][4]


def test_an_empty_one_reads_as_empty(path, requirements):
    reading = read_evidence(str(path), requirements=requirements)
    assert [problem.code for problem in reading.problems] == ["no-evidence"]


def test_filled_in_it_reads_back(path, requirements):
    book = load_workbook(path)
    sheet, lists = book.worksheets[0], book.worksheets[3]
    chosen = {column[0].value: column[1].value for column in lists.iter_cols()}
    for cell in sheet[1]:
        sheet.cell(2, cell.column, chosen.get(cell.value))
    columns = {column.name: index for index, column in enumerate(register_schema().columns, 1)}
    for name, value in {
        "id": "1-2",
        "community": "London",
        "title": "x",
        "demonstrates": "1.1.1-2-vision; 1.1.1-2-strategy",
        "issued": "2024-03",
        "refresh_interval": "15 min",
    }.items():
        sheet.cell(2, columns[name], value)
    book.save(path)
    reading = read_evidence(str(path), requirements=requirements)
    assert reading.problems == []
    assert (reading.offered, reading.refused) == (1, 0)
    # Besides the lists: its class, community, title, two requirements, date, interval; the community's class and name.
    assert len(reading.quads) == len(chosen) + 9


def test_it_overwrites_only_when_told(path):
    before = path.read_bytes()
    again = run(path)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert path.read_bytes() == before
    assert run(path, "--force").exit_code == 0


def test_calls_that_cannot_be_used(tmp_path):
    for out in (tmp_path / "register.csv", tmp_path / "none" / "register.xlsx"):
        result = run(out)
        assert result.exit_code == 2
        assert result.stderr
        assert "Traceback" not in result.output
