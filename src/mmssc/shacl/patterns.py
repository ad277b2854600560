"""Tell which regular expressions of a shapes graph can be used, and by which engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

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
    """A regular expression that SPARQL does not take.

    Attributes:
        shape: The shape that has it.
        text: The expression.
        flags: Its flags.
        reason: What Python says of it; empty if Python, and so pySHACL, takes it.
    """

    shape: Node
    text: str
    flags: str
    reason: str


def patterns(graph: Graph) -> list[Pattern]:
    """Return the regular expressions that SPARQL's REGEX refuses."""
    found: list[Pattern] = []
    for shape in sorted(graph.all_subjects(_PATTERN), key=str):
        flags = graph.value(shape, _FLAGS)
        sign = flags.value if isinstance(flags, Literal) else ""
        for text in graph.objects(shape, _PATTERN):
            if isinstance(text, Literal) and not _in_sparql(text.value, sign):
                found.append(Pattern(shape, text.value, sign, _in_python(text.value, sign)))
    return found


def _in_sparql(text: str, flags: str) -> bool:
    query = f"SELECT ?x {{ BIND(REGEX('', {Literal(text)}, {Literal(flags)}) AS ?x) }}"
    solutions = Store().query(query)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return any(solution["x"] is not None for solution in solutions)


def _in_python(text: str, flags: str) -> str:
    unknown = set(flags) - _PYTHON_FLAGS.keys()
    if unknown:
        return f"unknown flag {''.join(sorted(unknown))}"
    try:
        re.compile(text, sum(_PYTHON_FLAGS[flag] for flag in set(flags)))
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return ""
