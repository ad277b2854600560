"""The report as JSON; its keys are described in docs/shacl.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, NamedNode

from mmssc import __version__
from mmssc.names import XSD
from mmssc.shacl.report.texts import why

if TYPE_CHECKING:
    from mmssc.engine import Result
    from mmssc.engine.graph import Node
    from mmssc.engine.report import QueryRun
    from mmssc.problem import Problem, Text
    from mmssc.shacl.report.document import Group, GroupBy, Report, ShapeRow

__all__ = ["render"]


def render(report: Report, *, by: GroupBy = "shape", limit: int = 0) -> str:
    """Return the report as JSON, its texts in both languages.

    Args:
        report: What was found.
        by: What results are grouped by.
        limit: How many results of a group are given; 0 for all.
    """
    run = report.run
    document = {
        "version": __version__,
        "conforms": report.conforms,
        "well": report.well,
        "checked": not report.idle,
        "engine": {"name": run.engine, "version": run.version, "because": [_text(reason) for reason in run.reasons]},
        "queries": [_query(query, report) for query in run.report.queries],
        "data": list(report.data),
        "shapes": list(report.shapes),
        "results": len(report.results),
        "severities": report.severities,
        "leftOut": report.left_out,
        "targets": [_row(row) for row in report.rows],
        "groupBy": by,
        "groups": [_group(group, report, limit) for group in report.groups(by) if group.results],
        "warnings": [_problem(problem) for problem in report.problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _query(query: QueryRun, report: Report) -> dict[str, Any]:
    return {
        "sourceShapeName": report.shape_names.name(query.shape),
        "component": query.component.value,
        "sourceConstraint": query.source.value if isinstance(query.source, NamedNode) else None,
        "way": query.way,
        "because": None if query.reason is None else _text(why(query.reason)),
        "queries": query.queries,
    }


def _row(row: ShapeRow) -> dict[str, Any]:
    return {
        "shape": row.node.value if isinstance(row.node, NamedNode) else None,
        "name": row.name,
        "focusNodes": row.focus_nodes,
        "results": row.results,
        "deactivated": row.deactivated,
        "unmatched": row.unmatched,
    }


def _group(group: Group, report: Report, limit: int) -> dict[str, Any]:
    shown = group.results[: limit or None]
    return {
        "name": group.name,
        "results": len(group.results),
        "shown": len(shown),
        "items": [_result(result, report) for result in shown],
    }


def _result(result: Result, report: Report) -> dict[str, Any]:
    own = report.messages.own(result)
    messages = (
        [{"value": message.value, "language": message.language} for message in own]
        if own
        else [{"value": text, "language": lang} for lang, text in _text(report.messages.default(result)).items()]
    )
    return {
        "focusNode": _term(result.focus, report),
        "path": None if result.path is None else report.names.path(result.path),
        "value": None if result.value is None else _term(result.value, report),
        "component": result.component.value,
        "sourceShape": result.shape.value if isinstance(result.shape, NamedNode) else None,
        "sourceShapeName": report.shape_names.name(result.shape),
        "sourceConstraint": result.source_constraint.value if isinstance(result.source_constraint, NamedNode) else None,
        "severity": result.severity.value,
        "messages": messages,
        "messageFrom": "shape" if own else "component",
    }


def _term(node: Node, report: Report) -> dict[str, str]:
    """Return a term as the JSON results of SPARQL 1.1 write it, a blank node with where it hangs."""
    if isinstance(node, NamedNode):
        return {"type": "uri", "value": node.value}
    if isinstance(node, BlankNode):
        return {"type": "bnode", "value": report.names.label(node), "name": report.places.name(node)}
    term = {"type": "literal", "value": node.value}
    if node.language:
        return {**term, "xml:lang": node.language}
    return term if node.datatype.value == XSD + "string" else {**term, "datatype": node.datatype.value}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "file": problem.source,
        "where": problem.where,
        "field": problem.field,
        "value": problem.value,
        "message": _text(problem.message),
        "mend": _text(problem.mend),
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}
