"""RDF in every syntax: what is read, what is refused, and how the fault is told."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import time

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse, serialize
from registers import ROW, codes, table

from mmssc.evidence.read import read_evidence

PREFIXES = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix mmssc: <https://w3id.org/mmssc/ns#> .
@prefix req: <https://w3id.org/mmssc/iso37107/requirement/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TURTLE = (
    PREFIXES
    + """
<https://e.org/1> a mmssc:Evidence ;
    mmssc:community <https://e.org/city> ;
    mmssc:demonstrates req:1.1.1-2-vision , req:1.1.1-2-strategy , req:1.1.1-3-plans ;
    mmssc:plannedFor "2030"^^xsd:gYear ;
    dcterms:title "愿景已公布"@zh .
<https://e.org/2> a mmssc:Evidence ;
    mmssc:community <https://e.org/city> ;
    mmssc:disputes req:1.1.1-2-vision ;
    mmssc:validUntil "2020-03"^^xsd:gYearMonth ;
    dcterms:title "A \\"quoted\\" title" .
"""
)
SYNTAXES = {
    "a.ttl": RdfFormat.TURTLE,
    "a.trig": RdfFormat.TRIG,
    "a.nt": RdfFormat.N_TRIPLES,
    "a.nq": RdfFormat.N_QUADS,
    "a.rdf": RdfFormat.RDF_XML,
    "a.jsonld": RdfFormat.JSON_LD,
}
EXPECTED = {quad.triple for quad in parse(TURTLE, format=RdfFormat.TURTLE)}


def written(syntax: RdfFormat) -> bytes:
    return serialize(EXPECTED, format=syntax) or b""


@pytest.mark.parametrize(("name", "syntax"), SYNTAXES.items())
def test_every_syntax_gives_the_same_triples(read, name, syntax):
    reading = read(name, written(syntax))
    assert {quad.triple for quad in reading.quads} == EXPECTED
    assert reading.problems == []
    assert (reading.offered, reading.refused) == (2, 0)


@pytest.mark.parametrize(("name", "syntax"), SYNTAXES.items())
def test_the_suffix_is_not_needed(read, requirements, name, syntax):
    reading = read("unnamed.data", written(syntax))
    assert {quad.triple for quad in reading.quads} == EXPECTED, name
    piped = read_evidence("-", stdin=io.BytesIO(written(syntax)), requirements=requirements)
    assert {quad.triple for quad in piped.quads} == EXPECTED


@pytest.mark.parametrize(("name", "syntax"), SYNTAXES.items())
def test_compressed(read, name, syntax):
    assert {quad.triple for quad in read(f"{name}.gz", gzip.compress(written(syntax))).quads} == EXPECTED


@pytest.mark.parametrize("syntax", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD, RdfFormat.RDF_XML])
def test_a_byte_order_mark_is_no_fault(read, syntax):
    name = next(name for name, each in SYNTAXES.items() if each == syntax)
    assert {quad.triple for quad in read(name, b"\xef\xbb\xbf" + written(syntax)).quads} == EXPECTED


@pytest.mark.parametrize(("name", "syntax"), SYNTAXES.items())
def test_a_truncated_file_gives_nothing(read, name, syntax):
    whole = written(syntax)
    for size in (len(whole) // 2, len(whole) - 5):
        reading = read(name, whole[:size])
        assert reading.quads == []
        assert reading.problems
        assert reading.problems[0].severity == "error"


def test_a_truncated_gzip_file(read):
    assert codes(read("a.ttl.gz", gzip.compress(written(RdfFormat.TURTLE))[:-20])) == ["damaged-gzip"]


@pytest.mark.parametrize("name", [*SYNTAXES, "a.csv", "a.tsv", "a.xlsx", "a.data"])
@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_an_empty_file_is_told(read, name, content):
    reading = read(name, content)
    assert codes(reading) == ["no-evidence"]
    assert reading.problems[0].severity == "warning"


def test_a_graph_without_evidence_is_told(read):
    assert codes(read("a.ttl", "<https://e.org/a> <https://e.org/b> 1 .")) == ["no-evidence"]


@pytest.mark.parametrize("name", [*SYNTAXES, "a.csv", "a.xlsx", "a.txt"])
@pytest.mark.parametrize("content", [b"Dear all,\nplease find the minutes.\n", b"\x00\x01\xff\xfe\x80" * 50])
def test_a_file_that_is_no_evidence_at_all(read, name, content):
    reading = read(name, content)
    assert reading.quads == []
    assert all(problem.severity == "error" for problem in reading.problems)
    assert reading.problems


@pytest.mark.parametrize(
    ("iri", "encoded"), [("a b", "a%20b"), ('a"b', "a%22b"), ("a[b]", "a%5Bb%5D"), ("天津 {1}", "天津%20%7B1%7D")]
)
@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.rdf", "a.jsonld"])
def test_iris_with_blanks_quotes_or_brackets(read, name, iri, encoded):
    quoted = iri.replace('"', "&quot;")
    content = {
        "a.ttl": f"\n<https://e.org/x> <https://e.org/p> <https://e.org/{iri}> .",
        "a.nt": f"\n<https://e.org/x> <https://e.org/p> <https://e.org/{iri}> .",
        "a.rdf": f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.org/">
            <e:T rdf:about="https://e.org/{quoted}"/></rdf:RDF>""",
        "a.jsonld": f"""{{"@id": "https://e.org/x", "https://e.org/p":
            {{"@id": "https://e.org/{iri.replace('"', chr(92) + '"')}"}}}}""",
    }[name]
    reading = read(name, content)
    (problem,) = reading.problems[:1]
    assert problem.code in {"syntax", "bad-iri"}
    assert f"https://e.org/{encoded}" in problem.mend.en
    assert iri in problem.value
    assert problem.where.startswith("line 2") if name != "a.jsonld" else problem.where == "https://e.org/x"


def test_every_fault_of_a_file_is_told(read):
    lines = ["<https://e.org/a> <https://e.org/b> <https://e.org/c d> ."] * 3 + ["rubbish"]
    reading = read("a.nt", "\n".join(lines))
    assert [problem.where.partition(",")[0] for problem in reading.problems] == ["line 1", "line 2", "line 3", "line 4"]


def test_faults_are_not_listed_without_end(read):
    assert len(read("a.nt", "rubbish\n" * 100_000).problems) <= 101


def test_relative_iris(read):
    assert "base" in read("a.ttl", "<a> <https://e.org/b> 1 .").problems[0].mend.en


def test_bad_utf8_is_told_with_its_line(read):
    (problem,) = read("a.ttl", b'<https://e.org/a> <https://e.org/b>\n "\xe9t\xe9" .').problems[:1]
    assert problem.where.startswith("line 2")
    assert "UTF-8" in problem.mend.en


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "iso-8859-1", "utf-16", "nonsense"])
def test_xml_in_another_encoding(read, encoding):
    content = rdf_xml("<m:Evidence rdf:about='https://e.org/1'/>").replace('1.0"', f'1.0" encoding="{encoding}"')
    (problem,) = read("a.rdf", content.encode("utf-16" if encoding == "utf-16" else "ascii")).problems
    assert "UTF-8" in problem.mend.en


def test_a_name_without_end_does_not_stall_the_telling_of_forms(read):
    started = time.monotonic()
    assert read("a.data", "_:a" * 30_000).quads == []
    assert time.monotonic() - started < 5


def test_named_graphs_become_one(read):
    reading = read("a.trig", PREFIXES + "<https://e.org/g> { <https://e.org/1> a mmssc:Evidence }")
    assert reading.offered == 1
    assert str(reading.quads[0]).count("<") == 3


def test_blank_nodes_of_two_files_do_not_clash(read):
    content = PREFIXES + "_:b a mmssc:Evidence ."
    first, second = (read(name, content).quads[0].subject for name in ("a.ttl", "b.ttl"))
    assert first != second


def test_triple_terms_are_refused(read):
    content = PREFIXES + "<< <https://e.org/1> a mmssc:Evidence >> dcterms:title 'x' ."
    assert codes(read("a.ttl", content)) == ["triple-term"]


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("a.ttl", "<<( <https://e.org/a> <https://e.org/b> ", " )>>"),
        ("a.ttl", "<<( <https://e.org/a\\u0022> <https://e.org/b> ", " )>>"),
        ("a.nq", "<<( <https://e.org/a> <https://e.org/b> ", " )>>"),
        ("a.json", '{"https://e.org/a": ', "}"),
        ("a.json", "[", "]"),
    ],
)
def test_deep_nesting_does_not_crash(read, name, start, end):
    depth = 100_000
    whole = f"<https://e.org/a> <https://e.org/b> {start * depth}1{end * depth} ."
    content = whole if name != "a.json" else f'{{"https://e.org/x": {start * depth}1{end * depth}}}'
    assert codes(read(name, content)) == ["too-deep"]


def test_deep_nesting_hidden_from_a_careless_count(read):
    opening = "<<( <https://e.org/a> <https://e.org/b> # >>\n"
    assert codes(read("a.ttl", f"<https://e.org/a> <https://e.org/b> {opening * 100_000}")) == ["too-deep"]


def test_marks_in_texts_are_no_nesting(read):
    titles = "".join(f'<https://e.org/{n}> a mmssc:Evidence ; dcterms:title "<<规划{n}" .\n' for n in range(2_000))
    reading = read("a.ttl", PREFIXES + titles)
    assert (reading.offered, reading.problems) == (2_000, [])


def test_nested_blank_nodes_are_fine(read):
    reading = read(
        "a.ttl", "<https://e.org/a> <https://e.org/b> " + "[ <https://e.org/c> " * 5_000 + "1" + "]" * 5_000 + "."
    )
    assert len(reading.quads) == 5_001


def rdf_xml(body: str, doctype: str = "") -> str:
    return f"""<?xml version="1.0"?>{doctype}
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:m="https://w3id.org/mmssc/ns#"
    xmlns:d="http://purl.org/dc/terms/">{body}</rdf:RDF>"""


def test_entities_for_namespaces_are_fine(read):
    doctype = '<!DOCTYPE rdf:RDF [<!ENTITY e "https://e.org/"><!ENTITY x "http://www.w3.org/2001/XMLSchema#">]>'
    body = '<m:Evidence rdf:about="&e;1"><m:plannedFor rdf:datatype="&x;gYear">2030</m:plannedFor></m:Evidence>'
    reading = read("a.rdf", rdf_xml(body, doctype))
    assert (reading.offered, reading.problems) == (1, [])
    assert reading.quads[0].subject == NamedNode("https://e.org/1")


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY a "https://e.org/"><!ENTITY b "&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a "https://e.org/"> %a;',
        f'<!ENTITY a "https://e.org/{"x" * 3000}">',
        "".join(f'<!ENTITY e{n} "https://e.org/{n}">' for n in range(200)),
    ],
)
def test_entities_that_expand_are_refused(read, entities):
    reading = read("a.rdf", rdf_xml('<m:Evidence rdf:about="https://e.org/1"/>', f"<!DOCTYPE rdf:RDF [{entities}]>"))
    assert codes(reading) == ["xml-entity"]
    assert reading.quads == []


@pytest.mark.parametrize("place", ["<d:title>{}</d:title>", '<d:title d:x="{}"/>'])
def test_small_entities_used_to_swell_are_refused(read, place):
    doctype = f'<!DOCTYPE rdf:RDF [<!ENTITY a "https://e.org/{"x" * 1900}">]>'
    body = f'<m:Evidence rdf:about="https://e.org/1">{place.format("&a;" * 1_000)}</m:Evidence>'
    assert codes(read("a.rdf", rdf_xml(body, doctype))) == ["xml-entity"]


def test_deep_xml_is_refused(read):
    assert codes(read("a.rdf", rdf_xml("<m:A><m:b>" * 600 + "</m:b></m:A>" * 600))) == ["too-deep"]


def test_relative_iris_in_xml_are_told_with_their_line(read):
    (problem,) = read("a.rdf", rdf_xml('\n<m:Evidence rdf:about="one"/>')).problems
    assert (problem.code, problem.where, problem.value, problem.field) == ("relative-iri", "line 4", "one", "rdf:about")
    assert read("a.rdf", rdf_xml('<m:Evidence xml:base="https://e.org/" rdf:about="one"/>')).offered == 1


def test_short_prefixes_of_long_iris_do_not_fill_the_memory(read, monkeypatch):
    monkeypatch.setattr("mmssc.evidence.rdf.MAX_OUTPUT", 1 << 24)
    content = f"@prefix a: <https://e.org/{'x' * 100_000}> .\n" + "a:b a:b a:b .\n" * 10_000
    assert codes(read("a.ttl", content)) == ["too-large"]


def test_a_gzip_bomb_is_refused(read, monkeypatch):
    monkeypatch.setattr("mmssc.evidence.opening.MAX_BYTES", 1 << 20)
    assert codes(read("a.nt.gz", gzip.compress(b"#" * (1 << 22)))) == ["too-large"]


@pytest.mark.parametrize("name", ["a.ttl", "a.csv"])
def test_reading_without_end_is_stopped(read, monkeypatch, name):
    monkeypatch.setattr("mmssc.evidence.limits._MAX_SECONDS", -1)
    reading = read(name, TURTLE if name == "a.ttl" else table(ROW))
    assert codes(reading) == ["too-slow"]
    assert reading.quads == []


def test_missing_files_and_folders(tmp_path, requirements):
    for source in (tmp_path / "none.ttl", tmp_path):
        reading = read_evidence(str(source), requirements=requirements)
        assert codes(reading) == ["unreadable"]


def test_a_named_pipe_is_read():
    program = "from mmssc.evidence.read import read_evidence as r; print(r('/dev/stdin', requirements=[]).offered)"
    run = subprocess.run([sys.executable, "-c", program], input=TURTLE, capture_output=True, text=True, check=True)
    assert run.stdout == "2\n"
