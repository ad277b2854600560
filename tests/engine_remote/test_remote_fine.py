"""What is left to the server: an expression that is true of a value means that the value passes here, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store
from strategies.terms import EVERYTHING, ex

from mmssc.engine import Data
from mmssc.engine.arrays import Nodes
from mmssc.engine.run import Run
from mmssc.engine.sparql.fine import among, passing
from mmssc.names import SH, XSD

if TYPE_CHECKING:
    Node = NamedNode | BlankNode | Literal


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


MORE = [
    *(Literal(text) for text in ("😀", "ß", "é" * 3, "a\n", "abc\n", "A.b-c", "x1", "12", " ", "line\r", "k", "K")),
    *(typed(text, "integer") for text in ("5\n", "-0", "00", "999999999", "1234567890", "-7")),
    *(typed(text, "date") for text in ("2026-02-29", "2024-02-29", "2026-11-21Z", "0000-01-01", "2026-11-21\n")),
    *(typed(text, "decimal") for text in ("1.", ".5", "-0.25", "1.5\n", "12345678901.5")),
    *(typed(text, "gYear") for text in ("2026", "26", "0000", "-2026")),
    typed("http://example.com/ a", "anyURI"),
]
VALUES: list[Node] = [*EVERYTHING.literals, *MORE, ex("abc"), NamedNode("urn:ü"), BlankNode("x")]
KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
TYPES = sorted({literal.datatype.value for literal in [*EVERYTHING.literals, *MORE]})
EXPRESSIONS = [
    "^a",
    "b$",
    "^[a-z]+$",
    r"^\d{1,3}$",
    "a.c",
    "^(a|b)+$",
    "[^a]",
    "^http://example[.]com/",
    "^A[.]b-c$",
    "k",
]
TESTS: list[tuple[Any, ...]] = [
    *(("NodeKind", NamedNode(SH + kind)) for kind in KINDS),
    *(("Datatype", NamedNode(datatype)) for datatype in TYPES),
    *(("MinLength", number) for number in range(5)),
    *(("MaxLength", number) for number in range(5)),
    *(("Pattern", expression, flags) for expression in EXPRESSIONS for flags in ("", "i")),
    *(("LanguageIn", languages) for languages in (("en",), ("EN", "zh"), ("fr",))),
    *(
        ("Compare", operator, bound)
        for operator in ("<", "<=", ">", ">=")
        for bound in (typed("1", "integer"), typed("5", "nonNegativeInteger"), typed("2026-02-15", "date"))
    ),
]
NOT_ASKED: list[tuple[Any, ...]] = [
    *(
        ("Pattern", expression, "")
        for expression in (r"\w", r"\p{L}", "a++", "(?i)a", "[a-z&&[^b]]", "é", r"\s", "a??")
    ),
    ("Pattern", "a b", "x"),
    ("LanguageIn", ("*",)),
    ("LanguageIn", ("",)),
    ("Compare", "<", typed("2026-02-15T00:00:00", "dateTime")),
    ("Compare", "<", typed("one", "integer")),
    ("Compare", "<", Literal("a")),
    ("Datatype", NamedNode(XSD + "duration")),
    ("Datatype", ex("type")),
]


def sure_of(expression: str) -> list[Node]:
    """Return the values that an expression is true of, as the store gives them out."""
    store = Store()
    store.extend(Quad(ex("a"), ex("p"), value) for value in VALUES)
    solutions = store.query(f"SELECT ?value WHERE {{ ?s ?p ?value FILTER(COALESCE({expression}, false)) }}")
    assert isinstance(solutions, QuerySolutions)
    return [solution["value"] for solution in solutions]


def passed(test: tuple[Any, ...], values: list[Node]) -> list[bool]:
    data = Data.of(())
    ids = np.array([data.terms.number(value) for value in values], dtype=np.int64)
    return Run(data).filter(Nodes.of(ids), test).has(ids).tolist()


@pytest.mark.parametrize("test", TESTS, ids=str)
def test_sure_values_pass(test: tuple[Any, ...]) -> None:
    expression = passing(test)
    if expression is None:
        assert test[0] == "Datatype"
        return
    sure = sure_of(expression)
    assert [value for value, good in zip(sure, passed(test, sure), strict=True) if not good] == []


def test_clean_values_are_sure() -> None:
    """Otherwise everything would travel, and nothing would be wrong."""
    clean: list[tuple[Node, tuple[Any, ...]]] = [
        (typed("5", "integer"), ("Datatype", NamedNode(XSD + "integer"))),
        (typed("2026-02-28", "date"), ("Datatype", NamedNode(XSD + "date"))),
        (typed("2026-02-15T00:00:00", "dateTime"), ("Datatype", NamedNode(XSD + "dateTime"))),
        (Literal("ab"), ("Datatype", NamedNode(XSD + "string"))),
        (Literal("a", language="en-gb"), ("LanguageIn", ("en",))),
        (typed("5", "integer"), ("Compare", ">=", typed("1", "integer"))),
        (Literal("ab"), ("Pattern", "^[a-z]+$", "")),
        (Literal("ab"), ("MaxLength", 2)),
        (Literal("zürich"), ("MinLength", 1)),
        (ex("abc"), ("NodeKind", NamedNode(SH + "IRI"))),
    ]
    for value, test in clean:
        expression = passing(test)
        assert expression is not None
        assert value in sure_of(expression), test


@pytest.mark.parametrize("test", NOT_ASKED, ids=str)
def test_what_servers_differ_on_is_not_asked(test: tuple[Any, ...]) -> None:
    assert passing(test) is None


def test_lists() -> None:
    named = [ex("abc"), Literal("ab"), typed("1", "integer"), BlankNode("x")]
    expression = among(named)
    assert expression is not None
    assert set(sure_of(expression)) == {Literal("ab"), ex("abc")}  # a store may have another way to write 1
    assert among([typed("1", "integer")]) is None
