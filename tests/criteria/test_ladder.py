"""The ladder is proved: for each criterion, what satisfies it, and every single thing that loses it.

A witness is the least evidence that satisfies a criterion: the items that each requirement of its chain counts, with
the facets that the requirement demands and no other. Each case is a witness with one change, in a community of its own;
the cases of a characteristic are admitted and evaluated in one run.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from pyoxigraph import NamedNode, QueryTriples, RdfFormat, parse

from mmssc.assess import View
from mmssc.engine import Graph, conforming
from mmssc.knowledge import folder, load_knowledge, query_text, triples
from mmssc.names import PREFIXES
from mmssc.store import add, select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    Item = dict[str, str]  # property -> values, as in Turtle

# property -> what it can say -> the facets that this shows. To say nothing shows nothing.
FACETS: dict[str, dict[str, str]] = {
    "dcterms:accessRights": {
        "access:PUBLIC": "PubliclyAvailable",
        "access:RESTRICTED": "",
        "access:NON_PUBLIC": "",
    },
    "dcterms:audience": {
        "mmssc:Residents": "OpenToResidents",
        "mmssc:PrivateSector , mmssc:Residents": "OpenToResidents",
        "mmssc:LocalGovernment": "",
    },
    "mmssc:scope": {
        "mmssc:CityWide": "CityWide",
        "mmssc:MultiPartner": "CityWide WithPartners",
        "mmssc:BusinessUnit": "",
        "mmssc:BusinessUnit , mmssc:CityWide": "",
        "mmssc:BusinessUnit , mmssc:MultiPartner": "WithPartners",
    },
    "mmssc:practice": {
        "mmssc:Systematic": "Systematic",
        "mmssc:AdHoc": "",
        "mmssc:AdHoc , mmssc:Systematic": "",
    },
    "dcterms:accrualPeriodicity": {
        "freq:ANNUAL": "Recurring",
        "freq:CONT": "Recurring",
        "freq:QUINQUENNIAL": "Recurring",
        "freq:IRREG": "",
        "freq:NEVER": "",
    },
    "mmssc:refreshInterval": {
        '"PT15M"^^xsd:duration': "NearRealTime",
        '"PT1H"^^xsd:duration': "NearRealTime",
        '"PT0S"^^xsd:duration': "NearRealTime",
        '"PT1H1S"^^xsd:duration': "",
        '"PT61M"^^xsd:duration': "",
        '"P1D"^^xsd:duration': "",
        '"PT15M"': "",
        '"PT15M"^^xsd:duration , "P1D"^^xsd:duration': "",
    },
    "mmssc:baselineDate": {'"2019"^^xsd:gYear': "Baselined"},
    "mmssc:target": {'"a tenth less by the end"': "WithTargets"},
    "mmssc:targetDate": {'"2030-12"^^xsd:gYearMonth': "WithDates"},
    "mmssc:feedbackOutcome": {'"the plan was changed"': "FeedbackUsed"},
    "mmssc:effect": {
        "mmssc:PositiveEffect": "ShowsEffect",
        "mmssc:NoEffect": "",
        "mmssc:NegativeEffect": "",
        "mmssc:NegativeEffect , mmssc:PositiveEffect": "",
    },
}

# The worst that each property can say.
WEAK: Item = {name: value for name, says in FACETS.items() for value, shows in says.items() if not shows}

# property -> what it can say -> whether an item that says so is admitted in the view below.
VIEW = View(dt.date(2026, 6, 15))
ADMITTED: dict[str, dict[str, bool]] = {
    "mmssc:assurance": {
        "mmssc:Claimed": True,
        "mmssc:Reviewed": True,
        "mmssc:Verified": True,
        "mmssc:Rejected": False,
    },
    "dcterms:issued": {'"2026-06-15"^^xsd:date': True, '"2026-06-16"^^xsd:date': False},
    "mmssc:validUntil": {'"2026-06-15"^^xsd:date': True, '"2026-06-14"^^xsd:date': False},
    "mmssc:plannedFor": {'"2026-06-16"^^xsd:date': False, '"2026-06-14"^^xsd:date': False},
}
PLAIN: Item = {"mmssc:assurance": "mmssc:Claimed", "dcterms:issued": '"2025"^^xsd:gYear'}

PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


class Cell(NamedTuple):
    chain: str
    requirements: list[str]
    alternatives: list[list[str]]


class Requirement(NamedTuple):
    items: int
    facets: frozenset[str]


class Case(NamedTuple):
    change: str
    items: list[Item]
    holds: bool


def rows(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def cells() -> dict[str, Cell]:
    return {
        row["cell"]: Cell(
            row["chain"],
            row["requirements"].split(),
            [group.split() for group in row["alternatives"].split(";") if group.strip()],
        )
        for row in rows("coverage.tsv")
    }


@cache
def requirements() -> dict[str, Requirement]:
    """Read what each requirement demands of the items that it counts (demands.tsv: the settled reading)."""
    return {
        row["requirement"]: Requirement(int(row["items"]), frozenset(row["facets"].split()))
        for row in rows("demands.tsv")
    }


def ways(code: str) -> Iterator[list[str]]:
    """Yield each least set of requirements that satisfies a criterion: one of each set of alternatives."""
    chain = []
    while code:
        chain.append(cells()[code])
        code = cells()[code].chain
    named = dict.fromkeys(name for cell in chain for name in cell.requirements)
    for chosen in product(*(group for cell in chain for group in cell.alternatives)):
        yield [*named, *chosen]


def strong(requirement: str) -> Item:
    """Return an item with exactly what the requirement demands."""
    demanded = requirements()[requirement].facets
    item = {**PLAIN, "mmssc:demonstrates": f"req:{requirement}"}
    for name, says in FACETS.items():
        wanted = demanded & shown_by(name)
        if wanted:
            item[name] = next(value for value, shows in says.items() if wanted <= set(shows.split()))
    return item


def shown_by(name: str) -> set[str]:
    return {facet for shows in FACETS[name].values() for facet in shows.split()}


def cases(code: str) -> Iterator[Case]:
    """Yield the witnesses of a criterion, and each with each single change."""
    for names in ways(code):
        witness = {name: [strong(name)] * requirements()[name].items for name in names}

        def changed(name: str, items: list[Item], witness: dict[str, list[Item]] = witness) -> list[Item]:
            return [item for other, whole in witness.items() for item in (items if other == name else whole)]

        yield Case(f"witness {' '.join(names)}", changed("", []), True)
        for name in names:
            first, *others = witness[name]
            against = {**PLAIN, **WEAK, "mmssc:disputes": f"req:{name}"}
            rejected = {"mmssc:assurance": "mmssc:Rejected"}
            yield Case(f"{name}: one item less", changed(name, others), False)
            yield Case(f"{name}: disputed", changed(name, [first, *others, against]), False)
            yield Case(
                f"{name}: disputed, not admitted", changed(name, [first, *others, {**against, **rejected}]), True
            )
            if requirements()[name].facets:
                weak = {**PLAIN, **WEAK, "mmssc:demonstrates": f"req:{name}"}
                yield Case(f"{name}: a weak item beside", changed(name, [first, *others, weak]), True)
                yield Case(f"{name}: a weak item instead", changed(name, [weak, *others]), False)
            for prop, admitted in ADMITTED.items():
                for value, holds in admitted.items():
                    yield Case(f"{name}: {prop} {value}", changed(name, [{**first, prop: value}, *others]), holds)
            undated = {prop: value for prop, value in first.items() if prop != "dcterms:issued"}
            yield Case(f"{name}: undated", changed(name, [undated, *others]), False)
            for prop, says in FACETS.items():
                demanded = requirements()[name].facets & shown_by(prop)
                if demanded:
                    for value, shows in says.items():
                        item, holds = {**first, prop: value}, demanded <= set(shows.split())
                        yield Case(f"{name}: {prop} {value}", changed(name, [item, *others]), holds)
                    silent = {other: value for other, value in first.items() if other != prop}
                    yield Case(f"{name}: no {prop}", changed(name, [silent, *others]), False)
            yield Case(f"{name}: weak where nothing is demanded", changed(name, [{**WEAK, **first}, *others]), True)
        for name in sorted({other for group in alternatives_of(code) for other in group} - set(names)):
            against = {**PLAIN, **WEAK, "mmssc:disputes": f"req:{name}"}
            yield Case(f"{name}: disputed, another way is taken", [*changed("", []), against], True)


def alternatives_of(code: str) -> Iterator[list[str]]:
    while code:
        yield from cells()[code].alternatives
        code = cells()[code].chain


def community(number: int) -> str:
    return f"https://example.org/{number}"


def evidence(cases: list[Case]) -> str:
    """Write the evidence of all cases: an item that several cases share is about several communities."""
    about: dict[tuple[str, int], list[int]] = {}
    for number, case in enumerate(cases):
        copies: dict[str, int] = {}
        for item in case.items:
            text = " ; ".join(f"{prop} {value}" for prop, value in item.items())
            copies[text] = copies.get(text, 0) + 1
            about.setdefault((text, copies[text]), []).append(number)
    return PROLOGUE + "\n".join(
        f"<https://example.org/item/{index}> a mmssc:Evidence ; {text} ; mmssc:community "
        + " , ".join(f"<{community(number)}>" for number in numbers)
        + " ."
        for index, ((text, _), numbers) in enumerate(about.items())
    )


def admitted(shown: list[Triple], cases: list[Case]) -> list[Triple]:
    """Return the assessments with what they admit."""
    found = [triple for number in range(len(cases)) for triple in VIEW.triples(community(number))]
    store = load_knowledge(["ontology/core.ttl"])
    add(store, shown)
    add(store, found)
    constructed = store.query(query_text("assess/admit"))
    assert isinstance(constructed, QueryTriples)
    return [*found, *constructed]


def shapes(subdimension: str) -> Graph:
    files = ("shapes/facets.ttl", f"shapes/iso37107/{subdimension}.ttl")
    return Graph(triple for name in files for triple in triples(folder(name)))


@pytest.mark.parametrize("characteristic", sorted({code.rpartition("-")[0] for code in cells()}))
def test_ladder(characteristic: str) -> None:
    levels = [f"{characteristic}-{level}" for level in range(2, 6)]
    tried = [(code, case) for code in levels for case in cases(code)]
    every = [case for _, case in tried]
    shown: list[Triple] = list(parse(input=evidence(every), format=RdfFormat.TURTLE))
    subdimension = ".".join(characteristic.split(".")[:2])
    criteria = {code: NamedNode(f"{PREFIXES['crit']}{code}") for code in levels}
    good = conforming(Graph([*shown, *admitted(shown, every)]), shapes(subdimension), criteria.values())
    wrong = []
    for code in levels:
        mine = [number for number, (other, _) in enumerate(tried) if other == code]
        nodes = {NamedNode(VIEW.iri(community(number))): number for number in mine}
        reached = good[criteria[code]]
        wrong += [f"{code}: {every[n].change}" for node, n in nodes.items() if (node in reached) is not every[n].holds]
    assert wrong == []


def test_every_facet_is_in_the_table_and_demanded_by_some_requirement() -> None:
    found = select(load_knowledge(), f"{PROLOGUE} SELECT ?facet WHERE {{ ?facet a mmssc:Facet }}")
    facets = {row["facet"].value.removeprefix(PREFIXES["facet"]) for row in found}
    assert facets == set().union(*map(shown_by, FACETS))
    assert facets == set().union(*(requirement.facets for requirement in requirements().values()))
