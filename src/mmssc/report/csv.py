"""The CSV form of the report (design, section 6), and CSV in general."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mmssc.report.document import Document

__all__ = ["render", "table"]


def render(document: Document) -> str:
    """Return one row a characteristic: its level, the items that carry it, and what blocks the next level."""
    columns = ["assessment", "community", "as_of", "characteristic", "level", "evidence", "missing"]
    rows = [
        {
            "assessment": assessment["iri"],
            "community": assessment["community"]["iri"],
            "as_of": assessment["as_of"],
            "characteristic": rating["characteristic"],
            "level": rating["level"],
            "evidence": " ".join(rating["evidence"]),
            "missing": " ".join(rating["missing"]),
        }
        for assessment in document["assessments"]
        for rating in assessment["ratings"]
    ]
    return table(columns, rows)


def table(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """Return rows as CSV (RFC 4180, but with plain newlines)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
