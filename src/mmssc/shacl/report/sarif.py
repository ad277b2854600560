"""The report as SARIF 2.1.0, which editors and continuous integration show beside the lines."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from mmssc import __version__
from mmssc.crosswalk.report.place import line_of, uri_of
from mmssc.shacl.lines import lines_of
from mmssc.shacl.report.texts import cut, engine, unmatched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.engine import Result
    from mmssc.problem import Lang, Problem
    from mmssc.shacl.report.document import Report

__all__ = ["render", "render_failure"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"sh:Violation": "error", "sh:Warning": "warning", "sh:Info": "note"}
_LANGUAGES: Final[dict[Lang, str]] = {"en": "en-US", "zh": "zh-CN"}
_NO_MATCH: Final = "no-match"


def render(report: Report, lang: Lang = "en", limit: int = 0) -> str:
    """Return the report as SARIF: a rule is a constraint of a shape.

    Args:
        report: What was found.
        lang: The language of its messages.
        limit: How many results of a shape with a target are given; 0 for all.
    """
    return _document(_Run(report, lang, limit).run())


def render_failure(problems: Sequence[Problem], lang: Lang = "en") -> str:
    """Return a SARIF file that says that nothing could be validated, and why."""
    notifications = [_notification(problem, lang) for problem in problems]
    return _document(
        {
            "tool": _tool([], lang),
            "invocations": [{"executionSuccessful": False, "toolExecutionNotifications": notifications}],
            "columnKind": "unicodeCodePoints",
            "results": [],
        }
    )


def _document(run: dict[str, Any]) -> str:
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _tool(rules: list[dict[str, Any]], lang: Lang) -> dict[str, Any]:
    return {
        "driver": {
            "name": "mmssc",
            "version": __version__,
            "informationUri": "https://w3id.org/mmssc",
            "language": _LANGUAGES[lang],
            "rules": rules,
        }
    }


def _notification(problem: Problem, lang: Lang) -> dict[str, Any]:
    notification: dict[str, Any] = {"level": problem.severity, "message": {"text": problem.line(lang)}}
    if problem.source:
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri_of(problem.source)}}
        if line_of(problem):
            physical["region"] = {"startLine": line_of(problem)}
        notification["locations"] = [{"physicalLocation": physical}]
    return notification


class _Run:
    def __init__(self, report: Report, lang: Lang, limit: int) -> None:
        self._report = report
        self._lang = lang
        groups = report.groups("shape")
        self._shown = [result for group in groups for result in group.results[: limit or None]]
        focus = {result.focus.value for result in self._shown if isinstance(result.focus, NamedNode)}
        self._lines = lines_of(report.data, focus)
        self._rules: dict[str, dict[str, Any]] = {}
        self._numbers: dict[str, int] = {}
        self._seen: Counter[str] = Counter()

    def run(self) -> dict[str, Any]:
        report, lang = self._report, self._lang
        results = [self._result(result) for result in self._shown]
        notes = [(engine(report), "warning")] if report.run.reasons else []
        if report.require_match:
            results += [self._no_match(row.name) for row in report.unmatched]
        else:
            notes += [(unmatched(row.name), "warning") for row in report.unmatched]
        if len(self._shown) < len(report.results):
            notes.append((cut(len(self._shown), len(report.results)), "warning"))
        notifications = [_notification(problem, lang) for problem in report.problems]
        notifications += [{"level": level, "message": {"text": note.say(lang)}} for note, level in notes]
        return {
            "tool": _tool(list(self._rules.values()), lang),
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
            "columnKind": "unicodeCodePoints",
            "artifacts": [{"location": {"uri": uri_of(file)}} for file in (*report.data, *report.shapes)],
            "results": results,
        }

    def _rule(self, name: str, **about: Any) -> tuple[str, int]:
        self._rules.setdefault(name, {"id": name, **about})
        return name, self._numbers.setdefault(name, len(self._numbers))

    def _result(self, result: Result) -> dict[str, Any]:
        names = self._report.names
        shape = self._report.shape_names.name(result.shape)
        component = names.iri(result.component.value).removesuffix("ConstraintComponent")
        rule, index = self._rule(
            f"{shape} {component}".replace(" / ", "/").replace(" ", "/"),
            shortDescription={"text": f"{shape}: {component}"},
            defaultConfiguration={"level": _LEVELS.get(names.iri(result.severity.value), "error")},
        )
        place = self._report.places.name(result.focus)
        key = sha256("\0".join((rule, place, str(result.path), str(result.value))).encode()).hexdigest()[:16]
        self._seen[key] += 1
        where = place if result.path is None else f"{place} · {names.path(result.path)}"
        return {
            "ruleId": rule,
            "ruleIndex": index,
            "level": _LEVELS.get(names.iri(result.severity.value), "error"),
            "message": {"text": f"{where}: {self._report.messages.text(result, self._lang)}"},
            "locations": [self._location(result, place)],
            "partialFingerprints": {"mmssc/v1": f"{key}:{self._seen[key]}"},
        }

    def _location(self, result: Result, place: str) -> dict[str, Any]:
        location: dict[str, Any] = {}
        known = self._lines.get(result.focus.value) if isinstance(result.focus, NamedNode) else None
        if known:
            location["physicalLocation"] = {
                "artifactLocation": {"uri": uri_of(known[0])},
                "region": {"startLine": known[1]},
            }
        elif len(self._report.data) == 1:
            location["physicalLocation"] = {"artifactLocation": {"uri": uri_of(self._report.data[0])}}
        full = result.focus.value if isinstance(result.focus, NamedNode) else place
        location["logicalLocations"] = [{"name": place, "fullyQualifiedName": full}]
        return location

    def _no_match(self, name: str) -> dict[str, Any]:
        rule, index = self._rule(_NO_MATCH, shortDescription={"text": "A shape matched no node of the data."})
        return {
            "ruleId": rule,
            "ruleIndex": index,
            "level": "error",
            "message": {"text": unmatched(name).say(self._lang)},
            "locations": [{"logicalLocations": [{"name": name, "fullyQualifiedName": name}]}],
        }
