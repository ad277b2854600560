"""SHACL property paths (SHACL 2.3.1): read from a shapes graph, walked from many nodes at once, written back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import BlankNode, NamedNode, Triple

from mmssc.names import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.graph import Graph, Node

__all__ = ["Path", "path_triples", "read_path", "walk"]

Repeat = Literal["zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]

# Reading, writing and walking a path go as deep as it does; nobody nests them by hand.
_DEEPEST: Final = 100
_INVERSE: Final = NamedNode(SH + "inversePath")
_ALTERNATIVE: Final = NamedNode(SH + "alternativePath")
_FIRST: Final = NamedNode(RDF + "first")
_REST: Final = NamedNode(RDF + "rest")
_NIL: Final = NamedNode(RDF + "nil")
_REPEATS: Final[dict[Repeat, NamedNode]] = {
    "zeroOrMorePath": NamedNode(SH + "zeroOrMorePath"),
    "oneOrMorePath": NamedNode(SH + "oneOrMorePath"),
    "zeroOrOnePath": NamedNode(SH + "zeroOrOnePath"),
}


@dataclass(frozen=True, slots=True)
class Predicate:
    """One step along a predicate."""

    predicate: NamedNode


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path walked backwards."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after another."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path walked any number of times, within bounds."""

    path: Path
    how: Repeat


Path = Predicate | Inverse | Sequence | Alternative | Repeated


def read_path(graph: Graph, node: Node, seen: frozenset[Node] = frozenset()) -> Path:
    """Read the path that starts at ``node``.

    Raises:
        ValueError: The path is ill-formed, contains itself, or is nested too deep.
    """
    if isinstance(node, NamedNode) and node != _NIL:
        return Predicate(node)
    if node in seen:
        raise ValueError("the path contains itself")
    if len(seen) == _DEEPEST:
        raise ValueError(f"the path is nested deeper than {_DEEPEST}")
    seen |= {node}
    # A list is a sequence path whatever else its head says (the W3C tests path-strange-001 and -002).
    if graph.value(node, _FIRST) is not None:
        return Sequence(_members(graph, node, seen))
    found: list[Path] = [Inverse(read_path(graph, inner, seen)) for inner in graph.objects(node, _INVERSE)]
    found += [Alternative(_members(graph, head, seen)) for head in graph.objects(node, _ALTERNATIVE)]
    for how, predicate in _REPEATS.items():
        found += [Repeated(read_path(graph, inner, seen), how) for inner in graph.objects(node, predicate)]
    if len(found) != 1:
        raise ValueError(f"{node} is {'more than one kind of' if found else 'no'} path")
    if len(graph.about(node)) > 1:
        raise ValueError(f"{node} is a path, and something else is said of it")
    return found[0]


def _members(graph: Graph, head: Node, seen: frozenset[Node]) -> tuple[Path, ...]:
    members = tuple(read_path(graph, member, seen) for member in graph.items(head))
    if len(members) < 2:
        raise ValueError("a sequence or alternative path needs at least two members")
    return members


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


def _repeat(graph: Graph, path: Path, node: Node, how: Repeat, *, back: bool) -> dict[Node, None]:
    reached: dict[Node, None] = {} if how == "oneOrMorePath" else {node: None}
    frontier = [node]
    while frontier:
        steps = walk(graph, path, frontier, back=back)
        frontier = list(dict.fromkeys(end for ends in steps.values() for end in ends if end not in reached))
        reached.update(dict.fromkeys(frontier))
        if how == "zeroOrOnePath":
            break
    return reached


def path_triples(path: Path) -> tuple[NamedNode | BlankNode, list[Triple]]:
    """Return the node that stands for a path and the triples that describe it, for a validation report."""
    triples: list[Triple] = []
    return _write(path, triples), triples


def _write(path: Path, triples: list[Triple]) -> NamedNode | BlankNode:
    match path:
        case Predicate(predicate):
            return predicate
        case Sequence(paths):
            return _write_list(paths, triples)
        case Inverse(inner):
            predicate, value = _INVERSE, _write(inner, triples)
        case Alternative(paths):
            predicate, value = _ALTERNATIVE, _write_list(paths, triples)
        case Repeated(inner, how):
            predicate, value = _REPEATS[how], _write(inner, triples)
    node = BlankNode()
    triples.append(Triple(node, predicate, value))
    return node


def _write_list(paths: tuple[Path, ...], triples: list[Triple]) -> NamedNode | BlankNode:
    head: NamedNode | BlankNode = _NIL
    for path in reversed(paths):
        cell = BlankNode()
        triples.append(Triple(cell, _FIRST, _write(path, triples)))
        triples.append(Triple(cell, _REST, head))
        head = cell
    return head
