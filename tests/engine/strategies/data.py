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

    subjects = rng.sample(SUBJECTS, rng.randint(2, 4))

    def some(least: int, most: int, predicates: list[NamedNode], ends: Sequence[Node]) -> list[Triple]:
        count = range(rng.randint(least, most))
        return [Triple(rng.choice(subjects), rng.choice(predicates), rng.choice(ends)) for _ in count]  # type: ignore[arg-type]

    def many() -> list[Triple]:
        """Give one node several values of one property: something to count, and languages to meet."""
        subject, predicate = rng.choice(subjects), rng.choice(PROPERTIES)
        values = list(dict.fromkeys(profile.literals))
        return [Triple(subject, predicate, value) for value in rng.sample(values, rng.randint(0, len(values)))]  # type: ignore[arg-type]

    return [
        *some(0, 4, [_TYPE], CLASSES),
        *some(2, 8, PROPERTIES, subjects),
        *some(1, 6, PROPERTIES, profile.literals),
        *many(),
        *many(),
        *some(0, 5, ORDERED, profile.ordered),
        *(Triple(rng.choice(CLASSES), _SUBCLASS, rng.choice(CLASSES)) for _ in range(rng.randint(0, 3))),
    ]
