"""A data graph with a shapes graph, at random; recursive ones are left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comparison import show
from hypothesis import strategies as st
from report_keys import Triples, sh
from strategies.data import random_data
from strategies.shapes import random_shapes

if TYPE_CHECKING:
    from random import Random

    from pyoxigraph import Triple
    from report_keys import Node
    from strategies.terms import Profile

__all__ = ["Pair", "is_recursive", "pairs", "random_pair"]


@dataclass(frozen=True)
class Pair:
    """A data graph and a shapes graph; shown as Turtle when a test fails."""

    data: list[Triple]
    shapes: list[Triple]

    def __repr__(self) -> str:
        return "\n" + show(self.data, self.shapes)


def random_pair(rng: Random, profile: Profile) -> Pair:
    """Return a data graph and a well-formed, recursion-free shapes graph."""
    profile = profile.few(rng)
    while is_recursive(shapes := random_shapes(rng, profile)):
        pass
    return Pair(random_data(rng, profile), shapes)


def pairs(*profiles: Profile) -> st.SearchStrategy[Pair]:
    """Return the same, for any of some profiles, as a strategy of Hypothesis."""
    return st.randoms(use_true_random=False).map(lambda rng: random_pair(rng, rng.choice(profiles)))


def is_recursive(shapes: list[Triple]) -> bool:
    """Tell whether a shape refers to itself, also by way of the siblings that it is counted apart from."""
    graph = Triples(shapes)

    def references(node: Node) -> set[Node]:
        found = {other for name in ("node", "not", "property") for other in graph.objects(node, sh(name))}
        for name in ("and", "or", "xone"):
            found.update(member for head in graph.objects(node, sh(name)) for member in graph.items(head))
        for parent in graph.subjects(sh("property"), node) if graph.objects(node, sh("qualifiedValueShape")) else []:
            for sibling in graph.objects(parent, sh("property")):
                found.update(graph.objects(sibling, sh("qualifiedValueShape")))
        return found | set(graph.objects(node, sh("qualifiedValueShape")))

    done: set[Node] = set()

    def meets_itself(node: Node, trail: frozenset[Node]) -> bool:
        if node in trail:
            return True
        if node in done:
            return False
        met = any(meets_itself(other, trail | {node}) for other in references(node))
        done.add(node)
        return met

    return any(meets_itself(triple.subject, frozenset()) for triple in shapes)  # type: ignore[arg-type]
