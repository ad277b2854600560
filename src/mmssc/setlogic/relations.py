"""The relation algebra RCC-5 on bit masks: what two non-empty sets can be to each other, and what follows from that."""

from __future__ import annotations

from enum import IntFlag
from itertools import product
from typing import Final

__all__ = ["BASE", "COMPOSITION", "CONVERSE", "Relation", "compose", "converse", "distance", "tractable"]


class Relation(IntFlag):
    """A set of base relations; several together mean "one of these"."""

    EQ = 1
    """Equal."""
    PP = 2
    """Proper subset."""
    PPI = 4
    """Proper superset."""
    PO = 8
    """Overlap: something in common, and something of its own on either side."""
    DR = 16
    """Disjoint."""
    ANY = 31
    """All five: says nothing."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the base relations, in the order eq, pp, ppi, po, dr."""
        return tuple(code for code, base in zip(_CODES, BASE, strict=True) if self & base)

    @classmethod
    def of(cls, *codes: str) -> Relation:
        """Return the relation with these codes.

        Raises:
            ValueError: if a code is none of eq, pp, ppi, po, dr.
        """
        mask = cls(0)
        for code in codes:
            if code not in _CODES:
                raise ValueError(f"no relation “{code}”: use {', '.join(_CODES)}")
            mask |= BASE[_CODES.index(code)]
        return mask


_CODES: Final = ("eq", "pp", "ppi", "po", "dr")

BASE: Final = (Relation.EQ, Relation.PP, Relation.PPI, Relation.PO, Relation.DR)
"""The five base relations: between two non-empty sets exactly one of them holds."""

_EQ, _PP, _PPI, _PO, _DR = (int(base) for base in BASE)
_ANY: Final = int(Relation.ANY)

# Row, then column: what A may be to C if A is (row) to B and B is (column) to C.
_BASE_COMPOSITION: Final = {
    _EQ: (_EQ, _PP, _PPI, _PO, _DR),
    _PP: (_PP, _PP, _ANY, _PP | _PO | _DR, _DR),
    _PPI: (_PPI, _EQ | _PP | _PPI | _PO, _PPI, _PPI | _PO, _PPI | _PO | _DR),
    _PO: (_PO, _PP | _PO, _PPI | _PO | _DR, _ANY, _PPI | _PO | _DR),
    _DR: (_DR, _PP | _PO | _DR, _DR, _PP | _PO | _DR, _ANY),
}

# Relations that pass into each other by a gradual change of one set are neighbours.
_NEIGHBOURS: Final = {_EQ: _PP | _PPI, _PP: _EQ | _PO, _PPI: _EQ | _PO, _PO: _PP | _PPI | _DR, _DR: _PO}


def _composition() -> tuple[tuple[int, ...], ...]:
    table = [[0] * 32 for _ in range(32)]
    for first, second in product(range(32), repeat=2):
        for base, row in _BASE_COMPOSITION.items():
            if first & base:
                for other, result in zip(_BASE_COMPOSITION, row, strict=True):
                    if second & other:
                        table[first][second] |= result
    return tuple(map(tuple, table))


def _spread(mask: int) -> int:
    wider = mask
    for base, near in _NEIGHBOURS.items():
        if mask & base:
            wider |= near
    return wider


CONVERSE: Final = tuple(
    mask & (_EQ | _PO | _DR) | (_PPI if mask & _PP else 0) | (_PP if mask & _PPI else 0) for mask in range(32)
)
"""CONVERSE[m]: what B is to A if A is m to B."""

COMPOSITION: Final = _composition()
"""COMPOSITION[m][n]: what A is to C if A is m to B and B is n to C."""


def converse(relation: int) -> Relation:
    """Return what B is to A if A is ``relation`` to B."""
    return Relation(CONVERSE[relation])


def compose(first: int, second: int) -> Relation:
    """Return what A is to C if A is ``first`` to B and B is ``second`` to C."""
    return Relation(COMPOSITION[first][second])


def distance(was: int, allowed: int) -> tuple[int, Relation]:
    """Return how far ``allowed`` is from ``was``, and the nearest relations in it.

    The distance is counted in the conceptual neighbourhood graph of RCC-5, dr–po–pp–eq and po–ppi–eq (Freksa 1991 on
    neighbourhoods): a step is a change that one set can make gradually. From the empty relation every base is at 0.
    """
    reached, steps = was or _ANY, 0
    while not reached & allowed:
        spread = _spread(reached)
        if spread == reached:
            raise ValueError("nothing is allowed: there is no distance to it")
        reached, steps = spread, steps + 1
    return steps, Relation(reached & allowed)


def tractable(relation: int) -> bool:
    """Tell whether the relation is among the 28 of the maximal tractable subclass that has all base relations.

    It is the subclass of Jonsson & Drakengren (1997, "A complete classification of tractability in RCC-5", JAIR 6) and
    Renz & Nebel (1999, AIJ 108): all relations but those that allow both inclusions and not the overlap between them.
    """
    return not (relation & _PP and relation & _PPI) or bool(relation & _PO)
