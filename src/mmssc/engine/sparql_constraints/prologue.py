"""Prefixes that a shapes graph declares for its queries (SHACL 5.2.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.engine.shapes import IllFormedShapesError
from mmssc.names import SH, XSD

if TYPE_CHECKING:
    from mmssc.engine.graph import Graph, Node

__all__ = ["prologue"]

_PREFIXES: Final = NamedNode(SH + "prefixes")
_DECLARE: Final = NamedNode(SH + "declare")
_PREFIX: Final = NamedNode(SH + "prefix")
_NAMESPACE: Final = NamedNode(SH + "namespace")
_IMPORTS: Final = NamedNode("http://www.w3.org/2002/07/owl#imports")
# The W3C's own shacl.ttl and many others write the namespace as a plain string; the meaning is plain too.
_TEXTS: Final = {XSD + "anyURI", XSD + "string"}
_NAME: Final = re.compile(r"|[^\W\d_](?:[\w.-]*[\w-])?")
_IRI: Final = re.compile(r'[^\x00-\x20<>"{}|^`\\]*')


def prologue(graph: Graph, node: Node) -> str:
    """Return the PREFIX declarations for the query of a constraint or validator, in one line.

    They are those at the end of ``sh:prefixes/owl:imports*/sh:declare``. What is imported but is not in the shapes
    graph is not fetched.

    Args:
        graph: The shapes graph.
        node: The constraint or validator.

    Raises:
        IllFormedShapesError: A declaration is incomplete, or two give one prefix different namespaces.
    """
    found: dict[str, str] = {}
    for declaration in _declarations(graph, node):
        prefix = _text(graph, declaration, _PREFIX)
        namespace = _text(graph, declaration, _NAMESPACE)
        if not (_NAME.fullmatch(prefix) and _IRI.fullmatch(namespace)):
            raise IllFormedShapesError(f"{declaration}: “{prefix}: <{namespace}>” is not a prefix that SPARQL can have")
        if found.setdefault(prefix, namespace) != namespace:
            raise IllFormedShapesError(
                f"{node}: the prefix “{prefix}” is declared as <{found[prefix]}> and as <{namespace}>; keep one"
            )
    # One line, so that the line numbers in error messages stay those of the query.
    return "".join(f"PREFIX {prefix}: <{found[prefix]}> " for prefix in sorted(found))


def _declarations(graph: Graph, node: Node) -> dict[Node, None]:
    ontologies = dict.fromkeys(graph.objects(node, _PREFIXES))
    queue = list(ontologies)
    while queue:
        for imported in graph.objects(queue.pop(), _IMPORTS):
            if imported not in ontologies:
                ontologies[imported] = None
                queue.append(imported)
    return {declaration: None for ontology in ontologies for declaration in graph.objects(ontology, _DECLARE)}


def _text(graph: Graph, declaration: Node, predicate: NamedNode) -> str:
    values = list(graph.objects(declaration, predicate))
    if len(values) != 1 or not isinstance(values[0], Literal) or values[0].datatype.value not in _TEXTS:
        raise IllFormedShapesError(f"{declaration} needs exactly one string as its {predicate}")
    return values[0].value
