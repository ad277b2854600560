"""The few names and many literals that random graphs are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store
from xsd_values import less

from mmssc.names import XSD

if TYPE_CHECKING:
    from random import Random

    Node = NamedNode | BlankNode | Literal

__all__ = [
    "CLASSES",
    "EVERYTHING",
    "LANGUAGES",
    "ORDERED",
    "PROPERTIES",
    "PYSHACL",
    "SUBJECTS",
    "Profile",
    "boolean",
    "ex",
    "integer",
]


def ex(name: str) -> NamedNode:
    """Return a name of the example namespace."""
    return NamedNode(f"http://example.com/ns#{name}")


CLASSES: Final = [ex("C"), ex("D"), ex("E")]
PROPERTIES: Final = [ex("p"), ex("q"), ex("r")]
ORDERED: Final = [ex("v"), ex("w")]
"""Properties whose values can all be compared with each other, in one way that nobody disputes."""
SUBJECTS: Final[list[Node]] = [ex("a"), ex("b"), ex("c"), ex("d"), BlankNode("x"), BlankNode("y")]

_LITERALS = {
    "string": ["", "a", "ab", "b", "B", "10", "9", "true", "a\nb", "𝄞", "zürich"],
    "integer": ["0", "1", "01", "+1", "-1", "5", "10", "9", "007", "99999999999999999999999", "one", "", "1.0", " 1"],
    "decimal": ["1.0", "1.00", "1", "0.1", "0.5", "-0.0", "99999999999999999999999.5", "1e0", "."],
    "double": ["1.0E0", "1", "0.1", "0.5", "INF", "-INF", "NaN", "-0.0", "1e400", "INFINITY"],
    "float": ["1", "0.1", "0.5", "NaN", "16777217"],
    "boolean": ["true", "false", "1", "0", "TRUE", "yes"],
    "byte": ["1", "127", "128", "-129", "+-5"],
    "unsignedByte": ["0", "255", "256", "-1", "-0"],
    "long": ["9223372036854775807", "9223372036854775808"],
    "nonNegativeInteger": ["0", "-0", "-1", "5"],
    "negativeInteger": ["-1", "0"],
    "date": ["2026-01-31", "2026-02-28", "2026-02-30", "2025-12-31", "-0001-01-01", "10000-01-01", "today"],
    "dateTime": [
        "2026-01-31T00:00:00",
        "2026-01-31T00:00:00Z",
        "2026-01-31T01:00:00+01:00",
        "2026-01-30T24:00:00Z",
        "2026-01-31T00:00:00.5Z",
        "2026-02-15T00:00:00",
        "2026-02-15T12:00:00-05:00",
        "2026-01-31",
        "2026-01-31T25:00:00",
    ],
    "time": ["00:00:00", "12:30:00", "12:30:00.0", "25:00:00"],
}
_TAGGED = [("a", "en"), ("b", "en"), ("c", "en"), ("a", "en-gb"), ("a", "en-gb-oed"), ("a", "zh"), ("b", "zh")]
_TAGGED += [("a", "zh-hant"), ("", "fr")]
LANGUAGES: Final = [Literal(tag) for tag in ("en", "EN", "en-GB", "zh", "fr", "*", "")]
_FOREIGN = [("a", "type"), ("1", "type")]


def _pool() -> list[Literal]:
    typed = [Literal(text, datatype=NamedNode(XSD + name)) for name, texts in _LITERALS.items() for text in texts]
    tagged = [Literal(text, language=tag) for text, tag in _TAGGED]
    return typed + tagged + [Literal(text, datatype=ex(name)) for text, name in _FOREIGN]


def _kept(literal: Literal) -> bool:
    """Tell whether Oxigraph's store gives a literal back as it was written."""
    store = Store()
    store.add(Quad(ex("a"), ex("p"), literal, DefaultGraph()))
    return [quad.object for quad in store] == [literal]


def integer(number: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def boolean(value: bool) -> Literal:
    """Return ``true`` or ``false``."""
    return Literal("true" if value else "false", datatype=NamedNode(XSD + "boolean"))


@dataclass(frozen=True)
class Profile:
    """What random graphs may hold.

    Attributes:
        literals: The literals of data and shapes.
        pyshacl: Leave out what pySHACL is known to do otherwise, and nothing else: every such place in the strategies
            names the file in ``pyshacl_differs/`` that shows it.
        ordering: Whether shapes compare values by ``<``.
    """

    literals: tuple[Literal, ...]
    pyshacl: bool = False
    ordering: bool = True

    @cached_property
    def ordered(self) -> tuple[Literal, ...]:
        """Literals that can all be compared with each other."""
        if self.pyshacl and self.ordering:
            return self.literals
        return tuple(one for one in self.literals if less(integer(-(10**30)), one)) or (integer(0), integer(1))

    @cached_property
    def datatypes(self) -> list[NamedNode]:
        """Every datatype that occurs."""
        return list(dict.fromkeys(literal.datatype for literal in self.literals))

    def few(self, rng: Random) -> Profile:
        """The same with a handful of the literals, so that the same ones, and the same languages, meet."""
        tagged = [literal for literal in self.literals if literal.language]
        some = rng.choices(self.literals, k=5) + (rng.choices(tagged, k=3) if tagged else [])
        return replace(self, literals=tuple(some))

    @cached_property
    def canonical(self) -> Profile:
        """The same with those literals only that a store of canonical values keeps as they are."""
        return replace(self, literals=tuple(literal for literal in self.literals if _kept(literal)))


EVERYTHING: Final = Profile(tuple(_pool()))


def _family(texts: dict[str, str]) -> Profile:
    literals = [Literal(text, datatype=NamedNode(XSD + name)) for name in texts for text in texts[name].split()]
    return Profile(tuple(literals), pyshacl=True)


# Literals whose form rdflib judges otherwise: pyshacl_differs/datatype-*.ttl
_MISREAD: Final = {
    ("integer", " 1"),
    ("decimal", "1e0"),
    ("double", "INFINITY"),
    ("long", "9223372036854775808"),
    ("date", "-0001-01-01"),
    ("date", "10000-01-01"),
    ("dateTime", "2026-01-30T24:00:00Z"),
    ("dateTime", "2026-01-31"),
}


def _misread(literal: Literal) -> bool:
    return (literal.datatype.value.removeprefix(XSD), literal.value) in _MISREAD


# rdflib puts literals of different kinds into an order of its own (pyshacl_differs/range-*.ttl), so that order is asked
# of graphs with literals of one kind, and everything else of graphs with literals of all kinds.
PYSHACL: Final = [
    Profile(tuple(one for one in EVERYTHING.literals if not _misread(one)), pyshacl=True, ordering=False),
    _family({"integer": "0 1 01 +1 -1 5 10 007", "decimal": "1.0 1.00 0.5 -0.0", "double": "1.0E0 1 0.5 -0.0 INF"}),
    _family({"string": "a ab b B 10 9 true zürich 𝄞"}),
    _family({"date": "2026-01-31 2026-02-28 2025-12-31 0001-01-01"}),
    _family({"dateTime": "2026-01-31T00:00:00Z 2026-01-31T01:00:00+01:00 2026-01-31T00:00:00.5Z 2025-12-31T23:00:00Z"}),
]
