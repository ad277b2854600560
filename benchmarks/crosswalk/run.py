"""Compare the set logic with what was planted and with the textbook way, then measure time and peak memory.

One command: ``python benchmarks/crosswalk/run.py``. Exit status 1 if a result is wrong.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generated_crosswalks import generate
from textbook import consistent

from mmssc.setlogic import find_conflicts

SIZES = {
    "1k": (1_000, 130, 20, 100),
    "10k": (10_000, 1_300, 50, 300),
    "75k": (75_000, 10_000, 100, 1_000),
    "75k, few false": (75_000, 30, 100, 1_000),
}
"""Name → rows, planted rows among them, schemes, items of a scheme."""

SMALL = ((40, 5, 4, 12), (80, 10, 6, 16), (160, 20, 8, 20))


def compare(seed: int) -> bool:
    """Compare with path consistency over all triples, on networks that it can still do, and print the times."""
    print("rows  items  networks  agree  here, s  textbook, s")
    good = True
    for rows, planted, schemes, items in SMALL:
        networks = [
            generate(rows, false, schemes, items, seed + number).constraints
            for number in range(5)
            for false in (0, 1, planted)
        ]
        started = time.perf_counter()
        here = [len(find_conflicts(network)) == 0 for network in networks]
        between = time.perf_counter()
        there = [consistent(network) for network in networks]
        ended = time.perf_counter()
        agree = sum(one == other for one, other in zip(here, there, strict=True))
        good &= agree == len(networks)
        print(
            f"{rows:4}  {schemes * items:5}  {len(networks):8}  {agree:5}"
            f"  {between - started:7.2f}  {ended - between:11.2f}"
        )
    return good


def measure(name: str, seed: int) -> bool:
    """Find the conflicts of one size, check them against what was planted, and print a line."""
    made = generate(*SIZES[name], seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, used = time.perf_counter(), time.process_time()
    found = find_conflicts(made.constraints)
    ended, spent = time.perf_counter(), time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    listed = {frozenset(row.id for row in conflict.constraints) for conflict in found}
    planted = sum(triangle in listed for triangle in made.planted)
    innocent = sum(not any(row.startswith("planted") for row in some) for some in listed)
    rows = sum(not constraint.fixed for constraint in made.constraints)
    cuts = ", ".join(f"{cut.limit} ({len(cut.rows)} rows)" for cut in found.cuts) or "none"
    print(
        f"{name:>14}  {rows:6}  {len(made.constraints) - rows:6}  {len(made.planted):7}  {planted:5}  {innocent:8}"
        f"  {len(found):9}  {ended - started:7.1f}  {spent - used:6.1f}  {peak // 1024:5} ({before // 1024})  {cuts}",
        flush=True,
    )
    return planted == len(made.planted) and not innocent


def main() -> int:
    """Run the whole benchmark, each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7, help="what is generated (default: 7)")
    parser.add_argument("--size", choices=SIZES, help="measure this size only")
    arguments = parser.parse_args()
    if arguments.size:
        return 0 if measure(arguments.size, arguments.seed) else 1
    good = compare(arguments.seed)
    print(
        "\n          size    rows   facts  planted  found  innocent  conflicts  time, s  CPU, s"
        "  peak MB (before)  cuts",
        flush=True,
    )
    for size in SIZES:
        command = [sys.executable, __file__, "--seed", str(arguments.seed), "--size", size]
        good &= subprocess.run(command, check=False).returncode == 0
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
