"""Run pySHACL, features beyond SHACL Core included; results keep the blank nodes of the inputs."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.engine import Graph, Report, Result
from mmssc.engine.paths import read_path
from mmssc.names import SH, XSD
from mmssc.problem import shorten
from mmssc.shacl.vocabulary import CORE_COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
    from rdflib.term import Node as RdflibNode

    from mmssc.engine import Data
    from mmssc.engine.graph import Node

__all__ = ["FailedError", "validate", "version"]

_PATH: Final = NamedNode(SH + "path")
_LONGEST: Final = 400
_RESULT: Final = NamedNode(SH + "result")
# How deep shapes may refer to shapes before pySHACL backs out; its own default is 15, its limit 999.
_DEPTH: Final = 999
_MESSAGE: Final = NamedNode(SH + "message")


class FailedError(Exception):
    """PySHACL gave up; the message is its own."""


def version() -> str:
    """Return the version of pySHACL that is installed."""
    from importlib.metadata import version as installed

    return installed("pyshacl")


def validate(data: Data, shapes: Graph) -> Report:
    """Validate with pySHACL: SHACL Core, SPARQL and Advanced Features (targets, rules, expressions), no JavaScript.

    Args:
        data: The data graph, in columns.
        shapes: The shapes graph.

    Returns:
        The report; ``matched`` is empty, for pySHACL does not tell.

    Raises:
        FailedError: pySHACL reports a failure instead of results.
    """
    import pyshacl
    import rdflib

    try:
        with _quiet():
            _, results, text = pyshacl.validate(
                _to_rdflib(data),
                shacl_graph=_to_rdflib(shapes),
                inference="none",
                advanced=True,
                meta_shacl=False,
                max_validation_depth=_DEPTH,
            )
    except Exception as error:  # whatever it raises on foreign shapes, it has failed to run them
        raise FailedError(shorten(str(error), _LONGEST)) from error
    if not isinstance(results, rdflib.Graph):
        raise FailedError(shorten(str(text or results), _LONGEST))
    graph = Graph(_to_triples(results))
    found = (_result(graph, node, shapes) for node in graph.all_objects(_RESULT))
    return Report.of([_without_wording(result, shapes) for result in found], {})


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from standard error what pySHACL and rdflib log and warn of: an ill-typed literal is data."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _without_wording(result: Result, shapes: Graph) -> Result:
    """Return a result without a message that pySHACL worded itself: the report has wordings in both languages."""
    core = result.component.value.removeprefix(SH) in CORE_COMPONENTS
    said = any(True for _ in shapes.objects(result.shape, _MESSAGE))
    return replace(result, messages=()) if core and not said else result


def _to_rdflib(graph: Data | Graph) -> rdflib.Graph:
    import rdflib

    target = rdflib.Graph()
    known: dict[Node, RdflibNode] = {}

    def term(node: Node) -> RdflibNode:
        if node not in known:
            if isinstance(node, NamedNode):
                known[node] = rdflib.URIRef(node.value)
            elif isinstance(node, BlankNode):
                known[node] = rdflib.BNode(node.value)
            else:
                plain = node.language is not None or node.datatype.value == XSD + "string"
                datatype = None if plain else rdflib.URIRef(node.datatype.value)
                known[node] = rdflib.Literal(node.value, lang=node.language, datatype=datatype, normalize=False)
        return known[node]

    for triple in graph.triples():
        target.add((term(triple.subject), term(triple.predicate), term(triple.object)))  # type: ignore[arg-type]
    return target


def _to_triples(graph: rdflib.Graph) -> list[Triple]:
    return [
        Triple(_from_rdflib(subject), _from_rdflib(predicate), _from_rdflib(value))  # type: ignore[arg-type]
        for subject, predicate, value in graph
    ]


def _from_rdflib(node: RdflibNode) -> Node:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)  # noqa: S101 - there is no other kind of term in a graph
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))


def _result(graph: Graph, node: Node, shapes: Graph) -> Result:
    def one(name: str) -> Node:
        value = graph.value(node, NamedNode(SH + name))
        if value is None:
            raise FailedError(f"pySHACL gave a result without sh:{name}")
        return value

    path = graph.value(node, NamedNode(SH + "resultPath"))
    # PySHACL cuts off what is nested deep, so a path that is no property is read where it was written.
    source = graph if path is None or isinstance(path, NamedNode) else shapes
    start = path if source is graph else shapes.value(one("sourceShape"), _PATH)
    return Result(
        focus=one("focusNode"),
        path=None if start is None else read_path(source, start),
        value=graph.value(node, NamedNode(SH + "value")),
        component=one("sourceConstraintComponent"),  # type: ignore[arg-type]
        shape=one("sourceShape"),  # type: ignore[arg-type]
        severity=one("resultSeverity"),  # type: ignore[arg-type]
        messages=tuple(graph.objects(node, NamedNode(SH + "resultMessage"))),  # type: ignore[arg-type]
        source_constraint=graph.value(node, NamedNode(SH + "sourceConstraint")),  # type: ignore[arg-type]
    )
