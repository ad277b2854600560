"""What a server is asked for: the arguments of the steps that need data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path
    from mmssc.engine.sparql.origins import Origin

__all__ = ["Outside", "Said", "Tally", "Walk"]


@dataclass(frozen=True, slots=True)
class Walk:
    """Focus nodes with their values.

    Attributes:
        origins: Where the focus nodes come from; a query for each. There are none if the path is repeated
            (``routes.is_repeated``): then all triples of its predicates are asked for.
        path: The path to the values.
        fine: SPARQL expressions over ``?value``. Pairs for which all of them are true are left out: they are no
            violations, whatever else is true of them.
    """

    origins: tuple[Origin, ...]
    path: Path
    fine: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """Focus nodes with those of their values that are not of a class."""

    origins: tuple[Origin, ...]
    path: Path
    cls: Node


@dataclass(frozen=True, slots=True)
class Tally:
    """Focus nodes with fewer (``<``) or more (``>``) values than a number."""

    origins: tuple[Origin, ...]
    path: Path
    sign: str
    number: int


@dataclass(frozen=True, slots=True)
class Said:
    """Nodes with what is said of them by other predicates than these."""

    origins: tuple[Origin, ...]
    allowed: tuple[Node, ...]
