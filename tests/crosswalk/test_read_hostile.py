"""Whatever is in a file, reading it ends with rows or problems and never with an exception."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mapping_files import reread
from test_read_forms import FORMS
from test_read_oscal import a_map, a_mapping, collection
from test_read_sssom_json import ROW, document
from test_read_table import HEAD, A, B, workbook

from mmssc.crosswalk.read import read_mappings

CISO_ROW = {
    "source_requirement_urn": "urn:x:1",
    "target_requirement_urn": "urn:x:2",
    "relationship": "equal",
    "rationale": "semantic",
    "strength_of_relationship": 8,
}
SAMPLES = {name: text.encode() for text, names in FORMS.values() for name in names}
SAMPLES["a.xlsx"] = workbook(HEAD, [f"{A}1", "equal", f"{B}1"])
SAMPLES["a.rdf"] = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:s="http://www.w3.org/2004/02/skos/core#">
<rdf:Description rdf:about="urn:x:1"><s:exactMatch rdf:resource="urn:x:2"/></rdf:Description></rdf:RDF>"""
thorough = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", sorted(SAMPLES))
@thorough
@given(data=st.data())
def test_a_file_that_is_cut_and_stirred(tmp_path: Path, name: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        piece = data.draw(
            st.one_of(st.binary(max_size=3), st.sampled_from([b'"', b"\n", b"\t", b"[", b"{", b"&a", b"*a", b":"]))
        )
        content[at : at + data.draw(st.integers(0, 2))] = piece
    path = tmp_path / name
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    reread(path)


@pytest.mark.parametrize("name", sorted(SAMPLES))
@thorough
@given(content=st.binary(max_size=200))
def test_any_bytes(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    reread(tmp_path / name)


anything = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5), st.just("urn:x:1")
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=4,
)
DOCUMENTS = {
    "sssom": json.loads(document(ROW, extension_definitions=[{"slot_name": "ext_a", "property": "A:a"}])),
    "oscal": json.loads(
        collection(
            a_mapping(
                a_map(**{"confidence-score": {"percentage": 0.9}, "coverage": {"target-coverage": 0.5}}),
                **{"source-gap-summary": {"unmapped-controls": [{"with-ids": ["a-1"]}]}},
            ),
            **{"back-matter": {"resources": [{"uuid": "u", "rlinks": [{"href": "h"}]}]}},
        )
    ),
    "ciso": {
        "urn": "urn:x:l",
        "objects": {"requirement_mapping_sets": [{"urn": "urn:x:s", "requirement_mappings": [CISO_ROW]}]},
    },
}


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to every value of a document."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def replaced(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a document with another value at a place."""
    if not path:
        return value
    key, *rest = path
    if isinstance(node, dict):
        return {name: replaced(each, tuple(rest), value) if name == key else each for name, each in node.items()}
    return [replaced(each, tuple(rest), value) if index == key else each for index, each in enumerate(node)]


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(thorough, max_examples=150)
@given(data=st.data())
def test_a_document_with_anything_anywhere(tmp_path: Path, name: str, data: st.DataObject) -> None:
    found = DOCUMENTS[name]
    for _ in range(data.draw(st.integers(1, 3))):
        found = replaced(found, data.draw(st.sampled_from(places(found))), data.draw(anything))
    (tmp_path / "a.json").write_text(json.dumps(found))
    mappings = reread(tmp_path / "a.json")
    assert sum(1 for _ in mappings.triples()) >= mappings.rows_used


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv")
    Path(path).write_bytes(SAMPLES["a.csv"])
    mappings = read_mappings([path])
    assert mappings.rows_used == 1
    assert next(mappings.rows()).iri.value.endswith("/%FF.csv#row-1")
    assert sum(1 for _ in mappings.triples())


@pytest.mark.parametrize("sample", sorted(SAMPLES))
@pytest.mark.parametrize("name", ["a.sssom.tsv", "a.csv", "a.json", "a.yaml", "a.ttl", "a.rdf", "a.xlsx", "nameless"])
def test_a_file_under_the_name_of_another_form(tmp_path: Path, sample: str, name: str) -> None:
    (tmp_path / name).write_bytes(SAMPLES[sample])
    mappings = reread(tmp_path / name)
    assert mappings.rows_used or mappings.problems or mappings.files[0].context


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"[" * 1_000_000),
        ("a.json", b'{"mappings":' * 500_000),
        ("a.yaml", b"- " * 200_000),
        ("a.yaml", b"[" * 200_000),
        ("a.yaml", b"{a: " * 50_000),
        ("a.sssom.tsv", b"#" + b"[" * 200_000 + b"\n"),
        ("a.ttl", b"@prefix a: <urn:a:> . a:b a:c " + b"<<( a:d a:e " * 100_000),
        ("a.ttl", b"@prefix a: <urn:a:> . a:b a:c " + b"[ a:d " * 100_000),
        ("a.ttl", b"@prefix a: <urn:a:> . a:b a:c " + b"( " * 100_000),
        ("a.rdf", b"<a>" * 500_000),
        ("a.csv", b'source,relation,target\n"' + b"x" * 5_000_000),
        ("a.csv", b"source," * 200_000),
    ],
)
def test_nesting_and_lines_beyond_all_measure(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert reread(tmp_path / name).refused
