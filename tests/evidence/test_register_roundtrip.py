"""Whatever rows are written as CSV, TSV or XLSX, the same triples are read."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from mmssc.evidence.columns import register_schema
from mmssc.evidence.read import read_evidence
from mmssc.evidence.terms import closed_list
from mmssc.names import MMSSC

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn"))
    | st.sampled_from("\n\"',;\t天津"),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() and not text.lstrip().startswith("=") and not text.strip().startswith("#"))
DATES = st.dates(date(1000, 1, 1)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"])
)


@cache
def cells(name: str, requirements: frozenset[str]) -> st.SearchStrategy[str]:
    column = next(column for column in register_schema().columns if column.name == name)
    if column.name in {"id", "community"}:
        return st.text("abcXYZ 天津[]<>%/'", min_size=1, max_size=10).filter(str.strip)
    if column.members == MMSSC + "Requirement":
        values = st.sampled_from(sorted(iri.rpartition("/")[2] for iri in requirements))
    elif column.members:
        terms = closed_list(column.members)
        values = st.sampled_from([text for t in terms for text in (t.code, t.label.en, t.label.zh, t.iri.value)])
    elif column.datatype == "duration":
        values = st.sampled_from(["15 min", "1 h", "P1D", "15 分钟"])
    elif column.datatype == "anyURI":
        values = st.sampled_from(["https://e.org/a?b=c&d", "urn:isbn:123", "https://e.org/天津"])
    elif column.datatype == "string":
        values = TEXTS
    else:
        values = DATES
    if column.several:
        values = st.lists(values, min_size=1, max_size=3).map("; ".join)
    return values if column.required else st.just("") | values


@st.composite
def tables(draw, requirements):
    """Rows for a random choice of columns, in a random order."""
    columns = register_schema().columns
    optional = draw(st.sets(st.sampled_from([column.name for column in columns if not column.required])))
    names = draw(st.permutations([column.name for column in columns if column.required or column.name in optional]))
    rows = draw(st.lists(st.tuples(*(cells(name, requirements) for name in names)), min_size=1, max_size=5))
    return [tuple(names), *rows]


def write_csv(path, rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def write_xlsx(path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_three_forms_say_the_same(folder, requirements, data):
    rows = data.draw(tables(requirements))
    write_csv(folder / "a.csv", rows, ",")
    write_csv(folder / "a.tsv", rows, "\t")
    write_xlsx(folder / "a.xlsx", rows)
    first, *others = (
        read_evidence(str(folder / name), requirements=requirements) for name in ("a.csv", "a.tsv", "a.xlsx")
    )
    assert {problem.code for problem in first.problems} <= {"duplicate-id"}
    assert first.offered == len(rows) - 1
    assert first.offered - first.refused == len(first.places)
    assert first.places
    for other in others:
        assert set(other.quads) == set(first.quads)
        assert other.places == first.places
