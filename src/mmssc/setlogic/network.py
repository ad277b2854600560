"""Constraints made ready for reasoning: items as numbers, rows that say exactly the same as one statement."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mmssc.setlogic.relations import CONVERSE, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmssc.setlogic.constraints import Constraint

__all__ = ["Network", "Statement", "read_network"]

_ANY = int(Relation.ANY)
_EQ = int(Relation.EQ)


class Statement(NamedTuple):
    """What one row says, or several rows alike; ``first`` is never greater than ``second``."""

    first: int
    second: int
    relations: int
    group: str | None
    fixed: bool
    rows: tuple[Constraint, ...]

    @property
    def impossible(self) -> bool:
        """Whether nothing but the statement itself is needed to refute it."""
        return not self.relations or (self.first == self.second and not self.relations & _EQ)

    @property
    def idle(self) -> bool:
        """Whether it says nothing."""
        return self.relations == _ANY or (self.first == self.second and bool(self.relations & _EQ))


class Network:
    """Statements about items.

    Attributes:
        items: The names, in order; a statement refers to them by position.
        statements: The statements, in the order of the ids of their rows.
    """

    def __init__(self, items: tuple[str, ...], statements: tuple[Statement, ...]) -> None:
        self.items = items
        self.statements = statements

    def groups(self) -> tuple[str, ...]:
        """Return the rationales that occur, sorted."""
        return tuple(sorted({statement.group for statement in self.statements if statement.group is not None}))

    def under(self, group: str) -> Iterator[int]:
        """Yield the statements that hold under one rationale."""
        for number, statement in enumerate(self.statements):
            if statement.group is None or statement.group == group:
                yield number


def read_network(constraints: Iterable[Constraint]) -> Network:
    """Number the items and gather the statements; the order of the constraints has no influence.

    Raises:
        ValueError: if two constraints share an id or a relation is no mask over the five base relations.
    """
    rows = sorted(constraints, key=lambda constraint: constraint.id)
    for before, after in pairwise(rows):
        if before.id == after.id:
            raise ValueError(f"two constraints have the id “{after.id}”: give each row an id of its own")
    items = tuple(sorted({item for row in rows for item in (row.subject, row.object)}))
    numbers = {item: number for number, item in enumerate(items)}
    alike: defaultdict[tuple[int, int, int, str | None, bool], list[Constraint]] = defaultdict(list)
    for row in rows:
        relations = int(row.relations)
        if not 0 <= relations <= _ANY:
            raise ValueError(f"constraint “{row.id}”: {relations} is no set of relations: use Relation, 0 to {_ANY}")
        first, second = numbers[row.subject], numbers[row.object]
        if second < first:
            first, second, relations = second, first, CONVERSE[relations]
        alike[first, second, relations, row.group, row.fixed].append(row)
    return Network(items, tuple(Statement(*key, tuple(same)) for key, same in alike.items()))
