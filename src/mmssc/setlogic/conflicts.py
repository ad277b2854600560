"""Conflicts as a user meets them: the rows, what kind it is, the proof, the mends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mmssc.setlogic.chain import chain_of
from mmssc.setlogic.constraints import Distinct, Limits
from mmssc.setlogic.finder import Finder
from mmssc.setlogic.mends import smallest_mends
from mmssc.setlogic.network import read_network
from mmssc.setlogic.order import natural
from mmssc.setlogic.proof import prove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mmssc.setlogic.constraints import Constraint
    from mmssc.setlogic.mends import Mend
    from mmssc.setlogic.network import Network
    from mmssc.setlogic.proof import Step

__all__ = ["Conflict", "Conflicts", "Cut", "Kind", "find_conflicts", "present"]


class Kind(Enum):
    """What sort of conflict it is."""

    SELF = "self"
    """One row refutes itself: an item that is not equal to itself, or a row that allows no relation."""
    PAIR = "pair"
    """Rows on one pair, in the same direction."""
    INVERSE = "inverse"
    """Rows on one pair, in opposite directions."""
    HIERARCHY = "hierarchy"
    """It needs a fixed fact."""
    CHAIN = "chain"
    """Rows through several pairs."""
    EQUAL_ITEMS = "equal-items"
    """Distinct items of one scheme turn out equal."""


class Cut(NamedTuple):
    """A limit that was hit: beyond it there may be more conflicts.

    Attributes:
        limit: The name of the field of `Limits`.
        bound: Its value.
        rows: Ids of the rows whose search was cut; empty if the whole was.
    """

    limit: str
    bound: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """A minimal inconsistent set of constraints: without any one of them, the others can all be true.

    Attributes:
        constraints: The constraints, in the order of the chain where they form one.
        same: Id of a constraint → ids of other rows that say exactly the same under the same rationale.
        kind: What sort of conflict it is.
        limit: At most this many mends are listed.
    """

    constraints: tuple[Constraint, ...]
    same: Mapping[str, tuple[str, ...]]
    kind: Kind
    limit: int = field(default=5, repr=False)

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of the constraints that a mend may change."""
        return tuple(constraint.id for constraint in self.constraints if not constraint.fixed)

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the fixed facts among them."""
        return tuple(row.id for row in self.constraints if row.fixed and not isinstance(row, Distinct))

    @property
    def items(self) -> tuple[str, ...]:
        """The two distinct items of one scheme that turn out equal, for `Kind.EQUAL_ITEMS`; else empty."""
        return next(((row.subject, row.object) for row in self.constraints if isinstance(row, Distinct)), ())

    @property
    def groups(self) -> tuple[str, ...]:
        """The rationales involved, sorted."""
        return tuple(sorted({constraint.group for constraint in self.constraints if constraint.group is not None}))

    @property
    def mixed(self) -> bool:
        """Whether it takes rows of several rationales."""
        return len(self.groups) > 1

    @cached_property
    def proof(self) -> tuple[Step, ...]:
        """The derivation; in its last step no relation is left."""
        return prove(self.constraints, self.same)

    @cached_property
    def _mends(self) -> list[Mend]:
        return smallest_mends(self.constraints, self.same)

    @property
    def mends(self) -> tuple[Mend, ...]:
        """The smallest changes that mend it, all equally small."""
        return tuple(self._mends[: self.limit])

    @property
    def more_mends(self) -> int:
        """How many equally small changes there are beyond those listed."""
        return max(0, len(self._mends) - self.limit)


@dataclass(frozen=True)
class Conflicts:
    """All conflicts found, shortest first.

    Attributes:
        found: The conflicts.
        cuts: The limits that were hit; empty if every minimal conflict is listed.
        work: Elementary steps that it took.
    """

    found: tuple[Conflict, ...]
    cuts: tuple[Cut, ...]
    work: int

    def __iter__(self) -> Iterator[Conflict]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @cached_property
    def blame(self) -> Mapping[str, int]:
        """Id of a row → in how many conflicts it takes part; most first."""
        counts = Counter(
            row for conflict in self.found for one in conflict.rows for row in (one, *conflict.same.get(one, ()))
        )
        return dict(sorted(counts.items(), key=lambda entry: (-entry[1], natural(entry[0]))))


def find_conflicts(constraints: Iterable[Constraint], limits: Limits | None = None) -> Conflicts:
    """Find the minimal inconsistent sets of constraints.

    All constraints are compared with each other, and those of each rationale also for themselves, so that a conflict
    within one rationale is found even where many that mix rationales are in the way.

    Args:
        constraints: Rows and facts, in any order.
        limits: How far to search.

    Raises:
        ValueError: if two constraints share an id or a relation is no mask over the five base relations.
    """
    network = read_network(constraints)
    finder = Finder(network, limits or Limits())
    finder.run()
    return present(finder, finder.found)


def present(finder: Finder, found: Iterable[frozenset[int]]) -> Conflicts:
    """Turn sets of statements into conflicts, in an order that depends on nothing but the rows."""
    network, limits = finder.network, finder.limits
    conflicts = [_conflict(network, numbers, limits.mends) for numbers in found]
    keys = {id(conflict): tuple(natural(row.id) for row in conflict.constraints) for conflict in conflicts}
    conflicts.sort(key=lambda conflict: (conflict.mixed, len(conflict.constraints), keys[id(conflict)]))
    if len(conflicts) > limits.conflicts:
        del conflicts[limits.conflicts :]
        finder.cut("conflicts")
    conflicts.sort(key=lambda conflict: (len(conflict.constraints), conflict.mixed, keys[id(conflict)]))
    cuts = tuple(
        Cut(limit, getattr(limits, limit), _ids(network, numbers)) for limit, numbers in sorted(finder.cuts.items())
    )
    return Conflicts(tuple(conflicts), cuts, finder.work)


def _conflict(network: Network, numbers: frozenset[int], mends: int) -> Conflict:
    statements = [network.statements[number] for number in numbers]
    rows = tuple(sorted((statement.rows[0] for statement in statements), key=lambda row: natural(row.id)))
    links = chain_of(rows)
    ordered = tuple(link.constraint for link in links) if links else rows
    same = {
        statement.rows[0].id: tuple(row.id for row in statement.rows[1:])
        for statement in statements
        if len(statement.rows) > 1
    }
    return Conflict(ordered, same, _kind(ordered, network, numbers), mends)


def _kind(rows: tuple[Constraint, ...], network: Network, numbers: frozenset[int]) -> Kind:
    if len(rows) == 1:
        return Kind.SELF
    if any(isinstance(row, Distinct) for row in rows):
        return Kind.EQUAL_ITEMS
    if any(row.fixed for row in rows):
        return Kind.HIERARCHY
    if len({frozenset((row.subject, row.object)) for row in rows}) > 1:
        return Kind.CHAIN
    directions = [{row.subject for row in network.statements[number].rows} for number in numbers]
    return Kind.PAIR if set.intersection(*directions) else Kind.INVERSE


def _ids(network: Network, numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted((row.id for number in numbers for row in network.statements[number].rows), key=natural))
