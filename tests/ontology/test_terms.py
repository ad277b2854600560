"""Terms: declared once, used as what they are, and nothing used that is not declared."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from owl import MMSSC, OWL, PROLOGUE, ontology, turtle
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from mmssc.knowledge import folder, knowledge_files, triples
from mmssc.names import RDF_TYPE, RDFS
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
KINDS = {OWL + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
DECLARED = {
    t.subject.value
    for t in ontology()
    if t.predicate == RDF_TYPE and t.object.value in KINDS and isinstance(t.subject, NamedNode)  # type: ignore[union-attr]
}
BUILT_IN = (OWL, RDFS, "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#")


def everything() -> list[Triple]:
    return [quad.triple for path in [*knowledge_files(), folder("shapes/evidence.ttl")] for quad in triples(path)]


def ask(statements: Iterable[Triple], query: str) -> list[dict[str, str]]:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in statements)
    return [{name: node.value for name, node in row.items()} for row in select(store, PROLOGUE + query)]


def roles(statements: Iterable[Triple]) -> dict[str, set[str]]:
    """Return what each IRI is declared as, or used as: a class, a kind of property, an individual."""
    found: dict[str, set[str]] = defaultdict(set)
    for triple in statements:
        if triple.predicate == RDF_TYPE and isinstance(triple.subject, NamedNode):
            kind = triple.object.value  # type: ignore[union-attr]
            if kind in KINDS:
                found[triple.subject.value].add(kind.removeprefix(OWL))
            elif not kind.startswith(BUILT_IN):
                found[triple.subject.value].add("individual")
                found[kind].add("Class")
    return found


def test_no_iri_is_two_things() -> None:
    assert {iri: kinds for iri, kinds in roles(everything()).items() if len(kinds) > 1} == {}


@pytest.mark.parametrize(
    "pun", ["lvl:1 a owl:Class .", "mmssc:rank a owl:ObjectProperty .", "mmssc:Level a mmssc:Level ."]
)
def test_a_pun_is_found(pun: str) -> None:
    assert [kinds for kinds in roles([*everything(), *turtle(pun)]).values() if len(kinds) > 1]


def test_properties_are_used_as_what_they_are() -> None:
    kinds = roles(everything())
    wrong = []
    for triple in everything():
        kind = kinds.get(triple.predicate.value, set())
        if (kind == {"ObjectProperty"} and isinstance(triple.object, Literal)) or (
            kind == {"DatatypeProperty"} and not isinstance(triple.object, Literal)
        ):
            wrong.append(triple)
    assert wrong == []


def test_ontologies_use_only_what_is_declared() -> None:
    used = {t.predicate.value for t in ontology()} | {
        t.object.value for t in ontology() if t.predicate == RDF_TYPE and isinstance(t.object, NamedNode)
    }
    assert {iri for iri in used if not iri.startswith(BUILT_IN)} - DECLARED == set()


# --- Terms of the vocabulary, wherever they stand ---

INDIVIDUALS = {iri for iri, kinds in roles(ontology()).items() if "individual" in kinds}
KNOWN = {iri for iri in DECLARED | INDIVIDUALS if iri.startswith(MMSSC)}
FOLDERS = ("ontology", "shapes", "queries", "examples", "tests", "src", "docs")
MENTION = re.compile(r"(?<![\w:/.-])mmssc:([A-Za-z][\w-]*)")


def files(*kinds: str) -> list[str]:
    found = (path for name in FOLDERS for kind in kinds for path in (ROOT / name).rglob(f"*.{kind}"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


@pytest.mark.parametrize("name", files("ttl", "rq"))
def test_every_term_that_a_file_uses_is_declared(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert {term for term in MENTION.findall(text) if MMSSC + term not in KNOWN} == set()
    if name.endswith(".ttl"):
        terms = {
            node.value
            for quad in parse(input=text, format=RdfFormat.TURTLE, base_iri=(ROOT / name).as_uri())
            for node in (quad.subject, quad.predicate, quad.object)
            if isinstance(node, NamedNode) and node.value.startswith(MMSSC)
        }
        assert terms <= KNOWN


# --- What the style guide cannot say in SHACL Core ---

NOTATIONS = """SELECT ?class ?notation WHERE { ?one a ?class ; skos:notation ?notation .
  ?two a ?class ; skos:notation ?notation . FILTER(STR(?one) < STR(?two))
  OPTIONAL { ?one dcterms:isPartOf ?whole . ?two dcterms:isPartOf ?other }
  FILTER(!BOUND(?whole) || ?whole = ?other) }"""
CYCLES = "SELECT ?thing WHERE { ?thing skos:broader+ ?thing }"
NOT_ITSELF = """SELECT ?code WHERE { ?r a mmssc:Requirement ; skos:notation ?code .
  FILTER NOT EXISTS {
    ?r sh:qualifiedValueShape/sh:property ?for . ?for sh:path mmssc:demonstrates ; sh:hasValue ?r .
    ?r sh:not/sh:property ?against . ?against sh:path mmssc:disputes ; sh:hasValue ?r } }"""
NOT_ITS_IRI = """SELECT ?thing WHERE {
  VALUES ?class { mmssc:Requirement mmssc:Criterion mmssc:Characteristic mmssc:Level }
  ?thing a ?class ; skos:notation ?code . FILTER(REPLACE(STR(?thing), "^.*/", "") != ?code) }"""


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        (NOTATIONS, "e:level a mmssc:Level ; skos:notation '3' ."),
        (CYCLES, "dim:1 skos:broader char:1.1.1 ."),
        (
            NOT_ITSELF,
            "req:9.9.9-2-a a mmssc:Requirement ; skos:notation '9.9.9-2-a' ; "
            "sh:qualifiedValueShape [ sh:property [ sh:path mmssc:demonstrates ; sh:hasValue req:1.1.1-2-vision ] ] .",
        ),
        (NOT_ITS_IRI, "req:9.9.9-2-a a mmssc:Requirement ; skos:notation '9.9.9-2-b' ."),
    ],
    ids=["notations are unique in a class", "broader has no cycle", "a requirement names itself", "codes end IRIs"],
)
def test_rule(query: str, fault: str) -> None:
    assert ask(everything(), query) == []
    assert ask([*everything(), *turtle(fault)], query) != []


def test_everything_has_an_iri_but_for_parts_of_something_that_has_one() -> None:
    statements = everything()
    parts = {t.object for t in statements if isinstance(t.object, BlankNode)}
    axioms = {t.subject for t in statements if str(t.object) in (f"<{OWL}AllDifferent>", f"<{OWL}AllDisjointClasses>")}
    assert axioms
    assert {t.subject for t in statements if isinstance(t.subject, BlankNode)} - parts == axioms
