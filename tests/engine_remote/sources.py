"""Sources for tests: embedded stores, what they hold, and one that names blank nodes anew in every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Quad, RdfFormat, Store, Triple, parse

from mmssc.engine import Graph
from mmssc.engine.sparql import Embedded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.sparql import Source

__all__ = ["Counting", "Forgetful", "graph", "held", "names_blank_data", "store_of"]

PREFIXES = """PREFIX ex: <http://example.com/ns#> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def graph(text: str) -> Graph:
    """Read Turtle, with the usual prefixes."""
    return Graph(parse(input=PREFIXES + text, format=RdfFormat.TURTLE))


def store_of(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return store


def held(source: Source) -> Graph:
    """Return the triples of a source as it gives them out."""
    found = source.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    return Graph(Triple(*each) for each in zip(found["s"], found["p"], found["o"], strict=True))  # type: ignore[arg-type]


def names_blank_data(data: Iterable[Triple], shapes: Iterable[Triple]) -> bool:
    """Tell whether shapes mention blank nodes of the data: in two documents, no two blank nodes are the same."""
    mentioned = {triple.object for triple in shapes if isinstance(triple.object, BlankNode)}
    return any(triple.subject in mentioned or triple.object in mentioned for triple in data)


class Counting(Embedded):
    """An embedded store that counts rows, too."""

    rows = 0

    def select(self, query: str) -> dict[str, list[object]]:  # type: ignore[override]
        found = super().select(query)
        self.rows += len(next(iter(found.values())))
        return found  # type: ignore[return-value]


class Forgetful(Embedded):
    """An embedded store whose labels of blank nodes last for one answer: b0, b1 and so on, in order of appearance."""

    def select(self, query: str) -> dict[str, list[object]]:  # type: ignore[override]
        names: dict[object, BlankNode] = {}

        def renamed(term: object) -> object:
            return names.setdefault(term, BlankNode(f"b{len(names)}")) if isinstance(term, BlankNode) else term

        return {name: [renamed(term) for term in column] for name, column in super().select(query).items()}
