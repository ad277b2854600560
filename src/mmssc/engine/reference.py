"""pySHACL behind the same seam: the reference that the set-at-a-time engine is compared with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from mmssc.engine.graph import Graph
from mmssc.engine.paths import read_path
from mmssc.engine.report import Report, Result
from mmssc.names import SH

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import BlankNode, Literal

    from mmssc.engine.data import Data
    from mmssc.engine.graph import Node

__all__ = ["validate"]


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


_RESULT: Final = _sh("result")


def validate(data: Data | Graph, shapes: Graph) -> Report:
    """Validate as ``mmssc.engine.validate`` does, with pySHACL. It takes a minute where that takes a second.

    Blank nodes in the results are not those of the inputs, and ``Report.matched`` is empty: pySHACL does not tell.

    Args:
        data: The data graph.
        shapes: The shapes graph.
    """
    import pyshacl

    _, results, _ = pyshacl.validate(
        _to_rdflib(data), shacl_graph=_to_rdflib(shapes), inference="none", advanced=False, meta_shacl=False
    )
    text = results.serialize(format="nt", encoding="utf-8")
    graph = Graph(parse(input=text, format=RdfFormat.N_TRIPLES))
    found = [_result(graph, node) for node in graph.all_objects(_RESULT)]
    return Report.of(found, {})


def _to_rdflib(graph: Data | Graph) -> rdflib.Graph:
    import rdflib

    text = serialize(graph.triples(), format=RdfFormat.N_TRIPLES) or b""
    normalise, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False  # keep every literal as it is written
    try:
        return rdflib.Graph().parse(io.BytesIO(text), format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = normalise


def _result(graph: Graph, node: Node) -> Result:
    def one(name: str) -> Node:
        value = graph.value(node, _sh(name))
        if value is None:
            raise ValueError(f"pySHACL gave a result without sh:{name}")
        return value

    path = graph.value(node, _sh("resultPath"))
    shape: NamedNode | BlankNode | Literal = one("sourceShape")
    return Result(
        focus=one("focusNode"),
        path=None if path is None else read_path(graph, path),
        value=graph.value(node, _sh("value")),
        component=one("sourceConstraintComponent"),  # type: ignore[arg-type]
        shape=shape,  # type: ignore[arg-type]
        severity=one("resultSeverity"),  # type: ignore[arg-type]
        messages=tuple(graph.objects(node, _sh("resultMessage"))),  # type: ignore[arg-type]
        source_constraint=graph.value(node, _sh("sourceConstraint")),  # type: ignore[arg-type]
    )
