"""The evaluator that the engine is compared with is itself compared with the W3C test suite."""

from __future__ import annotations

import pytest
from node_by_node import NodeByNode
from test_w3c import SUITE, cases
from w3c_case import anonymous, read_case


@pytest.mark.parametrize("case", cases())
def test_case(case: str) -> None:
    wanted = read_case(SUITE / f"{case}.ttl")
    if wanted.expected is None:
        pytest.skip("ill-formed shapes are not this evaluator's business")
    assert anonymous(NodeByNode(wanted.data, wanted.shapes).results()) == wanted.expected
