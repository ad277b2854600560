"""Small registers to read, and what came of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.evidence.reading import Reading

HEADINGS = ("id", "community", "title", "assurance")
ROW = ("L1", "London", "A plan was published.", "claimed")


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, delimiter: str = ",") -> str:
    """Write a register as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([headings, *rows])
    return out.getvalue()


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]
