"""Tables under headings of many kinds, CSV and XLSX: codes of documents, names of relations, things mapped as one."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from mapping_files import read, slots, triads, value, where
from openpyxl import Workbook
from pyoxigraph import NamedNode

from mmssc.crosswalk.read.columns import FURTHER
from mmssc.crosswalk.slots import SLOTS
from mmssc.crosswalk.vocabulary import MEMBER_OF, UNION
from mmssc.knowledge import folder
from mmssc.names import MMSSC, RDF_TYPE

if TYPE_CHECKING:
    from pathlib import Path

A, B = "https://example.org/a/", "https://example.org/b/"
DECLARED = json.loads(folder("ontology/crosswalk.csv-metadata.json").read_text())["tableSchema"]["columns"]
HEADINGS = [
    (column["name"], heading)
    for column in DECLARED
    for heading in (column["name"], *column["titles"]["en"], *column["titles"]["zh"])
]
SAMPLES = {
    "subject_id": f"{A}9",
    "object_id": f"{B}9",
    "subject_ids": f"{A}9",
    "object_ids": f"{B}9",
    "predicate_id": "subset of",
    "predicate_modifier": "Not",
    "mapping_justification": "semapv:LexicalMatching",
    "rationale": "semantic",
    "strength": "8",
    "confidence": "0.5",
    "coverage": "0.5",
    "subject_source": f"{A}s",
    "object_source": f"{B}s",
    "mapping_date": "2024-03-01",
}


def table(*rows: dict[str, str]) -> str:
    """Return a CSV table with the columns that every row needs."""
    basis = {"source": f"{A}1", "relation": "equal", "target": f"{B}1"}
    lines = [basis | row for row in rows]
    names = list(dict.fromkeys(name for line in lines for name in line))
    return (
        "\n".join(",".join(row) for row in [names, *([line.get(name, "") for name in names] for line in lines)]) + "\n"
    )


@pytest.mark.parametrize(("name", "heading"), HEADINGS)
def test_a_column_is_known_by_each_of_its_headings(tmp_path: Path, name: str, heading: str) -> None:
    basis = {"subject_id": f"{A}1", "predicate_id": "equal", "object_id": f"{B}1"}
    basis.pop(name.replace("_ids", "_id"), None)
    text = (
        ",".join([*basis, heading.upper()]) + "\n" + ",".join([*basis.values(), SAMPLES.get(name, "some text")]) + "\n"
    )
    mappings = read(tmp_path / "a.csv", text)
    assert mappings.problems == []
    (row,) = mappings.rows()
    said = slots(row)
    slot = SLOTS.get(name.replace("_ids", "_id")) or FURTHER[name]
    assert said.keys() & {name.replace("_ids", "_id"), f"mmssc:{name}"}
    assert next(c for c in DECLARED if c["name"] == name)["propertyUrl"] == slot.property.value


def test_no_heading_means_two_columns() -> None:
    headings = [heading.casefold() for _, heading in HEADINGS]
    assert len(headings) == len(set(headings))


RELATIONS = {
    "equal": "skos:exactMatch",
    "Equal-To": "skos:exactMatch",
    "equivalent_to": "skos:exactMatch",
    "subset of": "skos:broadMatch",
    "superset": "skos:narrowMatch",
    "intersects-with": "mmssc:intersectsWith",
    "not_related": "mmssc:disjointFrom",
    "no-relationship": "mmssc:disjointFrom",
    "closeMatch": "skos:closeMatch",
    "skos:relatedMatch": "skos:relatedMatch",
    "http://www.w3.org/2002/07/owl#sameAs": "owl:sameAs",
    "等同": "skos:exactMatch",
    "包含于": "skos:broadMatch",
    "相交": "mmssc:intersectsWith",
}


@pytest.mark.parametrize("name", RELATIONS)
def test_relations_by_name(tmp_path: Path, name: str) -> None:
    mappings = read(tmp_path / "a.csv", table({"relation": name}))
    assert triads(mappings) == [("A:1", RELATIONS[name], "B:1")]


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("subset off", "Did you mean subset of?"),
        ("intersect with", "Did you mean intersects with?"),
        ("?!", "Write one"),
    ],
)
def test_an_unknown_relation_is_refused_with_a_guess(tmp_path: Path, name: str, mend: str) -> None:
    mappings = read(tmp_path / "a.csv", table({}, {"relation": name}))
    assert [where(each) for each in mappings.problems] == [
        ("unknown-relation", "error", "line 3", "predicate_id", name)
    ]
    assert mappings.problems[0].mend.en.startswith(mend)
    assert (mappings.rows_used, mappings.rows_refused) == (1, 1)


SOURCES = {
    "https://example.org/a/s": "https://example.org/a/s#4.1",
    "https://example.org/a/": "https://example.org/a/4.1",
    "urn:x:a:": "urn:x:a:4.1",
    "std:ISO-37106-2018": "https://w3id.org/mmssc/standard/ISO-37106-2018#4.1",
    "ISO/IEC 27001:2022": "https://w3id.org/mmssc/scheme/iso%2Fiec-27001%3A2022#4.1",
    "ISO-27001:2022": "https://w3id.org/mmssc/scheme/iso-27001%3A2022#4.1",
    "安全标准": "https://w3id.org/mmssc/scheme/安全标准#4.1",
    "catalogs/PCI/catalog.json": "https://w3id.org/mmssc/file/maps/catalogs/PCI/catalog.json#4.1",
    "../catalog.json": "https://w3id.org/mmssc/file/catalog.json#4.1",
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_code_is_one_of_the_document_that_the_row_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    from mmssc.crosswalk.read import read_mappings

    monkeypatch.chdir(tmp_path)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "a.csv").write_text(table({"source": "4.1", "source document": source}))
    mappings = read_mappings(["maps/a.csv"])
    assert mappings.problems == []
    (row,) = mappings.rows()
    assert row.subject == NamedNode(SOURCES[source])


def test_a_document_that_is_only_named_is_labelled(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.csv", table(*[{"source": code, "source document": "My List"} for code in "12"]))
    assert [(t.subject.value, t.object.value) for t in mappings.files[0].context] == [  # type: ignore[union-attr]
        ("https://w3id.org/mmssc/scheme/my-list", "http://www.w3.org/2004/02/skos/core#ConceptScheme"),
        ("https://w3id.org/mmssc/scheme/my-list", "My List"),
    ]


def test_a_code_of_nothing_is_refused(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.csv", table({"source": "4.1"}, {"target": "x:1"}))
    assert [where(each) for each in mappings.problems] == [
        ("no-prefix", "error", "line 2", "subject_id", "4.1"),
        ("unknown-prefix", "error", "line 3", "object_id", "x:1"),
    ]


def test_shares_may_be_in_per_cent(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.csv", table({"confidence": "90%", "coverage": "12.5 ％"}, {"confidence": "90 per"}))
    assert (value(mappings, "confidence"), value(mappings, "mmssc:coverage")) == (["0.9"], ["0.125"])
    assert [where(each) for each in mappings.problems] == [("bad-number", "error", "line 3", "confidence", "90 per")]


def test_things_that_are_mapped_as_one_are_a_union(tmp_path: Path) -> None:
    text = f"sources,relation,target\n{A}1; {A}2,subset of,{B}1\n{A}2 {A}1,equal,{B}2\n{A}3,equal,{B}3\n"
    mappings = read(tmp_path / "a.csv", text)
    one, two, three = mappings.rows()
    assert one.subject == two.subject != three.subject == NamedNode(A + "3")
    graph = {(t.subject, t.predicate, t.object) for t in mappings.files[0].context}
    assert graph == {
        (one.subject, RDF_TYPE, UNION),
        (NamedNode(A + "1"), MEMBER_OF, one.subject),
        (NamedNode(A + "2"), MEMBER_OF, one.subject),
    }


def test_what_has_no_counterpart(tmp_path: Path) -> None:
    mappings = read(
        tmp_path / "a.csv",
        table({"target": "unmapped"}, {"source": "NoTermFound"}, {"relation": "gap", "target": ""}, {"target": ""}),
    )
    assert triads(mappings) == [
        ("A:1", "skos:exactMatch", "https://w3id.org/sssom/NoTermFound"),
        ("https://w3id.org/sssom/NoTermFound", "skos:exactMatch", "B:1"),
        ("A:1", "skos:mappingRelation", "https://w3id.org/sssom/NoTermFound"),
    ]
    assert [where(each) for each in mappings.problems] == [("missing-value", "error", "line 5", "object_id", "")]


def test_the_form_of_compliance_trestle(tmp_path: Path) -> None:
    text = (
        "$$Source_Resource,$$Target_Resource,$$Map_Source_ID_Ref_list,$$Map_Target_ID_Ref_list,$$Map_Relationship,"
        "$Map_Confidence_Score,$Map_Coverage\n"
        "What it is.,What it is.,A list.,A list.,How they relate.,How sure.,How much.\n"
        f"{A},{B},c-1,s-1 s-2,subset-of,90%,50%\n"
        f"{A},{B},c-2,,,,\n"
    )
    mappings = read(tmp_path / "a.csv", text)
    one, two = mappings.rows()
    assert mappings.problems == []
    assert (slots(one)["confidence"], slots(one)["mmssc:coverage"], one.line) == (["0.9"], ["0.5"], 3)
    members = {t.subject for t in mappings.files[0].context if t.predicate == MEMBER_OF and t.object == one.object}
    assert members == {NamedNode(B + "s-1"), NamedNode(B + "s-2")}
    assert (two.subject, two.object) == (NamedNode(A + "c-2"), NamedNode("https://w3id.org/sssom/NoTermFound"))


def test_the_form_of_olir(tmp_path: Path) -> None:
    text = (
        "Focal Document Element,Focal Document Element Description,Rationale,Relationship,Reference Document Element,"
        "Comments,Fulfilled By,Strength of Relationship\n"
        f"{A}ID.AM-1,Inventory,Semantic,superset of,{B}5.9,why,Y,8\n"
    )
    mappings = read(tmp_path / "a.csv", text)
    (row,) = mappings.rows()
    assert row.rationale == NamedNode(MMSSC + "Semantic")
    assert slots(row)["mmssc:strength"] == ["8"]
    assert triads(mappings) == [("A:ID.AM-1", "skos:narrowMatch", "B:5.9")]
    assert [where(each)[:4] for each in mappings.problems] == [("unknown-column", "warning", "line 1", "Fulfilled By")]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, sign: str) -> None:
    text = f'\nsource,relation,target,comment\n{A}1,equal,{B}1,"a, b; c | d\te"\n'
    rows = text.replace('"a, b; c | d\te"', "@").replace(",", sign).replace("@", '"a, b; c | d\te"')
    mappings = read(tmp_path / "a.csv", rows)
    assert value(mappings, "comment") == ["a, b; c | d\te"]
    assert [row.line for row in mappings.rows()] == [3]


# --- Workbooks ---


def workbook(*rows: list[Any], title: str = "Mappings", **others: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, cells in others.items():
        other = book.create_sheet(name, 0)
        for row in cells:
            other.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


HEAD = ["source", "relation", "target", "confidence", "date", "strength"]


def test_a_workbook_is_read_by_the_rows_of_its_sheet(tmp_path: Path) -> None:
    data = workbook(
        [],
        HEAD,
        [f"{A}1", "equal", f"{B}1", 0.5, date(2024, 3, 1), 8],
        [],
        [f"{A}2", "equals", f"{B}2", 1.0, datetime(2024, 3, 2), 8.5],
        [f"{A}3", "equls", f"{B}3"],
        notes=[["not", "mappings"]],
    )
    mappings = read(tmp_path / "a.xlsx", data)
    assert [(row.line, slots(row)["mapping_date"], slots(row)["mmssc:strength"]) for row in mappings.rows()] == [
        (3, ["2024-03-01"], ["8"]),
        (5, ["2024-03-02"], ["8.5"]),
    ]
    assert [where(each) for each in mappings.problems] == [
        ("unread-sheet", "warning", "", "", "notes"),
        ("unknown-relation", "error", "line 6", "predicate_id", "equls"),
    ]
    assert mappings.files[0].form == "XLSX"


def test_a_formula_that_fails_refuses_its_row(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.xlsx", workbook(HEAD, [f"{A}1", "equal", "#REF!"], [f"{A}2", "equal", f"{B}2"]))
    assert [where(each)[:4] for each in mappings.problems] == [("cell-error", "error", "line 2", "object_id")]
    assert mappings.rows_used == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"no zip at all"])
def test_a_damaged_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    mappings = read(tmp_path / "a.xlsx", content)
    assert [each.code for each in mappings.problems] == ["damaged-workbook"]


def test_a_workbook_that_swells_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(150):
            part.write(bytes(1 << 20))
    mappings = read(tmp_path / "a.xlsx", packed.getvalue())
    assert [each.code for each in mappings.problems] == ["too-large"]
