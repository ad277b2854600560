"""The command: its forms, targets, registers of functions, and what it says of what it cannot use."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

import mmssc.assess
from mmssc.assess import batches
from mmssc.cli.main import main
from mmssc.names import MMSSC

ROOT = Path(__file__).parents[2]
LONDON = str(ROOT / "examples/london.csv")
SINGAPORE = str(ROOT / "examples/singapore.csv")
DAY = ("--as-of", "2026-11-21")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["recommend", *arguments, *DAY], catch_exceptions=False)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_table(lang: str) -> None:
    result = run(LONDON, "--lang", lang)
    assert (result.exit_code, result.stderr) == (0, "")
    assert {"en": "London\nAs of 21 November 2026", "zh": "London\n截至2026年11月21日"}[lang] in result.stdout


def test_json_keeps_its_schema() -> None:
    schema = json.loads(files("mmssc.report").joinpath("recommendation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    document = json.loads(run(LONDON, SINGAPORE, "--format", "json", "--target", "4").stdout)
    assert [error.message for error in validator.iter_errors(document)] == []
    assert [each["community"]["name"]["en"] for each in document["assessments"]] == ["London", "Singapore"]
    document["assessments"][0]["steps"][0]["cost"] = 0
    assert not validator.is_valid(document)


def test_targets_reach_the_steps() -> None:
    document = json.loads(run(LONDON, "--format", "json", "--target", "1", "--target", "2.2=3").stdout)
    (london,) = document["assessments"]
    assert {step["characteristic"] for step in london["steps"]} == {"2.2.1", "2.2.2"}
    assert {target["target"] for target in london["targets"]} == {1, 3}


def test_csv_is_the_plan() -> None:
    rows = list(csv.DictReader(io.StringIO(run(LONDON, "--format", "csv", "--lang", "zh").stdout)))
    document = json.loads(run(LONDON, "--format", "json").stdout)
    assert [row["requirement"] for row in rows] == [step["requirement"] for step in document["assessments"][0]["steps"]]
    assert [(int(row["phase"]), int(row["missing"])) for row in rows] == sorted(
        (int(row["phase"]), int(row["missing"])) for row in rows
    )
    assert all("ISO-37106-2018/clause/" in row["reading"] or row["characteristic"].startswith("4.") for row in rows)


def test_turtle_holds_the_plan_and_the_list() -> None:
    result = run(LONDON, "--format", "turtle")
    kinds = {
        quad.object.value
        for quad in parse(result.stdout.encode(), format=RdfFormat.TURTLE)
        if quad.predicate.value.endswith("#type")
    }
    assert {MMSSC + kind for kind in ("Step", "Path", "Recommendation", "ReadingList", "ReadingEntry")} <= kinds
    assert "http://purl.org/net/p-plan#Plan" in kinds


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("target", ["9", "2.2.9=3", "=3"])
def test_a_bad_target_ends_it(target: str, lang: str) -> None:
    result = run(LONDON, "--target", target, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith({"en": f"error: --target {target}: ", "zh": f"错误: --target {target}："}[lang])
    assert result.stderr.count("\n") == 1


def functions(folder: Path, *rows: str) -> str:
    path = folder / "functions.csv"
    path.write_text("\n".join(["function,grade,community,date", *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_functions_beside_the_ratings(tmp_path: Path) -> None:
    """London is at level 1 of 4.4; four functions serve the purpose, as Table C.1 has it."""
    names = ('"A.1,4"', '"A.4,2"', '"A.4,5"', '"A.4,8"')
    register = functions(
        tmp_path, *(f"{name},{grade},London,2026" for name, grade in zip(names, "黄绿黄绿", strict=True))
    )
    result = run(LONDON, "--functions", register)
    assert result.exit_code == 0
    assert "plausible levels 2 to 5, 4 of 4 functions graded; rated at level 1" in result.stdout
    assert "The rating lies outside" in result.stdout
    without = json.loads(run(LONDON, "--format", "json").stdout)["assessments"][0]["targets"]
    assert (
        json.loads(run(LONDON, "--format", "json", "--functions", register).stdout)["assessments"][0]["targets"]
        == without
    )


def test_red_functions_come_first(tmp_path: Path) -> None:
    register = functions(tmp_path, '"A.4,8",red,London,2026', '"A.1,4",green,London,2026', '"A.4,2",yellow,London,2026')
    text = run(LONDON, "--functions", register).stdout
    section = text[text.index("4.4 Responsible resource use", text.index("Functions to examine")) :]
    places = [section.index(code) for code in ("A.4,8", "A.4,5", "A.4,2", "A.1,4")]
    assert places == sorted(places)


def test_refused_rows_are_counted(tmp_path: Path) -> None:
    register = functions(tmp_path, '"A.4,8",red,London,2026', '"A.9,8",red,London,2026')
    result = run(LONDON, "--functions", register)
    assert result.exit_code == 1
    assert "There is no such function. “A.9,8” → Did you mean A." in result.stderr
    assert "2 rows read, 1 used, 1 refused" in result.stderr
    assert "读取 2 行，采用 1 行，拒绝 1 行" in run(LONDON, "--functions", register, "--lang", "zh").stderr


def test_results_without_effect_are_told_and_counted(tmp_path: Path) -> None:
    rows = '"A.4,8",red,London,2026', '"A.4,8",red,London,2027', '"A.4,8",red,Nowhere,2026'
    result = run(LONDON, "--functions", functions(tmp_path, *rows))
    assert result.exit_code == 0
    assert "later day than the assessment" in result.stderr
    assert "no evidence about this community" in result.stderr
    assert "3 rows read, 1 used, 0 refused, 2 without effect" in result.stderr
    assert "2 行不起作用" in run(LONDON, "--functions", functions(tmp_path, *rows), "--lang", "zh").stderr


@pytest.mark.parametrize("rows", [(), ('"A.9,8",red,London,2026',)])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_register_without_a_result_cannot_be_used(tmp_path: Path, rows: tuple[str, ...], lang: str) -> None:
    result = run(LONDON, "--functions", functions(tmp_path, *rows), "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert {"en": "no result can be used", "zh": "没有可用的结果"}[lang] in result.stderr


def test_an_empty_register_cannot_be_used(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    result = run(LONDON, "--functions", str(empty))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error: " in result.stderr


def test_batches_say_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(LONDON, SINGAPORE, "--format", "json").stdout
    monkeypatch.setattr(mmssc.assess, "batches", partial(batches, size=1))
    assert run(LONDON, SINGAPORE, "--format", "json").stdout == whole


def test_another_model_without_a_change_of_python(tmp_path: Path) -> None:
    model = tmp_path / "gardens"
    model.mkdir()
    for source in (ROOT / "tests/assess/tiny-model.ttl", ROOT / "tests/recommend/help.ttl"):
        (model / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (model / "documents.ttl").write_text(
        (ROOT / "ontology/documents.ttl").read_text(encoding="utf-8"), encoding="utf-8"
    )
    evidence = tmp_path / "e.ttl"
    evidence.write_text(
        "@prefix mmssc: <https://w3id.org/mmssc/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "<urn:e:1> a mmssc:Evidence ; mmssc:community <urn:e:town> ; mmssc:assurance mmssc:Claimed ;"
        ' dcterms:title "Barrel"@en ;'
        ' dcterms:source <https://example.org/s> ; dcterms:issued "2025"^^xsd:gYear ;'
        " mmssc:demonstrates <https://example.org/garden/soil-2-samples> .\n"
        '<urn:e:town> a mmssc:Community ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Town"@en .\n',
        encoding="utf-8",
    )
    result = run(str(evidence), "--model", str(model), "--target", "soil=3", "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Phase 1: Spring" in result.stdout
    assert "1. Garden guide, 7.2.1 (8 in Old garden guide)" in result.stdout
    assert "what it recommends: Dig deep\n" in result.stdout
