"""Competency questions: each query in queries/explore/ answers its question as the table beside this file expects.

An expected answer (<id>.tsv) was worked out by hand from what ships (ontology/, shapes/) and from the data beside it:
evidence.ttl, assessed in four views; functions.ttl, grades of functions of local government; and crosswalk/, mapping
files as checked for rows that stand twice. It is SPARQL TSV with prefixed names, its rows in the order of the query.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Triple, parse, serialize
from rdflib import Graph, URIRef
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery

from mmssc.assess import Assessed, View, assess
from mmssc.crosswalk.checks import load_catalogue
from mmssc.crosswalk.lint import lint
from mmssc.crosswalk.read import read_mappings
from mmssc.crosswalk.report.document import report_of
from mmssc.crosswalk.report.graph import triples as reported
from mmssc.knowledge import EVERYTHING, folder, knowledge_files, load_knowledge, query_text, triples
from mmssc.names import MMSSC, PREFIXES, RDF_TYPE

HERE = Path(__file__).parent
QUESTIONS = sorted(path.stem for path in HERE.glob("*.tsv"))

OTHER_QUERIES = {"requirement-list": "fills the template of registers, and is tested with it"}
"""Query in queries/explore/ -> why it is no competency question."""

RECOMMENDED = {path.stem for path in (HERE.parent / "recommend" / "questions").glob("*.tsv")}
"""Questions on what is recommended for a target; they have data of their own and are answered in tests/recommend."""

TODAY = dt.date(2026, 11, 21)
METHOD = "https://w3id.org/mmssc/iso37107/method/"
VIEWS = (
    View(TODAY, method=METHOD + "2"),
    View(TODAY, horizon="P2Y", method=METHOD + "2"),
    View(TODAY, stakeholder_group=MMSSC + "Residents", method=METHOD + "1"),
    View(TODAY, minimum_assurance="verified", method=METHOD + "5"),
)

KINDS = ("AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty")
"""Kinds of terms of a vocabulary."""

HEADER = ("title", "title-zh", "question", "question-zh", "parameters", "answer")
TABLE_PREFIXES = PREFIXES | {
    "a": "https://example.org/alderby/evidence/",
    "b": "https://example.org/birchmouth/evidence/",
    "check": "https://w3id.org/mmssc/check/",
    "clause": "https://w3id.org/mmssc/standard/ISO-TS-37107-2019/clause/",
    "clause-2018": "https://w3id.org/mmssc/standard/ISO-37106-2018/clause/",
    "clause-2021": "https://w3id.org/mmssc/standard/ISO-37106-2021/clause/",
    "clause-gbt": "https://w3id.org/mmssc/standard/GB-T-41150-2021/clause/",
    "comp": "https://w3id.org/mmssc/iso37106/component/",
    "ex": "https://example.org/",
    "family": "https://w3id.org/mmssc/standards-family/",
    "func": "https://w3id.org/mmssc/iso18091/function/",
    "guo": "https://w3id.org/mmssc/source/guo-2025/clause/",
    "in-a": "https://example.org/alderby/assessment/",
    "in-b": "https://example.org/birchmouth/assessment/",
    "interop": "https://w3id.org/mmssc/iso37106/interoperability/",
    "mark": "https://example.org/quality-mark/",
    "product": "https://w3id.org/mmssc/iso37106/product/",
    "purpose": "https://w3id.org/mmssc/iso37101/purpose/",
    "sssom": "https://w3id.org/sssom/",
    "topic": "https://w3id.org/mmssc/iso37101/topic/",
    "tsv": "https://w3id.org/mmssc/file/quality-mark.sssom.tsv#",
    "wang": "https://w3id.org/mmssc/source/wang-2023/clause/",
}
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in TABLE_PREFIXES.items())

Table = tuple[list[str], list[tuple[str, ...]]]
"""The variables of an answer and its rows of N-Triples terms; an unbound variable is empty."""


@pytest.fixture(scope="module")
def assessed() -> Assessed:
    knowledge = (quad.triple for quad in load_knowledge(EVERYTHING))
    evidence = (quad.triple for quad in triples(HERE / "evidence.ttl"))
    done = assess(knowledge, evidence, VIEWS)
    done.store.bulk_extend(triples(HERE / "functions.ttl"))
    done.store.bulk_extend(Quad(*triple) for triple in checked_mappings())
    return done


def checked_mappings() -> list[Triple]:
    """Return the mapping files as RDF, with what the check for duplicates finds in them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(HERE / "crosswalk")  # the rows are named after the files as they are given here
        mappings = read_mappings(sorted(path.name for path in Path().iterdir()))
        catalogue = load_catalogue()
        report = report_of(lint(mappings, catalogue, catalogue.named(["duplicate-mapping"])), "info")
        return [*mappings.triples(), *reported(report)]


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


@cache
def used_in_questions() -> set[str]:
    return {
        iri for name in {*QUESTIONS, *RECOMMENDED} for iri in iris(prepareQuery(query_text(f"explore/{name}")).algebra)
    }


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
    assert queries == {*QUESTIONS, *OTHER_QUERIES, *RECOMMENDED}
    assert len(QUESTIONS) >= 100


def test_every_answer_has_rows() -> None:
    """An empty answer would not tell a good query from one that matches nothing."""
    assert [name for name in QUESTIONS if not expected(name)[1]] == []


def declared(path: Path) -> set[str]:
    """Return the classes and properties of ours that a Turtle file declares."""
    kinds = {NamedNode(PREFIXES["owl"] + kind) for kind in KINDS}
    return {
        quad.subject.value
        for quad in triples(path)
        if quad.predicate == RDF_TYPE and quad.object in kinds
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(MMSSC)
    }


@pytest.mark.parametrize(("vocabulary", "among"), [("core", "Rating"), ("documents", "need"), ("mappings", "Union")])
def test_every_term_is_needed(vocabulary: str, among: str) -> None:
    """FIBO's bar: a class or property that no question uses has no place in the vocabulary."""
    terms = declared(folder(f"ontology/{vocabulary}.ttl"))
    assert MMSSC + among in terms
    assert terms - used_in_questions() == set()


def test_every_vocabulary_is_held_to_this() -> None:
    """A file that declares terms and is not named above would escape."""
    assert {path.stem for path in knowledge_files(EVERYTHING) if declared(path)} == {"core", "documents", "mappings"}


def test_every_property_of_evidence_is_in_the_evidence() -> None:
    properties = set(re.findall(r'"propertyUrl": "([^"]+)"', folder("ontology/register.csv-metadata.json").read_text()))
    stated = {quad.predicate.value for quad in triples(HERE / "evidence.ttl")}
    assert MMSSC + "scope" in properties
    assert properties - stated == set()
