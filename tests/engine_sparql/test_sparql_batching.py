"""Asked once for all focus nodes or node by node, a query has the same violations: those that SHACL defines."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad, Store
from sparql_oracle import EX, Bind, Block, Counting, Evaluator, Filter, Group, Optional, Union, queries

from mmssc.engine.paths import Predicate
from mmssc.engine.sparql_constraints.model import SparqlConstraint
from mmssc.engine.sparql_constraints.query import compile_query
from mmssc.engine.sparql_constraints.running import violations

SHAPE = NamedNode(EX + "Shape")
TERMS = {f"ex:{name}": NamedNode(EX + name) for name in ("p", "q", "n0", "n1", "n2")}
PEOPLE = [TERMS["ex:n0"], TERMS["ex:n1"], TERMS["ex:n2"], BlankNode("b0"), BlankNode("b1")]
DATA = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from((TERMS["ex:p"], TERMS["ex:q"])), st.sampled_from(PEOPLE)),
    max_size=8,
    unique=True,
)


def constraint(text: str) -> SparqlConstraint:
    prefix = f"PREFIX ex: <{EX}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    query = compile_query(prefix + text, "select", None, (), (), "test")
    return SparqlConstraint(SHAPE, None, SHAPE, None, query, {}, ())


def found(store: Store, text: str, *, node_by_node: bool) -> tuple[str, Counter[tuple[str, str]]]:
    focus = {node: (node,) for node in PEOPLE}
    outcome = violations(store, constraint(text), focus, node_by_node=node_by_node)
    return outcome.way, Counter((str(one.focus), str(one.value)) for one in outcome.violations)


def store_of(triples: list[tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode]]) -> Store:
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    return store


this, a, b = "?this", "?a", "?b"


@settings(max_examples=150, deadline=None)
@given(DATA, queries())
@example([], Group((Filter("bound", this),)))
@example([], Group((Group((Filter("!=", this, "ex:n0"),)),)))
@example([], Group((Bind(this, "?c"),)))
@example(
    [(PEOPLE[0], TERMS["ex:p"], PEOPLE[1])], Group((Filter("NOT EXISTS", group=Group((Block((this, "ex:p", a)),))),))
)
@example(
    [(PEOPLE[0], TERMS["ex:p"], PEOPLE[1]), (PEOPLE[1], TERMS["ex:p"], PEOPLE[1])],
    Group((Filter("NOT EXISTS", group=Group((Block((a, "ex:p", b)), Filter("=", a, this)))),)),
)
@example(
    [(PEOPLE[0], TERMS["ex:p"], PEOPLE[1])], Group((Optional(Group((Block((this, "ex:p", a)),))), Filter("!bound", a)))
)
@example(
    [(PEOPLE[0], TERMS["ex:p"], PEOPLE[1])],
    Group((Block((a, "ex:p", b)), Optional(Group((Block((this, "ex:q", a)), Filter("=", this, b)))))),
)
@example(
    [(PEOPLE[0], TERMS["ex:p"], PEOPLE[1])],
    Group((Union(Group((Filter("=", this, "ex:n2"),)), Group((Block((a, "ex:p", b)),))),)),
)
@example(
    [(PEOPLE[0], TERMS["ex:p"], PEOPLE[1]), (PEOPLE[1], TERMS["ex:p"], PEOPLE[1])],
    Group((Counting(Group((Block((a, "ex:p", b)),)), 2),)),
)
def test_both_ways_give_what_shacl_defines(
    triples: list[tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode]], body: Group
) -> None:
    text = f"SELECT $this (?a AS ?value) {body.text()}"
    expected: Counter[tuple[str, str]] = Counter()
    for node in PEOPLE:
        for solution in Evaluator(triples, {"?this": node}, TERMS).group(body, {}):
            expected[str(node), str(solution.get("?a", node))] += 1
    store = store_of(triples)
    assert found(store, text, node_by_node=True) == ("node", expected), text
    assert found(store, text, node_by_node=False) == ("set", expected), text


@settings(max_examples=60, deadline=None)
@given(DATA, queries(("?this", "?value")))
@example([], Group((Filter("=", this, "?value"),)))
@example([], Group((Filter("EXISTS", group=Group((Filter("!=", this, "?value"),))),)))
def test_an_ask_holds_of_the_same_values_both_ways(
    triples: list[tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode]], body: Group
) -> None:
    text = f"PREFIX ex: <{EX}> ASK {body.text()}"
    ask = SparqlConstraint(SHAPE, None, SHAPE, None, compile_query(text, "ask", None, (), (), "test"), {}, ())
    pairs = {PEOPLE[0]: PEOPLE[:2], PEOPLE[3]: PEOPLE[2:], PEOPLE[1]: []}
    expected = [
        (node, value)
        for node, values in pairs.items()
        for value in values
        if not Evaluator(triples, {"?this": node, "?value": value}, TERMS).group(body, {})
    ]
    path = dataclasses.replace(ask, path=Predicate(TERMS["ex:p"]))
    for node_by_node in (False, True):
        outcome = violations(store_of(triples), path, pairs, node_by_node=node_by_node)
        assert [(one.focus, one.value) for one in outcome.violations] == expected, text
        assert outcome.queries == (5 if node_by_node else 1)


ONCE = [
    "SELECT $this ?value { $this ex:p ?value FILTER(?value != ex:n0) }",
    "SELECT DISTINCT $this { $this ex:p ?a . ?a ex:q ?b } ORDER BY ?b",
    "SELECT $this { FILTER NOT EXISTS { $this ex:p ?a } }",
    "SELECT $this (COUNT(?a) AS ?value) { $this ex:p ?a } GROUP BY $this HAVING (COUNT(?a) > 1)",
    "SELECT $this { OPTIONAL { $this ex:p ?a } FILTER(!BOUND(?a)) }",
    "SELECT $this { $this ex:p/ex:q* ?a . ?a ex:p* ?b . ?b ex:q? ex:n0 }",
    "SELECT $this { $this ex:p* ex:n0 }",
    "SELECT $this { ?a ex:p $this . $this ex:q* ?b }",
    "SELECT $this { $this ex:p+ $this }",
    "SELECT $this { $this ex:p ?a { SELECT $this (MAX(?b) AS ?c) { $this ex:q ?b } GROUP BY $this } FILTER(?a = ?c) }",
    "SELECT $this { $this ex:p ?a FILTER(STRLEN('LIMIT 1') > 3) } # LIMIT 1",
    "SELECT * { $this ex:p ?value }",
]
BY_NODE = {
    "SELECT $this ?value { $this ex:p ?value } LIMIT 1": "LIMIT or OFFSET",
    "SELECT $this ?value { $this ex:p ?value } ORDER BY ?value OFFSET 1": "LIMIT or OFFSET",
    "SELECT $this { $this ex:p ?a { SELECT $this ?a { $this ex:q ?a } LIMIT 1 } }": "LIMIT or OFFSET",
    "SELECT REDUCED $this { $this ex:p ?a }": "REDUCED",
    "SELECT $this (SAMPLE(?a) AS ?value) { $this ex:p ?a } GROUP BY $this": "SAMPLE",
    "SELECT $this { $this ex:p ?a FILTER(RAND() > 2) }": "RAND",
    "SELECT $this { $this ex:p ?a FILTER(NOT EXISTS { $this ex:q ?b FILTER(STRLEN(STRUUID()) < 3) }) }": "STRUUID",
    "SELECT $this ?value { $this ex:p* ?value }": "a path of length zero that nothing ties to the graph",
    "SELECT $this { $this ex:p ?a OPTIONAL { $this (ex:p?/ex:q*)|^ex:q ?b } }": (
        "a path of length zero that nothing ties to the graph"
    ),
}
SOME = [
    (PEOPLE[at], TERMS[f"ex:{p}"], PEOPLE[to])
    for at, p, to in ((0, "p", 1), (0, "p", 2), (1, "q", 0), (3, "p", 4), (4, "q", 3))
]


@pytest.mark.parametrize("text", ONCE)
def test_what_keeps_nodes_apart_is_asked_once(text: str) -> None:
    way, at_once = found(store_of(SOME), text, node_by_node=False)
    assert way == "set"
    assert at_once == found(store_of(SOME), text, node_by_node=True)[1]


@pytest.mark.parametrize("text", BY_NODE)
def test_what_could_mix_nodes_is_asked_node_by_node(text: str) -> None:
    outcome = violations(store_of(SOME), constraint(text), {node: (node,) for node in PEOPLE})
    assert (outcome.way, outcome.reason, outcome.queries) == ("node", BY_NODE[text], len(PEOPLE))


@pytest.mark.parametrize("size", [1, 10, 1000])
def test_the_number_of_queries_does_not_grow_with_the_data(size: int) -> None:
    nodes = [NamedNode(f"{EX}{number}") for number in range(size)]
    store = store_of([(node, TERMS["ex:p"], node) for node in nodes])
    outcome = violations(store, constraint("SELECT $this { $this ex:p $this }"), {node: (node,) for node in nodes})
    assert (outcome.queries, [one.focus for one in outcome.violations]) == (1, nodes)


def test_a_limit_counts_for_each_node() -> None:
    nodes = [NamedNode(f"{EX}{number}") for number in range(5)]
    store = store_of([(node, TERMS["ex:p"], end) for node in nodes for end in nodes])
    outcome = violations(
        store, constraint("SELECT $this ?value { $this ex:p ?value } LIMIT 2"), {node: (node,) for node in nodes}
    )
    assert Counter(one.focus for one in outcome.violations) == dict.fromkeys(nodes, 2)


def test_the_data_are_not_touched() -> None:
    store = store_of(SOME)
    found(store, ONCE[0], node_by_node=False)
    assert {quad.triple for quad in store} == {Quad(*triple).triple for triple in SOME}
