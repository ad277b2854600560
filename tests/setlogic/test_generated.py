"""The crosswalks of the benchmark: the true rows are consistent, and each planted triangle is found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mmssc.setlogic import find_conflicts

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "crosswalk"))

from generated_crosswalks import generate
from textbook import consistent


@pytest.mark.parametrize("seed", range(3))
def test_planted_triangles_are_found_and_true_rows_are_never_blamed_alone(seed: int) -> None:
    made = generate(rows=400, planted=40, schemes=10, items=60, seed=seed)
    found = find_conflicts(made.constraints)
    listed = {frozenset(row.id for row in conflict.constraints) for conflict in found}
    assert set(made.planted) <= listed
    assert all(any(row.startswith("planted") for row in some) for some in listed)
    true = [row for row in made.constraints if not row.id.startswith("planted")]
    assert len(find_conflicts(true)) == 0


def test_generated_crosswalks_are_the_same_for_the_same_seed() -> None:
    assert generate(60, 5, 4, 12, 1) == generate(60, 5, 4, 12, 1)
    assert generate(60, 5, 4, 12, 1) != generate(60, 5, 4, 12, 2)


@pytest.mark.parametrize("planted", [0, 1, 6])
def test_path_consistency_over_all_triples_agrees(planted: int) -> None:
    constraints = generate(50, planted, 4, 14, 11).constraints
    assert consistent(constraints) is (planted == 0)
    assert bool(find_conflicts(constraints)) is (planted > 0)
