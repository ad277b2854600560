"""A shapes graph read into a small model: shapes, targets, paths and constraints (SHACL 2 to 4)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.engine.expressions import UnsupportedExpressionError, rust_expression
from mmssc.engine.paths import Path, read_path
from mmssc.engine.wellformed import PARAMETERS, faults
from mmssc.names import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from mmssc.engine.graph import Graph, Node
    from mmssc.engine.sparql_constraints import Component, SparqlConstraint

__all__ = ["Constraint", "IllFormedShapesError", "Shape", "Target", "UnsupportedShapesError", "read_shapes"]


class IllFormedShapesError(ValueError):
    """The shapes graph breaks a syntax rule of SHACL; the message names the shape and the rule."""


class UnsupportedShapesError(ValueError):
    """The shapes graph uses something that the engine does not run; the message names it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where focus nodes come from: ``kind`` is the local name of the SHACL property."""

    kind: str
    value: Node


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: the component's local name without ``ConstraintComponent``, and its parameter values.

    The component of every SPARQL-based constraint is ``SPARQL``, those of declared components included.
    """

    component: str
    value: Node
    values: tuple[Node, ...] = ()  # members of the list, allowed properties (Closed), disjoint siblings (Qualified…)
    options: dict[str, Node] = field(default_factory=dict, hash=False)  # the component's further parameters
    sparql: SparqlConstraint | None = None

    @property
    def iri(self) -> NamedNode:
        """The IRI of the constraint component."""
        return self.sparql.component if self.sparql else _sh(f"{self.component}ConstraintComponent")


@dataclass(slots=True)
class Shape:
    """A node shape (no path) or a property shape."""

    node: NamedNode | BlankNode
    path: Path | None
    targets: list[Target]
    constraints: list[Constraint]
    severity: NamedNode
    messages: list[Literal]
    deactivated: bool


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


_PATH: Final = _sh("path")
_PROPERTY: Final = _sh("property")
_NODE: Final = _sh("node")
_NOT: Final = _sh("not")
_QUALIFIED: Final = _sh("qualifiedValueShape")
_VIOLATION: Final = _sh("Violation")
_TRUE: Final = Literal(True)
_SEVERITY: Final = _sh("severity")
_MESSAGE: Final = _sh("message")
_DEACTIVATED: Final = _sh("deactivated")
_SPARQL: Final = _sh("sparql")
_PATTERN: Final = _sh("pattern")
_FLAGS: Final = _sh("flags")
_UNIQUE_LANG: Final = _sh("uniqueLang")
_CLOSED: Final = _sh("closed")
_ENTAILMENT: Final = _sh("entailment")
_TYPE: Final = NamedNode(RDF + "type")
_CLASS: Final = NamedNode(RDFS + "Class")
_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")

# Parameter -> component, for the components of one parameter (SHACL 4); the others are read one by one below.
_SIMPLE: Final = {
    _sh(parameter): parameter[0].upper() + parameter[1:]
    for parameter in (
        "class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength "
        "maxLength equals disjoint lessThan lessThanOrEquals hasValue node property not"
    ).split()
}
_LISTS: Final = {_sh(name): name[0].upper() + name[1:] for name in ("and", "or", "xone", "in", "languageIn")}
_TARGETS: Final = {_sh(name): name for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")}
_BEYOND_CORE: Final = {_sh(name) for name in ("target", "rule", "js", "expression", "reifierShape")}


def read_shapes(graph: Graph) -> dict[Node, Shape]:
    """Read every shape of a shapes graph, in the order of its triples.

    Raises:
        IllFormedShapesError: A shape breaks a syntax rule, or refers to itself (recursion is not defined by SHACL).
        UnsupportedShapesError: A shape uses something beyond SHACL Core and SPARQL-based constraints.
    """
    for regime in graph.all_objects(_ENTAILMENT):  # must not be passed over in silence (SHACL 1.5)
        raise UnsupportedShapesError(f"sh:entailment {regime}: the engine draws no inferences")
    components = _components(graph)
    nodes = _shape_nodes(graph, components)
    if fault := faults(graph, nodes):
        raise IllFormedShapesError(fault)
    classes = graph.subclasses([_CLASS])
    shapes: dict[Node, Shape] = {node: _read_shape(graph, node, classes, components) for node in nodes}
    _refuse_recursion(shapes)
    return shapes


def _components(graph: Graph) -> tuple[Component, ...]:
    """Return the components that the graph declares; a graph without any does not load what reads them."""
    if not graph.instances([_sh("ConstraintComponent")]):
        return ()
    from mmssc.engine.sparql_constraints import read_components

    return read_components(graph)


def _shape_nodes(graph: Graph, components: Iterable[Component]) -> list[NamedNode | BlankNode]:
    """Find the shapes: by type, target, parameter, or because another shape refers to them (SHACL 2.1)."""
    found: dict[Node, None] = {}
    for cls in (_sh("NodeShape"), _sh("PropertyShape")):
        found.update(graph.instances([cls]))
    for predicate in (
        *PARAMETERS,
        _SPARQL,
        *(parameter for component in components for parameter in component.parameters.values()),
    ):
        found.update(dict.fromkeys(graph.all_subjects(predicate)))
    for predicate in (_NODE, _PROPERTY, _NOT, _QUALIFIED):
        found.update(dict.fromkeys(graph.all_objects(predicate)))
    for name in ("and", "or", "xone"):
        for head in graph.all_objects(_sh(name)):
            with suppress(ValueError):  # no list: ``faults`` says so, and of which shape
                found.update(dict.fromkeys(graph.items(head)))
    return [node for node in found if not isinstance(node, Literal)]  # a literal is said by ``faults``, too


def _read_shape(
    graph: Graph, node: NamedNode | BlankNode, classes: Container[Node], components: tuple[Component, ...]
) -> Shape:
    about = graph.about(node)
    for predicate in about:
        if predicate in _BEYOND_CORE:
            raise UnsupportedShapesError(f"{node} uses {predicate}, which the engine does not run")
    path_node = _one(about, _PATH)
    try:
        path = None if path_node is None else read_path(graph, path_node)
    except ValueError as error:
        raise IllFormedShapesError(f"{node} sh:path: {error}") from None
    return Shape(
        node=node,
        path=path,
        targets=list(_targets(graph, node, classes)),
        constraints=[*_constraints(graph, node), *_sparql_based(graph, node, path, components)],
        severity=_one(about, _SEVERITY) or _VIOLATION,  # type: ignore[arg-type]
        messages=list(about.get(_MESSAGE, ())),  # type: ignore[arg-type]
        deactivated=_one(about, _DEACTIVATED) == _TRUE,
    )


def _one(about: Mapping[NamedNode, Iterable[Node]], predicate: NamedNode) -> Node | None:
    return next(iter(about.get(predicate, ())), None)


def _targets(graph: Graph, node: NamedNode | BlankNode, classes: Container[Node]) -> Iterator[Target]:
    about = graph.about(node)
    for predicate, values in about.items():
        if predicate in _TARGETS:
            yield from (Target(_TARGETS[predicate], value) for value in values)
    if any(cls in classes for cls in about.get(_TYPE, ())):  # implicit class target, SHACL 2.1.3.3
        yield Target("targetClass", node)


def _constraints(graph: Graph, node: NamedNode | BlankNode) -> Iterator[Constraint]:
    about = graph.about(node)
    for parameter, values in about.items():
        for value in values:
            if parameter in _SIMPLE:
                yield Constraint(_SIMPLE[parameter], value)
            elif parameter in _LISTS:
                yield Constraint(_LISTS[parameter], value, tuple(graph.items(value)))
            elif parameter == _PATTERN:
                flags = _one(about, _FLAGS)
                _check_expression(node, value.value, flags.value if flags else "")
                yield Constraint("Pattern", value, options={"flags": flags} if flags else {})
            elif parameter == _UNIQUE_LANG and value == _TRUE:  # the W3C test uniqueLang-002: "1" is not the term true
                yield Constraint("UniqueLang", value)
            elif parameter == _CLOSED and value == _TRUE:
                yield Constraint("Closed", value, tuple(_allowed(graph, node)))
            elif parameter == _QUALIFIED:
                disjoint = _one(about, _sh("qualifiedValueShapesDisjoint")) == _TRUE
                siblings = tuple(_sibling_shapes(graph, node, value)) if disjoint else ()
                for name in ("qualifiedMinCount", "qualifiedMaxCount"):
                    for count in about.get(_sh(name), ()):
                        yield Constraint(name[0].upper() + name[1:], value, siblings, {"count": count})


def _sparql_based(
    graph: Graph, node: NamedNode | BlankNode, path: Path | None, components: tuple[Component, ...]
) -> Iterator[Constraint]:
    if not components and _SPARQL not in graph.about(node):
        return
    from mmssc.engine.sparql_constraints import read_constraints

    for constraint in read_constraints(graph, node, path, components):
        yield Constraint("SPARQL", constraint.source or constraint.component, sparql=constraint)


def _allowed(graph: Graph, node: Node) -> Iterable[Node]:
    """Yield the properties that a closed shape allows (SHACL 4.8.1)."""
    for shape in graph.objects(node, _PROPERTY):
        path = graph.value(shape, _PATH)
        if isinstance(path, NamedNode):
            yield path
    for head in graph.objects(node, _sh("ignoredProperties")):
        yield from graph.items(head)


def _sibling_shapes(graph: Graph, node: Node, value: Node) -> list[Node]:
    """Return the sibling shapes of a qualified value shape (SHACL 4.7.3)."""
    return [
        other
        for parent in graph.subjects(_PROPERTY, node)
        for sibling in graph.objects(parent, _PROPERTY)
        for other in graph.objects(sibling, _QUALIFIED)
        if other != value
    ]


def _check_expression(node: Node, expression: str, flags: str) -> None:
    try:
        rust_expression(expression, flags)
    except UnsupportedExpressionError as error:
        raise UnsupportedShapesError(f"{node} sh:pattern {expression!r:.100}: {error}") from None
    except ValueError as error:
        raise IllFormedShapesError(f"{node} sh:pattern {expression!r:.100}: {error}") from None


def references(shape: Shape) -> Iterator[Node]:
    """Yield the shapes that a shape refers to."""
    for constraint in shape.constraints:
        match constraint.component:
            case "Node" | "Property" | "Not":
                yield constraint.value
            case "QualifiedMinCount" | "QualifiedMaxCount":
                yield constraint.value
                yield from constraint.values
            case "And" | "Or" | "Xone":
                yield from constraint.values


def _refuse_recursion(shapes: dict[Node, Shape]) -> None:
    """Refuse shapes that refer to themselves, directly or through others (SHACL 3.4.3)."""
    done: set[Node] = set()
    for start in shapes:
        trail: dict[Node, Iterator[Node]] = {}
        node: Node | None = None if start in done else start
        while node is not None or trail:
            if node is not None:
                if node in trail:
                    raise IllFormedShapesError(f"{node} refers to itself; SHACL does not define recursive shapes")
                trail[node] = iter([] if node in done else list(references(shapes[node])))
            last = next(reversed(trail))
            node = next(trail[last], None)
            if node is None:
                done.add(last)
                del trail[last]
