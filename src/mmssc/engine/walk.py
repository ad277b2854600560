"""Walk a property path from many nodes at once (SHACL 2.3.1; SPARQL 1.1, 9)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from mmssc.engine.arrays import EMPTY, Nodes, Pairs, distinct, ranges, unique_pairs
from mmssc.engine.paths import Alternative, Inverse, Predicate, Repeated, Sequence

if TYPE_CHECKING:
    from mmssc.engine.arrays import Ids
    from mmssc.engine.data import Data
    from mmssc.engine.paths import Path

__all__ = ["MAX_PAIRS", "TooManyPairsError", "reaching", "walk"]

MAX_PAIRS: Final = 100_000_000
"""How many pairs of focus node and value node (16 bytes each) one path may give before the focus nodes are divided."""

# How many (focus node, node) cells are marked at a time while a repeated path is followed; a byte each.
_CELLS: Final = 1 << 27
# How many edges are looked at together, of the nodes that were reached last; 32 bytes each.
_EDGES: Final = 1 << 22


class TooManyPairsError(MemoryError):
    """A path reaches more nodes from these focus nodes than fit in memory at once."""


def walk(data: Data, path: Path, nodes: Nodes, *, back: bool = False) -> Pairs:
    """Relate each node to those at the end of the path.

    Args:
        data: The data.
        path: The path.
        nodes: Where to start.
        back: Walk the path backwards.

    Raises:
        TooManyPairsError: There are more than ``MAX_PAIRS`` pairs.
    """
    match path:
        case Predicate(predicate):
            relation = data.relation(data.terms.number(predicate))
            if back:
                relation = relation.inverse
            return _follow(Pairs.identity(nodes), relation.subject, relation.value, len(data.terms))
        case Inverse(inner):
            return walk(data, inner, nodes, back=not back)
        case Sequence(paths):
            reached = Pairs.identity(nodes)
            for part in reversed(paths) if back else paths:
                onward = walk(data, part, reached.values, back=back)
                reached = _follow(reached, onward.focus, onward.value, len(data.terms))
            return reached
        case Alternative(paths):
            walks = [walk(data, part, nodes, back=back) for part in paths]
            focus = np.concatenate([each.focus for each in walks])
            value = np.concatenate([each.value for each in walks])
            return Pairs(*unique_pairs(focus, value, len(data.terms)), nodes)
        case Repeated(inner, how):
            if how == "zeroOrOnePath":
                once = walk(data, inner, nodes, back=back)
                both = np.concatenate([nodes.ids, once.focus]), np.concatenate([nodes.ids, once.value])
                return Pairs(*unique_pairs(*both, len(data.terms)), nodes)
            return _closure(data, inner, nodes, back=back, reflexive=how == "zeroOrMorePath")


def reaching(data: Data, path: Path, value: int) -> Nodes:
    """Return the nodes from which a path leads to a node."""
    if isinstance(path, Predicate):  # by far the most frequent: no more than a look-up
        return Nodes(data.relation(data.terms.number(path.predicate)).inverse.values_of(value))
    return walk(data, path, Nodes(np.array([value], dtype=np.int64)), back=True).values


def _follow(pairs: Pairs, subject: Ids, value: Ids, size: int) -> Pairs:
    """Follow a relation that is sorted by subject from the values of pairs."""
    start = np.searchsorted(subject, pairs.value, "left")
    count = np.searchsorted(subject, pairs.value, "right") - start
    if int(count.sum()) > MAX_PAIRS:
        raise TooManyPairsError
    found, owner = ranges(start, count)
    return Pairs(*unique_pairs(pairs.focus[owner], value[found], size), pairs.over)


def _closure(data: Data, path: Path, nodes: Nodes, *, back: bool, reflexive: bool) -> Pairs:
    """Follow a path any number of times: first find all the steps there are, each once, then close them."""
    seen = np.zeros(len(data.terms), dtype=np.bool_)
    seen[nodes.ids] = True
    steps, frontier = [], nodes
    while len(frontier):
        step = walk(data, path, frontier, back=back)
        steps.append(step)
        values = step.values.ids
        frontier = Nodes(values[~seen[values]])
        seen[frontier.ids] = True
    reached = Nodes(np.flatnonzero(seen))
    if not steps:
        return Pairs(EMPTY.ids, EMPTY.ids, nodes)
    # Number the reached nodes among themselves, so that what is visited fits a matrix.
    start = np.searchsorted(reached.ids, np.concatenate([step.focus for step in steps]))
    end = np.searchsorted(reached.ids, np.concatenate([step.value for step in steps]))
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    here = np.searchsorted(reached.ids, nodes.ids)
    width = max(1, _CELLS // len(reached))
    parts, total = [], 0
    for first in range(0, len(here), width):
        focus, value = _visit(start, end, here[first : first + width], len(reached), reflexive=reflexive)
        total += len(focus)
        if total > MAX_PAIRS:
            raise TooManyPairsError
        parts.append((nodes.ids[focus + first], reached.ids[value]))
    return Pairs(np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]), nodes)


def _visit(start: Ids, end: Ids, sources: Ids, size: int, *, reflexive: bool) -> tuple[Ids, Ids]:
    """Return which nodes each source reaches, breadth first, all sources in step."""
    visited = np.zeros(len(sources) * size, dtype=np.bool_)
    row, node = np.arange(len(sources)), sources
    if reflexive:
        visited[row * size + node] = True
    while len(row):
        low = np.searchsorted(start, node, "left")
        count = np.searchsorted(start, node, "right") - low
        new = []
        for piece in _pieces(count):  # in a dense graph the edges of the frontier are far more than what they lead to
            found, owner = ranges(low[piece], count[piece])
            cells = row[piece][owner] * size + end[found]
            cells = distinct(cells[~visited[cells]])
            visited[cells] = True
            new.append(cells)
        cells = np.concatenate(new)
        row, node = cells // size, cells % size
    cells = np.flatnonzero(visited)
    return cells // size, cells % size


def _pieces(count: Ids) -> list[slice]:
    """Divide a frontier so that each piece has a bounded number of edges."""
    ends = np.cumsum(count)
    if not len(ends) or ends[-1] <= _EDGES:
        return [slice(None)]
    cuts = np.searchsorted(ends, np.arange(_EDGES, int(ends[-1]), _EDGES)).tolist()
    return [slice(low, high) for low, high in pairwise([0, *cuts, len(count)]) if low < high]
