"""Communities assessed in batches give what they give together, and no batch grows with their number."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gardens import AHEAD, TODAY, date, item, read, tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from mmssc.assess import assess, batches

if TYPE_CHECKING:
    from pyoxigraph import Triple

CODES = "soil-2-compost soil-2-samples soil-3-shared water-2-rain water-2-river water-3-reused".split()
TOWNS = ["e:ash", "e:beech", "e:cedar", "e:elm"]
AGENTS = "e:mayor org:memberOf mmssc:LocalGovernment . e:club org:memberOf mmssc:CivilSociety ."


@st.composite
def evidence(draw: st.DrawFn) -> list[Triple]:
    count = draw(st.integers(min_value=1, max_value=12))
    items = [
        item(
            f"item-{number}",
            community=" , ".join(draw(st.lists(st.sampled_from(TOWNS), min_size=1, max_size=2, unique=True))),
            shows=" ".join(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True))),
            practice=draw(st.sampled_from(["", "mmssc:Systematic"])),
            scope=draw(st.sampled_from(["", "mmssc:CityWide", "mmssc:MultiPartner"])),
            attributed=draw(st.sampled_from(["", "e:mayor", "e:club"])),
            plannedFor=draw(st.sampled_from(["", date("2027")])),
        )
        for number in range(count)
    ]
    return read("\n".join([*items, AGENTS]))


@settings(max_examples=60, deadline=None)
@given(evidence(), st.sampled_from([1, 15, 40, 10_000]))
def test_batches_find_what_all_together_find(given: list[Triple], size: int) -> None:
    parts = [assess(tiny(), batch, [TODAY, AHEAD]) for batch in batches(given, size)]
    whole = assess(tiny(), given, [TODAY, AHEAD])
    assert set(chain.from_iterable(part.results for part in parts)) == set(whole.results)
    assert sorted(name for part in parts for name in part.assessments) == sorted(whole.assessments)


def test_no_batch_is_larger_than_its_size_and_one_community() -> None:
    towns = [
        [item(f"{town}-{n}", community=f"e:town-{town:03}", shows=CODES[n]) for n in range(6)] for town in range(50)
    ]
    one = len(read("\n".join(towns[0])))
    for size in (1, one, 3 * one, 1000 * one):
        found = [len(batch) for batch in batches(read("\n".join(chain.from_iterable(towns))), size)]
        assert sum(found) == 50 * one
        assert max(found) < size + one
        assert len(found) == -(-50 // -(-size // one))


def test_what_items_refer_to_goes_with_each_of_them() -> None:
    given = read(item("a", community="e:ash", attributed="e:mayor") + item("b", attributed="e:mayor") + AGENTS)
    first, second = (set(batch) for batch in batches(given, 1))
    assert first & second == set(read("e:mayor org:memberOf mmssc:LocalGovernment ."))
