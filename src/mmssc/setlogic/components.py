"""What a graph falls into, in linear time: its cyclic core, and its strongly connected components (Tarjan 1972)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["core", "strong_components"]


def core(edges: Sequence[tuple[int, int]]) -> list[bool]:
    """Take off edges with a loose end, again and again, and tell for each edge whether it stays.

    What is taken off lies on no cycle. The graph may have parallel edges, but no loops.
    """
    around: dict[int, list[int]] = {}
    for number, ends in enumerate(edges):
        for end in ends:
            around.setdefault(end, []).append(number)
    degree = {node: len(numbers) for node, numbers in around.items()}
    stays = [True] * len(edges)
    loose = [node for node, count in degree.items() if count == 1]
    while loose:
        node = loose.pop()
        for number in around[node]:
            if stays[number]:
                stays[number] = False
                for end in edges[number]:
                    degree[end] -= 1
                    if degree[end] == 1:
                        loose.append(end)
    return stays


def strong_components(nodes: Iterable[int], successors: Mapping[int, Sequence[int]]) -> tuple[dict[int, int], int]:
    """Number the strongly connected components, so that an edge never leads to a greater number.

    Returns:
        The number of each node's component, and how many components there are.
    """
    component: dict[int, int] = {}
    entered: dict[int, int] = {}
    low: dict[int, int] = {}
    pending: list[int] = []
    count = 0
    for root in nodes:
        if root in entered:
            continue
        entered[root] = low[root] = len(entered)
        pending.append(root)
        stack = [(root, iter(successors.get(root, ())))]
        while stack:
            node, rest = stack[-1]
            for to in rest:
                if to not in entered:
                    entered[to] = low[to] = len(entered)
                    pending.append(to)
                    stack.append((to, iter(successors.get(to, ()))))
                    break
                if to not in component:
                    low[node] = min(low[node], entered[to])
            else:
                stack.pop()
                if stack:
                    parent = stack[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == entered[node]:
                    while True:
                        member = pending.pop()
                        component[member] = count
                        if member == node:
                            break
                    count += 1
    return component, count
