"""From admitted items to outcomes, levels, gaps, reading and summaries, on a model small enough to know the answers."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from itertools import product
from typing import TYPE_CHECKING

import pytest
from gardens import AHEAD, TODAY, ask, date, item, levels, outcomes, read, run

from mmssc.assess import assess
from mmssc.knowledge import knowledge_files, triples
from mmssc.names import MMSSC, PREFIXES, RDF_TYPE

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from mmssc.assess import Assessed

RULE = {"practice": "mmssc:Systematic"}
WIDE = {"scope": "mmssc:CityWide"}
SHARED = {**RULE, "scope": "mmssc:MultiPartner"}
UNKNOWN = dict.fromkeys(
    "soil-2-compost soil-2-samples soil-3-shared water-2-rain water-2-river water-3-reused".split(), "Unknown"
)

COMPOST = item("compost", shows="soil-2-compost", **RULE)
SAMPLES = item("first", shows="soil-2-samples", **WIDE) + item("second", shows="soil-2-samples", **WIDE)
SHARE = item("share", shows="soil-3-shared", **SHARED)
RAIN = item("rain", shows="water-2-rain")
REUSE = item("reuse", shows="water-3-reused")


# --- Outcomes ---


@pytest.mark.parametrize(
    ("evidence", "code", "outcome"),
    [
        (item("it"), "soil-2-compost", "Unknown"),
        (COMPOST, "soil-2-compost", "Met"),
        (item("it", shows="soil-2-compost"), "soil-2-compost", "Refused"),
        (item("it", shows="soil-2-compost", practice="mmssc:AdHoc"), "soil-2-compost", "Refused"),
        (COMPOST + item("weak", shows="soil-2-compost"), "soil-2-compost", "Met"),
        (item("it", disputes="soil-2-compost"), "soil-2-compost", "Disputed"),
        (COMPOST + item("no", disputes="soil-2-compost"), "soil-2-compost", "Disputed"),
        (item("weak", shows="soil-2-compost") + item("no", disputes="soil-2-compost"), "soil-2-compost", "Disputed"),
        (COMPOST + item("no", disputes="soil-2-compost", assurance="mmssc:Rejected"), "soil-2-compost", "Met"),
        (item("it", shows="soil-2-compost", assurance="mmssc:Rejected", **RULE), "soil-2-compost", "Unknown"),
        (SAMPLES, "soil-2-samples", "Met"),
        (item("first", shows="soil-2-samples", **WIDE), "soil-2-samples", "Unknown"),
        (
            item("first", shows="soil-2-samples", **WIDE) + item("weak", shows="soil-2-samples"),
            "soil-2-samples",
            "Unknown",
        ),
        (item("one", shows="soil-2-samples") + item("two", shows="soil-2-samples"), "soil-2-samples", "Refused"),
        (SAMPLES + item("weak", shows="soil-2-samples"), "soil-2-samples", "Met"),
        (RAIN, "water-2-rain", "Met"),
    ],
)
def test_outcome(evidence: str, code: str, outcome: str) -> None:
    assert outcomes(run(evidence)) == {**UNKNOWN, code: outcome}


def test_a_finding_names_the_items_for_and_against() -> None:
    assessed = run(COMPOST, item("weak", shows="soil-2-compost"), item("no", disputes="soil-2-compost"), RAIN)
    by = "?test ?item WHERE {{ ?f earl:test ?test ; mmssc:{} ?item }}"
    assert ask(assessed, by.format("satisfiedBy")) == [("soil-2-compost", "compost"), ("water-2-rain", "rain")]
    assert ask(assessed, by.format("disputedBy")) == [("soil-2-compost", "no")]


def test_a_refusal_names_every_facet_that_is_missing() -> None:
    assessed = run(item("it", shows="soil-3-shared soil-2-samples water-3-reused", scope="mmssc:BusinessUnit"))
    refusals = "?test ?item ?reason WHERE { ?r mmssc:requirement ?test ; mmssc:evidence ?item ; mmssc:reason ?reason }"
    facet = PREFIXES["facet"]
    assert ask(assessed, refusals) == [
        ("soil-2-samples", "it", f"{facet}CityWide"),
        ("soil-3-shared", "it", f"{facet}Systematic"),
        ("soil-3-shared", "it", f"{facet}WithPartners"),
    ]


# --- Levels ---


@pytest.mark.parametrize(
    ("evidence", "soil", "water"),
    [
        (item("it"), (1, 3), (1, 3)),
        (COMPOST, (1, 3), (1, 3)),
        (COMPOST + SAMPLES, (2, 3), (1, 3)),
        (COMPOST + SAMPLES + SHARE, (3, 3), (1, 3)),
        (SHARE, (1, 3), (1, 3)),  # level 3 builds on level 2
        (COMPOST + SAMPLES + item("it", shows="soil-3-shared"), (2, 2), (1, 3)),
        (COMPOST + SAMPLES + item("no", disputes="soil-3-shared"), (2, 2), (1, 3)),
        (SHARE + item("no", disputes="soil-2-compost"), (1, 1), (1, 3)),
        (RAIN, (1, 3), (2, 3)),
        (REUSE, (1, 3), (3, 3)),  # level 3 builds on nothing
        (REUSE + item("no", disputes="water-2-rain water-2-river"), (1, 3), (3, 3)),
        (item("no", disputes="water-3-reused"), (1, 3), (1, 2)),
        (item("no", disputes="water-3-reused water-2-rain"), (1, 3), (1, 2)),
        (item("no", disputes="water-3-reused water-2-rain water-2-river"), (1, 3), (1, 1)),
        (RAIN + item("no", disputes="water-3-reused water-2-river"), (1, 3), (2, 2)),
        (RAIN + item("no", disputes="water-3-reused water-2-rain"), (1, 3), (1, 2)),
    ],
)
def test_levels(evidence: str, soil: tuple[int, int], water: tuple[int, int]) -> None:
    assert levels(run(evidence)) == {"soil": soil, "water": water}


def test_the_items_that_carry_a_level_are_those_of_its_whole_chain() -> None:
    evidence = COMPOST + SAMPLES + SHARE + RAIN + item("other", shows="water-2-river")
    carried = ask(
        run(evidence), "?code ?item WHERE { ?r mmssc:characteristic/skos:notation ?code ; mmssc:satisfiedBy ?item }"
    )
    soil = [("soil", name) for name in ("compost", "first", "second", "share")]
    assert carried == [*soil, ("water", "other"), ("water", "rain")]


def test_two_years_ahead_is_another_view_on_the_same_evidence() -> None:
    assessed = run(item("rain", shows="water-2-rain", plannedFor=date("2027")), views=[TODAY, AHEAD])
    found = ask(
        assessed,
        """?a ?level WHERE { ?r mmssc:inAssessment ?a ; mmssc:characteristic g:water ;
           mmssc:level/mmssc:rank ?level }""",
    )
    assert found == [("town/assessment/2026-06-15", "1"), ("town/assessment/2026-06-15-P2Y", "2")]


def test_level_5_of_1_2_3_can_be_proved_while_level_4_is_not() -> None:
    knowledge = [quad.triple for path in knowledge_files() for quad in triples(path)]
    codes = [code for code in requirement_codes(knowledge) if re.match(r"1\.2\.3-[235]-", code)]
    assessed = assess(knowledge, read(perfect("it", "town", codes) + perfect("as-good", "town", codes)), [TODAY])
    conforming = ask(
        assessed,
        """?rank WHERE { ?a dcterms:conformsTo ?c . ?c mmssc:level/mmssc:rank ?rank ;
           mmssc:characteristic/skos:notation "1.2.3" }""",
    )
    assert {("3",), ("5",)} <= set(conforming)
    assert ("4",) not in conforming
    assert levels(assessed)["1.2.3"] == (5, 5)
    assert levels(assessed)["1.2.2"] == (1, 5)


# --- Gaps and reading ---


def gaps(assessed: Assessed) -> list[tuple[str, ...]]:
    return ask(assessed, "?test WHERE { ?g a mmssc:Gap ; mmssc:requirement ?test }")


@pytest.mark.parametrize(
    ("evidence", "soil", "water"),
    [
        (item("it"), "soil-2-compost soil-2-samples", "water-2-rain water-2-river"),
        (COMPOST, "soil-2-samples", "water-2-rain water-2-river"),
        (COMPOST + SAMPLES, "soil-3-shared", "water-2-rain water-2-river"),
        (COMPOST + SAMPLES + SHARE + RAIN, "", "water-3-reused"),
        (RAIN + item("no", disputes="water-2-river"), "soil-2-compost soil-2-samples", "water-3-reused"),
        (COMPOST + SAMPLES + SHARE + REUSE, "", ""),
    ],
)
def test_gaps_are_the_unmet_requirements_of_the_next_level(evidence: str, soil: str, water: str) -> None:
    assessed = run(evidence)
    expected = [(code,) for code in f"{soil} {water}".split()]
    assert gaps(assessed) == expected
    assert ask(assessed, "?test WHERE { ?r mmssc:blockedBy ?test }") == expected


def test_a_gap_names_its_alternatives_and_its_near_misses() -> None:
    weak = item("weak", shows="soil-2-compost", practice="mmssc:AdHoc")
    assessed = run(weak, item("late", shows="soil-2-compost", issued=date("2027"), **RULE))
    alternatives = "?a ?b WHERE { ?x mmssc:alternative ?y . ?x mmssc:requirement ?a . ?y mmssc:requirement ?b }"
    assert ask(assessed, alternatives) == [("water-2-rain", "water-2-river"), ("water-2-river", "water-2-rain")]
    misses = "?test ?item WHERE { ?g mmssc:requirement ?test ; mmssc:nearMiss/mmssc:evidence ?item . ?g a mmssc:Gap }"
    assert ask(assessed, misses) == [("soil-2-compost", "weak")]


def test_reading_closes_gaps_and_is_not_recommended_where_there_are_none() -> None:
    recommended = """?code ?document WHERE {
        ?r a mmssc:Recommendation ; mmssc:reads ?document ; mmssc:rating/mmssc:characteristic/skos:notation ?code }"""
    everything = [("soil", "handbook"), ("water", "handbook"), ("water", "rain-guide")]
    assert ask(run(item("it")), recommended) == everything
    finished = run(COMPOST, SAMPLES, SHARE, item("it"))
    assert ask(finished, recommended) == everything[1:]
    supporting = (
        "?code ?d WHERE { ?r a mmssc:Rating ; mmssc:characteristic/skos:notation ?code ; mmssc:supportingDocument ?d }"
    )
    assert ask(finished, supporting) == everything


# --- The whole flow on generated evidence ---


def generated(seed: int, communities: list[str], size: int) -> dict[str, list[str]]:
    """Write random items, of which most are admitted and many count."""
    rng = random.Random(seed)
    codes = list(UNKNOWN)
    written: dict[str, list[str]] = {community: [] for community in communities}
    for community, number in product(communities, range(size)):
        says = {
            "community": f"e:{community}",
            "practice": rng.choice(["mmssc:Systematic", "mmssc:Systematic", "mmssc:AdHoc", ""]),
            "scope": rng.choice(["mmssc:MultiPartner", "mmssc:MultiPartner", "mmssc:CityWide", ""]),
            "assurance": rng.choice(["mmssc:Claimed", "mmssc:Verified", "mmssc:Verified", "mmssc:Rejected"]),
            "shows": " ".join(rng.sample(codes, rng.randint(1, 3))),
        }
        if rng.random() < 0.1:
            says["disputes"] = rng.choice(codes)
        written[community].append(item(f"{community}-{number}", **says))
    return written


FACETS = {
    "soil-2-compost": ["Systematic"],
    "soil-2-samples": ["Wide"],
    "soil-3-shared": ["Systematic", "MultiPartner"],
}


def by_hand(written: list[str]) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    """Work out outcomes and levels in plain Python."""

    def counts(text: str, code: str) -> bool:
        shown = text.replace("mmssc:CityWide", "Wide").replace("mmssc:MultiPartner", "Wide MultiPartner")
        return all(word in shown for word in FACETS.get(code, []))

    admitted = [text for text in written if "Rejected" not in text]
    found = {}
    for code in UNKNOWN:
        claims = {"demonstrates": [], "disputes": []}  # type: dict[str, list[str]]
        for text, claim in product(admitted, claims):
            said = text.partition(f"mmssc:{claim} ")[2].partition(";")[0].rstrip(" .").split(" , ")
            if f"g:{code}" in said:
                claims[claim].append(text)
        good = sum(counts(text, code) for text in claims["demonstrates"])
        if claims["disputes"]:
            found[code] = "Disputed"
        elif good >= (2 if code == "soil-2-samples" else 1):
            found[code] = "Met"
        else:
            found[code] = "Refused" if claims["demonstrates"] and not good else "Unknown"

    def level(fine: set[str]) -> dict[str, int]:
        ok = {code for code, outcome in found.items() if outcome in fine}
        soil = 1 + ({"soil-2-compost", "soil-2-samples"} <= ok) * (1 + ("soil-3-shared" in ok))
        water = 3 if "water-3-reused" in ok else 2 if {"water-2-rain", "water-2-river"} & ok else 1
        return {"soil": soil, "water": water}

    proved, possible = level({"Met"}), level({"Met", "Unknown"})
    return found, {code: (proved[code], possible[code]) for code in proved}


@pytest.mark.parametrize("seed", range(60))
def test_outcomes_and_levels_are_those_worked_out_by_hand(seed: int) -> None:
    (written,) = generated(seed, ["town"], 1 + seed // 5).values()
    assessed = run(*written)
    assert (outcomes(assessed), levels(assessed)) == by_hand(written)


def test_generated_evidence_reaches_every_outcome_and_level() -> None:
    tried = [by_hand(written) for seed in range(60) for written in generated(seed, ["town"], 1 + seed // 5).values()]
    assert {outcome for found, _ in tried for outcome in found.values()} == {"Met", "Disputed", "Refused", "Unknown"}
    for code in ("soil", "water"):
        assert {reached[code][0] for _, reached in tried} == {1, 2, 3}


@pytest.mark.parametrize("seed", range(12))
def test_communities_in_one_run_do_not_touch_each_other(seed: int) -> None:
    written = generated(seed, ["town", "village", "port"], 6)
    together = run(*(text for texts in written.values() for text in texts), views=[TODAY, AHEAD])
    apart = [run(*texts, views=[TODAY, AHEAD]) for texts in written.values()]
    assert set(together.results) == {triple for assessed in apart for triple in assessed.results}
    assert Counter(together.report.results) == sum((Counter(one.report.results) for one in apart), Counter())


RESULTS = {
    "Finding": ("earl:test", "earl:subject", "earl:result", "mmssc:inAssessment"),
    "Refusal": ("mmssc:evidence", "mmssc:inAssessment"),
    "Rating": ("mmssc:characteristic", "mmssc:level", "mmssc:possibleLevel", "mmssc:inAssessment"),
    "Gap": ("mmssc:requirement", "mmssc:rating", "mmssc:inAssessment"),
    "Recommendation": ("mmssc:reads", "mmssc:rating", "mmssc:inAssessment"),
    "Summary": ("mmssc:summarises", "mmssc:lowest", "mmssc:median", "mmssc:highest", "mmssc:inAssessment"),
    "Tally": ("mmssc:level", "mmssc:count"),
}


def test_every_result_has_an_iri_of_its_own() -> None:
    written = generated(1, ["town", "village"], 8)
    assessed = run(*(text for texts in written.values() for text in texts), views=[TODAY, AHEAD])
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in assessed.results:
        assert not str(triple.subject).startswith("_:")
        said[str(triple.subject)][triple.predicate.value].add(str(triple.object))
    kinds = Counter[str]()
    prefixes = {**PREFIXES, "rdf": RDF_TYPE.value.removesuffix("type")}
    for subject, properties in said.items():
        types = {kind for kind in properties[RDF_TYPE.value] if MMSSC in kind}
        assert len(types) <= 1, subject
        for kind in types:
            name = kind.strip("<>").removeprefix(MMSSC)
            kinds[name] += 1
            for prop in RESULTS.get(name, ()):
                prefix, _, local = prop.partition(":")
                assert len(properties[prefixes[prefix] + local]) == 1, (subject, prop)
    assert set(kinds) == {*RESULTS, "Assessment"}
    assert kinds["Assessment"] == 4
    assert kinds["Finding"] == 4 * 6
    assert kinds["Rating"] == 4 * 2
    assert kinds["Summary"] == 4 * 3  # the sub-dimension, the dimension and the model
    assert kinds["Tally"] == 4 * 3 * 3


# --- Summaries ---


def test_summaries_are_distributions() -> None:
    """Compare every summary of the whole model with the ratings, counted in Python."""
    knowledge = [quad.triple for path in knowledge_files() for quad in triples(path)]
    assessed = assess(knowledge, many(knowledge), [TODAY])
    ratings = """?rating ?a ?part ?rank WHERE { ?rating a mmssc:Rating ; mmssc:inAssessment ?a ;
        mmssc:level/mmssc:rank ?rank ; mmssc:characteristic/(skos:broader+ | skos:inScheme) ?part }"""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for _, assessment, part, rank in ask(assessed, ratings):
        members[assessment, part].append(int(rank))
    expected = set()
    for (assessment, part), found in members.items():
        ordered = sorted(found)
        median = ordered[(len(ordered) - 1) // 2]
        counts = Counter(ordered)
        expected |= {
            (assessment, part, str(ordered[0]), str(median), str(ordered[-1]), rank, str(counts[int(rank)]))
            for rank in map(str, range(1, 6))
        }
    summaries = ask(
        assessed,
        """?a ?part ?lowest ?median ?highest ?rank ?count WHERE {
          ?s a mmssc:Summary ; mmssc:inAssessment ?a ; mmssc:summarises ?part ; mmssc:lowest/mmssc:rank ?lowest ;
             mmssc:median/mmssc:rank ?median ; mmssc:highest/mmssc:rank ?highest ; mmssc:tally ?tally .
          ?tally mmssc:level/mmssc:rank ?rank ; mmssc:count ?count }""",
    )
    assert len({part for _, part in members}) == 4 + 17 + 1
    assert {rank for ranks in members.values() for rank in ranks} == {1, 2, 3, 4, 5}
    assert set(summaries) == expected


def requirement_codes(knowledge: list[Triple]) -> list[str]:
    return sorted(
        str(triple.subject).strip("<>").removeprefix(PREFIXES["req"])
        for triple in knowledge
        if triple.predicate == RDF_TYPE and str(triple.object) == f"<{MMSSC}Requirement>"
    )


def perfect(name: str, community: str, codes: list[str]) -> str:
    """Write an item that has every facet, for requirements of ISO/TS 37107."""
    return f"""e:{name} a mmssc:Evidence ; mmssc:community e:{community} ; mmssc:assurance mmssc:Verified ;
        mmssc:demonstrates {" , ".join(f"req:{code}" for code in codes)} ; dcterms:issued {date("2025")} ;
        dcterms:accessRights access:PUBLIC ; dcterms:audience mmssc:Residents ; mmssc:scope mmssc:MultiPartner ;
        mmssc:practice mmssc:Systematic ; dcterms:accrualPeriodicity freq:ANNUAL ; mmssc:target "less" ;
        mmssc:refreshInterval "PT1M"^^xsd:duration ; mmssc:baselineDate {date("2019")} ;
        mmssc:targetDate {date("2030")} ; mmssc:feedbackOutcome "changed" ; mmssc:effect mmssc:PositiveEffect .
    """


def many(knowledge: list[Triple]) -> list[Triple]:
    """Write evidence about three communities, whose characteristics stand at different levels."""
    rng = random.Random(7)
    text = ""
    for number in range(3):
        aim: dict[str, int] = defaultdict(lambda: rng.randint(1, 5))
        codes = [code for code in requirement_codes(knowledge) if int(code.split("-")[1]) <= aim[code.split("-")[0]]]
        text += perfect(f"{number}-a", f"city-{number}", codes) + perfect(f"{number}-b", f"city-{number}", codes)
    return read(text)
