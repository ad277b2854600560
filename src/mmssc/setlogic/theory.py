"""A network as a Horn theory: a graph of inclusions and overlaps, the rules that extend it, and what must not follow.

Two rules derive everything that is derivable: inclusion is transitive (A ⊆ B ⊆ C gives A ⊆ C), and overlap grows
upwards (A ⊆ B and A meets C give B meets C); every set includes and meets itself. The theory is contradictory exactly
if a denied atom is derivable. (If none is: take a point for each derived overlap, lying in all that includes either
set, and a point for each set, lying in all that includes it. These points realise the derived atoms and no other.)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mmssc.setlogic.clauses import CLAUSES, MEETS, WITHIN, WITHOUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mmssc.setlogic.network import Network, Statement

__all__ = ["Atom", "Edge", "Goal", "Rule", "Theory"]


class Atom(NamedTuple):
    """The first item meets the second, or lies within it."""

    meets: bool
    first: int
    second: int


class Edge(NamedTuple):
    """An inclusion seen from one of its ends: where it leads, by which statement, and on what condition."""

    to: int
    statement: int
    premise: Atom | None


class Goal(NamedTuple):
    """A statement is contradicted if all of these atoms are derivable."""

    statement: int
    atoms: tuple[Atom, ...]


class Rule(NamedTuple):
    """A statement that adds an inclusion once the premise is derivable."""

    statement: int
    premise: Atom
    conclusion: Atom


class Theory:
    """The Horn theory of some statements of a network.

    Attributes:
        up: Item → the edges to what includes it.
        down: Item → the edges to what it includes.
        hops: Item → (item, statement): what it meets without inclusion.
        goals: What must not follow.
        rules: Conditional inclusions that are not in the graph yet.
        splits: Statements outside the tractable class: one of the two inclusions follows from a premise (or always).
        conditional: Statements of the edges that have a premise.
        equalities: Statements whose edges lead both ways, without a premise.
    """

    def __init__(self, network: Network, chosen: Iterable[int], instead: Mapping[int, int] | None = None) -> None:
        """Take the chosen statements, some of them with other relations than their own."""
        self.up: defaultdict[int, list[Edge]] = defaultdict(list)
        self.down: defaultdict[int, list[Edge]] = defaultdict(list)
        self.hops: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.goals: list[Goal] = []
        self.rules: list[Rule] = []
        self.splits: dict[int, Atom | None] = {}
        self.conditional: set[int] = set()
        self.equalities: set[int] = set()
        for number in chosen:
            statement = network.statements[number]
            self._add(
                number, statement, statement.relations if instead is None else instead.get(number, statement.relations)
            )

    def _add(self, number: int, statement: Statement, relations: int) -> None:
        facts, denied, not_both, rules, either = CLAUSES[relations]
        first, second = statement.first, statement.second
        for fact in facts:
            if fact == MEETS:
                self.hops[first].append((second, number))
                self.hops[second].append((first, number))
            elif fact == WITHIN:
                self.include(number, first, second)
            else:
                self.include(number, second, first)
        if len(facts) > 1:
            self.equalities.add(number)
        for one in denied:
            self.goals.append(Goal(number, (_atom(statement, one),)))
        if not_both:
            self.goals.append(Goal(number, (_atom(statement, WITHIN), _atom(statement, WITHOUT))))
        for premise, conclusion in rules:
            self.rules.append(Rule(number, _atom(statement, premise), _atom(statement, conclusion)))
        if either:
            self.splits[number] = _atom(statement, MEETS) if either == "if meeting" else None

    def include(self, statement: int, low: int, high: int, premise: Atom | None = None) -> None:
        """Add an edge to the graph: by the statement, and if the premise holds, the high item includes the low one."""
        self.up[low].append(Edge(high, statement, premise))
        self.down[high].append(Edge(low, statement, premise))
        if premise is not None:
            self.conditional.add(statement)


def _atom(statement: Statement, code: int) -> Atom:
    if code == WITHOUT:
        return Atom(False, statement.second, statement.first)
    return Atom(code == MEETS, statement.first, statement.second)
