"""The catalogue of checks: what each one looks for, how it is mended, and how grave it is (shapes/consistency/)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from mmssc.names import DCTERMS, MMSSC, RDF_TYPE, SH, SKOS
from mmssc.problem import Text

if TYPE_CHECKING:
    from mmssc.engine.graph import Graph, Node
    from mmssc.problem import Lang

__all__ = ["NAME", "OFF", "Check", "Severity", "read_catalogue", "stated_severity"]

Severity = Literal["error", "warning", "info"]

_SEVERITIES: Final[dict[str, Severity]] = {
    SH + "Violation": "error",
    SH + "Warning": "warning",
    SH + "Info": "info",
}
_CHECK: Final = NamedNode(MMSSC + "Check")

OFF: Final = NamedNode(SH + "deactivated")
"""Says that a check is switched off."""

NAME: Final = re.compile(r"\{(\w+)(?:\?([^{}|]*)\|([^{}|]*))?\}")
"""A name in a message for which a value stands; with two texts, the first stands where it is 1, else the second."""


@dataclass(frozen=True, slots=True)
class Check:
    """One consistency check.

    Attributes:
        iri: The IRI of the check.
        id: Its name: the end of the IRI, the notation, and the name of its query.
        number: Its number in the catalogue.
        title: What it is called.
        problem: What it finds, and why that is a problem.
        mend: What to do about a finding.
        message: What a finding says; {names} in braces stand for what was found, {name?one|several}
            for one of two texts.
        origin: Where the idea comes from.
        severity: How grave a finding is; ``None``: the profile switches the check off.
    """

    iri: NamedNode
    id: str
    number: int
    title: Text
    problem: Text
    mend: Text
    message: Text
    origin: str
    severity: Severity | None

    def names(self, lang: Lang = "en") -> list[str]:
        """Return what the message names in braces."""
        return [match[1] for match in NAME.finditer(self.message.say(lang))]


def read_catalogue(graph: Graph) -> list[Check]:
    """Return the checks that a graph describes, in the order of their numbers and names.

    Args:
        graph: The catalogue with a profile: ``mmssc:severity`` for each check, or ``sh:deactivated``.

    Raises:
        ValueError: A check lacks something that every check has.
    """
    checks = [_check(graph, node) for node in graph.subjects(RDF_TYPE, _CHECK) if isinstance(node, NamedNode)]
    return sorted(checks, key=lambda check: (check.number, check.id))


def _check(graph: Graph, node: NamedNode) -> Check:
    def literals(prop: str) -> list[RdfLiteral]:
        return [value for value in graph.objects(node, NamedNode(prop)) if isinstance(value, RdfLiteral)]

    def text(prop: str) -> Text:
        found = {literal.language: literal.value for literal in literals(prop)}
        if not {"en", "zh"} <= found.keys():
            raise ValueError(f"{node.value} lacks <{prop}> in English or Chinese")
        return Text(found["en"], found["zh"])

    def one(prop: str) -> str:
        found = literals(prop)
        if len(found) != 1:
            raise ValueError(f"{node.value} must have one <{prop}>, and has {len(found)}")
        return found[0].value

    return Check(
        iri=node,
        id=one(SKOS + "notation"),
        number=int(one(MMSSC + "number")),
        title=text(SKOS + "prefLabel"),
        problem=text(SKOS + "definition"),
        mend=text(MMSSC + "mend"),
        message=text(SH + "message"),
        origin=one(DCTERMS + "source"),
        severity=_severity(graph, node),
    )


def _severity(graph: Graph, node: Node) -> Severity | None:
    off = any(value.value in {"true", "1"} for value in graph.objects(node, OFF))
    return None if off else stated_severity(graph, node)


def stated_severity(graph: Graph, node: Node) -> Severity:
    """Return the severity that a profile states of a check, whether it switches the check off or not.

    Raises:
        ValueError: It states none, or several.
    """
    found = [_SEVERITIES.get(value.value) for value in graph.objects(node, NamedNode(MMSSC + "severity"))]
    if len(found) != 1 or found[0] is None:
        raise ValueError(f"the profile must give {node.value} one severity: sh:Violation, sh:Warning or sh:Info")
    return found[0]
