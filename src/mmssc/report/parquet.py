"""The levels of many communities as a Parquet file: the columns of the CSV form, typed, lists as lists."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["parquet"]

_CHUNK: Final = 1 << 20


def parquet(rows: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a Parquet file of rows of the CSV form, in memory that does not grow with their number.

    Args:
        rows: The CSV form, head first, in pieces.
    """
    import polars as pl

    with tempfile.TemporaryDirectory(prefix="mmssc-") as folder:
        source, target = Path(folder, "levels.csv"), Path(folder, "levels.parquet")
        with source.open("wb") as file:
            file.writelines(rows)
        listed = pl.col("evidence", "missing").fill_null("").str.split(" ").list.filter(pl.element() != "")
        typed = (listed, pl.col("as_of").str.to_date(), pl.col("level").cast(pl.Int8))
        # Nothing is guessed: a code such as 1.10 is no number.
        pl.scan_csv(source, infer_schema=False).with_columns(*typed).sink_parquet(target)
        with target.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
