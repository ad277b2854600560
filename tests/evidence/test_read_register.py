"""Registers as CSV and TSV: what is read, and how a row at fault is told and refused by itself."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode
from registers import HEADINGS, ROW, codes, table

from mmssc.evidence.reading import distinct
from mmssc.names import MMSSC, RDF_TYPE, XSD, expand

LONDON = "https://w3id.org/mmssc/community/london"
FACT = (f"{LONDON}/evidence/L1",)


def said(reading, subject=FACT[0]):
    """Return what is said of a subject, by property."""
    found = {}
    for quad in reading.quads:
        if quad.subject == NamedNode(subject):
            found.setdefault(quad.predicate.value, set()).add(quad.object)
    return found


def one(read, heading, cell):
    """Read a register of one row with one more column."""
    return read("a.csv", table((*ROW, cell), headings=(*HEADINGS, heading)))


def test_the_smallest_register(read):
    reading = read("a.csv", table(ROW))
    assert reading.problems == []
    assert (reading.offered, reading.refused, reading.places) == (1, 0, {FACT[0]: "row 2"})
    assert {str(quad) for quad in reading.quads} == {
        f"<{FACT[0]}> <{RDF_TYPE.value}> <{MMSSC}Evidence>",
        f"<{FACT[0]}> <{MMSSC}community> <{LONDON}>",
        f'<{FACT[0]}> <http://purl.org/dc/terms/title> "A plan was published."@en',
        f"<{FACT[0]}> <{MMSSC}assurance> <{MMSSC}Claimed>",
        f"<{LONDON}> <{RDF_TYPE.value}> <{MMSSC}Community>",
        f'<{LONDON}> <http://www.w3.org/2004/02/skos/core#prefLabel> "London"@en',
    }


@pytest.mark.parametrize(
    "headings",
    [
        ("编号", "社区", "事实陈述", "核验程度"),
        ("identifier", "Community", " CLAIM ", "Assurance"),
        ("ID", "community", "title", "核验程度"),
    ],
)
def test_headings_in_either_language(read, headings):
    assert read("a.csv", table(ROW, headings=headings)).offered == 1


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_delimiters(read, name, delimiter):
    row = ("L1", "London", "Plans; strategies, and more.", "claimed")
    reading = read(name, table(row, delimiter=delimiter))
    assert Literal("Plans; strategies, and more.", language="en") in said(reading)["http://purl.org/dc/terms/title"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(read, encoding):
    reading = read("a.csv", table(("1", "天津生态城", "规划已公布。", "仅声明")).encode(encoding))
    assert reading.problems == []
    subject = "https://w3id.org/mmssc/community/天津生态城/evidence/1"
    assert said(reading, subject)["http://purl.org/dc/terms/title"] == {Literal("规划已公布。", language="zh")}


def test_gb18030_is_read_and_told(read):
    reading = read("a.csv", table(("1", "天津", "规划已公布。", "已审阅")).encode("gb18030"))
    assert [(problem.code, problem.severity, problem.where) for problem in reading.problems] == [
        ("encoding", "warning", "line 2")
    ]
    assert "https://w3id.org/mmssc/community/天津/evidence/1" in reading.places


def test_an_unknown_encoding_is_refused(read):
    (problem,) = read("a.csv", table(ROW).encode() + b"2,London,\xff\xff\xff,claimed\n").problems
    assert (problem.code, problem.where) == ("encoding", "line 3")


@pytest.mark.parametrize(
    "content",
    [
        table(ROW).encode("utf-16") + b"\n",
        table(ROW).encode("utf-16")[:-1],
        table(ROW).encode("utf-8-sig") + b"\xff\xff",
        table(ROW).encode("utf-16") + b"\x00\xd8\x00\xd8",
    ],
)
def test_a_marked_encoding_that_is_broken_is_refused(read, content):
    reading = read("a.csv", content)
    assert codes(reading) == ["encoding"]
    assert reading.quads == []


def test_line_ends_of_every_kind(read):
    for end in ("\n", "\r\n", "\r"):
        reading = read("a.csv", table(ROW, ("L2", "London", "two\nlines", "claimed")).replace("\r\n", end))
        assert list(reading.places.values()) == ["row 2", "row 3"]


@pytest.mark.parametrize(
    ("community", "iri"),
    [
        ("London", LONDON),
        ("  NEW  York ", "https://w3id.org/mmssc/community/new-york"),
        ("天津 生态城", "https://w3id.org/mmssc/community/天津-生态城"),
        ("a/b<c>%", "https://w3id.org/mmssc/community/a%2Fb%3Cc%3E%25"),
        ("https://www.wikidata.org/entity/Q84", "https://www.wikidata.org/entity/Q84"),
    ],
)
def test_communities(read, community, iri):
    reading = read("a.csv", table(("1", community, "x", "claimed")))
    assert reading.problems == []
    assert list(reading.places) == [f"{iri}/evidence/1"]


def test_identifiers(read):
    rows = [(identifier, "London", "x", "claimed") for identifier in ("a b", "a-b", "甲1", "https://e.org/x", "A/B")]
    assert list(read("a.csv", table(*rows)).places) == [
        f"{LONDON}/evidence/a%20b",
        f"{LONDON}/evidence/a-b",
        f"{LONDON}/evidence/甲1",
        "https://e.org/x",
        f"{LONDON}/evidence/A%2FB",
    ]


def test_two_cities_may_use_the_same_identifier(read):
    reading = read("a.csv", table(ROW, ("L1", "Paris", "y", "claimed")))
    assert (reading.offered, reading.refused, len(reading.places)) == (2, 0, 2)


def test_a_duplicate_identifier_is_refused_naming_the_first(read):
    reading = read("a.csv", table(ROW, ("L2", "London", "y", "claimed"), ("L1", "london", "z", "claimed")))
    (problem,) = reading.problems
    assert (problem.code, problem.where, problem.value) == ("duplicate-id", "row 4", "L1")
    assert "row 2" in problem.message.en
    assert "row 2" in problem.message.zh
    assert (reading.offered, reading.refused) == (3, 1)
    assert len(said(reading)["http://purl.org/dc/terms/title"]) == 1


def test_a_duplicate_in_another_register_is_refused(read):
    first = read("a.csv", table(ROW))
    second = read("b.csv", table(("L1", "London", "Another fact.", "claimed"), ("L2", "London", "y", "claimed")))
    same, less = distinct([first, second])
    assert same is first
    assert (less.offered, less.refused, list(less.places)) == (2, 1, [f"{LONDON}/evidence/L2"])
    (problem,) = less.problems
    assert (problem.code, problem.where, problem.value) == ("duplicate-id", "row 2", FACT[0])
    assert f"{first.source}, row 2" in problem.message.en
    assert not said(less)


def test_three_requirements_and_a_dispute(read):
    cells = "1.1.1-2-vision 1.1.1-2-strategy；REQ:1.1.1-3-plans、https://w3id.org/mmssc/iso37107/requirement/1.1.1-3-outcomes"
    cells = cells.replace("REQ:", "req:")
    headings = (*HEADINGS, "demonstrates", "disputes")
    reading = read("a.csv", table((*ROW, cells, "1.1.1-4-measures"), headings=headings))
    assert reading.problems == []
    shown = {NamedNode(expand(f"req:1.1.1-{code}")) for code in ("2-vision", "2-strategy", "3-plans", "3-outcomes")}
    assert said(reading)[MMSSC + "demonstrates"] == shown
    assert said(reading)[MMSSC + "disputes"] == {NamedNode(expand("req:1.1.1-4-measures"))}


@pytest.mark.parametrize("code", ["1.1.1-3-outcoms", "1.1.1-3-Outcomess", "req:1.1.1-3-outcomse"])
def test_an_unknown_requirement_gets_the_nearest(read, code):
    reading = one(read, "demonstrates", f"1.1.1-2-vision;{code}")
    (problem,) = reading.problems
    assert (problem.code, problem.where, problem.field) == ("unknown-requirement", "row 2", "demonstrates")
    assert problem.value == code
    assert "1.1.1-3-outcomes" in problem.mend.en
    assert "1.1.1-3-outcomes" in problem.mend.zh
    assert (reading.offered, reading.refused, reading.quads) == (1, 1, [])


@pytest.mark.parametrize(
    ("cell", "value", "datatype"),
    [
        ("2024", "2024", "gYear"),
        ("2024年", "2024", "gYear"),
        ("2024-03", "2024-03", "gYearMonth"),
        ("2024/3", "2024-03", "gYearMonth"),
        ("2024年3月", "2024-03", "gYearMonth"),
        ("2024-03-01", "2024-03-01", "date"),
        ("2024/3/1", "2024-03-01", "date"),
        ("2024年3月1日", "2024-03-01", "date"),
        ("2024-02-29", "2024-02-29", "date"),
    ],
)
@pytest.mark.parametrize("column", ["planned_for", "valid_until"])
def test_dates_keep_their_precision(read, column, cell, value, datatype):
    reading = one(read, column, cell)
    assert reading.problems == []
    name = MMSSC + {"planned_for": "plannedFor", "valid_until": "validUntil"}[column]
    assert said(reading)[name] == {Literal(value, datatype=NamedNode(XSD + datatype))}


@pytest.mark.parametrize(
    "cell",
    ["2023-02-30", "2023-02-29", "2024-13", "0000", "03/01/2024", "24-3-1", "soon", "2024-03-01T10:00:00", "2024-"],
)
def test_dates_that_are_none(read, cell):
    (problem,) = one(read, "issued", cell).problems
    assert (problem.code, problem.where, problem.field, problem.value) == ("bad-date", "row 2", "issued", cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("15 min", "PT15M"),
        ("1 h", "PT1H"),
        ("1 day", "P1D"),
        ("2 weeks", "P14D"),
        ("15 分钟", "PT15M"),
        ("1小时", "PT1H"),
        ("3 个月", "P3M"),
        ("PT15M", "PT15M"),
        ("P1DT2H0.5S", "P1DT2H0.5S"),
    ],
)
def test_durations(read, cell, value):
    expected = Literal(value, datatype=NamedNode(XSD + "duration"))
    assert said(one(read, "refresh_interval", cell))[MMSSC + "refreshInterval"] == {expected}


@pytest.mark.parametrize("cell", ["P", "PT", "15", "fast", "-PT1H", "1.5 h", "15 parsecs", "P1H"])
def test_durations_that_are_none(read, cell):
    assert codes(one(read, "refresh_interval", cell)) == ["bad-duration"]


@pytest.mark.parametrize("cell", ["city-wide", "City-Wide", "全市范围", MMSSC + "CityWide", "mmssc:CityWide"])
def test_closed_lists_take_notation_label_and_iri(read, cell):
    assert said(one(read, "scope", cell))[MMSSC + "scope"] == {NamedNode(MMSSC + "CityWide")}


@pytest.mark.parametrize("cell", ["", "  ", "unknown", "Unknown", "未知"])
@pytest.mark.parametrize(
    "column", ["scope", "effect", "issued", "refresh_interval", "audience", "source", "demonstrates"]
)
def test_unknown_is_no_triple(read, column, cell):
    reading = one(read, column, cell)
    assert reading.problems == []
    assert len(said(reading)) == 4


def test_unknown_in_a_text_is_a_text(read):
    assert len(said(one(read, "note", "unknown"))) == 5


def test_a_value_that_is_none_of_the_list(read):
    (problem,) = one(read, "scope", "citywide").problems
    assert (problem.code, problem.field, problem.value) == ("unknown-value", "scope", "citywide")
    assert "city-wide?" in problem.mend.en
    assert "business-unit" in problem.mend.zh


def test_several_groups_with_blanks_in_their_names(read):
    cell = "residents; Local Government、私营部门"
    groups = {NamedNode(MMSSC + name) for name in ("Residents", "LocalGovernment", "PrivateSector")}
    assert said(one(read, "audience", cell))["http://purl.org/dc/terms/audience"] == groups


def test_attribution_to_a_group_or_an_agent(read):
    attributed = "http://www.w3.org/ns/prov#wasAttributedTo"
    assert said(one(read, "attributed_to", "civil society"))[attributed] == {NamedNode(MMSSC + "CivilSociety")}
    assert said(one(read, "attributed_to", "https://e.org/me"))[attributed] == {NamedNode("https://e.org/me")}
    assert codes(one(read, "attributed_to", "the mayor")) == ["unknown-value"]


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("https://e.org/a b", "https://e.org/a%20b"),
        ('https://e.org/"a"', "https://e.org/%22a%22"),
        ("https://e.org/[a]", "https://e.org/%5Ba%5D"),
        ("https://e.org/天津 <x>", "https://e.org/天津%20%3Cx%3E"),
        ("www.london.gov.uk", "https://"),
    ],
)
def test_sources_that_are_no_iri(read, cell, mend):
    (problem,) = one(read, "source", cell).problems
    assert (problem.code, problem.value) == ("bad-iri", cell)
    assert mend in problem.mend.en
    assert mend in problem.mend.zh


def test_every_fault_of_a_row_is_told_and_the_others_live(read):
    headings = (*HEADINGS, "issued", "scope")
    bad = ("", "London", "", "certain", "2023-02-30", "galaxy")
    reading = read(
        "a.csv", table((*ROW, "2024", ""), bad, ("L3", "London", "z", "verified", "", ""), headings=headings)
    )
    assert [(problem.where, problem.field, problem.code) for problem in reading.problems] == [
        ("row 3", "id", "missing-value"),
        ("row 3", "title", "missing-value"),
        ("row 3", "assurance", "unknown-value"),
        ("row 3", "issued", "bad-date"),
        ("row 3", "scope", "unknown-value"),
    ]
    assert (reading.offered, reading.refused, len(reading.places)) == (3, 1, 2)


def test_required_is_not_met_by_unknown(read):
    assert codes(read("a.csv", table(("L1", "London", "x", "unknown")))) == ["missing-value"]


def test_rows_are_counted_as_a_spreadsheet_shows_them(read):
    content = '\n\nid,community,title,assurance\n\n1,London,"two\nlines",claimed\n,,,\n2,London,x,no\n'
    reading = read("a.csv", content)
    assert [problem.where for problem in reading.problems] == ["row 7"]
    assert list(reading.places.values()) == ["row 5"]
    assert reading.offered == 2


def test_an_unknown_column_is_told_once(read):
    reading = read("a.csv", table((*ROW, "x", ""), ("L2", *ROW[1:], "y", ""), headings=(*HEADINGS, "issud", "")))
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.where) == ("unknown-column", "warning", "row 1")
    assert (problem.field, "“issued”" in problem.mend.en) == ("issud", True)
    assert (reading.offered, reading.refused) == (2, 0)


def test_missing_columns_refuse_the_file(read):
    reading = read("a.csv", table(("L1", "x"), ("L2", "y"), headings=("id", "title")))
    assert [(problem.code, problem.field) for problem in reading.problems] == [
        ("missing-column", "community"),
        ("missing-column", "assurance"),
    ]
    assert (reading.offered, reading.refused, reading.quads) == (2, 2, [])


def test_a_column_that_stands_twice_refuses_the_file(read):
    reading = read("a.csv", table((*ROW, "x"), headings=(*HEADINGS, "claim")))
    assert codes(reading) == ["duplicate-column"]
    assert reading.quads == []


def test_a_cell_without_a_heading(read):
    reading = read("a.csv", "id,community,title,assurance\n1,London,x,claimed,oh\n2,London,y,claimed\n")
    assert [(problem.code, problem.where, problem.value) for problem in reading.problems] == [
        ("no-heading", "row 2", "oh")
    ]
    assert (reading.offered, reading.refused) == (2, 1)


def test_only_headings(read):
    assert codes(read("a.csv", table())) == ["no-evidence"]


def test_an_open_quotation_mark_refuses_the_file(read):
    rows = table(ROW) + 'L2,London,"never closed,claimed\n' + "".join(f"M{n},London,x,claimed\n" for n in range(9_000))
    reading = read("a.csv", rows)
    (problem,) = reading.problems
    assert (problem.code, problem.where) == ("syntax", "row 3")
    assert (reading.quads, reading.places) == ([], {})
    assert reading.refused == reading.offered


def test_a_row_cut_off(read):
    whole = table(ROW, ("L2", "London", "Another plan.", "claimed"))
    reading = read("a.csv", whole[: whole.rindex(",")])
    assert [(problem.code, problem.where) for problem in reading.problems] == [("cut-off", "row 3")]
    assert (reading.offered, reading.refused) == (2, 1)
    assert read("a.csv", whole.rstrip()).refused == 0


@pytest.mark.parametrize("place", range(4))
def test_control_characters(read, place):
    row = [*ROW[:place], ROW[place] + "\x00x", *ROW[place + 1 :]]
    (problem,) = read("a.csv", table(row)).problems
    assert (problem.code, problem.field) == ("control-character", HEADINGS[place])


def test_a_formula_in_csv_is_a_text(read):
    title = "=HYPERLINK(1)"
    reading = read("a.csv", table(("L1", "London", title, "claimed")))
    assert Literal(title, language="en") in said(reading)["http://purl.org/dc/terms/title"]


def test_ten_thousand_items(read):
    rows = [(f"L{n}", ("London", "天津")[n % 2], f"Fact {n}.", "claimed" if n % 100 else "sure") for n in range(10_000)]
    reading = read("a.csv", table(*rows))
    assert (reading.offered, reading.refused, len(reading.problems)) == (10_000, 100, 100)
    assert len(reading.places) == 9_900
    assert len(reading.quads) == 4 * 9_900 + 4
