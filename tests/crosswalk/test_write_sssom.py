"""What is written as SSSOM is canonical, complete and what sssom-py and an RDF parser take it for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from mapping_files import PREFIXES, about, read, said, triads, value
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, RdfFormat, Triple, parse

from mmssc.crosswalk.slots import SLOTS
from mmssc.crosswalk.write import write_mappings
from mmssc.names import MMSSC, RDF_TYPE, SKOS, XSD

if TYPE_CHECKING:
    from pathlib import Path

    from mmssc.crosswalk.read import Mappings

SSSOM = "https://w3id.org/sssom/"
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tconfidence\tcomment\n"
)
ROWS = (
    "A:2\tb\tskos:exactMatch\tB:2\tsemapv:LexicalMatching\t\t0.12345\t\n"
    'A:1\ta\tskos:broadMatch\tB:1\tsemapv:LexicalMatching\tAnn|Bob \\| Co\t1.0\t"a ""quote"",\ta tab\nand a line"\n'
)
METADATA = PREFIXES + "#subject_source: A:s\n#mapping_date: 2024-03-01\n#mapping_set_title: 'Apples: pears'\n"


def row(number: int, predicate: str = SKOS + "exactMatch", **more: str) -> list[Triple]:
    """Return the statements of a row, as a program that publishes its own crosswalk makes them."""
    node = NamedNode(f"urn:x:row-{number}")
    said = {
        "subject_id": NamedNode(f"https://example.org/a/{number}"),
        "predicate_id": NamedNode(predicate),
        "object_id": NamedNode(f"https://example.org/b/{number}"),
        **{name: Literal(text) for name, text in more.items()},
    }
    return [
        Triple(node, RDF_TYPE, NamedNode(SSSOM + "Mapping")),
        *(Triple(node, SLOTS[name].property, value) for name, value in said.items()),
    ]


def codes(statements: list[Triple], form: str = "sssom-tsv") -> list[tuple[str, str, str]]:
    written = write_mappings(statements, form)  # type: ignore[arg-type]
    return [(problem.code, problem.field, problem.value) for problem in written.problems]


def test_the_canonical_form(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", METADATA + COLUMNS + ROWS)
    written = write_mappings(mappings.triples(), "sssom-tsv")
    assert written.text == (
        """#curie_map:
#  A: https://example.org/a/
#  B: https://example.org/b/
#mapping_set_id: https://example.org/set
#mapping_set_title: "Apples: pears"
#license: https://creativecommons.org/licenses/by/4.0/
#subject_source: A:s
#mapping_date: 2024-03-01
"""
        + COLUMNS
        + "A:1\ta\tskos:broadMatch\tB:1\tsemapv:LexicalMatching\tAnn|Bob \\| Co\t1.0\t"
        '"a ""quote"",\ta tab\nand a line"\n'
        "A:2\tb\tskos:exactMatch\tB:2\tsemapv:LexicalMatching\t\t0.12345\t\n"
    )
    assert written.problems == ()


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    once = write_mappings(read(tmp_path / "a.sssom.tsv", METADATA + COLUMNS + ROWS).triples(), "sssom-tsv").text
    twice = write_mappings(read(tmp_path / "b.sssom.tsv", once).triples(), "sssom-tsv").text
    assert once == twice


def test_what_only_some_rows_share_stays_on_rows(tmp_path: Path) -> None:
    text = PREFIXES + "subject_id\tpredicate_id\tobject_id\tmapping_tool\tsubject_source\n"
    text += "A:1\tskos:exactMatch\tB:1\tT\tA:s\nA:2\tskos:exactMatch\tB:2\t\tA:s\n"
    written = write_mappings(read(tmp_path / "a.sssom.tsv", text).triples(), "sssom-tsv").text
    assert "#subject_source: A:s\n" in written
    assert "#mapping_tool" not in written
    assert value(read(tmp_path / "b.sssom.tsv", written), "mapping_tool") == ["T"]


def test_a_program_can_publish_its_rows(tmp_path: Path) -> None:
    metadata = {
        "mapping_set_id": "https://example.org/ours",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator_id": ["ex:ann", "https://orcid.org/1"],
        "mapping_set_title": "Ours",
    }
    written = write_mappings(
        [*row(2), *row(1)], "sssom-tsv", prefixes={"ex": "https://example.org/"}, metadata=metadata
    )
    assert written.text == (
        """#curie_map:
#  ex: https://example.org/
#  ns1: https://orcid.org/
#mapping_set_id: https://example.org/ours
#mapping_set_title: Ours
#creator_id:
#  - ex:ann
#  - ns1:1
#license: https://creativecommons.org/licenses/by/4.0/
subject_id	predicate_id	object_id	mapping_justification
ex:a/1	skos:exactMatch	ex:b/1	semapv:UnspecifiedMatching
ex:a/2	skos:exactMatch	ex:b/2	semapv:UnspecifiedMatching
"""
    )
    assert [(p.code, p.value) for p in written.problems] == [("unspecified-justification", "2")]
    assert triads(read(tmp_path / "a.sssom.tsv", written.text)) == [
        (f"A:{number}", "skos:exactMatch", f"B:{number}") for number in "12"
    ]


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"colour": "red"}, "no slot colour"),
        ({"mapping_date": "soon"}, "mapping_date"),
        ({"creator_id": "ann"}, "creator_id"),
    ],
)
def test_metadata_that_no_set_can_say(metadata: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        write_mappings(row(1), "sssom-tsv", metadata=metadata)


def test_there_is_no_other_form() -> None:
    with pytest.raises(ValueError, match="no form xml"):
        write_mappings(row(1), "xml")  # type: ignore[arg-type]


def test_what_sssom_requires_is_filled_in_and_named() -> None:
    assert codes(row(1)) == [
        ("unspecified-justification", "mapping_justification", "1"),
        ("unspecified-licence", "license", ""),
    ]


def test_a_set_without_identifier_gets_one_that_its_rows_determine() -> None:
    texts = [write_mappings(rows, "sssom-tsv").text for rows in ([*row(1), *row(2)], [*row(2), *row(1)], row(1))]
    assert texts[0] == texts[1]
    identifiers = [next(line for line in text.splitlines() if "mapping_set_id" in line) for text in texts]
    assert identifiers[0] != identifiers[2]
    assert identifiers[0].startswith("#mapping_set_id: https://w3id.org/mmssc/mapping-set/")


def test_one_value_where_there_is_room_for_one() -> None:
    rows = [*row(1), Triple(NamedNode("urn:x:row-1"), SLOTS["comment"].property, Literal("a"))]
    rows.append(Triple(NamedNode("urn:x:row-1"), SLOTS["comment"].property, Literal("b")))
    assert ("several-values", "comment", "1") in codes(rows)


@pytest.mark.parametrize(
    ("slot", "text"),
    [("record_id", ""), ("review_date", "2024-01-01"), ("mapping_cardinality", "0:0"), ("subject_type", "composed")],
)
def test_the_version_is_the_lowest_that_will_do(tmp_path: Path, slot: str, text: str) -> None:
    values = {
        "record_id": NamedNode("https://example.org/a/r"),
        "review_date": Literal(text, datatype=NamedNode(XSD + "date")),
        "mapping_cardinality": Literal(text),
        "subject_type": NamedNode(SSSOM + "ComposedEntityExpression"),
    }
    assert "sssom_version" not in write_mappings(row(1), "sssom-tsv").text
    more = Triple(NamedNode("urn:x:row-1"), SLOTS[slot].property, values[slot])
    written = write_mappings([*row(1), more], "sssom-tsv").text
    assert '#sssom_version: "1.1"\n' in written
    assert about(read(tmp_path / "a.sssom.tsv", written))[0]["sssom_version"] == [SSSOM + "version1.1"]


def test_every_record_has_an_identifier_of_its_own_or_none_has(tmp_path: Path) -> None:
    record = SLOTS["record_id"].property
    given = Triple(NamedNode("urn:x:row-1"), record, NamedNode("https://example.org/a/r"))
    again = Triple(NamedNode("urn:x:row-2"), record, NamedNode("https://example.org/a/r"))
    mappings = read(
        tmp_path / "a.sssom.tsv", write_mappings([*row(1), *row(2), *row(3), given, again], "sssom-tsv").text
    )
    assert sorted(value(mappings, "record_id")) == ["A:r", "urn:x:row-2", "urn:x:row-3"]
    assert value(read(tmp_path / "b.sssom.tsv", write_mappings(row(1), "sssom-tsv").text), "record_id") == []


def union_rows() -> list[Triple]:
    union = NamedNode("https://w3id.org/mmssc/union/0")
    rows = [t for t in row(1) if t.predicate != SLOTS["subject_id"].property]
    rows.append(Triple(NamedNode("urn:x:row-1"), SLOTS["subject_id"].property, union))
    members = [NamedNode(f"https://example.org/a/{number}") for number in (5, 6)]
    return [*rows, *(Triple(member, NamedNode(MMSSC + "memberOf"), union) for member in members)]


def test_members_of_a_union_are_rows_of_their_own(tmp_path: Path) -> None:
    written = write_mappings(union_rows(), "sssom-tsv").text
    mappings = read(tmp_path / "a.sssom.tsv", written)
    union = "https://w3id.org/mmssc/union/0"
    assert sorted(triads(mappings)) == [
        ("A:5", "mmssc:memberOf", union),
        ("A:6", "mmssc:memberOf", union),
        (union, "skos:exactMatch", "B:1"),
    ]
    assert value(mappings, "subject_type") == [SSSOM + "ComposedEntityExpression"]
    context = {(t.subject.value, t.object.value) for t in mappings.files[0].context if "memberOf" in t.predicate.value}  # type: ignore[union-attr]
    assert context == {(f"https://example.org/a/{number}", union) for number in (5, 6)}
    assert mappings.problems == []
    assert write_mappings(mappings.triples(), "sssom-tsv").text == written


def test_sets_that_are_joined_say_what_they_share_and_rows_where_they_come_from(tmp_path: Path) -> None:
    one = read(tmp_path / "a.sssom.tsv", METADATA + COLUMNS + ROWS)
    two = read(
        tmp_path / "b.sssom.tsv", (METADATA + COLUMNS + ROWS).replace("/set", "/other").replace("pears", "plums")
    )
    written = write_mappings([*one.triples(), *two.triples()], "sssom-tsv")
    assert [(p.code, p.field) for p in written.problems] == [("several-sets", "mapping_set_title")]
    joint = read(tmp_path / "c.sssom.tsv", written.text)
    assert sorted(value(joint, "mapping_source")) == ["https://example.org/other"] * 2 + ["https://example.org/set"] * 2
    assert about(joint)[0]["license"] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_what_sssom_has_no_slot_for_is_defined(tmp_path: Path) -> None:
    node = NamedNode("urn:x:row-1")
    more = [
        Triple(node, NamedNode(MMSSC + "rationale"), NamedNode(MMSSC + "Semantic")),
        Triple(node, NamedNode(MMSSC + "strength"), Literal("8", datatype=NamedNode(XSD + "decimal"))),
        Triple(node, NamedNode("https://example.org/a/colour"), Literal("red")),
    ]
    mappings = read(tmp_path / "a.sssom.tsv", write_mappings([*row(1), *more], "sssom-tsv").text)
    (again,) = mappings.rows()
    assert again.rationale == NamedNode(MMSSC + "Semantic")
    assert {
        (prop, value) for prop, value in again.own if prop.value.startswith(("https://w3id.org/mmssc", "https://ex"))
    } == {(triple.predicate, triple.object) for triple in more[1:]}
    assert mappings.problems == []


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a: b",
        "# no",
        "- a",
        "yes",
        "1.0",
        "null",
        "a\nb",
        '"',
        "'",
        "",
        " x",
        "2024-01-01",
        "城市：测试",
        "é\\",
    ],
)
def test_any_text_survives_the_metadata(tmp_path: Path, text: str) -> None:
    written = write_mappings(
        row(1), "sssom-tsv", metadata={"mapping_set_title": text or "-", "creator_label": [text or "~"]}
    )
    mappings = read(tmp_path / "a.sssom.tsv", written.text)
    assert about(mappings)[0]["mapping_set_title"] == [text.strip() or "-"]


# --- SSSOM/JSON and SSSOM/RDF ---


def canonical(text: str, form: RdfFormat) -> set[str]:
    dataset = Dataset(parse(text.encode(), format=form))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in dataset}


def full(tmp_path: Path) -> Mappings:
    text = (
        '#sssom_version: "1.1"\n'
        + METADATA.replace("#subject_source: A:s\n#mapping_date: 2024-03-01\n", "")
        + "record_id\tsubject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id\t"
        "subject_type\tconfidence\tsee_also\treview_date\tcomment\n"
        "A:r1\tA:1\tskos:exactMatch\tNot\tB:1\tsemapv:LexicalMatching\tA:x|A:y\t"
        "skos concept\t0.5\turn:x:1|urn:x:2\t2024-01-01\tc\n"
        "A:r2\tA:2\tskos:exactMatch\t\tB:2\tsemapv:LexicalMatching\t\towl class\t\t\t\t\n"
    )
    return read(tmp_path / "full.sssom.tsv", text)


def test_json_is_json_ld_of_the_same_statements(tmp_path: Path) -> None:
    statements = list(full(tmp_path).triples())
    json_ld = canonical(write_mappings(statements, "sssom-json").text, RdfFormat.JSON_LD)
    turtle = canonical(write_mappings(statements, "sssom-turtle").text, RdfFormat.TURTLE)
    doubles = {line.replace('"5.0E-1"', '"0.5"') for line in json_ld}
    assert {line for line in turtle if "#Axiom" not in line} == doubles


@pytest.mark.parametrize("form", ["sssom-json", "sssom-turtle"])
def test_other_forms_are_read_again(tmp_path: Path, form: str) -> None:
    mappings = full(tmp_path)
    written = write_mappings(mappings.triples(), form)  # type: ignore[arg-type]
    again = read(tmp_path / ("a.json" if form == "sssom-json" else "a.ttl"), written.text)
    assert said(again) == said(mappings)
    assert about(again) == about(mappings)
    assert again.problems == []
    assert written.problems == ()


def test_rdf_says_of_each_row_what_the_set_says_of_all(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", METADATA + COLUMNS + ROWS)
    statements = list(parse(write_mappings(mappings.triples(), "sssom-turtle").text, format=RdfFormat.TURTLE))
    sources = [quad for quad in statements if quad.predicate == SLOTS["subject_source"].property]
    assert len(sources) == 2
    axioms = [quad for quad in statements if quad.object == NamedNode("http://www.w3.org/2002/07/owl#Axiom")]
    assert len(axioms) == 2


def test_json_says_once_what_all_rows_share(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", METADATA + COLUMNS + ROWS)
    document = json.loads(write_mappings(mappings.triples(), "sssom-json").text)
    assert document["subject_source"] == "A:s"
    assert all("subject_source" not in each for each in document["mappings"])
    assert document["mappings"][0]["confidence"] == 1.0
    assert document["@context"]["A"] == "https://example.org/a/"


# --- A plain table ---


def test_a_plain_table(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", METADATA + COLUMNS + ROWS)
    written = write_mappings(mappings.triples(), "csv")
    head, *_ = written.text.splitlines()
    assert head == (
        "subject_id,subject_label,predicate_id,object_id,mapping_justification,author_label,subject_source,mapping_date,"
        "confidence,comment"
    )
    assert [(p.code, p.value) for p in written.problems] == [
        ("set-metadata", "license, mapping_set_id, mapping_set_title")
    ]
    again = read(tmp_path / "b.csv", written.text)
    assert said(again) == said(mappings)
    assert again.problems == []
