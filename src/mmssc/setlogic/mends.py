"""The smallest change that mends a conflict: which row, and to which relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmssc.setlogic.chain import chain_of
from mmssc.setlogic.decide import consistent
from mmssc.setlogic.network import read_network
from mmssc.setlogic.order import natural
from mmssc.setlogic.relations import BASE, COMPOSITION, CONVERSE, Relation, distance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmssc.setlogic.chain import Link
    from mmssc.setlogic.constraints import Constraint

__all__ = ["Mend", "smallest_mends"]


class Mend(NamedTuple):
    """A change of one row, or of the rows that say the same, after which the conflict is gone.

    Attributes:
        rows: The rows to change.
        was: What they say, in the direction of the first of them.
        to: Any one of these relations mends the conflict with the least change.
        allowed: Any one of these relations mends the conflict: what the other rows of the conflict leave open.
        distance: How far the relations are apart in the conceptual neighbourhood.
    """

    rows: tuple[str, ...]
    was: Relation
    to: Relation
    allowed: Relation
    distance: int


def smallest_mends(constraints: Sequence[Constraint], same: Mapping[str, tuple[str, ...]]) -> list[Mend]:
    """Return the smallest mends of a minimal conflict: the fewest rows, then the least change; no fixed fact."""
    links = chain_of(constraints)
    allowed = _allowed_in_chain(links) if links else _allowed(constraints)
    mends: list[Mend] = []
    for constraint in sorted(constraints, key=lambda constraint: natural(constraint.id)):
        if not constraint.fixed:
            steps, to = distance(int(constraint.relations), allowed[constraint.id])
            rows = (constraint.id, *same.get(constraint.id, ()))
            mends.append(Mend(rows, Relation(constraint.relations), to, Relation(allowed[constraint.id]), steps))
    least = min(((len(mend.rows), mend.distance) for mend in mends), default=None)
    return [mend for mend in mends if (len(mend.rows), mend.distance) == least]


def _allowed_in_chain(links: Sequence[Link]) -> dict[str, int]:
    """Return what the others on a cycle leave open for each, in its own direction: their composition."""
    *before, last = links
    cycle = [link.relations for link in before] + [CONVERSE[last.relations]]
    prefix = [int(Relation.EQ)]
    for relations in cycle:
        prefix.append(COMPOSITION[prefix[-1]][relations])
    allowed: dict[str, int] = {}
    suffix = int(Relation.EQ)
    for position in reversed(range(len(cycle))):
        others = CONVERSE[COMPOSITION[suffix][prefix[position]]]  # the way round, from the link's end to its start
        link = links[position]
        forward = link.start == link.constraint.subject
        if position == len(before):
            forward = False
        allowed[link.constraint.id] = others if forward else CONVERSE[others]
        suffix = COMPOSITION[cycle[position]][suffix]
    return allowed


def _allowed(constraints: Sequence[Constraint]) -> dict[str, int]:
    network = read_network(constraints)
    everything = range(len(network.statements))
    allowed: dict[str, int] = {}
    for number, statement in enumerate(network.statements):
        row = statement.rows[0]
        left = sum(int(base) for base in BASE if consistent(network, everything, {number: int(base)}))
        turned = statement.first != network.items.index(row.subject)
        allowed[row.id] = CONVERSE[left] if turned else left
    return allowed
