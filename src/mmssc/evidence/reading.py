"""What came of reading a source of evidence: the quads, the problems, and how many items were offered and refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

__all__ = ["Reading", "distinct"]


@dataclass(slots=True)
class Reading:
    """The outcome of reading one source.

    Attributes:
        source: The file as the user named it, or ``-``.
        quads: What was read, all in the default graph.
        problems: Everything that is wrong with the source.
        offered: How many items of evidence the source holds, as far as it could be read.
        refused: How many of them are not among the quads.
        places: Where a subject stands in a register, by its IRI (``row 5``).
    """

    source: str
    quads: list[Quad] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    offered: int = 0
    refused: int = 0
    places: dict[str, str] = field(default_factory=dict)

    @property
    def unusable(self) -> bool:
        """Whether nothing of the source can be used, because of what is wrong with it."""
        return not self.quads and any(problem.severity == "error" for problem in self.problems)


def distinct(readings: Iterable[Reading]) -> list[Reading]:
    """Return the readings, each without the items of a register that an earlier register holds already."""
    first: dict[str, str] = {}
    return [_without_repeats(reading, first) for reading in readings]


def _without_repeats(reading: Reading, first: dict[str, str]) -> Reading:
    again = reading.places.keys() & first.keys()
    first |= {
        subject: f"{reading.source}, {place}" for subject, place in reading.places.items() if subject not in first
    }
    if not again:
        return reading
    refused = {NamedNode(subject) for subject in again}
    return replace(
        reading,
        quads=[quad for quad in reading.quads if quad.subject not in refused],
        problems=[*reading.problems, *(_duplicate(reading, subject, first[subject]) for subject in sorted(again))],
        refused=reading.refused + len(again),
        places={subject: place for subject, place in reading.places.items() if subject not in again},
    )


def _duplicate(reading: Reading, subject: str, first: str) -> Problem:
    return Problem(
        code="duplicate-id",
        source=reading.source,
        where=reading.places[subject],
        field="id",
        value=subject,
        message=Text(
            f"This item stands already in another register ({first}); the first one counts.",
            f"另一登记表中已有该条目（{first}），以先出现者为准。",
        ),
        mend=Text("Give the item an identifier of its own, or remove it here.", "请另取编号，或删除此处的条目。"),
    )
