"""Literals by the letter of XML Schema and SPARQL 1.1: which are well-formed, and which of two is less."""

from __future__ import annotations

import math
import re
import struct
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.names import XSD

if TYPE_CHECKING:
    Node = NamedNode | BlankNode | Literal

__all__ = ["is_well_formed", "less"]

_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_TIME = r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)|(?P<midnight>24:00:00(?:\.0+)?)"
_REAL = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_FORMS: Final = {
    "string": r"(?s:.*)",
    "boolean": "true|false|1|0",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "integer": r"[+-]?\d+",
    "float": _REAL,
    "double": _REAL,
    "date": f"{_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\\d|3[01]){_ZONE}",
    "dateTime": f"{_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\\d|3[01])T(?:{_TIME}){_ZONE}",
    "time": f"(?:{_TIME}){_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
}
_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in (("long", 64), ("int", 32), ("short", 16))},
    "byte": (-128, 127),
    **{f"unsigned{name}": (0, 2**bits - 1) for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))},
}
_UNZONED: Final = 14 * 3600  # how far two times may be apart when one has no time zone (XML Schema 3.2.7.4)


def _name(literal: Literal) -> str | None:
    iri = literal.datatype.value
    return iri.removeprefix(XSD) if iri.startswith(XSD) else None


def is_well_formed(literal: Literal) -> bool:
    """Tell whether a literal is in the lexical space of its datatype; of an unknown datatype it always is."""
    name = _name(literal)
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        if not re.fullmatch(_FORMS["integer"], literal.value, re.ASCII):
            return False
        number = int(literal.value)
        return (low is None or low <= number) and (high is None or number <= high)
    if name not in _FORMS:
        return True
    found = re.fullmatch(_FORMS[name], literal.value, re.ASCII)
    return bool(found) and ("day" not in found.re.groupindex or _is_day(found))


def _is_day(found: re.Match[str]) -> bool:
    try:
        date(2000 + int(found["year"]) % 400, int(found["month"]), int(found["day"]))  # leap years repeat
    except ValueError:
        return False
    return True


def less(first: Node, second: Node, *, or_equal: bool = False) -> bool:
    """Tell whether ``first < second`` (or ``<=``) is true in SPARQL 1.1; an error is not true."""
    if not (isinstance(first, Literal) and isinstance(second, Literal)):
        return False
    if not (is_well_formed(first) and is_well_formed(second)):
        return False
    kinds = {_kind(first), _kind(second)}
    if len(kinds) != 1 or None in kinds:
        return False
    match kinds.pop():
        case "number":
            a, b = _promoted(first, second)
        case "string":
            a, b = first.value, second.value  # type: ignore[assignment]
        case "boolean":
            a, b = first.value in {"true", "1"}, second.value in {"true", "1"}
        case _:
            return _earlier(first, second, or_equal=or_equal)
    return a <= b if or_equal else a < b


def _kind(literal: Literal) -> str | None:
    name = _name(literal)
    if name in _BOUNDS or name in {"integer", "decimal", "float", "double"}:
        return "number"
    return name if name in {"string", "boolean", "date", "dateTime", "time"} else None


def _promoted(first: Literal, second: Literal) -> tuple[Decimal | float, Decimal | float]:
    """Bring two numbers to their common type (SPARQL 1.1, 17.3; XPath B.1)."""
    names = {_name(first), _name(second)}
    if "double" in names:
        return tuple(_single(one) if _name(one) == "float" else _double(one) for one in (first, second))  # type: ignore[return-value]
    if "float" in names:
        return _single(first), _single(second)
    return Decimal(first.value), Decimal(second.value)


def _double(literal: Literal) -> float:
    return float(literal.value.replace("INF", "inf"))


def _single(literal: Literal) -> float:
    wide = _double(literal)
    try:
        return float(struct.unpack("f", struct.pack("f", wide))[0])
    except OverflowError:
        return math.copysign(math.inf, wide)


def _earlier(first: Literal, second: Literal, *, or_equal: bool) -> bool:
    (a, zoned), (b, other) = _instant(first), _instant(second)
    if zoned == other:
        return a <= b if or_equal else a < b
    return a + _UNZONED < b


def _instant(literal: Literal) -> tuple[Decimal, bool]:
    """Return a date or time in seconds, and whether it has a time zone."""
    name = _name(literal)
    assert name is not None
    found = re.fullmatch(_FORMS[name], literal.value, re.ASCII)
    assert found is not None
    part = found.groupdict()
    days = 0
    if part.get("year"):
        cycles, year = divmod(int(part["year"]), 400)
        days = date(2000 + year, int(part["month"]), int(part["day"])).toordinal() + cycles * 146_097
    seconds = Decimal(0)
    if part.get("midnight"):
        seconds = Decimal(86_400 if name == "dateTime" else 0)
    elif part.get("hour"):
        seconds = int(part["hour"]) * 3600 + int(part["minute"]) * 60 + Decimal(part["second"])
    zone = part["zone"]
    if zone and zone != "Z":
        shift = int(timedelta(hours=int(zone[1:3]), minutes=int(zone[4:])).total_seconds())
        seconds -= shift if zone[0] == "+" else -shift
    with localcontext(prec=60):
        return days * 86_400 + seconds, bool(zone)
