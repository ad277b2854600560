"""SPARQL-based constraints through ``mmssc shacl``: results, the way each was run, and queries that fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse
from sparql_driver import PREFIXES, ex, sh

from mmssc.cli.main import main
from mmssc.engine import Graph

if TYPE_CHECKING:
    from pathlib import Path

DATA = 'ex:a a ex:T ; ex:bad 1 . ex:b a ex:T ; ex:name "b" . ex:c a ex:T ; ex:bad 3 .'
TARGET = "ex:S sh:targetClass ex:T ; sh:sparql ex:Query . ex:Query sh:prefixes ex: ; "
SET = 'sh:message "bad: {?value}"@en , "坏：{?value}"@zh ; sh:select "SELECT $this ?value { $this ex:bad ?value }" .'


@pytest.fixture
def run(tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(shapes: str, *options: str, data: str = DATA) -> Result:
        for name, body in (("data.ttl", data), ("shapes.ttl", shapes)):
            (tmp_path / name).write_text(PREFIXES + body, encoding="utf-8")
        arguments = ["shacl", str(tmp_path / "data.ttl"), "--shapes", str(tmp_path / "shapes.ttl"), *options]
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return run


def test_the_engine_runs_it_and_says_how(run) -> None:  # type: ignore[no-untyped-def]
    result = run(TARGET + SET, "--format", "json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["results"]) == (1, 2)
    assert (document["engine"]["name"], document["engine"]["because"]) == ("mmssc", [])
    assert document["queries"] == [
        {
            "sourceShapeName": "ex:S",
            "component": sh("SPARQLConstraintComponent").value,
            "sourceConstraint": ex("Query").value,
            "way": "set",
            "because": None,
            "queries": 1,
        }
    ]
    item = document["groups"][0]["items"][0]
    assert item["sourceConstraint"] == ex("Query").value
    assert {message["value"] for message in item["messages"]} == {"bad: 1", "坏：1"}


def test_the_table_says_it_in_either_language(run) -> None:  # type: ignore[no-untyped-def]
    table = run(TARGET + SET)
    assert "bad: 3" in table.stdout
    assert "SPARQL: 1 constraint asked about all focus nodes at once." in table.stdout
    assert "pySHACL" not in table.stdout + table.stderr
    chinese = run(TARGET + SET, "--lang", "zh").stdout
    assert "坏：3" in chinese
    assert "SPARQL：1 个约束对全部焦点节点一次查询。" in chinese


# Query -> why it is asked about each focus node alone, in Chinese.
NODE_BY_NODE = {
    "SELECT $this { $this ex:bad ?v } LIMIT 5": "LIMIT 或 OFFSET",
    "SELECT $this { { SELECT $this (COUNT(?v) AS ?n) { $this ex:bad ?v } GROUP BY $this } FILTER (?n > 0) }": "",
    "SELECT $this { $this ex:bad ?v FILTER (?v > RAND() - 1) }": "RAND",
    "SELECT (SAMPLE($this) AS ?that) $this { $this ex:bad ?v } GROUP BY $this": "SAMPLE",
    "SELECT $this { { SELECT (MAX(?v) AS ?m) $this { $this ex:bad ?v } GROUP BY ?v $this } }": "",
    "SELECT $this { { SELECT $this { $this ex:bad ?v } GROUP BY ($this AS ?t) $this } }": "",
    "SELECT $this { ?x ex:next* ?y . $this ex:bad ?v }": "查询中有长度可为零且未与图相连的路径",
}


@pytest.mark.parametrize("query", NODE_BY_NODE)
def test_the_reason_is_given_in_either_language(run, query: str) -> None:  # type: ignore[no-untyped-def]
    shapes = f'{TARGET} sh:select "{query}" .'
    (asked,) = json.loads(run(shapes, "--format", "json").stdout)["queries"]
    reason = NODE_BY_NODE[query]
    assert (asked["way"], asked["queries"]) == (("node", 3) if reason else ("set", 1))
    assert (asked["because"] or {"zh": ""})["zh"] == reason
    if reason:
        chinese = "".join(run(shapes, "--lang", "zh").stdout.split())
        assert f"逐个焦点节点查询（3次），因为{''.join(reason.split())}。" in chinese
        table = " ".join(run(shapes).stdout.split())
        assert f"asked about each focus node alone, because of {asked['because']['en']} (3 queries)." in table


def test_turtle_names_the_source(run) -> None:  # type: ignore[no-untyped-def]
    text = run(TARGET + SET, "--format", "turtle").stdout
    graph = Graph(parse(input=text, format=RdfFormat.TURTLE))
    assert list(graph.all_objects(sh("sourceConstraint"))) == [ex("Query")]
    assert len(list(graph.all_subjects(sh("sourceConstraint")))) == 2
    assert text.startswith("# Engine: mmssc")
    assert "# SPARQL: 1 constraint asked about all focus nodes at once." in text


def test_both_engines_give_the_same(run) -> None:  # type: ignore[no-untyped-def]
    def found(engine: str) -> list[tuple[str, ...]]:
        document = json.loads(run(TARGET + SET, "--format", "json", "--engine", engine).stdout)
        assert document["engine"]["name"] == engine
        items = [item for group in document["groups"] for item in group["items"]]
        keys = ("focusNode", "value", "component", "sourceConstraint", "sourceShape", "severity")
        return [tuple(json.dumps(item[key]) for key in keys) for item in items]

    assert found("mmssc") == found("pyshacl")


FAILURES = {
    "a failure that the query reports": (
        "SELECT $this (true AS ?failure) { $this ex:bad ?v }",
        "the query reports a failure for <http://example.org/a>",
        "查询报告",
    ),
    "no query": ("SELEKT $this { }", "cannot be read as SPARQL 1.1", "不合规范"),
    "a forbidden word": ("SELECT $this { $this ?p ?o MINUS { $this ex:bad ?v } }", "does not allow MINUS", "不合规范"),
}


@pytest.mark.parametrize("fault", FAILURES)
def test_what_fails_is_an_error_and_no_result(run, fault: str) -> None:  # type: ignore[no-untyped-def]
    query, english, chinese = FAILURES[fault]
    shapes = f'{TARGET} sh:select "{query}" .'
    result = run(shapes)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "shapes.ttl" in result.stderr
    assert english in result.stderr
    assert "Mend the shapes." in result.stderr
    assert "Traceback" not in result.stderr
    assert chinese in run(shapes, "--lang", "zh").stderr


def test_a_query_that_no_engine_runs_is_an_error(run) -> None:  # type: ignore[no-untyped-def]
    shapes = f'{TARGET} sh:select "SELECT $this {{ $this ex:bad ?v FILTER (BOUND($shapesGraph) || true) }}" .'
    for engine in ("auto", "mmssc", "pyshacl"):
        result = run(shapes, "--engine", engine)
        assert (result.exit_code, result.stdout) == (2, ""), engine
        assert "shapesGraph" in result.stderr
        assert "Traceback" not in result.stderr
    assert "$shapesGraph is not supported" in run(shapes, "--engine", "mmssc").stderr


def test_a_result_without_a_message_says_what_found_it(run) -> None:  # type: ignore[no-untyped-def]
    shapes = f'{TARGET} sh:select "SELECT $this {{ $this ex:bad 3 }}" .'
    assert "A query of the shape finds fault with ex:c." in run(shapes).stdout
    assert "形状的查询认定 ex:c 有误。" in run(shapes, "--lang", "zh").stdout
