"""The random graphs are worth comparing: every part of SHACL Core occurs in them, and fails often enough."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from node_by_node import NodeByNode
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store
from report_keys import Triples, sh
from strategies.cases import is_recursive, random_pair
from strategies.terms import EVERYTHING, PYSHACL

from mmssc.names import RDF, RDFS, SH

COMPONENTS = (
    "Class Datatype NodeKind MinCount MaxCount MinExclusive MinInclusive MaxExclusive MaxInclusive MinLength MaxLength "
    "Pattern LanguageIn UniqueLang Equals Disjoint LessThan LessThanOrEquals Not And Or Xone Node QualifiedMinCount "
    "QualifiedMaxCount Closed HasValue In"
).split()
TERMS = (
    "targetNode targetClass targetSubjectsOf targetObjectsOf inversePath alternativePath zeroOrMorePath oneOrMorePath "
    "zeroOrOnePath flags ignoredProperties qualifiedValueShapesDisjoint severity message deactivated property"
).split()
SEEDS = 1500


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    found: Counter[str] = Counter()
    for seed in range(SEEDS):
        pair = random_pair(Random(seed), EVERYTHING)
        shapes = Triples(pair.shapes)
        results = NodeByNode(pair.data, pair.shapes).results()
        found.update({key.component.removeprefix(f"<{SH}").removesuffix("ConstraintComponent>") for key in results})
        found.update({triple.predicate.value.removeprefix(SH) for triple in pair.shapes})
        found["conforms"] += not results
        found["twice"] += any(count > 1 for count in results.values())
        found["blank focus node"] += any(key.focus.startswith("_:") for key in results)
        found["literal focus node"] += any(key.focus.startswith('"') for key in results)
        found["sequence"] += any(
            shapes.objects(path, NamedNode(RDF + "first"))
            for triple in pair.shapes
            if triple.predicate == sh("path") and isinstance(path := triple.object, BlankNode)
        )
        found["shared property shape"] += any(
            len(set(shapes.subjects(sh("property"), triple.object))) > 1
            for triple in pair.shapes
            if triple.predicate == sh("property")
        )
        found["implicit class"] += any(triple.object == NamedNode(RDFS + "Class") for triple in pair.shapes)
        found["target without match"] += 0 in NodeByNode(pair.data, pair.shapes).matched().values()
        found["class cycle"] += any(
            triple.predicate == NamedNode(RDFS + "subClassOf")
            and triple.subject in Triples(pair.data).objects(triple.object, triple.predicate)
            for triple in pair.data
        )
    return found


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_gives_results(counts: Counter[str], name: str) -> None:
    assert counts[name] >= SEEDS / 300, counts


@pytest.mark.parametrize("name", TERMS)
def test_term_occurs(counts: Counter[str], name: str) -> None:
    assert counts[name] >= SEEDS / 50, counts


@pytest.mark.parametrize(
    "what",
    [
        "conforms",
        "twice",
        "blank focus node",
        "literal focus node",
        "sequence",
        "shared property shape",
        "implicit class",
        "target without match",
        "class cycle",
    ],
)
def test_circumstance_occurs(counts: Counter[str], what: str) -> None:
    assert counts[what] >= SEEDS / 50, counts
    assert counts["conforms"] <= SEEDS / 2, "most pairs have no result at all"


def test_no_shapes_are_recursive() -> None:
    assert not any(is_recursive(random_pair(Random(seed), PYSHACL[0]).shapes) for seed in range(200))


def test_canonical_literals_survive_a_store() -> None:
    some = EVERYTHING.canonical.literals
    store = Store()
    store.extend(Quad(NamedNode("urn:s"), NamedNode("urn:p"), literal, DefaultGraph()) for literal in some)
    assert {quad.object for quad in store} == set(some)
    assert len({literal.datatype for literal in some}) > 8
    assert len(some) < len(EVERYTHING.literals)
