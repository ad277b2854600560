"""SHACL property paths (SHACL 2.3.1): read from a shapes graph, and written back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import BlankNode, NamedNode, Triple

from mmssc.names import RDF, SH

if TYPE_CHECKING:
    from mmssc.engine.graph import Graph, Node

__all__ = ["Path", "path_triples", "read_path"]

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
