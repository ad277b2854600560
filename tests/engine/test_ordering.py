"""Every pair of many odd terms: ``<`` and ``<=`` are true where SPARQL 1.1 says so."""

from __future__ import annotations

import numpy as np
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode
from strategies.terms import EVERYTHING
from xsd_values import less

from mmssc.engine.ordering import compare
from mmssc.engine.terms import Terms
from mmssc.names import XSD

FURTHER = {
    "decimal": "123456789012345 123456789012345.6 0.30000000000000001 0.3 1234567.1234567 .000000000000001 -.5 +.5 1.",
    "float": "3.4e39 1e-50 INF -INF 33554433",
    "double": "9007199254740993 1e-400 -0",
    "integer": "9007199254740993 9007199254740992 -9007199254740993 " + "9" * 300,
    "date": "2026-01-31Z 2026-02-01Z 2026-02-01+14:00 2026-02-01-14:00 0000-01-01 -0004-02-29",
    "dateTime": "2026-01-30T24:00:00 2026-01-31T00:00:00.000 0000-12-31T00:00:00Z",
    "time": "12:30:00Z 13:30:00+01:00 24:00:00 12:30:00-14:00",
}
POOL = [
    *EVERYTHING.literals,
    NamedNode("http://example.com/"),
    BlankNode("x"),
    *(Literal(form, datatype=NamedNode(XSD + name)) for name, forms in FURTHER.items() for form in forms.split()),
]


def compared(pool: list[NamedNode | BlankNode | Literal], operator: str) -> np.ndarray:
    terms = Terms()
    terms.numbers.update({term: number for number, term in enumerate(dict.fromkeys(pool))})
    terms.extend(terms.numbers)
    ids = np.array([terms.numbers[term] for term in pool], dtype=np.int64)
    left, right = np.repeat(ids, len(ids)), np.tile(ids, len(ids))
    return compare(terms, left, operator, right).reshape(len(ids), len(ids))


@pytest.mark.parametrize("or_equal", [False, True])
def test_all_pairs(or_equal: bool) -> None:
    found = compared(POOL, "<=" if or_equal else "<")
    assert found.any()
    wrong = [
        f"{first} {second}: {found[i, j]}"
        for i, first in enumerate(POOL)
        for j, second in enumerate(POOL)
        if found[i, j] != less(first, second, or_equal=or_equal)
    ]
    assert wrong == []
    assert (compared(POOL, ">=" if or_equal else ">") == found.T).all()


def test_durations_and_stamps() -> None:
    def typed(form: str, name: str) -> Literal:
        return Literal(form, datatype=NamedNode(XSD + name))

    pool = [
        typed("P1D", "dayTimeDuration"),
        typed("PT25H", "dayTimeDuration"),
        typed("P1M", "yearMonthDuration"),
        typed("P1Y", "yearMonthDuration"),
        typed("2026-01-01T00:00:00Z", "dateTimeStamp"),
        typed("2026-01-01T00:00:01Z", "dateTime"),
        typed("2026-01-01T00:00:00", "dateTimeStamp"),
    ]
    found = {(i, j) for i, j in zip(*compared(pool, "<").nonzero(), strict=True)}
    assert {(0, 1), (2, 3), (4, 5)} <= found
    assert all(6 not in pair and (pair[0] < 4) == (pair[1] < 4) for pair in found)


def test_no_pairs() -> None:
    assert compare(Terms(), np.empty(0, dtype=np.int64), "<", np.empty(0, dtype=np.int64)).tolist() == []
