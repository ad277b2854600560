"""The value nodes of many focus nodes, and the way back from a value node to its focus nodes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmssc.engine.graph import Node

__all__ = ["Values"]


class Values:
    """Focus nodes with their value nodes; what can be asked of all value nodes at once is asked of ``all``."""

    def __init__(self, by_focus: dict[Node, dict[Node, None]]) -> None:
        self.by_focus = by_focus

    @cached_property
    def all(self) -> set[Node]:
        """Every value node."""
        return {end for ends in self.by_focus.values() for end in ends}

    @cached_property
    def _owners(self) -> dict[Node, list[Node]]:
        owners: dict[Node, list[Node]] = {}
        for focus, ends in self.by_focus.items():
            for end in ends:
                owners.setdefault(end, []).append(focus)
        return owners

    def pairs(self, ends: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
        """Yield each of the value nodes with every focus node that it belongs to."""
        for end in ends:
            for focus in self._owners[end]:
                yield focus, end

    def count(self, ends: Iterable[Node]) -> dict[Node, int]:
        """Count, for each focus node, how many of the value nodes belong to it."""
        counts = dict.fromkeys(self.by_focus, 0)
        for focus, _ in self.pairs(ends):
            counts[focus] += 1
        return counts
