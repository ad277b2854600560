"""Which items an assessment admits, and why not the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from gardens import AHEAD, TODAY, ask, date, item, run

from mmssc.names import MMSSC

if TYPE_CHECKING:
    from mmssc.assess import View

AGENTS = """
e:union a prov:Agent ; org:memberOf mmssc:Residents .
e:firm a prov:Agent ; org:memberOf mmssc:PrivateSector .
"""


def reasons(view: View, says: dict[str, str]) -> set[str]:
    assessed = run(item("it", **says), AGENTS, views=[view])
    found = {reason for (reason,) in ask(assessed, "?reason WHERE { ?r mmssc:evidence e:it ; mmssc:reason ?reason }")}
    admitted = ask(assessed, "?item WHERE { ?a mmssc:admits ?item }")
    assert admitted == ([] if found else [("it",)])
    return found


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        *((text, set()) for text in ("2026-06-15", "2026-06-14", "2026-06", "2026-05", "2026", "2025", "2026Z")),
        *((text, {"NotYetIssued"}) for text in ("2026-06-16", "2026-07", "2027", "2027-01-01", "2027Z")),
    ],
)
def test_an_item_counts_from_the_first_day_of_its_date(issued: str, expected: set[str]) -> None:
    assert reasons(TODAY, {"issued": date(issued)}) == expected


@pytest.mark.parametrize(
    ("issued", "recorded", "expected"),
    [
        ("", "", {"Undated"}),
        ("", "2026-06-15", set()),
        ("", "2026-06-16", {"NotYetIssued"}),
        ("2025", "2026-06-16", set()),
        ("2027", "2026-06-14", {"NotYetIssued"}),
    ],
)
def test_an_item_without_a_date_has_that_of_its_record(issued: str, recorded: str, expected: set[str]) -> None:
    says = {"issued": issued and date(issued), "recorded": recorded and date(recorded)}
    assert reasons(TODAY, says) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        *((text, set()) for text in ("2026-06-15", "2026-06-16", "2026-06", "2026-07", "2026", "2027", "2026Z")),
        *((text, {"Expired"}) for text in ("2026-06-14", "2026-05", "2025", "2025-12-31", "2025Z")),
    ],
)
def test_an_item_counts_to_the_last_day_of_its_validity(until: str, expected: set[str]) -> None:
    assert reasons(TODAY, {"validUntil": date(until)}) == expected


@pytest.mark.parametrize(
    ("planned", "today", "ahead"),
    [
        # A plan whose time is not over is only a plan: it shows nothing about today, and counts within the horizon if
        # the last day of its month or year is.
        *((text, {"OnlyPlanned"}, set()) for text in ("2026-06-16", "2026-07", "2027", "2028-05", "2028-06-15")),
        *((text, {"OnlyPlanned"}, set()) for text in ("2026-06", "2026")),
        *((text, {"OnlyPlanned"}, {"OnlyPlanned"}) for text in ("2028-06-16", "2028-06", "2028-07", "2028", "2029")),
        *((text, {"Overdue"}, {"Overdue"}) for text in ("2026-06-14", "2026-05", "2025")),
    ],
)
def test_a_plan_counts_within_the_horizon_and_no_longer_when_its_time_is_over(
    planned: str, today: set[str], ahead: set[str]
) -> None:
    assert reasons(TODAY, {"plannedFor": date(planned)}) == today
    assert reasons(AHEAD, {"plannedFor": date(planned)}) == ahead


def test_a_plan_for_today_shows_nothing_about_today() -> None:
    assert reasons(TODAY, {"plannedFor": date("2026-06-15")})


@pytest.mark.parametrize("least", ["claimed", "reviewed", "verified"])
@pytest.mark.parametrize("assurance", ["Claimed", "Reviewed", "Verified", "Rejected"])
def test_assurance_is_ordered_and_rejection_is_final(least: str, assurance: str) -> None:
    order = ["Claimed", "Reviewed", "Verified"]
    if assurance == "Rejected":
        expected = {"AssuranceRejected"}
    else:
        expected = {"AssuranceTooLow"} if order.index(assurance) < order.index(least.capitalize()) else set()
    assert reasons(replace(TODAY, minimum_assurance=least), {"assurance": f"mmssc:{assurance}"}) == expected


@pytest.mark.parametrize(
    ("attributed", "own"),
    [
        ("mmssc:Residents", True),
        ("e:union", True),
        ("e:firm , e:union", True),
        ("mmssc:PrivateSector", False),
        ("e:firm", False),
        ("e:nobody", False),
        ("", False),
    ],
)
def test_a_stakeholder_group_reads_its_own_evidence(attributed: str, own: bool) -> None:
    residents = replace(TODAY, stakeholder_group=MMSSC + "Residents")
    assert reasons(residents, {"attributed": attributed}) == (set() if own else {"OtherStakeholder"})
    assert reasons(TODAY, {"attributed": attributed}) == set()


def test_every_reason_is_given() -> None:
    strict = replace(TODAY, minimum_assurance="verified", stakeholder_group=MMSSC + "Residents")
    says = {"issued": date("2027"), "validUntil": date("2025"), "plannedFor": date("2028")}
    assert reasons(strict, says) == {"AssuranceTooLow", "Expired", "NotYetIssued", "OnlyPlanned", "OtherStakeholder"}


def test_an_item_about_another_community_is_none_of_ours() -> None:
    assessed = run(item("ours"), item("theirs", community="e:village"))
    admitted = ask(assessed, "?community ?item WHERE { ?a mmssc:community ?community ; mmssc:admits ?item }")
    assert admitted == [("town", "ours"), ("village", "theirs")]
    assert ask(assessed, "?refusal WHERE { ?refusal a mmssc:Refusal }") == []
