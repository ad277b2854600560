"""Walk a property path in a graph of terms, the plain way: what other ways are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.engine.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.graph import Graph, Node


def walk(graph: Graph, path: Path, nodes: Iterable[Node], *, back: bool = False) -> dict[Node, dict[Node, None]]:
    """Return, for each node, the nodes at the end of the path, in a stable order.

    Args:
        graph: The data.
        path: The path.
        nodes: Where to start.
        back: Walk the path backwards.
    """
    match path:
        case Predicate(predicate):
            if back:
                return {node: dict.fromkeys(graph.subjects(predicate, node)) for node in nodes}
            return {node: dict.fromkeys(graph.objects(node, predicate)) for node in nodes}
        case Inverse(inner):
            return walk(graph, inner, nodes, back=not back)
        case Sequence(paths):
            reached = {node: {node: None} for node in nodes}
            for part in reversed(paths) if back else paths:
                reached = _then(graph, part, reached, back=back)
            return reached
        case Alternative(paths):
            starts = list(nodes)
            walks = [walk(graph, part, starts, back=back) for part in paths]
            return {node: dict.fromkeys(end for ends in walks for end in ends[node]) for node in starts}
        case Repeated(inner, how):
            return {node: _repeat(graph, inner, node, how, back=back) for node in nodes}


def _then(
    graph: Graph, path: Path, reached: dict[Node, dict[Node, None]], *, back: bool
) -> dict[Node, dict[Node, None]]:
    middle = dict.fromkeys(end for ends in reached.values() for end in ends)
    onward = walk(graph, path, middle, back=back)
    return {node: dict.fromkeys(last for end in ends for last in onward[end]) for node, ends in reached.items()}


def _repeat(graph: Graph, path: Path, node: Node, how: str, *, back: bool) -> dict[Node, None]:
    reached: dict[Node, None] = {} if how == "oneOrMorePath" else {node: None}
    frontier = [node]
    while frontier:
        steps = walk(graph, path, frontier, back=back)
        frontier = list(dict.fromkeys(end for ends in steps.values() for end in ends if end not in reached))
        reached.update(dict.fromkeys(frontier))
        if how == "zeroOrOnePath":
            break
    return reached
