"""Competency questions: each query in queries/explore/ answers its question as the table beside this file expects.

An expected answer (<id>.tsv) was worked out by hand from evidence.ttl and the shapes; it is SPARQL TSV with prefixed
names, its rows in the order of the query.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, parse, serialize
from rdflib import Graph, URIRef
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery

from mmssc.assess import Assessed, View, assess
from mmssc.knowledge import folder, load_knowledge, query_text, triples
from mmssc.names import MMSSC, PREFIXES, RDF_TYPE

HERE = Path(__file__).parent
QUESTIONS = sorted(path.stem for path in HERE.glob("*.tsv"))

OTHER_QUERIES = {"requirement-list": "fills the template of registers, and is tested with it"}
"""Query in queries/explore/ -> why it is no competency question."""

TODAY = dt.date(2026, 11, 21)
METHOD = "https://w3id.org/mmssc/iso37107/method/"
VIEWS = (
    View(TODAY, method=METHOD + "2"),
    View(TODAY, horizon="P2Y", method=METHOD + "2"),
    View(TODAY, stakeholder_group=MMSSC + "Residents", method=METHOD + "1"),
    View(TODAY, minimum_assurance="verified", method=METHOD + "5"),
)

HEADER = ("title", "title-zh", "question", "question-zh", "parameters", "answer")
TABLE_PREFIXES = PREFIXES | {
    "a": "https://example.org/alderby/evidence/",
    "b": "https://example.org/birchmouth/evidence/",
    "clause": "https://w3id.org/mmssc/standard/ISO-TS-37107-2019/clause/",
    "ex": "https://example.org/",
    "in-a": "https://example.org/alderby/assessment/",
    "in-b": "https://example.org/birchmouth/assessment/",
}
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in TABLE_PREFIXES.items())

Table = tuple[list[str], list[tuple[str, ...]]]
"""The variables of an answer and its rows of N-Triples terms; an unbound variable is empty."""


@pytest.fixture(scope="module")
def assessed() -> Assessed:
    knowledge = (quad.triple for quad in load_knowledge())
    evidence = (quad.triple for quad in triples(HERE / "evidence.ttl"))
    return assess(knowledge, evidence, VIEWS)


@pytest.fixture(scope="module")
def rdflib_graph(assessed: Assessed) -> Graph:
    data = serialize((quad.triple for quad in assessed.store), format=RdfFormat.N_TRIPLES)
    return Graph().parse(data=data, format="nt")


@cache
def term(cell: str) -> str:
    if not cell:
        return ""
    return str(next(iter(parse(f"{PROLOGUE}[] <urn:cell> {cell} .", format=RdfFormat.TURTLE))).object)


def expected(name: str) -> Table:
    head, *rows = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return head.split("\t"), [tuple(term(cell) for cell in row.split("\t")) for row in rows]


def header(name: str) -> list[tuple[str, str]]:
    """Return the fields of the comment header; a line set in further continues the field before."""
    comments = re.match(r"(#.*\n)*", query_text(f"explore/{name}"))
    assert comments
    fields = comments[0].replace("\n#   ", " ").splitlines()
    return [(field, text) for field, _, text in (line.removeprefix("# ").partition(": ") for line in fields)]


def iris(node: object) -> Iterator[str]:
    """Yield every IRI in a parsed query: in patterns, paths, filters and values."""
    if isinstance(node, URIRef):
        yield str(node)
    elif isinstance(node, PropertyPath):
        yield from iris(vars(node).values())
    elif isinstance(node, Mapping):
        yield from iris(node.values())
    elif isinstance(node, Iterable) and not isinstance(node, str):
        for part in node:
            yield from iris(part)


@pytest.mark.parametrize("name", QUESTIONS)
def test_answer(assessed: Assessed, name: str) -> None:
    solutions = assessed.store.query(query_text(f"explore/{name}"))
    assert isinstance(solutions, QuerySolutions)
    variables = [str(variable) for variable in solutions.variables]
    rows = [tuple("" if value is None else str(value) for value in solution) for solution in solutions]
    assert (variables, rows) == expected(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_another_processor_agrees(rdflib_graph: Graph, name: str) -> None:
    solutions = rdflib_graph.query(query_text(f"explore/{name}"))
    variables = [variable.n3() for variable in solutions.vars or ()]
    rows = [tuple("" if value is None else value.n3() for value in solution) for solution in solutions]  # type: ignore[union-attr]
    assert (variables, rows) == expected(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_header(name: str) -> None:
    fields = dict(header(name))
    assert [field for field, _ in header(name)] == list(HEADER)
    assert all(fields.values())
    assert fields["question"].endswith("?")
    assert fields["question-zh"].endswith("？")


@pytest.mark.parametrize("field", ["title", "title-zh", "question", "question-zh"])
def test_no_question_is_asked_twice(field: str) -> None:
    assert len({dict(header(name))[field] for name in QUESTIONS}) == len(QUESTIONS)


def test_every_query_has_an_expected_answer() -> None:
    queries = {path.stem for path in folder("queries/explore").glob("*.rq")}
    assert queries == {*QUESTIONS, *OTHER_QUERIES}
    assert len(QUESTIONS) >= 40


def test_every_answer_has_rows() -> None:
    """An empty answer would not tell a good query from one that matches nothing."""
    assert [name for name in QUESTIONS if not expected(name)[1]] == []


def test_every_term_is_needed() -> None:
    """FIBO's bar: a class or property that no question uses has no place in the vocabulary."""
    kinds = {NamedNode(PREFIXES["owl"] + kind) for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
    terms = {
        quad.subject.value
        for quad in triples(folder("ontology/core.ttl"))
        if quad.predicate == RDF_TYPE and quad.object in kinds
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(MMSSC)
    }
    used = {iri for name in QUESTIONS for iri in iris(prepareQuery(query_text(f"explore/{name}")).algebra)}
    assert MMSSC + "Rating" in terms
    assert terms - used == set()


def test_every_property_of_evidence_is_in_the_evidence() -> None:
    properties = set(re.findall(r'"propertyUrl": "([^"]+)"', folder("ontology/register.csv-metadata.json").read_text()))
    stated = {quad.predicate.value for quad in triples(HERE / "evidence.ttl")}
    assert MMSSC + "scope" in properties
    assert properties - stated == set()
