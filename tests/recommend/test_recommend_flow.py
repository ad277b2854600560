"""Recommendations on the tiny model: every answer worked out by hand."""

from __future__ import annotations

import pytest
from plots import TODAY, Garden, garden, item, read
from pyoxigraph import Literal

from mmssc.assess import assess
from mmssc.names import MMSSC
from mmssc.recommend import recommend

NOTHING = item("empty", "water-3-reused", community="e:other")
"""Evidence about another garden, so that there is something to assess."""
ONE_SAMPLE = item("one", "soil-2-samples")
KEPT = (item("c", "soil-2-compost"), item("s1", "soil-2-samples"), item("s2", "soil-2-samples"))


def target(part: str, level: int, name: str = "t") -> str:
    return f"e:{name} a mmssc:Target ; mmssc:aimsAt g:{part} ; mmssc:level g:level-{level} ."


def test_without_a_target_the_next_level() -> None:
    assert Garden(ONE_SAMPLE).steps() == [
        ("soil-2-compost", "2", "2"),
        ("soil-2-samples", "2", "2"),
        ("water-2-rain", "2", "1"),
        ("water-2-river", "2", "1"),
    ]


def test_a_target_takes_the_chain_with_it_and_no_more() -> None:
    """Level 3 of soil builds on level 2; level 3 of water on nothing, so that its level 2 is no step."""
    assert Garden(ONE_SAMPLE, targets=target("model", 3)).steps() == [
        ("soil-2-compost", "2", "2"),
        ("soil-2-samples", "2", "2"),
        ("soil-3-shared", "3", "3"),
        ("water-3-reused", "3", "1"),
    ]


def test_the_nearest_target_holds() -> None:
    plot = Garden(ONE_SAMPLE, targets=target("model", 3) + target("D.1", 2, "u") + target("soil", 1, "v"))
    assert plot.ask("?c ?n { ?r mmssc:characteristic ?c ; mmssc:targetLevel/mmssc:rank ?n }") == [
        ("soil", "1"),
        ("water", "2"),
    ]
    assert plot.steps() == [("water-2-rain", "2", "1"), ("water-2-river", "2", "1")]


def test_what_is_met_is_no_step() -> None:
    plot = Garden(*KEPT, item("r", "water-2-rain"), targets=target("model", 3))
    assert plot.steps() == [("soil-3-shared", "3", "1"), ("water-3-reused", "3", "1")]
    assert Garden(*KEPT, item("r", "water-2-rain"), targets=target("model", 2)).steps() == []


def test_alternatives_name_each_other() -> None:
    assert Garden(ONE_SAMPLE).ask("?a ?b { ?s mmssc:requirement ?a ; mmssc:alternative/mmssc:requirement ?b }") == [
        ("water-2-rain", "water-2-river"),
        ("water-2-river", "water-2-rain"),
    ]


def test_a_step_stands_in_the_earliest_phase_of_its_evidence_and_alternatives_together() -> None:
    plot = Garden(ONE_SAMPLE, targets=target("soil", 3))
    assert plot.ask("?r ?p { ?s a mmssc:Step ; mmssc:requirement ?r ; mmssc:phase ?p }") == [
        ("soil-2-compost", "spring"),
        ("soil-3-shared", "autumn"),
        ("water-2-rain", "spring"),
        ("water-2-river", "spring"),
    ]


def test_what_to_read() -> None:
    assert Garden(ONE_SAMPLE).ask(
        "?c ?d { ?x a mmssc:Recommendation ; mmssc:path ?p ; mmssc:reads ?d ; mmssc:rating/mmssc:characteristic ?c }"
    ) == [
        ("soil", "guide/clause/7.2.1"),
        ("soil", "handbook"),
        ("water", "guide/clause/7.2.1"),
        ("water", "handbook"),
        ("water", "rain-guide"),
    ]


def test_practices_links_and_functions() -> None:
    plot = Garden(ONE_SAMPLE)
    about = "{ ?x a mmssc:Recommendation ; mmssc:rating/mmssc:characteristic g:soil ; "
    assert plot.ask("?p " + about + "mmssc:advises ?p }") == [("dig-deep",), ("dig-deeper",)]
    assert plot.ask("?p " + about + "rdfs:seeAlso ?p }") == [("resting",)]
    assert plot.ask("?p " + about + "mmssc:inspects ?p }") == [("pruning",), ("weeding",)]


def test_a_path_is_the_statements_that_stand_in_the_knowledge() -> None:
    plot = Garden(ONE_SAMPLE)
    assert plot.ask(
        """?n ?s ?o { ?p a mmssc:Path ; mmssc:characteristic g:soil ; mmssc:hop ?h ;
             mmssc:leadsTo <https://example.org/garden/guide/clause/7.2.1> .
           ?h schema:position ?n ; rdf:subject ?s ; rdf:object ?o }"""
    ) == [
        ("1", "soil", "D.1"),
        ("2", "D.1", "digging"),
        ("3", "spade-work", "digging"),
        ("4", "dig-deep", "spade-work"),
        ("4", "dig-deeper", "spade-work"),
        ("5", "dig-deep", "guide/clause/7.2.1"),
        ("5", "dig-deeper", "guide/clause/7.2.1"),
    ]


def test_the_reading_list_prefers_the_clause_with_practices() -> None:
    plot = Garden(ONE_SAMPLE)
    assert plot.ask("?n ?d { ?l mmssc:entry ?e . ?e schema:position ?n ; mmssc:reads ?d }") == [
        ("1", "guide/clause/7.2.1")
    ]
    assert plot.ask("?s { ?l mmssc:smallest ?s }") == [("true",)]
    # Of the two ways to water, the first stands for both.
    assert plot.ask("?r { ?e a mmssc:ReadingEntry ; mmssc:helpsWith/mmssc:requirement ?r }") == [
        ("soil-2-compost",),
        ("soil-2-samples",),
        ("water-2-rain",),
    ]


def test_results_add_to_the_store_and_change_nothing_in_it() -> None:
    plot = Garden(ONE_SAMPLE, targets=target("model", 3))
    assert plot.before < set(plot.store)
    added = {quad.triple for quad in set(plot.store) - plot.before}
    assert added <= set(plot.found.results)


# --- Plausible levels ---


def result(function: str, grade: str, issued: str = "", name: str = "") -> str:
    dated = f' ; dcterms:issued "{issued}"^^xsd:date' if issued else ""
    return (
        f"e:{name or function} a mmssc:FunctionResult ; mmssc:community e:town ; mmssc:function g:{function} ; "
        f"mmssc:grade g:{grade}{dated} ."
    )


INTERVAL = "?low ?high { ?p a mmssc:Plausibility ; mmssc:lowest/mmssc:rank ?low ; mmssc:highest/mmssc:rank ?high }"


@pytest.mark.parametrize(
    ("weeding", "pruning", "low", "high"),
    [
        ("red", "red", "1", "1"),
        ("yellow", "yellow", "2", "2"),
        ("red", "yellow", "1", "2"),
        ("green", "green", "2", "3"),  # green is close to level 2, and no grade lies above
        ("yellow", "green", "2", "3"),
        ("red", "", "1", "3"),  # what is not known may be anything
        ("green", "", "1", "3"),
    ],
)
def test_interval(weeding: str, pruning: str, low: str, high: str) -> None:
    said = result("weeding", weeding) + (result("pruning", pruning) if pruning else "")
    plot = Garden(ONE_SAMPLE, results=said)
    assert plot.ask(INTERVAL) == [(low, high)]
    assert plot.ask("?f { ?p mmssc:withoutResult ?f }") == ([] if pruning else [("pruning",)])


def test_a_result_never_changes_a_rating_and_a_contradiction_is_named() -> None:
    """Both gardens' characteristics are at level 1."""
    plot = Garden(ONE_SAMPLE, results=result("weeding", "green") + result("pruning", "yellow"))
    assert plot.ask("?c { ?p mmssc:contradicts/mmssc:characteristic ?c }") == [("soil",), ("water",)]
    assert plot.ask("?c ?n { ?r a mmssc:Rating ; mmssc:characteristic ?c ; mmssc:level/mmssc:rank ?n }") == [
        ("soil", "1"),
        ("water", "1"),
    ]
    agreeing = Garden(*KEPT, results=result("weeding", "yellow") + result("pruning", "yellow"))
    assert agreeing.ask("?c { ?p mmssc:contradicts/mmssc:characteristic ?c }") == [("water",)]


def test_the_latest_result_up_to_the_day_counts() -> None:
    said = (
        result("weeding", "red", "2024-01-01", "old")
        + result("weeding", "yellow", "2026-11-21", "new")
        + result("weeding", "green", "2026-11-22", "tomorrow")
        + result("pruning", "yellow")
    )
    plot = Garden(ONE_SAMPLE, results=said)
    assert plot.ask(INTERVAL) == [("2", "2")]
    assert plot.ask("?r { ?p a mmssc:Plausibility ; prov:wasDerivedFrom ?r }") == [("urn:e:new",), ("urn:e:pruning",)]


def test_results_of_others_make_nothing_plausible() -> None:
    assert Garden(ONE_SAMPLE, results=result("weeding", "red").replace("e:town", "e:other")).ask(INTERVAL) == []
    assert Garden(ONE_SAMPLE, results=result("idle", "red")).ask(INTERVAL) == []


def test_a_step_that_nothing_helps_with_is_left_open() -> None:
    """Take away everything that leads from the parts of the model to documents."""
    bare = [t for t in garden() if t.predicate.value not in {MMSSC + "supports", MMSSC + "drawsOn"}]
    store = assess(bare, read(ONE_SAMPLE), [TODAY]).store
    found = recommend(store).results
    left = {t.object.value.rpartition("/")[2] for t in found if t.predicate.value == MMSSC + "leavesOpen"}  # type: ignore[union-attr]
    assert left == {"soil-2-compost", "soil-2-samples", "water-2-rain"}
    assert [t.object for t in found if t.predicate.value == MMSSC + "smallest"] == [
        Literal("true", datatype=Literal(True).datatype)
    ]
