"""The syntax rules of SHACL that the engine depends on (SHACL 2 to 4): a graph that breaks one is not validated with.

``shapes/shacl-shapes.ttl`` lists everything that is wrong with a shapes graph, in words for its author. This is the
engine's own guard: it stops at the first fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.names import RDF, RDF_TYPE, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mmssc.engine.graph import Graph, Node

__all__ = ["PARAMETERS", "faults"]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the values of a property of shapes must be.

    Attributes:
        fits: Tells a value that is allowed; ``None``: an RDF list.
        what: What it must be.
        single: Whether a shape has one value at most.
        members: Tells an allowed member of the list; ``None``: any term.
        of_members: What the members must be.
        with_path: Whether only property shapes may have it.
    """

    fits: Callable[[Node], bool] | None
    what: str
    single: bool = True
    members: Callable[[Node], bool] | None = None
    of_members: str = ""
    with_path: bool = False


def _of(datatype: str, form: str) -> Callable[[Node], bool]:
    matches, iri = re.compile(form).fullmatch, NamedNode(XSD + datatype)
    return lambda value: isinstance(value, Literal) and value.datatype == iri and matches(value.value) is not None


def _is_iri(value: Node) -> bool:
    return isinstance(value, NamedNode)


def _is_literal(value: Node) -> bool:
    return isinstance(value, Literal)


def _is_shape(value: Node) -> bool:
    return not isinstance(value, Literal)


_is_text: Final = _of("string", r"(?s:.*)")
_is_boolean: Final = _of("boolean", "true|false|1|0")
_is_integer: Final = _of("integer", "[+-]?[0-9]+")
_LANGUAGE_TAGGED: Final = NamedNode(RDF + "langString")
_TRUE, _FALSE = Literal(True), Literal(False)
_NODE_KINDS: Final = {
    NamedNode(SH + name) for name in "BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split()
}


def _rules(names: str, rule: _Rule) -> dict[NamedNode, _Rule]:
    return {NamedNode(SH + name): rule for name in names.split()}


_TARGETS: Final = {
    **_rules("targetNode", _Rule(lambda value: not isinstance(value, BlankNode), "an IRI or a literal", single=False)),
    **_rules("targetClass targetSubjectsOf targetObjectsOf", _Rule(_is_iri, "an IRI", single=False)),
}
_PARAMETERS: Final = {
    **_rules("class equals disjoint", _Rule(_is_iri, "an IRI", single=False)),
    **_rules("lessThan lessThanOrEquals", _Rule(_is_iri, "an IRI", single=False, with_path=True)),
    **_rules("datatype", _Rule(_is_iri, "an IRI")),
    **_rules("nodeKind", _Rule(_NODE_KINDS.__contains__, "one of the six node kinds, such as sh:IRI")),
    **_rules("minCount maxCount", _Rule(_is_integer, "an xsd:integer", with_path=True)),
    **_rules("minLength maxLength qualifiedMinCount qualifiedMaxCount", _Rule(_is_integer, "an xsd:integer")),
    **_rules("minExclusive minInclusive maxExclusive maxInclusive", _Rule(_is_literal, "a literal")),
    **_rules("pattern", _Rule(_is_text, "an xsd:string")),
    **_rules("flags", _Rule(_of("string", "[smixq]*"), "an xsd:string of the letters s, m, i, x and q")),
    **_rules("uniqueLang", _Rule(_is_boolean, "an xsd:boolean", with_path=True)),
    **_rules("closed qualifiedValueShapesDisjoint", _Rule(_is_boolean, "an xsd:boolean")),
    **_rules("languageIn", _Rule(None, "", members=_is_text, of_members="an xsd:string")),
    **_rules("ignoredProperties", _Rule(None, "", members=_is_iri, of_members="an IRI")),
    **_rules("in", _Rule(None, "")),
    **_rules("and or xone", _Rule(None, "", single=False, members=_is_shape, of_members="a shape")),
    **_rules("not node property", _Rule(_is_shape, "a shape", single=False)),
    **_rules("qualifiedValueShape", _Rule(_is_shape, "a shape", with_path=True)),
    **_rules("hasValue", _Rule(lambda _: True, "", single=False)),
}
_ALL: Final = {
    **_TARGETS,
    **_PARAMETERS,
    **_rules("path", _Rule(lambda _: True, "")),  # read, and so checked, by read_path
    **_rules("severity", _Rule(_is_iri, "an IRI")),
    **_rules("deactivated", _Rule(lambda value: value in {_TRUE, _FALSE}, "true or false")),
    **_rules(
        "message",
        _Rule(lambda value: _is_text(value) or _is_tagged(value), "an xsd:string or a text with a language", False),
    ),
}

PARAMETERS: Final = (*_TARGETS, *_PARAMETERS)
"""The properties that make their subject a shape (SHACL 2.1): targets, and the parameters of constraints."""

_PATH: Final = NamedNode(SH + "path")
_NODE: Final = NamedNode(SH + "node")
_PROPERTY: Final = NamedNode(SH + "property")
_NODE_SHAPE: Final = NamedNode(SH + "NodeShape")
_PROPERTY_SHAPE: Final = NamedNode(SH + "PropertyShape")
_CLASS: Final = NamedNode(RDFS + "Class")


def _is_tagged(value: Node) -> bool:
    return isinstance(value, Literal) and value.datatype == _LANGUAGE_TAGGED


def faults(graph: Graph, shapes: Iterable[Node]) -> str | None:
    """Return what is wrong with a shapes graph: the first fault that is found, or nothing.

    Args:
        graph: The shapes graph.
        shapes: Every shape in it.

    Returns:
        The shape, the property and the rule, in a sentence.
    """
    for shape in shapes:
        about = graph.about(shape)
        has_path = _PATH in about
        for predicate, values in about.items():
            rule = _ALL.get(predicate)
            if rule is None:
                continue
            fault = _fault(graph, rule, values)
            if fault is None and rule.with_path and not has_path:
                fault = "only a property shape, which has a sh:path, can have it"
            if fault is not None:
                return f"{shape} sh:{predicate.value.removeprefix(SH)}: {fault}"
    return _kind_fault(graph)


def _fault(graph: Graph, rule: _Rule, values: Iterable[Node]) -> str | None:
    found = tuple(values)
    if rule.single and len(found) > 1:
        return "there is more than one value"
    for value in found:
        if rule.fits is not None:
            if not rule.fits(value):
                return f"{value} is not {rule.what}"
            continue
        try:
            members = graph.items(value)
        except ValueError as error:
            return str(error)
        for member in members:
            if rule.members is not None and not rule.members(member):
                return f"{member} in the list is not {rule.of_members}"
    return None


def _kind_fault(graph: Graph) -> str | None:
    """Return a shape that has a path and must not, or must have one and has none (SHACL 2.2, 2.3)."""
    typed = graph.instances([_NODE_SHAPE]), graph.instances([_PROPERTY_SHAPE])
    for node in (*typed[0], *graph.all_objects(_NODE)):
        if graph.value(node, _PATH) is not None:
            return f"{node} has a sh:path, and is a node shape (by its type, or for sh:node), which has none"
    for node in (*typed[1], *graph.all_objects(_PROPERTY)):
        if graph.value(node, _PATH) is None:
            return f"{node} has no sh:path, and is a property shape (by its type, or for sh:property), which needs one"
    classes = graph.subclasses([_CLASS])
    for node in {**typed[0], **typed[1]}:
        if isinstance(node, BlankNode) and any(cls in classes for cls in graph.objects(node, RDF_TYPE)):
            return f"{node} is a class, too, and has no IRI"
    return None
