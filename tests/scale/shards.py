"""Assess files of garden evidence in shards, in a process of its own: ``shards.py SHARD WORKERS GROUP FILE…``.

Processes are forked before Polars is used, and a test process has used it. Rows go to standard output; problems, and
last how many sources, items, refused items, unusable sources and communities there were, to standard error.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Told", "run"]

TESTS = Path(__file__).parents[1]
# Seconds after which a run counts as stuck: it takes about one.
STUCK = 20


@dataclass(frozen=True)
class Told:
    """What one run gave."""

    rows: bytes
    errors: list[str]
    counts: tuple[int, ...]


def run(files: Sequence[Path | str], shard: int = 0, workers: int = 1, group: str = "", stdin: bytes = b"") -> Told:
    """Assess files; a shard of 0 is one shard."""
    call = [sys.executable, __file__, str(shard or 10**9), str(workers), group, *map(str, files)]
    pipe = subprocess.PIPE
    with subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        try:
            rows, told = process.communicate(stdin, timeout=STUCK)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its workers too
            raise
    lines = told.decode().splitlines()
    if process.returncode:
        raise AssertionError(told.decode())
    errors = sorted(line for line in lines[:-1] if line.startswith("error"))
    return Told(rows, errors, tuple(map(int, lines[-1].split())))


def main(shard: str, workers: str, group: str, *files: str) -> None:
    sys.path.insert(0, str(TESTS))
    from assess.gardens import TODAY, tiny
    from mmssc.assess import View, many
    from mmssc.assess.shard import Rater
    from mmssc.evidence.sources import expand
    from mmssc.report.levels import csv_pages

    many.SHARD = int(shard)  # type: ignore[misc]
    rater = Rater(list(tiny()), [View(TODAY.as_of, stakeholder_group=group)], csv_pages)
    found = many.assess_many(rater, expand(files).sources, workers=int(workers))
    sys.stdout.buffer.writelines(found.pages())
    for problem in found.problems:
        print(f"{problem.severity}: {problem.line('en')}", file=sys.stderr)
    print(found.sources, found.offered, found.refused, found.unreadable, found.communities, file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
