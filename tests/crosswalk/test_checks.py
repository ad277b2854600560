"""Every check has a case on which it fires, with findings worked out by hand, and one alike on which it is silent."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, NamedNode

from mmssc.crosswalk.checks import load_catalogue, run_checks
from mmssc.crosswalk.lint import store_of
from mmssc.crosswalk.logic import computed
from mmssc.crosswalk.read import read_mappings
from mmssc.names import expand

if TYPE_CHECKING:
    from mmssc.crosswalk.checks import Finding

CASES = Path(__file__).parent / "cases"
CATALOGUE = load_catalogue()
KNOWLEDGE = ("ontology/core.ttl", "ontology/documents.ttl", "ontology/mappings.ttl")
IDS = sorted({check.id for check in CATALOGUE.checks} | {folder.name for folder in CASES.iterdir() if folder.is_dir()})


def findings(name: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """Run one check on the files of its case, which are read by their bare names."""
    checks = CATALOGUE.named([name])
    assert checks, f"{name} is no check, but has a case"
    monkeypatch.chdir(CASES / name)
    files = sorted(path.name for path in Path().glob(f"{kind}*"))
    assert files, f"{name} has no case “{kind}”"
    mappings = read_mappings(files)
    assert mappings.rows_used or any(file.context for file in mappings.files), [str(each) for each in mappings.problems]
    store = store_of(mappings, CATALOGUE.settings, KNOWLEDGE)
    return list(run_checks(store, checks, CATALOGUE.shapes, computed(store)))


def plain(node: object) -> str:
    return "_:" if isinstance(node, BlankNode) else getattr(node, "value", "")


def written(cell: str) -> str:
    """Return what a cell of expected.tsv stands for: rows are written file:fires.tsv#row-1."""
    if cell.startswith("file:"):
        return "https://w3id.org/mmssc/" + cell.replace(":", "/", 1)
    if "://" not in cell and " " not in cell:
        return expand(cell) or cell
    return cell


@pytest.mark.parametrize("name", IDS)
def test_the_check_fires(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with (CASES / name / "expected.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    expected = Counter((written(row["focus"]), written(row["value"] or "")) for row in rows)
    assert expected, f"{name} expects no finding"
    found = findings(name, "fires", monkeypatch)
    assert Counter((plain(each.focus), plain(each.values.get("value"))) for each in found) == expected
    for finding in found:
        assert finding.proof
        for lang in ("en", "zh"):
            assert "{" not in finding.message(lang)
        missing = [name for name in finding.names() if name != "focus" and name not in finding.values]
        assert not missing, f"the message names what the check does not find: {missing}"


@pytest.mark.parametrize("name", IDS)
def test_the_check_stays_silent(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [finding.message("en") for finding in findings(name, "silent", monkeypatch)] == []


@pytest.mark.parametrize("check", CATALOGUE.checks, ids=lambda check: check.id)
def test_what_is_said_of_a_check_is_complete(check) -> None:
    assert check.iri == NamedNode(f"https://w3id.org/mmssc/check/{check.id}")
    for text in (check.title, check.problem, check.mend, check.message):
        assert text.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh)
    names = {lang: set(check.names(lang)) for lang in ("en", "zh")}
    assert names["en"] == names["zh"], "the two messages name different things"
