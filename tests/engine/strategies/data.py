"""Random small data graphs: typed nodes, class hierarchies with cycles, links and values of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple
from strategies.terms import CLASSES, ORDERED, PROPERTIES, SUBJECTS

from mmssc.names import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from strategies.terms import Node, Profile

__all__ = ["random_data"]

_TYPE, _SUBCLASS = NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf")


def random_data(rng: Random, profile: Profile) -> list[Triple]:
    """Return a data graph of up to some twenty triples."""

    def some(least: int, most: int, predicates: list[NamedNode], ends: Sequence[Node]) -> list[Triple]:
        count = range(rng.randint(least, most))
        return [Triple(rng.choice(SUBJECTS), rng.choice(predicates), rng.choice(ends)) for _ in count]  # type: ignore[arg-type]

    return [
        *some(0, 4, [_TYPE], CLASSES),
        *some(2, 8, PROPERTIES, SUBJECTS),
        *some(2, 10, PROPERTIES, profile.literals),
        *some(0, 5, ORDERED, profile.ordered),
        *(Triple(rng.choice(CLASSES), _SUBCLASS, rng.choice(CLASSES)) for _ in range(rng.randint(0, 3))),
    ]
