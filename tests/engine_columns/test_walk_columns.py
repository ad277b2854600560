"""Paths in columns: every kind against a walk node by node, dense and deep graphs, and focus nodes taken in parts."""

from __future__ import annotations

import os
import tracemalloc
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from mmssc.engine import Graph, validate
from mmssc.engine import walk as walking
from mmssc.engine.arrays import Nodes
from mmssc.engine.data import Data
from mmssc.engine.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from mmssc.engine.walk import reaching, walk

if TYPE_CHECKING:
    from mmssc.engine.arrays import Pairs

HEAVY = pytest.mark.skipif(
    not os.environ.get("MMSSC_HEAVY_TESTS"), reason="takes minutes or gigabytes: set MMSSC_HEAVY_TESTS=1 to run it"
)
P, Q = NamedNode("urn:ab:p"), NamedNode("urn:ab:q")
Edge = tuple[int, NamedNode, int]


def node(number: int) -> NamedNode:
    return NamedNode(f"urn:ab:{number}")


def data_of(edges: list[Edge]) -> Data:
    return Data.of(Triple(node(start), predicate, node(end)) for start, predicate, end in edges)


def by_hand(edges: set[Edge], path: Path, start: int) -> set[int]:
    """Walk a path from one node, the obvious way."""
    match path:
        case Predicate(predicate):
            return {end for begin, name, end in edges if begin == start and name == predicate}
        case Inverse(inner):
            everything = {each for begin, _, end in edges for each in (begin, end)} | {start}
            return {begin for begin in everything if start in by_hand(edges, inner, begin)}
        case Sequence(paths):
            reached = {start}
            for part in paths:
                reached = {end for begin in reached for end in by_hand(edges, part, begin)}
            return reached
        case Alternative(paths):
            return {end for part in paths for end in by_hand(edges, part, start)}
        case Repeated(inner, how):
            found = set() if how == "oneOrMorePath" else {start}
            frontier = {start}
            while frontier:
                frontier = {end for begin in frontier for end in by_hand(edges, inner, begin)}
                if how == "zeroOrOnePath":
                    return found | frontier
                frontier -= found
                found |= frontier
            return found
    raise NotImplementedError(path)


PREDICATES = st.sampled_from([Predicate(P), Predicate(Q)])
PATHS = st.recursive(
    PREDICATES,
    lambda inner: st.one_of(
        inner.map(Inverse),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Sequence),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Alternative),
        st.builds(Repeated, inner, st.sampled_from(["zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"])),
    ),
    max_leaves=5,
)
EDGES = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([P, Q]), st.integers(0, 5)), max_size=14)


@seed(0)
@settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(EDGES, PATHS, st.sets(st.integers(0, 7)), st.sampled_from([1, 7, 1 << 27]))
def test_paths_lead_where_they_lead_by_hand(edges: list[Edge], path: Path, starts: set[int], cells: int) -> None:
    data = data_of(edges)
    numbers = {start: data.terms.number(node(start)) for start in starts}
    nodes = Nodes.of(np.array(list(numbers.values()), dtype=np.int64))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walking, "_CELLS", cells)
        found = walk(data, path, nodes)
    ends = {start: {data.terms.number(node(end)) for end in by_hand(set(edges), path, start)} for start in range(8)}
    expected = {(number, end) for start, number in numbers.items() for end in ends[start]}
    pairs = list(zip(found.focus.tolist(), found.value.tolist(), strict=True))
    assert set(pairs) == expected
    assert pairs == sorted(pairs)
    assert len(pairs) == len(expected)
    for value in nodes.ids.tolist():
        leading = {data.terms.number(node(start)) for start, reached in ends.items() if value in reached}
        assert set(reaching(data, path, value).ids.tolist()) == leading


STAR = Repeated(Predicate(P), "zeroOrMorePath")


def every_node(data: Data) -> Nodes:
    return Nodes.of(data.relation(data.terms.number(P)).subject)


def complete(size: int) -> Data:
    return data_of([(start, P, end) for start, end in product(range(size), repeat=2)])


def test_a_cycle_reaches_everything_from_everywhere() -> None:
    data = data_of([(each, P, (each + 1) % 500) for each in range(500)])
    assert len(walk(data, STAR, every_node(data))) == 500 * 500


def test_a_complete_graph_takes_memory_like_its_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """160 bytes a pair are 6 MB here; a number for each path of length two would be 64 MB."""
    monkeypatch.setattr(walking, "_EDGES", 1 << 14)
    data = complete(200)
    nodes = every_node(data)
    walk(data, STAR, Nodes(nodes.ids[:1]))
    tracemalloc.start()
    found = walk(data, STAR, nodes)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 200 * 200
    assert peak < 160 * len(found)


@HEAVY
def test_a_complete_graph_of_two_thousand_nodes() -> None:
    data = complete(2_000)
    assert len(walk(data, STAR, every_node(data))) == 2_000 * 2_000


def test_a_chain_from_its_beginning() -> None:
    length = 2_000
    data = data_of([(each, P, each + 1) for each in range(length)])
    assert len(walk(data, STAR, Nodes.of(np.array([data.terms.number(node(0))])))) == length + 1


@HEAVY
def test_a_chain_of_a_hundred_thousand_nodes_from_its_beginning() -> None:
    length = 100_000
    data = data_of([(each, P, each + 1) for each in range(length)])
    assert len(walk(data, STAR, Nodes.of(np.array([data.terms.number(node(0))])))) == length + 1


# --- Too many pairs: the focus nodes are taken in parts ---

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix n: <urn:ab:> .
n:A sh:targetSubjectsOf n:p ; sh:targetObjectsOf n:q ; sh:property n:B , n:C ; sh:node n:D ; sh:not n:E .
n:B sh:path [ sh:zeroOrMorePath n:p ] ; sh:maxCount 3 ; sh:nodeKind sh:Literal ; sh:property n:C .
n:C sh:path ( n:q [ sh:oneOrMorePath n:p ] ) ; sh:qualifiedValueShape n:D ; sh:qualifiedMinCount 2 ; sh:disjoint n:p .
n:D sh:closed true ; sh:property [ sh:path n:p ; sh:maxCount 1 ] .
n:E sh:path [ sh:inversePath n:q ] ; sh:minCount 1 ; sh:in ( n:1 n:2 ) .
"""


@pytest.mark.parametrize("most", [60, 90, 120])
def test_parts_give_the_same_report(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    edges = [(each, (P, Q)[each % 3 == 0], (each * 7 + 3) % 30) for each in range(30)]
    edges += [(each, P, each + 1) for each in range(0, 30, 4)]
    data = data_of(edges)
    shapes = Graph(parse(SHAPES, format=RdfFormat.TURTLE))
    whole = validate(data, shapes)
    refused = 0

    def counted(*arguments: Any, **options: Any) -> Pairs:
        nonlocal refused
        try:
            return walk(*arguments, **options)
        except walking.TooManyPairsError:
            refused += 1
            raise

    monkeypatch.setattr("mmssc.engine.run.walk", counted)
    monkeypatch.setattr(walking, "MAX_PAIRS", most)
    parted = validate(data, shapes)
    assert refused > 0
    assert parted.matched == whole.matched
    assert len(whole.results) > 20
    assert list(parted.results) == list(whole.results)
    assert len(list(parted.triples())) == len(list(whole.triples()))


ONE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix n: <urn:ab:> .
n:S sh:targetNode n:0 ; sh:property [ sh:path n:p ; sh:minCount 1 ] .
"""


def test_more_pairs_of_one_focus_node_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = data_of([(0, P, end) for end in range(1, 20)])
    monkeypatch.setattr(walking, "MAX_PAIRS", 10)
    with pytest.raises(walking.TooManyPairsError):
        validate(data, Graph(parse(ONE, format=RdfFormat.TURTLE)))


# --- Large terms and large numbers of them ---

LARGE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix n: <urn:ab:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
n:A sh:targetSubjectsOf n:p ; sh:property n:B .
n:B sh:path n:p ; sh:maxLength 5 ; sh:pattern "z$" ; sh:datatype xsd:string ; sh:uniqueLang true .
"""


@pytest.mark.parametrize("size", [1_000_000, pytest.param(50_000_000, marks=HEAVY)])
def test_a_huge_literal(size: int) -> None:
    data = Graph([Triple(node(0), P, Literal("\n" + "x" * size)), Triple(node(1), P, Literal("\\" * 3 + "z" * 2))])
    report = validate(data, Graph(parse(LARGE, format=RdfFormat.TURTLE)))
    assert sorted((r.focus.value, r.component.value.rpartition("#")[2]) for r in report.results) == [
        *(("urn:ab:0", "MaxLengthConstraintComponent"), ("urn:ab:0", "PatternConstraintComponent"))
    ]


@pytest.mark.parametrize("size", [20_000, pytest.param(1_000_000, marks=HEAVY)])
def test_many_blank_nodes(size: int) -> None:
    blank = [BlankNode(f"b{number}") for number in range(size)]
    data = Graph(Triple(each, P, Literal("z")) for each in blank)
    shapes = LARGE.replace("sh:property", "sh:nodeKind sh:IRI ; sh:property")
    report = validate(data, Graph(parse(shapes, format=RdfFormat.TURTLE)))
    assert {result.focus for result in report.results} == set(blank)
    assert list(report.matched.values()) == [size]


def test_a_hundred_thousand_values_of_one_node() -> None:
    size = 100_000
    data = Graph(Triple(node(0), P, Literal(f"{number}z")) for number in range(size))
    shapes = LARGE.replace("sh:maxLength 5", f"sh:maxCount {size - 1} ; sh:equals n:q")
    report = validate(data, Graph(parse(shapes, format=RdfFormat.TURTLE)))
    found = [result.component.value.rpartition("#")[2] for result in report.results]
    assert len(found) == size + 1
    assert set(found) == {"MaxCountConstraintComponent", "EqualsConstraintComponent"}
