"""Random shapes graphs over the whole of SHACL Core: well-formed, and sharing shapes where they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from strategies.constraints import MANY, random_constraint
from strategies.paths import random_path
from strategies.terms import CLASSES, PROPERTIES, SUBJECTS, boolean, ex, integer
from strategies.writer import Writer

from mmssc.names import RDF, RDFS, SH

if TYPE_CHECKING:
    from random import Random

    from strategies.terms import Node, Profile

__all__ = ["random_shapes"]

_TYPE, _SUBCLASS = NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf")
_SEVERITIES = [NamedNode(SH + "Violation"), NamedNode(SH + "Warning"), NamedNode(SH + "Info"), ex("Grave")]
_MESSAGES = [Literal("No"), Literal("No", language="en"), Literal("不", language="zh")]
_REFERENCES = ("node", "not", "and", "or", "xone", "property", "property", "property", "counts", "counts")


def random_shapes(rng: Random, profile: Profile) -> list[Triple]:
    """Return a shapes graph of one to four shapes, each with shapes of its own, at least one with a target."""
    build = _Builder(rng, profile)
    tops = [build.top(number) for number in range(rng.randint(1, 4))]
    for node in [tops[-1], tops[-1], *rng.choices(tops, k=rng.randint(0, 3))]:
        build.target(node)
    return build.writer.triples


class _Builder:
    """Builds shapes one after another; a shape refers to finished shapes only, so none refers to itself."""

    def __init__(self, rng: Random, profile: Profile) -> None:
        self.rng = rng
        self.profile = profile
        self.writer = Writer()
        self.finished: dict[Node, bool] = {}
        """The shapes so far, and whether each is a property shape."""

    def top(self, number: int) -> Node:
        """Write a named shape, perhaps one that is also a class."""
        is_property = self._chance(0.5)
        if not is_property and number < len(CLASSES) and self._chance(0.2):
            node = CLASSES[number]
            self._say(node, _TYPE, NamedNode(SH + "NodeShape"))
            self._class(node)
        else:
            node = ex(f"S{number}")
        return self.shape(node, 2, is_property=is_property)

    def _class(self, node: NamedNode) -> None:
        if self.profile.pyshacl or self._chance(0.5):  # pyshacl_differs/implicit-class-metaclass.ttl
            self._say(node, _TYPE, NamedNode(RDFS + "Class"))
        else:
            self._say(node, _TYPE, ex("Metaclass"))
            self._say(ex("Metaclass"), _SUBCLASS, ex("Class"))
            self._say(ex("Class"), _SUBCLASS, NamedNode(RDFS + "Class"))

    def shape(self, node: Node, depth: int, *, is_property: bool) -> Node:
        """Write a shape with its constraints and what else it says."""
        rng, writer = self.rng, self.writer
        if self._chance(0.5):
            self._say(node, _TYPE, NamedNode(SH + ("PropertyShape" if is_property else "NodeShape")))  # type: ignore[arg-type]
        path = random_path(rng, writer, self.profile) if is_property else None
        if path is not None:
            writer.add(node, "path", path)
        used: set[str] = set()
        for _ in range(rng.randint(1, 3)):
            parameters = random_constraint(rng, self.profile, path)
            if not parameters.keys() & used - MANY:
                used |= parameters.keys()
                for name, value in parameters.items():
                    writer.add(node, name, writer.list(value) if isinstance(value, list) else value)
        for _ in range(rng.randint(0, 3) if depth else 0):
            self._refer(node, rng.choice(_REFERENCES), depth)
        if self._chance(0.3):
            writer.add(node, "severity", rng.choice(_SEVERITIES))
        for message in rng.sample(_MESSAGES, rng.randint(1, 2)) if self._chance(0.3) else []:
            writer.add(node, "message", message)
        if self._chance(0.15):
            writer.add(node, "deactivated", boolean(self._chance(0.5)))
        self.finished[node] = is_property
        return node

    def _refer(self, node: Node, name: str, depth: int) -> None:
        match name:
            case "node":
                self.writer.add(node, name, self._other(depth, is_property=False))
            case "not":
                self.writer.add(node, name, self._other(depth, is_property=self._chance(0.5)))
            case "property":
                self.writer.add(node, name, self._other(depth, is_property=True))
            case "counts":
                self._counts(node, depth)
            case _:
                least = 1 if self.profile.pyshacl else 0  # pyshacl_differs/or-of-nothing.ttl
                members = range(self.rng.randint(least, 3))
                shapes = [self._other(depth, is_property=self._chance(0.5)) for _ in members]
                self.writer.add(node, name, self.writer.list(shapes))

    def _other(self, depth: int, *, is_property: bool) -> Node:
        """Return a finished shape, or write a new one."""
        fit = [node for node, kind in self.finished.items() if kind == is_property]
        if fit and self._chance(0.5):
            return self.rng.choice(fit)
        return self.shape(self.writer.blank(), depth - 1, is_property=is_property)

    def _counts(self, parent: Node, depth: int) -> None:
        """Write a few property shapes side by side that count values, and that may want them disjoint."""
        rng, writer = self.rng, self.writer
        path = rng.choice(PROPERTIES)
        for _ in range(rng.randint(1, 3)):
            value_shape = self._other(depth, is_property=self._chance(0.3))
            node = writer.blank()
            writer.add(parent, "property", node)
            writer.add(node, "path", path if self._chance(0.7) else random_path(rng, writer, self.profile))
            writer.add(node, "qualifiedValueShape", value_shape)
            for name in rng.choice([["Min"], ["Max"], ["Min", "Max"]]):
                writer.add(node, f"qualified{name}Count", integer(rng.randint(0, 2)))
            if self._chance(0.6):
                writer.add(node, "qualifiedValueShapesDisjoint", boolean(self._chance(0.8)))
            self.finished[node] = True

    def target(self, node: Node) -> None:
        """Give a shape a target of any kind."""
        kind = self.rng.choice(["targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf"])
        named = [subject for subject in SUBJECTS if not isinstance(subject, BlankNode)]
        match kind:
            case "targetNode":
                values = [*named, *named, ex("absent"), self.rng.choice(self.profile.literals)]
            case "targetClass":
                values = [*CLASSES, ex("Absent")]
            case _:
                values = [*PROPERTIES, _TYPE]
        self.writer.add(node, kind, self.rng.choice(values))

    def _chance(self, of: float) -> bool:
        return self.rng.random() < of

    def _say(self, subject: NamedNode | BlankNode, predicate: NamedNode, value: Node) -> None:
        self.writer.triples.append(Triple(subject, predicate, value))
