"""The value nodes of one focus node, for a message that says how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.engine.paths import Alternative, Inverse, Predicate, Repeated, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.graph import Graph, Node
    from mmssc.engine.paths import Path

__all__ = ["value_nodes"]


def value_nodes(data: Graph, path: Path | None, focus: Node) -> set[Node]:
    """Return the nodes at the end of a path; the node itself if there is none."""
    return {focus} if path is None else _ends(data, path, {focus}, back=False)


def _ends(data: Graph, path: Path, nodes: Iterable[Node], *, back: bool) -> set[Node]:
    match path:
        case Predicate(predicate):
            if back:
                return {end for node in nodes for end in data.subjects(predicate, node)}
            return {end for node in nodes for end in data.objects(node, predicate)}
        case Inverse(inner):
            return _ends(data, inner, nodes, back=not back)
        case Sequence(paths):
            reached = set(nodes)
            for part in reversed(paths) if back else paths:
                reached = _ends(data, part, reached, back=back)
            return reached
        case Alternative(paths):
            starts = set(nodes)
            return {end for part in paths for end in _ends(data, part, starts, back=back)}
        case Repeated(inner, how):
            starts = set(nodes)
            reached = set() if how == "oneOrMorePath" else set(starts)
            frontier = starts
            while frontier:
                frontier = _ends(data, inner, frontier, back=back) - reached
                reached |= frontier
                if how == "zeroOrOnePath":
                    break
            return reached
