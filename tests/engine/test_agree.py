"""Random data and shapes: the engine gives the same results as the definitions of SHACL, and as pySHACL.

Thousands of pairs come from a plain random generator, which is quick; some hundreds from Hypothesis, which looks for
trouble in its own way. Every run sees the same pairs; ``MMSSC_EXAMPLES=20000`` asks for more of both, and
``MMSSC_SEED=1000000`` for others.
"""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

import pytest
from backends import BACKENDS, CANONICAL_ONLY
from comparison import agree
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from node_by_node import NodeByNode
from pyshacl_results import pyshacl_results
from smaller import smaller
from strategies.cases import Pair, pairs, random_pair
from strategies.terms import EVERYTHING, PYSHACL

from mmssc.engine import Graph, IllFormedShapesError, UnsupportedShapesError

if TYPE_CHECKING:
    from strategies.terms import Profile

MORE = int(os.environ.get("MMSSC_EXAMPLES", "0"))
FIRST = int(os.environ.get("MMSSC_SEED", "0"))
SEEDS = {"definitions": MORE or 3000, "pyshacl": MORE or 1500}
EXAMPLES = MORE or 200

WAYS = [(backend, oracle) for backend in BACKENDS for oracle in ("definitions", "pyshacl")]


def profiles(backend: str, oracle: str) -> list[Profile]:
    found = PYSHACL if oracle == "pyshacl" else [EVERYTHING]
    return [profile.canonical for profile in found] if backend in CANONICAL_ONLY else found


def compare(backend: str, oracle: str, pair: Pair) -> None:
    """Assert that a backend gives an oracle's results, and the number of focus nodes of every shape."""
    report = BACKENDS[backend](Graph(pair.data), Graph(pair.shapes))
    if oracle == "pyshacl":
        conforms, expected = pyshacl_results(pair.data, pair.shapes)
        assert report.conforms == conforms
    else:
        plain = NodeByNode(pair.data, pair.shapes)
        expected = plain.results()
        matched = {str(shape): count for shape, count in report.matched.items()}
        assert matched == {str(shape): count for shape, count in plain.matched().items()}
    agree(pair.shapes, report, expected)


@pytest.mark.parametrize(("backend", "oracle"), WAYS)
def test_thousands(backend: str, oracle: str) -> None:
    kinds = profiles(backend, oracle)

    def fails(pair: Pair) -> bool:
        try:
            compare(backend, oracle, pair)
        except (IllFormedShapesError, UnsupportedShapesError):
            return False  # what is left when triples are left out may not be shapes any more
        except AssertionError:
            return True
        except Exception:
            return False
        return False

    for seed in range(FIRST, FIRST + SEEDS[oracle]):
        rng = Random(seed)
        pair = random_pair(rng, rng.choice(kinds))
        try:
            compare(backend, oracle, pair)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}\n{smaller(pair, fails)!r}") from None
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}\n{pair!r}") from error


@pytest.mark.parametrize(("backend", "oracle"), WAYS)
@settings(max_examples=EXAMPLES, deadline=None, derandomize=not MORE, suppress_health_check=list(HealthCheck))
@given(draw=st.data())
def test_hundreds_by_hypothesis(backend: str, oracle: str, draw: st.DataObject) -> None:
    pair = draw.draw(pairs(*profiles(backend, oracle)))
    note(repr(pair))
    compare(backend, oracle, pair)
