"""The lexical forms of the datatypes of SPARQL 1.1: what ``sh:datatype`` lets pass, by XML Schema Part 2."""

from __future__ import annotations

import pytest
from backends import BACKENDS, CANONICAL_ONLY
from node_by_node import NodeByNode
from pyoxigraph import Literal, NamedNode, Triple
from report_keys import sh
from strategies.terms import ex

from mmssc.engine import Graph
from mmssc.names import XSD

# Datatype -> forms in its lexical space | forms that are not.
FORMS = {
    "string": (["", "a", "a\nb", " "], []),
    "boolean": (["true", "false", "1", "0"], ["TRUE", "True", " true", "yes", "", "2"]),
    "integer": (
        ["0", "-0", "+1", "007", "-12", "9" * 30],
        ["", "+", "1.0", "1e0", " 1", "1 ", "--1", "+-1", "one", "１"],
    ),
    "decimal": (
        ["1", "1.", ".5", "-0.0", "+1.50", "9" * 30 + ".5"],
        ["", ".", "1e0", "INF", "NaN", "1,5", " 1.0", "--1"],
    ),
    "double": (
        ["1", "1.", ".5", "1E5", "1.5e-3", "INF", "-INF", "+INF", "NaN", "1e400"],
        ["", "inf", "INFINITY", "nan", "1e", " 1"],
    ),
    "float": (["0.1", "1e39", "INF", "NaN"], ["infinity", "1e1.5", "f"]),
    "byte": (["-128", "127", "+5", "005"], ["128", "-129", "+-5", " 5", "5.0", ""]),
    "short": (["-32768", "32767"], ["32768", "-32769"]),
    "int": (["-2147483648", "2147483647"], ["2147483648", "-2147483649"]),
    "long": (["-9223372036854775808", "9223372036854775807"], ["9223372036854775808", "-9223372036854775809"]),
    "unsignedByte": (["0", "-0", "255"], ["256", "-1"]),
    "unsignedShort": (["65535"], ["65536", "-1"]),
    "unsignedInt": (["4294967295"], ["4294967296", "-1"]),
    "unsignedLong": (["18446744073709551615"], ["18446744073709551616", "-1"]),
    "nonNegativeInteger": (["0", "-0", "9" * 30], ["-1"]),
    "positiveInteger": (["1", "+1"], ["0", "-1"]),
    "nonPositiveInteger": (["0", "-1"], ["1"]),
    "negativeInteger": (["-1", "-" + "9" * 30], ["0", "-0", "1"]),
    "dateTime": (
        [
            "2026-01-31T00:00:00",
            "2026-01-31T23:59:59.999Z",
            "2024-02-29T00:00:00-05:00",
            "2026-01-31T24:00:00",
            "-0001-01-01T00:00:00",
            "12026-01-01T00:00:00",
            "2026-01-31T00:00:00+14:00",
        ],
        [
            "2026-01-31",
            "2026-01-31T00:00",
            "2026-02-29T00:00:00",
            "2026-13-01T00:00:00",
            "2026-01-31T25:00:00",
            "2026-01-31T24:00:01",
            "2026-01-31T00:60:00",
            "2026-01-31T00:00:00+14:01",
            "2026-01-31 00:00:00",
            "26-01-31T00:00:00",
            "02026-01-31T00:00:00",
        ],
    ),
    "date": (
        ["2026-01-31", "2026-01-31Z", "2024-02-29", "-0001-12-31", "10000-01-01"],
        ["2026-1-31", "2023-02-29", "31.1.2026", "2026-01-31+15:00"],
    ),
    "time": (["00:00:00", "24:00:00", "12:30:00.5", "12:30:00Z"], ["12:30", "25:00:00", "24:00:01", "12:60:00"]),
}
CASES = [
    (name, form, good) for name, forms in FORMS.items() for good in (True, False) for form in forms[0 if good else 1]
]


def graphs(name: str, form: str) -> tuple[list[Triple], list[Triple]]:
    datatype = NamedNode(XSD + name)
    data = [Triple(ex("a"), ex("p"), Literal(form, datatype=datatype))]
    shape = ex("S")
    return data, [
        Triple(shape, sh("targetNode"), ex("a")),
        Triple(shape, sh("path"), ex("p")),
        Triple(shape, sh("datatype"), datatype),
    ]


@pytest.mark.parametrize("backend", [backend for backend in BACKENDS if backend not in CANONICAL_ONLY])
@pytest.mark.parametrize(("name", "form", "good"), CASES)
def test_form(name: str, form: str, good: bool, backend: str) -> None:
    data, shapes = graphs(name, form)
    assert BACKENDS[backend](Graph(data), Graph(shapes)).conforms == good


@pytest.mark.parametrize(("name", "form", "good"), CASES)
def test_definitions_know_the_form(name: str, form: str, good: bool) -> None:
    assert (not NodeByNode(*graphs(name, form)).results()) == good
