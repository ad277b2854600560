"""SHACL Core straight from its definitions: one shape, one focus node, one value node at a time, nothing shared.

Slow and plain on purpose: it is what the engine is compared with where pySHACL is wrong or too slow. It expects
well-formed shapes without recursion.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from report_keys import Key, Triples, path_text, sh
from xsd_values import is_well_formed, less

from mmssc.names import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report_keys import Node

    Violation = tuple[Node | None, str | None]  # the value, and the path where it is not the shape's

__all__ = ["NodeByNode"]

_TYPE, _FIRST = NamedNode(RDF + "type"), NamedNode(RDF + "first")
_SUBCLASS, _CLASS = NamedNode(RDFS + "subClassOf"), NamedNode(RDFS + "Class")
_TRUE = Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
_TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
_LISTS = ("and", "or", "xone", "in", "languageIn", "ignoredProperties")


class NodeByNode:
    """A data graph and a shapes graph, and every definition of SHACL Core as one small method."""

    def __init__(self, data: Iterable[Triple], shapes: Iterable[Triple]) -> None:
        self.data = Triples(data)
        self.shapes = Triples(shapes)

    def results(self) -> Counter[Key]:
        """Validate the data graph (SHACL 3.4)."""
        found: Counter[Key] = Counter()
        for shape in dict.fromkeys(triple.subject for triple in self.shapes.all):
            for focus in self.focus_nodes(shape):  # type: ignore[arg-type]
                found.update(self.validate(shape, focus))  # type: ignore[arg-type]
        return found

    # --- Targets (2.1.3) ---

    def matched(self) -> dict[Node, int]:
        """Count the focus nodes of every shape with a target."""
        shapes = dict.fromkeys(triple.subject for triple in self.shapes.all)
        return {
            shape: len(self.focus_nodes(shape))  # type: ignore[misc,arg-type]
            for shape in shapes
            if self._is_class(shape) or any(self.shapes.objects(shape, sh(name)) for name in _TARGETS)  # type: ignore[arg-type]
        }

    def focus_nodes(self, shape: Node) -> set[Node]:
        about = self.shapes.objects
        found = set(about(shape, sh("targetNode")))
        for cls in about(shape, sh("targetClass")) + ([shape] if self._is_class(shape) else []):
            found |= {triple.subject for triple in self.data.all if self._is_instance(self.data, triple.subject, cls)}  # type: ignore[misc,arg-type]
        for predicate in about(shape, sh("targetSubjectsOf")):
            found |= {triple.subject for triple in self.data.all if triple.predicate == predicate}  # type: ignore[misc]
        for predicate in about(shape, sh("targetObjectsOf")):
            found |= {triple.object for triple in self.data.all if triple.predicate == predicate}  # type: ignore[misc]
        return found

    def _is_class(self, shape: Node) -> bool:
        kinds = (sh("NodeShape"), sh("PropertyShape"))
        is_shape = any(self._is_instance(self.shapes, shape, kind) for kind in kinds)
        return is_shape and self._is_instance(self.shapes, shape, _CLASS)

    @staticmethod
    def _is_instance(graph: Triples, node: Node, cls: Node) -> bool:
        """Tell a SHACL instance (1.1)."""
        if isinstance(node, Literal):
            return False
        seen: set[Node] = set()
        queue = list(graph.objects(node, _TYPE))
        while queue:
            found = queue.pop()
            if found not in seen:
                seen.add(found)
                queue += graph.objects(found, _SUBCLASS)
        return cls in seen

    # --- Validation (3.4) ---

    def conforms(self, shape: Node, node: Node) -> bool:
        return not self.validate(shape, node)

    def validate(self, shape: Node, focus: Node) -> list[Key]:
        """Return the validation results of one focus node against one shape."""
        about = self.shapes.objects
        if about(shape, sh("deactivated")) == [_TRUE]:
            return []
        paths = about(shape, sh("path"))
        values = self.walk(focus, paths[0]) if paths else {focus}
        severity = next(iter(about(shape, sh("severity"))), sh("Violation"))
        messages = frozenset(str(message) for message in about(shape, sh("message")))
        where = path_text(self.shapes, paths[0]) if paths else None
        found = []
        for component, (value, path) in self._violations(shape, focus, values):
            full = f"<{SH}{component}ConstraintComponent>"
            text = None if value is None else str(value)
            found.append(Key(str(focus), path or where, text, full, str(shape), str(severity), messages))
        for nested in about(shape, sh("property")):
            for value in values:
                found += self.validate(nested, value)
        return found

    def walk(self, node: Node, path: Node, *, back: bool = False) -> set[Node]:
        """Follow a path (2.3.1); backwards, for its inverse."""
        shapes = self.shapes
        if isinstance(path, NamedNode):
            return set(self.data.subjects(path, node) if back else self.data.objects(node, path))
        if shapes.objects(path, _FIRST):
            ends = {node}
            for part in reversed(shapes.items(path)) if back else shapes.items(path):
                ends = {last for end in ends for last in self.walk(end, part, back=back)}
            return ends
        for inner in shapes.objects(path, sh("inversePath")):
            return self.walk(node, inner, back=not back)
        for head in shapes.objects(path, sh("alternativePath")):
            return {end for part in shapes.items(head) for end in self.walk(node, part, back=back)}
        for inner in shapes.objects(path, sh("zeroOrOnePath")):
            return {node} | self.walk(node, inner, back=back)
        for inner in shapes.objects(path, sh("zeroOrMorePath")):
            return {node} | self._closure(node, inner, back=back)
        for inner in shapes.objects(path, sh("oneOrMorePath")):
            return self._closure(node, inner, back=back)
        raise AssertionError(path)

    def _closure(self, node: Node, path: Node, *, back: bool) -> set[Node]:
        found: set[Node] = set()
        queue = [node]
        while queue:
            new = self.walk(queue.pop(), path, back=back) - found
            found |= new
            queue += new
        return found

    # --- Constraints (4) ---

    def _violations(self, shape: Node, focus: Node, values: set[Node]) -> Iterator[tuple[str, Violation]]:
        """Yield the violations of each constraint of a shape but ``sh:property``, whose results are another shape's."""
        for component in (*_BY_VALUE, *_BY_FOCUS):
            name = component[0].lower() + component[1:]
            for parameter in self.shapes.objects(shape, sh(name)):
                if name.startswith("qualified") and not self.shapes.objects(shape, sh("qualifiedValueShape")):
                    continue  # a count of nothing constrains nothing (the W3C test qualified-001)
                argument = self.shapes.items(parameter) if name in _LISTS else parameter
                if component in _BY_VALUE:
                    for value in values:
                        if not _BY_VALUE[component](self, shape, value, argument):
                            yield component, (value, None)
                else:
                    for violation in _BY_FOCUS[component](self, shape, focus, values, argument):
                        yield component, violation

    def _flags(self, shape: Node) -> re.RegexFlag:
        flags = re.RegexFlag(0)
        for literal in self.shapes.objects(shape, sh("flags")):
            for letter in literal.value:
                flags |= {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}[letter]
        return flags

    def _matches(self, shape: Node, value: Node, pattern: Literal) -> bool:
        # Of the patterns that the tests use, Python's reading differs from XPath's in this alone: a final line break.
        text = pattern.value if re.MULTILINE & self._flags(shape) else pattern.value.replace("$", r"\Z")
        return not isinstance(value, BlankNode) and bool(re.search(text, value.value, self._flags(shape)))

    def _closed(self, shape: Node, _: Node, values: set[Node], closed: Node) -> Iterator[Violation]:
        allowed = {
            path for ps in self.shapes.objects(shape, sh("property")) for path in self.shapes.objects(ps, sh("path"))
        }
        for head in self.shapes.objects(shape, sh("ignoredProperties")):
            allowed.update(self.shapes.items(head))
        for triple in self.data.all:
            if closed == _TRUE and triple.subject in values and triple.predicate not in allowed:
                yield triple.object, str(triple.predicate)  # type: ignore[misc]

    def _unique_lang(self, _shape: Node, _: Node, values: set[Node], unique: Node) -> Iterator[Violation]:
        tags = Counter(value.language.lower() for value in values if isinstance(value, Literal) and value.language)
        for count in tags.values():
            if unique == _TRUE and count > 1:
                yield None, None

    def _equals(self, _shape: Node, focus: Node, values: set[Node], other: NamedNode) -> Iterator[Violation]:
        for value in values ^ set(self.data.objects(focus, other)):
            yield value, None

    def _pairs(self, focus: Node, values: set[Node], other: NamedNode, *, or_equal: bool) -> Iterator[Violation]:
        for value in values:
            for wanted in self.data.objects(focus, other):
                if not less(value, wanted, or_equal=or_equal):
                    yield value, None

    def _qualified(self, shape: Node, values: set[Node]) -> int:
        about = self.shapes.objects
        (wanted,) = about(shape, sh("qualifiedValueShape"))
        siblings: set[Node] = set()
        if about(shape, sh("qualifiedValueShapesDisjoint")) == [_TRUE]:
            for parent in self.shapes.subjects(sh("property"), shape):
                for sibling in about(parent, sh("property")):
                    siblings.update(about(sibling, sh("qualifiedValueShape")))
            siblings.discard(wanted)
        return sum(
            self.conforms(wanted, value) and not any(self.conforms(sibling, value) for sibling in siblings)
            for value in values
        )


def _nothing_if(holds: bool) -> list[Violation]:
    return [] if holds else [(None, None)]


def _in_language(value: Node, ranges: list[Literal]) -> bool:
    tag = value.language.lower() if isinstance(value, Literal) and value.language else ""
    wanted = [one.value.lower() for one in ranges]
    return bool(tag) and any(one == "*" or tag == one or tag.startswith(one + "-") for one in wanted)


_KINDS = {NamedNode: "IRI", BlankNode: "BlankNode", Literal: "Literal"}

_BY_VALUE = {
    "Class": lambda self, _, value, cls: self._is_instance(self.data, value, cls),
    "Datatype": lambda _self, _, value, datatype: (
        isinstance(value, Literal) and value.datatype == datatype and is_well_formed(value)
    ),
    "NodeKind": lambda _self, _, value, kind: _KINDS[type(value)] in kind.value.removeprefix(SH).split("Or"),
    "MinExclusive": lambda _self, _, value, bound: less(bound, value),
    "MinInclusive": lambda _self, _, value, bound: less(bound, value, or_equal=True),
    "MaxExclusive": lambda _self, _, value, bound: less(value, bound),
    "MaxInclusive": lambda _self, _, value, bound: less(value, bound, or_equal=True),
    "MinLength": lambda _self, _, value, least: (
        not isinstance(value, BlankNode) and len(value.value) >= int(least.value)
    ),
    "MaxLength": lambda _self, _, value, most: not isinstance(value, BlankNode) and len(value.value) <= int(most.value),
    "Pattern": lambda self, shape, value, pattern: self._matches(shape, value, pattern),
    "LanguageIn": lambda _self, _, value, ranges: _in_language(value, ranges),
    "In": lambda _self, _, value, members: value in members,
    "Not": lambda self, _, value, shape: not self.conforms(shape, value),
    "And": lambda self, _, value, shapes: all(self.conforms(shape, value) for shape in shapes),
    "Or": lambda self, _, value, shapes: any(self.conforms(shape, value) for shape in shapes),
    "Xone": lambda self, _, value, shapes: sum(self.conforms(shape, value) for shape in shapes) == 1,
    "Node": lambda self, _, value, shape: self.conforms(shape, value),
}

_BY_FOCUS = {
    "MinCount": lambda _self, _, _focus, values, least: _nothing_if(len(values) >= int(least.value)),
    "MaxCount": lambda _self, _, _focus, values, most: _nothing_if(len(values) <= int(most.value)),
    "HasValue": lambda _self, _, _focus, values, wanted: _nothing_if(wanted in values),
    "UniqueLang": NodeByNode._unique_lang,
    "Equals": NodeByNode._equals,
    "Disjoint": lambda self, _, focus, values, other: [
        (value, None) for value in values & set(self.data.objects(focus, other))
    ],
    "LessThan": lambda self, _, focus, values, other: self._pairs(focus, values, other, or_equal=False),
    "LessThanOrEquals": lambda self, _, focus, values, other: self._pairs(focus, values, other, or_equal=True),
    "QualifiedMinCount": lambda self, shape, _focus, values, least: _nothing_if(
        self._qualified(shape, values) >= int(least.value)
    ),
    "QualifiedMaxCount": lambda self, shape, _focus, values, most: _nothing_if(
        self._qualified(shape, values) <= int(most.value)
    ),
    "Closed": NodeByNode._closed,
}
