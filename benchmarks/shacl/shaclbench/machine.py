"""The machine that a measurement was made on, for whoever reads the figures."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

__all__ = ["describe", "load"]


def describe() -> dict[str, object]:
    """Return what the figures depend on: processor, cores, memory, system, interpreters."""
    return {
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(int((_first("/proc/meminfo", "MemTotal") or "0").split()[0]) / 1024 / 1024, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "java": _version("java", "-version"),
        "node": _version("node", "--version"),
    }


def load() -> float | None:
    """Return the load average of the last minute, where there is one."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _first(file: str, key: str) -> str:
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _version(program: str, option: str) -> str | None:
    if shutil.which(program) is None:
        return None
    done = subprocess.run([program, option], capture_output=True, encoding="utf-8", check=False)
    lines = (done.stdout or done.stderr).splitlines()
    return lines[0] if lines else None
