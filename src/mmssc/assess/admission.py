"""Which items a view admits, set at a time: queries/assess/admit.rq is asked once about all items that are alike.

The query decides on an item by some of its properties. Items that have the same values for all properties that the
query names are admitted alike, and so one of them is asked about for all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Store

from mmssc.engine.arrays import Nodes
from mmssc.knowledge import query_text
from mmssc.names import ADMITS, EVIDENCE, MMSSC, RDF_TYPE
from mmssc.store import add

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl
    from pyoxigraph import Triple

    from mmssc.assess.view import View
    from mmssc.engine.arrays import Ids, Mask
    from mmssc.evidence.check import Checked

__all__ = ["Admission"]

_PREFIX: Final = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
_COMMUNITY: Final = NamedNode(MMSSC + "community")
# A community for the items that stand for others; theirs do not matter, since an assessment looks at its own.
_ANY: Final = NamedNode("urn:mmssc:community")
_NUMBERED: Final = "<urn:mmssc:item:{}>"
_ADMITTED: Final = re.compile(rf"^<([^>]*)> {re.escape(str(ADMITS))} <urn:mmssc:item:(\d+)> \.$", re.MULTILINE)


class Admission:
    """What decides on admission, ready to be asked about one batch of evidence after another.

    Args:
        knowledge: The vocabulary and the model.
        views: The views to take.
    """

    def __init__(self, knowledge: Iterable[Triple], views: Sequence[View]) -> None:
        self._views = views
        self._known = [each for each in knowledge if each.predicate in _named() and each.predicate != RDF_TYPE]
        self._known += [triple for view in views for triple in view.triples(_ANY.value)]

    def admitted(self, checked: Checked) -> list[Nodes]:
        """Return the items that each view admits."""
        terms = checked.terms
        of_class = (checked.predicate == terms.number(RDF_TYPE)) & (checked.value == terms.number(EVIDENCE))
        items = Nodes.of(checked.subject[of_class])
        kind, example = _kinds(checked, items)
        store = Store()
        add(store, self._known)
        store.bulk_load(_described(checked, example), format=RdfFormat.N_TRIPLES)
        found = store.query(query_text("assess/admit"))
        if not isinstance(found, QueryTriples):
            raise TypeError("queries/assess/admit.rq must be a CONSTRUCT query")
        text = found.serialize(format=RdfFormat.N_TRIPLES) or b""
        admitted = {view.iri(_ANY.value): np.zeros(len(example), dtype=np.bool_) for view in self._views}
        for assessment, number in _ADMITTED.findall(text.decode()):
            admitted[assessment][int(number)] = True
        return [Nodes(items.ids[mask[kind]]) for mask in admitted.values()]


@cache
def _named() -> frozenset[NamedNode]:
    """Return every IRI that the query names."""
    query = query_text("assess/admit")
    found = []
    for prefix, namespace in _PREFIX.findall(query):
        found += [namespace + name for name in re.findall(rf"\b{prefix}:(\w+)", query)]
    return frozenset(map(NamedNode, found))


def _kinds(checked: Checked, items: Nodes) -> tuple[Ids, Ids]:
    """Tell for each item which kind it is of, alike in all that the query looks at, and one item of each kind."""
    kind = np.zeros(len(items), dtype=np.int64)
    for predicate in sorted(_named() - {RDF_TYPE, _COMMUNITY}, key=str):
        rows = np.flatnonzero(checked.predicate == checked.terms.number(predicate))
        rows = rows[items.has(checked.subject[rows])]
        if len(rows):
            value = _value_of_each(items, checked.subject[rows], checked.value[rows], len(checked.terms))
            _, kind = np.unique(kind * (int(value.max()) + 2) + value + 1, return_inverse=True)
    _, first = np.unique(kind, return_index=True)
    return kind, items.ids[first]


def _value_of_each(items: Nodes, subject: Ids, value: Ids, size: int) -> Ids:
    """Return the value that each item has for a property; -1 for none, a number from ``size`` for a set of several."""
    found = np.full(len(items), -1, dtype=np.int64)
    place = np.searchsorted(items.ids, subject)
    found[place] = value
    several = np.flatnonzero(np.bincount(place, minlength=len(items)) > 1)
    sets: dict[tuple[int, ...], int] = {}
    for each in several.tolist():
        members = tuple(np.unique(value[place == each]).tolist())
        found[each] = members[0] if len(members) == 1 else size + sets.setdefault(members, len(sets))
    return found


def _described(checked: Checked, examples: Ids) -> bytes:
    """Write what the query may look at of some items, and of what they refer to.

    The items are numbered, as if they were of one community.
    """
    import polars as pl

    named = np.isin(checked.predicate, [checked.terms.number(each) for each in _named() - {RDF_TYPE, _COMMUNITY}])
    own = named & np.isin(checked.subject, examples)
    linked = named & ~own & np.isin(checked.subject, np.unique(checked.value[own]))
    owner = checked.subject[own]
    number = np.empty(len(checked.terms), dtype=np.int64)
    number[examples] = np.arange(len(examples))
    lines = pl.concat(
        [
            pl.select(pl.format(_NUMBERED + " {} {} .", pl.Series(number[owner]), *_texts(checked, own))),
            pl.select(pl.format("{} {} {} .", checked.terms.texts(checked.subject[linked]), *_texts(checked, linked))),
            pl.select(pl.format(f"{_NUMBERED} {RDF_TYPE} {EVIDENCE} .", pl.Series(number[examples]))),
            pl.select(pl.format(f"{_NUMBERED} {_COMMUNITY} {_ANY} .", pl.Series(number[examples]))),
        ],
        how="vertical",
    )
    return "\n".join(lines.to_series()).encode()


def _texts(checked: Checked, rows: Mask) -> tuple[pl.Series, pl.Series]:
    return checked.terms.texts(checked.predicate[rows]), checked.terms.texts(checked.value[rows])
