"""Look through lines once: which cells there are, and which things each cell describes and mentions.

A cell is what is never divided: a file, or one graph of a file of quads. Nothing is kept in memory but a few bytes for
each subject and each thing mentioned; statements about what is no item of evidence are kept in a temporary file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

import polars as pl

from mmssc.evidence.lines import columns, is_strange, is_well_formed, key
from mmssc.names import MMSSC

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

__all__ = ["Survey", "Tables"]

_BLOCK: Final = 1 << 23
"""Bytes of lines that are looked at together: more is no faster."""

_COMMUNITY: Final = f"<{MMSSC}community>"
_SCHEMAS: Final[dict[str, dict[str, type[pl.DataType]]]] = {
    "cells": {"cell": pl.UInt32, "source": pl.UInt32, "count": pl.UInt32},
    "subjects": {"cell": pl.UInt32, "key": pl.UInt64, "item": pl.Boolean, "blank": pl.Boolean},
    "mentions": {"cell": pl.UInt32, "key": pl.UInt64},
    "communities": {"cell": pl.UInt32, "community": pl.String},
    "runs": {"cell": pl.UInt32, "start": pl.UInt64, "length": pl.UInt64},
}


@dataclass(frozen=True, slots=True)
class Tables:
    """What sources hold; cells, sources and terms are numbers.

    Attributes:
        cells: ``cell``, ``source``, ``count`` of statements.
        subjects: ``cell``, ``key``, ``item`` (whether it is one there), ``blank`` (whether it is a blank node).
        mentions: ``cell``, ``key``: what statements have as their object.
        communities: ``cell``, ``community`` that an item names.
        runs: ``cell``, ``start``, ``length``: where lines of a cell stand in its source, in bytes and in order.
        things: ``cell``, ``key``, ``object``, ``line``: statements about what is no item; to be filtered.
    """

    cells: pl.DataFrame
    subjects: pl.DataFrame
    mentions: pl.DataFrame
    communities: pl.DataFrame
    runs: pl.DataFrame
    things: pl.LazyFrame


class Survey:
    """Gathers tables from lines.

    Args:
        folder: Where to keep statements meanwhile.
        known: The IRIs that evidence has no say in: what is said of them is no evidence, so that they tie nothing.
    """

    def __init__(self, folder: Path, known: Collection[str]) -> None:
        self._folder = folder
        names = pl.DataFrame({"known": [f"<{iri}>" for iri in known]}, schema={"known": pl.String})
        self._known = names.lazy().with_columns(source=pl.lit(0, pl.UInt32)).select(key("known").alias("key")).collect()
        self._cells: dict[int, dict[str | None, int]] = {}
        self._count = 0
        self._dead: list[int] = []
        self._parts: dict[str, list[pl.DataFrame]] = {
            name: [pl.DataFrame(schema=schema)] for name, schema in _SCHEMAS.items()
        }
        self._things: list[Path] = []
        self._blocks: list[tuple[int, int, bytes]] = []
        self._size = 0
        self._graphs: set[int] = set()
        self._sure: set[int] = set()
        self._doubtful: set[int] = set()

    def add(self, source: int, file: IO[bytes], *, graphs: bool, sure: bool) -> None:
        """Look through the lines of a source.

        Args:
            source: Its number.
            file: The lines.
            graphs: Whether a fourth term may stand in a line.
            sure: Whether a parser has written the lines.
        """
        if graphs:
            self._graphs.add(source)
        if sure:
            self._sure.add(source)
        for start, lines in _blocks(file):
            if not sure and is_strange(lines):
                self._doubt(source)
            if source in self._doubtful and not sure:
                return
            self._blocks.append((source, start, lines))
            self._size += len(lines)
            if self._size >= _BLOCK:
                self._flush()

    def doubtful(self) -> set[int]:
        """Return the sources that a parser has to look at, of which nothing is kept."""
        self._flush()
        return self._doubtful

    def tables(self) -> Tables:
        """Return what was gathered."""
        self._flush()
        dead = pl.DataFrame({"cell": self._dead}, schema={"cell": pl.UInt32})
        found = {name: pl.concat(parts).join(dead, on="cell", how="anti") for name, parts in self._parts.items()}
        empty = pl.LazyFrame(schema={"cell": pl.UInt32, "key": pl.UInt64, "object": pl.UInt64, "line": pl.String})
        return Tables(
            cells=found["cells"].group_by("cell", "source").agg(pl.col("count").sum()).sort("cell"),
            subjects=found["subjects"].group_by("cell", "key").agg(pl.col("item").any(), pl.col("blank").any()),
            mentions=found["mentions"].join(found["subjects"], on="key", how="semi").unique(),
            communities=found["communities"].unique(),
            runs=found["runs"],
            things=pl.concat([empty, *map(pl.scan_ipc, self._things)]).join(dead.lazy(), on="cell", how="anti"),
        )

    def _doubt(self, source: int) -> None:
        self._doubtful.add(source)
        self._blocks = [block for block in self._blocks if block[0] != source]
        self._dead += self._cells.pop(source, {}).values()

    def _flush(self) -> None:
        """Look through the blocks that wait."""
        blocks, self._blocks, self._size = self._blocks, [], 0
        if not blocks:
            return
        about = pl.DataFrame(
            {"source": [source for source, _, _ in blocks], "start": [start for _, start, _ in blocks]},
            schema={"source": pl.UInt32, "start": pl.UInt64},
        ).with_row_index("block")
        lines = columns([lines for _, _, lines in blocks])
        lines = lines.with_columns(about["source"].gather(lines["block"]).alias("source"))
        lines = self._without_doubtful(lines)
        if lines.height:
            self._gather(self._in_cells(lines), about)

    def _without_doubtful(self, lines: pl.DataFrame) -> pl.DataFrame:
        source = pl.col("source")
        plain = source.is_in(list(self._graphs)).not_() & pl.col("graph").is_not_null()
        doubt = source.is_in(list(self._sure)).not_() & (is_well_formed().not_() | plain)
        doubtful = lines.filter(doubt)["source"].unique().to_list()
        for number in doubtful:
            self._doubt(number)
        return lines.filter(source.is_in(doubtful).not_()) if doubtful else lines

    def _in_cells(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Add the number of its cell to each line."""
        found = lines.select("source", "graph").unique(maintain_order=True)
        numbers = []
        for source, graph in found.iter_rows():
            cells = self._cells.setdefault(source, {})
            if graph not in cells:
                cells[graph] = self._count
                self._count += 1
            numbers.append(cells[graph])
        found = found.with_columns(pl.Series("cell", numbers, pl.UInt32))
        return lines.join(found, on=["source", "graph"], how="left", nulls_equal=True, maintain_order="left")

    def _gather(self, lines: pl.DataFrame, about: pl.DataFrame) -> None:
        lines = lines.with_columns(key("subject").alias("key"), key("object").alias("mentioned"))
        subjects = (
            lines.lazy()
            .group_by("cell", "key")
            .agg(pl.col("item").any(), pl.col("subject").first().str.starts_with("_:").alias("blank"))
            .collect()
        )
        mentions = lines.select("cell", pl.col("mentioned").alias("key")).drop_nulls().unique()
        mentions = mentions.join(subjects, on=["cell", "key"], how="anti")  # what a cell says of itself ties nothing
        self._parts["cells"].append(lines.group_by("cell", "source").agg(pl.len().alias("count")))
        self._parts["subjects"].append(subjects.join(self._known, on="key", how="anti"))
        self._parts["mentions"].append(mentions.join(self._known, on="key", how="anti"))
        self._parts["communities"].append(
            lines.lazy()
            .filter(pl.col("predicate") == _COMMUNITY)
            .select("cell", community="object")
            .drop_nulls()
            .unique()
            .collect()
        )
        self._parts["runs"].append(_runs(lines, about))
        things = lines.join(subjects.filter(pl.col("item").not_()), on=["cell", "key"], how="semi")
        things = things.join(self._known, on="key", how="anti")
        if things.height:
            path = self._folder / f"things-{len(self._things)}.arrow"
            things.select("cell", "key", pl.col("mentioned").alias("object"), "line").write_ipc(path)
            self._things.append(path)


def _blocks(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield whole lines, and where they begin."""
    file.seek(0)
    start = 0
    while lines := file.read(_BLOCK):
        lines += file.readline()
        yield start, lines if lines.endswith(b"\n") else lines + b"\n"
        start += len(lines)


def _runs(lines: pl.DataFrame, about: pl.DataFrame) -> pl.DataFrame:
    """Return where each run of lines of one cell stands in its source."""
    size = pl.col("line").str.len_bytes().cast(pl.UInt64) + 1
    return (
        lines.lazy()
        .select("block", "cell", size.alias("size"))
        .with_columns(at=pl.col("size").cum_sum().over("block") - pl.col("size"))
        .group_by(pl.struct("block", "cell").rle_id().alias("run"), maintain_order=True)
        .agg(pl.col("block", "cell", "at").first(), pl.col("size").sum())
        .join(about.lazy(), on="block", how="left", maintain_order="left")
        .select("cell", (pl.col("start") + pl.col("at")).alias("start"), pl.col("size").alias("length"))
        .collect()
    )
