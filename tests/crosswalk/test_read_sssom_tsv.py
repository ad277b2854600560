"""SSSOM/TSV is read as SSSOM says, and every fault of a file is named by line, field and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mapping_files import COLUMNS, PREFIXES, about, read, reread, slots, triads, value, where
from pyoxigraph import Literal, NamedNode, Quad, Store

from mmssc.crosswalk.read import read_mappings
from mmssc.names import MMSSC, RDF_TYPE, XSD
from mmssc.store import select

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "A:1\tskos:exactMatch\tB:1\tsemapv:ManualMappingCuration\n"

FULL = (
    """#sssom_version: "1.1"
#curie_map:
#  A: https://example.org/a/
#  B: https://example.org/b/
#  o: https://orcid.org/
#mapping_set_id: https://example.org/set
#mapping_set_title: "Apples: and pears"
#mapping_set_source:
#  - https://example.org/one
#  - https://example.org/two
#creator_id: o:1
#license: https://creativecommons.org/licenses/by/4.0/
#subject_source: A:scheme
#object_type: skos concept
#mapping_date: 2024-03-01
"""
    "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id\t"
    "author_label\tmapping_cardinality\tconfidence\treview_date\treviewer_id\tsee_also\tcomment\n"
    "A:1\tapple\tskos:broadMatch\tNot\tB:1\tsemapv:LexicalMatching\to:1|o:2\tAnn|Bob \\| Co\t1:n\t0.95\t"
    "2024-04-01\to:3\t"
    'https://example.org/x\t"two\nlines, a ""quote"" and a\ttab"\n'
    "A:2\t\tskos:exactMatch\t\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t\t\t1:0\t\t\t\t\t\n"
)


def test_every_slot_is_read(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", FULL)
    first, second = mappings.rows()
    assert slots(first) == {
        "subject_id": ["A:1"],
        "subject_label": ["apple"],
        "predicate_id": ["skos:broadMatch"],
        "predicate_modifier": ["https://w3id.org/sssom/NegatedPredicate"],
        "object_id": ["B:1"],
        "mapping_justification": ["https://w3id.org/semapv/vocab/LexicalMatching"],
        "author_id": ["https://orcid.org/1", "https://orcid.org/2"],
        "author_label": ["Ann", "Bob | Co"],
        "mapping_cardinality": ["1:n"],
        "confidence": ["0.95"],
        "review_date": ["2024-04-01"],
        "reviewer_id": ["https://orcid.org/3"],
        "see_also": ["https://example.org/x"],
        "comment": ['two\nlines, a "quote" and a\ttab'],
        "subject_source": ["A:scheme"],
        "object_type": ["skos:Concept"],
        "mapping_date": ["2024-03-01"],
    }
    assert (first.negated, second.negated, first.line, second.line) == (True, False, 17, 19)
    assert slots(second)["object_id"] == ["https://w3id.org/sssom/NoTermFound"]
    assert about(mappings) == [
        {
            "sssom_version": ["https://w3id.org/sssom/version1.1"],
            "mapping_set_id": ["https://example.org/set"],
            "mapping_set_title": ["Apples: and pears"],
            "mapping_set_source": ["https://example.org/one", "https://example.org/two"],
            "creator_id": ["https://orcid.org/1"],
            "license": ["https://creativecommons.org/licenses/by/4.0/"],
        }
    ]
    assert mappings.problems == []


def test_the_graph_holds_rows_and_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my file.tsv").write_text(FULL + "A:3\tskos:exactMatch\n")
    mappings = read_mappings(["my file.tsv"])
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in mappings.triples())
    base = "https://w3id.org/mmssc/file/my%20file.tsv"
    query = """PREFIX mmssc: <https://w3id.org/mmssc/ns#> PREFIX sssom: <https://w3id.org/sssom/>
    PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT ?set ?row ?file ?line ?read ?refused ?confidence ?namespace WHERE {
      ?set a sssom:MappingSet ; sssom:mappings ?row ; mmssc:file ?file ;
        mmssc:rowsRead ?read ; mmssc:rowsRefused ?refused ;
        sh:declare [ sh:prefix "B" ; sh:namespace ?namespace ] .
      ?row a sssom:Mapping ; mmssc:file ?file ; mmssc:line ?line .
      OPTIONAL { ?row sssom:confidence ?confidence } } ORDER BY ?line"""
    integer, double = NamedNode(XSD + "integer"), NamedNode(XSD + "double")
    shared = {
        "set": NamedNode(base),
        "file": Literal("my file.tsv"),
        "read": Literal("3", datatype=integer),
        "refused": Literal("1", datatype=integer),
        "namespace": Literal("https://example.org/b/", datatype=NamedNode(XSD + "anyURI")),
    }
    assert list(select(store, query)) == [
        {
            **shared,
            "row": NamedNode(base + "#row-1"),
            "line": Literal("17", datatype=integer),
            "confidence": Literal("0.95", datatype=double),
        },
        {**shared, "row": NamedNode(base + "#row-2"), "line": Literal("19", datatype=integer)},
    ]
    assert all(
        triple.object != NamedNode(MMSSC + "Mapping") for triple in mappings.triples() if triple.predicate == RDF_TYPE
    )


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("A:1\tskos:exactMatch\tC:1\tx\n", ("unknown-prefix", "error", "line 7", "object_id", "C:1")),
        ("A:1\texactMatch\tB:1\t\n", ("no-prefix", "error", "line 7", "predicate_id", "exactMatch")),
        ("apple\tskos:exactMatch\tB:1\t\n", ("no-prefix", "error", "line 7", "subject_id", "apple")),
        ("A:1\t\tB:1\t\n", ("missing-value", "error", "line 7", "predicate_id", "")),
        ("\tskos:exactMatch\tB:1\t\n", ("missing-value", "error", "line 7", "subject_id", "")),
        ("A:1\tskos:exactMatch\tB:1\t\tmore\n", ("no-heading", "error", "line 7", "column 5", "more")),
        ("A:a b\tskos:exactMatch\tB:1\t\n", ("bad-iri", "error", "line 7", "subject_id", "A:a b")),
        ("A:1\x01\tskos:exactMatch\tB:1\t\n", ("control-character", "error", "line 7", "subject_id", "A:1\x01")),
    ],
)
def test_a_row_at_fault_is_refused_by_itself(tmp_path: Path, lines: str, problem: tuple[str, ...]) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + COLUMNS + lines + GOOD)
    assert (mappings.rows_read, mappings.rows_used, mappings.rows_refused) == (2, 1, 1)
    assert problem in [where(each) for each in mappings.refused]
    assert triads(mappings) == [("A:1", "skos:exactMatch", "B:1")]
    assert [row.iri.value[-6:] for row in mappings.rows()] == ["#row-2"]


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("confidence", "high", "bad-number"),
        ("mapping_date", "2024-02-30", "bad-date"),
        ("predicate_modifier", "Never", "unknown-value"),
        ("mapping_cardinality", "1:m", "unknown-value"),
        ("subject_type", "owl clas", "unknown-value"),
    ],
)
def test_a_value_that_does_not_fit_its_slot(tmp_path: Path, column: str, text: str, code: str) -> None:
    lines = f"subject_id\tpredicate_id\tobject_id\t{column}\nA:1\tskos:exactMatch\tB:1\t{text}\n"
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + lines)
    assert [where(each) for each in mappings.problems] == [(code, "error", "line 7", column, text)]


def test_what_was_meant_is_guessed(tmp_path: Path) -> None:
    rows = "Aa:1\tskos:exactMatch\tB:1\t\nA:1\texactmatch\tB:1\t\nA:1\tskos:exactmatch\tB:1\t\n"
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + COLUMNS + rows)
    mends = [problem.mend.en for problem in mappings.problems]
    assert mends[0].startswith("Did you mean “A:”?")
    assert mends[1] == "Did you mean skos:exactMatch?"
    assert mends[2].startswith("Did you mean skos:exactMatch?")
    assert where(mappings.warnings[0]) == (
        "relation-without-reading", "warning", "line 9", "predicate_id", "skos:exactmatch",
    )  # fmt: skip
    assert mappings.rows_used == 1


def test_rows_that_say_the_same_are_kept(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + COLUMNS + GOOD * 3)
    assert mappings.rows_used == 3
    assert [row.line for row in mappings.rows()] == [7, 8, 9]


HEADERS = {
    "no known column": ("a\tb\tc\n1\t2\t3\n", "no-header", 1),
    "no heading at all": ("A:1\tskos:exactMatch\tB:1\nA:2\tskos:exactMatch\tB:2\n", "no-header", 1),
    "a column twice": ("subject_id\tpredicate_id\tobject_id\tobject_id\nA:1\tx\tB:1\tB:2\n", "duplicate-column", 1),
    "no relation": ("subject_id\tobject_id\nA:1\tB:1\nA:1\tB:2\n", "missing-column", 2),
    "no object": ("subject_id\tpredicate_id\nA:1\tskos:exactMatch\n", "missing-column", 1),
}


@pytest.mark.parametrize("fault", HEADERS)
def test_headings_that_no_row_can_be_read_under(tmp_path: Path, fault: str) -> None:
    lines, code, rows = HEADERS[fault]
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + lines)
    assert [each.code for each in mappings.refused] == [code]
    assert (mappings.rows_read, mappings.rows_used, mappings.rows_refused) == (rows, 0, rows)
    assert all(each.where == "line 6" for each in mappings.problems)


def test_an_unknown_column_is_named_and_the_rest_read(tmp_path: Path) -> None:
    lines = "subject_id\tpredicate_id\tobject_id\tobject_lable\nA:1\tskos:exactMatch\tB:1\tpear\n"
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + lines)
    assert [where(each) for each in mappings.problems] == [("unknown-column", "warning", "line 6", "object_lable", "")]
    assert mappings.problems[0].mend.en == "Did you mean “object_label”?"
    assert mappings.rows_used == 1


def test_an_unknown_slot_of_the_set_is_named(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + "#colour: red\n#nested:\n#  a: b\n" + COLUMNS + GOOD)
    assert [where(each)[:4] for each in mappings.problems] == [
        ("unread-field", "warning", "line 1", "colour"),
        ("unread-field", "warning", "line 1", "nested"),
    ]


def test_a_value_of_the_set_that_does_not_fit_is_named_and_left_out(tmp_path: Path) -> None:
    mappings = read(
        tmp_path / "a.sssom.tsv", PREFIXES + "#mapping_date: soon\n#creator_id: [x:1, A:2]\n" + COLUMNS + GOOD
    )
    assert [where(each) for each in mappings.problems] == [
        ("bad-date", "warning", "line 1", "mapping_date", "soon"),
        ("unknown-prefix", "warning", "line 1", "creator_id", "x:1"),
    ]
    assert about(mappings)[0]["creator_id"] == ["A:2"]


METADATA = {
    "no YAML": ("#curie_map: [\n", "syntax"),
    "a comment": ("#just a comment\n", "bad-metadata"),
    "a slot twice": ("#license: a\n#license: b\n", "duplicate-key"),
    "an alias": ("#curie_map: &a\n#  A: https://a/\n#other: *a\n", "yaml-alias"),
    "a tag": ("#comment: !!python/object/apply:os.system [ls]\n", "yaml-tag"),
    "two documents": ("#a: b\n#---\n#c: d\n", "several-documents"),
    "too deep": ("#other: " + "[" * 200 + "]" * 200 + "\n", "too-deep"),
}


@pytest.mark.parametrize("fault", METADATA)
def test_metadata_that_cannot_be_read(tmp_path: Path, fault: str) -> None:
    metadata, code = METADATA[fault]
    mappings = read(tmp_path / "a.sssom.tsv", metadata + COLUMNS + GOOD)
    assert [each.code for each in mappings.problems] == [code]
    assert mappings.problems[0].where.startswith("line ")
    assert (mappings.rows_used, list(mappings.files[0].context)) == (0, [])


def test_without_metadata_no_prefix_is_known(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", COLUMNS + GOOD)
    assert [each.code for each in mappings.problems] == ["no-metadata", "unknown-prefix", "unknown-prefix"]


def test_metadata_may_stand_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "a.sssom.yml").write_text(PREFIXES.replace("#", ""))
    mappings = read(tmp_path / "a.sssom.tsv", COLUMNS + GOOD)
    assert mappings.problems == []
    assert about(mappings)[0]["mapping_set_id"] == ["https://example.org/set"]


@pytest.mark.parametrize(
    ("declared", "value_"),
    [("skos: https://example.org/", "skos"), ("X: 'no iri'", "X"), ("X: ''", "X"), ("X: [a]", "X")],
)
def test_a_prefix_that_cannot_be_used(tmp_path: Path, declared: str, value_: str) -> None:
    metadata = PREFIXES.replace("#mapping_set_id", f"#  {declared}\n#mapping_set_id")
    mappings = read(tmp_path / "a.sssom.tsv", metadata + COLUMNS + GOOD)
    assert [where(each) for each in mappings.problems] == [("bad-prefix", "warning", "line 1", "curie_map", value_)]
    assert triads(mappings) == [("A:1", "skos:exactMatch", "B:1")]


def test_what_the_set_says_holds_for_rows_unless_one_says_otherwise(tmp_path: Path) -> None:
    metadata = PREFIXES + "#mapping_tool: T\n#subject_source: A:s\n"
    lines = "subject_id\tpredicate_id\tobject_id\tmapping_tool\nA:1\tskos:exactMatch\tB:1\t{}\n"
    lines += "A:2\tskos:exactMatch\tB:2\t\n"
    alike = read(tmp_path / "a.sssom.tsv", metadata + lines.format(""))
    assert value(alike, "mapping_tool") == ["T", "T"]
    assert "mapping_tool" not in about(alike)[0]
    mixed = read(tmp_path / "b.sssom.tsv", metadata + lines.format("U"))
    assert value(mixed, "mapping_tool") == ["U"]
    assert about(mixed)[0]["mapping_tool"] == ["T"]
    assert value(mixed, "subject_source") == ["A:s", "A:s"]
    assert [where(each) for each in mixed.problems] == [("not-propagated", "warning", "", "mapping_tool", "")]


def test_further_slots_are_read_as_they_are_defined(tmp_path: Path) -> None:
    metadata = (
        PREFIXES
        + """#extension_definitions:
#  - {slot_name: ext_n, property: A:n, type_hint: xsd:integer}
#  - {slot_name: ext_who, property: A:who, type_hint: linkml:Uriorcurie}
#  - {slot_name: ext_free}
#  - {slot_name: subject_id, property: A:x}
#  - {slot_name: ext_type, property: rdf:type}
#  - {slot_name: ext_c, property: sssom:confidence}
#  - {slot_name: ext_line, property: 'https://w3id.org/mmssc/ns#line'}
#ext_free: of the set
"""
    )
    lines = "subject_id\tpredicate_id\tobject_id\text_n\text_who\text_free\nA:1\tskos:exactMatch\tB:1\t7\tB:ann\tx\n"
    mappings = read(tmp_path / "a.sssom.tsv", metadata + lines)
    row = next(mappings.rows())
    assert row.own == (
        (NamedNode("https://example.org/a/n"), Literal("7", datatype=NamedNode(XSD + "integer"))),
        (NamedNode("https://example.org/a/who"), NamedNode("https://example.org/b/ann")),
        (NamedNode("http://sssom.invalid/ext_free"), Literal("x")),
    )
    assert about(mappings)[0]["http://sssom.invalid/ext_free"] == ["of the set"]
    assert [where(each) for each in mappings.problems] == [
        ("bad-extension", "warning", "line 1", "extension_definitions", name)
        for name in ("subject_id", "ext_type", "ext_c", "ext_line")
    ]


def test_a_mapping_of_a_mere_text_needs_a_label_and_no_identifier(tmp_path: Path) -> None:
    lines = "subject_label\tpredicate_id\tobject_id\tsubject_type\napple\tskos:closeMatch\tB:1\trdfs literal\n"
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + lines + "\tskos:closeMatch\tB:1\trdfs literal\n")
    assert [slots(row).get("subject_label") for row in mappings.rows()] == [["apple"]]
    assert [where(each) for each in mappings.problems] == [("missing-value", "error", "line 8", "subject_label", "")]


def test_backslashes_escape_bars(tmp_path: Path) -> None:
    cell = r"Alice\|Bob|Charlie" + "\n" + r"Alice\\Bob|Charlie\\|David\\\|Eve\\" + "\n"
    first, second = cell.splitlines()
    lines = f"subject_id\tpredicate_id\tobject_id\tauthor_label\nA:1\tskos:exactMatch\tB:1\t{first}\n"
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + lines + f"A:2\tskos:exactMatch\tB:1\t{second}\n")
    assert value(mappings, "author_label") == ["Alice|Bob", "Charlie", "Alice\\Bob", "Charlie\\", "David\\|Eve\\"]


def test_commas_will_do_for_tabs(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.csv", PREFIXES + (COLUMNS + GOOD).replace("\t", ","))
    assert triads(mappings) == [("A:1", "skos:exactMatch", "B:1")]
    assert mappings.files[0].form == "SSSOM/TSV"


def test_an_open_quotation_mark_refuses_the_file(tmp_path: Path) -> None:
    rows = 'A:2\tskos:exactMatch\tB:2\t"open\nA:3\tskos:exactMatch\tB:3\t\n'
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + COLUMNS + GOOD + rows)
    assert [where(each)[:3] for each in mappings.problems] == [("syntax", "error", "line 8")]
    assert mappings.rows_used == 0


@pytest.mark.parametrize(
    ("encoding", "problems"),
    [("utf-8-sig", []), ("utf-16", []), ("gb18030", [("encoding", "warning", "line 7")])],
)
def test_encodings(tmp_path: Path, encoding: str, problems: list[tuple[str, str, str]]) -> None:
    text = PREFIXES + "subject_id\tsubject_label\tpredicate_id\tobject_id\nA:1\t城市\tskos:exactMatch\tB:1\n"
    mappings = read(tmp_path / "a.sssom.tsv", text.encode(encoding))
    assert value(mappings, "subject_label") == ["城市"]
    assert [where(each)[:3] for each in mappings.problems] == problems


def test_an_unknown_encoding_is_named_by_line(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", (PREFIXES + COLUMNS + GOOD).encode() + b"A:\xff\tx\n")
    assert [where(each)[:3] for each in mappings.problems] == [("encoding", "error", "line 8")]


def test_a_file_that_may_be_cut_off_is_told(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + COLUMNS + GOOD + "A:2\tskos:exactMatch\tB:2")
    assert mappings.rows_used == 2
    assert [where(each)[:3] for each in mappings.problems] == [("cut-off", "warning", "line 8")]


@pytest.mark.parametrize("name", ["a.sssom.tsv", "a.csv", "a.ttl", "a.json", "a.yaml", "a"])
def test_an_empty_file_is_told(tmp_path: Path, name: str) -> None:
    mappings = read(tmp_path / name, " \n\n")
    assert [where(each) for each in mappings.problems] == [("empty-file", "error", "", "", "")]


def test_a_table_without_rows_is_told(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.csv", "source,relation,target\n")
    assert [where(each) for each in mappings.problems] == [("no-rows", "warning", "", "", "")]


def test_faults_of_a_kind_are_counted_and_not_piled_up(tmp_path: Path) -> None:
    bad = "".join(f"C:{number}\tskos:exactMatch\tB:1\t\n" for number in range(5_000))
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + COLUMNS + bad + GOOD)
    assert (mappings.rows_read, mappings.rows_used, mappings.rows_refused) == (5_001, 1, 5_000)
    assert len(mappings.problems) == 101
    assert mappings.problems[-1].message.en == "There are 4900 more problems of this kind; the last one stands here."
    assert mappings.problems[-1].where == "line 5006"


def test_too_many_rows_refuse_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmssc.crosswalk.read.gather.MAX_ROWS", 3)
    mappings = read(tmp_path / "a.sssom.tsv", PREFIXES + COLUMNS + GOOD * 4)
    assert [where(each)[:3] for each in mappings.problems] == [("too-many-rows", "error", "line 10")]
    assert (mappings.rows_read, mappings.rows_used, mappings.rows_refused) == (3, 0, 3)


def test_files_do_not_run_into_each_other(tmp_path: Path) -> None:
    old, new = tmp_path / "old.sssom.tsv", tmp_path / "new.sssom.tsv"
    old.write_text(PREFIXES + COLUMNS + GOOD)
    new.write_text(PREFIXES + COLUMNS + GOOD.replace("exact", "close"))
    mappings = reread(old, new, old)
    assert [file.rows_used for file in mappings.files] == [1, 1]
    assert triads(mappings) == [("A:1", "skos:exactMatch", "B:1"), ("A:1", "skos:closeMatch", "B:1")]


def test_a_missing_file_leaves_the_others(tmp_path: Path) -> None:
    good = tmp_path / "a.sssom.tsv"
    good.write_text(PREFIXES + COLUMNS + GOOD)
    mappings = reread(tmp_path / "none.tsv", good)
    assert [(each.code, each.severity) for each in mappings.problems] == [("unreadable", "error")]
    assert mappings.rows_used == 1
