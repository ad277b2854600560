"""Measure the main job, ``mmssc assess`` from files to levels and missing requirements, beside the bare parse."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

from shaclbench.engines import PARSE
from shaclbench.levels import assessed_levels
from shaclbench.machine import load
from shaclbench.processes import run
from shaclbench.record import DIFFERS, FAILED, MEASURED, Assessment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shaclbench.levels import Levels

__all__ = ["measure"]

_PATIENCE = 3600.0


def measure(
    record: Assessment,
    files: Sequence[Path],
    out: Path,
    as_of: dt.date,
    expected: Levels,
    runs: int,
    tell: Callable[[str], None],
) -> None:
    """Fill a record: alternate between the bare parse and the assessment, so that both see the same machine.

    Args:
        record: What is known before: the number of cities and triples.
        files: The evidence.
        out: Where the levels are written.
        as_of: The day of the assessment.
        expected: Levels that validation results give, for some of the cities at least.
        runs: How often to measure.
        tell: Takes a line about what is going on.
    """
    record.load = load()
    words = [sys.executable, "-m", "mmssc", "assess", *map(str, files)]
    words += ["--as-of", as_of.isoformat(), "--format", "csv", "-o", str(out)]
    for number in range(runs):
        floor = run(PARSE.command(out, *files), timeout=_PATIENCE)
        done = run(words, timeout=_PATIENCE)
        # Exit status 1 is right: some of the items are ill-formed, and are told.
        if floor.status != 0 or done.status not in {0, 1}:
            record.reason = (floor.err if floor.status else done.err).strip()[-300:] or "stopped: it took too long"
            record.status = FAILED
            break
        if number == 0 and not _agree(record, assessed_levels(out), expected):
            break
        record.status = MEASURED
        record.floor.append(json.loads(floor.out)["parse"])
        record.floor_peak.append(floor.peak)
        record.clock.append(done.seconds)
        record.peak.append(done.peak)
        tell(f"{record.cities:6} cities  assess  {done.seconds:.2f} s, bare parse {record.floor[-1]:.2f} s")
    if record.status != MEASURED:
        tell(f"{record.cities:6} cities  assess  {record.status} {record.reason}")


def _agree(record: Assessment, found: Levels, expected: Levels) -> bool:
    """Compare levels where both are known, and note the spread."""
    shared = found.keys() & expected.keys()
    wrong = sorted(place for place in shared if found[place] != expected[place])
    record.compared, record.ratings = len(shared), len(found)
    record.levels = {str(rank): count for rank, count in sorted(Counter(found.values()).items())}
    if wrong:
        record.status = DIFFERS
        place = wrong[0]
        record.reason = f"{len(wrong)} levels differ, such as {place}: {found[place]} instead of {expected[place]}"
    return not wrong
