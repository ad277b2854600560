"""The report as JUnit XML: a suite a file, a test case a check; what was found are its failures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from mmssc.crosswalk.report.printable import harmless
from mmssc.crosswalk.report.texts import summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmssc.crosswalk.report.document import Entry, Report
    from mmssc.problem import Lang, Problem

__all__ = ["render"]

_SHIPPED: Final = "mmssc"
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, lang: Lang = "en") -> str:
    """Return the report as JUnit XML (junit-10.xsd of Jenkins), its texts in one language."""
    suites = [file.source for file in report.files] or [_SHIPPED]
    found: dict[str, list[Entry]] = {name: [] for name in suites}
    passed: dict[str, list[Entry]] = {name: [] for name in suites}
    for entries, to in ((report.entries, found), (report.exempted, passed)):
        for entry in entries:
            to[entry.file if entry.file in to else suites[0]].append(entry)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    failed = sum(len({entry.check.id for entry in entries}) for entries in found.values())
    problems: dict[str, list[Problem]] = {name: [] for name in suites}
    for problem in report.problems:  # a profile has no suite of its own
        problems[problem.source if problem.source in problems else suites[0]].append(problem)
    tests = sum(len(report.checks) + _reads(report, problems[name]) for name in suites)
    unread = sum(map(bool, problems.values()))
    lines.append(f'<testsuites name="mmssc crosswalk" tests="{tests}" failures="{failed}" errors="{unread}">')
    for name in suites:
        lines += _suite(report, name, found[name], passed[name], problems[name], lang)
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _suite(
    report: Report,
    name: str,
    found: Sequence[Entry],
    passed: Sequence[Entry],
    problems: Sequence[Problem],
    lang: Lang,
) -> Iterator[str]:
    failing = {entry.check.id for entry in found}
    skipped = {entry.check.id for entry in passed} - failing
    tests = len(report.checks) + _reads(report, problems)
    yield (
        f"  <testsuite name={_attribute(name)} tests={_attribute(tests)} failures={_attribute(len(failing))} "
        f"errors={_attribute(int(bool(problems)))} skipped={_attribute(len(skipped))}>"
    )
    if _reads(report, problems):
        yield from _case(
            "read",
            name,
            [
                f"<error type={_attribute(f'read/{problem.code}')} message={_attribute(problem.message.say(lang))}>"
                f"{_escape(problem.line(lang))}</error>"
                for problem in problems
            ],
        )
    for check in report.checks:
        yield from _case(
            check.id,
            name,
            [_failure(entry, lang) for entry in found if entry.check.id == check.id]
            + [_skipped(entry, lang) for entry in passed if entry.check.id == check.id],
        )
    yield f"    <system-out>{_escape(chr(10).join(summary(report, lang)))}</system-out>"
    yield "  </testsuite>"


def _reads(report: Report, problems: Sequence[Problem]) -> bool:
    """Whether a suite has a case for reading: files are read, and what ships is not, but for a profile."""
    return bool(report.files) or bool(problems)


def _case(name: str, classname: str, parts: Sequence[str]) -> Iterator[str]:
    start = f"    <testcase name={_attribute(name)} classname={_attribute(classname)}"
    if not parts:
        yield f"{start}/>"
        return
    yield f"{start}>"
    yield from (f"      {part}" for part in parts)
    yield "    </testcase>"


def _failure(entry: Entry, lang: Lang) -> str:
    lines = [f"{entry.place}: {entry.message.say(lang)}"]
    lines += [f"  {proof.place}  {proof.says.say(lang)}" for proof in entry.proof]
    if entry.finding.note:
        lines.append(entry.finding.note.say(lang))
    lines.append(entry.check.mend.say(lang))
    return (
        f"<failure type={_attribute(entry.severity)} message={_attribute(entry.message.say(lang))}>"
        f"{_escape(chr(10).join(lines))}</failure>"
    )


def _skipped(entry: Entry, lang: Lang) -> str:
    why = entry.exempt.say(lang) if entry.exempt else ""
    return f'<skipped type="exempted" message={_attribute(why)}>{_escape(entry.message.say(lang))}</skipped>'


def _attribute(value: str | int) -> str:
    return quoteattr(_FORBIDDEN.sub("�", harmless(str(value))), {"\n": "&#10;"})


def _escape(text: str) -> str:
    return escape(_FORBIDDEN.sub("�", harmless(text)))
