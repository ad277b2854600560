"""The textbook way, as the oracle of the benchmark: path consistency over all triples, in cubic time a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.setlogic import Relation, compose, converse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.setlogic import Constraint

COMPOSED = [[int(compose(first, second)) for second in range(32)] for first in range(32)]


def consistent(constraints: Sequence[Constraint]) -> bool:
    """Refine each pair by each third item until nothing changes; tell whether something is left for every pair."""
    names = sorted({item for row in constraints for item in (row.subject, row.object)})
    numbers = {name: number for number, name in enumerate(names)}
    items = range(len(names))
    known = [[int(Relation.ANY) if one != other else int(Relation.EQ) for other in items] for one in items]
    for row in constraints:
        first, second = numbers[row.subject], numbers[row.object]
        known[first][second] &= row.relations
        known[second][first] &= converse(row.relations)
    changed = True
    while changed:
        changed = False
        for middle in items:
            from_middle = known[middle]
            for line in known:
                composed = COMPOSED[line[middle]]
                for other in items:
                    refined = line[other] & composed[from_middle[other]]
                    if refined != line[other]:
                        if not refined:
                            return False
                        line[other] = refined
                        changed = True
    return True
