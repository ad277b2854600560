"""OSCAL mapping collections: how the controls and statements of one catalogue or profile relate to those of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.crosswalk.read.oscal_about import Collection
from mmssc.crosswalk.read.oscal_rows import Rows
from mmssc.crosswalk.read.walk import holds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.walk import Walk

__all__ = ["read_oscal"]

_ROOT = "mapping-collection"


def read_oscal(walk: Callable[[], Walk], gatherer: Gatherer) -> None:
    """Read a mapping collection, each mapping of which is a mapping set.

    Args:
        walk: Begins a walk through the document; it is walked through twice, for what holds for rows may follow them.
        gatherer: Where rows and problems go.

    Raises:
        UnusableInputError: The document is damaged.
    """
    collection = Collection(gatherer)
    first = walk()
    for name in _members(first, gatherer.file.source):
        collection.note(name, first)
    first.end()
    contexts = iter(collection.described())
    second = walk()
    for name in _members(second, gatherer.file.source):
        if name != "mappings":
            second.value()
            continue
        for _ in second.items() if holds(second, "array", name, gatherer.file.source) else ():
            context = next(contexts)
            rows = Rows(context, gatherer)
            if second.kind() != "object":
                second.value()
                continue
            for key in second.members():
                rows.read(key, second)
            rows.gaps()


def _members(walk: Walk, source: str) -> Iterator[str]:
    """Walk past everything but the members of the collection, before which it stands still."""
    for key in walk.members():
        if key == _ROOT and holds(walk, "object", key, source):
            yield from walk.members()
        elif key == _ROOT:
            continue
        else:
            walk.value()
