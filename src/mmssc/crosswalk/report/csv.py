"""The report as CSV: a row a finding, exempted ones and problems of reading among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode

from mmssc.crosswalk.report.place import line_of
from mmssc.crosswalk.report.printable import harmless_rows
from mmssc.report.csv import table

if TYPE_CHECKING:
    from mmssc.crosswalk.report.document import Entry, Report
    from mmssc.engine.graph import Node
    from mmssc.problem import Lang, Problem

__all__ = ["render"]

_COLUMNS: Final = "check severity file line source focus value message proof mend note exempt fingerprint".split()


def render(report: Report, lang: Lang = "en") -> str:
    """Return the report as CSV, its texts in one language."""
    rows = [_entry(entry, lang) for entry in (*report.entries, *report.exempted)]
    return table(_COLUMNS, harmless_rows([*rows, *(_problem(problem, lang) for problem in report.problems)]))


def _entry(entry: Entry, lang: Lang) -> dict[str, str | int]:
    proofs = (f"{proof.place} {proof.says.say(lang)}".strip() for proof in entry.proof)
    return {
        "check": entry.check.id,
        "severity": entry.severity,
        "file": entry.place.file,
        "line": entry.place.line or "",
        "source": entry.place.source,
        "focus": _plain(entry.finding.focus),
        "value": _plain(entry.finding.values.get("value")),
        "message": entry.message.say(lang),
        "proof": "\n".join(proofs),
        "mend": entry.check.mend.say(lang),
        "note": entry.finding.note.say(lang) if entry.finding.note else "",
        "exempt": entry.exempt.say(lang) if entry.exempt else "",
        "fingerprint": entry.fingerprint,
    }


def _problem(problem: Problem, lang: Lang) -> dict[str, str | int]:
    return {
        "check": f"read/{problem.code}",
        "severity": problem.severity,
        "file": problem.source,
        "line": line_of(problem) or "",
        "value": problem.value,
        "message": problem.message.say(lang),
        "mend": problem.mend.say(lang),
    }


def _plain(node: Node | None) -> str:
    return "" if node is None or isinstance(node, BlankNode) else node.value
