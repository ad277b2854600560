"""From rows to constraints: negation, readings as data, hierarchies, unions, schemes; conflicts and their checks."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from mmssc.crosswalk.checks import load_catalogue, run_checks
from mmssc.crosswalk.logic import Logic, scheme_by_name
from mmssc.knowledge import load_knowledge
from mmssc.names import MMSSC

if TYPE_CHECKING:
    from mmssc.crosswalk.checks import Finding

CATALOGUE = load_catalogue()
KNOWLEDGE = [*load_knowledge(("ontology/mappings.ttl",))]
SETS = ("contradictory-duplicate", "inverse-mismatch", "set-path-consistency", "hierarchy-mapping-conflict")
EXAMPLE = "https://example.org/"
HEAD = """@prefix : <https://example.org/> .
@prefix mmssc: <https://w3id.org/mmssc/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
"""


def row(number: int, subject: str, relation: str, target: str, more: str = "") -> str:
    return (
        f":row-{number} a sssom:Mapping ; owl:annotatedSource :{subject} ; owl:annotatedProperty {relation} ; "
        f"owl:annotatedTarget :{target} {more} .\n"
    )


def store(*statements: str, without: str = "") -> Store:
    """Return statements with the vocabulary, the readings of one relation left out."""
    graph = Store()
    reads = NamedNode(MMSSC + "readsAs")
    graph.bulk_extend(quad for quad in KNOWLEDGE if quad.predicate != reads or quad.subject.value != without)
    parsed = parse((HEAD + "".join(statements)).encode(), format=RdfFormat.TURTLE)
    graph.bulk_extend(Quad(*quad.triple) for quad in parsed)
    return graph


def found(graph: Store, *names: str) -> list[Finding]:
    logic = Logic(graph)
    return list(run_checks(graph, CATALOGUE.named(names or SETS), CATALOGUE.shapes, logic.checks()))


def test_a_negated_row_reads_as_the_complement() -> None:
    negated = row(1, "a", "skos:exactMatch", "b", "; sssom:predicate_modifier sssom:NegatedPredicate")
    assert found(store(negated, row(2, "a", "skos:broadMatch", "b"))) == []
    chain = row(2, "a", "skos:exactMatch", "c") + row(3, "c", "skos:exactMatch", "b")
    assert [each.check.id for each in found(store(negated, chain))] == ["set-path-consistency"]


def test_a_relation_and_its_own_negation_is_left_to_another_check() -> None:
    negated = row(1, "a", "skos:exactMatch", "b", "; sssom:predicate_modifier sssom:NegatedPredicate")
    assert found(store(negated, row(2, "a", "skos:exactMatch", "b"))) == []


def test_readings_are_data() -> None:
    rows = row(1, "a", "skos:broadMatch", "b") + row(2, "a", "skos:relatedMatch", "b")
    assert len(found(store(rows))) == 1
    related = "http://www.w3.org/2004/02/skos/core#relatedMatch"
    assert found(store(rows, without=related)) == []  # it says nothing of sets any more
    wider = "skos:relatedMatch mmssc:readsAs mmssc:ProperSubset , mmssc:Overlap .\n"
    assert found(store(rows, wider, without=related)) == []
    disjoint = "skos:relatedMatch mmssc:readsAs mmssc:Disjoint .\n"
    assert len(found(store(rows, disjoint, without=related))) == 1


def test_a_member_lies_within_its_union() -> None:
    union = ":a mmssc:memberOf :u . :b mmssc:memberOf :u . :u a mmssc:Union .\n"
    rows = row(1, "u", "skos:broadMatch", "c") + row(2, "a", "mmssc:disjointFrom", "c")
    findings = found(store(union, rows))
    assert [each.check.id for each in findings] == ["hierarchy-mapping-conflict"]
    assert found(store(union, rows.replace("mmssc:disjointFrom", "skos:broadMatch"))) == []


@pytest.mark.parametrize(
    ("rationales", "severity"),
    [
        (("Semantic", "Semantic"), "error"),
        (("Semantic", "Functional"), "warning"),
        (("Semantic", None), "warning"),
        ((None, None), "error"),
    ],
)
def test_rows_of_one_rationale_contradict_at_full_severity(rationales: tuple[str | None, ...], severity: str) -> None:
    more = ["" if name is None else f"; mmssc:rationale mmssc:{name}" for name in rationales]
    rows = row(1, "a", "skos:exactMatch", "b", more[0]) + row(2, "a", "mmssc:disjointFrom", "b", more[1])
    assert [each.severity for each in found(store(rows))] == [severity]


def test_the_row_that_is_blamed_most_is_the_focus() -> None:
    rows = (
        row(1, "a", "skos:broadMatch", "b")
        + row(2, "b", "skos:broadMatch", "c")
        + row(3, "a", "mmssc:disjointFrom", "c")
    )
    rows += row(4, "d", "skos:narrowMatch", "b") + row(5, "d", "mmssc:disjointFrom", "a")
    findings = found(store(rows), "set-path-consistency")
    assert {each.focus.value for each in findings} == {EXAMPLE + "row-1"}
    assert len(findings) == 2


def test_equal_to_two_items_over_a_chain_through_another_scheme() -> None:
    schemes = ":a skos:inScheme :red . :b skos:inScheme :blue . :c skos:inScheme :red .\n"
    rows = row(1, "a", "skos:exactMatch", "b") + row(2, "b", "skos:exactMatch", "c")
    [finding] = found(store(schemes, rows), "equal-to-many")
    assert {finding.values["first"].value, finding.values["second"].value} == {EXAMPLE + "a", EXAMPLE + "c"}
    assert "two items of one scheme" in finding.note.en
    assert (
        found(store(schemes.replace(":c skos:inScheme :red", ":c skos:inScheme :green"), rows), "equal-to-many") == []
    )


@pytest.mark.parametrize(
    ("iri", "scheme"),
    [
        ("https://example.org/nist/AC-1", "https://example.org/nist/"),
        ("https://example.org/ns#term", "https://example.org/ns#"),
        ("http://purl.obolibrary.org/obo/HP_0000001", "http://purl.obolibrary.org/obo/HP_"),
        ("http://purl.obolibrary.org/obo/MONDO_1", "http://purl.obolibrary.org/obo/MONDO_"),
        ("https://example.org/iso:5.1", "https://example.org/iso:"),
        ("urn:x", "urn:x"),
    ],
)
def test_an_iri_tells_its_scheme(iri: str, scheme: str) -> None:
    assert scheme_by_name(iri) == scheme


# --- Against brute force: rows on few things hold together if and only if sets with these relations exist ---

UNIVERSE = range(5)
RELATIONS = {
    "skos:exactMatch": lambda one, other: one == other,
    "skos:broadMatch": lambda one, other: one < other,
    "skos:narrowMatch": lambda one, other: one > other,
    "mmssc:intersectsWith": lambda one, other: bool(one & other) and not one <= other and not one >= other,
    "mmssc:disjointFrom": lambda one, other: not one & other,
    "skos:broader": lambda one, other: one <= other,
}
SUBSETS = [frozenset(point for point in UNIVERSE if mask >> point & 1) for mask in range(1, 1 << len(UNIVERSE))]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(sorted(RELATIONS)), st.sampled_from("abc")).filter(
            lambda said: said[0] != said[2]
        ),
        min_size=1,
        max_size=6,
        unique=True,
    )
)
def test_something_is_found_exactly_where_no_sets_can_be_so(said: list[tuple[str, str, str]]) -> None:
    possible = any(
        all(RELATIONS[relation](sets["abc".index(one)], sets["abc".index(other)]) for one, relation, other in said)
        for sets in product(SUBSETS, repeat=3)
    )
    text = "".join(
        f":{one} {relation} :{other} .\n" if relation == "skos:broader" else row(number, one, relation, other)
        for number, (one, relation, other) in enumerate(said)
    )
    assert (found(store(text)) == []) == possible
