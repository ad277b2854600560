"""The smallest choice of sets that covers what any of them covers (set cover, exact within a bound on work)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["WORK", "Cover", "cover"]

WORK: Final = 2_000_000
"""How many comparisons, of sets with sets and with elements, are made before the search is given up: a few seconds."""

_Cost = tuple[int, int]
"""How many sets, and the sum of their penalties: what is smallest comes first."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A choice of sets.

    Attributes:
        chosen: The names of the sets, each with the elements that those before it do not cover: at every place the set
            that covers most of the rest, by name where several do.
        smallest: Whether no cheaper choice exists; if not, the search was given up and there may be one.
    """

    chosen: tuple[tuple[str, frozenset[str]], ...]
    smallest: bool


def cover(sets: Mapping[str, Collection[str]], penalties: Mapping[str, int] | None = None, work: int = WORK) -> Cover:
    """Choose as few sets as possible that together hold every element of all; of equal choices, the least penalty.

    Args:
        sets: The elements of each set, by its name. Their order does not matter.
        penalties: What speaks against a set, not below zero; none by default.
        work: After how many comparisons to be content with the best choice found so far.
    """
    elements = sorted({element for members in sets.values() for element in members})
    bit = {element: 1 << place for place, element in enumerate(elements)}
    costs = penalties or {}
    columns = [
        _Column(name, sum(bit[element] for element in set(sets[name])), costs.get(name, 0)) for name in sorted(sets)
    ]
    search = _Search(work)
    everything = (1 << len(elements)) - 1
    search.best = _greedy(columns, everything)
    search.look(columns, everything, [])
    ordered = []
    rest = everything
    whole = {column.name: column for column in columns}
    left = [whole[column.name] for column in search.best]
    while left:
        column = max(left, key=lambda each: (each.mask & rest).bit_count())
        left.remove(column)
        ordered.append((column.name, frozenset(element for element in elements if bit[element] & column.mask & rest)))
        rest &= ~column.mask
    return Cover(tuple(ordered), smallest=search.work >= 0)


@dataclass(frozen=True, slots=True)
class _Column:
    """A set: its name, its elements as bits, its penalty."""

    name: str
    mask: int
    penalty: int


def _cost(chosen: Collection[_Column]) -> _Cost:
    return len(chosen), sum(column.penalty for column in chosen)


def _sorted(chosen: Iterable[_Column]) -> list[_Column]:
    return sorted(chosen, key=lambda column: column.name)


def _greedy(columns: list[_Column], rest: int) -> list[_Column]:
    """Take the set that covers most of the rest, until nothing is left."""
    chosen: list[_Column] = []
    while rest:
        column = max(columns, key=lambda each: ((each.mask & rest).bit_count(), -each.penalty))
        chosen.append(column)
        rest &= ~column.mask
    return _sorted(chosen)


@dataclass(slots=True)
class _Search:
    """Branch and bound: the best choice so far, and how much work is left."""

    work: int
    best: list[_Column] = field(default_factory=list)

    def look(self, columns: list[_Column], rest: int, chosen: list[_Column]) -> None:
        """Try every way to cover the rest that may be cheaper than the best."""
        self.work -= len(columns) * (len(columns) + rest.bit_count()) + 1
        if self.work < 0:
            return
        columns, rest, chosen = _reduce(columns, rest, chosen)
        if not rest:
            self._keep(chosen)
            return
        if self._hopeless(columns, rest, chosen):
            return
        element = min(_bits(rest), key=lambda bit: sum(1 for column in columns if column.mask & bit))
        candidates = [column for column in columns if column.mask & element]
        for column in sorted(candidates, key=lambda each: (-each.mask.bit_count(), each.penalty, each.name)):
            self.look([each for each in columns if each != column], rest & ~column.mask, [*chosen, column])
            # What follows does without this set: its choices have been seen.
            columns = [each for each in columns if each != column]

    def _keep(self, chosen: list[_Column]) -> None:
        if _cost(chosen) < _cost(self.best):
            self.best = _sorted(chosen)

    def _hopeless(self, columns: list[_Column], rest: int, chosen: list[_Column]) -> bool:
        """Whether the rest cannot be covered, or not for less: elements that no set holds two of take one set each."""
        count, penalty = _cost(chosen)
        for bit in _bits(rest):
            if bit & rest:
                holders = [column for column in columns if column.mask & bit]
                if not holders:
                    return True
                count += 1
                penalty += min(column.penalty for column in holders)
                for column in holders:
                    rest &= ~column.mask
        return (count, penalty) >= _cost(self.best)


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        found.append(mask & -mask)
        mask &= mask - 1
    return found


def _reduce(columns: list[_Column], rest: int, chosen: list[_Column]) -> tuple[list[_Column], int, list[_Column]]:
    """Leave out what cannot matter, and take what has to be taken, until neither changes anything."""
    while True:
        before = (len(columns), rest)
        columns = _undominated([_Column(each.name, each.mask & rest, each.penalty) for each in columns])
        for bit in _bits(rest):
            holders = [column for column in columns if column.mask & bit]
            if len(holders) == 1 and bit & rest:
                chosen = [*chosen, holders[0]]
                rest &= ~holders[0].mask
        rest = _telling(columns, rest)
        if (len(columns), rest) == before:
            return columns, rest, chosen
        columns = [column for column in columns if column.mask & rest]


def _undominated(columns: list[_Column]) -> list[_Column]:
    """Return the sets but for those that another holds whole at no greater penalty; of equals, the first by name."""
    kept: list[_Column] = []
    for column in sorted(columns, key=lambda each: (-each.mask.bit_count(), each.penalty, each.name)):
        if column.mask and not any(
            column.mask & ~other.mask == 0 and other.penalty <= column.penalty for other in kept
        ):
            kept.append(column)
    return kept


def _telling(columns: list[_Column], rest: int) -> int:
    """Return the elements but for those that are covered whenever another is."""
    holders = {
        bit: frozenset(place for place, column in enumerate(columns) if column.mask & bit) for bit in _bits(rest)
    }
    kept: dict[frozenset[int], int] = {}
    for bit, places in sorted(holders.items(), key=lambda entry: (len(entry[1]), entry[0])):
        if not any(other <= places for other in kept):
            kept[places] = bit
    return sum(kept.values())
