"""Which of two terms is less: the operators ``<`` and ``<=`` of SPARQL 1.1 (17.3), for many pairs at once.

Numbers of whatever size are compared exactly, after the promotions of XPath. Text is compared by code points; texts
with a language tag are not ordered. Dates, times and durations are left to Oxigraph, but for those of the plain forms
whose order is that of their text. Nothing else can be compared, not even with itself.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pyoxigraph import QuerySolutions, Store

from mmssc.engine.datatypes import INTEGERS, well_formed
from mmssc.names import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import polars as pl

    from mmssc.engine.arrays import Ids, Mask
    from mmssc.engine.terms import Terms

__all__ = ["compare"]

_OPERATORS: Final[dict[str, Callable[[Any, Any], Any]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_EMPTY: Final = Store()
_CHUNK: Final = 5_000

# Kinds of values that can be compared with each other. Of two numbers, the one of the higher kind decides how.
_EXACT, _FLOAT, _DOUBLE, _BOOLEAN, _STRING, _FIRST_OTHER = range(1, 7)
_OTHERS: Final = (
    ("date",),
    ("dateTime", "dateTimeStamp"),
    ("time",),
    ("duration", "dayTimeDuration", "yearMonthDuration"),
    ("gYear",),
    ("gYearMonth",),
    ("gMonth",),
    ("gMonthDay",),
    ("gDay",),
)
_KINDS: Final = {
    **dict.fromkeys(INTEGERS, _EXACT),
    XSD + "decimal": _EXACT,
    XSD + "float": _FLOAT,
    XSD + "double": _DOUBLE,
    XSD + "boolean": _BOOLEAN,
    **{XSD + name: number for number, names in enumerate(_OTHERS, _FIRST_OTHER) for name in names},
}
# Decimals of so many digits are as different as doubles as they are in truth, and in the same order.
_FEW_DIGITS: Final = r'^"[+-]?(?:[0-9]{1,15}|[0-9]{1,8}\.[0-9]{0,7}|\.[0-9]{1,15})"'
# Dates, and times in UTC or all without a zone, are in the order of their text.
_PLAIN: Final = r'^"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z?)?"'


def compare(terms: Terms, left: Ids, operator: str, right: Ids) -> Mask:
    """Tell for each pair of terms whether ``left operator right`` is true in SPARQL; an error is not true.

    Args:
        terms: The dictionary.
        left: The number of the first term of each pair.
        operator: ``<``, ``<=``, ``>`` or ``>=``.
        right: The number of the second term of each pair.
    """
    distinct, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    values = _Values(terms.texts(distinct))
    return values.compare(place[: len(left)], _OPERATORS[operator], operator, place[len(left) :])


class _Values:
    """Distinct terms with their kinds; what a kind needs to be compared is made when a pair of that kind comes."""

    def __init__(self, texts: pl.Series) -> None:
        self._texts = texts
        self._kind = np.zeros(len(texts), dtype=np.int8)
        datatypes = texts.str.extract(r'"\^\^<([^<>]*)>$')
        for datatype in datatypes.unique().drop_nulls():
            if datatype in _KINDS:
                typed = np.flatnonzero((datatypes == datatype).fill_null(value=False).to_numpy())
                good = well_formed(texts.gather(typed), datatype)
                self._kind[typed[good]] = _KINDS[datatype]
        self._kind[well_formed(texts, XSD + "string")] = _STRING

    def compare(self, left: Ids, holds: Callable[[Any, Any], Any], operator: str, right: Ids) -> Mask:
        """Compare pairs of values, given by their places."""
        first, second = self._kind[left], self._kind[right]
        found = np.zeros(len(left), dtype=np.bool_)
        numbers = (first > 0) & (second > 0) & (np.maximum(first, second) <= _DOUBLE)
        common = np.where(numbers, np.maximum(first, second), np.where(first == second, first, 0))
        for kind in np.unique(common[common > 0]).tolist():
            pairs = np.flatnonzero(common == kind)
            way = self._ways(kind, holds, operator)
            found[pairs] = way(left[pairs], right[pairs])
        return found

    def _ways(self, kind: int, holds: Callable[[Any, Any], Any], operator: str) -> Callable[[Ids, Ids], Mask]:
        if kind == _EXACT:
            return partial(self._exact, holds)
        if kind in {_FLOAT, _DOUBLE}:
            values = self._singles() if kind == _FLOAT else self._doubles()
            return lambda left, right: holds(values[left], values[right])
        if kind == _BOOLEAN:
            true = self._texts.str.contains('^"(?:true|1)"').to_numpy()
            return lambda left, right: holds(true[left], true[right])
        return partial(self._strings if kind == _STRING else self._others, holds, operator)

    # --- Numbers ---

    def _lexical(self) -> pl.Series:
        return self._texts.str.extract(r'^"([^"]*)"')

    def _doubles(self) -> Any:
        import polars as pl

        wide = self._lexical().cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy().copy()
        single = self._kind == _FLOAT
        wide[single] = self._singles()[single]
        return wide

    def _singles(self) -> Any:
        import polars as pl

        return self._lexical().cast(pl.Float32, strict=False).fill_null(float("nan")).to_numpy()

    def _exact(self, holds: Callable[[Any, Any], Any], left: Ids, right: Ids) -> Mask:
        few = self._texts.str.contains(_FEW_DIGITS).to_numpy()
        values = self._doubles()
        found: Mask = holds(values[left], values[right])
        lexical = self._lexical()
        long = np.flatnonzero(~(few[left] & few[right]))
        first, second, place = _distinct(left[long], right[long])
        numbers = {each: Decimal(lexical[each]) for each in {*first, *second}}
        found[long] = np.array([holds(numbers[a], numbers[b]) for a, b in zip(first, second, strict=True)], bool)[place]
        return found

    # --- Everything else ---

    def _strings(self, holds: Callable[[Any, Any], Any], _: str, left: Ids, right: Ids) -> Mask:
        from mmssc.engine.literals import lexical_forms

        forms = lexical_forms(self._texts)  # UTF-8, whose order is that of code points
        found: Mask = holds(forms.gather(left), forms.gather(right)).to_numpy()
        return found

    def _others(self, holds: Callable[[Any, Any], Any], operator: str, left: Ids, right: Ids) -> Mask:
        plain = self._texts.str.contains(_PLAIN).to_numpy()
        zoned = self._texts.str.contains('Z"', literal=True).to_numpy()
        by_text = plain[left] & plain[right] & (zoned[left] == zoned[right])
        forms = self._lexical()
        found: Mask = holds(forms.gather(left), forms.gather(right)).fill_null(value=False).to_numpy().copy()
        rest = np.flatnonzero(~by_text)
        first, second, place = _distinct(left[rest], right[rest])
        texts = self._texts.gather([*first, *second]).str.replace(
            f"{XSD}dateTimeStamp>", f"{XSD}dateTime>", literal=True
        )
        found[rest] = _asked(zip(texts[: len(first)], texts[len(first) :], strict=True), operator)[place]
        return found


def _distinct(left: Ids, right: Ids) -> tuple[list[int], list[int], Ids]:
    """Return the distinct pairs of places, and which of them each pair is."""
    pairs, place = np.unique(np.stack([left, right]), axis=1, return_inverse=True)
    return pairs[0].tolist(), pairs[1].tolist(), place.reshape(-1)


def _asked(pairs: Iterable[tuple[str, str]], operator: str) -> Mask:
    """Tell for each pair of terms, as N-Triples, whether a comparison is true in Oxigraph's SPARQL."""
    rows = list(pairs)
    found = np.zeros(len(rows), dtype=np.bool_)
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        values = " ".join(f"({start + index} {left} {right})" for index, (left, right) in enumerate(chunk))
        solutions = _EMPTY.query(f"SELECT ?i WHERE {{ VALUES (?i ?a ?b) {{ {values} }} FILTER(?a {operator} ?b) }}")
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        found[[int(solution["i"].value) for solution in solutions]] = True
    return found
