"""What a shapes graph uses beyond SHACL Core, so that nothing of it is left out in silence."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.engine.sparql_constraints.tokens import tokens
from mmssc.names import SH
from mmssc.shacl.vocabulary import BEYOND, OWN_COMPONENTS

if TYPE_CHECKING:
    from mmssc.engine.graph import Graph, Node
    from mmssc.shacl.vocabulary import Runner

__all__ = ["Feature", "beyond_core", "remote_calls"]

_PARAMETER: Final = NamedNode(SH + "parameter")
_PATH: Final = NamedNode(SH + "path")
_QUERIES: Final = tuple(NamedNode(SH + name) for name in ("select", "ask", "construct", "update"))
_COMPONENTS: Final = ("validator", "nodeValidator", "propertyValidator")
_REMOTE: Final = ("SERVICE", "LOAD", "FROM")
# rdflib, and so pySHACL, reads these before anything else: they can spell a keyword.
_ESCAPE: Final = re.compile(r"\\u([0-9a-f]{4}(?:[0-9a-f]{4})?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feature:
    """Something beyond SHACL Core.

    Attributes:
        name: The property, as ``sh:sparql``, or the IRI of a parameter of somebody's own constraint component.
        shape: The first shape, in the order of the alphabet, that uses it.
        runner: Who runs it here.
    """

    name: str
    shape: Node
    runner: Runner


def beyond_core(graph: Graph) -> list[Feature]:
    """Return what a shapes graph uses beyond SHACL Core, in a stable order."""
    found: list[Feature] = []
    for name, runner in BEYOND.items():
        users = sorted(graph.all_subjects(NamedNode(SH + name)), key=str)
        if users:
            found.append(Feature(f"sh:{name}", users[0], runner))
    for parameter in sorted(_own_parameters(graph), key=str):
        users = sorted(graph.all_subjects(parameter), key=str)
        if users:
            found.append(Feature(parameter.value, users[0], OWN_COMPONENTS))
    return found


def _own_parameters(graph: Graph) -> set[NamedNode]:
    """Return the parameters of constraint components that the shapes graph itself defines with a validator."""
    components = {node for name in _COMPONENTS for node in graph.all_subjects(NamedNode(SH + name))}
    paths = {
        path
        for component in components
        for parameter in graph.objects(component, _PARAMETER)
        for path in graph.objects(parameter, _PATH)
    }
    return {path for path in paths if isinstance(path, NamedNode) and not path.value.startswith(SH)}


def remote_calls(graph: Graph) -> list[Node]:
    """Return what holds a query that would call the network or load files (SERVICE, LOAD, FROM)."""
    return sorted(
        {
            node
            for predicate in _QUERIES
            for node in graph.all_subjects(predicate)
            for text in graph.objects(node, predicate)
            if isinstance(text, Literal) and _is_remote(text.value)
        },
        key=str,
    )


def _is_remote(query: str) -> bool:
    plain = _ESCAPE.sub(_character, query)
    return any(token.is_word(keyword) for token in tokens(plain) for keyword in _REMOTE)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return chr(code) if code <= sys.maxunicode else escape[0]
