"""The report for a terminal: results in groups, long lists cut."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mmssc.problem import shorten
from mmssc.shacl.report.texts import SEVERITIES, cut, row_text, summary, unmatched

if TYPE_CHECKING:
    from mmssc.engine import Result
    from mmssc.problem import Lang
    from mmssc.shacl.report.document import Group, GroupBy, Report

__all__ = ["DEFAULT_LIMIT", "render"]

DEFAULT_LIMIT: Final = 10
_LENGTH: Final = 600
_NARROW, _WIDE = 80, 120
_STYLES: Final = {"sh:Violation": "bold red", "sh:Warning": "bold yellow", "sh:Info": "bold cyan"}
_PASSED: Final = {"en": "Conforming: ", "zh": "符合："}
_OFF: Final = {"en": "Deactivated: ", "zh": "已停用："}
_NOTE: Final = {"en": "NOTE ", "zh": "注意 "}


def render(
    report: Report, lang: Lang = "en", *, by: GroupBy = "shape", limit: int | None = None, terminal: bool = False
) -> str:
    """Return the report as text.

    Args:
        report: What was found.
        lang: The language.
        by: What results are grouped by.
        limit: How many results of a group are shown; 0 for all; ten if it is not given.
        terminal: Whether it is for a terminal: in colour, unless NO_COLOR is set, and as wide as the terminal allows.
    """
    written = io.StringIO()
    console = Console(
        file=written, force_terminal=terminal, highlight=False, markup=False, emoji=False, legacy_windows=False
    )
    console.width = min(console.width, _WIDE) if terminal else _NARROW
    _Table(console, report, lang, DEFAULT_LIMIT if limit is None else limit).write(by)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n")).rstrip() + "\n"


class _Table:
    def __init__(self, console: Console, report: Report, lang: Lang, limit: int) -> None:
        self._console = console
        self._report = report
        self._lang = lang
        self._limit = limit

    def write(self, by: GroupBy) -> None:
        for group in self._report.groups(by):
            if group.results:
                self._group(group)
        for row in self._report.unmatched:
            line = Text(_NOTE[self._lang], "bold yellow")
            line.append(unmatched(row.name).say(self._lang))
            self._console.print(line)
        for row in self._report.rows:
            if not row.results and not row.deactivated and not row.unmatched:
                text = row_text(row.focus_nodes, 0).say(self._lang)
                self._console.print(Text(f"{_PASSED[self._lang]}{row.name} ({text})", "green"))
        for row in self._report.rows:
            if row.deactivated:
                self._console.print(Text(f"{_OFF[self._lang]}{row.name}", "dim"))
        if self._report.unmatched or any(not row.results for row in self._report.rows):
            self._console.print()
        for line_ in summary(self._report, self._lang):
            self._console.print(Text(line_, "bold"))

    def _group(self, group: Group) -> None:
        row = group.row
        numbers = row_text(row.focus_nodes, len(group.results)) if row else None
        tail = numbers.say(self._lang) if numbers else str(len(group.results))
        self._console.print(Text(f"{group.name} ({tail})", "bold"))
        shown = group.results[: self._limit or None]
        for result in shown:
            self._result(result, group)
        if len(shown) < len(group.results):
            note = cut(len(shown), len(group.results)).say(self._lang)
            self._console.print(Padding(Text(f"… {note}", "italic"), (0, 0, 0, 2)))
        self._console.print()

    def _result(self, result: Result, group: Group) -> None:
        names = self._report.names
        severity = names.iri(result.severity.value)
        line = Text("• ")
        word = SEVERITIES[severity].say(self._lang) if severity in SEVERITIES else severity
        line.append(word.upper() + " ", _STYLES.get(severity, "bold red"))
        parts = [] if group.key == result.focus else [self._report.places.name(result.focus)]
        if result.path is not None:
            parts.append(names.path(result.path))
        if result.value is not None and result.value != result.focus:
            parts.append(names.term(result.value))
        if parts:
            line.append(" · ".join(parts), "bold")
        self._console.print(Padding(line, (0, 0, 0, 2)))
        self._say(shorten(self._report.messages.text(result, self._lang), _LENGTH), 4)
        component = names.iri(result.component.value).removesuffix("ConstraintComponent")
        place = self._report.shape_names.name(result.shape)
        self._say(component if group.name == place else f"{component} · {place}", 4, "dim")

    def _say(self, text: str, indent: int, style: str = "") -> None:
        self._console.print(Padding(Text(text, style), (0, 0, 0, indent)))
