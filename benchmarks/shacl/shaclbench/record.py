"""What a run of the benchmark leaves behind, as JSON: every measurement, and every reason for there being none."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

__all__ = [
    "DIFFERS",
    "FAILED",
    "MEASURED",
    "NOT_INSTALLED",
    "OVER_BUDGET",
    "RESULTS",
    "Assessment",
    "Record",
    "Validation",
    "newest",
    "read",
]

RESULTS: Final = Path(__file__).parents[1] / "results"
"""Where records are kept."""

MEASURED: Final = "measured"
DIFFERS: Final = "differs"
FAILED: Final = "failed"
NOT_INSTALLED: Final = "not installed"
OVER_BUDGET: Final = "over budget"


@dataclass(slots=True)
class Validation:
    """One engine on one size.

    Attributes:
        engine: Its name.
        cities: How many cities.
        status: One of the constants of this module. Only what is measured has times.
        version: Its version, where it came to say it.
        compared_with: The engine whose results were expected; empty for that engine itself.
        results: How many results it gave.
        reason: Why it was not measured: what differs, what failed, what is missing.
        estimate: Seconds by proportion from a smaller size, if this one is over the budget.
        parse: Seconds of parsing in each run; empty if the engine does not tell them apart.
        total: Seconds of parsing and validation in each run, without the start of the process.
        clock: Seconds of the whole process in each run.
        peak: Peak memory of the process tree in bytes in each run.
        load: Load average of the machine before the runs.
    """

    engine: str
    cities: int
    status: str
    version: str = ""
    compared_with: str = ""
    results: int = 0
    reason: str = ""
    estimate: float | None = None
    parse: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)
    load: float | None = None

    @property
    def seconds(self) -> float | None:
        """The median of the totals, if it was measured."""
        return median(self.total) if self.status == MEASURED else None


@dataclass(slots=True)
class Assessment:
    """The main job on one size: files to levels and missing requirements, beside the bare parse of the same files.

    Attributes:
        cities: How many cities.
        triples: How many triples.
        size: How many bytes the files have.
        form: The form of the files.
        status: As for validations.
        reason: Why there are no times.
        compared: How many levels were compared with those that validation results give.
        ratings: How many levels were written.
        levels: How many of them are of each rank.
        floor: Seconds of the bare parse in each run, without the start of the process.
        clock: Seconds of the whole process of ``mmssc assess`` in each run.
        floor_peak: Peak memory of the bare parse in bytes in each run.
        peak: Peak memory of ``mmssc assess`` in bytes in each run.
        load: Load average of the machine before the runs.
    """

    cities: int
    triples: int
    size: int
    form: str
    status: str = FAILED
    reason: str = ""
    compared: int = 0
    ratings: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    floor: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    floor_peak: list[int] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)
    load: float | None = None


@dataclass(slots=True)
class Record:
    """A whole run.

    Attributes:
        made: When it ended, in UTC.
        machine: What it ran on.
        seed: The seed of the data.
        runs: How often each measurement was made.
        budget: Seconds that one run of a peer may take.
        data: Triples of the data, by number of cities.
        shapes: Triples of the shapes.
        validations: Each engine on each size.
        assessments: The main job on each size.
    """

    made: str
    machine: dict[str, Any]
    seed: int
    runs: int
    budget: float
    data: dict[str, int] = field(default_factory=dict)
    shapes: int = 0
    validations: list[Validation] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether everything of ours was measured: nothing differed, failed or had to be stopped."""
        ours = [each.status for each in self.validations if each.engine == "mmssc"]
        return all(status == MEASURED for status in [*ours, *(each.status for each in self.assessments)])

    def write(self, path: Path) -> None:
        """Write the record."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> Record:
    """Read a record.

    Raises:
        OSError: There is no such file.
        ValueError: It is no record.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        values["validations"] = [Validation(**each) for each in values["validations"]]
        values["assessments"] = [Assessment(**each) for each in values["assessments"]]
        return Record(**values)
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is no record of this benchmark: {error}") from error


def newest() -> Path:
    """Return the newest record that is kept; its name begins with its date.

    Raises:
        FileNotFoundError: None is kept.
    """
    records = sorted(RESULTS.glob("*.json"))
    if not records:
        raise FileNotFoundError(f"no record in {RESULTS}: run python benchmarks/shacl")
    return records[-1]
