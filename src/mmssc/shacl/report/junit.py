"""The report as JUnit XML: a suite a shape with a target, a case the shape itself and each of its property shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import NamedNode

from mmssc.names import SH
from mmssc.shacl.report.texts import cut, row_text, summary, unmatched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmssc.engine import Result
    from mmssc.engine.graph import Node
    from mmssc.problem import Lang, Problem
    from mmssc.shacl.report.document import Group, Report

__all__ = ["render", "render_failure"]

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROPERTY: Final = NamedNode(SH + "property")
_MATCH: Final = "focus nodes"


def render(report: Report, lang: Lang = "en", limit: int = 0) -> str:
    """Return the report as JUnit XML (junit-10.xsd of Jenkins).

    A test case passes if its shape gave no result; the first case of a suite says whether the shape matched anything.
    The cases of a shape that matched nothing, or is deactivated, are skipped: they did not pass.

    Args:
        report: What was found.
        lang: The language of its texts.
        limit: How many results a case lists; 0 for all.
    """
    suites = [_Suite(report, group, lang, limit) for group in report.groups("shape")]
    tests, failures = sum(suite.tests for suite in suites), sum(suite.failures for suite in suites)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="mmssc shacl" tests="{tests}" failures="{failures}" errors="0">',
        *(line for suite in suites for line in suite.lines()),
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def render_failure(problems: Sequence[Problem], lang: Lang = "en") -> str:
    """Return a JUnit file whose one test case failed for the reasons that nothing could be validated."""
    errors = [problem for problem in problems if problem.severity == "error"]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="mmssc shacl" tests="1" failures="0" errors="1">',
        '  <testsuite name="mmssc shacl" tests="1" failures="0" errors="1" skipped="0">',
        '    <testcase name="read" classname="mmssc shacl">',
        *(
            f"      <error type={_attribute(problem.code)} message={_attribute(problem.message.say(lang))}>"
            f"{_escape(problem.line(lang))}</error>"
            for problem in errors
        ),
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


class _Suite:
    """The shape of a group, and the property shapes below it."""

    def __init__(self, report: Report, group: Group, lang: Lang, limit: int) -> None:
        self._report, self._group, self._lang, self._limit = report, group, lang, limit
        found: dict[Node, list[Result]] = {shape: [] for shape in self._shapes()}
        for result in group.results:
            found.setdefault(result.shape, []).append(result)
        self._cases = found
        row = group.row
        self._unmatched = row is not None and row.unmatched
        self._off = row is not None and row.deactivated
        self.tests = len(found) + 1
        self.failures = sum(1 for results in found.values() if results)
        self.failures += self._unmatched and report.require_match

    def _shapes(self) -> list[Node]:
        shapes, queue = [self._group.key], [self._group.key]
        while queue:
            children = sorted(self._report.run.shapes.objects(queue.pop(), _PROPERTY), key=str)
            queue += (new := [child for child in children if child not in shapes])
            shapes += new
        return [shapes[0], *sorted(shapes[1:], key=self._report.shape_names.name)]

    def lines(self) -> Iterator[str]:
        """Yield the lines of the suite."""
        name = self._group.name
        skipped = len(self._cases) + (not self._report.require_match) if self._unmatched else 0
        skipped = self.tests if self._off else skipped
        yield (
            f"  <testsuite name={_attribute(name)} tests={_attribute(self.tests)} "
            f"failures={_attribute(self.failures)} errors={_attribute(0)} skipped={_attribute(skipped)}>"
        )
        yield from self._case(_MATCH, self._match())
        for shape, results in self._cases.items():
            part = "<skipped/>" if (self._unmatched or self._off) and not results else ""
            yield from self._case(self._report.shape_names.name(shape), self._failure(results) if results else part)
        row = self._group.row
        told = [row_text(row.focus_nodes, row.results).say(self._lang)] if row else []
        told += summary(self._report, self._lang)
        yield f"    <system-out>{_escape(chr(10).join(told))}</system-out>"
        yield "  </testsuite>"

    def _match(self) -> str:
        """Return what the case says that asks whether the shape matched anything."""
        if self._off:
            return "<skipped/>"
        if not self._unmatched:
            return ""
        note = unmatched(self._group.name).say(self._lang)
        if self._report.require_match:
            return f'<failure type="no-match" message={_attribute(note)}>{_escape(note)}</failure>'
        return f"<skipped message={_attribute(note)}/>"

    def _case(self, name: str, part: str) -> Iterator[str]:
        start = f"    <testcase name={_attribute(name)} classname={_attribute(self._group.name)}"
        if not part:
            yield f"{start}/>"
            return
        yield f"{start}>"
        yield f"      {part}"
        yield "    </testcase>"

    def _failure(self, results: Sequence[Result]) -> str:
        shown = results[: self._limit or None]
        lines = [self._line(result) for result in shown]
        if len(shown) < len(results):
            lines.append(f"… {cut(len(shown), len(results)).say(self._lang)}")
        count = f"{len(results)} × " if len(results) > 1 else ""
        message = count + self._report.messages.text(results[0], self._lang)
        kind = self._report.names.iri(results[0].severity.value)
        return (
            f"<failure type={_attribute(kind)} message={_attribute(message)}>{_escape(chr(10).join(lines))}</failure>"
        )

    def _line(self, result: Result) -> str:
        report = self._report
        parts = [report.places.name(result.focus)]
        if result.path is not None:
            parts.append(report.names.path(result.path))
        if result.value is not None:
            parts.append(report.names.term(result.value))
        component = report.names.iri(result.component.value).removesuffix("ConstraintComponent")
        return f"{' · '.join(parts)}: {report.messages.text(result, self._lang)} ({component})"


def _attribute(value: str | int) -> str:
    return quoteattr(_FORBIDDEN.sub("�", str(value)), {"\n": "&#10;"})


def _escape(text: str) -> str:
    return escape(_FORBIDDEN.sub("�", text))
