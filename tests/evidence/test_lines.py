"""What is taken for well formed without a parser, a parser takes too, and cuts into the same terms."""

from __future__ import annotations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Triple, parse

from mmssc.evidence.lines import columns, is_strange, is_well_formed

PIECES = [
    *'<>"\\.:/?#@^_ -%',
    "http://e.org",
    "urn:a",
    "_:b",
    '"x"',
    "@en",
    "@zh-CN",
    "@a",
    "^^",
    "%41",
    "%4",
    ":99999",
    "//",
    "\\n",
    "\\u0041",
    "é",
    "天",
    "\ufffe",
    "\x00",
    "\t",
    "\x85",
    "[",
    "{",
    "a",
    "0",
    "rdf-syntax-ns#langString>",
]
IRIS = [
    "<urn:a>",
    "<http://e.org/x?y#z>",
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>",
    "<天津:x>",
    "<http://e.org/天津>",
    "<http://e.org:80>",
    "<http://[::1]/>",
    "<a>",
    "<http://e.org/a b>",
]
TERMS = st.sampled_from([*IRIS, "_:b0", '"x"', '"天"@zh', '"x \\" > . <y>"@en-GB', *(f'"1"^^{iri}' for iri in IRIS)])
NOISE = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@st.composite
def line(draw: st.DrawFn) -> str:
    """Return something like a line of N-Quads."""
    terms = draw(st.lists(TERMS, min_size=3, max_size=4))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(terms) - 1))
        cut = draw(st.integers(0, len(terms[at])))
        terms[at] = terms[at][:cut] + draw(NOISE) + terms[at][cut:]
    return " ".join(terms) + draw(st.sampled_from([" .", ".", " . # c", ""]))


@settings(max_examples=500, deadline=None)
@given(line())
@example('<urn:a> <urn:b> "x"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .')
@example('<urn:a> <urn:b> "a <urn:c> ." .')
@example('<urn:a> <urn:b> "a"^^<urn:c> <urn:d> .')
def test_what_is_well_formed_here_is_so_for_the_parser(text: str) -> None:
    data = text.encode() + b"\n"
    assume(data.count(b"\n") == 1 and not is_strange(data))
    (row,) = columns([data]).with_columns(is_well_formed().alias("good")).to_dicts()
    if row["good"]:
        (quad,) = parse(data, format=RdfFormat.N_QUADS)
        graph = None if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
        resource = isinstance(quad.object, NamedNode | BlankNode | Triple)
        assert row["subject"] == str(quad.subject)
        assert row["predicate"] == str(quad.predicate)
        assert row["object"] == (str(quad.object) if resource else None)
        assert row["graph"] == graph


def test_ordinary_lines_need_no_parser() -> None:
    lines = [
        '<https://e.org/1> <http://purl.org/dc/terms/title> "An \\"item\\" of 天津\\n"@zh .',
        '<https://e.org/1> <http://purl.org/dc/terms/issued> "2024-01-11"^^<http://www.w3.org/2001/XMLSchema#date> .',
        "<https://e.org/天津> <http://purl.org/dc/terms/source> <https://e.org/a%20b?c=d&e#f> <urn:uuid:g> .",
        "_:b <urn:example:p> _:c _:g .",
    ]
    found = columns(["".join(f"{text}\n" for text in lines).encode()])
    assert found.select(is_well_formed().all()).item()
    assert found["line"].to_list() == lines
