"""The form of a file is told by its name where that decides it, else by what it holds."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest
from mapping_files import COLUMNS, PREFIXES, reread, triads

from mmssc.crosswalk.read import read_mappings
from mmssc.crosswalk.read.resource import base_of
from mmssc.crosswalk.vocabulary import Vocabulary, plain, shipped_vocabulary
from mmssc.knowledge import folder, triples

if TYPE_CHECKING:
    from pathlib import Path

SKOS = "<https://example.org/a/1> <http://www.w3.org/2004/02/skos/core#exactMatch> <https://example.org/b/1> .\n"
TURTLE = f"# A comment: of Turtle\n@prefix s: <urn:x:> .\n{SKOS}"
TSV = PREFIXES + COLUMNS + "A:1\tskos:exactMatch\tB:1\tsemapv:LexicalMatching\n"
JSON = """{"mappings": [{"subject_id": "https://example.org/a/1", "predicate_id": "skos:exactMatch",
 "object_id": "https://example.org/b/1"}]}"""
OSCAL = """{"mapping-collection": {"mappings": [{"maps": [{"relationship": "equal-to",
 "sources": [{"id-ref": "https://example.org/a/1"}], "targets": [{"id-ref": "https://example.org/b/1"}]}],
 "source-resource": {"href": "x"}, "target-resource": {"href": "x"}}]}}"""
JSON_LD = """{"@id": "https://example.org/a/1",
 "http://www.w3.org/2004/02/skos/core#exactMatch": {"@id": "https://example.org/b/1"}}"""
CISO = """objects:
  requirement_mapping_sets:
  - requirement_mappings:
    - source_requirement_urn: https://example.org/a/1
      target_requirement_urn: https://example.org/b/1
      relationship: equal
"""
CSV = "source,relation,target\nhttps://example.org/a/1,equal,https://example.org/b/1\n"

FORMS = {
    "SSSOM/TSV": (TSV, ["a.sssom.tsv", "a.tsv", "a.csv", "a.txt", "nameless"]),
    "SSSOM/JSON": (JSON, ["a.json", "nameless"]),
    "OSCAL": (OSCAL, ["a.json", "a.yaml", "nameless"]),  # JSON is YAML too
    "JSON-LD": (JSON_LD, ["a.json", "a.jsonld", "nameless"]),
    "CISO Assistant": (CISO, ["a.yaml", "a.yml", "nameless", "a.txt"]),
    "table": (CSV, ["a.csv", "a.txt", "nameless"]),
    "Turtle": (TURTLE, ["a.ttl", "a.turtle"]),
    "TriG": (TURTLE, ["a.trig", "nameless", "a.txt"]),
    "N-Triples": (SKOS, ["a.nt"]),
}


@pytest.mark.parametrize(("form", "name"), [(form, name) for form, (_, names) in FORMS.items() for name in names])
def test_a_form_is_told(tmp_path: Path, form: str, name: str) -> None:
    (tmp_path / name).write_text(FORMS[form][0])
    mappings = reread(tmp_path / name)
    assert mappings.files[0].form == form
    assert triads(mappings) == [("A:1", "skos:exactMatch", "B:1")]
    assert mappings.refused == []


def test_a_library_may_be_json(tmp_path: Path) -> None:
    row = {
        "source_requirement_urn": "https://example.org/a/1",
        "target_requirement_urn": "https://example.org/b/1",
        "relationship": "equal",
    }
    (tmp_path / "a.json").write_text(
        json.dumps({"objects": {"requirement_mapping_set": {"requirement_mappings": [row]}}})
    )
    assert triads(reread(tmp_path / "a.json")) == [("A:1", "skos:exactMatch", "B:1")]


@pytest.mark.parametrize("name", ["a.sssom.tsv.gz", "a.csv.gz"])
def test_packed_files_are_unpacked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress((TSV if "sssom" in name else CSV).encode()))
    assert triads(reread(tmp_path / name)) == [("A:1", "skos:exactMatch", "B:1")]


@pytest.mark.parametrize("form", FORMS)
def test_standard_input(form: str) -> None:
    mappings = read_mappings(["-"], stdin=io.BytesIO(FORMS[form][0].encode()))
    assert triads(mappings) == [("A:1", "skos:exactMatch", "B:1")]
    assert next(mappings.rows()).iri.value == "https://w3id.org/mmssc/file/-#row-1"


@pytest.mark.parametrize(
    ("source", "base"),
    [
        ("a.tsv", "a.tsv"),
        ("maps/a b.tsv", "maps/a%20b.tsv"),
        ("/tmp/a#b?.tsv", "tmp/a%23b%3F.tsv"),
        ("映射.csv", "%E6%98%A0%E5%B0%84.csv"),
        ("..\\x\\a.tsv", "../x/a.tsv"),
    ],
)
def test_rows_stand_below_the_name_of_their_file(source: str, base: str) -> None:
    assert base_of(source) == "https://w3id.org/mmssc/file/" + base


def test_relations_read_as_a_user_says(tmp_path: Path) -> None:
    from pyoxigraph import RdfFormat, parse

    text = b"""@prefix mmssc: <https://w3id.org/mmssc/ns#> .
    <urn:x:rel> mmssc:readsAs mmssc:Equal ; mmssc:relationName "Same-Thing" ."""
    own = Vocabulary.of(parse(text, format=RdfFormat.TURTLE))
    (tmp_path / "a.csv").write_text(CSV.replace("equal", "same thing"))
    mappings = read_mappings([tmp_path / "a.csv"], vocabulary=own)
    assert triads(mappings) == [("A:1", "urn:x:rel", "B:1")]
    assert mappings.problems == []
    assert [problem.code for problem in read_mappings([tmp_path / "a.csv"]).problems] == ["unknown-relation"]


def test_every_relation_that_is_named_has_a_reading_and_no_name_means_two() -> None:
    vocabulary = shipped_vocabulary()
    assert set(vocabulary.relations.values()) <= vocabulary.readings.keys()
    names = [
        (plain(quad.object.value), quad.subject)  # type: ignore[union-attr]
        for quad in triples(folder("ontology/mappings.ttl"))
        if quad.predicate.value.endswith("#relationName")
    ]
    assert len({name for name, _ in names}) == len(names)
    assert {name.value.rpartition("#")[2] for name in vocabulary.rationales.values()} == {
        "Semantic",
        "Functional",
        "Syntactic",
    }
