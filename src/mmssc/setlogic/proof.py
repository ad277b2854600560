"""Proofs: how nothing is left that two items could be to each other, one readable step after another."""

from __future__ import annotations

from collections import deque
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from mmssc.setlogic.chain import chain_of
from mmssc.setlogic.constraints import Distinct
from mmssc.setlogic.relations import COMPOSITION, CONVERSE, Relation, tractable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmssc.setlogic.chain import Link
    from mmssc.setlogic.constraints import Constraint

__all__ = ["Reason", "Step", "compose_chain", "prove"]

_ANY, _EQ, _PPI = int(Relation.ANY), int(Relation.EQ), int(Relation.PPI)


class Reason(Enum):
    """Why a step holds."""

    ROW = "row"
    """Rows say it."""
    IDENTITY = "identity"
    """Every item equals itself."""
    DISTINCT = "distinct"
    """The two are different items of one scheme."""
    COMPOSE = "compose"
    """It follows from two premises, A to B and B to C."""
    MEET = "meet"
    """Both premises are about the pair; this is what they have in common."""
    SUPPOSE = "suppose"
    """One case of the premise."""
    EXCLUDE = "exclude"
    """The only case that is left, since the first premise, a supposition, leads to nothing, the second."""


class Step(NamedTuple):
    """One line of a proof: the subject is in one of the relations to the object.

    Attributes:
        number: Counts from 1.
        subject: An item.
        relations: What it may be to the other item; none in the last step.
        object: The other item.
        reason: Why it holds.
        rows: Ids of the rows that say it, if the reason is `Reason.ROW`; the first is the one that counts.
        premises: Numbers of the steps that it follows from.
    """

    number: int
    subject: str
    relations: Relation
    object: str
    reason: Reason
    rows: tuple[str, ...] = ()
    premises: tuple[int, ...] = ()


class _Writer:
    """A proof in the making."""

    def __init__(self, same: Mapping[str, tuple[str, ...]]) -> None:
        self.steps: list[Step] = []
        self._same = same

    def add(self, subject: str, relations: int, object_: str, reason: Reason, *premises: int) -> int:
        self.steps.append(Step(len(self.steps) + 1, subject, Relation(relations), object_, reason, (), premises))
        return len(self.steps)

    def row(self, row: Constraint, subject: str, relations: int, object_: str) -> int:
        if isinstance(row, Distinct):
            return self.add(subject, relations, object_, Reason.DISTINCT)
        rows = (row.id, *self._same.get(row.id, ()))
        self.steps.append(Step(len(self.steps) + 1, subject, Relation(relations), object_, Reason.ROW, rows))
        return len(self.steps)

    def link(self, link: Link) -> int:
        return self.row(link.constraint, link.start, link.relations, link.end)


def prove(constraints: Sequence[Constraint], same: Mapping[str, tuple[str, ...]]) -> tuple[Step, ...]:
    """Prove that constraints contradict each other.

    Args:
        constraints: A minimal inconsistent set.
        same: Id → ids of the rows that say the same.
    """
    writer = _Writer(same)
    links = chain_of(constraints)
    if len(constraints) == 1:
        _prove_alone(writer, constraints[0])
    elif links is not None:
        _prove_chain(writer, links)
    else:
        _Closure(writer, constraints).refute()
    return _needed(writer.steps)


def compose_chain(links: Sequence[Link], same: Mapping[str, tuple[str, ...]]) -> tuple[Step, ...]:
    """Show what the start of a chain is to its end."""
    writer = _Writer(same)
    _compose(writer, links)
    return tuple(writer.steps)


def _prove_alone(writer: _Writer, constraint: Constraint) -> None:
    said = writer.row(constraint, constraint.subject, int(constraint.relations), constraint.object)
    if constraint.relations:
        equal = writer.add(constraint.subject, _EQ, constraint.object, Reason.IDENTITY)
        writer.add(constraint.subject, 0, constraint.object, Reason.MEET, said, equal)


def _prove_chain(writer: _Writer, links: Sequence[Link]) -> None:
    *before, last = links
    follows = _compose(writer, before)
    said = writer.link(last)
    writer.add(last.start, 0, last.end, Reason.MEET, follows, said)


def _compose(writer: _Writer, links: Sequence[Link]) -> int:
    first = links[0]
    number, relations = writer.link(first), first.relations
    for link in links[1:]:
        said = writer.link(link)
        relations = COMPOSITION[relations][link.relations]
        number = writer.add(first.start, relations, link.end, Reason.COMPOSE, number, said)
    return number


class _Closure:
    """The algebraic closure (path consistency) of a few constraints, by a queue, with a record of each step.

    It refutes every inconsistent network of the tractable class (Renz & Nebel 1999); outside, pairs are taken by cases.
    """

    def __init__(self, writer: _Writer, constraints: Sequence[Constraint]) -> None:
        self._writer = writer
        self._items = sorted({item for row in constraints for item in (row.subject, row.object)})
        self._known: dict[tuple[str, str], tuple[int, int]] = {}
        self._queue: deque[tuple[str, str]] = deque()
        self._empty = 0
        for row in constraints:
            said = writer.row(row, row.subject, int(row.relations), row.object)
            self._learn(row.subject, int(row.relations), row.object, said)

    def refute(self) -> int:
        """Write steps up to one without relations, and return its number."""
        self._close()
        if self._empty:
            return self._empty
        pair, (relations, number) = next(
            (pair, known) for pair, known in sorted(self._known.items()) if not tractable(known[0])
        )
        before = dict(self._known)
        case = self._writer.add(pair[0], relations & ~_PPI, pair[1], Reason.SUPPOSE, number)
        self._learn(pair[0], relations & ~_PPI, pair[1], case)
        refuted = self.refute()
        self._known, self._empty = before, 0
        self._queue.clear()
        rest = self._writer.add(pair[0], _PPI, pair[1], Reason.EXCLUDE, case, refuted)
        self._learn(pair[0], _PPI, pair[1], rest)
        return self.refute()

    def _get(self, subject: str, object_: str) -> tuple[int, int] | None:
        if subject < object_:
            return self._known.get((subject, object_))
        known = self._known.get((object_, subject))
        return known and (CONVERSE[known[0]], known[1])

    def _learn(self, subject: str, relations: int, object_: str, number: int) -> None:
        known = self._get(subject, object_)
        if known is not None and known[0] & relations != relations:
            relations &= known[0]
            number = self._writer.add(subject, relations, object_, Reason.MEET, known[1], number)
        if not relations:
            self._empty = number
            return
        pair = (subject, object_) if subject < object_ else (object_, subject)
        self._known[pair] = (relations if subject < object_ else CONVERSE[relations], number)
        self._queue.append(pair)

    def _close(self) -> None:
        while self._queue and not self._empty:
            first, second = self._queue.popleft()
            for start, middle in ((first, second), (second, first)):
                for end in self._items:
                    if end not in (start, middle) and not self._empty:
                        self._extend(start, middle, end)

    def _extend(self, start: str, middle: str, end: str) -> None:
        one, other = self._get(start, middle), self._get(middle, end)
        if one is None or other is None:
            return
        relations = COMPOSITION[one[0]][other[0]]
        known = self._get(start, end)
        before = _ANY if known is None else known[0]
        if before & ~relations:
            number = self._writer.add(start, relations, end, Reason.COMPOSE, one[1], other[1])
            self._learn(start, relations, end, number)


def _needed(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Keep the steps on which the last one rests, and number them anew."""
    needed = {len(steps)}
    for step in reversed(steps):
        if step.number in needed:
            needed.update(step.premises)
    numbers = {old: new for new, old in enumerate(sorted(needed), start=1)}
    return tuple(
        step._replace(number=numbers[step.number], premises=tuple(numbers[premise] for premise in step.premises))
        for step in steps
        if step.number in needed
    )
