"""What one shard of sources speaks of, so that it can be told afterwards whether another shard bears on it.

Shards are assessed each by itself. That is right as long as no community and no item occurs in two of them, and what an
item refers to is described alike wherever it is described at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import NamedNode

from mmssc.engine.arrays import Nodes, distinct
from mmssc.evidence.check import links, makes_item
from mmssc.names import MMSSC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mmssc.engine import Base
    from mmssc.engine.arrays import Ids, Mask
    from mmssc.engine.terms import Terms
    from mmssc.evidence.batch import Batch

    Hashes = NDArray[np.uint64]

__all__ = ["Trace", "apart", "trace"]

_COMMUNITY: Final = NamedNode(MMSSC + "community")


@dataclass(frozen=True, slots=True)
class Trace:
    """Numbers that stand for terms, the same in every shard.

    Attributes:
        own: What may occur in this shard only: communities, and items of evidence.
        things: What items may refer to, and is neither.
        said: What is said of each thing here, as a number; 0 if nothing is.
        mentioned: Whether an item here refers to it.
    """

    own: Hashes
    things: Hashes
    said: Hashes
    mentioned: Mask


def trace(batch: Batch, base: Base) -> Trace:
    """Note what a shard speaks of."""
    import polars as pl

    terms, subject, predicate, value = batch.terms, batch.subject, batch.predicate, batch.value
    items = Nodes.of(subject[makes_item(predicate, value, base)])
    by_item = items.has(subject)
    communities = Nodes.of(value[by_item & (predicate == base.number(_COMMUNITY))])
    linked = by_item & np.isin(predicate, [base.number(link) for link in links()])
    mentioned = _foreign(Nodes.of(value[linked]), base).minus(communities)
    described = _foreign(Nodes.of(subject), base).minus(items).minus(communities)
    things = Nodes.union([mentioned, described])
    said = np.zeros(len(things), dtype=np.uint64)
    about = np.flatnonzero(described.has(subject))
    _, first = np.unique(np.stack([subject[about], predicate[about], value[about]]), axis=1, return_index=True)
    about = about[first]
    statement = pl.select(pl.format("{} {}", terms.texts(predicate[about]), terms.texts(value[about])).hash())
    np.add.at(said, np.searchsorted(things.ids, subject[about]), statement.to_series().to_numpy())
    own = np.concatenate([communities.ids, items.ids])
    return Trace(_hashes(terms, own), _hashes(terms, things.ids), said, mentioned.has(things.ids))


def _foreign(nodes: Nodes, base: Base) -> Nodes:
    """Leave out what the model describes: evidence has no say in it."""
    return Nodes(nodes.ids[~base.describes(nodes.ids)])


def _hashes(terms: Terms, ids: Ids) -> Hashes:
    return terms.texts(ids).hash().to_numpy()


def apart(traces: Sequence[Trace]) -> bool:
    """Tell whether shards could be assessed each by itself."""
    if len(traces) < 2:
        return True
    own = np.concatenate([each.own for each in traces])
    if len(distinct(own)) < len(own):
        return False
    things = np.concatenate([each.things for each in traces])
    mentioned = distinct(np.concatenate([each.things[each.mentioned] for each in traces]))
    chosen = np.isin(things, mentioned)
    said = np.unique(np.stack([things[chosen], np.concatenate([each.said for each in traces])[chosen]]), axis=1)
    return len(distinct(said[0])) == said.shape[1] and not np.isin(things, own).any()
