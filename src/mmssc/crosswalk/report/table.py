"""The report for a terminal: findings by check, in 80 columns, long lists cut."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mmssc.crosswalk.report.printable import harmless
from mmssc.crosswalk.report.texts import TEXTS, summary
from mmssc.problem import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.crosswalk.report.document import Entry, Report
    from mmssc.crosswalk.words import Place
    from mmssc.problem import Lang

__all__ = ["render"]

_FINDINGS: Final = 12
_PROOFS: Final = 4
_NOTES: Final = 12
_LENGTH: Final = 600
_PATH: Final = 48
_ANY_LENGTH: Final = 1 << 16
_STYLES: Final = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
_NARROW, _WIDE = 80, 100


def render(report: Report, lang: Lang = "en", *, terminal: bool = False) -> str:
    """Return the report as text.

    Args:
        report: What was found.
        lang: The language.
        terminal: Whether it is for a terminal: in colour, unless NO_COLOR is set, and as wide as the terminal allows.
    """
    written = io.StringIO()
    console = Console(
        file=written, force_terminal=terminal, highlight=False, markup=False, emoji=False, legacy_windows=False
    )
    console.width = min(console.width, _WIDE) if terminal else _NARROW
    _Table(console, lang).report(report)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n")).rstrip() + "\n"


class _Table:
    def __init__(self, console: Console, lang: Lang) -> None:
        self._console = console
        self._lang = lang
        self._texts = TEXTS[lang]

    def report(self, report: Report) -> None:
        for check, entries in report.by_check():
            self._heading(entries[0].severity, f"{check.id}: {check.title.say(self._lang)} ({len(entries)})")
            self._say(check.problem.say(self._lang), 2, "dim")
            for entry in entries[:_FINDINGS]:
                self._entry(entry)
            self._more(len(entries) - _FINDINGS, 2)
            self._say(f"{self._texts['mend']}{self._texts['colon']}{check.mend.say(self._lang)}", 2, "green")
            self._console.print()
        if report.problems:
            self._heading(report.problems[0].severity, f"{self._texts['reading']} ({len(report.problems)})")
            for problem in report.problems[:_FINDINGS]:
                self._say(f"{self._texts[problem.severity]}{self._texts['colon']}{problem.line(self._lang)}", 2)
            self._more(len(report.problems) - _FINDINGS, 2)
            self._console.print()
        self._exempted(report.exempted)
        if not report.files:
            self._say(self._texts["shipped"])
        for line in summary(report, self._lang):
            self._say(line, style="bold")

    def _heading(self, severity: str, text: str) -> None:
        line = Text(f"{self._texts[severity].upper()} ", _STYLES[severity])
        line.append(text, "bold")
        self._console.print(line)

    def _entry(self, entry: Entry) -> None:
        place = _place(entry.place) or shorten(entry.name.say(self._lang))
        line = Text("• ")
        line.append(harmless(f"{place}{self._texts['colon']}"), "bold")
        line.append(shorten(entry.message.say(self._lang), _LENGTH))
        self._console.print(Padding(line, (0, 0, 0, 2)))
        told = [proof for proof in entry.proof if len(entry.proof) > 1 or proof.node != entry.finding.focus]
        for proof in told[:_PROOFS]:
            where = _place(proof.place)
            said = shorten(proof.says.say(self._lang), 160)
            self._say(f"{self._texts['proof']}{self._texts['colon']}{where + '  ' if where else ''}{said}", 4, "dim")
        self._more(len(told) - _PROOFS, 4)
        if entry.finding.note is not None:
            lines = entry.finding.note.say(self._lang).split("\n")
            for line_ in lines[:_NOTES]:
                self._say(shorten(line_, _LENGTH), 4, "dim")
            self._more(len(lines) - _NOTES, 4)

    def _exempted(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        self._console.print(Text(f"{self._texts['exempted']} ({len(entries)})", "bold"))
        for entry in entries[:_FINDINGS]:
            why = entry.exempt.say(self._lang) if entry.exempt else ""
            name = _place(entry.place) or shorten(entry.name.say(self._lang))
            self._say(f"{entry.check.id}, {name}{self._texts['colon']}{shorten(why, _LENGTH)}", 2, "dim")
        self._more(len(entries) - _FINDINGS, 2)
        self._console.print()

    def _more(self, count: int, indent: int) -> None:
        if count > 0:
            self._say(self._texts["more"].format(n=count), indent, "italic")

    def _say(self, text: str, indent: int = 0, style: str = "") -> None:
        self._console.print(Padding(Text(harmless(text), style), (0, 0, 0, indent)))


def _place(place: Place) -> str:
    """Return a place in one line of the table: of a long path the end counts."""
    text = shorten(str(place), _ANY_LENGTH)
    return text if len(text) <= _PATH else "…" + text[1 - _PATH :]
