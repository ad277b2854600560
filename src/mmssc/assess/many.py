"""Assess many sources in shards, on all processors, in memory that the size of a shard bounds and not the input.

First each shard of files is assessed by itself, as if nothing in one bore on another; most often nothing does. What
each shard spoke of is kept as numbers, and compared at the end. Where a community, an item or a description is found
spread over shards, the sources are looked through (``mmssc.evidence.parts``), and what belongs together is assessed
together.
"""

from __future__ import annotations

import math
import os
import tempfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from mmssc.assess.trace import Trace, apart
from mmssc.assess.workers import in_order, workers_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mmssc.assess.shard import Outcome, Rater
    from mmssc.assess.workers import Submit
    from mmssc.evidence.piece import Part
    from mmssc.evidence.sources import Source
    from mmssc.problem import Problem


__all__ = ["SHARD", "Many", "assess_many", "assess_parts"]

SHARD: Final = 56_000_000
"""Bytes of sources that are assessed together. Half of it costs a tenth more time, and takes a third less memory."""

# What a byte of a source comes to once it is unpacked and written as N-Quads, about.
_EXPANDED: Final = {"": 1.0, ".gz": 20.0, ".bz2": 25.0, ".xz": 25.0, ".zst": 20.0}


@dataclass(slots=True)
class Many:
    """What came of all shards.

    Attributes:
        problems: Everything that is wrong with the sources.
        offered: How many items there were.
        refused: How many of them were refused.
        sources: How many sources there were.
        unreadable: How many of them could not be read.
    """

    sources: int
    problems: list[Problem] = field(default_factory=list)
    offered: int = 0
    refused: int = 0
    unreadable: int = 0
    _places: dict[str, tuple[int, int]] = field(default_factory=dict)
    _spool: IO[bytes] = field(default_factory=tempfile.TemporaryFile)

    @property
    def communities(self) -> int:
        """How many communities were assessed."""
        return len(self._places)

    def pages(self) -> Iterator[bytes]:
        """Yield the results of each community, in the order of their IRIs."""
        for community in sorted(self._places):
            start, length = self._places[community]
            self._spool.seek(start)
            yield self._spool.read(length)

    def take(self, outcome: Outcome) -> None:
        """Add what came of one shard."""
        self.problems += outcome.problems
        self.offered += outcome.offered
        self.refused += outcome.refused
        self.unreadable += outcome.unreadable
        for community, page in outcome.pages:
            self._places[community] = (self._spool.tell(), len(page))
            self._spool.write(page)


def assess_many(
    rater: Rater,
    sources: Sequence[Source],
    *,
    workers: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Many:
    """Assess every community that sources speak of.

    Args:
        rater: The model and the views.
        sources: The sources, in the order in which they are preferred where two speak of one item.
        workers: How many processes to use; 0: one a processor.
        progress: Is told how many sources were assessed, of how many.
    """
    processes = workers or os.cpu_count() or 1
    shards = list(_shards(sources, processes))
    divisible = _divisible(sources)
    with workers_for(rater, min(processes, len(shards)) if divisible else processes) as submit:
        found = _each_by_itself(sources, shards, submit, progress) if divisible else None
        return found or _by_what_belongs_together(rater, sources, submit, progress)


def assess_parts(
    rater: Rater, parts: Iterable[Part], sizes: Sequence[int], *, progress: Callable[[int, int], None] | None = None
) -> Many:
    """Assess parts of one source, each of which holds whole communities, and nothing that bears on another.

    They are assessed in this process, one at a time: a server takes far longer to give a part.

    Args:
        rater: The model and the views.
        parts: The parts.
        sizes: How much each part holds, by whatever measure.
        progress: Is told how much was assessed, of how much.
    """
    many, done = Many(1), 0
    for part, size in zip(parts, sizes, strict=True):
        many.take(rater.part(part))
        done += size
        if progress:
            progress(done, sum(sizes))
    many.problems = list(dict.fromkeys(many.problems))  # what is wrong with a thing that several parts refer to
    return many


def _each_by_itself(
    sources: Sequence[Source],
    shards: Sequence[Sequence[Source]],
    submit: Submit,
    progress: Callable[[int, int], None] | None,
) -> Many | None:
    many, done = Many(len(sources)), 0
    traces: list[Trace] = []
    tasks = (("files", tuple(source.name for source in shard)) for shard in shards)
    for shard, outcome in zip(shards, in_order(tasks, submit), strict=True):
        many.take(outcome)
        traces.append(outcome.trace)
        done += len(shard)
        if progress:
            progress(done, len(sources))
    return many if apart(traces) else None


def _by_what_belongs_together(
    rater: Rater, sources: Sequence[Source], submit: Submit, progress: Callable[[int, int], None] | None
) -> Many:
    from mmssc.evidence.parts import parts

    known = {term.value for term in rater.base.described()}
    many, done = Many(len(sources)), 0
    with parts(sources, requirements=rater.requirements, known=known, allow_remote=rater.allow_remote) as planned:
        many.problems += planned.problems
        many.unreadable = planned.refused
        many.offered = many.refused = planned.refused_items
        plan = list(planned)
        for outcome in in_order((("part", part) for part in plan), submit):
            many.take(outcome)
            done += 1
            if progress:
                progress(len(sources) * done // len(plan), len(sources))
    return many


def _divisible(sources: Sequence[Source]) -> bool:
    """Tell whether each source can be read more than once, and fits in a shard."""
    return all(source.name != "-" and _weight(source) <= 4 * SHARD for source in sources)


def _shards(sources: Sequence[Source], processes: int) -> Iterator[list[Source]]:
    """Divide sources so that no shard is too large, and all processes have as much to do."""
    total = sum(map(_weight, sources))
    rounds = math.ceil(total / (SHARD * processes))
    size = SHARD if total <= SHARD else total / (rounds * processes)
    shard: list[Source] = []
    weight = 0.0
    for source in sources:
        if shard and weight + _weight(source) / 2 > size:
            yield shard
            shard, weight = [], 0.0
        shard.append(source)
        weight += _weight(source)
    if shard:
        yield shard


def _weight(source: Source) -> float:
    return source.size * _EXPANDED.get(os.path.splitext(source.name)[1], 1.0)  # noqa: PTH122 - a name need not be a path
