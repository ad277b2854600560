"""The relation algebra against all small finite sets, and the facts about its subclasses on which the package rests."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from brute_force import relation_of
from networks import DISTRIBUTIVE

from mmssc.setlogic import Relation, compose, converse, tractable
from mmssc.setlogic.clauses import CLAUSES, MEETS, WITHIN, WITHOUT
from mmssc.setlogic.relations import BASE, distance

SETS = [frozenset(points) for size in range(1, 6) for points in combinations(range(5), size)]
TRUTH = {1: {WITHIN, WITHOUT, MEETS}, 2: {WITHIN, MEETS}, 4: {WITHOUT, MEETS}, 8: {MEETS}, 16: set()}


def close(relations: set[int]) -> set[int]:
    """Close under converse, intersection and composition."""
    while True:
        more = {int(converse(one)) for one in relations}
        more |= {one & other for one, other in product(relations, repeat=2)}
        more |= {int(compose(one, other)) for one, other in product(relations, repeat=2)}
        if more <= relations:
            return relations
        relations = relations | more


def test_composition_is_what_finite_sets_show() -> None:
    seen = dict.fromkeys(product((1, 2, 4, 8, 16), repeat=2), 0)
    for one, middle, other in product(SETS, repeat=3):
        seen[relation_of(one, middle), relation_of(middle, other)] |= relation_of(one, other)
    assert {pair: int(compose(*pair)) for pair in seen} == seen


def test_converse_is_what_finite_sets_show() -> None:
    for one, other in product(SETS, repeat=2):
        assert converse(relation_of(one, other)) == relation_of(other, one)


@pytest.mark.parametrize(("first", "second"), [(3, 24), (15, 16), (31, 31), (0, 31), (10, 5)])
def test_composition_of_several_is_the_union(first: int, second: int) -> None:
    union = 0
    for one, other in product(BASE, BASE):
        if first & one and second & other:
            union |= compose(one, other)
    assert compose(first, second) == union


def test_the_tractable_class_is_closed_and_has_28_relations() -> None:
    horn = {mask for mask in range(32) if tractable(mask)}
    assert len(horn) == 28
    assert close(horn) == horn
    assert {int(base) for base in BASE} <= horn


def test_which_readings_of_predicates_are_tractable() -> None:
    readings = {
        "close match": Relation.of("eq", "pp", "ppi", "po"),
        "subclass": Relation.of("eq", "pp"),
        **{f"not {base.codes[0]}": Relation.ANY & ~base for base in BASE},
        "not close match": Relation.of("dr"),
        "not subclass": Relation.ANY & ~Relation.of("eq", "pp"),
    }
    assert {name for name, relation in readings.items() if not tractable(relation)} == {"not po"}


def test_the_14_relations_that_are_conjunctions_of_atoms_are_distributive() -> None:
    conjunctions = {
        mask for mask in range(1, 32) if tractable(mask) and not (CLAUSES[mask].rules or CLAUSES[mask].not_both)
    }
    assert conjunctions == {*DISTRIBUTIVE, 31}
    assert len(conjunctions) == 14
    assert close(conjunctions | {0}) == conjunctions | {0}
    for one, other, third in product(conjunctions, repeat=3):
        if other & third:
            assert compose(one, other & third) == compose(one, other) & compose(one, third)


@pytest.mark.parametrize("mask", range(1, 32))
def test_clauses_say_what_the_relation_says(mask: int) -> None:
    clauses = CLAUSES[mask]
    facts = {*clauses.facts, *((MEETS,) if {WITHIN, WITHOUT} & set(clauses.facts) else ())}
    models = sum(
        base
        for base, true in TRUTH.items()
        if facts <= true
        and not true & set(clauses.denied)
        and not (clauses.not_both and {WITHIN, WITHOUT} <= true)
        and all(conclusion in true or premise not in true for premise, conclusion in clauses.rules)
    )
    assert models == (mask if tractable(mask) else mask | Relation.PO)
    assert bool(clauses.either) is not tractable(mask)


def test_distance_counts_gradual_changes() -> None:
    assert distance(Relation.EQ, Relation.DR) == (3, Relation.DR)
    assert distance(Relation.PP, Relation.PPI) == (2, Relation.PPI)
    assert distance(Relation.PO, Relation.ANY & ~Relation.PO) == (1, Relation.PP | Relation.PPI | Relation.DR)
    assert distance(Relation.EQ | Relation.PP, Relation.PP | Relation.DR) == (0, Relation.PP)
    assert distance(Relation(0), Relation.PO) == (0, Relation.PO)
    with pytest.raises(ValueError, match="nothing is allowed"):
        distance(Relation.EQ, Relation(0))


def test_codes_there_and_back() -> None:
    assert Relation.of("po", "eq").codes == ("eq", "po")
    with pytest.raises(ValueError, match="no relation “sub”"):
        Relation.of("sub")
