"""Measure engines on one and the same pair of graphs: results first, then times for those that agree."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shaclbench.compare import difference, read_results
from shaclbench.engines import OURS, REFERENCE
from shaclbench.machine import load
from shaclbench.processes import run
from shaclbench.record import DIFFERS, FAILED, MEASURED, NOT_INSTALLED, OVER_BUDGET, Validation

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from shaclbench.compare import Row
    from shaclbench.engines import Engine

__all__ = ["Bench"]

_PATIENCE = 3
"""How many budgets a run may take before it is stopped: the budget is a forecast, and forecasts err."""


@dataclass(slots=True)
class Bench:
    """Engines, and what is known of them from smaller sizes.

    Attributes:
        engines: The engines.
        home: Where the peers are.
        shapes: The shapes graph, a file.
        work: A folder for reports.
        runs: How often to measure.
        budget: Seconds that one run may take, by proportion from the size before.
        tell: Takes a line about what is going on.
    """

    engines: Sequence[Engine]
    home: Path
    shapes: Path
    work: Path
    runs: int
    budget: float
    tell: Callable[[str], None]
    _last: dict[str, Validation] = field(default_factory=dict)

    def size(self, cities: int, data: Path) -> tuple[list[Validation], Counter[Row] | None]:
        """Measure every engine on the data of a number of cities.

        Returns:
            A record for each engine, and the results that were expected; ``None`` if neither we nor the reference ran.
        """
        expected: Counter[Row] | None = None
        source = ""
        found: dict[str, Validation] = {}
        # Who says what is right comes first: the reference if it is quick enough here, else ourselves.
        order = sorted(self.engines, key=lambda engine: (engine.key != REFERENCE.key, engine.key != OURS.key))
        for engine in order:
            record, results = self._first(engine, cities, data)
            found[engine.key] = self._last[engine.key] = record
            if results is None:
                continue
            if expected is None and engine.key in {REFERENCE.key, OURS.key}:
                expected, source = results, engine.name
            elif expected is not None:
                record.compared_with = source
                _judge(record, expected, results)
            if record.status == MEASURED:
                for _ in range(self.runs - 1):
                    self._again(record, engine, data)
            self.tell(_line(record))
        return [found[engine.key] for engine in self.engines], expected

    def _first(self, engine: Engine, cities: int, data: Path) -> tuple[Validation, Counter[Row] | None]:
        """Run an engine once and read its results, unless there is a reason not to."""
        record = Validation(engine.name, cities, NOT_INSTALLED, reason=engine.why_not(self.home), load=load())
        last = self._last.get(engine.key)
        if record.reason:
            self.tell(_line(record))
            return record, None
        if last is not None and (last.status in {DIFFERS, FAILED} or (last.status == OVER_BUDGET and last.reason)):
            record.status, record.version = last.status, last.version
            record.reason = last.reason if last.reason.startswith("at ") else f"at {last.cities} cities: {last.reason}"
            return record, None
        expected = _forecast(last, cities)
        if expected is not None and expected > self.budget:
            record.status, record.version, record.estimate = OVER_BUDGET, last.version if last else "", expected
            self.tell(_line(record))
            return record, None
        record.status = MEASURED
        report = self._again(record, engine, data)
        if report is None:
            self.tell(_line(record))
            return record, None
        try:
            results = read_results(report)
        except (OSError, SyntaxError, ValueError) as error:
            record.status, record.reason = FAILED, f"its report cannot be read: {error}"
            self.tell(_line(record))
            return record, None
        finally:
            report.unlink(missing_ok=True)
        record.results = results.total()
        return record, results

    def _again(self, record: Validation, engine: Engine, data: Path) -> Path | None:
        """Run an engine, add to its record, and return its report; ``None`` if it failed."""
        report = self.work / f"{engine.key}.nt"
        timeout = _PATIENCE * self.budget
        try:
            done = run(engine.command(self.home, data, self.shapes, report), timeout=timeout)
        except OSError as error:
            record.status, record.reason = FAILED, str(error)
            return None
        said = _last_line(done.out)
        if done.status != 0 or said is None:
            record.status = OVER_BUDGET if done.status is None else FAILED
            record.reason = _why(done.status, done.err, timeout)
            return None
        record.version = str(said["version"])
        if said["parse"] is not None:
            record.parse.append(said["parse"])
        record.total.append((said["parse"] or 0) + said["validate"])
        record.clock.append(done.seconds)
        record.peak.append(done.peak)
        return report


def _judge(record: Validation, expected: Counter[Row], results: Counter[Row]) -> None:
    """Take the times away from an engine whose results differ, and say how they do."""
    differs = difference(expected, results)
    if differs:
        example = ", ".join(term for term in differs.example or () if term)
        record.status = DIFFERS
        record.reason = f"{differs.missing} results missing, {differs.extra} too many; such as {example}"
        record.parse, record.total, record.clock, record.peak = [], [], [], []


def _forecast(last: Validation | None, cities: int) -> float | None:
    """Return the seconds to expect, in proportion to the number of cities; ``None`` if nothing is known."""
    if last is None:
        return None
    seconds = last.seconds if last.seconds is not None else last.estimate
    return None if seconds is None else seconds * cities / last.cities


def _last_line(text: str) -> dict[str, Any] | None:
    """Return what an adapter said in its last line, if it is what an adapter says."""
    try:
        said = json.loads(text.strip().splitlines()[-1])
    except (IndexError, ValueError):
        return None
    return said if isinstance(said, dict) and said.keys() >= {"version", "parse", "validate"} else None


def _why(status: int | None, err: str, timeout: float) -> str:
    if status is None:
        return f"stopped after {timeout:.0f} s"
    lines: Iterable[str] = (
        line.strip() for line in err.splitlines() if "error" in line.lower() or "exception" in line.lower()
    )
    return f"exit status {status}: {next(iter(lines), err.strip()[-200:])}"


def _line(record: Validation) -> str:
    seconds = record.seconds
    what = f"{seconds:.2f} s" if seconds is not None else f"{record.status} {record.reason}".strip()
    return f"{record.cities:6} cities  {record.engine:18}  {what}"
