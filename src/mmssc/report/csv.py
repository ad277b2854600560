"""The CSV form of the report (design, section 6), and CSV in general."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mmssc.report.document import Document

__all__ = ["render", "table"]


def render(documents: Iterable[Document]) -> Iterator[str]:
    """Yield one row a characteristic: its level, the items that carry it, and what blocks the next level.

    Args:
        documents: The batches of one report, in order.
    """
    columns = ["assessment", "community", "as_of", "characteristic", "level", "evidence", "missing"]
    yield table(columns, ())
    for document in documents:
        rows = (
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
        )
        yield table(columns, rows, head=False)


def table(columns: Sequence[str], rows: Iterable[dict[str, Any]], *, head: bool = True) -> str:
    """Return rows as CSV (RFC 4180, but with plain newlines), under a head unless told not."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    if head:
        writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
