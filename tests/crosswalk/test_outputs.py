"""The forms of the report: each is valid where it has a schema, complete, the same in every run, and safe."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store
from samples import CONTRADICTION, FIRST_LINE, write

from mmssc.cli.main import main

SCHEMAS = Path(__file__).parent / "schemas"
CHECKS = "set-path-consistency equal-to-many licence-missing reviewer-missing source-version-missing source-gap".split()
FEW = [word for check in CHECKS for word in ("--check", check)]
FILES = ("map one.sssom.tsv", "two.sssom.tsv", "scheme.ttl")
FORMS = ("table", "json", "csv", "turtle", "sarif", "junit", "html")
HOSTILE = '"><script>alert(1)</script>]]>&\u202e\x07\ufffe'
SARIF = jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8")))
JUNIT = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Return the report on files with a contradiction, a refused row, an exemption and hostile texts, in every form."""
    folder = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write(folder, "map one.sssom.tsv", *CONTRADICTION, "nosuchprefix:1 skos:exactMatch blue:9")
        write(folder, "two.sssom.tsv", "red:5 skos:exactMatch blue:5", "red:5 skos:exactMatch blue:6")
        (folder / "scheme.ttl").write_text(_scheme(), encoding="utf-8")
        return {
            (form, lang): CliRunner()
            .invoke(
                main,
                ["crosswalk", *FILES, *FEW, "--severity", "info", "--format", form, "--lang", lang],
                catch_exceptions=False,
            )
            .stdout
            for form in FORMS
            for lang in ("en", "zh")
        }


def _scheme() -> str:
    quoted = json.dumps(HOSTILE, ensure_ascii=True)
    return f"""@prefix check: <https://w3id.org/mmssc/check/> .
@prefix mmssc: <https://w3id.org/mmssc/ns#> .
@prefix red: <https://example.org/red/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
red:1 a skos:Concept ; skos:prefLabel {quoted}@en ; skos:inScheme red:scheme .
red:5 a skos:Concept ; skos:prefLabel {quoted}@en ; skos:inScheme red:scheme .
[] a mmssc:Exemption ; mmssc:check check:equal-to-many ;
    mmssc:exempts <https://w3id.org/mmssc/file/two.sssom.tsv#row-1> ;
    mmssc:because {quoted}@en , "有意为之。"@zh .
"""


@pytest.fixture(scope="module")
def document(reports) -> dict:
    return json.loads(reports["json", "en"])


def test_json_has_everything_in_both_languages(document) -> None:
    assert {each["code"] for each in document["problems"]} >= {"unknown-prefix"}
    assert document["counts"]["exempted"] == 1
    for each in document["findings"]:
        assert each["message"]["en"]
        assert each["message"]["zh"]
        assert each["proof"]
    conflict = next(each for each in document["findings"] if each["check"] == "set-path-consistency")
    assert [proof["place"]["line"] for proof in conflict["proof"]] == [FIRST_LINE, FIRST_LINE + 1, FIRST_LINE + 2]
    assert [file["rows_read"] - file["rows_used"] - file["rows_refused"] for file in document["files"]] == [0, 0, 0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sarif_is_valid_and_complete(reports, document, lang: str) -> None:
    sarif = json.loads(reports["sarif", lang])
    assert [error.message for error in SARIF.iter_errors(sarif)] == []
    run = sarif["runs"][0]
    assert len(run["results"]) == len(document["findings"]) + len(document["problems"])
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert {rule["id"] for rule in run["translations"][0]["rules"]} == {each["id"] for each in document["checks"]}
    conflict = next(result for result in run["results"] if result["ruleId"] == "set-path-consistency")
    place = conflict["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "map%20one.sssom.tsv"}, "region": {"startLine": FIRST_LINE}}
    related = [each["physicalLocation"]["region"]["startLine"] for each in conflict["relatedLocations"]]
    assert related == [FIRST_LINE + 1, FIRST_LINE + 2]
    suppressed = [result["ruleId"] for result in run["results"] if "suppressions" in result]
    assert suppressed == ["equal-to-many"]
    marks = [result["partialFingerprints"]["mmssc/v1"] for result in run["results"] if "partialFingerprints" in result]
    assert len(marks) == len(set(marks)) == len(document["findings"])


def test_fingerprints_stay_when_lines_move_and_files_are_renamed(tmp_path: Path) -> None:
    files = [
        write(tmp_path, "old.sssom.tsv", *CONTRADICTION),
        write(tmp_path, "new.sssom.tsv", "red:8 skos:exactMatch blue:8", *reversed(CONTRADICTION)),
    ]
    marks = []
    for file in files:
        call = ["crosswalk", file, "--format", "json", "--check", "set-path-consistency"]
        findings = json.loads(CliRunner().invoke(main, call, catch_exceptions=False).stdout)["findings"]
        marks.append([each["fingerprint"] for each in findings])
    assert len(marks[0]) == 1
    # The focus is the first of the rows that are blamed alike, so that only a file in another order may name another.
    assert {len(mark) for mark in marks[0]} == {32}
    moved = write(tmp_path, "moved.sssom.tsv", "red:8 skos:exactMatch blue:8", *CONTRADICTION)
    call = ["crosswalk", moved, "--format", "json", "--check", "set-path-consistency"]
    findings = json.loads(CliRunner().invoke(main, call, catch_exceptions=False).stdout)["findings"]
    assert [each["fingerprint"] for each in findings] == marks[0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_junit_is_valid_and_complete(reports, document, lang: str) -> None:
    text = reports["junit", lang]
    JUNIT.validate(text)
    root = ET.fromstring(text)
    assert [suite.get("name") for suite in root] == [file["file"] for file in document["files"]]
    counted = [each for each in document["findings"] if each["exempt"] is None]
    assert len(root.findall(".//failure")) == len(counted)
    assert len(root.findall(".//skipped")) == document["counts"]["exempted"]
    assert len(root.findall(".//error")) == len(document["problems"])
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases) == len(document["checks"]) + 1
        assert int(suite.get("failures")) == sum(case.find("failure") is not None for case in cases)


def test_csv_has_a_row_a_finding_and_a_problem(reports, document) -> None:
    rows = list(csv.DictReader(io.StringIO(reports["csv", "en"])))
    assert len(rows) == len(document["findings"]) + len(document["problems"])
    assert {row["severity"] for row in rows} <= {"error", "warning", "info"}


def test_turtle_is_a_shacl_report(reports, document) -> None:
    store = Store()
    store.load(reports["turtle", "en"].encode(), format=RdfFormat.TURTLE)
    prefix = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX mmssc: <https://w3id.org/mmssc/ns#> "
    whole = """SELECT ?result WHERE {
      ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?result .
      ?result a sh:ValidationResult ; sh:focusNode ?focus ; sh:resultSeverity ?severity ;
        sh:sourceConstraintComponent ?component ; sh:resultMessage ?en , ?zh ; mmssc:mend ?mend .
      FILTER(LANG(?en) = "en" && LANG(?zh) = "zh" && LANG(?mend) = "en") }"""
    assert len(list(store.query(prefix + whole))) == len(document["findings"]) + len(document["problems"])
    proved = "SELECT DISTINCT ?result WHERE { ?result sh:sourceShape ?check ; mmssc:proof ?proof }"
    assert len(list(store.query(prefix + proved))) == len(document["findings"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_self_contained_and_hostile_texts_are_inert(reports, lang: str) -> None:
    page = reports["html", lang]
    assert "<script" not in page
    assert not re.search(r"\b(src|srcset|style|on\w+)=|url\(|@import", page)
    assert "default-src 'none'" in html.unescape(page)
    assert not set("\u202e\x07\ufffe") & set(page)
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)
    assert f'lang="{"zh-Hans" if lang == "zh" else "en"}"' in page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_keeps_to_eighty_columns_and_to_printable_characters(reports, lang: str) -> None:
    from rich.cells import cell_len

    lines = reports["table", lang].split("\n")
    assert max(map(cell_len, lines)) <= 80
    assert not set("\u202e\x07\ufffe\x1b") & set(reports["table", lang])


@pytest.mark.parametrize("form", FORMS)
def test_every_run_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    file = write(tmp_path, "map.sssom.tsv", *CONTRADICTION)
    call = ["crosswalk", file, *FEW, "--severity", "info", "--format", form]
    assert len({CliRunner().invoke(main, call, catch_exceptions=False).stdout for _ in range(3)}) == 1


def test_long_lists_are_cut_in_the_table_and_whole_elsewhere(tmp_path: Path) -> None:
    rows = [f"red:{number} {relation} blue:{number}" for number in range(30) for relation in _TWO]
    file = write(tmp_path, "map.sssom.tsv", *rows)
    call = ["crosswalk", file, "--check", "contradictory-duplicate", "--format"]
    table, whole = (CliRunner().invoke(main, [*call, form], catch_exceptions=False).stdout for form in ("table", "csv"))
    assert "… and 18 more; --format csv lists all." in table
    assert len(list(csv.DictReader(io.StringIO(whole)))) == 30


_TWO = ("skos:exactMatch", "mmssc:disjointFrom")
