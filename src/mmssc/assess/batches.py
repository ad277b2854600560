"""Evidence in batches of whole communities: communities do not bear on each other, so memory need not hold them all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.names import MMSSC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from mmssc.engine.graph import Node

__all__ = ["BATCH", "batches"]

BATCH: Final = 20_000
"""How many triples of evidence are assessed at a time: of 5,000, 20,000 and 120,000, this was the fastest."""

_COMMUNITY: Final = NamedNode(MMSSC + "community")


def batches(evidence: Iterable[Triple], size: int = BATCH) -> Iterator[list[Triple]]:
    """Split evidence into batches, communities in the order of their IRIs, each whole in one batch.

    Communities that share an item stay together. What the items of several batches refer to, such as a publisher,
    is repeated in each.

    Args:
        evidence: Well-formed evidence (``mmssc.evidence.check``): each item names its community.
        size: The number of triples after which a batch is closed; a larger community is a batch of its own.
    """
    statements: dict[Node | Triple, list[Triple]] = defaultdict(list)
    items: dict[NamedNode, list[Node | Triple]] = defaultdict(list)
    for triple in evidence:
        statements[triple.subject].append(triple)
        if triple.predicate == _COMMUNITY and isinstance(triple.object, NamedNode):
            items[triple.object].append(triple.subject)
    batch: list[Triple] = []
    seen: set[Node | Triple] = set()
    taken: set[Node | Triple] = set()
    for community in sorted(items, key=lambda node: node.value):
        if community in taken:
            continue
        if len(batch) >= size:
            yield batch
            batch, seen = [], set()
        waiting: list[Node | Triple] = [community]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            batch += statements.get(node, ())
            waiting += [triple.object for triple in statements.get(node, ())]
            if isinstance(node, NamedNode) and node in items:
                taken.add(node)
                waiting += items[node]
    if batch:
        yield batch
