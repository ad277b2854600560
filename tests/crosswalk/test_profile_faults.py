"""A user's profile: what cannot be meant ends the command, what is in vain is told, what is named runs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from samples import CONTRADICTION, write

from mmssc.cli.main import main
from mmssc.crosswalk.checks import load_catalogue, run_checks
from mmssc.engine import Graph

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """@prefix check: <https://w3id.org/mmssc/check/> .
@prefix mmssc: <https://w3id.org/mmssc/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
LOGIC = ("--check", "set-path-consistency")
ROW = "<https://w3id.org/mmssc/file/map.sssom.tsv#row-1>"
WHOLE = (
    f"[] a mmssc:Exemption ; mmssc:check check:set-path-consistency ; mmssc:exempts {ROW} ; mmssc:because 'Known'@en ."
)


def run(folder: Path, profile: str, *arguments: str) -> Result:
    path = folder / "profile.ttl"
    path.write_text(PREFIXES + profile, encoding="utf-8")
    call = ["crosswalk", write(folder, "map.sssom.tsv", *CONTRADICTION), "--profile", str(path), *arguments]
    return CliRunner().invoke(main, call, catch_exceptions=False)


@pytest.mark.parametrize(
    ("profile", "word", "chinese"),
    [
        ("check:equal-to-mny mmssc:severity sh:Info .", "Did you mean check:equal-to-many?", "没有这项检查"),
        ("check:equal-to-mny sh:deactivated true .", "no such check", "没有这项检查"),
        ("check:no-such-check mmssc:threshold 3 .", "no such check", "没有这项检查"),
        ("[] sh:deactivated true .", "no such check", "没有这项检查"),
        ("check:equal-to-many mmssc:severity sh:Grave .", "no severity", "这不是严重程度"),
        ("check:equal-to-many mmssc:severity sh:Info , sh:Warning .", "twice", "重复设置"),
        ('check:equal-to-many sh:deactivated "true" .', "no truth value", "不是 xsd:boolean 真值"),
        ("check:over-mapped mmssc:threshold -1 .", "from 0 on", "不小于 0"),
        ('check:over-mapped mmssc:threshold "50" .', "from 0 on", "不小于 0"),
        ("check:over-mapped mmssc:threshold 'NaN'^^<http://www.w3.org/2001/XMLSchema#double> .", "from 0", "不小于 0"),
        ("check:equal-to-many mmssc:threshold 3 .", "has no threshold", "没有阈值"),
        (WHOLE.replace("mmssc:because 'Known'@en", ""), "gives no reason", "未用中文或英文说明理由"),
        (WHOLE.replace("Known", " "), "gives no reason", "未用中文或英文说明理由"),
        (WHOLE.replace(f"mmssc:exempts {ROW} ;", ""), "does not say what", "未指明对象"),
        (WHOLE.replace("mmssc:check check:set-path-consistency ;", ""), "names no check", "未指明检查项"),
        (WHOLE.replace("path-consistency", "path-consistence"), "a check that there is not", "检查项不存在"),
    ],
)
def test_what_cannot_be_meant_ends_the_command(tmp_path: Path, profile: str, word: str, chinese: str) -> None:
    for lang, said in (("en", word), ("zh", chinese)):
        result = run(tmp_path, profile, "--lang", lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
        assert {"en": "profile.ttl, line 4", "zh": "profile.ttl, 第 4 行"}[lang] in result.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_fault_of_syntax_is_told_with_its_line(tmp_path: Path, lang: str) -> None:
    result = run(tmp_path, "this is not Turtle", "--lang", lang)
    assert result.exit_code == 2
    assert {"en": "line 4", "zh": "第 4 行"}[lang] in result.stderr


@pytest.mark.parametrize(
    ("profile", "word"),
    [
        ("", "sets nothing"),
        ("check:equal-to-many mmssc:severty sh:Info .", "not read"),
    ],
)
def test_what_is_in_vain_is_told(tmp_path: Path, profile: str, word: str) -> None:
    result = run(tmp_path, profile, *LOGIC)
    assert result.exit_code == 1
    assert word in result.stderr


def test_an_exemption_that_matches_nothing_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(tmp_path, WHOLE.replace("row-1", "row-99"), *LOGIC, "--format", "json")
    problems = json.loads(result.stdout)["problems"]
    assert [(each["code"], each["severity"], each["value"][-6:]) for each in problems] == [
        ("idle-exemption", "warning", "row-99")
    ]
    other = run(tmp_path, WHOLE, "--check", "duplicate-mapping", "--format", "json")
    assert json.loads(other.stdout)["problems"] == []


def test_exemptions_beside_the_mapping_are_held_to_the_same(tmp_path: Path) -> None:
    beside = tmp_path / "beside.ttl"
    text = PREFIXES + WHOLE.replace("row-1", "row-99") + WHOLE.replace("mmssc:because 'Known'@en", "")
    beside.write_text(text, encoding="utf-8")
    call = ["crosswalk", write(tmp_path, "map.sssom.tsv", *CONTRADICTION), str(beside), *LOGIC, "--format", "json"]
    problems = json.loads(CliRunner().invoke(main, call, catch_exceptions=False).stdout)["problems"]
    assert sorted(each["code"] for each in problems) == ["exemption", "idle-exemption", "idle-exemption"]


def test_a_reason_in_one_language_serves_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "profile.ttl"
    path.write_text(PREFIXES + WHOLE.replace("'Known'@en", "'已知'@zh"), encoding="utf-8")
    write(tmp_path, "map.sssom.tsv", *CONTRADICTION)
    result = CliRunner().invoke(main, ["crosswalk", "map.sssom.tsv", "--profile", str(path), *LOGIC])
    assert result.exit_code == 0
    assert "已知" in result.stdout


@pytest.mark.parametrize("name", ["set-path-consistency", "mapper-missing", "no-common-language", "empty-label"])
def test_a_check_that_is_named_runs_though_the_profile_switches_it_off(tmp_path: Path, name: str) -> None:
    off = f"check:{name} sh:deactivated true ."
    asked = run(tmp_path, off, "--check", name, "--format", "json")
    assert [each["id"] for each in json.loads(asked.stdout)["checks"]] == [name]
    every = run(tmp_path, off, "--format", "json", "--severity", "info")
    assert name not in {each["id"] for each in json.loads(every.stdout)["checks"]}


def test_a_shape_that_is_switched_off_finds_again_when_it_is_named() -> None:
    """A check that is a shape has the IRI of the shape, which the profile then switches off for the engine too."""
    iri = NamedNode("https://w3id.org/mmssc/check/is-a-shape")
    text = f"""{PREFIXES}
        <{iri.value}> a sh:NodeShape ; sh:targetSubjectsOf sh:order ; sh:nodeKind sh:BlankNode ; sh:deactivated true ;
            sh:property [ sh:path sh:order ; sh:maxCount 0 ] ."""
    shapes = Graph(quad.triple for quad in parse(text, format=RdfFormat.TURTLE))
    check = replace(load_catalogue().checks[0], iri=iri, id="is-a-shape", severity="info")
    store = Store()
    store.add(Quad(NamedNode("urn:x:a"), NamedNode("http://www.w3.org/ns/shacl#order"), Literal(1)))
    assert [finding.focus for finding in run_checks(store, [check], shapes, {})] == [NamedNode("urn:x:a")] * 2
    assert list(run_checks(store, [replace(check, severity=None)], shapes, {})) == []
