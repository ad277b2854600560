"""How solutions become results, and what happens when a query does not end well."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse
from sparql_driver import PREFIXES, ex, turtle, validated

from mmssc.engine.paths import Inverse, Path, Predicate
from mmssc.engine.sparql_constraints import (
    FailedConstraintError,
    Limits,
    Outcome,
    Violation,
    read_constraints,
    violations,
)
from mmssc.names import SH, XSD

DATA = 'ex:a ex:p 1 , 2 ; ex:q "x"@en . ex:b ex:p 3 .'


def store_of(data: str) -> Store:
    store = Store()
    store.extend(parse(input=(PREFIXES + data).encode(), format=RdfFormat.TURTLE))
    return store


def run(
    select: str, *focus: NamedNode | BlankNode | Literal, message: str = "", path: Path | None = None, data: str = DATA
) -> Outcome:
    text = f'ex:Shape sh:sparql [ sh:prefixes ex: ; sh:select """{select}""" ; {message} ] .'
    (constraint,) = read_constraints(turtle(text), ex("Shape"), path)
    return violations(store_of(data), constraint, {node: (node,) for node in focus or (ex("a"), ex("b"))})


def only(outcome: Outcome) -> Violation:
    (violation,) = outcome.violations
    return violation


def texts(violation: Violation) -> list[str]:
    return [message.value for message in violation.messages]


def test_the_value_of_a_node_shape_is_its_focus_node() -> None:
    assert only(run("SELECT $this { $this ex:q ?v }")) == Violation(ex("a"), ex("a"), None, ())


def test_a_property_shape_gives_its_path_and_no_value_but_that_of_the_query() -> None:
    path = Inverse(Predicate(ex("q")))
    assert only(run("SELECT $this { $this ex:q ?v }", path=path)) == Violation(ex("a"), None, path, ())
    bound = only(run("SELECT $this ?value (ex:q AS ?path) { $this ex:q ?value }", path=path))
    assert bound == Violation(ex("a"), Literal("x", language="en"), Predicate(ex("q")), ())


def test_a_path_that_is_no_iri_is_not_taken() -> None:
    assert only(run("SELECT $this ('p' AS ?path) { $this ex:q ?v }")).path is None


def test_there_is_a_result_for_each_solution() -> None:
    assert [one.focus for one in run("SELECT $this { $this ex:p ?v }").violations] == [ex("a"), ex("a"), ex("b")]


def test_the_order_is_that_of_the_focus_nodes_then_of_the_values() -> None:
    found = run("SELECT $this ?value { $this ex:p ?value }", ex("b"), ex("a")).violations
    assert [(one.focus, str(one.value)[1]) for one in found] == [(ex("b"), "3"), (ex("a"), "1"), (ex("a"), "2")]


def test_the_message_of_the_query_comes_first() -> None:
    message = 'sh:message "declared"'
    said = only(run("SELECT $this ?message { $this ex:q ?message }", message=message)).messages
    assert said == (Literal("x", language="en"),)
    assert texts(only(run("SELECT $this (ex:p AS ?message) { $this ex:q ?v }"))) == ["http://example.org/p"]
    assert texts(only(run("SELECT $this { $this ex:q ?v }", message=message))) == ["declared"]


def test_messages_are_filled_in_each_language() -> None:
    message = 'sh:message "{$this} has {?v}, {$v}; {?w} {v} {?none}"@en , "{?v} 有误"@zh'
    said = only(run("SELECT $this ?v ?w { $this ex:q ?v OPTIONAL { $this ex:none ?w } }", message=message)).messages
    assert set(said) == {
        Literal("http://example.org/a has x, x; {?w} {v} {?none}", language="en"),
        Literal("x 有误", language="zh"),
    }


def test_what_fills_a_message_is_not_filled_again() -> None:
    data = 'ex:a ex:q "{?w}" ; ex:r "secret" .'
    message = 'sh:message "{?v}"'
    assert texts(only(run("SELECT $this ?v ?w { $this ex:q ?v ; ex:r ?w }", message=message, data=data))) == ["{?w}"]


def test_parameters_and_path_fill_messages_of_components() -> None:
    graph = turtle("""
        ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; sh:message "component" ;
          sh:validator [ sh:message "{$value} > {$most} at {$PATH}" ; sh:ask "ASK { FILTER($value <= $most) }" ] .
        ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; ex:most 1 ] . ex:a ex:p 1 , 2 .
    """)
    ((constraint, outcome),) = validated(graph)
    assert texts(only(outcome)) == ["2 > 1 at <http://example.org/p>"]
    assert only(outcome).value == Literal(2)
    assert constraint.component == ex("C")


def test_current_shape_is_known() -> None:
    assert only(run("SELECT $this ?value { $this ex:q ?v BIND($currentShape AS ?value) }")).value == ex("Shape")
    nested = "SELECT $this { $this ex:q ?v FILTER NOT EXISTS { FILTER($currentShape = ex:Shape) } }"
    assert run(nested).violations == ()


@pytest.mark.parametrize("limit", ["", "LIMIT 9"], ids=["set", "node"])
def test_blank_nodes_and_literals_can_be_focus_nodes(limit: str) -> None:
    blank = BlankNode("b")
    hour = Literal("PT60M", datatype=NamedNode(XSD + "duration"))
    again = Literal("PT1H", datatype=NamedNode(XSD + "duration"))
    odd = Literal("01", datatype=NamedNode(XSD + "integer"))
    found = run(f"SELECT $this ?v {{ BIND(1 AS ?v) }} {limit}", blank, hour, again, odd, Literal("x", language="en"))
    assert found.way == ("node" if limit else "set")
    assert [one.focus for one in found.violations] == [blank, hour, again, odd, Literal("x", language="en")]
    assert [one.value for one in found.violations] == [one.focus for one in found.violations]


def test_blank_nodes_are_those_of_the_data() -> None:
    store = Store()
    store.extend([Quad(BlankNode("b"), ex("p"), Literal(1)), Quad(BlankNode("c"), ex("p"), Literal(2))])
    text = 'ex:Shape sh:sparql [ sh:prefixes ex: ; sh:select "SELECT $this ?value { $this ex:p ?value }" ] .'
    (constraint,) = read_constraints(turtle(text), ex("Shape"), None)
    found = violations(store, constraint, {BlankNode("c"): (), BlankNode("d"): ()}).violations
    assert found == (Violation(BlankNode("c"), Literal(2), None, ()),)


def test_nothing_is_asked_about_nobody() -> None:
    text = 'ex:Shape sh:sparql [ sh:select "SELECT $this {}" ] .'
    (constraint,) = read_constraints(turtle(text), ex("Shape"), None)
    assert violations(Store(), constraint, {}) == Outcome((), "set", None, 0)


def test_a_failure_is_not_a_result() -> None:
    assert len(run("SELECT $this (false AS ?failure) { $this ex:q ?v }").violations) == 1
    with pytest.raises(FailedConstraintError, match=r"reports a failure for .*/a") as raised:
        run("SELECT $this (true AS ?failure) { $this ex:q ?v }")
    assert "验证失败" in raised.value.text.zh


ENDLESS = "?a ex:p ?b . ?c ex:p ?d . ?e ex:p ?f . ?g ex:p ?h . ?i ex:p ?j . ?k ex:p ?l . ?m ex:p ?n ."
MANY = " ".join(f"ex:n{number} ex:p {number} ." for number in range(300))


def limited(select: str, limits: Limits) -> None:
    text = f'ex:Shape sh:sparql [ sh:prefixes ex: ; sh:select """{select}""" ] .'
    (constraint,) = read_constraints(turtle(text), ex("Shape"), None)
    store = store_of(MANY)
    before = len(store)
    try:
        violations(store, constraint, {ex("n1"): (ex("n1"),)}, limits)
    finally:
        assert len(store) == before


def test_a_query_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(FailedConstraintError, match="took longer than"):
        limited(f"SELECT $this {{ {ENDLESS} FILTER(?b + ?d + ?f + ?h + ?j + ?l + ?n < 0) }}", Limits(0.5, 500))


def test_a_query_that_takes_too_much_memory_is_stopped() -> None:
    with pytest.raises(FailedConstraintError, match="more than 100 MiB"):
        limited(f"SELECT $this ?a ?c {{ {ENDLESS} }} ORDER BY ?a", Limits(60, 100))


def test_a_listed_component_is_that_of_shacl_for_sparql_constraints() -> None:
    text = 'ex:Shape sh:sparql ex:constraint . ex:constraint sh:select "SELECT $this {}" .'
    (constraint,) = read_constraints(turtle(text), ex("Shape"), None)
    assert (constraint.component.value, constraint.source) == (SH + "SPARQLConstraintComponent", ex("constraint"))
