"""Terms as the texts that stand for them in SSSOM: names of closed lists, CURIEs, plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.crosswalk.slots import ENTITY_TYPES, NEGATED, NOT, SLOTS, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmssc.crosswalk.write.document import Term
    from mmssc.crosswalk.write.sheet import Sheet

__all__ = ["LISTED", "identifiers", "text_of"]

LISTED: Final = {
    **{node: name for name, node in ENTITY_TYPES.items()},
    **{node: name for name, node in VERSIONS.items()},
    NEGATED: NOT,
}
"""The names of the members of closed lists."""

_LISTS: Final = {"type", "modifier", "version"}


def text_of(name: str, value: Term, short: Callable[[str], str]) -> str:
    """Return the text of a value.

    Args:
        name: The slot.
        value: The value.
        short: Shortens an IRI.
    """
    if not isinstance(value, NamedNode):
        return value.value
    slot = SLOTS.get(name)
    if slot and slot.kind in _LISTS:
        return LISTED.get(value, value.value)
    return short(value.value) if slot is None or slot.kind == "entity" else value.value


def identifiers(sheet: Sheet) -> list[str]:
    """Return every IRI of a set that is written as a CURIE."""
    found = [each.property.value for each in sheet.further.values()]
    for said in (sheet.about, *sheet.rows):
        for name, values in said.items():
            if name in SLOTS and SLOTS[name].kind != "entity":
                continue
            found += [value.value for value in values if isinstance(value, NamedNode)]
    return found
