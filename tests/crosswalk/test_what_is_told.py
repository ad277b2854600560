"""What the command tells is right, told once, in the reader's language, and cannot take over a terminal."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mapping_files import read
from samples import COLUMNS, CONTRADICTION, HEAD, sssom, write

from mmssc.cli.main import main
from mmssc.crosswalk.checks import load_catalogue
from mmssc.crosswalk.lint import store_of
from mmssc.crosswalk.logic import Logic
from mmssc.setlogic import Cut

LOGIC = ("--check", "set-path-consistency")
ESCAPE = "\x1b[2Jgone\x9b1m"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["crosswalk", *arguments], input=stdin, catch_exceptions=False)


@pytest.mark.parametrize(("name", "status", "successful"), [("absent.csv", 2, False), ("map.sssom.tsv", 1, True)])
def test_sarif_says_whether_there_was_anything_to_check(
    tmp_path: Path, name: str, status: int, successful: bool
) -> None:
    write(tmp_path, "map.sssom.tsv", *CONTRADICTION)
    result = run(str(tmp_path / name), "--format", "sarif")
    assert result.exit_code == status
    (invocation,) = json.loads(result.stdout)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is successful


def test_one_statement_is_not_these_statements(tmp_path: Path) -> None:
    alone = run(write(tmp_path, "one.sssom.tsv", "red:1 mmssc:disjointFrom red:1"), *LOGIC).stdout
    assert "This statement cannot hold: red:1 mmssc:disjointFrom red:1." in " ".join(alone.split())
    three = run(write(tmp_path, "three.sssom.tsv", *CONTRADICTION), *LOGIC).stdout
    assert "These statements cannot all hold: " in " ".join(three.split())


@pytest.mark.parametrize(
    ("again", "told"), [("map.sssom.tsv", "map.sssom.tsv"), ("./map.sssom.tsv", "map.sssom.tsv"), ("link", "link")]
)
def test_a_file_that_is_named_twice_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "map.sssom.tsv", *CONTRADICTION)
    Path("link").symlink_to("map.sssom.tsv")
    for lang, word in (("en", "read once"), ("zh", "只读取一次")):
        result = run("map.sssom.tsv", again, "--lang", lang, "--check", "duplicate-mapping")
        assert result.exit_code == 0
        assert "3" in result.stderr
        assert word in result.stderr
        assert told in result.stderr
    assert "rows read 3 =" in run("map.sssom.tsv", again).stderr


def test_standard_input_that_is_named_twice_is_read_once() -> None:
    result = run("-", "-", *LOGIC, stdin=sssom(*CONTRADICTION))
    assert result.exit_code == 1
    assert "warning: -: the same input as -; it is read once" in result.stderr
    assert "rows read 3 =" in result.stderr
    assert run("diff", "-", "-", stdin=sssom(*CONTRADICTION)).exit_code == 2


def test_files_that_are_missing_are_each_told() -> None:
    result = run("absent-a.csv", "absent-b.csv")
    assert result.exit_code == 2
    assert "read once" not in result.stderr


@pytest.fixture
def hostile(tmp_path: Path) -> list[str]:
    """Files with control characters: in a heading, in a row that is refused, in labels that stand in RDF."""
    path, names = tmp_path / "map.sssom.tsv", tmp_path / "names.ttl"
    lines = ["\t".join([*COLUMNS, f"colour{ESCAPE}"])]
    for row in (*CONTRADICTION, f"red:{ESCAPE} skos:exactMatch blue:2"):
        lines.append("\t".join([*row.split(), "semapv:ManualMappingCuration", ESCAPE]))
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    label = f'<http://www.w3.org/2004/02/skos/core#prefLabel> "{ESCAPE}" ; a <urn:x:kind> ;'
    scheme = "<http://www.w3.org/2004/02/skos/core#inScheme> <https://example.org/red/>"
    names.write_text("".join(f"<https://example.org/red/{n}> {label} {scheme} .\n" for n in (1, 2)), encoding="utf-8")
    return [str(path), str(names)]


@pytest.mark.parametrize(
    ("form", "command"),
    [
        *((form, []) for form in ("table", "csv", "html", "junit")),
        ("csv", ["coverage"]),
        ("table", ["coverage"]),
    ],
)
def test_control_characters_are_shown_and_not_handed_on(hostile: list[str], form: str, command: list[str]) -> None:
    result = run(*command, *hostile, "--format", form)
    assert result.exit_code == 1
    assert "�" in result.stdout + result.stderr
    assert CONTROL.search(result.stdout) is None
    assert CONTROL.search(result.stderr) is None


@pytest.mark.parametrize("form", ["csv", "table"])
def test_a_difference_hands_on_no_control_characters(tmp_path: Path, hostile: list[str], form: str) -> None:
    other = write(tmp_path, "other.sssom.tsv", *CONTRADICTION[:2])
    result = run("diff", hostile[1], other, "--format", form, *LOGIC)
    assert "�" in result.stdout
    assert CONTROL.search(result.stdout + result.stderr) is None


@pytest.mark.parametrize("form", ["csv", "sssom-tsv"])
def test_what_is_converted_to_plain_text_has_no_control_characters(hostile: list[str], form: str) -> None:
    result = run("convert", *hostile, "--to", form)
    assert result.exit_code == 1
    assert "Control characters were replaced" in result.stderr
    assert CONTROL.search(result.stdout + result.stderr) is None
    rows = json.loads(run("convert", *hostile, "--to", "sssom-json").stdout)["mappings"]
    assert {row.get("subject_label") for row in rows} == {ESCAPE, None}  # JSON has a way to write them


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"mappings": [}'),
        ("a.json", '{"mappings": [{"a" 1}]}'),
        ("a.json", '{"mappings": [{"a": NaN}]}'),
        ("a.json", '{"mappings": []} x'),
        ("a.yaml", "objects: [a\nb: c"),
        ("a.csv", 'subject_id,predicate_id,object_id\n"a,b,c\n'),
    ],
)
def test_what_a_parser_says_is_said_in_chinese(tmp_path: Path, name: str, text: str) -> None:
    problem = read(tmp_path / name, text).problems[0]
    words = re.findall(r"[A-Za-z]{3,}", problem.message.zh.replace("JSON", "").replace("YAML", "").replace("NaN", ""))
    assert words == []


def test_a_limit_that_two_searches_hit_is_told_once(tmp_path: Path) -> None:
    mappings = read(tmp_path / "map.sssom.tsv", sssom(*CONTRADICTION))
    logic = Logic(store_of(mappings, load_catalogue().settings))
    rows = [row.iri.value for row in mappings.rows()]
    found = [logic.conflicts, logic.equal_items]
    for one, concerned in zip(found, (rows[:2], rows[1:]), strict=True):
        object.__setattr__(one, "cuts", (Cut("per_row", 25, tuple(concerned)),))
    (told,) = logic.cuts()
    assert "25 conflicts of a row" in told.en
    assert "3 row(s)" in told.en
    assert re.findall("[A-Za-z]+", told.zh) == []


def test_a_long_cell_is_a_fault_of_its_row(tmp_path: Path) -> None:
    rows = "https://a.example/1,equal,https://b.example/1,{}\nhttps://a.example/2,equal,https://b.example/2,fine\n"
    limit = csv.field_size_limit()
    text = "subject_id,predicate_id,object_id,comment\n" + rows
    for quote in ("", '"'):
        mappings = read(tmp_path / "a.csv", text.format(quote + "x" * 200_000 + quote))
        assert [(each.code, each.where) for each in mappings.problems] == [("too-long", "line 2")]
        assert (mappings.rows_read, mappings.rows_used) == (2, 1)
    assert csv.field_size_limit() == limit
    assert read(tmp_path / "a.csv", text.format("x" * 131_000)).problems == []
