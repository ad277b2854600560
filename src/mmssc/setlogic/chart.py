"""The part of a graph that short derivations of one atom run through, found from both ends.

A derivation of "A lies within B" is a path of inclusions from A up to B. A derivation of "A meets B" is a way down from
A, at most one hop along a stated overlap, and a way up to B. A place on it is an item and whether the way is going down
still. The chart grows on the side where less has to be looked at, so that an item with thousands of neighbours costs
nothing as long as the other side is quiet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from mmssc.setlogic.theory import Atom, Edge, Theory

__all__ = ["EVERYWHERE", "Chart", "Way", "draw"]

EVERYWHERE: Final = 1 << 60
"""A radius that nothing exceeds."""

_UP: Final = 1


Way = tuple[int, int, "Atom | None"]
"""A step from a place: where it leads, by which statement, and on what condition."""

Ways = dict[int, dict[Way, None]]
"""The steps from places that have been seen so far, in the order in which they were."""


class Chart(NamedTuple):
    """What is known of the derivations of one atom. A place is twice an item, plus one on the way up.

    Attributes:
        start: Where they start.
        radius: It shows the derivations of up to so many steps; `EVERYWHERE`: all.
        far: Place → the number of steps to the end.
        ways: Place → the steps that lead on.
    """

    start: int
    radius: int
    far: dict[int, int]
    ways: dict[int, tuple[Way, ...]]


class _Side:
    """What is reached from one end.

    Attributes:
        seen: The places reached.
        front: Those from which it has not gone on yet.
        effort: How many edges the next expansion has to look at.
    """

    def __init__(self, theory: Theory, within: Container[int] | None, end: int, forward: bool, flat: bool) -> None:
        self._theory = theory
        self._within = within
        self._forward = forward
        self._flat = flat
        self.seen: set[int] = set()
        self.front: list[int] = []
        self._enter(end)
        self.effort = self._effort()

    def _effort(self) -> int:
        up, down, hops = self._theory.up, self._theory.down, self._theory.hops
        effort = 0
        for place in self.front:
            item = place >> 1
            if self._falls(place):
                effort += 1 + len(down.get(item, ())) + (0 if self._flat else len(hops.get(item, ())))
            else:
                effort += 1 + len(up.get(item, ()))
        return effort

    def expand(self, ways: Ways) -> None:
        """Go one step further from the front, and note the steps that this shows."""
        before, self.front = self.front, []
        for place in before:
            item, phase = place >> 1, place & _UP
            falls = self._falls(place)
            steps = [(to << 1 | phase, by, premise) for to, by, premise in self._edges(falls).get(item, ())]
            if falls and not self._flat:
                steps += [(to << 1 | 1 - phase, by, None) for to, by in self._theory.hops.get(item, ())]
            if self._within is not None:
                steps = [step for step in steps if step[1] in self._within]
            if self._forward:
                ways.setdefault(place, {}).update(dict.fromkeys(steps))
            else:
                for to, by, premise in steps:
                    ways.setdefault(to, {})[place, by, premise] = None
            for to, *_ in steps:
                if to not in self.seen:
                    self._enter(to)
        self.effort = self._effort()

    def _edges(self, falls: bool) -> dict[int, list[Edge]]:
        return self._theory.down if falls else self._theory.up

    def _falls(self, place: int) -> bool:
        """Tell whether the expansion goes down from here: towards the turning point."""
        return bool(place & _UP) is not self._forward

    def _enter(self, place: int) -> None:
        self.seen.add(place)
        self.front.append(place)
        turned = place ^ _UP
        if not self._flat and self._falls(place) and turned not in self.seen:  # turning costs no step
            self.seen.add(turned)
            self.front.append(turned)


def draw(
    theory: Theory,
    atom: Atom,
    radius: int,
    spend: Callable[[int], None],
    within: Container[int] | None = None,
    until_met: bool = False,
) -> Chart:
    """Chart the derivations of an atom with up to so many steps.

    Args:
        theory: Where to look.
        atom: What is derived.
        radius: How many steps.
        spend: Is told the number of edges before they are looked at.
        within: Use these statements only.
        until_met: Stop at the shortest derivation.
    """
    start, end = atom.first << 1 | (0 if atom.meets else _UP), atom.second << 1 | _UP
    flat = not atom.meets
    sides = (_Side(theory, within, start, True, flat), _Side(theory, within, end, False, flat))
    ways: Ways = {}
    reached = 0
    while reached < radius and sides[0].front and sides[1].front:
        side = min(sides, key=lambda side: side.effort)
        spend(side.effort)
        side.expand(ways)
        reached += 1
        if until_met and not sides[side is sides[0]].seen.isdisjoint(side.front):
            break
    complete = not (sides[0].front and sides[1].front)
    if sides[0].seen.isdisjoint(sides[1].seen):
        return Chart(start, EVERYWHERE if complete else radius, {}, {})
    far = _distances(end, ways, atom.meets)
    useful = {place: tuple(way for way in found if way[0] in far) for place, found in ways.items() if place in far}
    return Chart(start, EVERYWHERE if complete else radius, far, useful)


def _distances(end: int, ways: Ways, turning: bool) -> dict[int, int]:
    back: dict[int, list[int]] = {}
    for place, found in ways.items():
        for to, *_ in found:
            back.setdefault(to, []).append(place)
    far: dict[int, int] = {}
    layer: Sequence[int] = (end,)
    step = 0
    while layer:
        fresh: list[int] = []
        for place in layer:
            for one in (place, place ^ _UP) if turning and place & _UP else (place,):
                if one not in far:
                    far[one] = step
                    fresh.append(one)
        layer = [before for place in fresh for before in back.get(place, ())]
        step += 1
    return far
