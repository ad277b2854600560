"""A checker of proofs that knows the composition table and nothing else of the package."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from mmssc.setlogic import Reason, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.setlogic import Constraint, Step

TABLE = {
    "eq": ("eq", "pp", "ppi", "po", "dr"),
    "pp": ("pp", "pp", "*", "pp po dr", "dr"),
    "ppi": ("ppi", "eq pp ppi po", "ppi", "ppi po", "ppi po dr"),
    "po": ("po", "pp po", "ppi po dr", "*", "ppi po dr"),
    "dr": ("dr", "pp po dr", "dr", "pp po dr", "*"),
}
"""The composition table as it stands in the catalogue of checks."""

CODES = tuple(TABLE)
TURNED = {"eq": "eq", "pp": "ppi", "ppi": "pp", "po": "po", "dr": "dr"}


def composed(first: Relation, second: Relation) -> set[str]:
    """Compose by the printed table."""
    cells = [TABLE[one][CODES.index(other)] for one, other in product(first.codes, second.codes)]
    return {code for cell in cells for code in (CODES if cell == "*" else cell.split())}


def check_proof(steps: Sequence[Step], constraints: Sequence[Constraint], refutes: bool = True) -> None:
    """Assert that every step follows, and that the last one leaves nothing without having supposed anything."""
    rows = {row.id: row for row in constraints}
    supposed: dict[int, frozenset[int]] = {}
    for position, step in enumerate(steps, start=1):
        assert step.number == position
        assert all(premise < position for premise in step.premises)
        premises = [steps[premise - 1] for premise in step.premises]
        rests = frozenset().union(*(supposed[premise] for premise in step.premises))
        claim = set(step.relations.codes)
        match step.reason:
            case Reason.ROW:
                row = rows[step.rows[0]]
                assert claim == read(row.subject, Relation(row.relations), row.object, step)
            case Reason.DISTINCT:
                assert claim == {"pp", "ppi", "po", "dr"}
            case Reason.IDENTITY:
                assert (step.subject, claim) == (step.object, {"eq"})
            case Reason.COMPOSE:
                first, second = premises
                assert any(claim == chained(one, other, step) for one in turns(first) for other in turns(second))
            case Reason.MEET:
                first, second = premises
                assert claim == says(first, step) & says(second, step)
            case Reason.SUPPOSE:
                assert claim < says(premises[0], step)
                rests |= {position}
            case Reason.EXCLUDE:
                case, nothing = premises
                assert case.reason is Reason.SUPPOSE
                assert not nothing.relations
                origin = steps[case.premises[0] - 1]
                assert claim == says(origin, step) - says(case, step)
                rests = (supposed[nothing.number] | supposed[origin.number]) - {case.number}
        supposed[position] = rests
    if refutes:
        assert not steps[-1].relations
        assert not supposed[len(steps)]


def turns(step: Step) -> list[tuple[str, set[str], str]]:
    """A step read in both directions."""
    claim = set(step.relations.codes)
    return [(step.subject, claim, step.object), (step.object, {TURNED[code] for code in claim}, step.subject)]


def chained(one: tuple[str, set[str], str], other: tuple[str, set[str], str], step: Step) -> set[str] | None:
    """What two steps say together of the pair of a third, if they meet at an item."""
    if one[2] != other[0] or (one[0], other[2]) != (step.subject, step.object):
        return None
    return composed(Relation.of(*one[1]), Relation.of(*other[1]))


def says(premise: Step, step: Step) -> set[str]:
    """What a premise says of the pair of a step."""
    return read(premise.subject, premise.relations, premise.object, step)


def read(subject: str, relations: Relation, object_: str, step: Step) -> set[str]:
    """Relations in the direction of a step."""
    claim = set(relations.codes)
    if (subject, object_) == (step.subject, step.object):
        return claim
    assert (object_, subject) == (step.subject, step.object)
    return {TURNED[code] for code in claim}
