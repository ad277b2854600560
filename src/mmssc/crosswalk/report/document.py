"""What every form of the report shows: findings in words and with their places, problems of reading, and counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from typing import Literal as Name

from pyoxigraph import Literal, NamedNode

from mmssc import __version__
from mmssc.names import XSD
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.crosswalk.checks import Check, Finding, Severity
    from mmssc.crosswalk.lint import Linted
    from mmssc.crosswalk.words import Place, Words
    from mmssc.engine.graph import Node
    from mmssc.problem import Lang, Problem

__all__ = ["SEVERITIES", "Entry", "FileCount", "Proof", "Report", "fingerprint", "report_of"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
"""From the gravest on."""

_NUMBERS: Final = {XSD + name for name in ("integer", "decimal", "double")}
_LANGS: Final[tuple[Lang, Lang]] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Proof:
    """A row or other node that proves a finding: where it stands and what it says."""

    node: Node
    place: Place
    says: Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as it is shown.

    Attributes:
        finding: The finding.
        name: What it is about, in words.
        place: Where it stands.
        message: What is wrong.
        proof: What proves it, in order.
        fingerprint: Stays the same when lines move and files are renamed.
    """

    finding: Finding
    name: Text
    place: Place
    message: Text
    proof: Sequence[Proof]
    fingerprint: str

    @property
    def check(self) -> Check:
        """The check that found it."""
        return self.finding.check

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.finding.severity

    @property
    def exempt(self) -> Text | None:
        """Why it is let pass; ``None``: it is not."""
        return self.finding.exempt

    @property
    def file(self) -> str:
        """The file that it belongs to: that of its place, or of the first proof that stands in one."""
        return self.place.file or next((proof.place.file for proof in self.proof if proof.place.file), "")


@dataclass(frozen=True, slots=True)
class FileCount:
    """How much of a file was used."""

    source: str
    form: str
    rows_read: int
    rows_used: int
    rows_refused: int


@dataclass(frozen=True, slots=True)
class Report:
    """What checking found, as far as it is shown.

    Attributes:
        files: The files under test; empty if what ships was checked.
        checks: The checks that ran.
        entries: The findings that count.
        exempted: Those that an exemption lets pass.
        problems: The problems of reading.
        hidden: How many findings and problems of each severity are less grave than what is shown.
        limits: What was not searched to the end.
        usable: Whether there was anything to check.
        version: The version of the project.
    """

    files: Sequence[FileCount]
    checks: Sequence[Check]
    entries: Sequence[Entry]
    exempted: Sequence[Entry]
    problems: Sequence[Problem]
    hidden: Counter[Severity]
    limits: Sequence[Text]
    usable: bool = True
    version: str = __version__

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings and problems of each severity there are."""
        return Counter([entry.severity for entry in self.entries] + [problem.severity for problem in self.problems])

    def by_check(self) -> list[tuple[Check, list[Entry]]]:
        """Return the findings by check: the checks whose gravest finding is graver first, then in their order."""
        groups: dict[str, tuple[Check, list[Entry]]] = {}
        for entry in self.entries:
            groups.setdefault(entry.check.id, (entry.check, []))[1].append(entry)
        for _, entries in groups.values():
            entries.sort(key=lambda entry: SEVERITIES.index(entry.severity))
        return sorted(groups.values(), key=lambda group: SEVERITIES.index(group[1][0].severity))


def report_of(linted: Linted, least: Severity) -> Report:
    """Put findings into words.

    Args:
        linted: What was found.
        least: The least grave severity that is shown.
    """
    shown = SEVERITIES[: SEVERITIES.index(least) + 1]
    problems = [*([] if linted.mappings is None else linted.mappings.problems), *linted.problems]
    hidden: Counter[Severity] = Counter(
        [finding.severity for finding in linted.findings if finding.severity not in shown and finding.exempt is None]
        + [problem.severity for problem in problems if problem.severity not in shown]
    )
    entries = [_entry(finding, linted.words) for finding in linted.findings if finding.severity in shown]
    files = () if linted.mappings is None else linted.mappings.files
    return Report(
        files=[FileCount(file.source, file.form, file.rows_read, file.rows_used, file.rows_refused) for file in files],
        checks=linted.checks,
        entries=[entry for entry in entries if entry.exempt is None],
        exempted=[entry for entry in entries if entry.exempt is not None],
        problems=sorted(
            (problem for problem in problems if problem.severity in shown),
            key=lambda problem: SEVERITIES.index(problem.severity),
        ),
        hidden=hidden,
        limits=list(linted.limits),
        usable=linted.mappings is None or linted.mappings.usable,
    )


def fingerprint(finding: Finding, words: Words) -> str:
    """Return what identifies a finding when lines move and files are renamed: what it says of what.

    Where the value is a number, that number is how much or how many, and the proof what was counted: both change with
    every row, and the finding stays the same.
    """
    value = finding.values.get("value")
    parts = [finding.check.id, words.identity(finding.focus)]
    if isinstance(value, Literal) and value.datatype.value in _NUMBERS:
        parts += [words.identity(each) for _, each in sorted(finding.values.items()) if isinstance(each, NamedNode)]
    else:
        parts.append("" if value is None else words.identity(value))
        parts += sorted(map(words.identity, finding.proof))
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _entry(finding: Finding, words: Words) -> Entry:
    def text(node: Node, say: Name["name", "says"]) -> Text:
        return Text(*(getattr(words, say)(node, lang) for lang in _LANGS))

    proof = [Proof(node, words.place(node), text(node, "says")) for node in finding.proof]
    return Entry(
        finding=finding,
        name=text(finding.focus, "name"),
        place=words.place(finding.focus),
        message=Text(*(finding.message(lang, words.name) for lang in _LANGS)),
        proof=proof,
        fingerprint=fingerprint(finding, words),
    )
