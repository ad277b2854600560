"""Registers of graded functions: what they may say, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from plots import garden
from pyoxigraph import Store

from mmssc.knowledge import load_knowledge
from mmssc.names import MMSSC
from mmssc.recommend.flow import NEIGHBOURS
from mmssc.recommend.functions import read_functions
from mmssc.store import add

if TYPE_CHECKING:
    from pathlib import Path

    from mmssc.evidence.reading import Reading

TOWN = "https://w3id.org/mmssc/community/town"
HEAD = "function,grade,community,date,source\n"


@pytest.fixture(scope="module")
def model() -> Store:
    store = Store()
    add(store, garden())
    return store


def read(store: Store, folder: Path, text: str, name: str = "f.csv") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_functions(str(path), store, [TOWN])


def results(reading: Reading) -> list[tuple[str, str]]:
    said: dict[str, dict[str, str]] = {}
    for quad in reading.quads:
        said.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value.rpartition("/")[2]  # type: ignore[union-attr]
    return [(one[MMSSC + "function"], one[MMSSC + "grade"]) for one in said.values()]


@pytest.mark.parametrize(
    "function", ["Q,1", "q，1", "weeding", "Weeding", "除草", "DESHERBAR", "https://example.org/garden/weeding"]
)
@pytest.mark.parametrize("grade", ["red", "RED", "Red", "红", "红色", " red "])
def test_names(model: Store, tmp_path: Path, function: str, grade: str) -> None:
    reading = read(model, tmp_path, f'{HEAD}"{function}",{grade},Town,2026,a source\n')
    assert (results(reading), reading.problems) == ([("weeding", "red")], [])


@pytest.mark.parametrize(
    ("head", "row", "name"),
    [
        ("职能,等次,社区\n", "除草,红,Town\n", "f.csv"),
        ("function;grade;community\n", "Q,1;red;Town\n", "f.csv"),
        ("Function\tGrade\tCommunity\n", "Q,1\tred\tTown\n", "f.tsv"),
        ("note,grade,community,function\n", f"x,red,{TOWN},Weeding\n", "f.csv"),
    ],
)
def test_forms(model: Store, tmp_path: Path, head: str, row: str, name: str) -> None:
    reading = read(model, tmp_path, head + row, name)
    assert results(reading) == [("weeding", "red")]
    assert {problem.severity for problem in reading.problems} <= {"warning"}


def test_workbook(model: Store, tmp_path: Path) -> None:
    book = Workbook()
    for row in (["function", "grade", "community"], ["Q,1", "yellow", "Town"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "f.xlsx")
    assert results(read_functions(str(tmp_path / "f.xlsx"), model, [TOWN])) == [("weeding", "yellow")]


@pytest.mark.parametrize(
    ("row", "code", "mend"),
    [
        ("Weding,red,Town,,", "unknown-function", "Did you mean Q,1?"),
        ("Weeding,rad,Town,,", "unknown-grade", "Did you mean red?"),
        ("Weeding,,Town,,", "missing-value", "Fill it in."),
        ("Weeding,red,,,", "missing-value", "Fill it in."),
        ("Weeding,red,Town,soon,", "bad-date", "Write a year"),
        ("Weeding,red,Town,2026-02-30,", "bad-date", "Write a year"),
        ("Weeding,red,Town,,https://a b", "bad-iri", "https://a%20b"),
        ("Pruning,green,Town,,", "duplicate-result", "Keep one"),
    ],
)
def test_a_bad_row_is_refused_by_itself(model: Store, tmp_path: Path, row: str, code: str, mend: str) -> None:
    reading = read(model, tmp_path, f"{HEAD}Pruning,red,Town,,\n{row}\n")
    assert results(reading) == [("pruning", "red")]
    assert [(problem.code, problem.where) for problem in reading.problems] == [(code, "row 3")]
    assert mend in reading.problems[0].mend.en
    assert reading.problems[0].mend.zh != reading.problems[0].mend.en
    assert (reading.offered, reading.refused) == (2, 1)


def test_results_of_another_day_are_no_repeats(model: Store, tmp_path: Path) -> None:
    reading = read(model, tmp_path, f"{HEAD}Pruning,red,Town,2024,\nPruning,green,Town,2025,\n")
    assert (results(reading), reading.refused) == ([("pruning", "red"), ("pruning", "green")], 0)


def test_a_community_without_evidence_is_told(model: Store, tmp_path: Path) -> None:
    reading = read(model, tmp_path, f"{HEAD}Pruning,red,Elsewhere,,\nPruning,red,Town,,\n")
    assert [(problem.code, problem.severity) for problem in reading.problems] == [("other-community", "warning")]
    assert (reading.offered, reading.used, reading.idle, reading.refused) == (2, 1, 1, 0)


def test_a_result_of_a_later_day_is_told(model: Store, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"{HEAD}Pruning,red,Town,2025-03-02,\nWeeding,red,Town,2025-03-01,\nWeeding,red,Town,2025,\n")
    reading = read_functions(str(path), model, [TOWN], "2025-03-01")
    assert [(problem.code, problem.where) for problem in reading.problems] == [("later-result", "row 2")]
    assert (reading.used, reading.idle, reading.refused) == (2, 1, 0)
    assert results(reading) == [("weeding", "red"), ("weeding", "red")]
    assert read_functions(str(path), model, [TOWN]).used == 3


def test_rows_read_are_used_refused_or_without_effect(model: Store, tmp_path: Path) -> None:
    rows = "Pruning,red,Elsewhere,,\nPruning,red,Town,,\nPruning,rad,Town,,\nWeeding,red,Town,9999,\n"
    path = tmp_path / "f.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    reading = read_functions(str(path), model, [TOWN], "2026-01-01")
    assert (reading.offered, reading.used, reading.idle, reading.refused) == (4, 1, 2, 1)


@pytest.mark.parametrize(
    ("text", "code", "offered"),
    [
        ("function,community\nWeeding,Town\n", "missing-column", 1),
        ("function,grade,grade,community\nWeeding,red,red,Town\n", "column", 1),
        ("", "no-results", 0),
        (HEAD, "no-results", 0),
        ('function,grade,community\n"Weeding,red,Town\n', "syntax", 0),
    ],
)
def test_a_file_that_cannot_be_used(model: Store, tmp_path: Path, text: str, code: str, offered: int) -> None:
    reading = read(model, tmp_path, text)
    assert [problem.code for problem in reading.problems] == [code]
    assert (reading.quads, reading.offered, reading.refused) == ([], offered, offered)


def test_rdf_is_no_register(model: Store, tmp_path: Path) -> None:
    reading = read(model, tmp_path, "<urn:a> <urn:b> <urn:c> .\n", "f.ttl")
    assert [problem.code for problem in reading.problems] == ["not-a-register"]


def test_all_39_functions_by_every_name(tmp_path: Path) -> None:
    """Each code, IRI ending and name in English, Chinese and Spanish names its function and no other."""
    from mmssc.knowledge import CORE, MODEL, query_text
    from mmssc.store import select

    store = load_knowledge((*CORE, *MODEL, *NEIGHBOURS))
    rows = [row for row in select(store, query_text("recommend/functions")) if row["kind"].value.endswith("Function")]
    assert len({row["thing"].value for row in rows}) == 39
    names = [(row["name"].value, row["thing"].value) for row in rows]
    names += [(thing.rpartition("/")[2], thing) for thing in {thing for _, thing in names}]
    assert len(names) >= 39 * 5
    text = HEAD + "".join(f'"{name}",绿,Town,{1000 + place},\n' for place, (name, _) in enumerate(names))
    reading = read(store, tmp_path, text)
    assert reading.problems == []
    found = [quad.object.value for quad in reading.quads if quad.predicate.value == MMSSC + "function"]  # type: ignore[union-attr]
    assert found == [thing for _, thing in names]
