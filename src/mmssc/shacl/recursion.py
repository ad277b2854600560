"""Find shapes that refer to themselves, with the way round: SHACL leaves recursive shapes undefined (3.4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.names import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.engine.graph import Graph, Node

__all__ = ["cycles"]

_REFERENCES: Final = tuple(NamedNode(SH + name) for name in ("node", "property", "not", "qualifiedValueShape"))
_LISTS: Final = tuple(NamedNode(SH + name) for name in ("and", "or", "xone"))


def cycles(graph: Graph) -> list[list[Node]]:
    """Return a cycle of references for each group of shapes that refer to each other in a ring.

    Returns:
        Each cycle as the shapes on it, in order, the first one being also where it ends.
    """
    starts = sorted({node for predicate in (*_REFERENCES, *_LISTS) for node in graph.all_subjects(predicate)}, key=str)
    done: set[Node] = set()
    found: list[list[Node]] = []
    for start in starts:
        trail: dict[Node, Iterator[Node]] = {}
        node: Node | None = None if start in done else start
        while node is not None or trail:
            if node is not None and node in trail:
                ring = list(trail)
                found.append(ring[ring.index(node) :])
            elif node is not None and node not in done:
                trail[node] = iter(sorted(_references(graph, node), key=str))
            last = next(reversed(trail), None)
            if last is None:
                break
            node = next(trail[last], None)
            if node is None:
                done.add(last)
                del trail[last]
    return found


def _references(graph: Graph, node: Node) -> Iterator[Node]:
    for predicate in _REFERENCES:
        yield from graph.objects(node, predicate)
    for predicate in _LISTS:
        for head in graph.objects(node, predicate):
            try:
                yield from graph.items(head)
            except ValueError:  # no list: said elsewhere
                continue
