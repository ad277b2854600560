"""What ``encode`` takes as plain text is exactly what the parser reads; what the parser refuses is left to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse, serialize

from mmssc.engine.lines import Text, encode

Row = tuple[str, str, str]

SUBJECT = b"<http://a.example/s> <http://a.example/p> "
QUICK = settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def parsed(content: bytes) -> list[Row] | None:
    """Return the statements of a text by the N-Triples texts of their terms; ``None`` if the parser refuses it."""
    try:
        return [(str(q.subject), str(q.predicate), str(q.object)) for q in parse(content, format=RdfFormat.N_QUADS)]
    except (SyntaxError, ValueError):
        return None


def encoded(texts: list[Text]) -> list[list[Row] | None]:
    """Return the same for each text, as far as it was taken; ``None`` for a text that was left."""
    triples = encode(texts)
    columns = [triples.terms.texts(ids).to_list() for ids in (triples.subject, triples.predicate, triples.value)]
    rows: list[list[Row] | None] = [None if at in triples.left else [] for at in range(len(texts))]
    for source, *row in zip(triples.source.tolist(), *columns, strict=True):
        rows[source].append(tuple(row))  # type: ignore[union-attr, arg-type]
    return rows


def assert_taken_right(contents: list[bytes]) -> int:
    """Compare with the parser, and return how many texts with statements were taken."""
    found = encoded([Text(content) for content in contents])
    for content, rows in zip(contents, found, strict=True):
        assert rows is None or rows == parsed(content), content
    return sum(bool(rows) for rows in found)


CHARACTERS = st.one_of(
    st.sampled_from("aZ09éß中\u0301😀\u00a0\u2028\u0085\u200e\ud7ff\ue000\ufdcf\ufdd0\uffef\ufff0\U0001fffe"),
    st.sampled_from("\x00\x01\x07\x08\x0b\x0c\x1f\x7f\t\\'\"{}|^`<>#?/:@!$&()*+,;=%[]~._- "),
    st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"),
)
PIECES = st.one_of(CHARACTERS, st.sampled_from(["%20", "%zz", "%", "\\u0041", "\\U0001F600", "\\uD800", "\\u00", "//"]))
STARTS = [
    *("http://a.example/", "http://a.example", "https://b-c.example:80/x?", "http://a.example/#", "http://", "http:"),
    *("HTTP://a.example/", "urn:ab:", "urn:a:", "urn:A-b:", "mailto:", "", "/", "http://[::1]/", "http://a.example:"),
]
IRIS = st.builds(lambda start, rest: f"<{start}{''.join(rest)}>", st.sampled_from(STARTS), st.lists(PIECES, max_size=3))
TAGS = ["en", "EN", "En-gb", "zh-hans", "zh-hans-cn", "zh-Hans", "a", "abcd", "en-", "en--ltr", "en-a-b", "x-y", "e1"]
SUFFIXES = st.one_of(
    st.just(""),
    st.sampled_from([f"@{tag}" for tag in TAGS]),
    st.sampled_from(
        [f"^^<{datatype}>" for datatype in ("http://www.w3.org/2001/XMLSchema#string", "http://d.example/t")]
        + [f"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}>" for name in ("langString", "dirLangString", "HTML")]
        + ["^^<rel>", "^^", "@", "^^<http://www.w3.org/2001/XMLSchema#integer>"]
    ),
)
ESCAPES = st.sampled_from(["\\n", "\\t", "\\b", "\\r", "\\f", '\\"', "\\\\", "\\'", "\\x", "\\u0041", "\\u000A", "\\"])
LITERALS = st.builds(
    lambda text, suffix: f'"{"".join(text)}"{suffix}', st.lists(st.one_of(CHARACTERS, ESCAPES), max_size=4), SUFFIXES
)
PLAIN = st.sampled_from(["<http://a.example/s>", "<urn:ab:c>", '"x"', '"x"@en', "<http://b.example/?q=1#f>"])
TERMS = st.one_of(PLAIN, PLAIN, IRIS, LITERALS, st.sampled_from(["_:b", "_:b.", "<<( <urn:ab:c> )>>", "null", ""]))
GRAPHS = st.one_of(st.sampled_from(["", "", "", "<http://a.example/g> ", "_:g "]), IRIS.map(lambda iri: f"{iri} "))
SPACES = st.sampled_from([" "] * 12 + ["\t", "  ", "", "\u00a0"])
ENDS = st.sampled_from([" .\n"] * 10 + [" .\r\n", ".\n", " .\r", " . \n", " . # note\n", " .\n\n", "\n", " .\x01x\n"])
STATEMENTS = st.builds(
    lambda s, a, p, b, o, c, g, end: f"{s}{a}{p}{b}{o}{c if g else ''}{g.rstrip() if g else ''}{end}",
    *(TERMS, SPACES, TERMS, SPACES, TERMS, SPACES, GRAPHS, ENDS),
)
ODD_LINES = st.sampled_from(["\n", "\r\n", " \n", "# a comment\n", "null\n", "\x01\n", "\x00\n", "\t\n", "a,b\n", "\r"])
GOOD_LINES = st.builds(
    lambda s, p, o, g: f"{s} {p} {o} {g}.\n",
    st.sampled_from(["<http://a.example/s>", "<urn:ab:c>"]),
    st.sampled_from(["<http://a.example/p>", "<urn:ab:p>"]),
    st.one_of(PLAIN, LITERALS),
    st.sampled_from(["", "<http://a.example/g> "]),
)
CONTENTS = st.builds(
    lambda lines, cut: "".join(lines).encode("utf-8", "surrogatepass")[: -1 if cut else None],
    st.lists(st.one_of(GOOD_LINES, GOOD_LINES, STATEMENTS, ODD_LINES), max_size=4),
    st.booleans(),
)


@pytest.mark.parametrize("part", range(3))
def test_any_text(part: int) -> None:
    taken = 0

    @seed(part)
    @QUICK
    @given(CONTENTS)
    def holds(content: bytes) -> None:
        nonlocal taken
        taken += assert_taken_right([content])

    holds()
    assert taken > 20  # otherwise nothing was compared


@seed(1)
@QUICK
@given(st.lists(st.one_of(CONTENTS, GOOD_LINES.map(str.encode)), min_size=2, max_size=6))
def test_several_texts_do_not_bear_on_one_another(contents: list[bytes]) -> None:
    assert_taken_right(contents)


WHOLE = (
    b'<http://a.example/s> <http://a.example/p> "x\\ty"@en .\n'
    b'<http://a.example/s> <urn:ab:p> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    + '<http://a.example/é?q=%20#f> <urn:ab:p> "中\\n" .\n'.encode()
)


@pytest.mark.parametrize("part", range(2))
def test_one_byte_changed(part: int) -> None:
    """Any byte at any place of a good text: put in, put in the place of another, or the byte there taken out."""
    taken = 0

    @seed(part)
    @QUICK
    @given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.sampled_from([0, 1]), st.booleans())
    def holds(place: int, byte: int, width: int, drop: bool) -> None:
        nonlocal taken
        new = b"" if drop and width else bytes([byte])
        taken += assert_taken_right([WHOLE[:place] + new + WHOLE[place + width :]])

    holds()
    assert taken > 20


@pytest.mark.parametrize("byte", range(256))
def test_every_byte_after_the_full_stop_and_between_lines(byte: int) -> None:
    line = SUBJECT + b'"x" .'
    assert_taken_right([line + bytes([byte]) + b"\n" + line + b"\n"])
    assert_taken_right([line + b"\n" + bytes([byte]) + line + b"\n"])


WRITTEN_OTHERWISE = "\ufffe\uffff"


def test_every_character_in_a_literal() -> None:
    """All of Unicode, as literals of plain text: none gets another text than the parser gives it."""
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    texts = [SUBJECT + f'"{each}" .\n'.encode() for each in characters if each not in '\n\r"\\' + WRITTEN_OTHERWISE]
    plain = b"".join(text for text in texts if text.split(b'"')[1] >= b" " and text.split(b'"')[1] != b"\x7f")
    triples = encode([Text(plain)])
    assert triples.left == ()
    assert triples.terms.texts(triples.value).to_list() == [
        str(q.object) for q in parse(plain, format=RdfFormat.N_QUADS)
    ]
    odd = [text for text in texts if text.split(b'"')[1] < b" " or text.split(b'"')[1] == b"\x7f"]
    assert_taken_right(odd)


@pytest.mark.parametrize(
    "frame",
    [
        *("http://a.example/{}", "http://a.example/?{}", "http://a.example/#{}", "http://{}", "http://a.example:{}"),
        *("urn:ab:{}", "urn:{}:b", "urn:a{}:b", "http://a.example/%{}0"),
    ],
)
def test_characters_in_iris(frame: str) -> None:
    codes = [*range(0x20, 0x180), 0x200E, 0x202E, 0xD7FF, 0xE000, 0xF8FF, 0xF900, 0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0]
    codes += [0xFFEF, 0xFFF0, 0x10000, 0x1FFFE, 0xE0001, 0x10FFFF]
    iris = [f"<{frame.format(chr(code))}>" for code in codes]
    assert_taken_right([f"<urn:ab:s> <urn:ab:p> {iri} .\n".encode() for iri in iris])
    assert_taken_right([f"{iri} <urn:ab:p> <urn:ab:o> .\n".encode() for iri in iris])


@pytest.mark.parametrize("character", WRITTEN_OTHERWISE)
def test_characters_that_are_written_as_escapes(character: str) -> None:
    assert_taken_right([SUBJECT + f'"{character}" .\n'.encode()])


@pytest.mark.parametrize("graph", ["<not an iri>", "<relative>", "<http://a.example/{}>", "<>", "<http://[/>"])
def test_names_of_graphs_are_checked(graph: str) -> None:
    assert_taken_right([SUBJECT + f"<http://a.example/o> {graph} .\n".encode()])


def test_byte_order_mark() -> None:
    content = b"\xef\xbb\xbf" + SUBJECT + b'"x" .\n'
    first, second = encoded([Text(content), Text(content)])
    assert first == second == parsed(content)


@seed(2)
@QUICK
@given(st.lists(CONTENTS, min_size=1, max_size=4))
def test_what_the_parser_wrote_is_taken_whole(contents: list[bytes]) -> None:
    """Canonical text of any terms, blank nodes included, is never left, and keeps every term."""
    texts, expected = [], []
    for content in contents:
        if parsed(content) is not None:
            quads = list(parse(content, format=RdfFormat.N_QUADS, rename_blank_nodes=True))
            texts.append(Text(serialize(quads, format=RdfFormat.N_QUADS) or b"", canonical=True))
            expected.append([(str(q.subject), str(q.predicate), str(q.object)) for q in quads])
    assert encoded(texts) == expected


def test_taken_and_left_together_keep_their_sources() -> None:
    good, bad = SUBJECT + b'"%d" .\n', SUBJECT + b"nothing .\n"
    texts = [Text(good % 0), Text(bad), Text(b""), Text(good % 3 + good % 4), Text(b"\xff\n"), Text(good % 5)]
    rows = encoded(texts)
    assert [None if each is None else [row[2] for row in each] for each in rows] == [
        *(['"0"'], None, [], ['"3"', '"4"'], None, ['"5"'])
    ]


@given(st.permutations(range(4)))
@example([0, 1, 2, 3])
@settings(max_examples=10, deadline=None, database=None)
def test_a_faulty_text_does_not_make_its_neighbours_be_left(order: list[int]) -> None:
    contents = [
        SUBJECT + b'"x" .\n',
        b"\n\n" + SUBJECT + b'"y" .\n\n',
        SUBJECT + b'"\xff" .\n',
        SUBJECT + b'"z" .\x01\n',
    ]
    left = encode([Text(contents[at]) for at in order]).left
    assert set(left) == {place for place, at in enumerate(order) if at in (2, 3)}


def test_known_terms_have_the_first_numbers() -> None:
    known = [
        NamedNode("http://a.example/p"),
        Literal("x"),
        Literal("not there", language="en"),
        NamedNode("mailto:odd"),
    ]
    triples = encode([Text(SUBJECT + b'"x" .\n')], known)
    assert triples.predicate.tolist() == [0]
    assert triples.value.tolist() == [1]
    assert triples.subject.tolist() == [4]
    assert triples.terms.terms(np.arange(4)) == known
    assert [triples.terms.number(term) for term in known] == [0, 1, 2, 3]
