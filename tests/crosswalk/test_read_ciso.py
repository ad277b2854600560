"""Libraries of CISO Assistant: sets in one form or the other, relations by name, rationales and strengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mapping_files import about, read, slots, triads, value, where

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = """urn: urn:x:library:one
locale: en
ref_id: one
name: A to B
description: A library
copyright: Nobody
version: 2
publication_date: 2024-07-09
provider: P
packager: Q
dependencies:
- urn:x:library:a
objects:
"""
ONE_SET = """  requirement_mapping_set:
    urn: urn:x:set:one
    ref_id: one
    name: A to B
    source_framework_urn: urn:x:framework:a
    target_framework_urn: urn:x:framework:b
    requirement_mappings:
"""
ROW = """    - source_requirement_urn: urn:x:a:{0}
      target_requirement_urn: urn:x:b:{0}
      relationship: {1}
"""
SETS = ONE_SET.replace("set:\n    urn", "sets:\n  - urn", 1)


def library(*rows: str, head: str = LIBRARY + ONE_SET) -> str:
    return head + "".join(rows)


def test_a_set_and_its_library(tmp_path: Path) -> None:
    full = "      rationale: semantic\n      strength_of_relationship: 8\n      annotation: 'see: there'\n"
    bare = "      rationale: null\n      strength_of_relationship:\n"
    mappings = read(tmp_path / "a.yaml", library(ROW.format(1, "subset") + full, ROW.format(2, "equal") + bare))
    one, two = mappings.rows()
    shared = {"subject_source": ["urn:x:framework:a"], "object_source": ["urn:x:framework:b"]}
    assert slots(one) == shared | {
        "subject_id": ["urn:x:a:1"],
        "predicate_id": ["skos:broadMatch"],
        "predicate_label": ["subset"],
        "object_id": ["urn:x:b:1"],
        "rationale": ["mmssc:Semantic"],
        "mmssc:strength": ["8"],
        "comment": ["see: there"],
    }
    assert slots(two) == shared | {
        "subject_id": ["urn:x:a:2"],
        "predicate_id": ["skos:exactMatch"],
        "predicate_label": ["equal"],
        "object_id": ["urn:x:b:2"],
    }
    assert (one.line, two.line) == (21, 27)
    assert about(mappings) == [
        {
            "mapping_set_version": ["2"],
            "publication_date": ["2024-07-09"],
            "creator_label": ["Q"],
            "mapping_set_id": ["urn:x:set:one"],
            "dcterms:identifier": ["one"],
            "mapping_set_title": ["A to B"],
            "dcterms:rights": ["Nobody"],
            "dcterms:publisher": ["P"],
            "dcterms:language": ["en"],
            "dcterms:isPartOf": ["urn:x:library:one"],
            "dcterms:requires": ["urn:x:library:a"],
        }
    ]
    assert mappings.problems == []
    assert mappings.files[0].form == "CISO Assistant"


@pytest.mark.parametrize(
    ("name", "relation"),
    [
        ("equal", "skos:exactMatch"),
        ("subset", "skos:broadMatch"),
        ("superset", "skos:narrowMatch"),
        ("intersect", "mmssc:intersectsWith"),
        ("not_related", "mmssc:disjointFrom"),
    ],
)
def test_relations(tmp_path: Path, name: str, relation: str) -> None:
    mappings = read(tmp_path / "a.yaml", library(ROW.format(1, name)))
    assert triads(mappings) == [("urn:x:a:1", relation, "urn:x:b:1")]


def test_several_sets_each_with_its_frameworks(tmp_path: Path) -> None:
    second = SETS.partition("\n")[2].replace("set:one", "set:two").replace("framework:a", "framework:c")
    mappings = read(tmp_path / "a.yaml", LIBRARY + SETS + ROW.format(1, "equal") + second + ROW.format(2, "equal") * 2)
    assert [each["mapping_set_id"] for each in about(mappings)] == [["urn:x:set:one"], ["urn:x:set:two"]]
    assert value(mappings, "subject_source") == ["urn:x:framework:a", *["urn:x:framework:c"] * 2]
    assert [each.iri.value.partition("#")[2] for each in mappings.files[0].sets] == ["", "set-2"]
    assert [(each.rows_read, each.rows_refused) for each in mappings.files[0].sets] == [(1, 0), (2, 0)]
    assert [row.number for row in mappings.rows()] == [1, 2, 3]


def test_an_explanation_where_the_rationale_belongs_is_a_comment(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.yaml", library(*[ROW.format(1, "equal") + "      rationale: Because.\n"] * 3))
    assert value(mappings, "comment") == ["Because."] * 3
    assert [where(each) for each in mappings.problems] == [("free-rationale", "warning", "line 21", "rationale", "")]
    assert mappings.problems[0].message.en.startswith("3 row(s)")


ROWS = {
    "an unknown relation": (ROW.format(1, "includes"), ("unknown-relation", "relationship", "includes")),
    "no relation": (ROW.format(1, ""), ("missing-value", "predicate_id", "")),
    "no source": (
        "    - target_requirement_urn: urn:x:b:1\n      relationship: equal\n",
        ("missing-value", "subject_id", ""),
    ),
    "no URN": (
        ROW.replace("urn:x:a:{0}", "A.5.1").format(1, "equal"),
        ("no-prefix", "source_requirement_urn", "A.5.1"),
    ),
    "a number in words": (
        ROW.format(1, "equal") + "      strength_of_relationship: high\n",
        ("bad-number", "strength_of_relationship", "high"),
    ),
    "a key twice": (ROW.format(1, "equal") + "      relationship: subset\n", ("duplicate-key", "relationship", "")),
    "no object": ("    - just text\n", ("not-an-object", "requirement_mappings", "")),
}


@pytest.mark.parametrize("fault", ROWS)
def test_a_row_at_fault_is_refused_by_itself(tmp_path: Path, fault: str) -> None:
    row, (code, field, text) = ROWS[fault]
    mappings = read(tmp_path / "a.yaml", library(ROW.format(0, "equal"), row, ROW.format(9, "equal")))
    assert [where(each) for each in mappings.problems] == [(code, "error", "line 24", field, text)]
    assert triads(mappings) == [(f"urn:x:a:{n}", "skos:exactMatch", f"urn:x:b:{n}") for n in "09"]


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    text = library(ROW.format(1, "equal") + "      colour: red\n") + "  framework:\n    urn: urn:x:f\nfunny: yes\n"
    mappings = read(tmp_path / "a.yaml", text)
    assert [where(each)[:4] for each in mappings.problems] == [
        ("unread-field", "warning", "line 21", "colour"),
        ("unread-field", "warning", "line 26", "framework"),
        ("unread-field", "warning", "line 1", "funny"),
    ]
    assert mappings.rows_used == 1


DOCUMENTS = {
    "cut off": (library(ROW.format(1, "'equal")), "syntax"),
    "a tab": (library(ROW.format(1, "equal")) + "\t- x\n", "syntax"),
    "an alias": (library(ROW.format(1, "&r equal"), ROW.format(2, "*r")), "yaml-alias"),
    "a tag": (library(ROW.format(1, "!!python/name:os.system equal")), "yaml-tag"),
    "too deep": ("objects: " + "[" * 5_000, "too-deep"),
    "two documents": (library(ROW.format(1, "equal")) + "---\na: b\n", "several-documents"),
    "a key that is no text": ("objects: {}\n? [a]\n: b\n", "syntax"),
    "a control character": (library(ROW.format(1, "equal\x01")), "encoding"),
    "of another kind": ("a: b\n", "unknown-form"),
    "a list": ("- a\n", "unknown-form"),
}


@pytest.mark.parametrize("fault", DOCUMENTS)
def test_a_document_that_cannot_be_read(tmp_path: Path, fault: str) -> None:
    text, code = DOCUMENTS[fault]
    mappings = read(tmp_path / "a.yaml", text)
    assert [(each.code, each.severity) for each in mappings.problems] == [(code, "error")]
    assert mappings.rows_used == 0


def test_a_bomb_of_aliases_is_refused_at_its_first(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    mappings = read(tmp_path / "a.yaml", bomb + library(ROW.format(1, "equal")))
    assert [where(each) for each in mappings.problems] == [("yaml-alias", "error", "line 2", "", "*a")]


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.yaml", library(ROW.format(1, "equal")).encode() + b"# \xff\xfe\n")
    assert [(each.code, each.severity) for each in mappings.problems] == [("encoding", "error")]
