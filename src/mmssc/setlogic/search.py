"""Every derivation of an atom with at most so many statements, by depth-first search along a chart.

Only paths without repeated items are walked: what repeats an item has a shorter derivation inside. A conditional edge
brings along what derives its premise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.setlogic.chart import EVERYWHERE, draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmssc.setlogic.chart import Chart, Way
    from mmssc.setlogic.constraints import Limits
    from mmssc.setlogic.theory import Atom, Goal, Theory

__all__ = ["OutOfStepsError", "Search", "antichain"]

Derivation = tuple[int, ...]
"""The statements used; one may occur twice where a premise needs it too."""


class OutOfStepsError(Exception):
    """The allowance of a search has run out."""


class Search:
    """Derivations in the graph of a theory.

    Attributes:
        theory: Where to look.
        support: Statement and premise of a conditional edge → statements that derive the premise.
        labels: Premise of a conditional edge → all minimal sets of statements that derive it, once they are learnt.
        budget: At most this many statements on one path.
        allowance: How many more edges may be looked at.
        pruned: Whether there may be paths that exceed the budget.
        work: Edges looked at so far.
    """

    def __init__(self, theory: Theory) -> None:
        self.theory = theory
        self.support: dict[tuple[int, Atom], frozenset[int]] = {}
        self.labels: dict[Atom, list[frozenset[int]]] = {}
        self.budget = 0
        self.allowance = 0
        self.pruned = False
        self.work = 0
        self._charts: dict[Atom, Chart] = {}
        self._conditional = False  # whether a conditional edge was met
        self._within: frozenset[int] | None = None

    def start(self, allowance: int = EVERYWHERE, within: frozenset[int] | None = None) -> None:
        """Begin another search, in the graph as it is now, with these statements only, if any are given."""
        self._charts.clear()
        self._within = within
        self.allowance = allowance

    def learn(self, limits: Limits) -> list[tuple[str, int]]:
        """Find the minimal sets of statements that derive the premises of the conditional edges.

        These are the labels of an assumption-based truth maintenance system (de Kleer 1986), brought to a fixed point
        from below.

        Returns:
            Limit and statement, for each limit that was hit and each statement whose premise it concerns.
        """
        edges = sorted(
            {(edge.premise, edge.statement) for around in self.theory.up.values() for edge in around if edge.premise}
        )
        open_ = list(dict.fromkeys(premise for premise, _ in edges))
        cuts: dict[Atom, str] = {}
        while open_:
            again: list[Atom] = []
            changed = False
            for premise in open_:
                self.start(limits.share(limits.steps, len(open_)))
                label, cut = self._label(premise, limits)
                if cut:
                    cuts[premise] = cut
                if self._conditional:
                    again.append(premise)
                changed |= label != self.labels.get(premise, [])
                self.labels[premise] = label
            open_ = again if changed else []
        return [(cuts[premise], statement) for premise, statement in edges if premise in cuts]

    def _label(self, premise: Atom, limits: Limits) -> tuple[list[frozenset[int]], str]:
        """Return what derives a premise, as far as is known, and the limit that was hit, if any."""
        self.budget = limits.size
        self.pruned = self._conditional = False
        cut = ""
        sets: set[frozenset[int]] = set()
        try:
            for derivation in self.derivations(premise):
                some = frozenset(derivation)
                if len(some) <= limits.size:
                    sets.add(some)
                else:
                    self.pruned = True
        except OutOfStepsError:
            cut = "steps"
        label = antichain(sets)
        if len(label) > limits.per_row:
            cut = "per_row"
        return label[: limits.per_row], cut or ("size" if self.pruned else "")

    def derivations(self, atom: Atom) -> Iterator[Derivation]:
        """Yield the derivations of an atom whose paths keep to the budget.

        Raises:
            OutOfStepsError: if the allowance runs out.
        """
        chart = self._chart(atom, self.budget)
        self.pruned |= chart.radius < EVERYWHERE
        left = chart.far.get(chart.start)
        if left is not None and left <= self.budget:
            yield from self._walk(chart.start, chart, self.budget, {atom.first})
        elif left is not None:
            self.pruned = True

    def refutations(self, goal: Goal) -> Iterator[Derivation]:
        """Yield the derivations of all atoms of a goal together."""
        first, *rest = goal.atoms
        if not rest:
            yield from self.derivations(first)
            return
        for one in self.derivations(first):
            for other in self.derivations(rest[0]):
                yield (*one, *other)

    def charted(self, goal: Goal) -> bool:
        """Tell whether the charts show all derivations of the goal's atoms already."""
        return all(atom in self._charts and self._charts[atom].radius == EVERYWHERE for atom in goal.atoms)

    def witness(self, atom: Atom) -> frozenset[int]:
        """Return the statements of one short derivation of an atom, whatever its length; none if there is none.

        Raises:
            OutOfStepsError: if the allowance runs out.
        """
        chart = draw(self.theory, atom, EVERYWHERE, self._spend, self._within, until_met=True)
        place, left = chart.start, chart.far.get(chart.start, 0)
        used: set[int] = set()
        while left:
            left -= 1
            place, statement, premise = next(way for way in self._ways(place, chart) if chart.far[way[0]] == left)
            used.add(statement)
            if premise is not None:
                used |= self.support[statement, premise]
        return frozenset(used)

    def _chart(self, atom: Atom, radius: int) -> Chart:
        chart = self._charts.get(atom)
        if chart is None or chart.radius < radius:
            chart = self._charts[atom] = draw(self.theory, atom, radius, self._spend, self._within)
        return chart

    def _spend(self, steps: int) -> None:
        self.work += steps
        self.allowance -= steps
        if self.allowance < 0:
            raise OutOfStepsError

    def _ways(self, place: int, chart: Chart) -> Iterator[Way]:
        """Yield the ways on from a place; the way down may turn, but not along an equality, which leads down too."""
        yield from chart.ways.get(place, ())
        if not place & 1:
            for way in chart.ways.get(place | 1, ()):
                if way[1] not in self.theory.equalities:
                    yield way

    def _walk(self, place: int, chart: Chart, most: int, visited: set[int]) -> Iterator[Derivation]:
        if chart.far[place] == 0:
            yield ()
            return
        for to, statement, premise in self._ways(place, chart):
            self._spend(1)
            item = to >> 1
            if item in visited:
                continue
            if chart.far[to] >= most:
                self.pruned = True
                continue
            visited.add(item)
            for rest in self._walk(to, chart, most - 1, visited):
                if premise is None:
                    yield (statement, *rest)
                else:
                    self._conditional = True
                    for support in self.labels.get(premise, ()):
                        self._spend(1)
                        if self._within is None or support <= self._within:
                            yield (statement, *rest, *support)
            visited.discard(item)


def antichain(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Keep the sets that include no other, smallest first."""
    kept: list[frozenset[int]] = []
    by_least: dict[int, list[frozenset[int]]] = {}
    for some in sorted(sets, key=lambda some: (len(some), sorted(some))):
        if not any(smaller <= some for number in some for smaller in by_least.get(number, ())):
            kept.append(some)
            by_least.setdefault(min(some), []).append(some)
    return kept
