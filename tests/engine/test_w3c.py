"""The W3C SHACL Core test suite: every case passes, or stands in a list with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from mmssc.engine import Graph, IllFormedShapesError, validate
from mmssc.names import RDF, SH

if TYPE_CHECKING:
    from mmssc.engine.graph import Node

SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "shacl" / "core"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"

KNOWN_FAILURES: dict[str, str] = {}
"""Case -> why it fails. A case that passes must leave the list."""

FIELDS = ("focusNode", "value", "sourceConstraintComponent", "sourceShape", "resultSeverity")


def cases() -> list[str]:
    found = [
        path.relative_to(SUITE).as_posix().removesuffix(".ttl")
        for path in sorted(SUITE.rglob("*.ttl"))
        if "sht:Validate" in path.read_text(encoding="utf-8")
    ]
    return found or [
        pytest.param("", marks=pytest.mark.skip(reason=f"the W3C SHACL test suite is not at {SUITE}"))  # type: ignore[list-item]
    ]


def load(path: Path) -> Graph:
    return Graph(parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri()))


def only(graph: Graph, node: Node, iri: str) -> Node:
    value = graph.value(node, NamedNode(iri))
    assert value is not None
    return value


def plain(node: Node | None) -> str:
    # Blank nodes have other labels in the report than in the expected result: only that there is one is compared.
    return "" if node is None else "_:" if isinstance(node, BlankNode) else str(node)


def expected(graph: Graph, report: Node) -> list[tuple[str, ...]]:
    return sorted(
        (
            *(plain(graph.value(result, NamedNode(SH + field))) for field in FIELDS),
            str(graph.value(result, NamedNode(SH + "resultPath")) is not None),
        )
        for result in graph.objects(report, NamedNode(SH + "result"))
    )


def graphs(graph: Graph, test: Node, path: Path) -> tuple[Graph, Graph]:
    action = only(graph, test, MF + "action")

    def named(role: str) -> Graph:
        iri = only(graph, action, SHT + role)
        file = Path(iri.value.removeprefix("file://"))
        return graph if file == path or not file.is_file() else load(file)

    return named("dataGraph"), named("shapesGraph")


@pytest.mark.parametrize("case", cases())
def test_case(case: str) -> None:
    path = SUITE / f"{case}.ttl"
    graph = load(path)
    (test,) = graph.subjects(NamedNode(RDF + "type"), NamedNode(SHT + "Validate"))
    data, shapes = graphs(graph, test, path)
    wanted = only(graph, test, MF + "result")
    if wanted == NamedNode(SHT + "Failure"):
        with pytest.raises(IllFormedShapesError):
            validate(data, shapes)
        return
    report = validate(data, shapes)
    found = sorted(
        (
            plain(result.focus),
            plain(result.value),
            plain(result.component),
            plain(result.shape),
            plain(result.severity),
            str(result.path is not None),
        )
        for result in report.results
    )
    same = found == expected(graph, wanted)
    conforms = only(graph, wanted, SH + "conforms")
    assert isinstance(conforms, Literal)
    same = same and report.conforms == (conforms.value in {"true", "1"})
    if case in KNOWN_FAILURES:
        assert not same, f"{case} passes now: take it off the list"
    else:
        assert same, (found, expected(graph, wanted))
