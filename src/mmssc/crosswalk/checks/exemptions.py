"""Exemptions: which finding of which check is let pass, why, and whether there is any such finding."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.names import MMSSC, RDF_TYPE, compact
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pyoxigraph import Triple

    from mmssc.crosswalk.checks.catalogue import Check
    from mmssc.crosswalk.checks.finding import Finding
    from mmssc.engine.graph import Node

__all__ = ["Exemption", "exemption_faults", "exemptions_in", "idle_exemptions"]

_EXEMPTION: Final = NamedNode(MMSSC + "Exemption")
_CHECK: Final = NamedNode(MMSSC + "check")
_EXEMPTS: Final = NamedNode(MMSSC + "exempts")
_BECAUSE: Final = NamedNode(MMSSC + "because")
_LANGUAGES: Final = {None, "en", "zh"}


@dataclass(slots=True)
class Exemption:
    """One exemption, as it is stated.

    Attributes:
        source: The file that states it, as the user named it.
        line: The line in which it is complete; 0 if none is known.
        checks: The checks whose findings it lets pass.
        exempts: What such a finding is about.
        because: The reasons that it gives.
    """

    source: str
    line: int
    checks: list[Node] = field(default_factory=list)
    exempts: list[Node] = field(default_factory=list)
    because: list[Node] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The place in the file."""
        return f"line {self.line}" if self.line else ""


def exemptions_in(statements: Iterable[tuple[Triple, int]], source: str) -> list[Exemption]:
    """Return the exemptions among the statements of a file, each statement with its line (0: unknown).

    Whatever has the class mmssc:Exemption or one of its properties is one, so that a slip does not hide it.
    """
    found: defaultdict[Node, Exemption] = defaultdict(lambda: Exemption(source, 0))
    for triple, line in statements:
        subject, target = triple.subject, triple.object
        parts = {_CHECK: "checks", _EXEMPTS: "exempts", _BECAUSE: "because"}
        if not isinstance(subject, NamedNode | BlankNode) or not isinstance(target, NamedNode | BlankNode | Literal):
            continue
        if triple.predicate in parts:
            getattr(found[subject], parts[triple.predicate]).append(target)
        elif triple.predicate != RDF_TYPE or target != _EXEMPTION:
            continue
        found[subject].line = max(found[subject].line, line)
    return list(found.values())


def exemption_faults(exemptions: Iterable[Exemption], checks: Collection[NamedNode]) -> list[Problem]:
    """Return why exemptions cannot be used: what they lack, or a check that there is not."""
    problems = []
    for each in exemptions:
        reasons = [why for why in each.because if isinstance(why, Literal) and why.language in _LANGUAGES]
        for name, given, lack in (
            ("mmssc:check", each.checks, _NO_CHECK),
            ("mmssc:exempts", each.exempts, _NO_NODE),
            ("mmssc:because", [why for why in reasons if why.value.strip()], _NO_REASON),
        ):
            if not given:
                problems.append(Problem("exemption", each.source, each.where, name, "", *lack))
        problems += [
            Problem("exemption", each.source, each.where, "mmssc:check", _shown(check), *_UNKNOWN)
            for check in each.checks
            if check not in checks
        ]
    return problems


def idle_exemptions(
    exemptions: Iterable[Exemption], findings: Iterable[Finding], ran: Sequence[Check]
) -> list[Problem]:
    """Return a warning for what exemptions of checks that ran let pass without there being such a finding."""
    matched = {(finding.check.iri, finding.focus) for finding in findings if finding.exempt is not None}
    running = {check.iri for check in ran}
    return [
        Problem("idle-exemption", each.source, each.where, compact(check.value), _shown(node), *_IDLE, "warning")
        for each in exemptions
        for check in each.checks
        for node in each.exempts
        if isinstance(check, NamedNode) and check in running and (check, node) not in matched
    ]


def _shown(node: Node) -> str:
    return "[]" if isinstance(node, BlankNode) else node.value


_NO_CHECK: Final = (
    Text("The exemption names no check.", "豁免未指明检查项。"),
    Text("Give it mmssc:check.", "请补充 mmssc:check。"),
)
_NO_NODE: Final = (
    Text("The exemption does not say what it lets pass.", "豁免未指明对象。"),
    Text(
        "Give it mmssc:exempts with the row or thing that the finding is about.",
        "请用 mmssc:exempts 指明发现所涉及的行或事物。",
    ),
)
_NO_REASON: Final = (
    Text("The exemption gives no reason in English or Chinese.", "豁免未用中文或英文说明理由。"),
    Text("Say why in mmssc:because.", "请用 mmssc:because 说明理由。"),
)
_UNKNOWN: Final = (
    Text("The exemption names a check that there is not.", "豁免所指的检查项不存在。"),
    Text("mmssc crosswalk checks lists the checks.", "mmssc crosswalk checks 可列出全部检查。"),
)
_IDLE: Final = (
    Text(
        "This check finds nothing about it, so the exemption lets nothing pass.",
        "该检查对此没有任何发现，豁免不起作用。",
    ),
    Text("Remove the exemption, or correct what it names.", "请删除该豁免，或更正其对象。"),
)
