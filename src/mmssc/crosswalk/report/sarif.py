"""The report as SARIF 2.1.0, which editors and continuous integration show beside the lines."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode

from mmssc.crosswalk.report.place import line_of, uri_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.crosswalk.checks import Check
    from mmssc.crosswalk.report.document import Entry, Proof, Report
    from mmssc.crosswalk.words import Place
    from mmssc.engine.graph import Node
    from mmssc.problem import Lang, Problem

__all__ = ["render"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note", None: "none"}
_LANGUAGES: Final[dict[Lang, str]] = {"en": "en-US", "zh": "zh-CN"}
_READING: Final = "read/"


def render(report: Report, lang: Lang = "en") -> str:
    """Return the report as SARIF: results in one language, the rules in both."""
    codes = sorted({problem.code for problem in report.problems})
    numbers = {check.id: number for number, check in enumerate(report.checks)}
    numbers |= {_READING + code: len(numbers) + number for number, code in enumerate(codes)}
    other: Lang = "en" if lang == "zh" else "zh"
    seen: Counter[str] = Counter()
    results = [_entry(entry, numbers, lang, seen) for entry in (*report.entries, *report.exempted)]
    results += [_problem(problem, numbers, lang) for problem in report.problems]
    run = {
        "tool": {
            "driver": {
                "name": "mmssc",
                "version": report.version,
                "informationUri": "https://w3id.org/mmssc",
                "language": _LANGUAGES[lang],
                "rules": [*(_rule(check, lang) for check in report.checks), *(_reading(code, lang) for code in codes)],
            }
        },
        "translations": [
            {
                "name": "mmssc",
                "version": report.version,
                "language": _LANGUAGES[other],
                "contents": ["localizedData"],
                "rules": [_rule(check, other) for check in report.checks],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": report.usable,
                "toolExecutionNotifications": [
                    {"message": {"text": limit.say(lang)}, "level": "warning"} for limit in report.limits
                ],
            }
        ],
        "artifacts": [{"location": {"uri": uri_of(file.source)}} for file in report.files],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(check: Check, lang: Lang) -> dict[str, Any]:
    return {
        "id": check.id,
        "name": "".join(part.title() for part in check.id.split("-")),
        "shortDescription": {"text": check.title.say(lang)},
        "fullDescription": {"text": check.problem.say(lang)},
        "help": {"text": check.mend.say(lang)},
        "helpUri": check.iri.value,
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"number": check.number, "source": check.origin},
    }


def _reading(code: str, lang: Lang) -> dict[str, Any]:
    text = f"文件读取有问题：{code}。" if lang == "zh" else f"A file cannot be read as it should: {code}."
    return {"id": _READING + code, "shortDescription": {"text": text}}


def _entry(entry: Entry, numbers: dict[str, int], lang: Lang, seen: Counter[str]) -> dict[str, Any]:
    text = entry.message.say(lang)
    if entry.finding.note:
        text += "\n" + entry.finding.note.say(lang)
    seen[entry.fingerprint] += 1
    result: dict[str, Any] = {
        "ruleId": entry.check.id,
        "ruleIndex": numbers[entry.check.id],
        "level": _LEVELS[entry.severity],
        "message": {"text": text},
        "locations": [_location(entry.place, entry.finding.focus, entry.name.say(lang))],
        "partialFingerprints": {"mmssc/v1": f"{entry.fingerprint}:{seen[entry.fingerprint]}"},
    }
    related = _related(entry.proof, entry.finding.focus, lang)
    if related:
        result["relatedLocations"] = related
    if entry.exempt:
        result["suppressions"] = [{"kind": "external", "justification": entry.exempt.say(lang)}]
    return result


def _related(proof: Iterable[Proof], focus: Node, lang: Lang) -> list[dict[str, Any]]:
    others = [each for each in proof if each.node != focus]
    return [
        {
            "id": number,
            **_location(each.place, each.node, each.says.say(lang)),
            "message": {"text": each.says.say(lang)},
        }
        for number, each in enumerate(others, start=1)
    ]


def _location(place: Place, node: Node, name: str) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if place.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri_of(place.file)}}
        if place.line:
            physical["region"] = {"startLine": place.line}
        location["physicalLocation"] = physical
    full = name if isinstance(node, BlankNode) else node.value
    logical = {"name": name, "fullyQualifiedName": full}
    if place.source:
        logical["decoratedName"] = f"{place.source}: {name}"
    location["logicalLocations"] = [logical]
    return location


def _problem(problem: Problem, numbers: dict[str, int], lang: Lang) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri_of(problem.source)}}
    if line_of(problem):
        physical["region"] = {"startLine": line_of(problem)}
    return {
        "ruleId": _READING + problem.code,
        "ruleIndex": numbers[_READING + problem.code],
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.line(lang)},
        "locations": [{"physicalLocation": physical}],
    }
