"""Assess one shard of many sources: read it, check it, rate its communities, and note what it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.assess.levels import Levels
from mmssc.assess.trace import Trace, trace
from mmssc.engine.lines import Text
from mmssc.evidence.batch import Batch
from mmssc.evidence.check import base_of, check_batch
from mmssc.evidence.read import read_evidence
from mmssc.evidence.text import text_of
from mmssc.names import MMSSC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyoxigraph import Triple

    from mmssc.assess.levels import Rated
    from mmssc.assess.view import View
    from mmssc.evidence.piece import Part
    from mmssc.evidence.reading import Reading
    from mmssc.problem import Problem

__all__ = ["Outcome", "Rater"]

_REQUIREMENT: Final = NamedNode(MMSSC + "Requirement")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one shard.

    Attributes:
        pages: For each community, in the order of their IRIs, its results as text.
        problems: Everything that is wrong with the sources.
        offered: How many items there were.
        refused: How many of them were refused.
        unreadable: How many sources could not be read.
        trace: What the shard speaks of.
    """

    pages: list[tuple[str, bytes]]
    problems: list[Problem]
    offered: int
    refused: int
    unreadable: int
    trace: Trace


class Rater:
    """A model and views, ready to assess one shard after another.

    Args:
        knowledge: The vocabulary, the model and its shapes.
        views: The views to take.
        write: Writes the ratings of a shard as text, community by community.
        allow_remote: Whether a JSON-LD context may be fetched from the network.

    Raises:
        IllFormedShapesError: The shapes of the model break a syntax rule of SHACL, or are recursive.
        UnsupportedShapesError: The shapes use something beyond SHACL Core.
    """

    def __init__(
        self,
        knowledge: Sequence[Triple],
        views: Sequence[View],
        write: Callable[[Rated], list[tuple[str, bytes]]],
        *,
        allow_remote: bool = False,
    ) -> None:
        self.base = base_of(knowledge)
        self.requirements = {node.value for node in self.base.instances(_REQUIREMENT)}
        self._levels = Levels(knowledge, self.base, views)
        self._write = write
        self.allow_remote = allow_remote

    def files(self, names: Sequence[str]) -> Outcome:
        """Assess what some files hold, together."""
        return self._outcome(
            Batch.of_texts([text_of(name) for name in names], self.base, lambda at: self._read(names[at]), names)
        )

    def part(self, part: Part) -> Outcome:
        """Assess a part that was made of sources with regard to what bears on what."""
        names = [piece.source for piece in part.pieces]
        texts = [None if piece.places else Text(piece.read()) for piece in part.pieces]
        return self._outcome(Batch.of_texts(texts, self.base, lambda at: part.pieces[at].reading(), names))

    def _read(self, name: str) -> Reading:
        return read_evidence(name, allow_remote=self.allow_remote, requirements=self.requirements)

    def _outcome(self, batch: Batch) -> Outcome:
        checked = check_batch(batch, self.base)
        return Outcome(
            pages=self._write(self._levels.rate(checked)) if len(checked) else [],
            problems=checked.problems,
            offered=checked.offered,
            refused=checked.refused,
            unreadable=sum(reading.unusable for reading in batch.readings),
            trace=trace(batch, self.base),
        )
