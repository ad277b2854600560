"""Which library should the columns be kept in? The two things that the engine does most, in each of them.

``python benchmarks/columns/libraries.py`` prints medians of five runs; every library gives the same numbers, or the
script stops. NumPy, Polars and DuckDB have to be installed (``pip install numpy polars duckdb pyarrow``).

- *small*: a requirement. Of 190,000 pairs of assessment and item keep those whose item is one of 370, and count the
  assessments that have one; 200 requirements one after the other, as a plan has them.
- *large*: a step over everything. Join 1,500,000 pairs with 190,000 pairs on the value, and count the distinct results.
- *text*: cut 200,000 lines of N-Triples into terms and number the terms.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl
import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
REQUIREMENTS = 200
RANDOM = np.random.default_rng(1)
FOCUS = np.repeat(np.arange(1_000), 190)
ITEM = np.arange(190_000)
WANTED = [np.sort(RANDOM.choice(190_000, 370, replace=False)) for _ in range(REQUIREMENTS)]
LEFT = (RANDOM.integers(0, 300_000, 1_500_000), RANDOM.integers(0, 190_000, 1_500_000))
RIGHT = (np.arange(190_000), RANDOM.integers(0, 5_000, 190_000))
PATTERN = r'^(<[^>]*>) (<[^>]*>) (<[^>]*>|"[^"]*") \.$'


def small_numpy() -> int:
    """Look the wanted items up in a sorted column."""
    total = 0
    for wanted in WANTED:
        place = np.searchsorted(ITEM, wanted)
        counts = np.bincount(FOCUS[place], minlength=1_000)
        total += int((counts > 0).sum())
    return total


def small_polars() -> int:
    """Semi-join lazily, and group."""
    pairs = pl.DataFrame({"focus": FOCUS, "item": ITEM}).lazy()
    total = 0
    for wanted in WANTED:
        kept = pairs.join(pl.LazyFrame({"item": wanted}), on="item", how="semi")
        total += kept.group_by("focus").len().select(pl.len()).collect().item()
    return total


def small_duckdb() -> int:
    """Semi-join in SQL over a table."""
    base = duckdb.connect()
    base.register("frame", pl.DataFrame({"focus": FOCUS, "item": ITEM}).to_arrow())
    base.execute("CREATE TABLE pairs AS SELECT * FROM frame")
    total = 0
    for wanted in WANTED:
        base.register("wanted", pl.DataFrame({"item": wanted}).to_arrow())
        question = "SELECT COUNT(DISTINCT focus) FROM pairs SEMI JOIN wanted USING (item)"
        total += base.execute(question).fetchall()[0][0]
    return total


def large_numpy() -> int:
    """Search a sorted column, and make the keys unique."""
    order = np.argsort(RIGHT[0], kind="stable")
    value = RIGHT[1][order][np.searchsorted(RIGHT[0][order], LEFT[1])]
    key = np.sort(LEFT[0] * 5_000 + value)  # np.unique hashes first, and takes a hundred times as long
    return int((np.diff(key, prepend=-1) > 0).sum())


def large_polars() -> int:
    """Join lazily, and make the rows unique."""
    left = pl.LazyFrame({"focus": LEFT[0], "item": LEFT[1]})
    right = pl.LazyFrame({"item": RIGHT[0], "value": RIGHT[1]})
    return left.join(right, on="item").select("focus", "value").unique().select(pl.len()).collect().item()


def large_duckdb() -> int:
    """Join in SQL."""
    base = duckdb.connect()
    base.register("l", pl.DataFrame({"focus": LEFT[0], "item": LEFT[1]}).to_arrow())
    base.register("r", pl.DataFrame({"item": RIGHT[0], "value": RIGHT[1]}).to_arrow())
    question = "SELECT COUNT(*) FROM (SELECT DISTINCT focus, value FROM l JOIN r USING (item))"
    return base.execute(question).fetchall()[0][0]


def lines() -> bytes:
    """Return lines of N-Triples."""
    choose = random.Random(1)
    return "".join(
        f"<http://e.org/item/{row // 8}> <http://e.org/p{row % 8}> "
        + (f"<http://e.org/r{choose.randrange(508)}>" if row % 2 else f'"text {row}"')
        + " .\n"
        for row in range(200_000)
    ).encode()


TEXT = lines()


def text_polars() -> int:
    """Cut by a regular expression, and number by an Enum."""
    rows = pl.read_csv(TEXT, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String})
    terms = rows["line"].str.extract_groups(PATTERN).struct.unnest()
    every = pl.concat([terms.to_series(column) for column in range(3)])
    distinct = every.unique(maintain_order=True)
    every.cast(pl.Enum(distinct)).to_physical().to_numpy()
    return len(distinct)


def text_duckdb() -> int:
    """Cut by a regular expression, and number by joins."""
    base = duckdb.connect()
    base.register("lines", pl.DataFrame({"line": TEXT.decode().splitlines()}).to_arrow())
    base.execute("CREATE TABLE t AS SELECT regexp_extract(line, ?, ['s', 'p', 'o']) AS g FROM lines", [PATTERN])
    base.execute(
        "CREATE TABLE terms AS SELECT term, row_number() OVER () AS id FROM "
        "(SELECT g.s AS term FROM t UNION SELECT g.p FROM t UNION SELECT g.o FROM t)"
    )
    base.execute(
        "SELECT s.id, p.id, o.id FROM t JOIN terms s ON s.term = g.s JOIN terms p ON p.term = g.p "
        "JOIN terms o ON o.term = g.o"
    ).fetchnumpy()
    return base.execute("SELECT COUNT(*) FROM terms").fetchall()[0][0]


def text_parser() -> int:
    """Parse with pyoxigraph, and number in a dictionary."""
    numbers: dict[object, int] = {}
    for quad in ox.parse(input=TEXT, format=ox.RdfFormat.N_TRIPLES):
        for term in (quad.subject, quad.predicate, quad.object):
            numbers.setdefault(term, len(numbers))
    return len(numbers)


def median(work: Callable[[], int]) -> tuple[int, float]:
    """Return what some work finds, and the median of its seconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - start)
    return found, statistics.median(times)


def main() -> None:
    """Compare the answers, and print the times."""
    tasks = {
        "small, each requirement": (small_numpy, small_polars, small_duckdb),
        "large": (large_numpy, large_polars, large_duckdb),
        "text": (text_polars, text_duckdb, text_parser),
    }
    for task, ways in tasks.items():
        found = {way.__name__.rpartition("_")[2]: median(way) for way in ways}
        if len({answer for answer, _ in found.values()}) > 1:
            raise SystemExit(f"{task}: the libraries disagree: {found}")
        each = REQUIREMENTS if task.startswith("small") else 1
        print(task, *(f"{name} {seconds / each * 1000:.3f} ms" for name, (_, seconds) in found.items()), sep="  ")


if __name__ == "__main__":
    main()
