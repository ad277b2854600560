"""The examples that ship: register and RDF say the same, and the page about them tells the truth."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import parse

from mmssc.assess import View, assess
from mmssc.cli.main import main
from mmssc.evidence.check import check
from mmssc.evidence.read import read_evidence
from mmssc.knowledge import instances, knowledge_files, triples
from mmssc.report.document import document

EXAMPLES = Path(__file__).parents[2] / "examples"
CITIES = ("london", "singapore", "tianjin-eco-city")
KNOWLEDGE = [quad for path in knowledge_files() for quad in triples(path)]
REQUIREMENTS = instances(KNOWLEDGE, "Requirement")


@pytest.mark.parametrize("city", CITIES)
def test_register_and_rdf_say_the_same(city: str) -> None:
    checked = [
        check(
            [read_evidence(str(EXAMPLES / f"{city}.{suffix}"), requirements=REQUIREMENTS)],
            [q.triple for q in KNOWLEDGE],
        )
        for suffix in ("csv", "ttl")
    ]
    assert [found.problems for found in checked] == [[], []]
    assert [found.offered for found in checked] == [90, 90]
    assert set(checked[0].evidence) == set(checked[1].evidence)
    assert len(list(parse(path=str(EXAMPLES / f"{city}.ttl")))) == len(checked[0].evidence)


@pytest.mark.parametrize("city", CITIES)
def test_an_item_speaks_only_to_its_own_characteristic(city: str) -> None:
    with (EXAMPLES / f"{city}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            characteristic = row["id"].split("-")[1]
            codes = (row["demonstrates"] + " " + row["disputes"]).split()
            assert all(code.rpartition("-")[0].startswith(f"{characteristic}-") for code in codes), row["id"]
            assert not (row["demonstrates"] and row["disputes"]), row["id"]


def test_the_result_in_the_readme_is_a_real_one() -> None:
    """Every line that the README shows of a command is a line that the command prints."""
    (block,) = re.findall(
        r"```console\n(.*?)```", (EXAMPLES.parent / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    _, *commands = re.split(r"^\$ mmssc ", block, flags=re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        call, *shown = command.strip().splitlines()
        arguments = [
            str(EXAMPLES.parent / word) if word.startswith("examples/") else word
            for word in call.partition("#")[0].split()
        ]
        day = ["--as-of", "2026-11-21"] if any("examples" in word for word in arguments) else []
        printed = CliRunner().invoke(main, [*arguments, *day]).stdout.splitlines()
        assert [line for line in shown if line not in {"", "…", *printed}] == []


def test_the_page_about_the_examples_tells_the_truth() -> None:
    """The table in examples/README.md is what the assessment of the shipped registers gives."""
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for city in CITIES:
        reading = read_evidence(str(EXAMPLES / f"{city}.csv"), requirements=REQUIREMENTS)
        checked = check([reading], [q.triple for q in KNOWLEDGE])
        view = View(dt.date(2026, 11, 21))
        (assessment,) = document(assess([q.triple for q in KNOWLEDGE], checked.evidence, [view]).store)["assessments"]
        reached = [r["characteristic"] for r in assessment["ratings"] if r["level"] == 2]
        assert max(r["level"] for r in assessment["ratings"]) == 2
        outcomes = [finding["outcome"] for finding in assessment["findings"].values()]
        counts = " | ".join(str(outcomes.count(name)) for name in ("met", "disputed", "refused", "unknown"))
        assert f"| {', '.join(reached)} | {counts} |" in page, (city, reached, counts)
