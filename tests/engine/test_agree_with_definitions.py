"""Random data and shapes: the engine gives the results that the definitions of SHACL give, as often as they do."""

from __future__ import annotations

import os

import pytest
from backends import BACKENDS, CANONICAL_ONLY
from comparison import agree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from node_by_node import NodeByNode
from strategies.cases import pairs
from strategies.terms import EVERYTHING

from mmssc.engine import Graph

EXAMPLES = int(os.environ.get("MMSSC_EXAMPLES", "1500"))


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(draw=st.data())
def test_same_results(backend: str, draw: st.DataObject) -> None:
    pair = draw.draw(pairs(EVERYTHING.canonical if backend in CANONICAL_ONLY else EVERYTHING))
    oracle = NodeByNode(pair.data, pair.shapes)
    report = BACKENDS[backend](Graph(pair.data), Graph(pair.shapes))
    agree(pair.shapes, report, oracle.results())
    assert {str(shape): count for shape, count in report.matched.items()} == {
        str(shape): count for shape, count in oracle.matched().items()
    }
