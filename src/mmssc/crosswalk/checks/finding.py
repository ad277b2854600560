"""What a check finds: where, what proves it, and what it says in either language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.crosswalk.checks.catalogue import NAME
from mmssc.names import SH, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mmssc.crosswalk.checks.catalogue import Check, Severity
    from mmssc.engine.graph import Node
    from mmssc.problem import Lang, Text

__all__ = ["SPARQL", "Finding"]

SPARQL: Final = NamedNode(SH + "SPARQLConstraintComponent")

_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a check.

    Attributes:
        check: The check.
        focus: What it is about: a row, a clause, a concept, …
        values: What the message names in braces; ``focus`` and ``value`` among them.
        proof: The rows or other nodes that prove it, in order.
        severity: How grave it is: the check's severity, or less.
        note: What the message cannot say, such as a derivation; may be long.
        exempt: Why it is let pass; ``None``: it is not.
        component: The kind of constraint that found it.
    """

    check: Check
    focus: Node
    values: Mapping[str, Node]
    proof: tuple[Node, ...]
    severity: Severity
    note: Text | None = None
    exempt: Text | None = None
    component: NamedNode = SPARQL

    def names(self, lang: Lang = "en") -> list[str]:
        """Return what the check's message names in braces."""
        return self.check.names(lang)

    def message(self, lang: Lang, show: Callable[[Node, Lang], str] | None = None) -> str:
        """Return the check's message with the values filled in.

        Args:
            lang: The language.
            show: What puts a node into words; its plain form without.
        """

        def put(match: re.Match[str]) -> str:
            value = self.focus if match[1] == "focus" else self.values.get(match[1])
            if value is None:
                return ""
            if match[2] is not None:
                return match[2] if value.value == "1" else match[3]
            return show(value, lang) if show else _plain(value)

        return NAME.sub(put, self.check.message.say(lang))

    def sort_key(self) -> tuple[int, str, str, str]:
        """Return what findings are ordered by: check, focus, value, message."""
        value = self.values.get("value")
        return (self.check.number, self.check.id, _key(self.focus), f"{_key(value)} {self.message('en')}")


def _plain(node: Node) -> str:
    if isinstance(node, Literal):
        return node.value
    return "[]" if isinstance(node, BlankNode) else compact(node.value)


def _key(node: Node | None) -> str:
    """Return what a node is ordered by: numbers in it by their size; the names of blank nodes mean nothing."""
    if node is None or isinstance(node, BlankNode):
        return ""
    return _NUMBER.sub(lambda match: match[0].zfill(9), node.value)
