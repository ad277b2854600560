"""Levels from columns are those of the flow: other models, views, communities and agents, generated evidence."""

from __future__ import annotations

import pytest
from flow_and_columns import TARGET, columns_csv, columns_nquads, flow_csv, garden, requirement, rungs
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from pyoxigraph import Store, Triple

from assess.gardens import AHEAD, GARDEN, TODAY, date, item, read, tiny
from mmssc.assess import View
from mmssc.knowledge import query_text
from mmssc.store import add, select

REQUIREMENTS = [requirement(code) for code in "abcd"]
EVIDENCE = read(
    "\n".join(
        [
            item("a", shows="a b c", community="e:town , e:hill"),
            *(item(f"only-{code}", shows=code, community=f"e:{code}") for code in "abcd"),
            item("ac", shows="a c", community="e:ac"),
            item("bd", shows="b d", community="e:bd"),
            item("disputed", shows="a b c", disputes="d", community="e:disputed"),
            item("against", shows="c", disputes="b", community="e:against"),
            item("all", shows="a b c d", community="e:all"),
            item("none", community="e:none"),
        ]
    )
)

# What the second, third … level of a characteristic asks.
MODELS = {
    "levels left out": {1: TARGET, 3: f"{TARGET} ; sh:property g:a", 5: f"{TARGET} ; sh:property g:b"},
    "a chain": {1: TARGET, 2: f"{TARGET} ; sh:property g:a", 3: f"{TARGET} ; sh:node g:k-2 ; sh:property g:b , g:c"},
    "no chain": {1: TARGET, 2: f"{TARGET} ; sh:property g:a", 3: f"{TARGET} ; sh:property g:b"},
    "alternatives": {1: TARGET, 2: f"{TARGET} ; sh:or ( g:a g:b ) ; sh:property g:c"},
    "alternatives twice": {1: TARGET, 2: f"{TARGET} ; sh:or ( g:a g:b ) , ( g:c g:d )"},
    "alternatives in a chain": {
        1: TARGET,
        2: f"{TARGET} ; sh:or ( g:a g:b )",
        3: f"{TARGET} ; sh:node g:k-2 ; sh:or ( g:c g:d )",
    },
    "all of": {1: TARGET, 2: f"{TARGET} ; sh:and ( g:a g:b )", 3: f"{TARGET} ; sh:xone ( g:a g:c )"},
    "not": {1: TARGET, 2: f"{TARGET} ; sh:not g:a", 3: f"{TARGET} ; sh:node g:k-2 ; sh:property g:b"},
}
SHARED = {
    "two lists": {1: TARGET, 2: f"{TARGET} ; sh:or ( g:a g:b ) , ( g:b g:c )"},
    "lists of a chain": {
        1: TARGET,
        2: f"{TARGET} ; sh:or ( g:a g:b )",
        3: f"{TARGET} ; sh:node g:k-2 ; sh:or ( g:b g:c )",
    },
    "asked by itself too": {1: TARGET, 2: f"{TARGET} ; sh:or ( g:a g:b ) ; sh:property g:a"},
}
ILL = {
    "no target": {1: TARGET, 2: "sh:property g:a"},
    "deactivated": {1: TARGET, 2: f"{TARGET} ; sh:deactivated true ; sh:property g:a"},
    "one alternative": {1: TARGET, 2: f"{TARGET} ; sh:or ( g:a )"},
    "an alternative without a name": {1: TARGET, 2: f"{TARGET} ; sh:or ( g:a [ sh:property g:b , g:c ] )"},
}


@pytest.mark.parametrize("name", MODELS)
def test_models(name: str) -> None:
    model = garden(rungs("k", MODELS[name]), *REQUIREMENTS)
    rows = columns_csv(model, EVIDENCE)
    assert rows == flow_csv(model, EVIDENCE)
    assert len({row.split(",")[4] for row in rows if ",k," in row}) > 1  # not all communities are on one level


@pytest.mark.parametrize("name", SHARED)
def test_alternatives_that_share_a_requirement(name: str) -> None:
    model = garden(rungs("k", SHARED[name]), *REQUIREMENTS)
    assert columns_csv(model, EVIDENCE) == flow_csv(model, EVIDENCE)


def faults(model: list[Triple]) -> list[str]:
    store = Store()
    add(store, model)
    return [row["en"].value for row in select(store, query_text("consistency/model"))]


@pytest.mark.parametrize("name", MODELS)
def test_models_that_can_be_assessed_have_no_faults(name: str) -> None:
    assert faults(garden(rungs("k", MODELS[name]), *REQUIREMENTS)) == []


@pytest.mark.parametrize("name", ILL)
def test_models_that_are_refused(name: str) -> None:
    assert faults(garden(rungs("k", ILL[name]), *REQUIREMENTS)) != []


def test_two_criteria_of_one_level_are_refused() -> None:
    double = f"""g:double a mmssc:Criterion ; skos:notation "double" ; mmssc:characteristic g:k ;
      mmssc:level g:level-2 ; {TARGET} ."""
    model = garden(rungs("k", MODELS["a chain"]), *REQUIREMENTS, double)
    assert "another criterion is of the same characteristic and level" in faults(model)


def test_requirements_of_two_namespaces_with_one_code_are_refused() -> None:
    asked = {1: TARGET, 2: f"{TARGET} ; sh:property g:a , <http://o.example/a> , g:b"}
    model = garden(rungs("k", asked), *REQUIREMENTS, requirement("a", "http://o.example/"))
    assert "another requirement has the same notation" in faults(model)


def test_a_requirement_without_a_qualified_value_shape_is_refused() -> None:
    plain = f"""g:e a mmssc:Requirement ; skos:notation "e" ; sh:name "name"@en ; sh:description "look"@en ;
      sh:message "not shown"@en ; sh:path mmssc:admits ; sh:qualifiedMinCount 1 ; sh:minCount 1 ; {TARGET} ."""
    model = garden(rungs("k", {1: TARGET, 2: f"{TARGET} ; sh:property g:e"}), plain)
    assert "the requirement is deactivated, or has no sh:qualifiedValueShape" in faults(model)


def test_numbers_in_codes_are_in_their_natural_order() -> None:
    codes = ("r-10", "r-9", "r-9a", "r-1.10", "r-1.9")
    asked = {1: TARGET, 2: f"{TARGET} ; sh:property {' , '.join(f'<{GARDEN}{code}>' for code in codes)}"}
    model = garden(rungs("k", asked), *map(requirement, codes))
    rows = columns_csv(model, EVIDENCE)
    assert rows == flow_csv(model, EVIDENCE)
    assert any(row.endswith(",r-1.9 r-1.10 r-9 r-10 r-9a") for row in rows)


COMMUNITIES = (
    "<http://x.example/?q#f> , <urn:ab:b,c> , <http://é.example/日本%20> , <urn:ab:😀> , <mailto:a@b> , <http://x> ,"
)
COMMUNITIES += (
    "<http://x/> , <http://x#> , <urn:e:town/assessment/2026-06-15> , e:town , <urn:ab:'> , <urn:ab:(x)> , e:a"
)


def test_communities_with_odd_names() -> None:
    """One of them has the name of the assessment of another, one that of the item."""
    model = garden(rungs("k", MODELS["alternatives"]), *REQUIREMENTS)
    evidence = read(item("a", shows="a c", community=COMMUNITIES))
    rows = columns_csv(model, evidence)
    assert rows == flow_csv(model, evidence)
    assert len(rows) == 1 + 13 * 3


# --- Generated evidence, in several views ---

GROUP = "urn:e:group"
VIEWS = [
    [TODAY],
    [TODAY, AHEAD],
    [View(TODAY.as_of, "P6M", "reviewed")],
    [View(TODAY.as_of, minimum_assurance="verified")],
    [View(TODAY.as_of, stakeholder_group=GROUP), View(TODAY.as_of, "P2Y", stakeholder_group=GROUP)],
]
DATES = [
    "2024",
    "2025Z",
    "2026-06",
    "2026-06-15",
    "2026-06-16",
    "2026-06-15+14:00",
    "2026",
    "2027-01",
    "2028-06-15",
    "2028",
]
CODES = [each.value.removeprefix(GARDEN) for each in {t.subject for t in tiny()} if each.value.startswith(GARDEN)]
SHOWN = sorted(code for code in CODES if code.count("-") == 2)


def dates(draw: st.DrawFn, share: float = 0.5) -> str:
    if draw(st.floats(0, 1)) > share:
        return ""
    return " , ".join(
        timed(text) for text in draw(st.lists(st.sampled_from(DATES), min_size=1, max_size=2, unique=True))
    )


def timed(text: str) -> str:
    bare = text.split("+")[0]
    return date(bare).replace(f'"{bare}"', f'"{text}"')


@st.composite
def evidence_sets(draw: st.DrawFn) -> str:
    written = []
    for number in range(draw(st.integers(0, 7))):
        said = {
            "shows": " ".join(draw(st.lists(st.sampled_from(SHOWN), max_size=5, unique=True))),
            "disputes": " ".join(draw(st.lists(st.sampled_from(SHOWN), max_size=1))),
            "community": " , ".join(
                draw(st.lists(st.sampled_from(["e:town", "e:hill", "e:sea"]), min_size=1, max_size=2))
            ),
            "assurance": draw(
                st.sampled_from([f"mmssc:{each}" for each in ("Claimed", "Reviewed", "Verified", "Rejected")])
            ),
            "practice": draw(st.sampled_from(["", "mmssc:Systematic", "mmssc:Systematic", "mmssc:AdHoc"])),
            "scope": draw(st.sampled_from(["", "mmssc:CityWide", "mmssc:MultiPartner"])),
            "issued": dates(draw, 0.9),
            "recorded": dates(draw, 0.2),
            "validUntil": dates(draw, 0.3),
            "plannedFor": dates(draw, 0.3),
            "attributed": " , ".join(
                draw(
                    st.lists(st.sampled_from(["e:group", "e:member", "e:stranger", "e:other"]), max_size=2, unique=True)
                )
            ),
        }
        written.append(item(f"i{number}", **{key: value for key, value in said.items() if value or key == "issued"}))
    written.append("e:member org:memberOf e:group , e:others . e:other org:memberOf e:others .")
    return "\n".join(written)


@pytest.mark.parametrize("views", VIEWS, ids=lambda views: " ".join(view.iri("") for view in views))
def test_generated_evidence_in_views(views: list[View]) -> None:
    model = garden(rungs("k", {1: TARGET, 2: f"{TARGET} ; sh:or ( g:soil-2-compost g:water-2-rain )"}))
    levels = set()

    @seed(0)
    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(evidence_sets())
    def agree(text: str) -> None:
        evidence = read(text)
        rows = columns_csv(model, evidence, views)
        assert rows == flow_csv(model, evidence, views)
        levels.update(row.split(",")[4] for row in rows[1:])

    agree()
    assert len(levels) > 1


@pytest.mark.parametrize("itself", [False, True])
def test_an_agent_that_is_an_item(itself: bool) -> None:
    """What evidence is attributed to may be evidence: its groups count all the same."""
    model = garden(rungs("k", {1: TARGET, 2: f"{TARGET} ; sh:property g:a"}), *REQUIREMENTS)
    agent = "a" if itself else "b"
    evidence = read(
        item("a", shows="a", attributed=f"e:{agent}")
        + item("b", shows="b", attributed="e:group")
        + f" e:{agent} org:memberOf e:group ."
    )
    views = [View(TODAY.as_of, stakeholder_group=GROUP)]
    assert columns_csv(model, evidence, views) == flow_csv(model, evidence, views)


def test_quads_say_the_same_as_rows() -> None:
    model = garden(rungs("k", MODELS["alternatives in a chain"]), *REQUIREMENTS)
    rows = [row.split(",") for row in columns_csv(model, EVIDENCE)[1:]]
    quads = columns_nquads(model, EVIDENCE)
    assert quads.count("#Rating>") == len(rows)
    assert quads.count("#satisfiedBy>") == sum(len(row[5].split()) for row in rows)
    assert quads.count("#blockedBy>") == sum(len(row[6].split()) for row in rows) > 0
