"""What follows from chains of rows: for any two items, what all the chains between them say, and where chains disagree.

The relation that a chain implies is the composition of its rows, and two chains imply the intersection. Over the 14
relations that are conjunctions of atoms and denied atoms (eq, pp, ppi, po, dr, {eq, pp}, {eq, pp, ppi, po}, …: a
distributive subalgebra, see Long & Li 2015, "On distributive subalgebras of qualitative spatial and temporal calculi")
nothing else follows from consistent rows, so that with enough hops the result is exact. With conditions such as "not a
proper subset" it may be weaker.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mmssc.setlogic.chain import link
from mmssc.setlogic.network import read_network
from mmssc.setlogic.order import natural
from mmssc.setlogic.proof import compose_chain
from mmssc.setlogic.relations import COMPOSITION, CONVERSE, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mmssc.setlogic.constraints import Constraint
    from mmssc.setlogic.proof import Step

__all__ = ["Chain", "Closure", "Implied", "closure"]

_ANY, _EQ = int(Relation.ANY), int(Relation.EQ)


@dataclass(frozen=True)
class Chain:
    """Constraints that lead from one item to another, and what they imply.

    Attributes:
        relations: What the start may be to the end.
        constraints: One after the other.
        start: The item at which the chain starts.
        same: Id of a constraint → ids of other rows that say the same.
    """

    relations: Relation
    constraints: tuple[Constraint, ...]
    start: str
    same: Mapping[str, tuple[str, ...]]

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of the constraints."""
        return tuple(constraint.id for constraint in self.constraints)

    @property
    def groups(self) -> tuple[str, ...]:
        """The rationales involved, sorted."""
        return tuple(sorted({constraint.group for constraint in self.constraints if constraint.group is not None}))

    @property
    def mixed(self) -> bool:
        """Whether rows of several rationales make up the chain."""
        return len(self.groups) > 1

    @cached_property
    def proof(self) -> tuple[Step, ...]:
        """The composition, step by step."""
        links = []
        item = self.start
        for constraint in self.constraints:
            links.append(link(constraint, item))
            item = links[-1].end
        return compose_chain(links, self.same)


@dataclass(frozen=True)
class Implied:
    """What chains say of one pair.

    Attributes:
        subject: An item.
        relations: What it may be to the other; none if the chains contradict each other.
        object: The other item.
        chains: The chains that say so, none of them weaker than another; strongest and shortest first.
        stated: Whether a row is about the pair itself.
    """

    subject: str
    relations: Relation
    object: str
    chains: tuple[Chain, ...]
    stated: bool

    @property
    def disagree(self) -> bool:
        """Whether two chains say different things, neither of them weaker than the other."""
        return len(self.chains) > 1


class _Visit(NamedTuple):
    """An item reached by a chain."""

    item: int
    relations: int
    statement: int
    before: _Visit | None

    def passes(self, item: int) -> bool:
        """Tell whether the chain has been at an item."""
        visit: _Visit | None = self
        while visit is not None:
            if visit.item == item:
                return True
            visit = visit.before
        return False


def _together(visits: Iterable[_Visit]) -> int:
    relations = _ANY
    for visit in visits:
        relations &= visit.relations
    return relations


class Closure:
    """Constraints that can be asked what follows from them.

    Attributes:
        items: The items, sorted.
        hops: Chains of at most this many constraints are followed.
    """

    def __init__(self, constraints: Iterable[Constraint], hops: int) -> None:
        self._network = read_network(constraints)
        self.items = self._network.items
        self.hops = hops
        self._numbers = {item: number for number, item in enumerate(self.items)}
        self._around: dict[int, list[tuple[int, int, int]]] = {}
        for number, statement in enumerate(self._network.statements):
            if not statement.idle and not statement.impossible:
                first, second, relations = statement[:3]
                self._around.setdefault(first, []).append((second, relations, number))
                self._around.setdefault(second, []).append((first, CONVERSE[relations], number))

    def between(self, subject: str, object_: str) -> Implied | None:
        """Return what the chains between two items say; None if nothing."""
        return next((implied for implied in self.implied(subject) if implied.object == object_), None)

    def implied(self, subject: str) -> Iterator[Implied]:
        """Yield what chains from an item say of others, sorted by these; where they say nothing, nothing."""
        start = self._numbers.get(subject)
        if start is not None:
            for item, visits in sorted(self._reached(start).items()):
                yield self._implied(start, item, visits)

    def disagreements(self) -> Iterator[Implied]:
        """Yield the pairs, each once, of which chains say different things that do not contradict each other."""
        for start in range(len(self.items)):
            for item, visits in sorted(self._reached(start).items()):
                if item > start and len(visits) > 1 and _together(visits):
                    yield self._implied(start, item, visits)

    def _reached(self, start: int) -> dict[int, list[_Visit]]:
        """Return what chains from an item reach, and for each item the chains that no other is stronger than."""
        best: dict[int, list[_Visit]] = {}
        layer = [_Visit(start, _EQ, -1, None)]
        for _ in range(self.hops):
            layer = [visit for before in layer for visit in self._onward(before, best)]
        return best

    def _onward(self, visit: _Visit, best: dict[int, list[_Visit]]) -> Iterator[_Visit]:
        for to, relations, number in self._around.get(visit.item, ()):
            implied = COMPOSITION[visit.relations][relations]
            known = best.get(to, ())
            if implied != _ANY and not any(other.relations & ~implied == 0 for other in known) and not visit.passes(to):
                onward = _Visit(to, implied, number, visit)
                best[to] = [other for other in known if implied & ~other.relations] + [onward]
                yield onward

    def _implied(self, start: int, item: int, visits: list[_Visit]) -> Implied:
        subject = self.items[start]
        chains = sorted(
            (self._chain(subject, visit) for visit in visits),
            key=lambda chain: (len(chain.relations.codes), len(chain.rows), [natural(row) for row in chain.rows]),
        )
        stated = any(to == item for to, *_ in self._around.get(start, ()))
        return Implied(subject, Relation(_together(visits)), self.items[item], tuple(chains), stated)

    def _chain(self, subject: str, visit: _Visit) -> Chain:
        statements = []
        step: _Visit = visit
        while step.before is not None:
            statements.append(self._network.statements[step.statement])
            step = step.before
        statements.reverse()
        same = {one.rows[0].id: tuple(row.id for row in one.rows[1:]) for one in statements if len(one.rows) > 1}
        return Chain(Relation(visit.relations), tuple(one.rows[0] for one in statements), subject, same)


def closure(constraints: Iterable[Constraint], hops: int = 4) -> Closure:
    """Prepare to ask what follows from constraints.

    Args:
        constraints: Rows and facts, in any order.
        hops: Follow chains of at most this many constraints.

    Raises:
        ValueError: as in `find_conflicts`.
    """
    return Closure(constraints, hops)
