"""SSSOM/JSON: slots, prefixes wherever they stand, lines of rows, and documents that are damaged or hostile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from mapping_files import about, read, slots, triads, where

if TYPE_CHECKING:
    from pathlib import Path

MAP = {"A": "https://example.org/a/", "B": "https://example.org/b/"}
ROW = {
    "subject_id": "A:1",
    "predicate_id": "skos:exactMatch",
    "object_id": "B:1",
    "mapping_justification": "semapv:LexicalMatching",
}


def document(*rows: Any, **more: Any) -> str:
    return json.dumps({"mapping_set_id": "https://example.org/set", "curie_map": MAP, "mappings": list(rows)} | more)


def test_a_document(tmp_path: Path) -> None:
    full = ROW | {"author_label": ["Ann", "Bob"], "confidence": 0.25, "comment": "x", "predicate_modifier": "Not"}
    mappings = read(tmp_path / "a.json", document(full, subject_source="A:s", license="https://example.org/l"))
    (row,) = mappings.rows()
    assert slots(row) == {
        "subject_id": ["A:1"],
        "predicate_id": ["skos:exactMatch"],
        "predicate_modifier": ["https://w3id.org/sssom/NegatedPredicate"],
        "object_id": ["B:1"],
        "mapping_justification": ["https://w3id.org/semapv/vocab/LexicalMatching"],
        "author_label": ["Ann", "Bob"],
        "confidence": ["0.25"],
        "comment": ["x"],
        "subject_source": ["A:s"],
    }
    assert about(mappings) == [
        {"mapping_set_id": ["https://example.org/set"], "license": ["https://example.org/l"]},
    ]
    assert mappings.problems == []
    assert mappings.files[0].form == "SSSOM/JSON"


CONTEXT: dict[str, Any] = {
    **MAP,
    "subject_id": {"@id": "owl:annotatedSource", "@type": "rdfs:Resource"},
    "comment": "rdfs:comment",
    "@vocab": "https://w3id.org/sssom/",
}


@pytest.mark.parametrize(
    "prefixes",
    [
        {"@context": CONTEXT},
        {"@context": [{"A": MAP["A"]}, {"B": {"@id": MAP["B"], "@prefix": True}}]},
        {"curie_map": {"A": MAP["A"], "B": {"prefix_name": "B", "prefix_url": MAP["B"]}}},
    ],
)
def test_prefixes_may_stand_after_the_rows(tmp_path: Path, prefixes: dict[str, Any]) -> None:
    text = json.dumps({"mappings": [ROW], "@type": "MappingSet"} | prefixes)
    mappings = read(tmp_path / "a.json", text)
    assert triads(mappings) == [("A:1", "skos:exactMatch", "B:1")]
    assert mappings.problems == []


def test_rows_know_their_lines(tmp_path: Path) -> None:
    text = json.dumps(json.loads(document(ROW, ROW, ROW)), indent=2)
    mappings = read(tmp_path / "a.json", text)
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line == "    {"]
    assert [row.line for row in mappings.rows()] == starts


def test_whole_identifiers_are_taken_as_they_are(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", document(ROW | {"object_id": "urn:x:1"}))
    assert triads(mappings) == [("A:1", "skos:exactMatch", "urn:x:1")]


def test_a_context_that_stands_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", document(ROW, **{"@context": "https://example.org/context.jsonld"}))
    assert [where(each)[0::4] for each in mappings.problems] == [
        ("remote-context", "https://example.org/context.jsonld")
    ]
    assert mappings.rows_used == 1


ROWS = {
    "an unknown prefix": (ROW | {"object_id": "C:1"}, ("unknown-prefix", "error", "object_id", "C:1")),
    "no prefix": (ROW | {"object_id": "pear"}, ("no-prefix", "error", "object_id", "pear")),
    "no relation": (
        {k: v for k, v in ROW.items() if k != "predicate_id"},
        ("missing-value", "error", "predicate_id", ""),
    ),
    "two subjects": (ROW | {"subject_id": ["A:1", "A:2"]}, ("several-values", "error", "subject_id", "A:2")),
    "no number": (ROW | {"confidence": True}, ("bad-number", "error", "confidence", "true")),
    "no object": (["A:1"], ("not-an-object", "error", "", "")),
    "null": (None, ("not-an-object", "error", "", "")),
}


@pytest.mark.parametrize("fault", ROWS)
def test_a_row_at_fault_is_refused_by_itself(tmp_path: Path, fault: str) -> None:
    row, problem = ROWS[fault]
    mappings = read(tmp_path / "a.json", document(ROW, row, ROW))
    assert [(p.code, p.severity, p.field, p.value) for p in mappings.problems] == [problem]
    assert (mappings.rows_used, mappings.rows_refused) == (2, 1)


def test_a_key_twice_would_lose_a_value(tmp_path: Path) -> None:
    row = '{"subject_id": "A:1", "predicate_id": "skos:exactMatch", "object_id": "B:1", "object_id": "B:2"}'
    text = document(ROW).replace(json.dumps(ROW), f"{json.dumps(ROW)}, {row}")
    mappings = read(tmp_path / "a.json", text)
    assert [where(each)[0::3] for each in mappings.problems] == [("duplicate-key", "object_id")]
    assert (mappings.rows_used, mappings.rows_refused) == (1, 1)


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", document(ROW | {"colour": "red", "comment": {"a": "b"}}, flavour="sweet"))
    assert [(each.field, each.code, each.severity) for each in mappings.problems] == [
        (name, "unread-field", "warning") for name in ("flavour", "colour", "comment")
    ]


def test_rows_that_are_no_list_are_not_read(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", document(mappings={"a": 1}))
    assert [(each.code, each.field) for each in mappings.problems] == [("wrong-type", "mappings")]
    assert mappings.refused


DOCUMENTS = {
    "cut off": (document(ROW)[:-30], "syntax"),
    "a comma too many": (document(ROW).replace("}]", "},]"), "syntax"),
    "a missing colon": ('{"mappings" []}', "syntax"),
    "a key without quotation marks": ('{"mappings": [], a: 1}', "syntax"),
    "something after the end": (document(ROW) + " x", "syntax"),
    "not a number": (document(ROW).replace('"mapping_set_id"', '"other": NaN, "mapping_set_id"'), "syntax"),
    "a key twice": ('{"mapping_set_id": "urn:x:a", "mappings": [], "mapping_set_id": "urn:x:b"}', "duplicate-key"),
    "rows twice": ('{"mappings": [], "mappings": []}', "duplicate-key"),
    "half of a character": (document(ROW | {"comment": "\ud800"}), "syntax"),
    "half of a character in a key": (document(ROW | {"\udfff": "x"}), "syntax"),
    "too deep": ('{"mappings": ' + "[" * 100_000, "too-deep"),
    "deep objects": ('{"mappings": [' + '{"a":' * 100_000, "too-deep"),
}


@pytest.mark.parametrize("fault", DOCUMENTS)
def test_a_document_that_cannot_be_read(tmp_path: Path, fault: str) -> None:
    text, code = DOCUMENTS[fault]
    mappings = read(tmp_path / "a.json", text)
    assert [(each.code, each.severity) for each in mappings.problems] == [(code, "error")]
    assert mappings.problems[0].where.startswith("line 1")
    assert mappings.rows_used == 0


def test_the_line_at_fault_is_named(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", json.dumps(json.loads(document(ROW, ROW)), indent=1).replace("B:1", 'B"1', 1))
    assert [where(each)[:3] for each in mappings.problems] == [("syntax", "error", "line 11, column 20")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_encodings_of_json(tmp_path: Path, encoding: str) -> None:
    mappings = read(tmp_path / "a.json", document(ROW | {"comment": "城市"}).encode(encoding))
    assert mappings.rows_used == 1
    assert mappings.problems == []


def test_another_encoding_is_told(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", document(ROW | {"comment": "?"}).replace("?", "城").encode("gb18030"))
    assert [where(each)[:3] for each in mappings.problems] == [("encoding", "error", "line 1")]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmssc.crosswalk.read.walk_json.MAX_JSON_BYTES", 100)
    mappings = read(tmp_path / "a.json", document(ROW))
    assert [each.code for each in mappings.problems] == ["too-large"]
