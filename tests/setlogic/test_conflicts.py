"""Conflicts: exactly the minimal inconsistent sets that brute force finds, with valid proofs and mends."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from brute_force import minimal_conflicts, satisfiable
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ALL, CLASSES, DISTRIBUTIVE, SPLIT, TRACTABLE, networks
from proofs import check_proof

from mmssc.setlogic import Conflict, Conflicts, Constraint, Kind, Limits, Relation, find_conflicts, tractable

if TYPE_CHECKING:
    from random import Random

EQ, PP, PPI, PO, DR = Relation.EQ, Relation.PP, Relation.PPI, Relation.PO, Relation.DR
WIDE = Limits(size=60, per_row=100_000, cases=1_000_000)


def sets(found: Conflicts) -> set[frozenset[str]]:
    """All minimal sets of ids: rows that say the same stand for each other."""
    return {
        frozenset(ids)
        for conflict in found
        for ids in product(*((row.id, *conflict.same.get(row.id, ())) for row in conflict.constraints))
    }


@pytest.mark.parametrize("name", CLASSES)
def test_finds_exactly_the_minimal_conflicts(name: str) -> None:
    @settings(max_examples=150, deadline=None)
    @given(networks(CLASSES[name]))
    def check(rows: list[Constraint]) -> None:
        found = find_conflicts(rows, WIDE)
        every = minimal_conflicts(rows)
        assert sets(found) <= every
        assert sets(found) == every or found.cuts
        assert not found.cuts or not all(tractable(row.relations) for row in rows)

    check()


@settings(max_examples=25, deadline=None)
@given(networks(DISTRIBUTIVE, most_items=6, most_rows=11, loops=False))
def test_finds_exactly_the_minimal_conflicts_of_longer_cycles(rows: list[Constraint]) -> None:
    assert sets(find_conflicts(rows, WIDE)) == minimal_conflicts(rows)


@settings(max_examples=150, deadline=None)
@given(networks(ALL))
def test_limits_never_lose_that_there_is_a_conflict_and_are_reported(rows: list[Constraint]) -> None:
    found = find_conflicts(rows, Limits(size=2, per_row=1, steps=0))
    every = minimal_conflicts(rows)
    assert sets(found) <= every
    if all(tractable(row.relations) for row in rows):
        assert bool(found) is bool(every)
    assert found.cuts or sets(found) == every


@settings(max_examples=150, deadline=None)
@given(networks(TRACTABLE, loops=False), st.integers(2, 4))
def test_a_contradicted_row_has_its_conflict_whatever_the_size(rows: list[Constraint], size: int) -> None:
    found = find_conflicts(rows, Limits(size=size, per_row=100_000))
    every = minimal_conflicts(rows)
    assert {ids for ids in every if len(ids) <= size} <= sets(found) <= every
    assert bool(found) is bool(every)
    if sets(found) != every:
        assert "size" in {cut.limit for cut in found.cuts}


@settings(max_examples=150, deadline=None)
@given(networks(ALL))
def test_proofs_are_valid(rows: list[Constraint]) -> None:
    for conflict in find_conflicts(rows):
        check_proof(conflict.proof, conflict.constraints)
        said = {row for step in conflict.proof for row in step.rows}
        assert {row.id for row in conflict.constraints} <= said


@settings(max_examples=60, deadline=None)
@given(networks(SPLIT, most_items=4))
def test_proofs_by_cases_are_valid(rows: list[Constraint]) -> None:
    for conflict in find_conflicts(rows):
        check_proof(conflict.proof, conflict.constraints)


@settings(max_examples=150, deadline=None)
@given(networks(ALL))
def test_mends_mend_and_are_the_smallest(rows: list[Constraint]) -> None:
    for conflict in find_conflicts(rows, Limits(mends=99)):
        listed = {mend.rows: mend for mend in conflict.mends}
        smallest = min(((len(mend.rows), mend.distance) for mend in conflict.mends), default=None)
        for row in conflict.constraints:
            mend = listed.get((row.id, *conflict.same.get(row.id, ())))
            assert not (mend and row.fixed)
            good = [base for base in (EQ, PP, PPI, PO, DR) if satisfiable(changed(conflict, row, base))]
            if mend is not None:
                assert mend.was == row.relations
                assert list(mend.allowed) == good
                assert mend.to & ~mend.allowed == 0
                assert mend.distance == min(steps(mend.was, base) for base in good)
                assert [base for base in good if steps(mend.was, base) == mend.distance] == list(mend.to)
            elif not row.fixed:
                others = 1 + len(conflict.same.get(row.id, ()))
                assert (others, min(steps(row.relations, base) for base in good)) > (smallest or ())


def changed(conflict: Conflict, row: Constraint, relation: Relation) -> list[Constraint]:
    return [other._replace(relations=relation) if other is row else other for other in conflict.constraints]


def steps(was: int, base: Relation) -> int:
    """The distance in the neighbourhood graph dr–po–pp–eq, po–ppi–eq, from its table of distances."""
    table = {
        EQ: {EQ: 0, PP: 1, PPI: 1, PO: 2, DR: 3},
        PP: {EQ: 1, PP: 0, PPI: 2, PO: 1, DR: 2},
        PPI: {EQ: 1, PP: 2, PPI: 0, PO: 1, DR: 2},
        PO: {EQ: 2, PP: 1, PPI: 1, PO: 0, DR: 1},
        DR: {EQ: 3, PP: 2, PPI: 2, PO: 1, DR: 0},
    }
    return min((table[one][base] for one in table if was & one), default=0)


@settings(max_examples=100, deadline=None)
@given(networks(ALL, groups=(None, "semantic", "functional")), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_has_no_influence(rows: list[Constraint], chance: Random) -> None:
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    for limits in (None, Limits(size=3, per_row=1)):
        assert find_conflicts(rows, limits) == find_conflicts(shuffled, limits)


@settings(max_examples=100, deadline=None)
@given(networks(DISTRIBUTIVE, groups=(None, "semantic", "functional"), loops=False))
def test_groups_are_compared_and_marked(rows: list[Constraint]) -> None:
    found = find_conflicts(rows, WIDE)
    assert sets(found) == minimal_conflicts(rows)
    for conflict in found:
        groups = {row.group for row in conflict.constraints} - {None}
        assert set(conflict.groups) == groups
        assert conflict.mixed is (len(groups) > 1)


@settings(max_examples=100, deadline=None)
@given(networks(DISTRIBUTIVE, groups=("semantic", "functional"), loops=False))
def test_a_conflict_within_one_rationale_is_found_even_if_mixed_ones_fill_the_limits(rows: list[Constraint]) -> None:
    found = find_conflicts(rows, Limits(per_row=1, conflicts=2))
    for group in ("semantic", "functional"):
        if not satisfiable([row for row in rows if row.group == group]):
            assert any(not conflict.mixed for conflict in found)


def test_a_long_conflict_within_one_rationale_is_not_hidden_by_short_mixed_ones() -> None:
    chain = [Constraint(f"s{n}", f"I{n}", PP, f"I{n + 1}", "semantic") for n in range(12)]
    last = Constraint("last", "I0", DR, "I12", "semantic")
    mixed = [Constraint(f"f{n}", "I0", relation, "I12", "functional") for n, relation in enumerate((EQ, PP, PPI, PO))]
    found = find_conflicts([*chain, last, *mixed], Limits(per_row=2))
    assert any(not conflict.mixed and len(conflict.rows) == 13 for conflict in found)
    assert any(conflict.mixed for conflict in found)


def only(*rows: Constraint) -> Conflict:
    (conflict,) = find_conflicts(rows)
    return conflict


def test_kinds() -> None:
    assert only(Constraint("1", "A", DR, "A")).kind is Kind.SELF
    assert only(Constraint("1", "A", Relation(0), "B")).kind is Kind.SELF
    assert only(Constraint("1", "A", PP, "B"), Constraint("2", "A", EQ, "B")).kind is Kind.PAIR
    assert only(Constraint("1", "A", PP, "B"), Constraint("2", "B", PP, "A")).kind is Kind.INVERSE
    parent = Constraint("h", "a", EQ | PP, "A", None, True)
    target = Constraint("1", "A", PP, "T", "semantic"), Constraint("2", "a", DR, "T", "semantic")
    conflict = only(parent, *target)
    assert (conflict.kind, conflict.rows, conflict.facts) == (Kind.HIERARCHY, ("1", "2"), ("h",))
    chain = Constraint("1", "A", PP, "B"), Constraint("2", "B", DR, "C"), Constraint("3", "A", EQ, "C")
    assert only(*chain).kind is Kind.CHAIN


def test_reads_like_an_argument() -> None:
    conflict = only(
        Constraint("row 3", "A", PP, "B"), Constraint("row 10", "A", EQ, "C"), Constraint("row 7", "C", DR, "B")
    )
    assert [(step.subject, step.relations, step.object, step.rows, step.premises) for step in conflict.proof] == [
        ("A", PP, "B", ("row 3",), ()),
        ("B", DR, "C", ("row 7",), ()),
        ("A", DR, "C", (), (1, 2)),
        ("A", EQ, "C", ("row 10",), ()),
        ("A", Relation(0), "C", (), (3, 4)),
    ]
    assert [(mend.rows, mend.was, mend.to, mend.distance) for mend in conflict.mends] == [
        (("row 3",), PP, DR, 2),
        (("row 7",), DR, PP, 2),
    ]


def test_rows_that_say_the_same_are_one_statement() -> None:
    conflict = only(Constraint("1", "A", PP, "B"), Constraint("2", "B", PPI, "A"), Constraint("3", "A", DR, "B", None))
    assert conflict.rows == ("1", "3")
    assert conflict.same == {"1": ("2",)}
    assert [mend.rows for mend in conflict.mends] == [("3",)]
    assert conflict.proof[0].rows == ("1", "2")


def test_only_fixed_facts_cannot_be_mended() -> None:
    conflict = only(Constraint("1", "A", PP, "B", None, True), Constraint("2", "B", PP, "A", None, True))
    assert (conflict.rows, conflict.mends, conflict.more_mends) == ((), (), 0)


def test_blame_counts_conflicts() -> None:
    rows = [Constraint(f"good {n}", "A", PP, "B", f"g{n}") for n in range(3)]
    found = find_conflicts([*rows, Constraint("bad", "A", DR, "B", "g0")])
    assert found.blame == {"bad": 3, "good 0": 1, "good 1": 1, "good 2": 1}


def test_limits_are_reported() -> None:
    fan = [
        row
        for n in range(30)
        for row in (Constraint(f"{n} in", "A", PP, f"M{n}"), Constraint(f"{n} out", f"M{n}", PP, "B"))
    ]
    found = find_conflicts([*fan, Constraint("bad", "A", DR, "B")], Limits(per_row=7))
    assert len(found) == 7
    assert [(cut.limit, cut.bound, cut.rows) for cut in found.cuts] == [("per_row", 7, ("bad",))]
    found = find_conflicts([*fan, Constraint("bad", "A", DR, "B")], Limits(conflicts=5))
    assert len(found) == 5
    assert "conflicts" in {cut.limit for cut in found.cuts}
    found = find_conflicts([*fan, Constraint("bad", "A", DR, "B")])
    assert [(cut.limit, cut.rows) for cut in found.cuts] == [("per_row", ("bad",))]
    assert find_conflicts([*fan, Constraint("bad", "A", DR, "B")], Limits(per_row=30)).cuts == ()
    mends = only(*(Constraint(str(n), f"I{n}", PP, f"I{(n + 1) % 8}") for n in range(8)))
    assert (len(mends.mends), mends.more_mends) == (5, 3)


def test_longer_conflicts_than_sought_are_represented_by_one() -> None:
    ring = [Constraint(f"{n}", f"I{n:02}", PP, f"I{(n + 1) % 40:02}") for n in range(40)]
    found = find_conflicts(ring)
    assert [len(conflict.rows) for conflict in found] == [40]
    assert [cut.limit for cut in found.cuts] == ["size"]
    check_proof(found.found[0].proof, ring)


def test_input_that_cannot_be_used() -> None:
    with pytest.raises(ValueError, match="the id “1”"):
        find_conflicts([Constraint("1", "A", PP, "B"), Constraint("1", "A", EQ, "B")])
    with pytest.raises(ValueError, match="“1”: 32 is no set of relations"):
        find_conflicts([Constraint("1", "A", 32, "B")])


def test_nothing_in_nothing_out() -> None:
    found = find_conflicts([])
    assert (found.found, found.cuts, len(found)) == ((), (), 0)
