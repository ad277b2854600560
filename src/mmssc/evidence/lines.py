"""Lines of N-Triples and N-Quads as columns: which are surely well formed, and what their terms are.

A line that is well formed by the pattern here is well formed for every parser; one that is not may be so all the same
(escapes, comments, other spaces), and it takes a parser to tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from mmssc.engine.lines import IRI_PATTERN, LITERAL_PATTERN
from mmssc.names import EVIDENCE, MMSSC, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["columns", "is_strange", "is_well_formed", "key"]

_NODE: Final = rf"(?:{IRI_PATTERN}|_:[A-Za-z0-9]+)"
_STATEMENT: Final = rf"^{_NODE} {IRI_PATTERN} (?:{_NODE}|{LITERAL_PATTERN})(?: {_NODE})? \.$"
# The parser refuses these datatypes on a literal without a language or a direction.
_LANGUAGE_TYPE: Final = "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_GRAPH: Final = r" (<[^ <>\"]*>|_:[^ <>\"]+) \.$"


_SPREAD: Final = 0x9E3779B97F4A7C15
_CLAIMS: Final = (f"<{MMSSC}demonstrates>", f"<{MMSSC}disputes>")


def is_strange(data: bytes) -> bool:
    """Whether lines hold a carriage return, which would not survive, or are not UTF-8."""
    if b"\r" in data:
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def columns(blocks: Sequence[bytes]) -> pl.DataFrame:
    """Return the lines of blocks, in their order, cut into terms.

    Args:
        blocks: Whole lines that are not strange, each ended.

    Returns:
        A row a line: ``block`` (its number), ``line``, ``subject``, ``predicate``, ``object`` (null for a literal),
        ``graph`` (null for the default graph), and ``item``: whether the line makes its subject an item of evidence.
    """
    counts = pl.DataFrame({"count": [lines.count(b"\n") for lines in blocks]}, schema={"count": pl.UInt32})
    block = counts.with_row_index("block").select(pl.col("block").repeat_by("count").explode(empty_as_null=False))
    terms = pl.col("line").str.splitn(" ", 3).struct
    rest = pl.col("rest")
    return (
        pl.read_lines(b"".join(blocks), name="line")
        .lazy()
        .with_columns(
            block["block"],
            terms.field("field_0").alias("subject"),
            terms.field("field_1").alias("predicate"),
            terms.field("field_2").alias("rest"),
        )
        .select(
            "block",
            "line",
            "subject",
            "predicate",
            pl.when(~rest.str.starts_with('"')).then(rest.str.splitn(" ", 2).struct.field("field_0")).alias("object"),
            rest.str.extract(_GRAPH).alias("graph"),
            (
                pl.col("predicate").is_in(_CLAIMS)
                | (pl.col("predicate").eq(f"<{RDF_TYPE.value}>") & rest.str.starts_with(f"<{EVIDENCE.value}>"))
            ).alias("item"),
        )
        .collect()
    )


def is_well_formed() -> pl.Expr:
    """Return whether a ``line`` is well formed for sure; no one else may be cut into terms."""
    line = pl.col("line")
    return line.str.contains(_STATEMENT) & ~line.str.contains(_LANGUAGE_TYPE, literal=True)


def key(term: str) -> pl.Expr:
    """Return a number for a term: the same for the same IRI, and for the same blank node of the same ``source``.

    Two terms of one number, should there ever be any, keep together what could be apart; nothing else hangs on it.
    """
    column = pl.col(term)
    local = pl.when(column.str.starts_with("_:")).then(pl.col("source").cast(pl.UInt64) + 1).otherwise(0)
    return column.hash() ^ (local * _SPREAD)
