"""The recommendation for a terminal: next steps, reading list, plan and functions, in 80 columns."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mmssc.report.advice import Advice
from mmssc.report.digest import clean

if TYPE_CHECKING:
    from mmssc.problem import Lang
    from mmssc.report.document import Document

__all__ = ["render"]

_NARROW, _WIDE = 80, 100


def render(document: Document, lang: Lang = "en", *, terminal: bool = False) -> str:
    """Return what to do next, for every assessment.

    Args:
        document: What a recommendation found (``mmssc.report.recommendation``).
        lang: The language of the text.
        terminal: Whether it is for a terminal: in colour, unless NO_COLOR is set, and as wide as the terminal allows.
    """
    written = io.StringIO()
    console = Console(
        file=written, force_terminal=terminal, highlight=False, markup=False, emoji=False, legacy_windows=False
    )
    console.width = min(console.width, _WIDE) if terminal else _NARROW
    for assessment in document["assessments"]:
        _Page(console, Advice(document, lang), assessment).write()
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n")).rstrip() + "\n"


class _Page:
    """What is written about one assessment."""

    def __init__(self, console: Console, advice: Advice, assessment: Document) -> None:
        self._console = console
        self._advice = advice
        self._assessment = assessment

    def write(self) -> None:
        """Write all parts, in the order in which they are of use."""
        advice, steps = self._advice, self._assessment["steps"]
        self._line(advice.community(self._assessment), "bold")
        self._line(advice.view_line(self._assessment), "dim")
        self._line(advice.summary(self._assessment))
        self._line()
        if steps:
            self._next()
            self._reading()
            self._plan()
        self._purposes()
        if steps:
            self._unsupported()

    def _line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """Write a text; lines after the first are set in two more."""
        width = self._console.width - indent
        lines = Text(text, style).wrap(self._console, width)
        if len(lines) > 1:
            rest = Text(text[len(lines[0].plain) :].lstrip(), style).wrap(self._console, width - 2)
            lines = [lines[0], *(Text.assemble("  ", line) for line in rest)]  # type: ignore[assignment]
        for line in lines:
            self._console.print(Padding(line, (0, 0, 0, indent)))

    def _heading(self, key: str) -> None:
        self._line(self._advice.say(key), "bold underline")

    def _requirement(self, step: Document) -> str:
        return f"{self._advice.name(step['iri'])} [{clean(step['requirement'])}]"

    def _demand(self, demand: list[Document], indent: int) -> None:
        if len(demand) > 1:
            self._line(self._advice.say("one_of"), "italic", indent)
        for step in demand:
            self._line("· " + self._requirement(step), indent=indent + (2 if len(demand) > 1 else 0))

    def _next(self) -> None:
        advice = self._advice
        self._heading("next")
        self._line(advice.say("next_note"), "dim")
        cheapest = advice.cheapest(self._assessment)
        for steps in cheapest[: advice.FIRST]:
            self._line(self._up(steps[0]), "bold")
            for demand in advice.demands(steps):
                self._demand(demand, 2)
            if documents := advice.documents(self._assessment, steps[0]["characteristic"]):
                cited = advice.texts["separator"].join(map(advice.designation, documents))
                self._line(advice.say("to_read", documents=cited), "dim", 2)
        if len(cheapest) > advice.FIRST:
            self._line(advice.say("more", n=len(cheapest) - advice.FIRST), "dim")
        self._line()

    def _up(self, step: Document) -> str:
        return self._advice.say(
            "up",
            code=step["characteristic"],
            name=self._advice.characteristic(step["characteristic"]),
            level=step["level"],
            unlocks=step["unlocks"],
        )

    def _reading(self) -> None:
        advice, entries = self._advice, self._assessment["reading"]
        if not entries:
            return
        self._heading("reading_list")
        self._line(advice.covers(self._assessment), "dim")
        for place, entry in enumerate(entries, start=1):
            iri = entry["document"]
            elsewhere = advice.elsewhere(iri)
            cited = advice.designation(iri) + (f" ({elsewhere})" if elsewhere else "")
            self._line(f"{place}. {cited}", "bold")
            if (title := advice.title(iri)) and not entry["practices"]:
                self._line(title, indent=3)
            self._line(advice.closes(entry, self._assessment, first=place == 1), indent=3)
            if entry["practices"]:
                self._labelled("practices", advice.texts["separator"].join(map(advice.name, entry["practices"])))
            if linked := advice.see_also(self._assessment, iri):
                self._labelled("see_also", advice.listed(linked))
            for path in advice.paths(self._assessment, iri)[:1]:
                self._labelled("path", path, "dim")
        self._line()

    def _labelled(self, key: str, text: str, style: str = "") -> None:
        self._line(self._advice.say(key) + self._advice.texts["colon"] + text, style, 3)

    def _plan(self) -> None:
        advice = self._advice
        self._heading("plan")
        self._line(advice.say("plan_note"), "dim")
        for phase, steps in advice.phases(self._assessment):
            self._line(phase, "bold")
            for first, demands in advice.climbs(steps):
                self._line(f"{self._up(first)} ({advice.say('up_cost', cost=first['cost'])})", indent=1)
                for demand in demands:
                    self._demand(demand, 3)
        self._line()

    def _purposes(self) -> None:
        advice = self._advice
        purposes = list(advice.purposes(self._assessment))
        if not purposes:
            return
        self._heading("purposes")
        self._line(advice.say("purposes_note"), "dim")
        for code, purpose, functions, weighed in purposes:
            self._line(f"{code} {advice.name(purpose)}", "bold")
            if weighed:
                verdict = advice.say("outside" if weighed["contradicts"] else "inside")
                rated = advice.say("rated", level=weighed["level"])
                self._line(advice.texts["separator"].join([advice.interval(weighed), rated]), indent=2)
                self._line(verdict, "bold red" if weighed["contradicts"] else "", 2)
            for function in functions:
                grade = advice.grade(function, weighed)
                said = f"· {advice.code(function)} {advice.name(function)}"
                self._line(said + (advice.texts["colon"] + grade if grade else ""), indent=2)
        self._line()

    def _unsupported(self) -> None:
        advice = self._advice
        demands = advice.unsupported(self._assessment)
        if not demands:
            self._line(advice.say("all_supported"))
            self._line()
            return
        self._heading("unsupported")
        self._line(advice.say("unsupported_note"), "dim")
        for demand in demands:
            self._demand(demand, 2)
        self._line()
