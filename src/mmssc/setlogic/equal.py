"""Distinct items of one scheme that rows make equal, directly or through chains (one item equal to two of a scheme)."""

from __future__ import annotations

from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING, Final

from mmssc.setlogic.conflicts import present
from mmssc.setlogic.constraints import Distinct, Limits
from mmssc.setlogic.decide import saturate
from mmssc.setlogic.finder import Finder
from mmssc.setlogic.network import read_network
from mmssc.setlogic.relations import Relation
from mmssc.setlogic.search import antichain
from mmssc.setlogic.theory import Theory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mmssc.setlogic.conflicts import Conflicts
    from mmssc.setlogic.constraints import Constraint
    from mmssc.setlogic.network import Network

__all__ = ["find_equal_items"]

_FEW: Final = 20
"""Of so many items of one scheme that are equal, all pairs are looked at."""


def find_equal_items(
    constraints: Iterable[Constraint],
    scheme: Mapping[str, str] | Callable[[str], str | None],
    limits: Limits | None = None,
) -> Conflicts:
    """Find the minimal sets of rows that make two items of one scheme equal.

    Items that hierarchies alone make equal (a cycle of facts) are left to the checks of hierarchies. Where very many
    items of one scheme become equal to each other, only pairs that have a neighbour in common, and enough others to
    name each item, are looked at, and the limit `conflicts` is reported as hit.

    Args:
        constraints: Rows and facts, in any order.
        scheme: The scheme of an item, if any.
        limits: How far to search.

    Raises:
        ValueError: as in `find_conflicts`.
    """
    limits = limits or Limits()
    rows = list(constraints)
    candidates = _Candidates(read_network(rows), scheme if callable(scheme) else scheme.get)
    pairs = sorted(islice(candidates.pairs(), limits.conflicts))
    facts = [
        Distinct(f"{first} ≠ {second}", first, Relation.ANY & ~Relation.EQ, second, None, True)
        for first, second in pairs
    ]
    finder = Finder(read_network([*rows, *facts]), limits)
    meant = frozenset(
        number
        for number, statement in enumerate(finder.network.statements)
        if any(isinstance(row, Distinct) for row in statement.rows)
    )
    finder.run(meant)
    if candidates.left_out or len(pairs) == limits.conflicts:
        finder.cut("conflicts")
    found = sorted(
        (numbers for numbers in finder.found if numbers & meant), key=lambda some: (-len(some), sorted(some))
    )
    by_rows = {_changeable(finder.network, numbers): numbers for numbers in found}
    return present(finder, [by_rows[some] for some in antichain(some for some in by_rows if some)])


class _Candidates:
    """Pairs of items of one scheme that include each other.

    Attributes:
        left_out: Whether some pairs were left out.
    """

    def __init__(self, network: Network, scheme: Callable[[str], str | None]) -> None:
        self._items = network.items
        self._scheme = scheme
        chosen = [number for number, one in enumerate(network.statements) if not (one.idle or one.impossible)]
        self._theory = Theory(network, chosen)
        self._component = saturate(self._theory).component
        self.left_out = False

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs, each once."""
        classes: dict[tuple[int, str], list[str]] = {}
        for item in sorted(self._component):
            of = self._scheme(self._items[item])
            if of is not None:
                classes.setdefault((self._component[item], of), []).append(self._items[item])
        crowded: set[tuple[int, str]] = set()
        for key, together in classes.items():
            if len(together) <= _FEW:
                yield from combinations(together, 2)
            else:
                crowded.add(key)
        if crowded:
            self.left_out = True
            near = dict.fromkeys(pair for key in sorted(crowded) for pair in pairwise(classes[key]))
            near.update(dict.fromkeys(self._neighbours(crowded)))
            yield from near

    def _neighbours(self, crowded: set[tuple[int, str]]) -> Iterator[tuple[str, str]]:
        """Yield the pairs in crowded classes that have a neighbour in common."""
        theory = self._theory
        for item, component in sorted(self._component.items()):
            around: dict[str, set[str]] = {}
            for edge in (*theory.up.get(item, ()), *theory.down.get(item, ())):
                name = self._items[edge.to]
                of = self._scheme(name)
                if of is not None and (component, of) in crowded and self._component[edge.to] == component:
                    around.setdefault(of, set()).add(name)
            for names in around.values():
                ordered = sorted(names)
                yield from combinations(ordered, 2) if len(ordered) <= _FEW else pairwise(ordered)


def _changeable(network: Network, numbers: frozenset[int]) -> frozenset[int]:
    return frozenset(number for number in numbers if not network.statements[number].fixed)
