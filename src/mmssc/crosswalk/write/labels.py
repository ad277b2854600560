"""The labels of what rows map: taken from what is said of the things themselves, where a row does not give one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.crosswalk.write.document import LABELS, only
from mmssc.names import compact

if TYPE_CHECKING:
    from pyoxigraph import Literal

    from mmssc.crosswalk.write.document import Document

__all__ = ["fill_labels"]

_SIDES: Final = ("subject", "object")
_LANGUAGES: Final = {None: 0, "en": 1}
"""A row has room for one label: one without language goes first, then the English one, then the first by language."""


def fill_labels(document: Document) -> None:
    """Give each row the labels of its subject and object, unless it has its own.

    Args:
        document: Its records are changed; labels that its rows say afterwards are no longer among its ``rest``.
    """
    said: set[tuple[NamedNode, NamedNode, Literal]] = set()
    for record in document.records:
        for side in _SIDES:
            thing = only(record.said, f"{side}_id")
            labels = document.labels.get(thing) if isinstance(thing, NamedNode) else None
            if not labels or not isinstance(thing, NamedNode):
                continue
            own = only(record.said, f"{side}_label")
            if own is None:
                prop, best = min(labels, key=_rank)
                record.said[f"{side}_label"] = [best]
                said.add((thing, prop, best))
            else:
                said.update((thing, prop, label) for prop, label in labels if label.value == own.value)
    for _, prop, _ in said:
        document.rest[compact(prop.value)] -= 1


def _rank(label: tuple[NamedNode, Literal]) -> tuple[int, int, str, str]:
    prop, text = label
    return LABELS.index(prop), _LANGUAGES.get(text.language, 2), text.language or "", text.value
