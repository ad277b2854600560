"""Whether statements can all be true: derive what follows, and look whether a denied atom is among it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.setlogic.reach import Reach
from mmssc.setlogic.relations import Relation
from mmssc.setlogic.theory import Theory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mmssc.setlogic.network import Network
    from mmssc.setlogic.search import Search
    from mmssc.setlogic.theory import Goal

__all__ = ["consistent", "contradicted", "minimise", "saturate"]

_EQ, _PP, _PPI = int(Relation.EQ), int(Relation.PP), int(Relation.PPI)


def saturate(theory: Theory, search: Search | None = None) -> Reach:
    """Fire the rules whose premises are derivable until no more fires; a search, if given, learns why each fired."""
    while True:
        reach = Reach(theory)
        holding = reach.derivable([rule.premise for rule in theory.rules])
        fired = [rule for rule, holds in zip(theory.rules, holding, strict=True) if holds]
        if not fired:
            return reach
        if search is not None:
            search.start()
            search.support.update({(rule.statement, rule.premise): search.witness(rule.premise) for rule in fired})
        theory.rules = [rule for rule, holds in zip(theory.rules, holding, strict=True) if not holds]
        for rule in fired:
            theory.include(rule.statement, rule.conclusion.first, rule.conclusion.second, rule.premise)


def contradicted(theory: Theory, reach: Reach) -> list[Goal]:
    """Return the goals whose atoms all follow."""
    atoms = list(dict.fromkeys(atom for goal in theory.goals for atom in goal.atoms))
    holding = dict(zip(atoms, reach.derivable(atoms), strict=True))
    return [goal for goal in theory.goals if all(holding[atom] for atom in goal.atoms)]


def consistent(network: Network, chosen: Iterable[int], instead: Mapping[int, int] | None = None) -> bool:
    """Tell whether there are non-empty sets for which all the chosen statements hold.

    It is exact for all relations. The time is linear in the tractable class; each statement outside can double it.

    Args:
        network: The statements.
        chosen: Which of them.
        instead: Other relations that some of them are to have.
    """
    instead = instead or {}
    relevant: list[int] = []
    for number in chosen:
        statement = network.statements[number]
        relations = instead.get(number, statement.relations)
        if not relations or (statement.first == statement.second and not relations & _EQ):
            return False
        if statement.first != statement.second:
            relevant.append(number)
    theory = Theory(network, relevant, instead)
    splits = list(theory.splits)
    if contradicted(theory, saturate(theory)):
        return False
    if not splits:
        return True
    relations = instead.get(splits[0], network.statements[splits[0]].relations)
    return any(consistent(network, relevant, {**instead, splits[0]: relations & ~without}) for without in (_PPI, _PP))


def minimise(network: Network, chosen: Iterable[int]) -> frozenset[int]:
    """Return a minimal inconsistent subset of inconsistent statements; where there is a choice, the first are kept."""
    kept = sorted(chosen)
    for number in reversed(kept.copy()):
        rest = [other for other in kept if other != number]
        if not consistent(network, rest):
            kept = rest
    return frozenset(kept)
