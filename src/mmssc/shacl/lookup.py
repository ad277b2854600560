"""Look single nodes up in the data, for targets and for messages; the engine itself works on whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mmssc.engine.paths import Alternative, Inverse, Predicate, Repeated, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine import Data
    from mmssc.engine.arrays import Ids
    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path

__all__ = ["Lookup"]


class Lookup:
    """Answers questions about single nodes.

    Args:
        data: The data, in columns.
    """

    def __init__(self, data: Data) -> None:
        self._data = data
        self._terms = data.terms

    def objects(self, node: Node, predicate: Node) -> list[Node]:
        """Return the values of a property of a node."""
        return self._named(self._data.relation(self._number(predicate)).values_of(self._number(node)))

    def subjects(self, predicate: Node, node: Node) -> list[Node]:
        """Return the nodes of which a node is a value of a property."""
        return self._named(self._data.relation(self._number(predicate)).inverse.values_of(self._number(node)))

    def all_subjects(self, predicate: Node) -> list[Node]:
        """Return every node that has a property."""
        return self._named(self._data.relation(self._number(predicate)).subjects.ids)

    def all_objects(self, predicate: Node) -> list[Node]:
        """Return every value of a property."""
        return self._named(self._data.relation(self._number(predicate)).inverse.subjects.ids)

    def instances(self, cls: Node) -> list[Node]:
        """Return the nodes typed with a class, or with a subclass of it at any depth."""
        return self._named(self._data.instances(self._number(cls)).ids)

    def owner(self, node: Node) -> tuple[Node, NamedNode] | None:
        """Return a statement that points at a node, by its subject and property: always the same one."""
        number = self._number(node)
        found = {
            (str(predicate), str(subject)): (subject, predicate)
            for place, predicate in zip(self._data.predicates, self._named(self._data.predicates), strict=True)
            for subject in self._named(self._data.relation(int(place)).inverse.values_of(number))
        }
        if not found:
            return None
        subject, predicate = found[min(found)]
        assert isinstance(predicate, NamedNode)  # noqa: S101 - no other term is a predicate
        return subject, predicate

    def value_nodes(self, path: Path | None, focus: Node) -> set[Node]:
        """Return the nodes at the end of a path; the node itself if there is none."""
        return {focus} if path is None else self._ends(path, {focus}, back=False)

    def _ends(self, path: Path, nodes: Iterable[Node], *, back: bool) -> set[Node]:
        starts = set(nodes)
        match path:
            case Predicate(predicate):
                if back:
                    return {end for node in starts for end in self.subjects(predicate, node)}
                return {end for node in starts for end in self.objects(node, predicate)}
            case Inverse(inner):
                return self._ends(inner, starts, back=not back)
            case Sequence(paths):
                for part in reversed(paths) if back else paths:
                    starts = self._ends(part, starts, back=back)
                return starts
            case Alternative(paths):
                return {end for part in paths for end in self._ends(part, starts, back=back)}
            case Repeated(inner, how):
                reached: set[Node] = set() if how == "oneOrMorePath" else set(starts)
                frontier = starts
                while frontier:
                    frontier = self._ends(inner, frontier, back=back) - reached
                    reached |= frontier
                    if how == "zeroOrOnePath":
                        break
                return reached

    def _number(self, node: Node) -> int:
        return self._terms.number(node)

    def _named(self, ids: Ids) -> list[Node]:
        return self._terms.terms(ids)
