"""Sets and relations as sorted arrays of term numbers: what every operator of a plan works on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ids = NDArray[np.int64]
    Mask = NDArray[np.bool_]

__all__ = ["EMPTY", "Bag", "Nodes", "Pairs", "distinct", "ranges", "unique_pairs"]

# Above this size a set answers "is it in?" from a mask, which costs a byte a term once; below, by binary search.
_MASKED: Final = 2048


class Nodes:
    """A set of nodes: their numbers in ascending order, without repetition."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids
        self._mask: Mask | None = None

    @classmethod
    def of(cls, ids: Ids) -> Nodes:
        """Make a set of numbers that come in any order and may repeat."""
        return cls(distinct(ids))

    def __len__(self) -> int:
        return len(self.ids)

    def has(self, ids: Ids) -> Mask:
        """Tell for each number whether it is in the set."""
        if not len(self.ids):
            return np.zeros(len(ids), dtype=np.bool_)
        if len(self.ids) < _MASKED:
            found: Mask = self.ids[np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)] == ids
            return found
        if self._mask is None:
            self._mask = np.zeros(int(self.ids[-1]) + 2, dtype=np.bool_)
            self._mask[self.ids] = True
        return self._mask[np.minimum(ids, len(self._mask) - 1)]

    def meet(self, others: Sequence[Nodes]) -> Nodes:
        """Intersect with other sets, the smallest first."""
        first, *rest = sorted((self, *others), key=len)
        ids = first.ids
        for other in rest:
            if len(ids) and other is not first:
                ids = ids[other.has(ids)]
        return first if len(ids) == len(first) else Nodes(ids)

    def minus(self, other: Nodes) -> Nodes:
        """Take another set away."""
        if not len(other) or not len(self):
            return self
        kept = self.ids[~other.has(self.ids)]
        return self if len(kept) == len(self.ids) else Nodes(kept)

    @staticmethod
    def union(sets: Sequence[Nodes]) -> Nodes:
        """Unite sets."""
        filled = [each for each in sets if len(each)]
        if len(filled) < 2:
            return filled[0] if filled else EMPTY
        return Nodes.of(np.concatenate([each.ids for each in filled]))


EMPTY: Final = Nodes(np.empty(0, dtype=np.int64))


class Pairs:
    """A relation from focus nodes to value nodes, in ascending order of both, without repetition.

    Args:
        focus: The focus node of each pair.
        value: The value node of each pair.
        over: All the focus nodes that were asked about, those without a value included.
    """

    def __init__(self, focus: Ids, value: Ids, over: Nodes) -> None:
        self.focus = focus
        self.value = value
        self.over = over

    @classmethod
    def identity(cls, nodes: Nodes) -> Pairs:
        """Relate every node to itself."""
        return cls(nodes.ids, nodes.ids, nodes)

    def __len__(self) -> int:
        return len(self.focus)

    @cached_property
    def _by_value(self) -> tuple[Ids, Ids]:
        order = np.argsort(self.value, kind="stable")
        return self.value[order], self.focus[order]

    @cached_property
    def values(self) -> Nodes:
        """Every value node."""
        return self.over if self.value is self.over.ids else Nodes.of(self.value)

    @cached_property
    def foci(self) -> Nodes:
        """Every focus node that has a value."""
        return Nodes(self.focus[np.flatnonzero(np.diff(self.focus, prepend=-1))])

    def keep(self, good: Nodes) -> Pairs:
        """Keep the pairs whose value is in a set."""
        if len(good) * 16 < len(self):  # a few values: look them up instead of passing over all pairs
            values, foci = self._by_value
            start = np.searchsorted(values, good.ids, "left")
            found, owner = ranges(start, np.searchsorted(values, good.ids, "right") - start)
            focus, value = foci[found], good.ids[owner]
            order = np.argsort(focus, kind="stable")  # stable: values stay in order within a focus node
            return Pairs(focus[order], value[order], self.over)
        mask = good.has(self.value)
        return Pairs(self.focus[mask], self.value[mask], self.over)

    def drop(self, good: Nodes) -> Pairs:
        """Keep the pairs whose value is not in a set."""
        mask = ~good.has(self.value)
        return self if mask.all() else Pairs(self.focus[mask], self.value[mask], self.over)

    def counts(self) -> Ids:
        """Count the values of each node of ``over``."""
        return np.searchsorted(self.focus, self.over.ids, "right") - np.searchsorted(self.focus, self.over.ids, "left")


class Bag:
    """Focus nodes with the number of times that each is reached."""

    def __init__(self, ids: Ids, times: Ids) -> None:
        self.ids = ids
        self.times = times

    @classmethod
    def once(cls, nodes: Nodes) -> Bag:
        """Reach each node once."""
        return cls(nodes.ids, np.ones(len(nodes), dtype=np.int64))

    @staticmethod
    def union(bags: Sequence[Bag]) -> Bag:
        """Add up how often each node is reached."""
        return Bag._sum(np.concatenate([bag.ids for bag in bags]), np.concatenate([bag.times for bag in bags]))

    @staticmethod
    def _sum(ids: Ids, times: Ids) -> Bag:
        distinct, place = np.unique(ids, return_inverse=True)
        return Bag(distinct, np.bincount(place, weights=times, minlength=len(distinct)).astype(np.int64))

    def along(self, pairs: Pairs) -> Bag:
        """Reach the values of the nodes, each as often as the nodes that have it."""
        times = self.of(pairs.focus)
        return Bag._sum(pairs.value[times > 0], times[times > 0])

    def of(self, ids: Ids) -> Ids:
        """Return how often each of some nodes is reached."""
        if not len(self.ids):
            return np.zeros(len(ids), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[place] == ids, self.times[place], 0)


def distinct(ids: Ids) -> Ids:
    """Sort numbers and drop repetitions; ``numpy.unique`` hashes first, and takes a hundred times as long."""
    ids = np.sort(ids)
    return ids[np.flatnonzero(np.diff(ids, prepend=ids[:1] - 1))]


def ranges(start: Ids, count: Ids) -> tuple[Ids, Ids]:
    """Lay out ranges one after the other: every position that they cover, and which range it came from."""
    owner = np.repeat(np.arange(len(start)), count)
    before = np.cumsum(count) - count
    return np.arange(len(owner)) - before[owner] + start[owner], owner


def unique_pairs(focus: Ids, value: Ids, size: int) -> tuple[Ids, Ids]:
    """Sort pairs of numbers below ``size`` and drop repetitions."""
    key = focus * size + value
    steps = np.diff(key)
    if (steps > 0).all():
        return focus, value
    key = distinct(key)
    return key // size, key % size
