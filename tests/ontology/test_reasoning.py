"""HermiT finds the ontology consistent, and what contradicts it inconsistent; it reads as our query does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from owl import MMSSC, InconsistentError, ontology, reason, turtle

from mmssc.assess import View, assess
from mmssc.knowledge import knowledge_files, triples

if TYPE_CHECKING:
    from pathlib import Path


def test_the_ontology_is_consistent_and_every_class_can_have_members(tmp_path: Path) -> None:
    unsatisfiable, _ = reason(ontology(), tmp_path)
    assert unsatisfiable == []


GOOD = """
e:it a mmssc:Evidence ; mmssc:community e:town ; mmssc:assurance mmssc:Claimed ; mmssc:scope mmssc:CityWide ;
    mmssc:demonstrates e:one ; mmssc:disputes e:other .
e:one owl:differentFrom e:other .
e:criterion a mmssc:Criterion ; mmssc:characteristic char:1.1.1 ; mmssc:level lvl:3 .
e:same-cell a mmssc:Criterion ; mmssc:characteristic char:1.1.1 ; mmssc:level lvl:3 .
e:other-cell a mmssc:Criterion ; mmssc:characteristic char:1.1.1 ; mmssc:level lvl:4 .
e:criterion owl:differentFrom e:other-cell .
e:rating a mmssc:Rating ; mmssc:characteristic char:1.1.1 ; mmssc:level lvl:2 ; mmssc:inAssessment e:assessment .
e:assessment a mmssc:Assessment ; mmssc:community e:town ; owl:differentFrom e:later .
e:gap a mmssc:Gap ; mmssc:alternative e:other-gap .
"""

FAULTS = {
    "a level with two ranks": "lvl:3 mmssc:rank 4 .",
    "a rank that is no number": 'e:level a mmssc:Level ; mmssc:rank "three" .',
    "two criteria for one cell": "e:criterion owl:differentFrom e:same-cell .",
    "an item for and against the same requirement": "e:it mmssc:disputes e:one .",
    "an item with two assurances": "e:it mmssc:assurance mmssc:Verified .",
    "a practice as a scope": "e:it mmssc:scope mmssc:AdHoc .",
    "an item that is a community": "e:it a mmssc:Community .",
    "a community that is a requirement": "e:town a mmssc:Requirement .",
    "a rating of two levels": "e:rating mmssc:level lvl:3 .",
    "a rating in two assessments": "e:rating mmssc:inAssessment e:later .",
    "a gap that is its own alternative": "e:gap mmssc:alternative e:gap .",
    "a fifth assurance": "e:it mmssc:assurance e:trusted . e:trusted a mmssc:Assurance . [] a owl:AllDifferent ; "
    "owl:distinctMembers ( e:trusted mmssc:Claimed mmssc:Rejected mmssc:Reviewed mmssc:Verified ) .",
    "a document that supports nothing of its kind": "e:it mmssc:supports sub:1.1 . e:it a mmssc:Evidence .",
    "a grade of two ranks": "e:grade a mmssc:Grade ; mmssc:rank 1 , 2 .",
    "a fifth stage": "std:ISO-37106-2021 mmssc:stage e:review . [] a owl:AllDifferent ; "
    "owl:distinctMembers ( e:review mmssc:Draft mmssc:InDevelopment mmssc:Published mmssc:Withdrawn ) .",
    "an adoption of two editions": "std:GB-T-41150-2021 mmssc:adoptionOf std:ISO-37106-2021 . "
    "std:ISO-37106-2018 owl:differentFrom std:ISO-37106-2021 .",
    "two standards that build on each other": "std:ISO-37101 mmssc:buildsOn std:ISO-37106 .",
    "a clause that corresponds to itself": "e:clause mmssc:correspondsTo e:clause .",
    "a clause cited as a document": "e:clause a mmssc:Clause . e:place mmssc:citedDocument e:clause .",
    "a component that links to itself": "e:component mmssc:linksTo e:component .",
    "a practice of two components": "e:practice a mmssc:RecommendedPractice ; mmssc:component e:part , e:component . "
    "e:part owl:differentFrom e:component .",
    "a purpose that is an issue": "e:aim a mmssc:Purpose , mmssc:Issue .",
}


def test_evidence_and_results_are_consistent_with_it(tmp_path: Path) -> None:
    assert reason([*ontology(), *turtle(GOOD)], tmp_path)[0] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_contradiction_is_found(fault: str, tmp_path: Path) -> None:
    with pytest.raises(InconsistentError):
        reason([*ontology(), *turtle(GOOD), *turtle(FAULTS[fault])], tmp_path)


def test_the_property_chain_infers_what_the_query_does(tmp_path: Path) -> None:
    """The documents of each rating: HermiT by the axiom of mmssc:supportingDocument, SPARQL by assess/recommend."""
    evidence = turtle("e:it a mmssc:Evidence ; mmssc:community e:town ; mmssc:assurance mmssc:Claimed .")
    knowledge = [quad.triple for path in knowledge_files() for quad in triples(path)]
    results = assess(knowledge, evidence, [View(dt.date(2026, 6, 15))]).results
    asserted = [t for t in results if t.predicate.value == MMSSC + "supportingDocument"]
    ratings = {t.subject for t in results if t.predicate.value == MMSSC + "characteristic"}
    assert len(ratings) == 32
    given = [t for t in results if t.subject in ratings and t not in asserted]
    _, inferred = reason([*ontology(), *given], tmp_path)
    assert {(str(t.subject), str(t.object)) for t in asserted} == {(f"<{a}>", f"<{b}>") for a, b in inferred}
    assert len({t.subject for t in asserted}) == 32
