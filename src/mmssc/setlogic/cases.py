"""Conflicts that need a distinction of cases: those with a statement outside the tractable class.

Such a statement says that one of two inclusions holds (always, or if the sets meet), and not which. Each of the two is
assumed as an edge of its own; what the assumptions contradict are clauses over them, and resolution on one statement
after the other (Davis & Putnam 1960) leaves the sets that are contradictory in every case.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from mmssc.setlogic.decide import contradicted, minimise, saturate
from mmssc.setlogic.search import OutOfStepsError, Search, antichain
from mmssc.setlogic.theory import Atom, Theory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mmssc.setlogic.constraints import Limits
    from mmssc.setlogic.network import Network
    from mmssc.setlogic.reach import Reach
    from mmssc.setlogic.theory import Goal

__all__ = ["CaseSearch"]


class CaseSearch:
    """Minimal conflicts with at least one statement outside the tractable class.

    Attributes:
        cuts: Limit and statement, for each limit that was hit.
        work: Elementary steps so far.
    """

    def __init__(self, network: Network, relevant: Sequence[int], limits: Limits) -> None:
        self.network = network
        self.limits = limits
        self.cuts: list[tuple[str, int]] = []
        self.work = 0
        self._relevant = relevant
        self._offset = len(network.statements)

    def conflicts(self) -> Iterator[frozenset[int]]:
        """Yield the conflicts."""
        theory, reach = self._assume(None)
        splits = [
            number
            for number, holds in zip(
                theory.splits,
                reach.derivable([premise or Atom(False, 0, 0) for premise in theory.splits.values()]),
                strict=True,
            )
            if holds
        ]
        self.work += reach.work
        if not splits:
            return
        theory, reach = self._assume(frozenset(splits))
        search = Search(theory)
        self.cuts.extend((limit, self._origin(number)) for limit, number in search.learn(self.limits))
        goals = contradicted(theory, reach)
        found: set[frozenset[int]] = set()
        end = search.work + self.limits.steps
        for position, goal in enumerate(goals):
            search.start(self.limits.share(end - search.work, len(goals) - position))
            found |= self._clauses(goal, search)
        clauses = antichain(found)
        self.work += reach.work + search.work
        for number in splits:
            clauses = antichain(set(self._resolve(number, clauses)))
        for conflict in clauses:
            yield minimise(self.network, conflict)

    def _assume(self, splits: frozenset[int] | None) -> tuple[Theory, Reach]:
        """Return the theory in which both inclusions of these statements are assumed (of all, if None)."""
        theory = Theory(self.network, self._relevant)
        for number, premise in theory.splits.items():
            if splits is None or number in splits:
                statement = self.network.statements[number]
                theory.include(self._within(number), statement.first, statement.second, premise)
                theory.include(self._within(number) + 1, statement.second, statement.first, premise)
        return theory, saturate(theory)

    def _within(self, number: int) -> int:
        """Return the number of the assumption that the first item lies within the second; the next is the converse."""
        return self._offset + 2 * number

    def _origin(self, number: int) -> int:
        return number if number < self._offset else (number - self._offset) // 2

    def _clauses(self, goal: Goal, search: Search) -> set[frozenset[int]]:
        """Return sets of statements and assumptions, at least one of these, that refute the goal; smallest first."""
        found: set[frozenset[int]] = set()
        try:
            for budget in range(1, self.limits.size + 1):
                search.budget = budget
                search.pruned = False
                for derivation in search.refutations(goal):
                    clause = frozenset((goal.statement, *derivation))
                    if clause in found or not self._assumed(clause) or self._clashes(clause):
                        continue
                    if len({self._origin(number) for number in clause}) > self.limits.size:
                        search.pruned = True
                        continue
                    if len(found) == self.limits.per_row:
                        self.cuts.append(("per_row", goal.statement))
                        return found
                    found.add(clause)
                if not search.pruned:
                    return found
            self.cuts.append(("size", goal.statement))
        except OutOfStepsError:
            self.cuts.append(("steps", goal.statement))
        return found

    def _assumed(self, clause: Iterable[int]) -> list[int]:
        return [self._origin(number) for number in clause if number >= self._offset]

    def _clashes(self, clause: Iterable[int]) -> bool:
        """Tell whether a clause holds both alternatives of a statement: it says nothing, as one of them is enough."""
        assumed = self._assumed(clause)
        return len(set(assumed)) < len(assumed)

    def _resolve(self, number: int, clauses: Iterable[frozenset[int]]) -> Iterator[frozenset[int]]:
        """Yield the clauses after one statement has been taken by cases: in either case something is refuted."""
        within, without = self._within(number), self._within(number) + 1
        first, second = [], []
        for clause in clauses:
            if within in clause:
                first.append(clause)
            elif without in clause:
                second.append(clause)
            else:
                yield clause
        if len(first) * len(second) > self.limits.cases:
            self.cuts.append(("cases", number))
        for count, (one, other) in enumerate(product(first, second)):
            if count == self.limits.cases:
                return
            resolvent = (one | other) - {within, without} | {number}
            if not self._clashes(resolvent):
                yield resolvent
