"""Tell which regular expressions of a shapes graph can be used, and by which engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.engine.expressions import rust_expression
from mmssc.names import SH

if TYPE_CHECKING:
    from mmssc.engine.graph import Graph, Node

__all__ = ["Pattern", "patterns"]

_PATTERN: Final = NamedNode(SH + "pattern")
_FLAGS: Final = NamedNode(SH + "flags")
# XPath's flags, and their names in Python.
_PYTHON_FLAGS: Final = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that the set-at-a-time engine does not run.

    Attributes:
        shape: The shape that has it.
        text: The expression.
        flags: Its flags.
        reason: What is wrong with it; empty if Python, and so pySHACL, takes it.
    """

    shape: Node
    text: str
    flags: str
    reason: str


def patterns(graph: Graph) -> list[Pattern]:
    """Return the regular expressions that the set-at-a-time engine does not run."""
    found: list[Pattern] = []
    for shape in sorted(graph.all_subjects(_PATTERN), key=str):
        flags = graph.value(shape, _FLAGS)
        sign = flags.value if isinstance(flags, Literal) else ""
        for text in graph.objects(shape, _PATTERN):
            if isinstance(text, Literal) and (fault := _fault(text.value, sign)):
                reason = "" if _is_of_python(text.value, sign) else fault
                found.append(Pattern(shape, text.value, sign, reason))
    return found


def _fault(text: str, flags: str) -> str:
    try:
        rust_expression(text, flags)
    except ValueError as error:
        return str(error)
    return ""


def _is_of_python(text: str, flags: str) -> bool:
    try:
        re.compile(text, sum(_PYTHON_FLAGS[flag] for flag in set(flags)))
    except (KeyError, re.error, OverflowError, RecursionError):
        return False
    return True
