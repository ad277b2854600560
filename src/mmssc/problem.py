"""What can be wrong with an input: one problem says where, what, and how to mend it, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["Lang", "Problem", "Text", "UnusableInputError"]

_NUMBERED: Final = re.compile(r"\b(row|line) (\d+)")

Lang = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in English and Chinese."""

    en: str
    zh: str

    def say(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input.

    Attributes:
        code: A stable identity for the kind of problem, such as ``unknown-requirement``.
        source: The file as the user named it, or ``-``.
        where: The line, row or node (``line 12``, ``row 5``, an IRI); empty if the whole file is meant.
        field: The column or property; empty if none.
        value: The offending value as it stands in the input; empty if none.
        message: What is wrong.
        mend: What to do.
        severity: ``error``: the row, node or file is refused. ``warning``: it is used all the same.
    """

    code: str
    source: str
    where: str
    field: str
    value: str
    message: Text
    mend: Text
    severity: Literal["error", "warning"] = "error"

    def line(self, lang: Lang) -> str:
        """Return the problem as one line: where, what, mend."""
        where = _NUMBERED.sub(r"第 \2 行", self.where) if lang == "zh" else self.where
        place = ", ".join(part for part in (self.source, where, self.field) if part)
        value = f" “{shorten(self.value)}”" if self.value else ""
        return f"{place}: {self.message.say(lang)}{value} → {self.mend.say(lang)}"


class UnusableInputError(Exception):
    """An input or a call that cannot be used at all (exit status 2)."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.line("en") for problem in problems))


def shorten(value: str, limit: int = 80) -> str:
    """Cut a value that is too long to show, and keep it on one line and free of control characters."""
    flat = "".join(character if character.isprintable() else "�" for character in " ".join(value.split()))
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
