"""The style guide of the knowledge, shapes/consistency/style.ttl: it holds, and it finds what breaks it."""

from __future__ import annotations

from functools import cache

import pytest
from owl import PROLOGUE, turtle
from pyoxigraph import BlankNode, Quad, QueryTriples, Store, Triple

from mmssc.engine import Graph, Report, reference, validate
from mmssc.knowledge import folder, knowledge_files, triples
from mmssc.names import SH, SKOS

STYLE = "https://w3id.org/mmssc/shape/style/"


@cache
def known() -> tuple[Triple, ...]:
    """Return all that the guide is about, the guide included."""
    shapes = ("shapes/facets.ttl", "shapes/evidence.ttl", "shapes/iso37107", "shapes/consistency/style.ttl")
    return tuple(quad.triple for path in knowledge_files(("ontology", *shapes)) for quad in triples(path))


def guide() -> Graph:
    return Graph(triples(folder("shapes/consistency/style.ttl")))


def broken(report: Report) -> set[str]:
    return {str(result.shape).strip("<>").removeprefix(STYLE) for result in report.results}


def test_the_guide_holds_and_no_part_of_it_is_idle() -> None:
    report = validate(Graph(known()), guide())
    assert [(str(r.focus), str(r.shape), str(r.value)) for r in report.results] == []
    assert {shape: number for shape, number in report.matched.items() if not number} == {}
    assert len(report.matched) == 13


# What is wrong -> what is taken away (a pattern), what is added, and the rules that find it.
FAULTS = {
    "no Chinese label": ("dim:1 skos:prefLabel ?v FILTER(LANG(?v) = 'zh')", "", {"label-zh"}),
    "no label": ("dim:1 skos:prefLabel ?v", "", {"label-wanted"}),
    "two English labels": ("", "dim:1 skos:prefLabel 'Governing'@en .", {"label-en", "label-languages"}),
    "a French label": ("", "dim:1 skos:prefLabel 'Gestion'@fr .", {"label-languages"}),
    "a label that ends as a sentence": (
        "dim:1 skos:prefLabel ?v FILTER(LANG(?v) = 'en')",
        "dim:1 skos:prefLabel 'Governing.'@en .",
        {"label-en"},
    ),
    "no definition": ("mmssc:rank skos:definition ?v", "", {"definition-en", "definition-zh", "declared"}),
    "a bare term": ("", "mmssc:novelty a owl:ObjectProperty .", {"declared"}),
    "a bare term of somebody else's": ("", "org:Role a owl:Class .", set()),
    "no notation": ("char:1.1.1 skos:notation ?v", "", {"notation"}),
    "a notation in a language": (
        "evtype:plan skos:notation ?v",
        "evtype:plan skos:notation 'plan'@en .",
        {"notation"},
    ),
    "a practice without a code": (
        "<https://w3id.org/mmssc/iso37106/practice/B1-a> skos:notation ?v",
        "",
        {"notation"},
    ),
    "no scheme": ("sub:1.1 skos:inScheme ?v", "", {"scheme"}),
    "no source": ("<https://w3id.org/mmssc/iso37107/level/3> dcterms:source ?v", "", {"source"}),
    "a characteristic of two parts": ("", "char:1.1.1 skos:broader sub:1.2 .", {"characteristic-broader"}),
    "a sub-dimension of none": ("sub:1.1 skos:broader ?v", "", {"subdimension-broader"}),
    "a criterion of two levels": ("", "crit:1.1.1-2 mmssc:level lvl:3 .", {"criterion-level"}),
    "a criterion of no characteristic": ("crit:1.1.1-2 mmssc:characteristic ?v", "", {"criterion-characteristic"}),
    "a criterion of evidence": ("", "crit:1.1.1-2 sh:targetClass mmssc:Evidence .", {"criterion-target"}),
    "a criterion that asks for a facet": ("", "crit:1.1.1-2 sh:property facet:CityWide .", {"criterion-requirements"}),
    "a criterion on a facet": ("", "crit:1.1.1-2 sh:node facet:CityWide .", {"criterion-chain"}),
    "an alternative without a target": (
        "req:2.1.2-3-digital sh:targetClass ?v",
        "",
        {"criterion-alternatives"},
    ),
    "a requirement of something else": ("req:1.1.1-2-vision sh:path ?v", "", {"requirement-path"}),
    "a requirement of no items": (
        "req:1.1.1-2-vision sh:qualifiedMinCount ?v",
        "req:1.1.1-2-vision sh:qualifiedMinCount 0 .",
        {"requirement-count"},
    ),
    "a requirement that cannot be disputed": ("req:1.1.1-2-vision sh:not ?v", "", {"requirement-disputes"}),
    "a requirement that nothing demonstrates": (
        "req:1.1.1-2-vision sh:qualifiedValueShape ?v",
        "",
        {"requirement-demonstrates"},
    ),
    "a requirement without a message": ("req:1.1.1-2-vision sh:message ?v", "", {"message-en", "message-zh"}),
    "a description without an end": (
        "req:1.1.1-2-vision sh:description ?v FILTER(LANG(?v) = 'zh')",
        "req:1.1.1-2-vision sh:description '查看文件'@zh .",
        {"description-zh"},
    ),
    "no kind of evidence": ("req:1.1.1-2-vision mmssc:expectsType ?v", "", {"requirement-types"}),
    "a facet that faults": ("facet:CityWide-scope sh:severity ?v", "", {"part-severity"}),
    "a facet of nothing": ("facet:CityWide sh:property ?v", "", {"facet-parts"}),
    "an ontology of no version": ("<https://w3id.org/mmssc/ns> owl:versionIRI ?v", "", {"header-versionIRI"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str) -> None:
    away, added, rules = FAULTS[fault]
    gone: set[Triple] = set()
    if away:
        subject, predicate = away.replace("1.1.1", r"1\.1\.1").replace("2.1.2", r"2\.1\.2").split()[:2]
        condition = away.partition("?v")[2]
        found = store().query(
            f"{PROLOGUE} CONSTRUCT {{ {subject} {predicate} ?v }} WHERE {{ {subject} {predicate} ?v {condition} }}"
        )
        assert isinstance(found, QueryTriples)
        gone = set(found)
        assert gone
    data = Graph([*(triple for triple in known() if triple not in gone), *turtle(added)])
    assert broken(validate(data, guide())) == rules


@cache
def store() -> Store:
    found = Store()
    found.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in known())
    return found


def test_pyshacl_agrees() -> None:
    """On all that there is, with faults planted in it."""
    added = turtle(" ".join(added for _, added, _ in FAULTS.values()))
    lost = {SKOS + "notation", SH + "not", SH + "path"}
    data = Graph([*(t for number, t in enumerate(known()) if t.predicate.value not in lost or number % 9), *added])
    fast, slow = (
        sorted((str(r.focus), plain(r.value), str(r.component), str(r.shape)) for r in engine(data, guide()).results)
        for engine in (validate, reference.validate)
    )
    assert fast == slow
    assert len(fast) > 100


def plain(value: object) -> str:
    return "_:" if isinstance(value, BlankNode) else str(value)  # each engine has labels of its own
