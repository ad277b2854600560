"""The W3C SHACL Core test suite: every case passes, or stands in a list with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from backends import BACKENDS
from report_keys import keys_of
from w3c_case import anonymous, read_case

from mmssc.engine import Graph, IllFormedShapesError

SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "shacl" / "core"

KNOWN_FAILURES: dict[str, str] = {}
"""Case -> why it fails. A case that passes must leave the list."""


def cases() -> list[str]:
    found = [
        path.relative_to(SUITE).as_posix().removesuffix(".ttl")
        for path in sorted(SUITE.rglob("*.ttl"))
        if "sht:Validate" in path.read_text(encoding="utf-8")
    ]
    return found or [
        pytest.param("", marks=pytest.mark.skip(reason=f"the W3C SHACL test suite is not at {SUITE}"))  # type: ignore[list-item]
    ]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("case", cases())
def test_case(case: str, backend: str) -> None:
    wanted = read_case(SUITE / f"{case}.ttl")
    data, shapes = Graph(wanted.data), Graph(wanted.shapes)
    if wanted.expected is None:
        with pytest.raises(IllFormedShapesError):
            BACKENDS[backend](data, shapes)
        return
    report = BACKENDS[backend](data, shapes)
    found = anonymous(keys_of(report))
    same = found == wanted.expected and report.conforms == wanted.conforms
    if case in KNOWN_FAILURES:
        assert not same, f"{case} passes now: take it off the list"
    else:
        assert same, (found - wanted.expected, wanted.expected - found)
