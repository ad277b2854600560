"""The three cities: every recommendation rests on triples that stand in the knowledge, and nothing is left out."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from plots import PROLOGUE
from pyoxigraph import NamedNode, Store, Triple

from mmssc.knowledge import folder, triples
from mmssc.names import MMSSC, RDF
from mmssc.recommend import recommend
from mmssc.report.advice_table import render
from mmssc.report.document import document
from mmssc.report.recommendation import recommendation
from mmssc.store import select

if TYPE_CHECKING:
    from mmssc.assess import Assessed
    from mmssc.problem import Lang


@pytest.fixture(scope="module")
def knowledge() -> Store:
    store = Store()
    for path in folder("ontology").rglob("*.ttl"):
        store.bulk_extend(triples(path))
    return store


def ask(store: Store, where: str) -> list[dict[str, str]]:
    rows = select(store, f"{PROLOGUE} SELECT DISTINCT {where}")
    return [{name: node.value for name, node in row.items()} for row in rows]


def test_every_hop_is_a_real_triple(one_city: Assessed, knowledge: Store) -> None:
    hops = select(
        one_city.store,
        PROLOGUE + "SELECT ?s ?p ?o { ?h a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }",
    )
    stated = {Triple(hop["s"], hop["p"], hop["o"]) for hop in hops}  # type: ignore[arg-type]
    assert len(stated) > 100
    assert stated - {quad.triple for quad in knowledge} == set()


def test_hops_hang_together(one_city: Assessed) -> None:
    """Each place of a path shares a node with the one before; the first holds the characteristic, the last the end."""
    paths = recommendation(one_city.store)["paths"]
    assert paths
    for path in paths.values():
        nodes = [{node for s, _, o in place for node in (s, o)} for place in path["hops"]]
        assert all(one & other for one, other in itertools.pairwise(nodes))
        assert path["leads_to"] in nodes[-1]
        assert nodes[0] & {f"https://w3id.org/mmssc/iso37107/characteristic/{path['characteristic']}"}


def test_every_open_requirement_up_to_the_target_is_a_step_and_no_met_one(one_city: Assessed) -> None:
    """Worked out again from the document of the assessment, in Python."""
    found = document(one_city.store)
    (assessment,) = found["assessments"]
    met = {code for code, finding in assessment["findings"].items() if finding["outcome"] == "met"}
    below = {rating["characteristic"] for rating in assessment["ratings"] if rating["level"] < 3}
    expected: set[str] = set()
    for rating in below:
        waiting = [f"{rating}-3"]
        for code in waiting:
            criterion = found["criteria"][code]
            waiting += criterion["extends"]
            groups = [[requirement] for requirement in criterion["requirements"]] + criterion["any_of"]
            expected.update(requirement for group in groups if not met & set(group) for requirement in group)
    steps = recommendation(one_city.store)["assessments"][0]["steps"]
    assert {step["requirement"] for step in steps} == expected
    assert len(steps) == len(expected) > 100


def test_every_step_has_a_price_and_a_phase_and_a_place_on_the_list(one_city: Assessed) -> None:
    found = recommendation(one_city.store)["assessments"][0]
    codes = {step["requirement"] for step in found["steps"]}
    listed = {code for entry in found["reading"] for code in entry["closes"]} | set(found["unsupported"])
    spared = {code for step in found["steps"] for code in step["alternatives"]}
    assert listed <= codes <= listed | spared
    assert all(step["cost"] >= 1 for step in found["steps"])
    without = {step["requirement"] for step in found["steps"] if step["phase"] is None}
    only_other = ask(
        one_city.store,
        """?code { ?r a mmssc:Requirement ; skos:notation ?code FILTER NOT EXISTS {
           ?r mmssc:expectsType/mmssc:phase ?p } }""",
    )
    assert without <= {row["code"] for row in only_other}
    assert found["shortest"]


def test_the_ways_to_read(one_city: Assessed) -> None:
    """Annex B, the practices of the component, and the functions of the purpose are all reached."""
    for predicate in ("supports", "drawsOn", "component", "ratesPurpose", "contributesTo"):
        rows = ask(one_city.store, f"?h {{ ?h rdf:predicate mmssc:{predicate} }}")
        assert rows, predicate


def test_nothing_is_rated_anew(one_city: Assessed) -> None:
    """Running it again adds nothing: the same questions have the same answers."""
    before = len(one_city.store)
    again = recommend(one_city.store)
    assert len(one_city.store) == before
    assert Triple(NamedNode(MMSSC), NamedNode(RDF + "type"), NamedNode(MMSSC)) not in again.results


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_of_eighty_columns(one_city: Assessed, lang: Lang) -> None:
    from rich.cells import cell_len

    text = render(recommendation(one_city.store), lang)
    assert max(map(cell_len, text.splitlines())) <= 80
    heads = {
        "en": ["Do this next", "Shortest reading list", "Plan by phase", "Functions to examine", "something to read"],
        "zh": ["先做这些", "最短阅读清单", "分阶段计划", "应考察的职能", "每项要求都有可读的文件"],
    }[lang]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert "ISO 37106:2018, 6.4.3" in text
    assert {"en": "6.4 in GB/T 41150—2021", "zh": "GB/T 41150—2021 中为 6.4"}[lang] in text
