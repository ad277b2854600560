"""The ladder of a maturity model in columns: which criterion asks what, as queries/assess/ladder.rq tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mmssc.knowledge import query_names, query_text
from mmssc.names import natural
from mmssc.store import add, select

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from mmssc.engine.graph import Node

__all__ = ["Criterion", "ladder"]


@dataclass(slots=True)
class Criterion:
    """One criterion, with everything that it asks directly or through the criteria that it builds on.

    Attributes:
        node: The criterion.
        characteristic: Its characteristic.
        code: The code of its characteristic.
        level: Its level.
        rank: The rank of its level.
        requirements: All that it asks, in the natural order of their codes.
        direct: Which of them it asks without an alternative.
        alternatives: Groups of requirements of which one is enough.
    """

    node: Node
    characteristic: Node
    code: str
    level: Node
    rank: int
    requirements: list[Node] = field(default_factory=list)
    direct: set[Node] = field(default_factory=set)
    alternatives: list[list[Node]] = field(default_factory=list)

    def codes(self) -> dict[str, Node]:
        """Return the requirements by their codes, the last part of their IRIs."""
        return {node.value.rpartition("/")[2].rpartition("#")[2]: node for node in self.requirements}


def ladder(knowledge: Iterable[Triple]) -> list[Criterion]:
    """Return the criteria of a model, by characteristic and rank."""
    from pyoxigraph import Store

    store = Store()
    named = query_names("assess/ladder")
    add(store, (triple for triple in knowledge if triple.predicate in named))
    criteria: dict[Node, Criterion] = {}
    groups: dict[tuple[Node, Node], list[Node]] = {}
    for row in select(store, query_text("assess/ladder")):
        node = row["criterion"]
        criterion = criteria.setdefault(
            node, Criterion(node, row["characteristic"], row["code"].value, row["level"], int(row["rank"].value))
        )
        if "requirement" not in row:
            continue
        if row["requirement"] not in criterion.requirements:
            criterion.requirements.append(row["requirement"])
        if "alternatives" not in row:
            criterion.direct.add(row["requirement"])
        else:
            groups.setdefault((node, row["alternatives"]), []).append(row["requirement"])
    for (node, _), members in groups.items():
        criteria[node].alternatives.append(members)
    for criterion in criteria.values():
        criterion.requirements.sort(key=lambda requirement: natural(requirement.value))
    return sorted(criteria.values(), key=lambda criterion: (natural(criterion.code), criterion.rank))
