"""What SHACL leaves to SPARQL: order and form of values, decided by Oxigraph for many values in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from mmssc.names import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mmssc.engine.graph import Node

__all__ = ["has_form", "holding", "ordered_pairs"]

_EMPTY: Final = Store()
_CHUNK: Final = 5_000

# Types that SPARQL 1.1 in Oxigraph can cast a string to, so that an ill-formed one is told from a well-formed one.
_CASTABLE: Final = {
    XSD + name
    for name in (
        "boolean date dateTime dayTimeDuration decimal double duration float gDay gMonth gMonthDay gYear gYearMonth "
        "integer time yearMonthDuration"
    ).split()
}
# Integer types by their bounds (XML Schema Part 2, 3.4).
_BOUNDED: Final[dict[str, tuple[int | None, int | None]]] = {
    XSD + "nonNegativeInteger": (0, None),
    XSD + "positiveInteger": (1, None),
    XSD + "nonPositiveInteger": (None, 0),
    XSD + "negativeInteger": (None, -1),
    XSD + "long": (-(2**63), 2**63 - 1),
    XSD + "int": (-(2**31), 2**31 - 1),
    XSD + "short": (-(2**15), 2**15 - 1),
    XSD + "byte": (-128, 127),
    XSD + "unsignedLong": (0, 2**64 - 1),
    XSD + "unsignedInt": (0, 2**32 - 1),
    XSD + "unsignedShort": (0, 2**16 - 1),
    XSD + "unsignedByte": (0, 255),
}


def holding(values: Iterable[Node], expression: str) -> set[Node]:
    """Return the values for whose text (``?v``) a SPARQL expression is true; an error is not true.

    Blank nodes never hold: no expression of SHACL Core is true of them.
    """
    # As plain text: Oxigraph would see the canonical form of a typed literal ("PT1H" for "PT60M"), not what is written.
    texts: list[tuple[Node, Node]] = [
        (Literal(value.value), value) for value in values if not isinstance(value, BlankNode)
    ]
    return {value for _, value in _filter(texts, expression)}


def ordered_pairs(pairs: Collection[tuple[Node, Node]], operator: str) -> set[tuple[Node, Node]]:
    """Return the pairs for which ``?v operator ?w`` is true in SPARQL; incomparable pairs are not."""
    plain = [pair for pair in pairs if not any(isinstance(term, BlankNode) for term in pair)]
    return _filter(plain, f"?v {operator} ?w")


def _filter(pairs: list[tuple[Node, Node]], expression: str) -> set[tuple[Node, Node]]:
    found: set[tuple[Node, Node]] = set()
    for start in range(0, len(pairs), _CHUNK):
        chunk = pairs[start : start + _CHUNK]
        rows = " ".join(f"({index} {v} {w})" for index, (v, w) in enumerate(chunk))
        solutions = _EMPTY.query(f"SELECT ?i WHERE {{ VALUES (?i ?v ?w) {{ {rows} }} FILTER({expression}) }}")
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        found.update(chunk[int(solution["i"].value)] for solution in solutions)
    return found


def has_form(values: Iterable[Node], datatype: Node) -> set[Node]:
    """Return the values that are literals of the datatype and, where it is known, well-formed (SHACL 4.1.2)."""
    if not isinstance(datatype, NamedNode):
        return set()
    typed = [value for value in values if isinstance(value, Literal) and value.datatype == datatype]
    if datatype.value in _BOUNDED:
        low, high = _BOUNDED[datatype.value]
        return {value for value in typed if _within(value.value, low, high)}
    if datatype.value in _CASTABLE and datatype.value != RDF + "langString":
        return holding(typed, f"BOUND(?v) && COALESCE(STRLEN(STR({datatype}(STR(?v)))) > 0, false)")
    return set(typed)


def _within(lexical: str, low: int | None, high: int | None) -> bool:
    digits = lexical.strip().lstrip("+-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4000):
        return False
    number = int(lexical)
    return (low is None or low <= number) and (high is None or number <= high)
