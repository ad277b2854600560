"""Constraint components that a shapes graph declares by SPARQL queries (SHACL 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import BlankNode, NamedNode

from mmssc.engine.shapes import IllFormedShapesError, UnsupportedShapesError
from mmssc.engine.sparql_constraints.model import SparqlConstraint
from mmssc.engine.sparql_constraints.prologue import prologue
from mmssc.engine.sparql_constraints.query import compile_query
from mmssc.engine.sparql_constraints.reading import flag, messages, single_text
from mmssc.names import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.engine.graph import Graph, Node
    from mmssc.engine.paths import Path

__all__ = ["Component", "component_constraints", "read_components"]


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


_COMPONENT: Final = _sh("ConstraintComponent")
_PARAMETER: Final = _sh("parameter")
_PATH: Final = _sh("path")
_OPTIONAL: Final = _sh("optional")
_ANY: Final = _sh("validator")
_NODE: Final = _sh("nodeValidator")
_PROPERTY: Final = _sh("propertyValidator")
_QUERY: Final[dict[Literal["select", "ask"], NamedNode]] = {"select": _sh("select"), "ask": _sh("ask")}
_RESERVED: Final = {"this", "shapesGraph", "currentShape", "path", "PATH", "value"}
# The longest NCName at the end of an IRI, in the characters that a SPARQL variable can have as well.
_LOCAL_NAME: Final = re.compile(r"[^\W\d]\w*\Z")


@dataclass(frozen=True, slots=True)
class Component:
    """A declared component: its parameters by variable name, which of them may be left out, and its validators."""

    node: NamedNode
    parameters: dict[str, NamedNode]
    optional: frozenset[str]
    validators: dict[NamedNode, NamedNode | BlankNode]


def read_components(graph: Graph) -> tuple[Component, ...]:
    """Read the components that a shapes graph declares, without those of SHACL itself.

    A component without any validator cannot be evaluated; SHACL (6.2.3) has processors ignore it. One that
    declares neither parameters nor validators only names what some other tool finds.

    Raises:
        IllFormedShapesError: A declaration breaks a rule of SHACL 6.2.
    """
    nodes = [node for node in graph.instances([_COMPONENT]) if not str(node).startswith(f"<{SH}")]
    declared = (_PARAMETER, _ANY, _NODE, _PROPERTY)
    return tuple(_read(graph, node) for node in nodes if any(graph.about(node).get(each) for each in declared))


def _read(graph: Graph, node: Node) -> Component:
    if not isinstance(node, NamedNode):
        raise IllFormedShapesError(f"the constraint component {node} needs an IRI")
    parameters: dict[str, NamedNode] = {}
    optional = set()
    for declaration in graph.objects(node, _PARAMETER):
        paths = list(graph.objects(declaration, _PATH))
        if len(paths) != 1 or not isinstance(paths[0], NamedNode):
            raise IllFormedShapesError(f"{node} sh:parameter: a parameter needs exactly one IRI as its sh:path")
        named = _LOCAL_NAME.search(paths[0].value)
        if named is None or named.group() in _RESERVED:
            raise IllFormedShapesError(
                f"{node} sh:parameter: {paths[0]} does not end in a name that a variable may have"
            )
        if named.group() in parameters:
            raise IllFormedShapesError(f"{node} sh:parameter: two parameters are named {named.group()}")
        parameters[named.group()] = paths[0]
        if flag(graph, declaration, _OPTIONAL):
            optional.add(named.group())
    if not parameters.keys() - optional:
        raise IllFormedShapesError(f"{node} needs at least one sh:parameter that is not optional")
    validators: dict[NamedNode, NamedNode | BlankNode] = {}
    for kind in (_ANY, _NODE, _PROPERTY):
        for validator in graph.objects(node, kind):
            if not isinstance(validator, NamedNode | BlankNode):
                raise IllFormedShapesError(f"{node} {kind}: {validator} is not a validator")
            validators.setdefault(kind, validator)
    return Component(node, parameters, frozenset(optional), validators)


def component_constraints(
    graph: Graph, component: Component, shape: NamedNode | BlankNode, path: Path | None
) -> Iterator[SparqlConstraint]:
    """Yield the constraints that a shape declares by giving values for the parameters of a component.

    Args:
        graph: The shapes graph.
        component: The component.
        shape: The shape.
        path: The shape's path; ``None`` for a node shape.

    Raises:
        IllFormedShapesError: The values or the validator break a rule of SHACL 6.2.
        UnsupportedShapesError: The validator is not a SPARQL query, or uses what is not supported here.
    """
    given = {name: list(graph.objects(shape, predicate)) for name, predicate in component.parameters.items()}
    given = {name: values for name, values in given.items() if values}
    if component.parameters.keys() - component.optional - given.keys():
        return
    if len(component.parameters) > 1:
        for name, values in given.items():
            if len(values) > 1:
                raise IllFormedShapesError(
                    f"{shape} has {len(values)} values for {component.parameters[name]}; a component with several "
                    "parameters allows one of each"
                )
    specific = _NODE if path is None else _PROPERTY
    kind = specific if specific in component.validators else _ANY
    validator = component.validators.get(kind)
    if validator is None:
        return
    form: Literal["select", "ask"] = "ask" if kind == _ANY else "select"
    if graph.value(validator, _QUERY[form]) is None and graph.value(validator, _sh("jsFunctionName")) is not None:
        raise UnsupportedShapesError(f"{component.node}: the validator {validator} is written in JavaScript")
    text = prologue(graph, validator) + single_text(graph, validator, _QUERY[form])
    said = messages(graph, validator) or messages(graph, component.node)
    query = compile_query(
        text,
        form,
        path,
        component.parameters.keys(),
        {*given, "currentShape"},
        f"{shape} {component.node} ({validator})",
    )
    alone = next(iter(component.parameters))
    # A component with one parameter makes a constraint of each value.
    for value in given[alone] if len(component.parameters) == 1 else [None]:
        constants = {name: values[0] for name, values in given.items()} | {"currentShape": shape}
        if value is not None:
            constants[alone] = value
        yield SparqlConstraint(shape, path, component.node, None, query, constants, said)
