"""The tiny model of gardens with what helps gardeners, and the cities of the examples, with recommendations."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, Store, Triple, parse

from mmssc.assess import Assessed, View, assess
from mmssc.knowledge import CORE, knowledge_files, triples
from mmssc.names import PREFIXES
from mmssc.recommend import recommend
from mmssc.recommend.flow import neighbours
from mmssc.recommend.targets import read_targets
from mmssc.store import add, select

ROOT = Path(__file__).parents[2]
TODAY = View(dt.date(2026, 11, 21))
SPACES = {**PREFIXES, "g": "https://example.org/garden/", "e": "urn:e:", "prov": "http://www.w3.org/ns/prov#"}
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in SPACES.items())


def read(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(input=PROLOGUE + text, format=RdfFormat.TURTLE)]


@cache
def garden() -> tuple[Triple, ...]:
    files = [
        *knowledge_files((*CORE, "ontology/documents.ttl")),
        ROOT / "tests/assess/tiny-model.ttl",
        Path(__file__).with_name("help.ttl"),
    ]
    return tuple(quad.triple for path in files for quad in triples(path))


def item(name: str, *shows: str, community: str = "e:town") -> str:
    """Write an item of evidence that shows requirements, as public, systematic and shared as can be."""
    return (
        f"e:{name} a mmssc:Evidence ; mmssc:community {community} ; mmssc:assurance mmssc:Claimed ; "
        'mmssc:scope mmssc:MultiPartner ; mmssc:practice mmssc:Systematic ; dcterms:issued "2025"^^xsd:gYear ; '
        f"mmssc:demonstrates {' , '.join(f'g:{code}' for code in shows)} ."
    )


class Garden:
    """Gardens that were assessed and given recommendations."""

    def __init__(self, *evidence: str, targets: str = "", results: str = "") -> None:
        self.assessed: Assessed = assess(garden(), read("\n".join(evidence)), [TODAY])
        self.before = set(self.assessed.store)
        self.found = recommend(self.assessed.store, read(results), read(targets))

    @property
    def store(self) -> Store:
        return self.assessed.store

    def ask(self, where: str) -> list[tuple[str, ...]]:
        """Select the variables of a pattern in the order in which they come, each by the end of its IRI."""
        found = select(self.store, f"{PROLOGUE} SELECT DISTINCT {where}")
        return sorted(tuple(node.value.rpartition("/garden/")[2] for node in row.values()) for row in found)

    def steps(self) -> list[tuple[str, ...]]:
        """Return the steps: requirement, rank of the level that it unlocks, cost."""
        return self.ask(
            "?code ?n ?c { ?s a mmssc:Step ; mmssc:requirement ?code ; mmssc:cost ?c ; mmssc:unlocks/mmssc:rank ?n }"
        )


@cache
def city(name: str) -> Assessed:
    """Return a city of the examples with its recommendations up to level 3."""
    knowledge = [quad.triple for path in knowledge_files() for quad in triples(path)]
    evidence = [quad.triple for quad in triples(ROOT / f"examples/{name}.ttl")]
    assessed = assess(knowledge, evidence, [TODAY])
    store = Store()
    add(store, knowledge)
    recommend(assessed.store, neighbours(), read_targets(["3"], store))
    return assessed
