"""The shortest reading list: as short as brute force finds, whatever the order, and honest when it gives up."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from mmssc.recommend.cover import cover

NAMES = "abcdefgh"
SETS = st.dictionaries(st.sampled_from(NAMES), st.frozensets(st.sampled_from("123456789"), max_size=6), max_size=8)
PENALTIES = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3))


def brute_force(sets: dict[str, frozenset[str]], penalties: dict[str, int]) -> tuple[int, int]:
    """Return the least cost of a cover: how many sets, and the sum of their penalties."""
    everything = frozenset().union(*sets.values())
    return min(
        (size, sum(penalties.get(name, 0) for name in names))
        for size in range(len(sets) + 1)
        for names in combinations(sets, size)
        if frozenset().union(*(sets[name] for name in names)) == everything
    )


@given(SETS, PENALTIES)
def test_as_cheap_as_brute_force(sets: dict[str, frozenset[str]], penalties: dict[str, int]) -> None:
    found = cover(sets, penalties)
    names = [name for name, _ in found.chosen]
    assert found.smallest
    assert frozenset().union(*(sets[name] for name in names)) == frozenset().union(*sets.values())
    assert (len(names), sum(penalties.get(name, 0) for name in names)) == brute_force(sets, penalties)


@given(SETS, PENALTIES, st.randoms())
def test_order_does_not_matter(sets: dict[str, frozenset[str]], penalties: dict[str, int], random: object) -> None:
    shuffled = list(sets.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cover(dict(shuffled), penalties) == cover(sets, penalties)


@given(SETS)
def test_each_set_closes_what_those_before_it_leave(sets: dict[str, frozenset[str]]) -> None:
    seen: set[str] = set()
    sizes = []
    for name, closes in cover(sets).chosen:
        assert closes == sets[name] - seen
        assert closes
        seen |= closes
        sizes.append(len(closes))
    assert sizes == sorted(sizes, reverse=True)


def test_greedy_is_not_enough() -> None:
    """The widest set first would take three."""
    sets = {"wide": "1234", "odd": "135", "even": "246"}
    assert [name for name, _ in cover(sets).chosen] == ["even", "odd"]


def test_giving_up_is_said() -> None:
    """A ring in which every element has two holders leaves a search to do."""
    ring = {f"s{n:02}": {str(n), str((n + 1) % 15), str((n + 4) % 15)} for n in range(15)}
    hasty, thorough = cover(ring, work=1), cover(ring)
    assert not hasty.smallest
    assert thorough.smallest
    assert {element for _, closes in hasty.chosen for element in closes} == {str(n) for n in range(15)}
    assert len(thorough.chosen) <= len(hasty.chosen)


def test_of_equals_the_least_penalty() -> None:
    assert cover({"a": "12", "b": "12", "c": "12"}, {"a": 2, "b": 1, "c": 1}).chosen == (("b", frozenset("12")),)


def test_nothing_to_cover() -> None:
    assert cover({}).chosen == ()
    assert cover({"a": ""}).chosen == ()
