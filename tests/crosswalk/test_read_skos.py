"""SKOS, XKOS and OWL in any syntax: what maps is a row with its line, all else is kept as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mapping_files import read, reread, slots, triads, value, where
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from mmssc.crosswalk.vocabulary import MEMBER_OF, UNION
from mmssc.names import RDF_TYPE, SKOS

if TYPE_CHECKING:
    from pathlib import Path

PROLOGUE = """@prefix A: <https://example.org/a/> .
@prefix B: <https://example.org/b/> .
@prefix mmssc: <https://w3id.org/mmssc/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xkos: <http://rdf-vocabulary.ddialliance.org/xkos#> .
"""
SCHEME = """
A:s a skos:ConceptScheme ; skos:prefLabel "A scheme"@en .
A:1 a skos:Concept ; skos:inScheme A:s ; skos:prefLabel "one"@en ;
    skos:exactMatch B:1 ,
        B:2 ;
    skos:broader A:0 .

A:2 skos:broadMatch B:3 . A:3 skos:closeMatch
    B:4 .
"""


def test_statements_that_map_are_rows_and_the_rest_is_kept(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.ttl", PROLOGUE + SCHEME)
    assert triads(mappings) == [
        ("A:1", "skos:exactMatch", "B:1"),
        ("A:1", "skos:exactMatch", "B:2"),
        ("A:2", "skos:broadMatch", "B:3"),
        ("A:3", "skos:closeMatch", "B:4"),
    ]
    assert [row.line for row in mappings.rows()] == [11, 12, 15, 16]
    whole = {quad.triple for quad in parse((PROLOGUE + SCHEME).encode(), format=RdfFormat.TURTLE)}
    maps = {triple for triple in whole if triple.predicate.value.endswith("Match")}
    kept = [t for t in mappings.files[0].context if not t.subject.value.startswith("https://w3id.org/mmssc/file/")]  # type: ignore[union-attr]
    assert set(kept) == whole - maps
    assert len(kept) == len(whole - maps)
    assert mappings.problems == []


SYNTAXES = {
    "a.ttl": RdfFormat.TURTLE,
    "a.nt": RdfFormat.N_TRIPLES,
    "a.nq": RdfFormat.N_QUADS,
    "a.trig": RdfFormat.TRIG,
    "a.rdf": RdfFormat.RDF_XML,
    "a.jsonld": RdfFormat.JSON_LD,
    "a.json": RdfFormat.JSON_LD,
    "nameless": RdfFormat.TURTLE,
}


@pytest.mark.parametrize("name", SYNTAXES)
def test_every_syntax_says_the_same(tmp_path: Path, name: str) -> None:
    statements = [quad.triple for quad in parse((PROLOGUE + SCHEME).encode(), format=RdfFormat.TURTLE)]
    prefixes = {"A": "https://example.org/a/"} if name == "nameless" else None
    data = serialize(statements, format=SYNTAXES[name], prefixes=prefixes) or b""
    mappings = read(tmp_path / name, data)
    assert sorted(triads(mappings)) == sorted(triads(read(tmp_path / "b.ttl", PROLOGUE + SCHEME)))
    assert mappings.problems == []


def test_which_statements_map(tmp_path: Path) -> None:
    lines = """
A:1 skos:narrowMatch B:1 ; skos:relatedMatch B:2 ; skos:mappingRelation B:3 ; owl:sameAs B:4 ; owl:equivalentClass B:5 ;
  owl:equivalentProperty B:6 ; mmssc:intersectsWith B:7 ; mmssc:disjointFrom B:8 .
A:2 rdfs:subClassOf B:1 ; skos:broader A:3 ; skos:related A:4 ; rdfs:seeAlso B:2 ;
  owl:equivalentClass [ a owl:Class ; owl:unionOf ( A:5 A:6 ) ] .
"""
    mappings = read(tmp_path / "a.ttl", PROLOGUE + lines)
    assert [target for _, _, target in triads(mappings)] == [f"B:{number}" for number in range(1, 9)]
    assert mappings.problems == []


@pytest.mark.parametrize(
    ("statement", "code", "field", "text"),
    [
        ('A:1 skos:exactMatch "pear" .', "not-an-iri", "object_id", "pear"),
        ("A:1 skos:exactMatch [] .", "blank-node", "object_id", ""),
        ("[] skos:exactMatch B:1 .", "blank-node", "subject_id", ""),
    ],
)
def test_what_cannot_be_mapped_is_refused(tmp_path: Path, statement: str, code: str, field: str, text: str) -> None:
    mappings = read(tmp_path / "a.ttl", PROLOGUE + "A:0 skos:exactMatch B:0 .\n" + statement)
    assert [where(each) for each in mappings.problems] == [(code, "error", "line 9", field, text)]
    assert (mappings.rows_read, mappings.rows_used, mappings.rows_refused) == (2, 1, 1)


def test_associations_relate_unions(tmp_path: Path) -> None:
    lines = """A:c a xkos:Correspondence ; xkos:compares A:s , B:s ; xkos:madeOf A:m , A:n .
A:m a xkos:ConceptAssociation ; xkos:sourceConcept A:1 ; xkos:targetConcept B:1 , B:2 .
A:n a xkos:ConceptAssociation ; xkos:sourceConcept A:3 .
[] a xkos:ConceptAssociation ; xkos:sourceConcept A:4 ; xkos:targetConcept B:4 .
"""
    mappings = read(tmp_path / "a.ttl", PROLOGUE + lines)
    one, two = mappings.rows()
    assert (one.predicate, two.predicate) == (NamedNode(SKOS + "mappingRelation"),) * 2
    assert value(mappings, "record_id") == ["A:m"]
    context = set(mappings.files[0].context)
    assert Triple(one.object, RDF_TYPE, UNION) in context  # type: ignore[arg-type]
    members = {t.subject for t in context if t.predicate == MEMBER_OF and t.object == one.object}
    assert members == {NamedNode("https://example.org/b/1"), NamedNode("https://example.org/b/2")}
    assert slots(two)["object_id"] == ["B:4"]
    assert [where(each) for each in mappings.problems] == [("missing-value", "error", "line 10", "object_id", "")]
    assert [row.line for row in (one, two)] == [9, 11]


def test_blank_nodes_are_named_after_their_file(tmp_path: Path) -> None:
    text = PROLOGUE + 'A:1 skos:note [ skos:prefLabel "x"@en ] , [] .\n'
    first, again = (read(tmp_path / "a.ttl", text) for _ in range(2))
    other = read(tmp_path / "b.ttl", text)
    nodes = [{t.object for t in m.files[0].context if isinstance(t.object, BlankNode)} for m in (first, again, other)]
    assert nodes[0] == nodes[1]
    assert len(nodes[0]) == 2
    assert not nodes[0] & nodes[2]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.ttl", PROLOGUE + "A:1 skos:exactMatch B:1 .\nA:1 skos:exactMatch B:1", "syntax"),
        ("a.ttl", PROLOGUE + "C:1 skos:exactMatch B:1 .\n", "syntax"),
        ("a.ttl", PROLOGUE + "<relative> skos:exactMatch B:1 .\n", "syntax"),
        ("a.rdf", '<?xml version="1.0"?><rdf:RDF', "syntax"),
        ("a.rdf", '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>', "xml-entity"),
        ("a.ttl", PROLOGUE + "A:1 A:p <<( A:1 A:p A:2 )>> .\n", "triple-term"),
    ],
)
def test_damaged_or_hostile_rdf_is_refused(tmp_path: Path, name: str, text: str, code: str) -> None:
    mappings = read(tmp_path / name, text)
    assert [(each.code, each.severity) for each in mappings.problems] == [(code, "error")]
    assert (mappings.rows_used, mappings.files[0].context) == (0, [])


def test_faults_of_syntax_are_named_by_line(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.ttl", PROLOGUE + "A:1 skos:exactMatch B:1 .\nA:1 skos:exactMatch ; .\n")
    assert mappings.problems[0].where.startswith("line 9, column ")


def test_knowledge_without_mappings_is_welcome(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.ttl", PROLOGUE + "A:1 a skos:Concept .\n")
    assert (mappings.rows_read, mappings.problems) == (0, [])
    (tmp_path / "b.ttl").write_text(PROLOGUE + "A:1 skos:exactMatch B:1 .\n")
    assert reread(tmp_path / "a.ttl", tmp_path / "b.ttl").rows_used == 1
