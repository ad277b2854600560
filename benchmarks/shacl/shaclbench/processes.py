"""Run a command in a process of its own, and measure it: time on the clock, and memory of the whole process tree."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Run", "run"]

_INTERVAL: Final = 0.02
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did.

    Attributes:
        status: Its exit status; ``None`` if it was stopped because its time was over.
        seconds: Time on the clock, start of the process included.
        peak: Peak resident memory in bytes: the sum of the peaks of its processes.
        out: What it wrote to standard output.
        err: What it wrote to standard error.
    """

    status: int | None
    seconds: float
    peak: int
    out: str
    err: str


def run(command: Sequence[str], *, timeout: float, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command and measure it; stop it, and all that it started, when the time is over.

    Args:
        command: The words of the command.
        timeout: Seconds after which it is stopped.
        environment: Variables to set besides those that are set.

    Raises:
        OSError: The command cannot be started.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
        )
        peaks: dict[int, int] = {}
        over = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks, over), daemon=True)
        watcher.start()
        status: int | None
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            seconds = time.perf_counter() - started
            if process.poll() is None:
                # It leads a session of its own, so that this reaches what it started and nothing else.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            over.set()
            watcher.join()
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", errors="replace"))
    return Run(status, seconds, sum(peaks.values()), *texts)


def _watch(leader: int, peaks: dict[int, int], over: threading.Event) -> None:
    """Keep the highest peak of each process of a session until told that it is over.

    The kernel keeps the peak of each process (``VmHWM``), so that only what a process gains in its last hundredths of a
    second can be missed. ``getrusage`` would not do: it counts what the parent held when it forked.
    """
    while not over.wait(_INTERVAL):
        for process in _family(leader):
            try:
                status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
            except OSError:
                continue
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    peaks[process] = max(peaks.get(process, 0), int(line.split()[1]) * 1024)


def _family(leader: int) -> list[int]:
    """Return a process and all that descend from it."""
    family = [leader]
    for process in family:
        try:
            tasks = list(Path(f"/proc/{process}/task").iterdir())
            for task in tasks:
                family += map(int, (task / "children").read_text(encoding="utf-8").split())
        except OSError:
            continue
    return family
