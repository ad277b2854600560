"""Random data and shapes: the engine gives the results that pySHACL gives, as often as it does."""

from __future__ import annotations

import os

import pytest
from backends import BACKENDS, CANONICAL_ONLY
from comparison import agree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyshacl_results import pyshacl_results
from strategies.cases import pairs
from strategies.terms import PYSHACL

from mmssc.engine import Graph

EXAMPLES = int(os.environ.get("MMSSC_EXAMPLES", "1500"))


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(draw=st.data())
def test_same_results(backend: str, draw: st.DataObject) -> None:
    profiles = [profile.canonical for profile in PYSHACL] if backend in CANONICAL_ONLY else PYSHACL
    pair = draw.draw(pairs(*profiles))
    conforms, expected = pyshacl_results(pair.data, pair.shapes)
    report = BACKENDS[backend](Graph(pair.data), Graph(pair.shapes))
    agree(pair.shapes, report, expected)
    assert report.conforms == conforms
