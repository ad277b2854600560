"""Random data and shapes: the results of queries are those of the columns, each as often."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from report_keys import keys_of
from sources import Forgetful, held, names_blank_data, store_of
from strategies.cases import random_pair
from strategies.terms import EVERYTHING
from w3c_case import anonymous

from mmssc.engine import Graph
from mmssc.engine import validate as in_columns
from mmssc.engine.sparql import BlankNodesError, Embedded, validate

if TYPE_CHECKING:
    from mmssc.engine import Report


def same(found: Report, wanted: Report) -> None:
    assert keys_of(found) == keys_of(wanted)
    assert found.matched == wanted.matched


def test_canonical_literals() -> None:
    """Where the store rewrites nothing, the reports are those of the data that it was filled with."""
    for seed in range(600):
        pair = random_pair(Random(seed), EVERYTHING.canonical)
        same(validate(store_of(pair.data), Graph(pair.shapes)), in_columns(Graph(pair.data), Graph(pair.shapes)))


def test_all_literals() -> None:
    """Where it does, they are those of the triples that it gives out."""
    rewritten = 0
    for seed in range(600):
        pair = random_pair(Random(seed), EVERYTHING)
        store, shapes = store_of(pair.data), Graph(pair.shapes)
        given = held(Embedded(store))
        rewritten += set(given.triples()) != set(pair.data)
        same(validate(store, shapes), in_columns(given, shapes))
    assert rewritten > 100


def test_labels_that_do_not_last() -> None:
    """Blank nodes that cannot be told apart are an error; where they need not be, the results are all there."""
    refused = with_blank_nodes = 0
    for seed in range(600):
        pair = random_pair(Random(seed), EVERYTHING.canonical)
        if names_blank_data(pair.data, pair.shapes):
            continue
        shapes = Graph(pair.shapes)
        try:
            found = validate(Forgetful(store_of(pair.data)), shapes, lasting_labels=False)
        except BlankNodesError:
            refused += 1
            continue
        wanted = in_columns(Graph(pair.data), shapes)
        assert anonymous(keys_of(found)) == anonymous(keys_of(wanted)), seed
        assert found.matched == wanted.matched
        with_blank_nodes += any(key.value == "_:" or key.focus == "_:" for key in anonymous(keys_of(wanted)))
    assert refused > 50
    assert with_blank_nodes > 20
