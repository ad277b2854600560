"""Every counter-example that was ever found, as a file of the W3C form: data, shapes and what the standard expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from backends import BACKENDS
from report_keys import keys_of
from w3c_case import anonymous, read_case

from mmssc.engine import Graph, IllFormedShapesError, UnsupportedShapesError

FOLDER = Path(__file__).parent / "counterexamples"
CASES = [path.stem for path in sorted(FOLDER.glob("*.ttl"))]

MAY_BE_UNSUPPORTED = {"pattern-back-reference", "pattern-name-characters", "pattern-subtraction"}
"""Regular expressions that a library may lack: to say so openly is well, to answer wrongly is not."""


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", CASES)
def test_counterexample(name: str, backend: str) -> None:
    case = read_case(FOLDER / f"{name}.ttl")
    data, shapes = Graph(case.data), Graph(case.shapes)
    if case.expected is None:
        with pytest.raises(IllFormedShapesError):
            BACKENDS[backend](data, shapes)
        return
    try:
        report = BACKENDS[backend](data, shapes)
    except UnsupportedShapesError:
        assert name in MAY_BE_UNSUPPORTED
        return
    assert anonymous(keys_of(report)) == case.expected
    assert report.conforms == case.conforms
