"""A relation as Horn clauses over three atoms: A within B, B within A, A meets B.

The base relations are the five truth values of (within, without, meets) that non-empty sets can have: eq = (1, 1, 1),
pp = (1, 0, 1), ppi = (0, 1, 1), po = (0, 0, 1), dr = (0, 0, 0). A relation is a Horn formula over these atoms exactly
if it is closed under their conjunction; the only pair of base relations whose conjunction is a third is pp ∧ ppi = po.
So the Horn relations are the 28 of `relations.tractable`. The other four are read as if they allowed po as well
(their Horn hull), and `Clauses.either` keeps what that loses.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mmssc.setlogic.relations import Relation, tractable

__all__ = ["CLAUSES", "MEETS", "WITHIN", "WITHOUT", "Clauses"]

WITHIN: Final = 0
"""The atom "the first set lies within the second"."""
WITHOUT: Final = 1
"""The atom "the second set lies within the first"."""
MEETS: Final = 2
"""The atom "the two have something in common"."""

_TRUE: Final = (
    Relation.EQ | Relation.PP,
    Relation.EQ | Relation.PPI,
    Relation.ANY & ~Relation.DR,
)


class Clauses(NamedTuple):
    """What one relation says.

    Attributes:
        facts: Atoms that hold. `MEETS` is left out where an inclusion says it already.
        denied: Atoms that do not hold. An inclusion is left out where `MEETS` is denied.
        not_both: Whether the two inclusions exclude each other and neither is denied.
        rules: Pairs of atoms: if the first holds, so does the second (always an inclusion).
        either: For a relation outside the tractable class: whether one of the inclusions must hold
            (`"always"`) or must hold if the sets meet (`"if meeting"`); else empty.
    """

    facts: tuple[int, ...]
    denied: tuple[int, ...]
    not_both: bool
    rules: tuple[tuple[int, int], ...]
    either: str


def _clauses(relation: int) -> Clauses:
    mask = relation if tractable(relation) else relation | Relation.PO
    holds = {atom for atom in (WITHIN, WITHOUT, MEETS) if not mask & ~_TRUE[atom]}
    fails = {atom for atom in (WITHIN, WITHOUT, MEETS) if not mask & _TRUE[atom]}
    rules = {
        (premise, conclusion)
        for premise in {WITHIN, WITHOUT, MEETS} - fails
        for conclusion in {WITHIN, WITHOUT} - holds - {premise}
        if not mask & _TRUE[premise] & ~_TRUE[conclusion]
    }
    return Clauses(
        facts=tuple(sorted(holds - {MEETS} or holds)),
        denied=(MEETS,) if MEETS in fails else tuple(sorted(fails)),
        not_both=not mask & Relation.EQ and not fails,
        rules=tuple(sorted(rule for rule in rules if rule[0] == MEETS or (MEETS, rule[1]) not in rules)),
        either="" if tractable(relation) else "if meeting" if relation & Relation.DR else "always",
    )


CLAUSES: Final = tuple(_clauses(mask) for mask in range(32))
"""CLAUSES[m]: the clauses of the relation m. The empty relation has no clauses worth the name and is treated apart."""
