"""Make a failing pair small: leave out triple after triple as long as the test still fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from strategies.cases import Pair

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["smaller"]


def smaller(pair: Pair, fails: Callable[[Pair], bool]) -> Pair:
    """Return a pair that fails as well and from which no triple can be left out."""
    shrunk = True
    while shrunk:
        shrunk = False
        for part in ("data", "shapes"):
            for triple in list(getattr(pair, part)):
                fewer = [one for one in getattr(pair, part) if one != triple]
                candidate = Pair(fewer, pair.shapes) if part == "data" else Pair(pair.data, fewer)
                if fails(candidate):
                    pair, shrunk = candidate, True
    return pair
