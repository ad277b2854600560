"""The report as JSON: everything, in both languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode

from mmssc.crosswalk.report.document import SEVERITIES
from mmssc.crosswalk.report.place import line_of

if TYPE_CHECKING:
    from mmssc.crosswalk.report.document import Entry, Report
    from mmssc.crosswalk.words import Place
    from mmssc.engine.graph import Node
    from mmssc.problem import Problem, Text

__all__ = ["render"]


def render(report: Report) -> str:
    """Return the report as JSON."""
    counts = report.counts
    document = {
        "mmssc": report.version,
        "files": [
            {
                "file": file.source,
                "form": file.form,
                "rows_read": file.rows_read,
                "rows_used": file.rows_used,
                "rows_refused": file.rows_refused,
            }
            for file in report.files
        ],
        "counts": {severity: counts[severity] for severity in SEVERITIES}
        | {"exempted": len(report.exempted), "not_shown": sum(report.hidden.values())},
        "limits": [_text(limit) for limit in report.limits],
        "checks": [
            {
                "id": check.id,
                "iri": check.iri.value,
                "number": check.number,
                "severity": check.severity,
                "title": _text(check.title),
                "problem": _text(check.problem),
                "mend": _text(check.mend),
                "source": check.origin,
                "findings": sum(entry.check.id == check.id for entry in report.entries),
            }
            for check in report.checks
        ],
        "findings": [_entry(entry) for entry in (*report.entries, *report.exempted)],
        "problems": [_problem(problem) for problem in report.problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _entry(entry: Entry) -> dict[str, Any]:
    finding = entry.finding
    return {
        "check": entry.check.id,
        "severity": entry.severity,
        "focus": _node(finding.focus),
        "name": _text(entry.name),
        "place": _place(entry.place),
        "values": {name: _node(value) for name, value in sorted(finding.values.items())},
        "message": _text(entry.message),
        "proof": [
            {"node": _node(proof.node), "place": _place(proof.place), "says": _text(proof.says)}
            for proof in entry.proof
        ],
        "note": _text(finding.note) if finding.note else None,
        "exempt": _text(entry.exempt) if entry.exempt else None,
        "fingerprint": entry.fingerprint,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "place": {"file": problem.source, "line": line_of(problem) or None, "source": None},
        "where": problem.where,
        "field": problem.field,
        "value": problem.value,
        "message": _text(problem.message),
        "mend": _text(problem.mend),
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _place(place: Place) -> dict[str, str | int | None]:
    return {"file": place.file or None, "line": place.line or None, "source": place.source or None}


def _node(node: Node) -> str | None:
    return None if isinstance(node, BlankNode) else node.value
