"""Single values of a shapes graph, with the errors that a wrong one deserves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.engine.shapes import IllFormedShapesError
from mmssc.names import RDF, SH, XSD

if TYPE_CHECKING:
    from mmssc.engine.graph import Graph, Node

__all__ = ["flag", "messages", "single_text"]

_MESSAGE: Final = NamedNode(SH + "message")
_TEXTS: Final = {XSD + "string", RDF + "langString"}
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def single_text(graph: Graph, node: Node, predicate: NamedNode) -> str:
    """Return the one string that a node has for a predicate.

    Raises:
        IllFormedShapesError: It has none, several, or something that is no string.
    """
    values = list(graph.objects(node, predicate))
    if len(values) != 1 or not isinstance(values[0], Literal) or values[0].datatype.value != XSD + "string":
        raise IllFormedShapesError(
            f"{node} needs exactly one string as its {predicate}, and has {len(values)} value(s)"
        )
    return values[0].value


def flag(graph: Graph, node: Node, predicate: NamedNode) -> bool:
    """Return the boolean that a node has for a predicate; false if there is none.

    Raises:
        IllFormedShapesError: It has several values, or something that is no boolean.
    """
    values = list(graph.objects(node, predicate))
    if not values:
        return False
    value = values[0]
    if (
        len(values) > 1
        or not isinstance(value, Literal)
        or value.datatype.value != XSD + "boolean"
        or value.value not in _BOOLEANS
    ):
        raise IllFormedShapesError(f"{node} {predicate}: expected one true or false")
    return _BOOLEANS[value.value]


def messages(graph: Graph, node: Node) -> tuple[Literal, ...]:
    """Return the messages of a constraint, validator or component.

    Raises:
        IllFormedShapesError: One is no string.
    """
    found = []
    for message in graph.objects(node, _MESSAGE):
        if not isinstance(message, Literal) or message.datatype.value not in _TEXTS:
            raise IllFormedShapesError(f"{node} sh:message: {message} is not a string")
        found.append(message)
    return tuple(found)
