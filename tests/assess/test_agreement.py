"""pySHACL, the reference, and the set-at-a-time engine agree, on the example cities and on generated evidence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from mmssc.assess import Assessed, View, assess
from mmssc.engine import Data, reference, sparql, validate
from mmssc.evidence.check import check
from mmssc.evidence.read import read_evidence
from mmssc.knowledge import CORE, folder, knowledge_files, triples
from mmssc.names import MMSSC, PREFIXES, RDF_TYPE

if TYPE_CHECKING:
    from mmssc.engine import Graph, Report

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = View(dt.date(2026, 11, 21))
AHEAD = View(TODAY.as_of, "P2Y")
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
REQUIREMENT = NamedNode(MMSSC + "Requirement")


def facts(report: Report) -> Counter[tuple[object, ...]]:
    return Counter((r.focus, r.path, r.value, r.component, r.shape, r.severity) for r in report.results)


def both_ways(data: Data, shapes: Graph) -> Report:
    """Validate in columns, having compared the way by queries on what the store holds: it writes some literals anew."""
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in data.triples())
    held = Data.of(store)
    assert facts(sparql.validate(store, shapes)) == facts(validate(held, shapes))
    return validate(data, shapes)


def agree(knowledge: list[Triple], evidence: list[Triple], views: list[View]) -> Assessed:
    """Assess with either engine, the fast one in both its ways, compare, and return what the fast one gives."""
    fast = assess(knowledge, evidence, views, engine=both_ways)
    slow = assess(knowledge, evidence, views, engine=reference.validate)
    assert facts(fast.report) == facts(slow.report)
    assert set(fast.results) == set(slow.results)
    return fast


# --- The example cities, on all criteria ---


@pytest.mark.parametrize("city", ["london", "singapore", "tianjin-eco-city"])
def test_cities(city: str) -> None:
    known = [quad.triple for path in knowledge_files() for quad in triples(path)]
    names = {triple.subject.value for triple in known if triple.predicate == RDF_TYPE and triple.object == REQUIREMENT}  # type: ignore[union-attr]
    reading = read_evidence(str(EXAMPLES / f"{city}.csv"), requirements=names)
    checked = check([reading], known)
    assert (checked.offered, checked.refused, checked.problems) == (90, 0, [])
    assessed = agree(known, checked.evidence, [AHEAD])
    assert len(assessed.assessments) == 1
    # Each outcome occurs, so that agreement says something about each.
    outcomes = {triple.object for triple in assessed.results if triple.predicate.value.endswith("#outcome")}
    assert {NamedNode(MMSSC + name) for name in ("Met", "Refused", "Unknown")} <= outcomes


# --- Generated evidence, each on the criteria of one sub-dimension ---

SUBDIMENSIONS = sorted(path.stem for path in folder("shapes/iso37107").iterdir())

# property -> what it can say: what counts, what does not, and what nobody should write.
VALUES = {
    "dcterms:accessRights": "access:PUBLIC access:RESTRICTED access:NON_PUBLIC mmssc:CityWide",
    "dcterms:audience": "mmssc:Residents mmssc:PrivateSector",
    "mmssc:scope": "mmssc:CityWide mmssc:MultiPartner mmssc:BusinessUnit",
    "mmssc:practice": "mmssc:Systematic mmssc:AdHoc",
    "mmssc:effect": "mmssc:PositiveEffect mmssc:NoEffect mmssc:NegativeEffect",
    "dcterms:accrualPeriodicity": "freq:ANNUAL freq:CONT freq:IRREG freq:NEVER",
    "mmssc:baselineDate": '"2019"^^xsd:gYear "2019-02-30"^^xsd:date "long_ago"',
    "mmssc:target": '"less" "更少"@zh',
    "mmssc:targetDate": '"2030-12"^^xsd:gYearMonth "2030"^^xsd:gYear',
    "mmssc:feedbackOutcome": '"changed" "已更改"@zh',
    "mmssc:assurance": "mmssc:Claimed mmssc:Reviewed mmssc:Verified mmssc:Rejected",
    "dcterms:issued": '"2025"^^xsd:gYear "2026-11-21"^^xsd:date "2026-12"^^xsd:gYearMonth "2027"^^xsd:gYear',
    "mmssc:validUntil": '"2025"^^xsd:gYear "2026-11"^^xsd:gYearMonth "2026-11-20"^^xsd:date',
    "mmssc:plannedFor": '"2025"^^xsd:gYear "2027-03"^^xsd:gYearMonth "2028-11-22"^^xsd:date',
}

# No xsd:duration ends with T, but rdflib, and so pySHACL, takes them for durations.
KNOWN_DIFFERENCES = ("PT", "P0DT", "P3DT")

DURATIONS = st.one_of(
    st.sampled_from(
        [
            *('"PT1H"^^xsd:duration', '"PT60M"^^xsd:duration', '"PT3600S"^^xsd:duration', '"PT0.5S"^^xsd:duration'),
            *('"P0DT1H"^^xsd:duration', '"PT3601S"^^xsd:duration', '"-PT5M"^^xsd:duration', '"P1Y"^^xsd:duration'),
            *('"P"^^xsd:duration', '"PT01H"^^xsd:duration', '"one hour"^^xsd:duration', '""^^xsd:duration'),
            *('"PT5M"', '"PT5M"^^xsd:dayTimeDuration', '"PT5M"@en', "mmssc:CityWide", "5"),
        ]
    ),
    st.from_regex(r"P([0-9]{1,2}D)?(T([0-9]{1,2}H)?([0-9]{1,3}M)?([0-9]{1,4}(\.[0-9])?S)?)?", fullmatch=True)
    .filter(lambda text: not text.endswith("T"))
    .map(lambda text: f'"{text}"^^xsd:duration'),
)


@cache
def known(subdimension: str) -> list[Triple]:
    files = (*CORE, "ontology/iso37107.ttl", f"shapes/iso37107/{subdimension}.ttl")
    return [quad.triple for path in knowledge_files(files) for quad in triples(path)]


@cache
def codes(subdimension: str) -> list[str]:
    found = {t.subject for t in known(subdimension) if t.predicate == RDF_TYPE and t.object == REQUIREMENT}
    return sorted(f"req:{node.value.removeprefix(PREFIXES['req'])}" for node in found if isinstance(node, NamedNode))


@st.composite
def items(draw: st.DrawFn, subdimension: str) -> str:
    """Draw an item of evidence: most have what the flow needs, any property may be missing or said several times."""
    named = st.sampled_from([*codes(subdimension), "req:9.9.9-2-of-no-model"])
    said = {
        "a": ["mmssc:Evidence"],
        "mmssc:community": draw(st.lists(st.sampled_from(["<urn:c:1>", "<urn:c:2>"]), min_size=1, max_size=2)),
        "mmssc:demonstrates": draw(st.lists(named, max_size=6)),
        "mmssc:disputes": draw(st.lists(named, max_size=1)),
        "mmssc:refreshInterval": draw(st.lists(DURATIONS, max_size=2)),
        "mmssc:assurance": ["mmssc:Claimed"],
        "dcterms:issued": ['"2025"^^xsd:gYear'],
    }
    for name in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=6, unique=True)):
        said[name] = draw(st.lists(st.sampled_from(VALUES[name].split()), max_size=2))
    return " ; ".join(f"{name} {' , '.join(values)}" for name, values in said.items() if values)


@st.composite
def evidence_sets(draw: st.DrawFn) -> tuple[str, list[str]]:
    subdimension = draw(st.sampled_from(SUBDIMENSIONS))
    return subdimension, draw(st.lists(items(subdimension), max_size=6))


def read(written: list[str]) -> list[Triple]:
    text = PROLOGUE + "".join(f"<urn:item:{number}> {item} .\n" for number, item in enumerate(written))
    return [quad.triple for quad in parse(input=text, format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("part", range(4))
def test_generated_evidence(part: int) -> None:
    """Sixty sets a part, the same every time; four parts, so that they can run side by side."""
    tried = 0

    @seed(part)
    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(evidence_sets())
    def agreement(drawn: tuple[str, list[str]]) -> None:
        nonlocal tried
        tried += 1
        subdimension, written = drawn
        agree(known(subdimension), read(written), [TODAY])

    agreement()
    assert tried >= 60


@pytest.mark.parametrize("subdimension", SUBDIMENSIONS)
def test_what_satisfies_everything(subdimension: str) -> None:
    """Generated evidence seldom meets many requirements: here two items have every facet and claim everything."""
    perfect = (
        "a mmssc:Evidence ; mmssc:community <urn:c:1> ; mmssc:assurance mmssc:Verified ; "
        f"mmssc:demonstrates {' , '.join(codes(subdimension))} ; dcterms:issued '2025'^^xsd:gYear ; "
        "dcterms:accessRights access:PUBLIC ; dcterms:audience mmssc:Residents ; mmssc:scope mmssc:MultiPartner ; "
        "mmssc:practice mmssc:Systematic ; mmssc:effect mmssc:PositiveEffect ; mmssc:feedbackOutcome 'changed' ; "
        "dcterms:accrualPeriodicity freq:ANNUAL ; mmssc:refreshInterval 'PT1M'^^xsd:duration ; "
        "mmssc:baselineDate '2019'^^xsd:gYear ; mmssc:target 'less' ; mmssc:targetDate '2030'^^xsd:gYear"
    )
    assessed = agree(known(subdimension), read([perfect, perfect]), [TODAY])
    assert assessed.report.conforms


@pytest.mark.parametrize("text", KNOWN_DIFFERENCES)
def test_known_differences_are_still_there(text: str) -> None:
    item = f"""a mmssc:Evidence ; mmssc:community <urn:c:1> ; mmssc:assurance mmssc:Claimed ;
        dcterms:issued '2025'^^xsd:gYear ; mmssc:refreshInterval '{text}'^^xsd:duration"""
    with pytest.raises(AssertionError):
        agree(known("1.2"), read([item]), [TODAY])
