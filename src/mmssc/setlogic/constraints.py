"""What goes in: constraints on pairs of items, and how far to search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from mmssc.setlogic.relations import Relation

__all__ = ["Constraint", "Distinct", "Limits"]

_LEAST: Final = 1_000
_SHARE: Final = 8


class Constraint(NamedTuple):
    """One row of a crosswalk, or one fact of a hierarchy: the subject is in one of these relations to the object.

    Attributes:
        id: Names the row; no two constraints share one.
        subject: An item, read as a non-empty set.
        relations: The base relations that the row allows.
        object: The other item.
        group: The rationale by which the two were matched. None: it holds under every rationale.
        fixed: Whether it is a fact that no mend may change.
    """

    id: str
    subject: str
    relations: Relation | int
    object: str
    group: str | None = None
    fixed: bool = False


class Distinct(Constraint):
    """The fact that two items of one scheme are meant to differ; it is no row of anybody's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to search. Whatever is not searched to the end is reported.

    Attributes:
        size: All minimal conflicts with up to this many constraints are sought. A row that is contradicted only by
            longer chains still gets one conflict.
        per_row: At most this many conflicts that contradict one and the same statement.
        conflicts: At most this many conflicts altogether.
        mends: At most this many equally small mends for one conflict.
        cases: At most this many combinations of cases for one row outside the tractable class.
        steps: At most about this many steps in search of chains, shared out among the contradicted rows.
    """

    size: int = 8
    per_row: int = 25
    conflicts: int = 100_000
    mends: int = 5
    cases: int = 10_000
    steps: int = 5_000_000

    def share(self, steps: int, searches: int) -> int:
        """Return how many of the steps left the next of so many searches may take.

        It is a multiple of an equal share, as most searches take few.
        """
        return min(max(steps, 0), max(_LEAST, _SHARE * steps // max(searches, 1)))
