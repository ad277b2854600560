"""OSCAL mapping collections: relations hold between what is on either side as a whole, and gaps are declared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from mapping_files import about, read, slots, triads, value, where
from pyoxigraph import NamedNode

from mmssc.crosswalk.vocabulary import MEMBER_OF, UNION
from mmssc.names import RDF_TYPE

if TYPE_CHECKING:
    from pathlib import Path

    from mmssc.crosswalk.read import Mappings

A, B = "https://example.org/a/", "https://example.org/b/"
ONE = "11111111-1111-4111-8111-11111111111{}"


def sides(*codes: str) -> list[dict[str, str]]:
    return [{"type": "control", "id-ref": code} for code in codes]


def a_map(relationship: Any = "equal-to", **more: Any) -> dict[str, Any]:
    return {
        "uuid": ONE.format(3),
        "relationship": relationship,
        "sources": sides("a-1"),
        "targets": sides("b-1"),
    } | more


def a_mapping(*maps: Any, **more: Any) -> dict[str, Any]:
    return {
        "uuid": ONE.format(2),
        "source-resource": {"type": "catalog", "href": A},
        "target-resource": {"type": "profile", "href": B},
        "maps": list(maps) or [a_map()],
    } | more


def collection(*mappings: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {
            "mapping-collection": {
                "uuid": ONE.format(1),
                "metadata": {
                    "title": "A to B",
                    "last-modified": "2024-01-02T10:00:00.000+00:00",
                    "version": "1.0",
                    "oscal-version": "1.2.1",
                    "parties": [{"uuid": ONE.format(9), "type": "person", "name": "Ann"}],
                },
                "provenance": {
                    "method": "human",
                    "matching-rationale": "functional",
                    "status": "draft",
                    "mapping-description": "How A relates to B.",
                    "responsible-parties": [{"role-id": "creator", "party-uuids": [ONE.format(9)]}],
                },
                "mappings": list(mappings) or [a_mapping()],
            }
            | more
        },
        indent=1,
    )


def graph(mappings: Mappings) -> set[tuple[Any, ...]]:
    return {(t.subject, t.predicate, t.object) for t in mappings.files[0].context}


def test_a_collection(tmp_path: Path) -> None:
    more = {"confidence-score": {"percentage": 0.9}, "coverage": {"target-coverage": 0.5}, "remarks": "Fine."}
    text = collection(a_mapping(a_map(**more), a_map("subset-of", **{"matching-rationale": "syntactic"})))
    mappings = read(tmp_path / "a.json", text)
    one, two = mappings.rows()
    assert slots(one) == {
        "record_id": ["urn:uuid:" + ONE.format(3)],
        "subject_id": ["A:a-1"],
        "subject_category": ["control"],
        "predicate_id": ["skos:exactMatch"],
        "predicate_label": ["equal-to"],
        "object_id": ["B:b-1"],
        "object_category": ["control"],
        "mapping_justification": ["https://w3id.org/semapv/vocab/ManualMappingCuration"],
        "rationale": ["mmssc:Functional"],
        "confidence": ["0.9"],
        "mmssc:coverage": ["0.5"],
        "comment": ["Fine."],
        "subject_source": ["A:"],
        "object_source": ["B:"],
    }
    assert (slots(two)["rationale"], slots(two)["predicate_id"]) == (["mmssc:Syntactic"], ["skos:broadMatch"])
    lines = text.splitlines()
    assert [lines[row.line - 1].strip() for row in (one, two)] == ["{", "{"]
    assert ONE.format(3) in lines[one.line]
    assert about(mappings) == [
        {
            "mapping_set_id": ["urn:uuid:" + ONE.format(2)],
            "mapping_set_title": ["A to B"],
            "mapping_set_version": ["1.0"],
            "publication_date": ["2024-01-02"],
            "mapping_set_description": ["How A relates to B."],
            "creator_label": ["Ann"],
            "schema:creativeWorkStatus": ["draft"],
            "dcterms:isPartOf": ["urn:uuid:" + ONE.format(1)],
        }
    ]
    assert mappings.problems == []
    assert mappings.files[0].form == "OSCAL"


@pytest.mark.parametrize(
    ("name", "relation"),
    [
        ("equal-to", "skos:exactMatch"),
        ("equivalent-to", "skos:exactMatch"),
        ("subset-of", "skos:broadMatch"),
        ("superset-of", "skos:narrowMatch"),
        ("intersects-with", "mmssc:intersectsWith"),
        ("no-relationship", "mmssc:disjointFrom"),
        ({"type": "subset-of"}, "skos:broadMatch"),
    ],
)
def test_relations(tmp_path: Path, name: Any, relation: str) -> None:
    mappings = read(tmp_path / "a.json", collection(a_mapping(a_map(name))))
    assert triads(mappings) == [("A:a-1", relation, "B:b-1")]


def test_a_relation_of_another_namespace_is_its_own(tmp_path: Path) -> None:
    ours, theirs = {"ns": "http://csrc.nist.gov/ns/oscal"}, {"ns": "https://example.org/ns"}
    mappings = read(tmp_path / "a.json", collection(a_mapping(a_map(**ours), a_map(**theirs))))
    assert value(mappings, "predicate_id") == ["skos:exactMatch", "https://example.org/ns#equal-to"]
    assert [where(each)[:2] for each in mappings.problems] == [("relation-without-reading", "warning")]


def test_a_side_with_several_members_is_their_union_and_not_each_of_them(tmp_path: Path) -> None:
    both = {"sources": sides("a-1", "a-2"), "targets": sides("b-1", "b-2", "b-3")}
    swapped = {"sources": sides("a-2", "a-1")}
    mappings = read(tmp_path / "a.json", collection(a_mapping(a_map("subset-of", **both), a_map(**swapped))))
    assert mappings.rows_used == 2
    one, two = mappings.rows()
    assert one.subject == two.subject
    left, right = one.subject, one.object
    members = {left: [A + "a-1", A + "a-2"], right: [B + "b-1", B + "b-2", B + "b-3"]}
    assert graph(mappings) == {
        *((node, RDF_TYPE, UNION) for node in members),
        *((NamedNode(iri), MEMBER_OF, node) for node, iris in members.items() for iri in iris),
    }
    assert two.object == NamedNode(B + "b-1")


def test_the_same_members_are_the_same_union_in_another_file(tmp_path: Path) -> None:
    text = collection(a_mapping(a_map(sources=sides("a-1", "a-2"))))
    one, two = (next(read(tmp_path / name, text).rows()) for name in ("a.json", "b.json"))
    assert one.subject == two.subject
    assert one.iri != two.iri


@pytest.mark.parametrize(
    ("href", "iri"),
    [
        ("https://example.org/c.json", "https://example.org/c.json#a-1"),
        ("c.json", "https://w3id.org/mmssc/file/maps/c.json#a-1"),
        ("../c%20d.json", "https://w3id.org/mmssc/file/c%20d.json#a-1"),
        ("#" + ONE.format(7).upper(), "https://example.org/linked.json#a-1"),
        ("#" + ONE.format(8), f"urn:uuid:{ONE.format(8)}#a-1"),
    ],
)
def test_where_a_resource_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, href: str, iri: str) -> None:
    from mmssc.crosswalk.read import read_mappings

    resources = [
        {"uuid": ONE.format(7), "rlinks": [{"href": "https://example.org/linked.json"}]},
        {"uuid": ONE.format(8), "title": "No link"},
    ]
    mapping = a_mapping(**{"source-resource": {"type": "catalog", "href": href}})
    monkeypatch.chdir(tmp_path)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "a.json").write_text(collection(mapping, **{"back-matter": {"resources": resources}}))
    (row,) = read_mappings(["maps/a.json"]).rows()
    assert row.subject == NamedNode(iri)


def test_declared_gaps_are_rows_without_a_counterpart(tmp_path: Path) -> None:
    gaps = {
        "source-gap-summary": {"uuid": ONE.format(5), "unmapped-controls": [{"with-ids": ["a-8", "a-9"]}]},
        "target-gap-summary": {
            "uuid": ONE.format(6),
            "unmapped-controls": [
                {"with-ids": ["b-9"], "with-child-controls": "yes"},
                {"with-child-controls": "no", "matching": [{"pattern": "b-*"}]},
            ],
        },
    }
    mappings = read(tmp_path / "a.json", collection(a_mapping(**gaps)))
    nothing = "https://w3id.org/sssom/NoTermFound"
    assert triads(mappings)[1:] == [
        ("A:a-8", "skos:mappingRelation", nothing),
        ("A:a-9", "skos:mappingRelation", nothing),
        (nothing, "skos:mappingRelation", "B:b-9"),
    ]
    assert value(mappings, "object_source") == ["B:"] * 4
    assert [where(each)[:4:3] for each in mappings.problems] == [
        ("unresolved-selection", "target-gap-summary/with-child-controls"),
        ("unresolved-selection", "target-gap-summary/matching"),
    ]


def test_what_a_mapping_says_goes_before_its_collection(tmp_path: Path) -> None:
    second = a_mapping(
        **{"uuid": ONE.format(4), "method": "automation", "matching-rationale": "semantic", "status": "complete"}
    )
    mappings = read(tmp_path / "a.json", collection(a_mapping(), second))
    assert value(mappings, "rationale") == ["mmssc:Functional", "mmssc:Semantic"]
    assert [iri.rpartition("/")[2] for iri in value(mappings, "mapping_justification")] == [
        "ManualMappingCuration",
        "UnspecifiedMatching",
    ]
    assert [each["schema:creativeWorkStatus"] for each in about(mappings)] == [["draft"], ["complete"]]


def test_the_order_of_members_does_not_matter(tmp_path: Path) -> None:
    def reverse(node: Any) -> Any:
        return {key: reverse(node[key]) for key in reversed(node)} if isinstance(node, dict) else node

    whole = json.loads(collection(a_mapping(a_map(), a_map("subset-of", sources=sides("a-1", "a-2")))))
    whole["mapping-collection"]["mappings"][0] = reverse(whole["mapping-collection"]["mappings"][0])
    forward = read(tmp_path / "a.json", json.dumps(whole))
    backward = read(tmp_path / "b.json", json.dumps(reverse(whole)))
    assert [slots(row) for row in forward.rows()] == [slots(row) for row in backward.rows()]
    assert about(forward) == about(backward)


MAPS = {
    "an unknown relation": (a_map("includes"), ("unknown-relation", "relationship", "includes")),
    "no relation": (a_map(""), ("missing-value", "predicate_id", "")),
    "no source": (a_map(sources=[]), ("missing-value", "subject_id", "")),
    "a source without identifier": (a_map(sources=[{"type": "control"}]), ("missing-value", "sources", "")),
    "an unknown rationale": (a_map(**{"matching-rationale": "x"}), ("unknown-value", "matching-rationale", "x")),
    "no number": (a_map(**{"confidence-score": {"percentage": "x"}}), ("bad-number", "confidence-score", "x")),
    "no object": ("text", ("not-an-object", "maps", "")),
}


@pytest.mark.parametrize("fault", MAPS)
def test_a_map_at_fault_is_refused_by_itself(tmp_path: Path, fault: str) -> None:
    wrong, (code, field, text) = MAPS[fault]
    mappings = read(tmp_path / "a.json", collection(a_mapping(a_map(), wrong, a_map())))
    assert (code, "error", field, text) in [(p.code, p.severity, p.field, p.value) for p in mappings.problems]
    assert (mappings.rows_read, mappings.rows_used, mappings.rows_refused) == (3, 2, 1)
    assert all(problem.where.startswith("line ") for problem in mappings.problems)


def test_a_key_twice_refuses_its_row(tmp_path: Path) -> None:
    text = collection().replace('"relationship": "equal-to"', '"relationship": "equal-to", "relationship": "subset-of"')
    mappings = read(tmp_path / "a.json", text)
    assert [(each.code, each.field) for each in mappings.problems] == [("duplicate-key", "relationship")]


def test_what_is_not_read_is_named_and_counted(tmp_path: Path) -> None:
    qualified = a_map(qualifiers=[{"subject": "both"}], props=[{"name": "x", "value": "y"}])
    mappings = read(tmp_path / "a.json", collection(a_mapping(qualified, qualified, links=[{"href": "x"}])))
    assert [(each.field, each.message.en.split()[-2]) for each in mappings.problems] == [
        ("links", "1"),
        ("qualifiers", "2"),
        ("props", "2"),
    ]
    assert {each.severity for each in mappings.problems} == {"warning"}


def test_controls_of_no_resource_are_refused(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", collection(a_mapping(**{"target-resource": {}})))
    assert [where(each)[:2] for each in mappings.problems] == [("no-resource", "warning"), ("no-resource", "error")]
    assert mappings.rows_refused == 1


def test_a_confidence_in_words_is_kept(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", collection(a_mapping(a_map(**{"confidence-score": {"category": "medium"}}))))
    assert value(mappings, "other") == ["confidence category: medium"]
