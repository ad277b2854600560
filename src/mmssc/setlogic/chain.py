"""Conflicts that are one cycle through the items: a chain of constraints from A to C, and one that says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmssc.setlogic.constraints import Distinct
from mmssc.setlogic.order import natural
from mmssc.setlogic.relations import CONVERSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.setlogic.constraints import Constraint

__all__ = ["Link", "chain_of", "link"]


class Link(NamedTuple):
    """A constraint as it is read along a chain."""

    constraint: Constraint
    start: str
    relations: int
    end: str


def link(constraint: Constraint, start: str) -> Link:
    """Read a constraint from one of its ends."""
    if constraint.subject == start:
        return Link(constraint, start, int(constraint.relations), constraint.object)
    return Link(constraint, start, CONVERSE[constraint.relations], constraint.subject)


def _rank(constraint: Constraint) -> tuple[object, ...]:
    return isinstance(constraint, Distinct), not constraint.fixed, natural(constraint.id)


def chain_of(constraints: Sequence[Constraint]) -> tuple[Link, ...] | None:
    """Order constraints that form one cycle; None if they form none.

    The last link is read as it stands, and the others lead from its subject to its object. It is the one whose id comes
    last, not a fixed one if possible; that two items differ comes after everything else.
    """
    around: dict[str, list[Constraint]] = {}
    for constraint in constraints:
        around.setdefault(constraint.subject, []).append(constraint)
        around.setdefault(constraint.object, []).append(constraint)
    if len(constraints) < 2 or len(around) != len(constraints) or any(len(found) != 2 for found in around.values()):
        return None
    last = max(constraints, key=_rank)
    links: list[Link] = []
    item, before = last.subject, last
    while True:
        one, other = around[item]
        before = other if one is before else one
        if before is last:
            break
        links.append(link(before, item))
        item = links[-1].end
    if len(links) != len(constraints) - 1:
        return None
    return (*links, link(last, last.subject))
