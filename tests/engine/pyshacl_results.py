"""pySHACL's results in the same form as ours, blank nodes under the labels that the test gave them."""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from pyshacl import Validator
from pyshacl.graph_abstraction import DataGraph
from report_keys import Key, Triples, path_text

from mmssc.names import SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report_keys import Node

__all__ = ["pyshacl_results"]

logging.getLogger("rdflib.term").setLevel(logging.ERROR + 1)  # it logs every ill-typed literal
_QUIET = logging.getLogger("pyshacl.quiet")
_QUIET.disabled = True


class _Raw(Validator):
    """A validator that hands its results over instead of writing them as a graph, which copies blank nodes."""

    results: list[Any]

    def create_validation_report(self, sg: object, conforms: bool, results: list[Any]) -> tuple[object, str]:  # noqa: ARG002
        self.results = results
        return None, ""


def pyshacl_results(data: list[Triple], shapes: list[Triple]) -> tuple[bool, Counter[Key]]:
    """Validate with pySHACL.

    Returns:
        Whether the data conform, and the results.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib warns of every ill-typed boolean
        options = {"inference": "none", "advanced": False, "max_validation_depth": 100, "logger": _QUIET}
        validator = _Raw(DataGraph.from_rdflib(_graph(data)), shacl_graph=_graph(shapes), options=options)
        conforms, _, _ = validator.run()
    graph = Triples(shapes)
    return conforms, Counter(_key(graph, node, triples) for _, node, triples in validator.results)


def _key(shapes: Triples, node: rdflib.BNode, triples: list[Any]) -> Key:
    about: dict[str, list[Any]] = {}
    for subject, predicate, value in triples:
        if subject == node:  # what sh:detail holds is no result of the report
            term = value[1] if isinstance(value, tuple) else value
            about.setdefault(str(predicate).removeprefix(SH), []).append(term)

    def one(name: str) -> Node | None:
        (value,) = about.get(name, [None])
        return None if value is None else _back(value)

    path, value = one("resultPath"), one("value")
    return Key(
        focus=str(one("focusNode")),
        path=None if path is None else path_text(shapes, path),
        value=None if value is None else str(value),
        component=str(one("sourceConstraintComponent")),
        shape=str(one("sourceShape")),
        severity=str(one("resultSeverity")),
        messages=frozenset(str(_back(message)) for message in about.get("resultMessage", [])),
    )


def _graph(triples: Iterable[Triple]) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((_there(triple.subject), _there(triple.predicate), _there(triple.object)))  # type: ignore[arg-type]
    return graph


def _there(term: Node) -> rdflib.term.Node:
    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case _ if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case _:
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _back(term: rdflib.term.Node) -> Node:
    match term:
        case rdflib.URIRef():
            return NamedNode(str(term))
        case rdflib.BNode():
            return BlankNode(str(term))
        case rdflib.Literal():
            if term.language:
                return Literal(str(term), language=term.language)
            return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
        case _:
            raise AssertionError(term)
