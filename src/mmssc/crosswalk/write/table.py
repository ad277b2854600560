"""Write a plain CSV table: a row a mapping, every IRI in full; what is said of the set has no place in it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from mmssc.crosswalk.slots import ROW_SLOTS, SLOTS
from mmssc.crosswalk.write.terms import text_of
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from mmssc.crosswalk.write.document import Term
    from mmssc.crosswalk.write.sheet import Sheet

__all__ = ["write_table"]

_NEEDED: Final = ("subject_id", "predicate_id", "object_id")


def write_table(sheet: Sheet) -> str:
    """Return a mapping set as CSV; further slots stand under their names without ``ext_``."""
    headings = {name: name.removeprefix("ext_") for name in sheet.further}
    said = {name for row in sheet.rows for name in row}
    names = [name for name in (*ROW_SLOTS, *sheet.further) if name in said or name in _NEEDED]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([headings.get(name, name) for name in names])
    for row in sheet.rows:
        writer.writerow([_cell(name, row.get(name, [])) for name in names])
    sheet.problems[:] = [problem for problem in sheet.problems if problem.code != "unspecified-licence"]
    on_rows = {
        name for name in sheet.about if sheet.rows and all(row.get(name) == sheet.about[name] for row in sheet.rows)
    }
    lost = sorted(sheet.about.keys() - sheet.filled - on_rows)
    if lost:
        sheet.problems.append(Problem("set-metadata", "", "", "", ", ".join(lost), *_LOST, severity="warning"))
    return text.getvalue()


def _cell(name: str, values: list[Term]) -> str:
    texts = [text_of(name, value, lambda iri: iri) for value in values]
    if name in SLOTS and SLOTS[name].several:
        return "|".join(text.replace("\\", "\\\\").replace("|", "\\|") for text in texts)
    return texts[0] if texts else ""


_LOST: Final = (
    Text(
        "A plain table has no place for what is said of the set as a whole; it is not written.",
        "普通表格无处写明整个映射集的信息，这些内容未写出。",
    ),
    Text("Write SSSOM/TSV instead.", "请改用 SSSOM/TSV。"),
)
