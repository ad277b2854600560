"""The two graphs that every engine gets: evidence with assessments that admit it, and the criteria with the facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Store, Triple, serialize

from mmssc.assess import View
from mmssc.knowledge import knowledge_files, query_text, triples
from mmssc.names import ADMITS, MMSSC, RDFS, SH
from mmssc.store import add

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from shaclbench.cities import City

__all__ = ["SHAPES", "write_data", "write_shapes"]

SHAPES: Final = ("shapes/facets.ttl", "shapes/iso37107")
"""What is validated: SHACL Core only, so that every engine can."""


def write_data(cities: Iterable[City], path: Path, as_of: dt.date) -> int:
    """Write the well-formed evidence of cities, each with an assessment and what it admits, as N-Triples.

    What is admitted is decided by the query that an assessment uses (``queries/assess/admit.rq``).

    Returns:
        The number of triples.
    """
    ranks = [
        Triple(quad.subject, quad.predicate, quad.object)
        for file in knowledge_files(["ontology/core.ttl"])
        for quad in triples(file)
        if quad.predicate.value == MMSSC + "rank"
    ]
    count = 0

    def counted() -> Iterator[Triple]:
        nonlocal count
        for city in cities:
            for triple in (*city.triples(ill_formed=False), *_assessment(city, View(as_of), ranks)):
                count += 1
                yield triple

    serialize(counted(), str(path), RdfFormat.N_TRIPLES)
    return count


def _assessment(city: City, view: View, ranks: list[Triple]) -> Iterator[Triple]:
    """Yield the assessment of a city, and the items that it admits."""
    assessment = list(view.triples(city.node.value))
    store = Store()
    for part in (ranks, assessment, city.triples(ill_formed=False)):
        add(store, part)
    answer = store.query(query_text("assess/admit"))
    assert isinstance(answer, QueryTriples)
    admitted = [triple for triple in answer if triple.predicate == ADMITS]
    yield from assessment
    yield from sorted(admitted, key=lambda triple: triple.object.value)


def write_shapes(path: Path) -> int:
    """Write the shapes as N-Triples and return the number of triples.

    Criteria, requirements and facets are typed with subclasses of ``sh:NodeShape`` and ``sh:PropertyShape``; the axioms
    that say so go with them, and nothing else of the ontology.
    """
    axioms = [
        quad
        for file in knowledge_files(["ontology/core.ttl"])
        for quad in triples(file)
        if quad.predicate.value == RDFS + "subClassOf"
        and isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(SH)
    ]
    shapes = [quad.triple for file in knowledge_files(SHAPES) for quad in triples(file)]
    shapes += [quad.triple for quad in axioms]
    serialize(shapes, str(path), RdfFormat.N_TRIPLES)
    return len(shapes)
