"""Every cell of Table A.1 keeps its requirements: the settled reading (coverage.tsv) against the shapes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mmssc.knowledge import load_knowledge
from mmssc.names import PREFIXES
from mmssc.store import select

if TYPE_CHECKING:
    from pyoxigraph import Store

CHARACTERISTICS = (
    "1.1.1 1.1.2 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.4.1 1.4.2 1.5.1 1.5.2 1.5.3 2.1.1 2.1.2 2.2.1 2.2.2 2.3.1 2.3.2 2.4.1 "
    "2.4.2 3.1.1 3.1.2 3.1.3 3.2.1 3.2.2 3.2.3 4.1 4.2 4.3 4.4 4.5 4.6"
).split()

# Cells above level 2 whose text does not open with "in addition to level N" (ISO/TS 37107:2019, Table A.1).
# No cell of level 2 opens so.
UNCHAINED = (
    "1.1.1-3 1.1.2-3 1.2.1-3 1.2.2-3 1.2.3-3 1.4.1-3 1.4.2-3 1.4.2-4 1.5.1-3 1.5.3-3 2.1.1-3 2.1.2-3 2.1.2-4 2.2.1-3 "
    "2.2.2-3 2.3.1-3 2.3.2-3 2.4.1-3 2.4.1-4 2.4.2-3 3.1.1-3 3.1.2-3 3.1.2-5 3.1.3-3 3.2.1-3 3.2.1-4 3.2.2-3 3.2.2-4 "
    "3.2.3-3"
).split()

# Level 5 of 1.2.3 names level 3, not level 4, as what it adds to.
ODD_CHAIN = {"1.2.3-5": "1.2.3-3"}

# Level 4 of 3.1.2 adds to level 3 and says three of its demands again.
SAID_AGAIN = {"3.1.2-4": "3.1.2-3"}

HAN = re.compile(r"[\u4e00-\u9fff]")
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


class Cell(NamedTuple):
    chain: str
    requirements: frozenset[str]
    alternatives: frozenset[frozenset[str]]

    def named(self) -> frozenset[str]:
        return self.requirements.union(*self.alternatives)


@pytest.fixture(scope="module")
def knowledge() -> Store:
    return load_knowledge()


@pytest.fixture(scope="module")
def coverage() -> dict[str, Cell]:
    path = Path(__file__).with_name("coverage.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    cells = {
        row["cell"]: Cell(
            row["chain"],
            frozenset(row["requirements"].split()),
            frozenset(frozenset(group.split()) for group in row["alternatives"].split(";") if group.strip()),
        )
        for row in rows
    }
    assert len(cells) == len(rows)
    return cells


def ask(store: Store, query: str) -> list[dict[str, str]]:
    return [{name: node.value for name, node in row.items()} for row in select(store, PROLOGUE + query)]


def shaped(store: Store) -> dict[str, Cell]:
    """Read the cells back from the shapes."""
    cells = {row["cell"]: Cell("", frozenset(), frozenset()) for row in ask(store, CELLS)}
    for row in ask(store, CHAINS):
        assert not cells[row["cell"]].chain, f"{row['cell']} builds on two criteria"
        cells[row["cell"]] = cells[row["cell"]]._replace(chain=row["chain"])
    for row in ask(store, REQUIREMENTS):
        cell = cells[row["cell"]]
        cells[row["cell"]] = cell._replace(requirements=cell.requirements | {row["requirement"]})
    groups: dict[tuple[str, str], set[str]] = {}
    for row in ask(store, ALTERNATIVES):
        groups.setdefault((row["cell"], row["list"]), set()).add(row["requirement"])
    for (code, _), group in groups.items():
        cells[code] = cells[code]._replace(alternatives=cells[code].alternatives | {frozenset(group)})
    return cells


CELLS = "SELECT ?cell WHERE { ?c a mmssc:Criterion ; skos:notation ?cell }"
CHAINS = "SELECT ?cell ?chain WHERE { ?c a mmssc:Criterion ; skos:notation ?cell ; sh:node/skos:notation ?chain }"
REQUIREMENTS = """SELECT ?cell ?requirement WHERE {
  ?c a mmssc:Criterion ; skos:notation ?cell ; sh:property/skos:notation ?requirement }"""
ALTERNATIVES = """SELECT ?cell ?list ?requirement WHERE {
  ?c a mmssc:Criterion ; skos:notation ?cell ; sh:or ?list . ?list rdf:rest*/rdf:first/skos:notation ?requirement }"""


def test_the_shapes_hold_the_settled_reading(knowledge: Store, coverage: dict[str, Cell]) -> None:
    found = {code: cell for code, cell in shaped(knowledge).items() if not code.endswith("-1")}
    assert found.keys() == coverage.keys()
    assert {code: (coverage[code], cell) for code, cell in found.items() if cell != coverage[code]} == {}


def test_there_are_32_characteristics_of_5_levels(knowledge: Store, coverage: dict[str, Cell]) -> None:
    rows = ask(knowledge, "SELECT ?code WHERE { ?c a mmssc:Characteristic ; skos:notation ?code }")
    assert sorted(row["code"] for row in rows) == sorted(CHARACTERISTICS)
    rows = ask(
        knowledge,
        """SELECT ?cell ?code ?rank WHERE { ?c a mmssc:Criterion ; skos:notation ?cell ;
           mmssc:characteristic/skos:notation ?code ; mmssc:level/mmssc:rank ?rank }""",
    )
    assert sorted(row["cell"] for row in rows) == sorted(f"{row['code']}-{row['rank']}" for row in rows)
    assert sorted(row["cell"] for row in rows) == sorted(f"{code}-{n}" for code in CHARACTERISTICS for n in range(1, 6))
    assert sorted(coverage) == sorted(f"{code}-{n}" for code in CHARACTERISTICS for n in range(2, 6))


def test_the_shapes_demand_the_settled_facets_and_counts(knowledge: Store) -> None:
    with Path(__file__).with_name("demands.tsv").open(encoding="utf-8", newline="") as file:
        settled = {
            row["requirement"]: (row["items"], set(row["facets"].split()))
            for row in csv.DictReader(file, delimiter="\t")
        }
    found: dict[str, tuple[str, set[str]]] = {}
    for row in ask(
        knowledge,
        """SELECT ?code ?items ?facet WHERE { ?r a mmssc:Requirement ; skos:notation ?code ;
           sh:qualifiedMinCount ?items ; sh:qualifiedValueShape ?counted . OPTIONAL { ?counted sh:node ?facet } }""",
    ):
        facets = found.setdefault(row["code"], (row["items"], set()))[1]
        facets |= {row["facet"].removeprefix(PREFIXES["facet"])} if "facet" in row else set()
    assert {code: found.get(code) for code in settled if found.get(code) != settled[code]} == {}
    assert found.keys() == settled.keys()


def test_level_1_asks_nothing(knowledge: Store) -> None:
    constraints = ask(
        knowledge,
        """SELECT ?cell ?part WHERE { ?c a mmssc:Criterion ; skos:notation ?cell ; mmssc:level/mmssc:rank 1 ; ?p ?part .
           FILTER(STRSTARTS(STR(?p), STR(sh:)) && ?p != sh:targetClass) }""",
    )
    assert constraints == []


def test_every_other_level_asks_something_of_its_own(coverage: dict[str, Cell]) -> None:
    assert [code for code, cell in coverage.items() if not cell.named()] == []
    assert [code for code, cell in coverage.items() if any(len(group) < 2 for group in cell.alternatives)] == []


def test_chains_are_those_of_the_source(coverage: dict[str, Cell]) -> None:
    def printed(code: str) -> str:
        characteristic, _, level = code.rpartition("-")
        if level == "2" or code in UNCHAINED:
            return ""
        return ODD_CHAIN.get(code, f"{characteristic}-{int(level) - 1}")

    assert {code: cell.chain for code, cell in coverage.items()} == {code: printed(code) for code in coverage}
    # The source has "in addition to level N" 9, 28 and 30 times, for N = 2, 3 and 4.
    assert Counter(cell.chain[-1] for cell in coverage.values() if cell.chain) == {"2": 9, "3": 28, "4": 30}


def test_every_requirement_is_used_by_its_own_characteristic_and_never_below_its_level(
    knowledge: Store, coverage: dict[str, Cell]
) -> None:
    declared = {
        row["code"] for row in ask(knowledge, "SELECT ?code WHERE { ?r a mmssc:Requirement ; skos:notation ?code }")
    }
    used: set[str] = set()
    for code, cell in coverage.items():
        characteristic, _, level = code.rpartition("-")
        for requirement in cell.named():
            home, first, _ = requirement.split("-", 2)
            assert home == characteristic, f"{requirement} in {code}"
            assert int(first) <= int(level), f"{requirement} in {code}"
        used |= cell.named()
    assert used == declared
    first_used = {
        name: min(code.rpartition("-")[2] for code, cell in coverage.items() if name in cell.named()) for name in used
    }
    assert {name: level for name, level in first_used.items() if name.split("-")[1] != level} == {}


def test_a_requirement_comes_twice_in_a_chain_only_where_the_source_says_it_again(coverage: dict[str, Cell]) -> None:
    twice: Counter[tuple[str, str]] = Counter()
    for code, cell in coverage.items():
        below = cell.chain
        while below:
            twice[code, below] += len(cell.named() & coverage[below].named())
            below = coverage[below].chain
    assert {pair: number for pair, number in twice.items() if number} == dict.fromkeys(SAID_AGAIN.items(), 3)


@pytest.mark.parametrize(
    ("cls", "properties"),
    [
        ("mmssc:Requirement", "sh:name sh:description sh:message"),
        ("mmssc:Criterion", "skos:prefLabel skos:definition"),
        ("mmssc:Facet", "skos:prefLabel skos:definition"),
    ],
)
def test_every_text_is_in_both_languages(knowledge: Store, cls: str, properties: str) -> None:
    rows = list(
        select(
            knowledge,
            f"""{PROLOGUE} SELECT ?thing ?property ?text WHERE {{
                ?thing a {cls} . VALUES ?property {{ {properties} }} OPTIONAL {{ ?thing ?property ?text }} }}""",
        )
    )
    assert rows
    texts: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        said = texts.setdefault((row["thing"].value, row["property"].value), {})
        if "text" in row:
            language = getattr(row["text"], "language", "")
            assert language not in said, f"{row['thing']} has two texts in {language}"
            said[language] = row["text"].value
    assert {key: said for key, said in texts.items() if set(said) != {"en", "zh"}} == {}
    assert [key for key, said in texts.items() if HAN.search(said["en"]) or not HAN.search(said["zh"])] == []


def test_no_two_requirements_say_the_same(knowledge: Store) -> None:
    for name in ("sh:name", "sh:description", "sh:message"):
        rows = ask(
            knowledge,
            f"""SELECT ?code ?characteristic ?text WHERE {{
                ?r a mmssc:Requirement ; skos:notation ?code ; {name} ?text .
                BIND(REPLACE(?code, "-.*$", "") AS ?characteristic) }}""",
        )
        count = Counter((row["characteristic"], row["text"]) for row in rows)
        assert [key for key, number in count.items() if number > 1] == []
