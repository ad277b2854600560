"""``mmssc crosswalk diff``: what changed, and which results that touches."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from samples import CONTRADICTION, write

from mmssc.cli.main import main

BEFORE = ("red:1 skos:broadMatch blue:1", "blue:1 skos:broadMatch green:1", "red:2 skos:exactMatch blue:2")
AFTER = ("red:1 skos:broadMatch blue:1", "blue:1 skos:exactMatch green:1", "red:3 skos:exactMatch blue:3")


CHECKS = ("--check", "set-path-consistency", "--check", "duplicate-mapping")


def changes(old: str, new: str, status: int = 1) -> list[dict[str, str]]:
    call = ["crosswalk", "diff", old, new, "--format", "json", *CHECKS]
    result = CliRunner().invoke(main, call, catch_exceptions=False)
    assert result.exit_code == status
    return json.loads(result.stdout)


def of(area: str, found: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(each["kind"], each["old"], each["new"]) for each in found if each["area"] == area]


def test_rows_are_added_removed_and_changed(tmp_path: Path) -> None:
    found = changes(write(tmp_path, "old.sssom.tsv", *BEFORE), write(tmp_path, "new.sssom.tsv", *AFTER))
    assert of("row", found) == [
        ("added", "", AFTER[2]),
        ("changed", BEFORE[1], AFTER[1]),
        ("removed", BEFORE[2], ""),
    ]
    places = {each["kind"]: Path(each["place"]).name for each in found if each["area"] == "row"}
    assert places == {"added": "new.sssom.tsv:16", "changed": "new.sssom.tsv:15", "removed": "old.sssom.tsv:16"}


def test_order_and_duplicates_of_rows(tmp_path: Path) -> None:
    old = write(tmp_path, "old.sssom.tsv", *BEFORE)
    assert changes(old, write(tmp_path, "new.sssom.tsv", *reversed(BEFORE)), 0) == []
    twice = changes(old, write(tmp_path, "twice.sssom.tsv", *BEFORE, BEFORE[0]))
    assert of("row", twice) == [("added", "", BEFORE[0])]
    assert [each["subject"] for each in twice if each["area"] == "finding"].count("duplicate-mapping") == 1


def test_findings_that_appear_and_vanish(tmp_path: Path) -> None:
    good = write(tmp_path, "good.sssom.tsv", *CONTRADICTION[:2])
    bad = write(tmp_path, "bad.sssom.tsv", *CONTRADICTION)
    for old, new, kind in ((good, bad, "added"), (bad, good, "removed")):
        found = [each for each in changes(old, new) if each["subject"] == "set-path-consistency"]
        assert [each["kind"] for each in found] == [kind]


def test_a_finding_about_how_many_rows_is_the_same_with_more_of_them(tmp_path: Path) -> None:
    """That no row names a version, that most relations are weak, that a thing is mapped too often: with any count."""
    names = ("source-version-missing", "rationale-missing", "weak-relation-share", "over-mapped")
    weak = [f"red:1 skos:relatedMatch blue:{number}" for number in range(30)]
    old, new = (write(tmp_path, f"{count}.sssom.tsv", *weak[:count]) for count in (25, 30))
    call = ["crosswalk", "diff", old, new, "--format", "json"]
    for name in names:
        listed = ["crosswalk", new, "--check", name, "--severity", "info", "--format", "json"]
        found = json.loads(CliRunner().invoke(main, listed, catch_exceptions=False).stdout)["findings"]
        assert found
        call += ["--check", name]
    both = json.loads(CliRunner().invoke(main, call, catch_exceptions=False).stdout)
    assert [each for each in both if each["area"] == "finding"] == []


def test_what_chains_imply_moves_with_a_row(tmp_path: Path) -> None:
    old = write(tmp_path, "old.sssom.tsv", "red:1 skos:exactMatch blue:1", "blue:1 skos:exactMatch green:1")
    new = write(tmp_path, "new.sssom.tsv", "red:1 skos:broadMatch blue:1", "blue:1 skos:exactMatch green:1")
    found = [each for each in changes(old, new) if each["area"] == "implied"]
    assert [(each["subject"], each["old"], each["new"]) for each in found] == [("red:1 → green:1", "eq", "pp")]


def test_metadata_and_labels(tmp_path: Path) -> None:
    texts = []
    for name, label, comment in (("old", "Accounts", "checked"), ("new", "Books", "checked twice")):
        file = Path(write(tmp_path, f"{name}.sssom.tsv", BEFORE[0]))
        head, columns, row = file.read_text(encoding="utf-8").rsplit("\n", 3)[:3]
        file.write_text(f"{head}\n{columns}\tsubject_label\tcomment\n{row}\t{label}\t{comment}\n", encoding="utf-8")
        texts.append(str(file))
    found = changes(*texts)
    assert of("row", found) == []
    assert of("label", found) == [("changed", "Accounts", "Books")]
    assert of("metadata", found) == [("changed", "checked", "checked twice")]


def test_labels_of_a_scheme(tmp_path: Path) -> None:
    head = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<https://example.org/a> a skos:Concept ; "
    for name, label in (("old", "Accounts"), ("new", "Books")):
        (tmp_path / f"{name}.ttl").write_text(f'{head}skos:prefLabel "{label}"@en .\n', encoding="utf-8")
    found = changes(str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"))
    assert of("label", found) == [("changed", "Accounts", "Books")]


def test_recommendations_that_rest_on_a_row(tmp_path: Path) -> None:
    annex = Path(__file__).parents[2] / "ontology" / "crosswalks" / "iso37107-annex-b.ttl"
    text = annex.read_text(encoding="utf-8")
    assert text.count("mmssc:supports sub:1.1 ;") == 1
    moved = text.replace("mmssc:supports sub:1.1 ;", "mmssc:supports sub:1.2 ;")
    for name, content in (("old", text), ("new", moved)):
        (tmp_path / f"{name}.ttl").write_text(content, encoding="utf-8")
    found = changes(str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"))
    assert Counter(kind for kind, *_ in of("row", found)) == {"added": 1, "removed": 1}
    touched = {(each["kind"], each["subject"]) for each in found if each["area"] == "recommendation"}
    assert {each for each in touched if each[0] == "removed"} == {("removed", "1.1.1"), ("removed", "1.1.2")}
    assert {each for each in touched if each[0] == "added"} == {("added", f"1.2.{number}") for number in (1, 2, 3)}


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_form_tells_each_change(tmp_path: Path, form: str, lang: str) -> None:
    files = [write(tmp_path, "old.sssom.tsv", *BEFORE), write(tmp_path, "new.sssom.tsv", *AFTER)]
    call = ["crosswalk", "diff", *files, "--format", form, "--lang", lang, *CHECKS]
    text = CliRunner().invoke(main, call, catch_exceptions=False).stdout
    for row in (BEFORE[1], AFTER[1], BEFORE[2], AFTER[2]):
        assert row in text


def test_a_file_that_cannot_be_read_is_exit_status_2(tmp_path: Path) -> None:
    good = write(tmp_path, "good.sssom.tsv", *BEFORE)
    result = CliRunner().invoke(main, ["crosswalk", "diff", good, str(tmp_path / "absent.tsv")], catch_exceptions=False)
    assert result.exit_code == 2
