"""Whatever way evidence is spread over files and graphs, its parts are worth what all of it is worth at once."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Triple

from mmssc.evidence.check import check
from mmssc.evidence.parts import parts
from mmssc.evidence.read import read_evidence
from mmssc.evidence.reading import distinct
from mmssc.evidence.sources import expand
from mmssc.names import EVIDENCE, MMSSC, PREFIXES, RDF_TYPE
from mmssc.names import expand as iri

if TYPE_CHECKING:
    from pathlib import Path

    from mmssc.engine.graph import Node
    from mmssc.evidence.check import Checked

REQUIREMENTS = [f"{PREFIXES['req']}1-{n}" for n in range(3)]
KNOWLEDGE = [Triple(NamedNode(name), RDF_TYPE, NamedNode(MMSSC + "Requirement")) for name in REQUIREMENTS]
COMMUNITY = NamedNode(MMSSC + "community")
FOLLOWED = {COMMUNITY, *(NamedNode(iri(link)) for link in ("prov:wasAttributedTo", "org:memberOf"))}
COUNTED = {"not-evidence", "no-evidence", "reserved-subject"}
"""Warnings that count what a file or a part holds: the counts differ where a file is in several parts."""

COMMUNITIES = [f"<urn:city:{name}>" for name in "abcd"]
AGENTS = [f"<urn:agent:{name}>" for name in "kmn"]
GROUPS = ["<urn:group:x>", "<urn:group:y>", "<https://w3id.org/mmssc/ns#Residents>"]
FORMS = ["nt", "nq", "nq", "trig", "ttl", "nq.gz", "nt.gz"]


class Said(NamedTuple):
    """A statement, in the file and graph where it stands."""

    file: int
    graph: int
    text: str


def name(term: str) -> str:
    return f"<{iri(term)}>"


@st.composite
def item(draw: st.DrawFn, number: int) -> list[str]:
    """Return what is said of an item, most often well formed."""
    subject = f"<urn:item:{number}>"
    said = [
        (name("rdf:type"), f"<{EVIDENCE.value}>"),
        (name("mmssc:assurance"), name("mmssc:Claimed")),
        (name("dcterms:title"), f'"Item {number}"@en'),
        (name("dcterms:issued"), '"2025"^^' + name("xsd:gYear")),
        (name("dcterms:source"), '"A report"'),
        (name("mmssc:community"), draw(st.sampled_from(COMMUNITIES))),
    ]
    if draw(st.integers(0, 9)) == 0:
        said.pop(draw(st.integers(0, len(said) - 1)))
    for predicate, values in (
        ("mmssc:demonstrates", [*(f"<{each}>" for each in REQUIREMENTS), "<urn:requirement:own>"]),
        ("mmssc:disputes", [f"<{each}>" for each in REQUIREMENTS]),
        ("mmssc:community", COMMUNITIES),
        ("prov:wasAttributedTo", [*AGENTS, *COMMUNITIES]),
        ("dcterms:publisher", [*AGENTS, "_:b", "<urn:item:0>"]),
        ("dcterms:audience", GROUPS),
    ):
        if draw(st.integers(0, 3)) == 0:
            said.append((name(predicate), draw(st.sampled_from(values))))
    return [f"{subject} {predicate} {value}" for predicate, value in said]


DESCRIPTIONS = st.sampled_from(
    [
        *(f'{thing} {name("skos:prefLabel")} "{text}"@en' for thing in (*COMMUNITIES, *AGENTS) for text in ("A", "B")),
        *(f"{agent} {name('org:memberOf')} {group}" for agent in AGENTS for group in (*GROUPS, AGENTS[0])),
        f"{GROUPS[0]} {name('rdf:type')} {name('mmssc:StakeholderGroup')}",
        f"{GROUPS[1]} {name('rdf:type')} <urn:class:group>",
        f"<urn:class:group> {name('rdfs:subClassOf')} {name('mmssc:StakeholderGroup')}",
        f"<urn:requirement:own> {name('rdf:type')} {name('mmssc:Requirement')}",
        f'<urn:item:0> {name("dcterms:description")} "More."',
        f'_:b {name("skos:prefLabel")} "Nobody"',
        f'<{REQUIREMENTS[0]}> {name("skos:prefLabel")} "Mine"',
    ]
)


@st.composite
def spread(draw: st.DrawFn) -> tuple[list[str], list[Said]]:
    """Return the forms of some files, and what stands in each of their graphs, in any order."""
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=4))
    place = st.tuples(st.integers(0, len(forms) - 1), st.integers(0, 3))
    said: list[Said] = []
    for number in range(draw(st.integers(1, 6))):
        home = draw(place)
        for text in draw(item(number)):
            said.append(Said(*(draw(place) if draw(st.integers(0, 19)) == 0 else home), text))
    said += [Said(*draw(place), text) for text in draw(st.lists(DESCRIPTIONS, max_size=8))]
    return forms, draw(st.permutations(said)) if draw(st.booleans()) else said


def written(folder: Path, forms: list[str], said: list[Said]) -> list[str]:
    names = []
    for number, form in enumerate(forms):
        path = folder / f"{number}.{form}"
        lines = []
        for each in said:
            if each.file == number:
                graph = f"<urn:graph:{each.graph}>" if each.graph else ""
                if form.startswith("nq"):
                    lines.append(" ".join(filter(None, (each.text, graph, "."))))
                elif form == "trig":
                    lines.append(f"{graph} {{ {each.text} }}")
                else:
                    lines.append(f"{each.text} .")
        content = "".join(f"{line}\n" for line in lines).encode()
        path.write_bytes(gzip.compress(content) if form.endswith(".gz") else content)
        names.append(str(path))
    return names


def told(problems: list) -> set[tuple[str, ...]]:
    return {
        (each.code, each.source, "_:" if each.where.startswith("_:") else each.where, each.field, each.severity)
        for each in problems
        if each.code not in COUNTED
    }


def items_of(checked: Checked) -> set:
    return {triple.subject for triple in checked.evidence if triple.object == EVIDENCE}


def about(community: Node, evidence: list[Triple]) -> set[Triple]:
    """Return what an assessment of a community looks at: its items, whom they are attributed to, and so on."""
    of_subject: dict[Node, list[Triple]] = defaultdict(list)
    for triple in evidence:
        of_subject[triple.subject].append(triple)
    waiting = [triple.subject for triple in evidence if (triple.predicate, triple.object) == (COMMUNITY, community)]
    found: dict[Node, list[Triple]] = {}
    while waiting:
        if (node := waiting.pop()) not in found:
            found[node] = of_subject.get(node, [])
            waiting += [triple.object for triple in found[node] if triple.predicate in FOLLOWED]
    return {triple for triples in found.values() for triple in triples}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spread")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spread(), st.sampled_from([1, 12, 1_000]))
def test_parts_are_worth_what_all_is_worth_at_once(folder, spread, size):
    names = written(folder, *spread)
    whole = check(distinct([read_evidence(each, requirements=REQUIREMENTS) for each in names]), KNOWLEDGE)
    with parts(expand(names).sources, size, requirements=REQUIREMENTS, known=REQUIREMENTS) as found:
        pieces = [check(part.readings(), KNOWLEDGE) for part in found]
        assert [part.communities for part in found] == sorted(part.communities for part in found)
        assert found.refused == 0
        problems = found.problems + [problem for each in pieces for problem in each.problems]
    assert {triple for each in pieces for triple in each.evidence} == set(whole.evidence)
    assert told(problems) == told(whole.problems)
    assert sum(each.offered for each in pieces) == whole.offered
    assert sum(each.refused for each in pieces) == whole.refused
    assert max(Counter(node for each in pieces for node in items_of(each)).values(), default=1) == 1
    for community in {triple.object for triple in whole.evidence if triple.predicate == COMMUNITY}:
        assert any(about(community, whole.evidence) <= set(each.evidence) for each in pieces)
