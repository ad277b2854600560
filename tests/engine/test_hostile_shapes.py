"""Shapes graphs gone wrong give a report, or are refused with a reason; nothing else ever comes out."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pyshacl
import pytest
from backends import BACKENDS
from comparison import agree
from node_by_node import NodeByNode
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from report_keys import keys_of
from smaller import smaller
from strategies.cases import Pair, is_recursive, random_pair
from strategies.mutations import mutated
from strategies.terms import EVERYTHING

from mmssc.engine import Graph, IllFormedShapesError, Report, UnsupportedShapesError
from mmssc.names import RDF

SEEDS = int(os.environ.get("MMSSC_EXAMPLES", "600"))
FIRST = int(os.environ.get("MMSSC_SEED", "0"))
PREFIXES = """
@prefix ex: <http://example.com/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def triples(text: str) -> list[Triple]:
    quads = parse(input=PREFIXES + text, format=RdfFormat.TURTLE)
    return [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


SHACL_SHACL = [
    Triple(quad.subject, quad.predicate, quad.object)
    for quad in parse(path=str(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl"), format=RdfFormat.TURTLE)
]
"""The SHACL shapes of SHACL, by the working group; pySHACL ships them."""


def answer(backend: str, pair: Pair) -> Report | None:
    """Return the report, read to its end, or nothing where the shapes are refused."""
    try:
        report = BACKENDS[backend](Graph(pair.data), Graph(pair.shapes))
        keys_of(report)
    except (IllFormedShapesError, UnsupportedShapesError) as error:
        if not str(error).strip():
            raise AssertionError("a refusal without a reason") from error
        return None
    return report


def has_strange_path(shapes: list[Triple]) -> bool:
    """Tell a path that is a list and something else: ill-formed by the shapes, well-formed in the W3C test suite."""
    lists = {triple.subject for triple in shapes if triple.predicate == NamedNode(RDF + "first")}
    return any(triple.subject in lists and triple.predicate.value.endswith("Path") for triple in shapes)


def problem(backend: str, pair: Pair) -> str | None:
    """Say what is wrong with what a backend makes of a shapes graph, if anything is."""
    try:
        report = answer(backend, pair)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    rules = NodeByNode(pair.shapes, SHACL_SHACL).results()
    if report is not None and rules and not has_strange_path(pair.shapes):
        return f"accepted, though ill-formed: {sorted(key.shape + ' ' + key.focus for key in rules)}"
    if report is not None and not is_recursive(pair.shapes):
        try:
            agree(pair.shapes, report, NodeByNode(pair.data, pair.shapes).results())
        except AssertionError as error:
            return f"accepted, and answered wrongly: {error}"
    return None


@pytest.mark.parametrize("backend", BACKENDS)
def test_mutated_shapes(backend: str) -> None:
    kept = 0
    for seed in range(FIRST, FIRST + SEEDS):
        rng = Random(seed)
        good = random_pair(rng, EVERYTHING)
        pair = Pair(good.data, mutated(rng, good.shapes))
        wrong = problem(backend, pair)
        if wrong is not None:
            kind = wrong.partition(":")[0]
            small = smaller(pair, lambda one, kind=kind: (problem(backend, one) or "").startswith(kind))  # type: ignore[misc]
            raise AssertionError(f"seed {seed}: {problem(backend, small)}\n{small!r}")
        kept += answer(backend, pair) is not None
    assert kept > SEEDS / 10, "hardly any mutated graph is still a shapes graph: the test has lost its point"


REFERENCES = {
    "node": "sh:node {}",
    "property": "sh:property {}",
    "not": "sh:not {}",
    "and": "sh:and ( ex:Other {} )",
    "or": "sh:or ( {} ex:Other )",
    "xone": "sh:xone ( ex:Other {} )",
    "qualified value shape": "sh:property [ sh:path ex:q ; sh:qualifiedValueShape {} ; sh:qualifiedMinCount 1 ]",
}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("way", ["itself", "another", "a nested shape"])
@pytest.mark.parametrize("kind", REFERENCES)
def test_recursion_is_refused(kind: str, way: str, backend: str) -> None:
    to = REFERENCES[kind]
    path = "sh:path ex:p ; " if kind == "property" else ""
    shapes = {
        "itself": f"ex:S {path}{to.format('ex:S')} .",
        "another": f"ex:S {path}{to.format('ex:T')} . ex:T {path}{to.format('ex:S')} .",
        "a nested shape": f"ex:S {path}sh:not [ sh:not [ {path}{to.format('ex:S')} ] ] .",
    }[way]
    shapes += "ex:S sh:targetNode ex:a . ex:Other sh:nodeKind sh:IRI ."
    with pytest.raises(IllFormedShapesError):
        BACKENDS[backend](Graph(triples("ex:a ex:p ex:a .")), Graph(triples(shapes)))


@pytest.mark.parametrize("backend", BACKENDS)
def test_recursion_by_way_of_a_sibling(backend: str) -> None:
    # SHACL 3.4.3 does not name this way, but to count apart from a sibling that holds the count never ends on a cycle.
    shapes = """
        ex:S sh:targetNode ex:a ; sh:property ex:P , ex:Q .
        ex:P sh:path ex:p ; sh:qualifiedValueShape ex:V ; sh:qualifiedMinCount 1 .
        ex:P sh:qualifiedValueShapesDisjoint true .
        ex:Q sh:path ex:p ; sh:qualifiedValueShape ex:W ; sh:qualifiedMinCount 1 .
        ex:V sh:nodeKind sh:IRI . ex:W sh:property ex:P ."""
    with pytest.raises((IllFormedShapesError, UnsupportedShapesError)):
        BACKENDS[backend](Graph(triples("ex:a ex:p ex:a .")), Graph(triples(shapes)))


def test_a_shape_twice_on_the_way_is_no_recursion() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:node ex:T ; sh:not [ sh:node ex:T ] . ex:T sh:nodeKind sh:IRI ."
    for validate in BACKENDS.values():
        assert len(validate(Graph(), Graph(triples(shapes))).results) == 1


def nested(opening: str, middle: str, times: int = 3000) -> str:
    return f"{opening} " * times + middle + " ]" * times


DIGITS = "9" * 5000
AIM = "ex:S sh:targetNode ex:a ; "
DEEP = {
    "not": (AIM + f"sh:not {nested('[ sh:not', '[ sh:nodeKind sh:IRI ]')} .", False),
    "path": (AIM + f"sh:minCount 1 ; sh:path {nested('[ sh:inversePath', 'ex:p')} .", True),
    "odd path": (AIM + f"sh:minCount 1 ; sh:path {nested('[ sh:inversePath', 'ex:p', 3001)} .", False),
    "list": (AIM + f"sh:in ( {'ex:b ' * 30_000}) .", False),
    "count": (AIM + f"sh:path ex:p ; sh:minCount {DIGITS} .", False),
    "length": (AIM + f"sh:maxLength {DIGITS} .", True),
    "bound": (f"ex:S sh:targetNode 1 ; sh:maxInclusive {DIGITS} .", True),
    "pattern": (AIM + f'sh:pattern "{"(" * 3000}a{")" * 3000}" .', True),
}
"""Well-formed shapes of an unreasonable size, and whether the data conform; to refuse them openly is well too."""


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("kind", DEEP)
def test_deep_and_large_shapes(kind: str, backend: str) -> None:
    shapes, conforms = DEEP[kind]
    wrong = None
    try:
        report = answer(backend, Pair(triples("ex:a ex:p ex:b ."), triples(shapes)))
        if report is not None and report.conforms != conforms:
            wrong = f"conforms: {report.conforms}"
    except Exception as error:
        wrong = f"{type(error).__name__}: {str(error)[:100]}"
    assert wrong is None
