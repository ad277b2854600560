"""Datatypes and their lexical spaces (XML Schema 1.1 Part 2, 3.3 and 3.4): which literals are well-formed."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from mmssc.engine.expressions import NAME_CHARACTERS, NAME_STARTS
from mmssc.names import RDF, XSD

if TYPE_CHECKING:
    import polars as pl

    from mmssc.engine.arrays import Mask

__all__ = ["INTEGERS", "well_formed"]

_DIGITS: Final = 18  # an integer of so many digits certainly fits 64 bits

# Lexical forms as they stand in N-Triples, for Rust's regular expressions, in which \d would be digits of all scripts.
_INTEGER: Final = "[+-]?[0-9]+"
_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DOUBLE: Final = rf"(?:{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_ZONE: Final = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_YEAR: Final = "-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_FOURTH: Final = "(?:[02468][048]|[13579][26])"  # the last two digits of what can be divided by four
_NOT_00: Final = "(?:0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR: Final = rf"-?(?:(?:[1-9][0-9]+|0[0-9]){_NOT_00}|(?:[1-9][0-9]*)?{_FOURTH}00)"
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY_TO_28: Final = "(?:0[1-9]|1[0-9]|2[0-8])"
_DAYS: Final = rf"(?:{_MONTH}-{_DAY_TO_28}|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_DATE: Final = f"(?:{_YEAR}-{_DAYS}|{_LEAP_YEAR}-02-29)"
_TIME: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_SECONDS: Final = r"[0-9]+(?:\.[0-9]+)?S"
_HOURS: Final = f"T(?:[0-9]+H(?:[0-9]+M)?(?:{_SECONDS})?|[0-9]+M(?:{_SECONDS})?|{_SECONDS})"
_MONTHS: Final = "(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"
_BASE64: Final = "[A-Za-z0-9+/] ?"

_FORMS: Final = {
    "boolean": "(?:true|false|0|1)",
    "decimal": _DECIMAL,
    "integer": _INTEGER,
    "float": _DOUBLE,
    "double": _DOUBLE,
    "date": f"{_DATE}{_ZONE}?",
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
    "time": f"{_TIME}{_ZONE}?",
    "gYear": f"{_YEAR}{_ZONE}?",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": f"--{_MONTH}{_ZONE}?",
    "gMonthDay": f"--(?:{_DAYS}|02-29){_ZONE}?",
    "gDay": f"---(?:0[1-9]|[12][0-9]|3[01]){_ZONE}?",
    "duration": f"-?P(?:{_MONTHS}(?:[0-9]+D)?(?:{_HOURS})?|[0-9]+D(?:{_HOURS})?|{_HOURS})",
    "yearMonthDuration": f"-?P{_MONTHS}",
    "dayTimeDuration": f"-?P(?:[0-9]+D(?:{_HOURS})?|{_HOURS})",
    "hexBinary": "(?:[0-9A-Fa-f]{2})*",
    "base64Binary": (
        f"(?:(?:{_BASE64}){{4}})*(?:(?:{_BASE64}){{3}}[A-Za-z0-9+/]"
        f"|(?:{_BASE64}){{2}}[AEIMQUYcgkosw048] ?=|{_BASE64}[AQgw] ?= ?=)?"
    ),
    "language": "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "normalizedString": r"(?:[^\\]|\\[^tnr])*",
    "token": r"(?:(?:[^\\ ]|\\[^tnr])+(?: (?:[^\\ ]|\\[^tnr])+)*)?",
    "NMTOKEN": f"[{NAME_CHARACTERS}]+",
    "Name": f"[{NAME_STARTS}][{NAME_CHARACTERS}]*",
    "NCName": f"[{NAME_STARTS}--:][{NAME_CHARACTERS}--:]*",
}
_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in (("long", 64), ("int", 32), ("short", 16))},
    "byte": (-128, 127),
    **{f"unsigned{name}": (0, 2**bits - 1) for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))},
}

INTEGERS: Final = frozenset(XSD + name for name in _BOUNDS)
"""The IRIs of ``xsd:integer`` and of what is derived from it."""


def well_formed(texts: pl.Series, datatype: str) -> Mask:
    """Tell which terms are well-formed literals of a datatype.

    Args:
        texts: Terms as canonical N-Triples.
        datatype: The IRI of the datatype. Of one that is not known here, or that any text is a form of, such as
            ``xsd:anyURI``, every literal is well-formed.
    """
    if datatype == XSD + "string":
        return (texts.str.starts_with('"') & texts.str.ends_with('"')).to_numpy()
    if datatype == RDF + "langString":
        return texts.str.contains(r'^".*"@[A-Za-z0-9-]+$').to_numpy()
    typed = texts.str.starts_with('"') & texts.str.ends_with(f'"^^<{datatype}>')
    form = _form(datatype)
    found: Mask = (typed if form is None else typed & texts.str.contains(form)).to_numpy()
    low, high = _BOUNDS.get(datatype.removeprefix(XSD), (None, None)) if datatype in INTEGERS else (None, None)
    if (low, high) == (None, None) or not found.any():
        return found
    found = found.copy()
    found[found] = _within(texts.filter(found), low, high)
    return found


@cache
def _form(datatype: str) -> str | None:
    """Return a regular expression of the beginning of a well-formed literal, up to its datatype."""
    if datatype in INTEGERS:
        return f'^"{_INTEGER}"'
    form = _FORMS.get(datatype.removeprefix(XSD)) if datatype.startswith(XSD) else None
    return None if form is None else f'^"{form}"\\^\\^'


def _within(texts: pl.Series, low: int | None, high: int | None) -> Mask:
    """Tell which well-formed integers are within bounds."""
    import polars as pl

    numbers = texts.str.extract(rf'^"([+-]?[0-9]{{1,{_DIGITS}}})"').cast(pl.Int64)
    short = numbers.is_not_null().to_numpy()
    value = numbers.fill_null(0).to_numpy()
    limits = np.iinfo(np.int64)
    found: Mask = (value >= max(limits.min, limits.min if low is None else low)) & (
        value <= min(limits.max, limits.max if high is None else high)
    )
    if short.all():
        return found
    found = found.copy()
    for place in np.flatnonzero(~short).tolist():
        exact = Decimal(texts[place][1:].partition('"')[0])
        found[place] = (low is None or low <= exact) and (high is None or exact <= high)
    return found
