"""Which cells have to be assessed together, and which descriptions a group needs from elsewhere.

Two cells belong together if they name the same community; if both speak of a subject that is an item in one of them,
or a blank node; or if one mentions such a subject of the other. Anything else that several groups describe or mention,
such as a publisher, is no reason to join a thousand cities: what is said of it goes to each group that mentions it, and
so does what is said of the things that are mentioned there in turn.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from mmssc.evidence.survey import Tables

__all__ = ["Group", "Grouping", "grouped"]


@dataclass(slots=True)
class Group:
    """Cells to be assessed together.

    Attributes:
        cells: Their numbers.
        count: How many statements they hold.
        communities: The communities that their items name.
        contested: Whether two sources speak of one item.
        needs: The keys of things that it mentions and that others describe as well.
    """

    cells: list[int]
    count: int
    communities: list[str]
    contested: bool
    needs: set[int]


@dataclass(frozen=True, slots=True)
class Grouping:
    """All groups with items, in the order of their communities, and what they share.

    Attributes:
        groups: The groups.
        shared: ``key``, ``cell``, ``line``: what is said of the things that groups need, in order.
        unused: ``source``, ``count``: statements in cells without items that no group needs.
    """

    groups: list[Group]
    shared: pl.DataFrame
    unused: pl.DataFrame


def grouped(tables: Tables) -> Grouping:
    """Find the groups.

    Args:
        tables: What the sources hold.
    """
    binding = tables.subjects.group_by("key").agg(
        (pl.col("item") | pl.col("blank")).any().alias("binds"),
        pl.col("item").any(),
        pl.col("cell").min().alias("first"),
        pl.len().alias("cells"),
    )
    again = tables.subjects.join(binding.filter(pl.col("binds") & (pl.col("cells") > 1)), on="key")
    ties = pl.concat(
        [
            tables.communities.with_columns(pl.col("cell").min().over("community").alias("first")),
            again.select("cell", "first"),
            tables.mentions.join(binding.filter("binds"), on="key").select("cell", "first"),
        ],
        how="diagonal",
    )
    ties = ties.filter(pl.col("cell") != pl.col("first"))
    group = _joined(tables.cells["cell"].to_list(), ties.select("cell", "first").unique().sort("cell", "first"))
    of_cell = pl.DataFrame(
        {"cell": list(group), "group": list(group.values())}, schema={"cell": pl.UInt32, "group": pl.UInt32}
    )
    shared, needs = _shared(tables, binding.filter(pl.col("binds").not_()), of_cell)
    return Grouping(
        groups=_groups(tables, of_cell, _contested(again, tables, of_cell), needs),
        shared=shared,
        unused=_unused(tables, of_cell, shared),
    )


def _joined(cells: list[int], ties: pl.DataFrame) -> dict[int, int]:
    """Return the smallest cell of the group of each cell (union-find)."""
    parent = {cell: cell for cell in cells}

    def root(cell: int) -> int:
        while parent[cell] != cell:
            parent[cell] = cell = parent[parent[cell]]
        return cell

    for one, other in ties.iter_rows():
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {cell: root(cell) for cell in cells}


def _contested(again: pl.DataFrame, tables: Tables, of_cell: pl.DataFrame) -> set[int]:
    """Return the groups in which two sources speak of one item."""
    spoken = again.filter(pl.col("item_right")).join(tables.cells.select("cell", "source"), on="cell")
    twice = spoken.filter(pl.col("source").n_unique().over("key") > 1)
    return set(twice.join(of_cell, on="cell")["group"])


def _shared(tables: Tables, things: pl.DataFrame, of_cell: pl.DataFrame) -> tuple[pl.DataFrame, dict[int, set[int]]]:
    """Return what is said of things that bear on several groups, and which of them each group needs."""
    touched = (
        pl.concat([tables.subjects.select("cell", "key"), tables.mentions])
        .join(things.select("key"), on="key", how="semi")
        .join(of_cell, on="cell")
        .select("group", "key")
        .unique()
    )
    keys = set(touched.filter(pl.len().over("key") > 1)["key"])
    needs: dict[int, set[int]] = defaultdict(set)
    if not keys:
        return _lines(tables, set(), things).drop("object"), needs
    # What a shared thing mentions is needed wherever that thing is.
    while (more := set(_lines(tables, keys, things)["object"].drop_nulls()) - keys) and more:
        described = things.join(pl.DataFrame({"key": list(more)}, schema={"key": pl.UInt64}), on="key", how="semi")
        if described.is_empty():
            break
        keys |= set(described["key"])
    lines = _lines(tables, keys, things)
    follows: dict[int, set[int]] = defaultdict(set)
    for subject, mentioned in lines.select("key", "object").drop_nulls().unique().iter_rows():
        if mentioned in keys:
            follows[subject].add(mentioned)
    for group, thing in touched.filter(pl.col("key").is_in(list(keys))).iter_rows():
        waiting = [thing]
        while waiting:
            if (at := waiting.pop()) not in needs[group]:
                needs[group].add(at)
                waiting += follows[at]
    return lines.drop("object"), needs


def _lines(tables: Tables, keys: set[int], things: pl.DataFrame) -> pl.DataFrame:
    wanted = things.select("key").filter(pl.col("key").is_in(list(keys)))
    return tables.things.join(wanted.lazy(), on="key", how="semi", maintain_order="left").collect()


def _groups(tables: Tables, of_cell: pl.DataFrame, contested: set[int], needs: dict[int, set[int]]) -> list[Group]:
    groups: dict[int, Group] = {}
    with_items = set(tables.subjects.filter("item").select("cell").unique().join(of_cell, on="cell")["group"])
    for number, cell, count in of_cell.join(tables.cells, on="cell").select("group", "cell", "count").iter_rows():
        if number in with_items:
            group = groups.setdefault(number, Group([], 0, [], number in contested, needs.get(number, set())))
            group.cells.append(cell)
            group.count += count
    named = tables.communities.join(of_cell, on="cell").select("group", "community").unique().sort("community")
    for number, community in named.iter_rows():
        if number in groups:
            groups[number].communities.append(community)
    return sorted(groups.values(), key=lambda group: (group.communities[:1], group.cells))


def _unused(tables: Tables, of_cell: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    with_items = tables.subjects.filter("item").join(of_cell, on="cell").select("group").unique()
    idle = of_cell.join(with_items, on="group", how="anti").join(tables.cells, on="cell")
    used = shared.group_by("cell").agg(pl.len().alias("used"))
    left = idle.join(used, on="cell", how="left").with_columns(pl.col("count") - pl.col("used").fill_null(0))
    return left.group_by("source").agg(pl.col("count").sum()).filter(pl.col("count") > 0).sort("source")
