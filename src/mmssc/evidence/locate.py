"""Where the lines are that a part needs of a source; lines of graphs that are mixed up are sorted into files first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mmssc.evidence.survey import Tables

__all__ = ["Place", "located"]

Place = tuple["Path", tuple[tuple[int, int], ...]]
"""A file, and the runs of bytes in it that are meant; none if it is all of it."""

_SCATTERED: Final = 1_000
"""Runs of lines, beyond a few for each graph, at which it is quicker to sort a file than to read it here and there."""
_BUFFER: Final = 1 << 25


def located(
    tables: Tables, paths: dict[int, Path], part_of: dict[int, int], folder: Path
) -> dict[tuple[int, int], Place]:
    """Return where the lines are that each part needs of each source.

    Args:
        tables: What the sources hold.
        paths: Where the lines of each source are.
        part_of: The part of each cell; a cell that is not in it is not needed.
        folder: Where to put sorted lines.
    """
    places: dict[tuple[int, int], Place] = {}
    divided: list[int] = []
    cells: dict[int, list[int]] = defaultdict(list)
    for cell, source in tables.cells.select("cell", "source").iter_rows():
        cells[source].append(cell)
    for source, own in cells.items():
        needed = {part_of.get(cell) for cell in own}
        if len(needed) > 1:
            divided.append(source)
        elif (part := needed.pop()) is not None:
            places[part, source] = paths[source], ()
    runs = tables.runs.join(tables.cells.filter(pl.col("source").is_in(divided)).select("cell", "source"), on="cell")
    for (source,), own_runs in runs.sort("source", "start").partition_by("source", as_dict=True).items():
        rows = own_runs.select("cell", "start", "length").iter_rows()
        wanted = ((part_of[cell], start, length) for cell, start, length in rows if cell in part_of)
        if own_runs.height > _SCATTERED + 4 * len(cells[source]):
            for part, path in _sorted(paths[source], wanted, folder / f"sorted-{source}").items():
                places[part, source] = path, ()
        else:
            of_part: dict[int, list[tuple[int, int]]] = defaultdict(list)
            for part, start, length in wanted:
                _append(of_part[part], start, length)
            places |= {(part, source): (paths[source], tuple(found)) for part, found in of_part.items()}
    return places


def _append(runs: list[tuple[int, int]], start: int, length: int) -> None:
    """Add a run, to the last one if it goes on there."""
    if runs and sum(runs[-1]) == start:
        runs[-1] = runs[-1][0], runs[-1][1] + length
    else:
        runs.append((start, length))


def _sorted(path: Path, wanted: Iterable[tuple[int, int, int]], folder: Path) -> dict[int, Path]:
    """Write the lines that each part needs into a file of their own, in one pass."""
    folder.mkdir()
    lines: dict[int, list[bytes]] = defaultdict(list)
    files: dict[int, Path] = {}
    size = 0

    def write() -> None:
        for part, waiting in lines.items():
            files[part] = folder / f"{part}.nq"
            with files[part].open("ab") as target:
                target.writelines(waiting)
        lines.clear()

    with path.open("rb") as file:
        for part, start, length in wanted:
            file.seek(start)
            lines[part].append(file.read(length))
            size += length
            if size >= _BUFFER:
                write()
                size = 0
    write()
    return files
