"""Realistic shapes with SPARQL in them: the same results as pySHACL's, whichever way they are found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, RdfFormat, parse
from sparql_driver import validated

from mmssc.engine import Graph, reference, validate
from mmssc.engine.path_text import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path as PropertyPath

CASES = sorted(path.stem for path in (Path(__file__).parent / "cases").glob("*.ttl"))

DEVIATIONS = {
    "custom_ask": "value",  # of ASK validators in property shapes, pySHACL gives no sh:value; SHACL 5.3.2 asks for one
    "custom_select": "number",  # pySHACL runs SELECT validators for each value node, and gives one result several times
}
"""Case -> what is not compared."""

Row = tuple[str, str, str, str, str]


def row(
    focus: Node, value: Node | None, path: PropertyPath | None, component: Node, messages: Iterable[Literal], case: str
) -> Row:
    def plain(node: Node | None) -> str:
        return "_:" if isinstance(node, BlankNode) else str(node)

    return (
        plain(focus),
        "" if DEVIATIONS.get(case) == "value" else plain(value),
        path_text(path) if path else "",
        str(component),
        # Without languages, which pySHACL loses; for components, it also gives the messages of other results.
        "" if case.startswith("custom_") else " ".join(sorted(message.value for message in messages)),
    )


def pyshacl_rows(graph: Graph, case: str) -> list[Row]:
    found = sorted(
        row(one.focus, one.value, one.path, one.component, one.messages, case)
        for one in reference.validate(graph, graph).results
    )
    if DEVIATIONS.get(case) == "number":
        assert len(found) > len(set(found))
        found = sorted(set(found))
    assert found, "a case without violations shows nothing"
    return found


def read(case: str) -> Graph:
    return Graph(parse(path=str(Path(__file__).parent / "cases" / f"{case}.ttl"), format=RdfFormat.TURTLE))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("node_by_node", [False, True], ids=["set", "node"])
def test_the_results_are_those_of_pyshacl(case: str, node_by_node: bool) -> None:
    graph = read(case)
    runs = validated(graph, node_by_node=node_by_node)
    ours = sorted(
        row(one.focus, one.value, one.path, constraint.component, one.messages, case)
        for constraint, outcome in runs
        for one in outcome.violations
    )
    assert ours == pyshacl_rows(graph, case)
    assert {outcome.way for _, outcome in runs} == {"node" if node_by_node else "set"}
    assert all(outcome.queries <= 1 for _, outcome in runs) or node_by_node


@pytest.mark.parametrize("case", CASES)
def test_a_validation_gives_the_results_of_pyshacl(case: str) -> None:
    graph = read(case)
    report = validate(graph, graph)
    ours = sorted(row(one.focus, one.value, one.path, one.component, one.messages, case) for one in report.results)
    assert ours == pyshacl_rows(graph, case)
    assert {one.way for one in report.queries} == {"set"}


def test_pyshacl_gives_no_value_for_ask_in_property_shapes() -> None:
    graph = read("custom_ask")
    theirs = [one for one in reference.validate(graph, graph).results if one.path is not None]
    assert theirs
    assert all(one.value is None for one in theirs)
    ours = [one for _, outcome in validated(graph) for one in outcome.violations if one.path is not None]
    assert all(one.value in set(graph.all_objects(one.path.predicate)) for one in ours)  # type: ignore[union-attr]
