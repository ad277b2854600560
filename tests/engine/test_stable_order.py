"""A report does not depend on the order in which triples come: the same results, in the same order."""

from __future__ import annotations

from random import Random

import pytest
from backends import BACKENDS
from comparison import told
from report_keys import keys_of
from strategies.cases import random_pair
from strategies.terms import EVERYTHING

from mmssc.engine import Graph, Report


def listed(report: Report) -> list[str]:
    # The messages of one result are a set: their order says nothing.
    return [
        f"{result.focus} {result.path} {result.value} {result.component} {result.shape} {result.severity}"
        for result in report.results
    ]


@pytest.mark.parametrize("backend", BACKENDS)
def test_shuffled_triples(backend: str) -> None:
    many = 0
    for seed in range(300):
        rng = Random(seed)
        pair = random_pair(rng, EVERYTHING)
        first = BACKENDS[backend](Graph(pair.data), Graph(pair.shapes))
        data, shapes = list(pair.data), list(pair.shapes)
        rng.shuffle(data)
        rng.shuffle(shapes)
        second = BACKENDS[backend](Graph(data), Graph(shapes))
        assert listed(first) == listed(second), f"seed {seed}\n{pair!r}"
        assert told(keys_of(first), pair.shapes) == told(keys_of(second), pair.shapes)
        assert first.matched == second.matched
        many += len(first.results) > 1
    assert many > 100, "too few reports with an order to get wrong"


@pytest.mark.parametrize("backend", BACKENDS)
def test_graphs_are_left_as_they_are(backend: str) -> None:
    for seed in range(50):
        pair = random_pair(Random(seed), EVERYTHING)
        data, shapes = Graph(pair.data), Graph(pair.shapes)
        first, second = (listed(BACKENDS[backend](data, shapes)) for _ in range(2))
        assert first == second
        assert set(data.triples()) == set(pair.data)
        assert set(shapes.triples()) == set(pair.shapes)
