"""The assessments of one batch of evidence, in columns: every community in every view, with what each admits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import NamedNode

from mmssc.engine.arrays import Nodes
from mmssc.names import ADMITS, MMSSC, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmssc.assess.view import View
    from mmssc.engine import Base
    from mmssc.engine.arrays import Ids
    from mmssc.evidence.check import Checked

__all__ = ["Assessments"]

_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
_COMMUNITY: Final = NamedNode(MMSSC + "community")


class Assessments:
    """Every community of a batch in every view.

    Args:
        checked: The evidence.
        base: What ``mmssc.evidence.check.base_of`` made of the vocabulary and the model.
        views: The views.
        admitted: The items that each view admits.

    Attributes:
        named: The IRI of each assessment, its community and its view, in the order of the communities.
        ids: The number of each assessment, ascending.
        data: The data graph: the evidence, the assessments, what they admit, and the class hierarchy.
    """

    def __init__(self, checked: Checked, base: Base, views: Sequence[View], admitted: Sequence[Nodes]) -> None:
        terms = checked.terms
        about = checked.predicate == terms.number(_COMMUNITY)
        communities = Nodes.of(checked.value[about]).ids
        names = [term.value for term in terms.terms(communities)]
        order = sorted(range(len(names)), key=names.__getitem__)
        self.named = [(view.iri(names[place]), names[place], view) for place in order for view in views]
        self.ids = np.array([terms.append(NamedNode(iri)) for iri, _, _ in self.named], dtype=np.int64)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        item, community = checked.subject[about], rank[np.searchsorted(communities, checked.value[about])]
        rows = [(checked.subject, checked.predicate, checked.value)]
        for place, (view, good) in enumerate(zip(views, admitted, strict=True)):
            mine = self.ids[place :: len(views)]
            chosen = good.has(item)
            rows.append(_rows(mine[community[chosen]], terms.number(ADMITS), item[chosen]))
            rows += _described(checked, view, mine, communities[order])
        self.data = base.with_data([_SUBCLASS], terms, *(np.concatenate(column) for column in zip(*rows, strict=True)))


def _rows(subject: Ids, predicate: int, value: Ids) -> tuple[Ids, Ids, Ids]:
    return subject, np.full(len(subject), predicate, dtype=np.int64), value


def _described(checked: Checked, view: View, mine: Ids, communities: Ids) -> Iterator[tuple[Ids, Ids, Ids]]:
    """Yield what a view says of itself, for all its assessments at once."""
    terms, any_community = checked.terms, NamedNode("urn:mmssc:community")
    for triple in view.triples(any_community.value):
        same = triple.object == any_community
        value = communities if same else np.full(len(mine), terms.number(triple.object))  # type: ignore[arg-type]
        yield _rows(mine, terms.number(triple.predicate), value)
