"""SSSOM/RDF: records as nodes, named anew after their file, in the form of the standard and in earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mapping_files import about, read, slots, triads, where
from pyoxigraph import NamedNode

from mmssc.names import RDF_TYPE

if TYPE_CHECKING:
    from pathlib import Path

PROLOGUE = """@prefix A: <https://example.org/a/> .
@prefix B: <https://example.org/b/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pav: <http://purl.org/pav/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SET = """
<https://example.org/set> a sssom:MappingSet ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
  sssom:subject_source A:s ;
  sssom:mappings [ a owl:Axiom ;
      pav:authoredBy A:ann , A:bob ;
      dcterms:created "2025-07-14"^^xsd:date ;
      owl:annotatedProperty skos:exactMatch ;
      owl:annotatedSource A:1 ;
      owl:annotatedTarget B:1 ;
      sssom:confidence 9.5E-1 ;
      sssom:predicate_modifier sssom:NegatedPredicate ;
      sssom:mapping_justification semapv:LexicalMatching ;
      sssom:subject_type skos:Concept ;
      A:extra "more" ;
      sssom:subject_label "apple"
    ] , A:record .
A:record a owl:Axiom ; owl:annotatedProperty skos:broadMatch ; owl:annotatedSource A:2 ; owl:annotatedTarget B:2 ;
  sssom:mapping_justification semapv:ManualMappingCuration .
A:1 skos:prefLabel "apple"@en .
"""


def test_a_set(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.ttl", PROLOGUE + SET)
    one, two = mappings.rows()
    assert slots(one) == {
        "subject_id": ["A:1"],
        "subject_label": ["apple"],
        "predicate_id": ["skos:exactMatch"],
        "predicate_modifier": ["https://w3id.org/sssom/NegatedPredicate"],
        "object_id": ["B:1"],
        "mapping_justification": ["https://w3id.org/semapv/vocab/LexicalMatching"],
        "author_id": ["A:ann", "A:bob"],
        "mapping_date": ["2025-07-14"],
        "confidence": ["9.5E-1"],
        "subject_type": ["skos:Concept"],
        "A:extra": ["more"],
        "subject_source": ["A:s"],
    }
    assert one.negated
    assert slots(two)["record_id"] == ["A:record"]
    assert (one.line, two.line) == (15, 28)
    assert two.iri.value.startswith("https://w3id.org/mmssc/file/")
    assert about(mappings) == [
        {
            "mapping_set_id": ["https://example.org/set"],
            "license": ["https://creativecommons.org/licenses/by/4.0/"],
        }
    ]
    kept = [t for t in mappings.files[0].context if not t.subject.value.startswith("https://w3id.org/mmssc/file/")]  # type: ignore[union-attr]
    assert [t.predicate.value.rpartition("#")[2] for t in kept] == ["prefLabel"]
    types = {t.object.value for t in mappings.triples() if t.predicate == RDF_TYPE}  # type: ignore[union-attr]
    assert types == {"https://w3id.org/sssom/MappingSet", "https://w3id.org/sssom/Mapping"}
    assert mappings.problems == []


def test_statements_that_repeat_a_record_make_no_row(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.ttl", PROLOGUE + SET + "A:2 skos:broadMatch B:2 . A:3 skos:broadMatch B:2 .\n")
    assert triads(mappings) == [
        ("A:1", "skos:exactMatch", "B:1"),
        ("A:2", "skos:broadMatch", "B:2"),
        ("A:3", "skos:broadMatch", "B:2"),
    ]


def test_earlier_forms_are_read(tmp_path: Path) -> None:
    text = """[] a sssom:MappingSet ; sssom:mapping_set_id "https://example.org/set"^^xsd:anyURI ; sssom:mappings [
      owl:annotatedProperty skos:exactMatch ; owl:annotatedSource A:1 ; owl:annotatedTarget B:1 ;
      sssom:mapping_provider "https://example.org/p"^^xsd:anyURI ; sssom:predicate_modifier "Not" ;
      sssom:subject_type "owl class" ; sssom:mapping_justification semapv:LexicalMatching ] ."""
    mappings = read(tmp_path / "a.ttl", PROLOGUE + text)
    (row,) = mappings.rows()
    assert row.negated
    assert row.own == (
        (NamedNode("https://w3id.org/sssom/mapping_provider"), NamedNode("https://example.org/p")),
        (NamedNode("https://w3id.org/sssom/subject_type"), NamedNode("http://www.w3.org/2002/07/owl#Class")),
        (
            NamedNode("https://w3id.org/sssom/mapping_justification"),
            NamedNode("https://w3id.org/semapv/vocab/LexicalMatching"),
        ),
    )
    assert about(mappings) == [{"mapping_set_id": ["https://example.org/set"]}]


def test_records_of_no_set_and_axioms_that_are_no_records(tmp_path: Path) -> None:
    text = """A:r sssom:mapping_justification semapv:LexicalMatching ; owl:annotatedProperty skos:exactMatch ;
  owl:annotatedSource A:1 ; owl:annotatedTarget B:1 .
[] a owl:Axiom ; rdfs:comment "x" ;
  owl:annotatedProperty rdfs:subClassOf ; owl:annotatedSource A:1 ; owl:annotatedTarget B:1 .
"""
    mappings = read(tmp_path / "a.ttl", PROLOGUE + text)
    assert triads(mappings) == [("A:1", "skos:exactMatch", "B:1")]
    axioms = [t for t in mappings.files[0].context if t.object == NamedNode("http://www.w3.org/2002/07/owl#Axiom")]
    assert len(axioms) == 1


def test_several_sets_keep_their_rows(tmp_path: Path) -> None:
    record = "[ owl:annotatedProperty skos:exactMatch ; owl:annotatedSource A:{0} ; owl:annotatedTarget B:{0} ]"
    text = "".join(
        f"A:set{n} a sssom:MappingSet ; sssom:mapping_tool 'T{n}' ; sssom:mappings {record.format(n)} .\n" for n in "12"
    )
    mappings = read(tmp_path / "a.ttl", PROLOGUE + text)
    assert [(row.set.iri.value[-6:], slots(row)["mapping_tool"]) for row in mappings.rows()] == [
        (mappings.files[0].base[-6:], ["T1"]),
        ("#set-2", ["T2"]),
    ]


RECORDS = {
    "no relation": ("owl:annotatedSource A:1 ; owl:annotatedTarget B:1", ("missing-value", "predicate_id", "")),
    "two sources": (
        "owl:annotatedSource A:1 , A:2 ; owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget B:1",
        ("several-values", "subject_id", "https://example.org/a/2"),
    ),
    "a blank source": (
        "owl:annotatedSource [] ; owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget B:1",
        ("blank-node", "subject_id", ""),
    ),
    "a text": (
        'owl:annotatedSource "A" ; owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget B:1',
        ("no-prefix", "subject_id", "A"),
    ),
}


@pytest.mark.parametrize("fault", RECORDS)
def test_a_record_at_fault_is_refused_by_itself(tmp_path: Path, fault: str) -> None:
    record, (code, field, text) = RECORDS[fault]
    lines = f"A:bad sssom:mapping_justification semapv:LexicalMatching ; {record} .\n"
    mappings = read(tmp_path / "a.ttl", PROLOGUE + SET + lines)
    assert [where(each) for each in mappings.problems] == [(code, "error", "line 31", field, text)]
    assert (mappings.rows_used, mappings.rows_refused) == (2, 1)


def test_our_own_graph_can_be_read_again(tmp_path: Path) -> None:
    from pyoxigraph import RdfFormat, serialize

    first = read(tmp_path / "a.ttl", PROLOGUE + SET)
    again = read(tmp_path / "b.nt", serialize(first.triples(), format=RdfFormat.N_TRIPLES) or b"")
    assert [slots(row) for row in again.rows()] == [slots(row) for row in first.rows()]
    assert again.problems == []
