"""Competency questions on recommendations: each query in queries/explore/ named here answers as its table expects.

The expected answers (questions/<id>.tsv) were worked out by hand from questions/data.ttl, help.ttl and the tiny model
of gardens. They have data of their own: what is recommended for a target would change what other questions ask about.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from plots import PROLOGUE, TODAY, garden
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse, serialize
from rdflib import Graph

from mmssc.assess import assess
from mmssc.knowledge import query_text, triples
from mmssc.recommend import recommend

HERE = Path(__file__).parent / "questions"
QUESTIONS = sorted(path.stem for path in HERE.glob("*.tsv"))

Table = tuple[list[str], list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def recommended() -> Store:
    data = [quad.triple for quad in triples(HERE / "data.ttl")]
    store = assess([*garden(), *data], data, [TODAY]).store
    recommend(store)
    return store


@pytest.fixture(scope="module")
def rdflib_graph(recommended: Store) -> Graph:
    data = serialize((quad.triple for quad in recommended), format=RdfFormat.N_TRIPLES)
    return Graph().parse(data=data, format="nt")


@cache
def term(cell: str) -> str:
    return str(next(iter(parse(f"{PROLOGUE}[] <urn:cell> {cell} .", format=RdfFormat.TURTLE))).object)


def expected(name: str) -> Table:
    head, *rows = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return head.split("\t"), [tuple(term(cell) for cell in row.split("\t")) for row in rows]


@pytest.mark.parametrize("name", QUESTIONS)
def test_answer(recommended: Store, name: str) -> None:
    solutions = recommended.query(query_text(f"explore/{name}"))
    assert isinstance(solutions, QuerySolutions)
    variables = [str(variable) for variable in solutions.variables]
    rows = [tuple("" if value is None else str(value) for value in solution) for solution in solutions]
    assert (variables, rows) == expected(name)
    assert rows


@pytest.mark.parametrize("name", QUESTIONS)
def test_another_processor_agrees(rdflib_graph: Graph, name: str) -> None:
    solutions = rdflib_graph.query(query_text(f"explore/{name}"))
    variables = [variable.n3() for variable in solutions.vars or ()]
    rows = [tuple("" if value is None else value.n3() for value in solution) for solution in solutions]  # type: ignore[union-attr]
    assert (variables, rows) == expected(name)
