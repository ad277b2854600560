"""The SPARQL-based constraints of a shape, read from the shapes graph (SHACL 5 and 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.engine.shapes import IllFormedShapesError
from mmssc.engine.sparql_constraints.components import component_constraints, read_components
from mmssc.engine.sparql_constraints.model import SparqlConstraint
from mmssc.engine.sparql_constraints.prologue import prologue
from mmssc.engine.sparql_constraints.query import compile_query
from mmssc.engine.sparql_constraints.reading import flag, messages, single_text
from mmssc.names import SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode

    from mmssc.engine.graph import Graph
    from mmssc.engine.paths import Path
    from mmssc.engine.sparql_constraints.components import Component

__all__ = ["read_constraints"]

_SPARQL: Final = NamedNode(SH + "sparql")
_SELECT: Final = NamedNode(SH + "select")
_DEACTIVATED: Final = NamedNode(SH + "deactivated")
_COMPONENT: Final = NamedNode(SH + "SPARQLConstraintComponent")


def read_constraints(
    graph: Graph, shape: NamedNode | BlankNode, path: Path | None, components: Iterable[Component] | None = None
) -> tuple[SparqlConstraint, ...]:
    """Read the SPARQL-based constraints of one shape, those of ``sh:sparql`` and those of declared components.

    Args:
        graph: The shapes graph.
        shape: The shape.
        path: The shape's path; ``None`` for a node shape.
        components: What ``read_components`` gave for the graph; read anew if left out.

    Returns:
        The constraints, in the order of the triples. Deactivated ones are left out.

    Raises:
        IllFormedShapesError: A constraint, a component or a query breaks a rule of SHACL.
        UnsupportedShapesError: A query uses what is not supported here; the message says what.
    """
    if components is None:
        components = read_components(graph)
    declared = (found for component in components for found in component_constraints(graph, component, shape, path))
    return (*_sparql(graph, shape, path), *declared)


def _sparql(graph: Graph, shape: NamedNode | BlankNode, path: Path | None) -> Iterator[SparqlConstraint]:
    for node in graph.objects(shape, _SPARQL):
        if isinstance(node, Literal):
            raise IllFormedShapesError(f"{shape} sh:sparql: {node} is a literal, not a SPARQL-based constraint")
        if flag(graph, node, _DEACTIVATED):
            continue
        where = f"{shape} sh:sparql {node}"
        query = compile_query(
            prologue(graph, node) + single_text(graph, node, _SELECT), "select", path, (), ("currentShape",), where
        )
        yield SparqlConstraint(shape, path, _COMPONENT, node, query, {"currentShape": shape}, messages(graph, node))
