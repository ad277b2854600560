"""The columns of a table of mappings, as ontology/crosswalk.csv-metadata.json declares them, and any slot of SSSOM."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import NamedNode

from mmssc.crosswalk.slots import ROW_SLOTS, SLOTS, Kind, Slot
from mmssc.crosswalk.vocabulary import RATIONALE, plain
from mmssc.knowledge import folder
from mmssc.names import MMSSC

__all__ = ["COVERAGE", "FURTHER", "STRENGTH", "Column", "column", "headings"]

STRENGTH: Final = NamedNode(MMSSC + "strength")
COVERAGE: Final = NamedNode(MMSSC + "coverage")


def _further(name: str, prop: NamedNode, kind: Kind) -> Slot:
    return Slot(name, prop, kind, several=False, propagated=False, since="1.0")


FURTHER: Final = {
    "rationale": _further("rationale", RATIONALE, "rationale"),
    "strength": _further("strength", STRENGTH, "decimal"),
    "coverage": _further("coverage", COVERAGE, "decimal"),
}
"""What a row can say that SSSOM has no slot for."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its name.
        slot: What its cells say.
        together: Whether a cell holds several things that are mapped as one.
    """

    name: str
    slot: Slot
    together: bool


def column(heading: str) -> Column | None:
    """Return the column that a heading names, by its name or one of its titles in either language."""
    return _columns().get(_plain(heading))


def headings() -> list[str]:
    """Return every heading that is understood."""
    return list(_columns())


@cache
def _columns() -> dict[str, Column]:
    text = folder("ontology/crosswalk.csv-metadata.json").read_text(encoding="utf-8")
    columns = {_plain(name): Column(name, SLOTS[name], together=False) for name in ROW_SLOTS}
    for declared in json.loads(text)["tableSchema"]["columns"]:
        name = declared["name"]
        together = name.endswith("_ids")
        slot = SLOTS.get(name.removesuffix("s") if together else name) or FURTHER[name]
        for title in (name, *declared["titles"]["en"], *declared["titles"]["zh"]):
            columns[_plain(title)] = Column(name, slot, together)
    return columns


def _plain(heading: str) -> str:
    return plain(heading.replace("$", ""))
