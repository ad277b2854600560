"""What is written as OSCAL has the shape of its mapping model, and what it cannot say is named."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from mapping_files import PREFIXES, about, read, said, slots, triads
from test_read_oscal import ONE, a_map, a_mapping, collection, sides

from mmssc.crosswalk.write import write_mappings

if TYPE_CHECKING:
    from pathlib import Path

    from mmssc.crosswalk.read import Mappings

UUID = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}
TEXT = {"type": "string", "pattern": r"^\S(.*\S)?$"}
TOKEN = {"type": "string", "pattern": r"^[A-Za-z_][\w.\-]*$"}
RATIONALE = {"enum": ["syntactic", "semantic", "functional"]}
METHOD = {"enum": ["human", "automation", "hybrid"]}
STATUS = {"enum": ["complete", "not-complete", "draft", "deprecated", "superseded"]}


def exactly(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = required | (optional or {})
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def several(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": item}


ITEM = exactly({"type": {"enum": ["control", "statement"]}, "id-ref": TEXT})
SCORES = {
    "confidence-score": {"oneOf": [exactly({"category": TEXT}), exactly({"percentage": {"type": "number"}})]},
    "coverage": exactly({"target-coverage": {"type": "number"}}),
    "remarks": TEXT,
    "matching-rationale": RATIONALE,
}
MAP = exactly(
    {"uuid": UUID, "relationship": TOKEN, "sources": several(ITEM), "targets": several(ITEM)},
    SCORES | {"ns": {"type": "string", "pattern": "^[a-z]+:"}},
)
GAPS = exactly({"uuid": UUID, "unmapped-controls": several(exactly({"with-ids": several(TEXT)}))})
RESOURCE = exactly({"type": TOKEN, "href": TEXT})
MAPPING = exactly(
    {"uuid": UUID, "source-resource": RESOURCE, "target-resource": RESOURCE, "maps": several(MAP)},
    SCORES
    | {"method": METHOD, "status": STATUS, "mapping-description": TEXT}
    | {"source-gap-summary": GAPS, "target-gap-summary": GAPS},
)
PARTY = exactly({"uuid": UUID, "type": {"enum": ["person", "organization"]}, "name": TEXT})
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
METADATA = exactly(
    {"title": TEXT, "last-modified": TIME, "version": TEXT, "oscal-version": TEXT},
    {"roles": several(exactly({"id": TOKEN, "title": TEXT})), "parties": several(PARTY)},
)
PROVENANCE = exactly(
    {"method": METHOD, "matching-rationale": RATIONALE, "status": STATUS, "mapping-description": TEXT},
    {"responsible-parties": several(exactly({"role-id": TOKEN, "party-uuids": several(UUID)}))},
)
COLLECTION = exactly({"uuid": UUID, "metadata": METADATA, "provenance": PROVENANCE, "mappings": several(MAPPING)})
SCHEMA = exactly({"mapping-collection": COLLECTION})
"""What OSCAL 1.2.1 asks of the parts that are written here."""


def written(mappings: Mappings, *expected: str) -> dict[str, Any]:
    """Write, hold the document to the model, and the problems to those that are expected."""
    result = write_mappings(mappings.triples(), "oscal-json")
    document = json.loads(result.text)
    jsonschema.validate(document, SCHEMA)
    assert [f"{problem.code} {problem.field}" for problem in result.problems] == list(expected)
    found: dict[str, Any] = document["mapping-collection"]
    return found


def test_a_collection_is_written_as_it_was_read(tmp_path: Path) -> None:
    more = {"confidence-score": {"percentage": 0.9}, "coverage": {"target-coverage": 0.5}, "remarks": "Fine."}
    gaps = {"source-gap-summary": {"uuid": ONE.format(5), "unmapped-controls": [{"with-ids": ["a-8", "a-9"]}]}}
    statement = [{"type": "statement", "id-ref": "a-1_smt.a"}]
    maps = [
        a_map(**more),
        a_map("equivalent-to", uuid=ONE.format(4)),
        a_map("subset-of", uuid=ONE.format(5), sources=sides("a-1", "a-2"), targets=sides("b-1", "b-2")),
        a_map("no-relationship", uuid=ONE.format(6), sources=statement, **{"confidence-score": {"category": "low"}}),
        a_map("closeMatch", uuid=ONE.format(7), ns="http://www.w3.org/2004/02/skos/core#"),
    ]
    mappings = read(tmp_path / "a.json", collection(a_mapping(*maps, **gaps)))
    document = written(mappings)
    again = read(tmp_path / "b.json", json.dumps({"mapping-collection": document}))
    assert said(again) == said(mappings)
    assert about(again) == about(mappings)
    (mapping,) = document["mappings"]
    assert [each["relationship"] for each in mapping["maps"]] == [each["relationship"] for each in maps]
    assert [each["uuid"] for each in mapping["maps"]] == [each["uuid"] for each in maps]
    assert mapping["maps"][2]["sources"] == sides("a-1", "a-2")
    assert mapping["source-gap-summary"]["unmapped-controls"] == [{"with-ids": ["a-8", "a-9"]}]
    assert (mapping["uuid"], document["uuid"]) == (ONE.format(2), ONE.format(1))
    assert document["metadata"]["last-modified"] == "2024-01-02T00:00:00Z"


def test_mappings_are_pairs_of_resources(tmp_path: Path) -> None:
    text = PREFIXES + "subject_id\tpredicate_id\tobject_id\tmapping_justification\tobject_source\n"
    text += "".join(
        f"A:{n}\tskos:exactMatch\tB:{n}\tsemapv:ManualMappingCuration\t{source}\n"
        for n, source in (("1", "B:x"), ("2", "B:y"), ("3", "B:x"))
    )
    document = written(
        read(tmp_path / "a.sssom.tsv", text),
        "filled-in last-modified",
        "filled-in matching-rationale",
        "filled-in status",
        "no-room license",
        "no-room mapping_set_id",
    )
    assert [
        (each["source-resource"]["href"], each["target-resource"]["href"], len(each["maps"]))
        for each in document["mappings"]
    ] == [
        ("https://example.org/a/", "https://example.org/b/x", 2),
        ("https://example.org/a/", "https://example.org/b/y", 1),
    ]
    assert len({each["uuid"] for each in document["mappings"]}) == 2
    assert document["mappings"][0]["maps"][0]["sources"] == [{"type": "control", "id-ref": "1"}]
    assert document["mappings"][0]["maps"][0]["targets"] == [{"type": "control", "id-ref": "https://example.org/b/1"}]
    assert document["provenance"]["method"] == "human"


def test_what_oscal_cannot_say_is_named_and_left_out(tmp_path: Path) -> None:
    text = PREFIXES + "#mapping_set_title: T\n" + (
        "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tsubject_type\n"
        "A:1\tone\tskos:exactMatch\t\tB:1\tsemapv:LexicalMatching\t\n"
        "A:2\ttwo\tskos:exactMatch\tNot\tB:1\tsemapv:LexicalMatching\t\n"
        "\tthree\tskos:exactMatch\t\tB:1\tsemapv:LexicalMatching\trdfs literal\n"
        "A:4\tfour\tA:1\t\tB:1\tsemapv:LexicalMatching\t\n"
    )  # fmt: skip
    document = written(
        read(tmp_path / "a.sssom.tsv", text),
        "filled-in last-modified",
        "filled-in matching-rationale",
        "filled-in status",
        "no-room license",
        "no-room mapping_justification",
        "no-room mapping_set_id",
        "no-room negated rows",
        "no-room rows that map mere texts",
        "no-room rows whose relation has no plain name",
        "no-room subject_label",
    )
    assert [len(each["maps"]) for each in document["mappings"]] == [1]
    assert document["mappings"][0]["method"] == "automation"


def test_what_oscal_requires_is_filled_in_and_named(tmp_path: Path) -> None:
    text = "source,relation,target\nhttps://example.org/a/1,equal,https://example.org/b/1\n"
    mappings = read(tmp_path / "a.csv", text)
    document = written(
        mappings, "filled-in last-modified", "filled-in method", "filled-in matching-rationale", "filled-in status"
    )
    assert re.fullmatch(TIME["pattern"], document["metadata"]["last-modified"])
    assert slots(next(read(tmp_path / "b.json", json.dumps({"mapping-collection": document})).rows()))[
        "predicate_label"
    ] == ["equal-to"]


def test_identifiers_do_not_change_from_one_writing_to_the_next(tmp_path: Path) -> None:
    text = PREFIXES + "#publication_date: 2024-01-01\nsubject_id\tpredicate_id\tobject_id\nA:1\tskos:exactMatch\tB:1\n"
    mappings = read(tmp_path / "a.sssom.tsv", text)
    assert write_mappings(mappings.triples(), "oscal-json") == write_mappings(mappings.triples(), "oscal-json")


@pytest.mark.parametrize("relation", ["exactMatch", "broadMatch", "narrowMatch", "closeMatch", "relatedMatch"])
def test_relations_of_skos(tmp_path: Path, relation: str) -> None:
    text = PREFIXES + f"subject_id\tpredicate_id\tobject_id\nA:1\tskos:{relation}\tB:1\n"
    result = write_mappings(read(tmp_path / "a.sssom.tsv", text).triples(), "oscal-json")
    assert triads(read(tmp_path / "b.json", result.text)) == [("A:1", f"skos:{relation}", "B:1")]


@pytest.mark.parametrize(
    ("said", "epoch", "expected", "problems"),
    [
        ("#publication_date: 2024-03-01\n", "86400", "2024-03-01T00:00:00Z", 0),
        ("#mapping_date: 2023-05-06\n", None, "2023-05-06T00:00:00Z", 0),
        ("", "86400", "1970-01-02T00:00:00+00:00", 1),
        ("", None, "1970-01-01T00:00:00+00:00", 1),
        ("", "yesterday", "1970-01-01T00:00:00+00:00", 1),
    ],
)
def test_the_date_is_that_of_the_mappings_and_never_that_of_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, epoch: str | None, expected: str, problems: int
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    text = PREFIXES + said + "subject_id\tpredicate_id\tobject_id\nA:1\tskos:exactMatch\tB:1\n"
    result = write_mappings(read(tmp_path / "a.sssom.tsv", text).triples(), "oscal-json")
    metadata = json.loads(result.text)["mapping-collection"]["metadata"]
    assert re.fullmatch(TIME["pattern"], metadata["last-modified"])
    assert metadata["last-modified"] == expected
    assert [problem.field for problem in result.problems].count("last-modified") == problems
