"""Brute force over finite sets: the oracle of the set logic, which uses nothing of the package's reasoning."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.setlogic import Constraint

EQ, PP, PPI, PO, DR = 1, 2, 4, 8, 16


def relation_of(first: frozenset[int], second: frozenset[int]) -> int:
    """What one non-empty finite set is to another."""
    if first == second:
        return EQ
    if first < second:
        return PP
    if first > second:
        return PPI
    return PO if first & second else DR


def satisfiable(constraints: Sequence[Constraint]) -> bool:
    """Whether non-empty sets exist for which all hold: exact, over all universes.

    A family of n sets is, up to the number of points, a choice of non-empty regions of their Venn diagram. For each way
    to pick one base relation a constraint, the regions that none of the picks forbids are all taken: more regions only
    help what has to exist.
    """
    items = sorted({item for row in constraints for item in (row.subject, row.object)})
    regions = range(1, 1 << len(items))
    inside = {item: sum(1 << region for region in regions if region >> bit & 1) for bit, item in enumerate(items)}
    return _pick(list(constraints), inside, sum(1 << region for region in regions), list(inside.values()))


def _pick(rest: list[Constraint], inside: dict[str, int], allowed: int, needed: list[int]) -> bool:
    if any(not allowed & region for region in needed):
        return False
    if not rest:
        return True
    row = rest[0]
    first, second = inside[row.subject], inside[row.object]
    common, left, right = first & second, first & ~second, second & ~first
    for base, forbidden, wanted in (
        (EQ, left | right, []),
        (PP, left, [right]),
        (PPI, right, [left]),
        (PO, 0, [common, left, right]),
        (DR, common, []),
    ):
        if int(row.relations) & base and _pick(rest[1:], inside, allowed & ~forbidden, needed + wanted):
            return True
    return False


def minimal_conflicts(constraints: Sequence[Constraint]) -> set[frozenset[str]]:
    """All minimal inconsistent subsets, as sets of ids, by trying every subset."""
    found: set[frozenset[str]] = set()
    for size in range(1, len(constraints) + 1):
        for some in combinations(constraints, size):
            ids = frozenset(row.id for row in some)
            if not any(smaller <= ids for smaller in found) and not satisfiable(some):
                found.add(ids)
    return found
