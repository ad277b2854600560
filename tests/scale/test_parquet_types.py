"""Parquet holds codes as they are written, whatever they look like."""

from __future__ import annotations

import io

import polars as pl
import pytest

from mmssc.report.levels import HEAD
from mmssc.report.parquet import parquet


@pytest.mark.parametrize(
    "codes",
    [["a b", "", "c"], ["07"], ["1.10"], ["7"] * 200 + ["7 8"]],
    ids=lambda codes: f"{codes[0]}-{len(codes)}",
)
def test_codes(codes: list[str]) -> None:
    rows = [f"urn:ab:x,urn:ab:c,2026-01-01,k,1,,{code}\n".encode() for code in codes]
    table = pl.read_parquet(io.BytesIO(b"".join(parquet([HEAD, *rows]))))
    assert table["missing"].to_list() == [code.split() for code in codes]
    assert table.schema["as_of"] == pl.Date
