"""SPARQL-based constraints as part of a validation: nested, shared, deactivated, and told of in the report."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store
from sparql_driver import ex, sh, turtle

from mmssc.engine import Graph, Report, conforming, read_shapes, reference, validate, walk
from mmssc.engine.paths import Predicate
from mmssc.engine.shapes import IllFormedShapesError, UnsupportedShapesError
from mmssc.engine.sparql import validate as validate_in_place
from mmssc.engine.sparql_constraints import FailedConstraintError

if TYPE_CHECKING:
    from pathlib import Path

# a and c are bad, b and d are not; e has bad and good parts.
DATA = """
ex:a a ex:T ; ex:bad 1 , 2 . ex:b a ex:T ; ex:good 1 . ex:c a ex:T ; ex:bad 3 . ex:d a ex:T .
ex:e a ex:Whole ; ex:part ex:a , ex:b , ex:c .
"""
BAD = 'sh:sparql ex:Bad-query . ex:Bad-query sh:prefixes ex: ; sh:select "SELECT $this { $this ex:bad ?v }"'
ONCE = 'sh:sparql [ sh:prefixes ex: ; sh:select "SELECT DISTINCT $this { $this ex:bad ?v }" ]'


def checked(shapes: str, data: str = DATA) -> Report:
    return validate(turtle(data), turtle(shapes))


def local_names(report: Report) -> list[str]:
    return [one.focus.value.rpartition("/")[2] for one in report.results]


def rows(report: Report) -> list[tuple[str, ...]]:
    return sorted(
        (str(one.focus), str(one.path), str(one.value), one.component.value, one.severity.value)
        for one in report.results
    )


# How a shape refers to one with a query -> the focus nodes that get a result.
NESTED = {
    "sh:node [ %s ]": "ac",
    "sh:not [ %s ]": "bd",
    "sh:not [ sh:not [ %s ] ]": "ac",
    "sh:and ( [ %s ] [ sh:nodeKind sh:IRI ] )": "ac",
    "sh:or ( [ %s ] [ sh:hasValue ex:c ] )": "a",
    "sh:xone ( [ %s ] [ sh:hasValue ex:b ] )": "abc",
    "sh:property [ sh:path ( [ sh:inversePath ex:part ] ex:part ) ; sh:node [ %s ] ]": "aabbcc",
}


@pytest.mark.parametrize("reference_to", NESTED)
def test_conformance_to_a_shape_with_a_query_counts_wherever_it_is_asked(reference_to: str) -> None:
    shapes = f"ex:S sh:targetClass ex:T ; {reference_to % ONCE} ."
    report = checked(shapes)
    assert sorted(local_names(report)) == list(NESTED[reference_to])
    assert rows(report) == rows(reference.validate(turtle(DATA), turtle(shapes)))
    assert [one.way for one in report.queries] == ["set"]


@pytest.mark.parametrize(("bounds", "result"), [("qualifiedMinCount 2", True), ("qualifiedMaxCount 1", False)])
def test_qualified_counts_over_a_query(bounds: str, result: bool) -> None:
    shape = (
        f"ex:S sh:targetNode ex:e ; sh:property [ sh:path ex:part ; sh:{bounds} ; sh:qualifiedValueShape [ {ONCE} ] ] ."
    )
    assert bool(len(checked(shape))) == result


def test_the_nodes_that_conform() -> None:
    found = conforming(turtle(DATA), turtle(f"ex:S sh:targetClass ex:T ; {ONCE} ."), [ex("S")])
    assert found == {ex("S"): frozenset({ex("b"), ex("d")})}


def test_every_solution_is_a_result() -> None:
    report = checked(f"ex:S sh:targetClass ex:T ; {BAD} .")
    assert local_names(report) == ["a", "a", "c"]
    assert (len(report), report.conforms, report.by_shape()) == (3, False, {ex("S"): 3})
    assert report.matched == {ex("S"): 4}


def test_a_property_shape_that_is_reached_twice_reports_twice() -> None:
    shapes = f"""
    ex:S sh:targetNode ex:e ; sh:property ex:P . ex:R sh:targetClass ex:Whole ; sh:property ex:P .
    ex:P sh:path ex:part ; sh:property [ sh:path ex:bad ; {ONCE} ] .
    """
    report = checked(shapes)
    assert local_names(report) == ["a", "a", "c", "c"]
    assert rows(report) == rows(reference.validate(turtle(DATA), turtle(shapes)))
    assert [one.queries for one in report.queries] == [1]


@pytest.mark.parametrize(
    "shapes",
    [
        f"ex:S sh:targetClass ex:T ; sh:deactivated true ; {BAD} .",
        f"ex:S sh:targetClass ex:T ; {BAD} ; sh:deactivated true .",
        f"ex:S sh:targetClass ex:T ; sh:property [ sh:path ex:bad ; sh:deactivated true ; {ONCE} ] .",
    ],
    ids=["shape", "constraint", "property shape"],
)
def test_what_is_deactivated_is_not_asked(shapes: str) -> None:
    report = checked(shapes)
    assert report.conforms
    assert report.queries == ()


def test_messages_are_those_of_the_constraint_or_else_of_the_shape() -> None:
    shape = 'ex:S sh:targetNode ex:c ; sh:message "of the shape"@en ; sh:sparql [ sh:prefixes ex: ; %s '
    shape += 'sh:select "SELECT $this ?value { $this ex:bad ?value }" ] .'
    (own,) = checked(shape % 'sh:message "bad: {?value}"@en , "坏：{?value}"@zh ;').results
    assert set(own.messages) == {Literal("bad: 3", language="en"), Literal("坏：3", language="zh")}
    (other,) = checked(shape % "").results
    assert other.messages == (Literal("of the shape", language="en"),)


def test_values_and_paths_that_no_data_hold() -> None:
    query = "SELECT $this (ex:made AS ?path) (CONCAT('made of ', STR(?v)) AS ?value) { $this ex:bad ?v }"
    report = checked(f'ex:S sh:targetNode ex:c ; sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .')
    (result,) = report.results
    assert (result.value, result.path) == (Literal("made of 3"), Predicate(ex("made")))


def test_the_report_names_component_and_source() -> None:
    report = checked(f"ex:S sh:targetNode ex:c ; sh:severity sh:Warning ; {BAD} .")
    (result,) = report.results
    assert (result.component, result.source_constraint) == (sh("SPARQLConstraintComponent"), ex("Bad-query"))
    graph = Graph(report.triples())
    assert list(graph.all_objects(sh("sourceConstraint"))) == [ex("Bad-query")]
    assert list(graph.all_objects(sh("sourceConstraintComponent"))) == [sh("SPARQLConstraintComponent")]
    assert list(graph.all_objects(sh("resultSeverity"))) == [sh("Warning")]
    theirs = reference.validate(turtle(DATA), turtle(f"ex:S sh:targetNode ex:c ; {BAD} .")).results
    assert [one.source_constraint for one in theirs] == [ex("Bad-query")]


COMPONENT = """
ex:Below a sh:ConstraintComponent ; sh:parameter [ sh:path ex:below ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:message "not below {$below}"@en ;
    sh:ask "ASK { FILTER ($value < $below) }" ] .
"""


def test_a_declared_component_is_a_constraint_wherever_its_parameter_stands() -> None:
    shapes = COMPONENT + "ex:S sh:targetClass ex:T ; sh:property ex:P . ex:P sh:path ex:bad ; ex:below 2 , 3 ."
    report = checked(shapes)
    assert [(one.focus, one.value) for one in report.results] == [
        (ex("a"), Literal(2)),
        (ex("c"), Literal(3)),
        (ex("c"), Literal(3)),
    ]
    assert {(one.component, one.source_constraint, one.shape) for one in report.results} == {
        (ex("Below"), None, ex("P"))
    }
    assert sorted(message.value for one in report.results for message in one.messages) == [
        "not below 2",
        "not below 2",
        "not below 3",
    ]
    assert list(Graph(report.triples()).all_objects(sh("sourceConstraint"))) == []
    nested = COMPONENT + "ex:S sh:targetClass ex:T ; sh:not [ sh:path ex:bad ; ex:below 3 ] ."
    assert local_names(checked(nested)) == ["a", "b", "d"]


def test_the_report_says_which_way_each_constraint_was_run() -> None:
    first = "SELECT $this { $this ex:bad ?v } LIMIT 1"
    shapes = f"""
    ex:S sh:targetClass ex:T ; {BAD} .
    ex:R sh:targetClass ex:T ; sh:sparql ex:First . ex:First sh:prefixes ex: ; sh:select "{first}" .
    """
    report = checked(shapes)
    assert {(one.shape, one.source, one.way, one.reason, one.queries) for one in report.queries} == {
        (ex("S"), ex("Bad-query"), "set", None, 1),
        (ex("R"), ex("First"), "node", "LIMIT or OFFSET", 4),
    }
    assert local_names(report) == ["a", "a", "a", "c", "c"]
    assert [one.queries for one in checked(shapes, "ex:x a ex:Other .").queries] == [0, 0]


def test_the_number_of_queries_and_steps_does_not_depend_on_the_number_of_nodes() -> None:
    def counted(nodes: int) -> list[int]:
        data = " ".join(f"ex:n{number} a ex:T ; ex:bad {number} ." for number in range(nodes))
        report = checked(f"ex:S sh:targetClass ex:T ; {BAD} . ex:R sh:targetClass ex:T ; sh:not [ {ONCE} ] .", data)
        assert len(report) == nodes
        return [one.queries for one in report.queries]

    assert counted(10) == counted(1000) == [1, 1]


def test_focus_nodes_in_parts_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = DATA + " ".join(f"ex:n{number} a ex:T ; ex:next ex:n{number + 1} ." for number in range(40))
    shapes = f"ex:S sh:targetClass ex:T ; {BAD} . " + (
        "ex:R sh:targetClass ex:T ; sh:property [ sh:path [ sh:zeroOrMorePath ex:next ] ; sh:maxCount 38 ] ."
    )
    graphs = turtle(data), turtle(shapes)
    whole = validate(*graphs)
    monkeypatch.setattr(walk, "MAX_PAIRS", 300)
    parts = validate(*graphs)
    assert (parts.results, parts.matched) == (whole.results, whole.matched)
    assert whole.queries[0].queries == 1
    assert parts.queries[0].queries > 1


def test_focus_nodes_that_are_literals_or_blank() -> None:
    data = 'ex:x ex:p "one"@en , "01"^^xsd:integer , [ ex:q 1 ] .'
    query = "SELECT $this { FILTER (!isIRI($this)) }"
    report = checked(f"ex:S sh:targetObjectsOf ex:p ; sh:sparql [ sh:select '{query}' ] .", data)
    found = {one.focus for one in report.results}
    assert {type(focus) for focus in found} == {Literal, BlankNode}
    assert Literal("01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")) in found
    assert len(found) == 3


def test_a_failure_is_no_result() -> None:
    query = "SELECT $this (true AS ?failure) { $this ex:bad ?v }"
    with pytest.raises(FailedConstraintError, match="reports a failure"):
        checked(f'ex:S sh:targetNode ex:c ; sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .')


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT $this { $this ex:bad }", IllFormedShapesError),
        ("SELECT $this { $this ex:bad ?v MINUS { $this ex:good ?v } }", IllFormedShapesError),
        ("SELECT $this { GRAPH ?g { $this ex:bad ?v } }", UnsupportedShapesError),
    ],
)
def test_bad_queries_are_refused_with_the_shape(query: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"<http://example\.org/S> sh:sparql"):
        read_shapes(turtle(f'ex:S sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .'))


def test_an_embedded_store_is_asked_without_being_written_to(tmp_path: Path) -> None:
    shapes = turtle(f"ex:S sh:targetClass ex:T ; {BAD} . ex:R sh:targetClass ex:T ; sh:not [ {ONCE} ] .")
    store = Store(str(tmp_path))
    store.extend(Quad(*triple) for triple in turtle(DATA).triples())
    before = set(store)
    report = validate_in_place(store, shapes)
    expected = validate(turtle(DATA), shapes)
    assert report.results == expected.results
    assert report.queries == expected.queries
    assert set(store) == before
    with pytest.raises(UnsupportedShapesError, match="embedded store"):
        validate_in_place(Elsewhere(), shapes)


class Elsewhere:
    """A server that holds nothing."""

    def select(self, query: str) -> dict[str, list[object]]:
        assert query.startswith("SELECT")
        return defaultdict(list)


def test_shapes_of_core_do_not_load_a_parser_of_queries() -> None:
    code = """
import sys
from pyoxigraph import parse, RdfFormat
from mmssc.engine import Graph, validate
text = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:S> sh:targetNode <a:n> ; sh:nodeKind sh:Literal ."
graph = Graph(parse(input=text, format=RdfFormat.TURTLE))
assert len(validate(graph, graph)) == 1
assert not [name for name in sys.modules if name.startswith(("rdflib", "mmssc.engine.sparql_constraints"))]
"""
    subprocess.run([sys.executable, "-c", code], check=True)
