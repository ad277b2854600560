"""All minimal inconsistent sets of statements of a network, up to the limits.

A minimal inconsistent set of a Horn theory refutes exactly one goal. Where the relations are conjunctions of atoms and
denied atoms (14 relations, the base relations among them), its statements form one cycle through the items, and each
cycle found here is minimal, since statements without a cycle never conflict. Where a derivation uses a condition,
minimality is decided by trying.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mmssc.setlogic.cases import CaseSearch
from mmssc.setlogic.components import core
from mmssc.setlogic.decide import consistent, contradicted, minimise, saturate
from mmssc.setlogic.search import OutOfStepsError, Search
from mmssc.setlogic.theory import Theory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.setlogic.constraints import Limits
    from mmssc.setlogic.network import Network
    from mmssc.setlogic.theory import Goal

__all__ = ["Finder"]


_Conflicts = set[frozenset[int]]

_MANY: Final = 300
"""A conflict of more statements is not made minimal, with a decision for each of them, only to represent others."""


@dataclass(slots=True)
class _Pursuit:
    """How far the search for what refutes one goal has come."""

    goal: Goal
    size: int = 2
    count: int = 0
    seen: set[frozenset[int]] = field(default_factory=set)


class Finder:
    """Collects conflicts as sets of statement numbers.

    Attributes:
        found: The minimal inconsistent sets.
        cuts: Name of a limit → the statements at which it was hit.
        work: Elementary steps so far.
    """

    def __init__(self, network: Network, limits: Limits) -> None:
        self.network = network
        self.limits = limits
        self.found: _Conflicts = set()
        self.cuts: dict[str, set[int]] = {}
        self.work = 0

    def run(self, only: frozenset[int] | None = None) -> None:
        """Compare all statements with each other.

        A conflict within one rationale is among what is found, but limits may have been spent on conflicts that mix
        rationales. So where the search was cut, it is repeated within the rationale of the statement.

        Args:
            only: Seek only what contradicts one of these statements.
        """
        relevant = self._relevant()
        theory = Theory(self.network, relevant)
        search = Search(theory)
        reach = saturate(theory, search)
        goals = [goal for goal in contradicted(theory, reach) if only is None or goal.statement in only]
        if goals and theory.conditional:
            for limit, number in search.learn(self.limits):
                self.cut(limit, number)
        groups = self.network.groups()
        steps = self.limits.steps if len(groups) < 2 else self.limits.steps // 2
        found = self._seek(goals, search, steps)
        if goals and not found:
            found.add(self._witness(goals[0], search))
        if len(groups) > 1:
            found |= self._seek_within(goals, groups, search, steps)
        self.found |= found
        self.work += reach.work + search.work
        if theory.splits and only is None:
            self._by_cases(relevant)

    def _seek_within(self, goals: Sequence[Goal], groups: Sequence[str], search: Search, steps: int) -> _Conflicts:
        cut: set[int] = set().union(*self.cuts.values())
        found: _Conflicts = set()
        for group in groups if cut else ():
            under = frozenset(self.network.under(group))
            again = [goal for goal in goals if goal.statement in cut and goal.statement in under]
            found |= self._seek(again, search, steps // len(groups), under)
        return found

    def cut(self, limit: str, *statements: int) -> None:
        """Note that a limit was hit."""
        self.cuts.setdefault(limit, set()).update(statements)

    def _relevant(self) -> list[int]:
        """Report what refutes itself, and drop what lies on no cycle: it takes part in no other conflict."""
        saying: list[int] = []
        for number, statement in enumerate(self.network.statements):
            if statement.impossible:
                self.found.add(frozenset((number,)))
            elif not statement.idle:
                saying.append(number)
        self.work += len(self.network.statements)
        pairs = [self.network.statements[number][:2] for number in saying]
        return [number for number, stays in zip(saying, core(pairs), strict=True) if stays]

    def _seek(
        self, goals: Sequence[Goal], search: Search, steps: int, within: frozenset[int] | None = None
    ) -> _Conflicts:
        """Find what refutes the goals, the smallest sets first: each goal has its turn before any is sought deeper.

        Args:
            goals: The goals.
            search: Where to look.
            steps: How many steps it may take.
            within: Use these statements only.
        """
        found: _Conflicts = set()
        end = search.work + steps
        open_ = [_Pursuit(goal) for goal in goals]
        for size in range(2, self.limits.size + 1):
            later: list[_Pursuit] = []
            for position, pursuit in enumerate(open_):
                if pursuit.size > size:
                    later.append(pursuit)
                elif len(found) >= self.limits.conflicts:
                    self.cut("conflicts", pursuit.goal.statement)
                else:
                    search.start(self.limits.share(end - search.work, len(open_) - position), within)
                    if self._pursue(pursuit, search, found):
                        later.append(pursuit)
            open_ = later
        for pursuit in open_:
            self.cut("size", pursuit.goal.statement)
            if not pursuit.seen:
                search.start(max(end - search.work, 0), within)
                found |= self._represent(pursuit.goal, search, within)
        return found

    def _represent(self, goal: Goal, search: Search, within: frozenset[int] | None) -> _Conflicts:
        """Return one conflict that refutes a goal, whatever its size, if there are steps and statements for it."""
        try:
            derived = [search.witness(atom) for atom in goal.atoms]
        except OutOfStepsError:
            self.cut("steps", goal.statement)
            return set()
        used = frozenset((goal.statement,)).union(*derived)
        if not all(derived) or (within is not None and not used <= within):
            return set()
        if len(used) > _MANY and not self._one_cycle(goal, used, search.theory):
            return set()
        return {self._minimised(goal, used, search.theory)}

    def _pursue(self, pursuit: _Pursuit, search: Search, found: _Conflicts) -> bool:
        """Find what refutes a goal with so many statements; return whether there may be more with more of them."""
        goal = pursuit.goal
        try:
            while pursuit.size <= self.limits.size:
                search.budget = pursuit.size - 1
                search.pruned = False
                for derivation in search.refutations(goal):
                    conflict = frozenset((goal.statement, *derivation))
                    if len(conflict) > pursuit.size:
                        search.pruned = True
                    elif conflict not in pursuit.seen:
                        pursuit.seen.add(conflict)
                        if self._minimal(goal, conflict, search.theory):
                            if pursuit.count == self.limits.per_row:
                                self.cut("per_row", goal.statement)
                                return False
                            pursuit.count += 1
                            found.add(conflict)
                if not search.pruned:
                    return False
                pursuit.size += 1
                if not search.charted(goal):
                    return True
        except OutOfStepsError:
            self.cut("steps", goal.statement)
            return False
        return True

    def _minimal(self, goal: Goal, conflict: frozenset[int], theory: Theory) -> bool:
        if self._one_cycle(goal, conflict, theory):
            return True
        return all(consistent(self.network, conflict - {number}) for number in conflict)

    def _witness(self, goal: Goal, search: Search) -> frozenset[int]:
        search.start()
        used = frozenset((goal.statement,)).union(*(search.witness(atom) for atom in goal.atoms))
        return self._minimised(goal, used, search.theory)

    def _minimised(self, goal: Goal, used: frozenset[int], theory: Theory) -> frozenset[int]:
        """Return a minimal conflict among statements that refute a goal along shortest paths."""
        return used if self._one_cycle(goal, used, theory) else minimise(self.network, used)

    def _one_cycle(self, goal: Goal, used: frozenset[int], theory: Theory) -> bool:
        """Tell whether what refutes a goal is a single cycle for sure: then it is minimal."""
        return len(goal.atoms) == 1 and theory.conditional.isdisjoint(used)

    def _by_cases(self, relevant: Sequence[int]) -> None:
        cases = CaseSearch(self.network, relevant, self.limits)
        self.found.update(cases.conflicts())
        for limit, statement in cases.cuts:
            self.cut(limit, statement)
        self.work += cases.work
