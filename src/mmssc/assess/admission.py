"""Which items a view admits, set at a time: queries/assess/admit.rq is asked once about all items that are alike.

The query decides on an item by some of its properties. Items that have the same values for all properties that the
query names are admitted alike, and so one of them is asked about for all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Store

from mmssc.engine.arrays import Nodes, distinct, unique_pairs
from mmssc.knowledge import query_names, query_text
from mmssc.names import ADMITS, EVIDENCE, MMSSC, RDF_TYPE
from mmssc.store import add

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Triple

    from mmssc.assess.view import View
    from mmssc.engine.arrays import Ids
    from mmssc.evidence.check import Checked

__all__ = ["Admission"]

_COMMUNITY: Final = NamedNode(MMSSC + "community")
# A community for the items that stand for others; theirs do not matter, since an assessment looks at its own.
_ANY: Final = NamedNode("urn:mmssc:community")
_ADMITTED: Final = re.compile(rf"^<([^>]*)> {re.escape(str(ADMITS))} <urn:mmssc:item:(\d+)> \.$", re.MULTILINE)


class Admission:
    """What decides on admission, ready to be asked about one batch of evidence after another.

    Args:
        knowledge: The vocabulary and the model.
        views: The views to take.
    """

    def __init__(self, knowledge: Iterable[Triple], views: Sequence[View]) -> None:
        self._views = views
        looked_at = set(_looked_at())
        self._known = [each for each in knowledge if each.predicate in looked_at]
        self._known += [triple for view in views for triple in view.triples(_ANY.value)]
        # What is said of an item, by itself -> for each view, whether it admits it.
        self._decided: dict[str, tuple[bool, ...]] = {}

    def admitted(self, checked: Checked) -> list[Nodes]:
        """Return the items that each view admits."""
        terms = checked.terms
        of_class = (checked.predicate == terms.number(RDF_TYPE)) & (checked.value == terms.number(EVIDENCE))
        items = Nodes.of(checked.subject[of_class])
        kind, example = _kinds(checked, items)
        said, linked = _said(checked, example)
        decided = {} if linked else self._decided  # what things are, that items refer to, is not in the key
        new = [text for text in dict.fromkeys(said) if text not in decided]
        if new:
            decided.update(zip(new, self._decide(new, linked), strict=True))
        fits = np.array([decided[text] for text in said], dtype=np.bool_).reshape(-1, len(self._views))
        return [Nodes(items.ids[column[kind]]) for column in fits.T]

    def _decide(self, said: Sequence[str], linked: str) -> list[tuple[bool, ...]]:
        """Ask the query about items of which something is said."""
        lines = [linked]
        for number, text in enumerate(said):
            item = f"<urn:mmssc:item:{number}>"
            lines += [f"{item} {RDF_TYPE} {EVIDENCE} .", f"{item} {_COMMUNITY} {_ANY} ."]
            lines += [f"{item} {line} ." for line in text.split("\n") if line]
        store = Store()
        add(store, self._known)
        store.bulk_load("\n".join(lines), format=RdfFormat.N_TRIPLES)
        found = store.query(query_text("assess/admit"))
        if not isinstance(found, QueryTriples):
            raise TypeError("queries/assess/admit.rq must be a CONSTRUCT query")
        answer = (found.serialize(format=RdfFormat.N_TRIPLES) or b"").decode()
        place = {view.iri(_ANY.value): at for at, view in enumerate(self._views)}
        admitted = np.zeros((len(said), len(place)), dtype=np.bool_)
        for assessment, number in _ADMITTED.findall(answer):
            admitted[int(number), place[assessment]] = True
        return list(map(tuple, admitted.tolist()))


def _looked_at() -> list[NamedNode]:
    """Return the properties of an item that the query may look at, beyond what it is and which community it is of."""
    return sorted(query_names("assess/admit") - {RDF_TYPE, _COMMUNITY}, key=str)


def _kinds(checked: Checked, items: Nodes) -> tuple[Ids, Ids]:
    """Tell for each item which kind it is of, alike in all that the query looks at, and one item of each kind."""
    kind = np.zeros(len(items), dtype=np.int64)
    for predicate in _looked_at():
        rows = np.flatnonzero(checked.predicate == checked.terms.number(predicate))
        rows = rows[items.has(checked.subject[rows])]
        if len(rows):
            value = _value_of_each(items, checked.subject[rows], checked.value[rows], len(checked.terms))
            _, kind = np.unique(kind * (int(value.max()) + 2) + value + 1, return_inverse=True)
    _, first = np.unique(kind, return_index=True)
    return kind, items.ids[first]


def _value_of_each(items: Nodes, subject: Ids, value: Ids, size: int) -> Ids:
    """Return the value that each item has for a property; -1 for none, a number from ``size`` for a set of several."""
    subject, value = unique_pairs(subject, value, size)
    found = np.full(len(items), -1, dtype=np.int64)
    place = np.searchsorted(items.ids, subject)
    found[place] = value
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    several = np.flatnonzero(np.diff(starts, append=len(place)) > 1)
    sets: dict[bytes, int] = {}
    for at in several.tolist():
        members = value[starts[at] : starts[at + 1] if at + 1 < len(starts) else None]
        found[place[starts[at]]] = size + sets.setdefault(members.tobytes(), len(sets))
    return found


def _said(checked: Checked, items: Ids) -> tuple[list[str], str]:
    """Write what the query may look at of some items, for each by itself, and of all that they refer to.

    Returns:
        A text an item, a line a statement, without the item; and statements about what items refer to. The query must
        not look further than that.
    """
    import polars as pl

    terms = checked.terms
    looked_at = np.isin(checked.predicate, [terms.number(each) for each in _looked_at()])
    own = looked_at & np.isin(checked.subject, items)
    linked = looked_at & np.isin(checked.subject, distinct(checked.value[own]))
    place = np.empty(len(terms), dtype=np.int64)
    place[items] = np.arange(len(items))
    lines = pl.select(
        item=pl.Series(place[checked.subject[own]]),
        line=pl.format("{} {}", terms.texts(checked.predicate[own]), terms.texts(checked.value[own])),
    )
    texts = [""] * len(items)
    for item, text in lines.sort("item", "line").group_by("item").agg(pl.col("line").str.join("\n")).iter_rows():
        texts[item] = text
    columns = (terms.texts(column[linked]) for column in (checked.subject, checked.predicate, checked.value))
    return texts, "\n".join(pl.select(pl.format("{} {} {} .", *columns)).to_series())
