"""Runs the SPARQL-based constraints of a shapes graph over its targets, as an engine does, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse
from walking import walk

from mmssc.engine import Graph
from mmssc.engine.paths import read_path
from mmssc.engine.sparql_constraints import read_components, read_constraints, violations
from mmssc.names import SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.graph import Node
    from mmssc.engine.sparql_constraints import Component, Outcome, SparqlConstraint

    Run = tuple[SparqlConstraint, Outcome]

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""


def sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def ex(name: str) -> NamedNode:
    return NamedNode("http://example.org/" + name)


def turtle(text: str) -> Graph:
    return Graph(parse(input=(PREFIXES + text).encode(), format=RdfFormat.TURTLE))


def validated(graph: Graph, *, node_by_node: bool = False) -> list[Run]:
    """Run every constraint of a graph that holds both data and shapes."""
    store = Store()
    store.extend(Quad(*triple) for triple in graph.triples())
    components = read_components(graph)
    tops = [
        shape
        for predicate in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
        for shape in graph.all_subjects(sh(predicate))
    ]
    found: list[Run] = []
    for shape in dict.fromkeys(tops):
        _shape(graph, store, components, shape, focus_nodes(graph, shape), found, node_by_node=node_by_node)
    return found


def focus_nodes(graph: Graph, shape: Node) -> dict[Node, None]:
    found = dict.fromkeys(graph.objects(shape, sh("targetNode")))
    found.update(
        graph.instances(graph.objects(shape, sh("targetClass"))) if graph.value(shape, sh("targetClass")) else {}
    )
    for predicate in graph.objects(shape, sh("targetSubjectsOf")):
        found.update(dict.fromkeys(graph.all_subjects(predicate)))  # type: ignore[arg-type]
    for predicate in graph.objects(shape, sh("targetObjectsOf")):
        found.update(dict.fromkeys(graph.all_objects(predicate)))  # type: ignore[arg-type]
    return found


def _shape(
    graph: Graph,
    store: Store,
    components: tuple[Component, ...],
    shape: Node,
    focus: Iterable[Node],
    found: list[Run],
    *,
    node_by_node: bool,
) -> None:
    assert isinstance(shape, NamedNode | BlankNode)
    node = graph.value(shape, sh("path"))
    path = None if node is None else read_path(graph, node)
    values = {one: {one: None} for one in focus} if path is None else walk(graph, path, focus)
    for constraint in read_constraints(graph, shape, path, components):
        found.append((constraint, violations(store, constraint, values, node_by_node=node_by_node)))
    ends = dict.fromkeys(end for reached in values.values() for end in reached)
    for below in graph.objects(shape, sh("property")):
        _shape(graph, store, components, below, ends, found, node_by_node=node_by_node)
