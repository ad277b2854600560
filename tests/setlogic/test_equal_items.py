"""Two items of one scheme that rows make equal: every minimal set of rows, and nothing that hierarchies do alone."""

from __future__ import annotations

from itertools import combinations

from brute_force import minimal_conflicts
from hypothesis import given, settings
from networks import networks
from proofs import check_proof

from mmssc.setlogic import Constraint, Kind, Limits, Reason, Relation, find_equal_items

EQ, PP = Relation.EQ, Relation.PP
OR_EQUAL = (1, 3, 5)


@settings(max_examples=150, deadline=None)
@given(networks(OR_EQUAL, loops=False, most_rows=7))
def test_finds_every_minimal_set_of_rows(rows: list[Constraint]) -> None:
    """Rows that only say "equal", "subset or equal" or its converse never conflict: all conflicts are about items."""
    items = sorted({item for row in rows for item in (row.subject, row.object)} & set("ABC"))
    changeable = {row.id for row in rows if not row.fixed}
    expected: set[frozenset[str]] = set()
    for one, other in combinations(items, 2):
        distinct = Constraint("distinct", one, Relation.ANY & ~EQ, other)
        expected |= {ids & changeable for ids in minimal_conflicts([*rows, distinct])}
    found = find_equal_items(rows, dict.fromkeys("ABC", "one scheme"), Limits(per_row=100_000))
    listed = {frozenset(conflict.rows) for conflict in found}
    smallest = {ids for ids in expected if ids and not any(other < ids for other in expected if other)}
    assert {ids for ids in listed if not any(other < ids for other in listed)} == listed
    for ids in smallest:
        assert any({*conflict.rows} <= ids | same(conflict.same) for conflict in found)
    for conflict in found:
        assert conflict.kind is Kind.EQUAL_ITEMS
        check_proof(conflict.proof, conflict.constraints)


def same(others: object) -> set[str]:
    assert isinstance(others, dict)
    return {*others, *(id_ for ids in others.values() for id_ in ids)}


def test_one_item_equal_to_two() -> None:
    rows = [Constraint("1", "T", EQ, "S1"), Constraint("2", "S2", EQ, "T"), Constraint("3", "S3", PP, "T")]
    (conflict,) = find_equal_items(rows, lambda item: "S" if item.startswith("S") else None)
    assert (conflict.items, conflict.rows, conflict.facts) == (("S1", "S2"), ("1", "2"), ())
    assert [step.reason for step in conflict.proof][-2:] == [Reason.DISTINCT, Reason.MEET]
    assert [mend.rows for mend in conflict.mends] == [("1",), ("2",)]
    assert conflict.mends[0].allowed == Relation.ANY & ~EQ


def test_through_a_chain_and_a_hierarchy() -> None:
    rows = [
        Constraint("h", "child", EQ | PP, "parent", None, True),
        Constraint("1", "parent", EQ, "T"),
        Constraint("2", "T", EQ | PP, "U"),
        Constraint("3", "U", EQ, "child"),
    ]
    (conflict,) = find_equal_items(rows, {"child": "S", "parent": "S"})
    assert set(conflict.rows) == {"1", "2", "3"}
    assert conflict.facts == ("h",)


def test_what_hierarchies_do_alone_is_left_to_their_checks() -> None:
    rows = [Constraint("1", "A", EQ | PP, "B", None, True), Constraint("2", "B", EQ | PP, "A", None, True)]
    assert len(find_equal_items(rows, dict.fromkeys("AB", "S"))) == 0


def test_very_many_equal_items_are_all_named_and_the_limit_is_reported() -> None:
    rows = [Constraint(f"{number}", f"S{number:02}", EQ, "T") for number in range(40)]
    found = find_equal_items(rows, lambda item: item[0])
    assert {item for conflict in found for item in conflict.items} == {f"S{number:02}" for number in range(40)}
    assert [cut.limit for cut in found.cuts] == ["conflicts"]
    all_pairs = find_equal_items(rows[:20], lambda item: item[0])
    assert (len(all_pairs), all_pairs.cuts) == (190, ())
