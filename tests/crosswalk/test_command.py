"""``mmssc crosswalk`` as a user calls it: files, options, exit status, what stands on standard error."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from samples import CONTRADICTION, FIRST_LINE, sssom, write

from mmssc.cli.main import main

LOGIC = ("--check", "set-path-consistency")


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["crosswalk", *arguments], input=stdin, catch_exceptions=False)


def test_a_contradiction_is_shown_with_its_rows_derivation_and_mend(tmp_path: Path) -> None:
    file = write(tmp_path, "map.sssom.tsv", *CONTRADICTION)
    result = run(file, *LOGIC)
    assert result.exit_code == 1
    flat = " ".join(result.stdout.split())
    for line, row in enumerate(CONTRADICTION, start=FIRST_LINE):
        assert row in flat
        assert f"map.sssom.tsv:{line}" in result.stdout
    assert "a mend:" in flat
    assert "1 finding: 1 error, 0 warnings, 0 notes; 1 check ran, 0 found nothing." in flat
    assert "rows read 3 = rows used 3 + rows refused 0" in result.stderr


def test_a_consistent_file_passes(tmp_path: Path) -> None:
    result = run(write(tmp_path, "map.sssom.tsv", *CONTRADICTION[:2]), *LOGIC)
    assert (result.exit_code, "0 findings" in result.stdout) == (0, True)


def test_the_report_is_in_chinese(tmp_path: Path) -> None:
    result = run(write(tmp_path, "map.sssom.tsv", *CONTRADICTION), *LOGIC, "--lang", "zh")
    assert "若干行不能同时成立" in result.stdout
    assert "改正办法" in result.stdout
    assert "读取 3 行 = 采用 3 行 + 未采用 0 行" in result.stderr


def test_rows_that_are_refused_are_counted_and_are_findings(tmp_path: Path) -> None:
    file = write(tmp_path, "map.sssom.tsv", CONTRADICTION[0], "nosuchprefix:1 skos:exactMatch blue:1")
    result = run(file, *LOGIC)
    assert result.exit_code == 1
    assert "rows read 2 = rows used 1 + rows refused 1" in result.stderr
    assert "nosuchprefix" in result.stdout
    assert f"line {FIRST_LINE + 1}" in " ".join(result.stdout.split())


def test_one_bad_file_does_not_lose_the_good_one(tmp_path: Path) -> None:
    bad = tmp_path / "bad.sssom.tsv"
    bad.write_bytes(b"\xff\xfe\x00\x01nothing")
    result = run(str(bad), write(tmp_path, "map.sssom.tsv", *CONTRADICTION), *LOGIC)
    assert result.exit_code == 1
    assert "Rows cannot all hold" in result.stdout
    assert "bad.sssom.tsv" in "".join(result.stdout.split())  # a long path may be broken


def test_nothing_usable_is_exit_status_2(tmp_path: Path) -> None:
    assert run(str(tmp_path / "absent.sssom.tsv")).exit_code == 2


def test_standard_input_is_read() -> None:
    result = run("-", *LOGIC, stdin=sssom(*CONTRADICTION))
    assert result.exit_code == 1
    assert f"-:{FIRST_LINE}" in result.stdout


def test_the_least_severity_decides_what_is_shown_and_counts(tmp_path: Path) -> None:
    file = write(tmp_path, "map.sssom.tsv", CONTRADICTION[0])
    checks = ("--check", "source-version-missing")
    assert run(file, *checks, "--severity", "warning").exit_code == 1
    result = run(file, *checks, "--severity", "error")
    assert result.exit_code == 0
    assert "less grave findings not shown" in result.stdout


@pytest.mark.parametrize(
    ("profile", "status", "word"),
    [
        ("check:set-path-consistency mmssc:severity sh:Info .", 0, "1 less grave finding not shown"),
        ("check:set-path-consistency sh:deactivated true .", 1, "1 error"),  # who names a check wants it
        ("check:set-path-consistency mmssc:severity sh:Warning .", 1, "1 warning"),
    ],
)
def test_a_profile_replaces_severities(tmp_path: Path, profile: str, status: int, word: str) -> None:
    path = tmp_path / "profile.ttl"
    path.write_text(PREFIXES + profile, encoding="utf-8")
    result = run(write(tmp_path, "map.sssom.tsv", *CONTRADICTION), *LOGIC, "--profile", str(path))
    assert (result.exit_code, word in result.stdout) == (status, True)


@pytest.mark.parametrize(
    "profile",
    [
        "check:no-such-check mmssc:severity sh:Info .",
        "check:equal-to-many mmssc:severity sh:Grave .",
        "this is not Turtle",
    ],
)
def test_a_profile_that_cannot_be_used_is_exit_status_2(tmp_path: Path, profile: str) -> None:
    path = tmp_path / "profile.ttl"
    path.write_text(PREFIXES + profile, encoding="utf-8")
    result = run("--profile", str(path))
    assert result.exit_code == 2
    assert "profile.ttl" in result.stderr


PREFIXES = """@prefix check: <https://w3id.org/mmssc/check/> .
@prefix mmssc: <https://w3id.org/mmssc/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def test_an_exemption_lets_a_finding_pass_and_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "map.sssom.tsv", *CONTRADICTION)
    Path("exemptions.ttl").write_text(
        PREFIXES + "[] a mmssc:Exemption ; mmssc:check check:set-path-consistency ;"
        " mmssc:exempts <https://w3id.org/mmssc/file/map.sssom.tsv#row-1> ;"
        ' mmssc:because "Known since 2020."@en , "2020 年起已知。"@zh .',
        encoding="utf-8",
    )
    result = run("map.sssom.tsv", "exemptions.ttl", *LOGIC)
    assert result.exit_code == 0
    assert "Known since 2020." in result.stdout
    assert "1 finding exempted." in result.stdout


def test_rows_of_different_rationales_are_one_degree_less_grave(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.csv"
    rows = [row.split() for row in CONTRADICTION]
    relations = {"skos:broadMatch": "subset", "skos:exactMatch": "equal", "mmssc:disjointFrom": "not related"}
    full = {prefix: f"https://example.org/{prefix}/" for prefix in ("red", "blue", "green")}
    lines = ["subject_id,predicate_id,object_id,rationale"]
    for (one, relation, other), rationale in zip(rows, ("semantic", "semantic", "functional"), strict=True):
        ends = (full[end.split(":")[0]] + end.split(":")[1] for end in (one, other))
        lines.append(",".join([next(ends), relations[relation], next(ends), rationale]))
    mixed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run(str(mixed), *LOGIC, "--format", "json")
    found = json.loads(result.stdout)["findings"]
    assert [each["severity"] for each in found] == ["warning"]
    assert "rationales" in found[0]["note"]["en"]
    assert "匹配依据" in found[0]["note"]["zh"]


def test_an_unknown_check_names_the_nearest() -> None:
    result = run("--check", "equal-to-mny")
    assert result.exit_code == 2
    assert "did you mean equal-to-many?" in result.stderr


def test_findings_are_about_the_files_named(tmp_path: Path) -> None:
    result = run(write(tmp_path, "map.sssom.tsv", *CONTRADICTION), "--format", "json", "--severity", "info")
    document = json.loads(result.stdout)
    assert document["findings"]
    assert {each["place"]["file"] for each in document["findings"]} <= {str(tmp_path / "map.sssom.tsv"), None}
    for each in document["findings"]:
        assert any((proof["place"]["file"] or "").endswith("map.sssom.tsv") for proof in each["proof"])


def test_the_checks_are_listed_in_both_languages() -> None:
    from mmssc.crosswalk.checks import load_catalogue

    ids = [check.id for check in load_catalogue().checks]
    rows = list(csv.DictReader(io.StringIO(run("checks", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == ids
    assert "集合逻辑" not in run("checks").stdout
    assert "若干行不能同时成立" in run("checks", "--lang", "zh").stdout


def test_help_tells_of_files_and_of_further_commands() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for word in ("[FILE]...", "--severity", "diff", "coverage", "convert", "checks", "检查映射"):
        assert word in result.stdout


def test_a_file_that_is_called_like_a_command_is_given_with_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "diff", *CONTRADICTION)
    assert "Rows cannot all hold" in run("./diff", *LOGIC).stdout


def test_what_is_converted_says_the_same(tmp_path: Path) -> None:
    file, back = write(tmp_path, "map.sssom.tsv", *CONTRADICTION), str(tmp_path / "map.json")
    assert run("convert", file, "--to", "sssom-json", "-o", back).exit_code == 0
    changes = json.loads(run("diff", file, back, "--format", "json", *LOGIC).stdout)
    assert [change for change in changes if change["area"] in ("row", "label", "implied", "coverage")] == []


def test_rows_refused_never_pass_for_nothing_found(tmp_path: Path) -> None:
    """What cannot be used shows in the exit status of every command, whatever the severity asked for."""
    head = "subject_id,predicate_id,object_id\n"
    good = "https://a.example/1,skos:exactMatch,https://b.example/1\n"
    for name, text in (("good.csv", head + good), ("some.csv", head + good + "x,bogus,y\n"), ("none.csv", head)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    good_file, some, none = (str(tmp_path / name) for name in ("good.csv", "some.csv", "none.csv"))

    def status(*arguments: str) -> int:
        return CliRunner().invoke(main, ["crosswalk", *arguments]).exit_code

    assert status("diff", good_file, good_file) == 0
    assert status("diff", some, some) == 1
    assert status("coverage", good_file) == 0
    assert status("coverage", some) == 1
    assert status(none, "--severity", "error") == 2


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    text = "subject_id,predicate_id,object_id\nhttps://a.example/1,skos:exactMatch,https://b.example/1\n"
    file.write_text(text, encoding="utf-8")
    for arguments in (["crosswalk", str(file)], ["crosswalk", "convert", str(file), "--to", "csv"]):
        assert CliRunner().invoke(main, [*arguments, "-o", str(file)]).exit_code == 2
        assert file.read_text(encoding="utf-8") == text


def test_rows_that_exclude_each_other_only_together_are_told_together(tmp_path: Path) -> None:
    """Neither equal, within, around, overlapping nor disjoint: nothing is left; any four of them leave something."""
    relations = "exactMatch broadMatch narrowMatch relatedMatch".split()
    rows = [f"https://a.example/1,skos:{name},https://b.example/1,Not\n" for name in relations]
    rows.append("https://a.example/1,https://w3id.org/mmssc/ns#disjointFrom,https://b.example/1,Not\n")
    file = tmp_path / "never.csv"
    file.write_text("subject_id,predicate_id,object_id,predicate_modifier\n" + "".join(rows), encoding="utf-8")
    found = json.loads(CliRunner().invoke(main, ["crosswalk", str(file), "--format", "json"]).stdout)["findings"]
    logic = [each for each in found if each["check"] in {"contradictory-duplicate", "set-path-consistency"}]
    assert [(each["check"], len(each["proof"])) for each in logic] == [("set-path-consistency", 5)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_more_rows_than_memory_has_room_for_are_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    file = write(tmp_path, "map.sssom.tsv", *CONTRADICTION)
    monkeypatch.setattr("mmssc.cli.crosswalk_check._memory", lambda: 20_000)
    result = run(file, *LOGIC, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert {"en": "check the mapping sets one by one", "zh": "逐个检查映射集"}[lang] in result.stderr
    monkeypatch.setattr("mmssc.cli.crosswalk_check._memory", lambda: 24_000)
    assert run(file, *LOGIC).exit_code == 1


def test_memory_that_is_exhausted_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("mmssc.crosswalk.lint.lint", exhausted)
    result = run(write(tmp_path, "map.sssom.tsv", *CONTRADICTION), *LOGIC)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "memory is exhausted" in result.stderr
