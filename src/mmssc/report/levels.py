"""The ratings of many communities as text, a page a community: rows of CSV, or quads with a graph an assessment."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from mmssc.names import MMSSC, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.assess.levels import Rated

__all__ = ["HEAD", "csv_pages", "nquads_pages"]

HEAD: Final = b"assessment,community,as_of,characteristic,level,evidence,missing\n"
"""The head of the CSV form (design, section 6)."""


def csv_pages(rated: Rated) -> list[tuple[str, bytes]]:
    """Write the rows of each community, without a head."""
    pages = []
    levels = rated.level.tolist()
    for community, places in _by_community(rated):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for place in places:
            assessment, _, view = rated.assessments[place]
            about = (assessment, community, view.as_of.isoformat())
            rows = zip(rated.codes, levels[place], rated.evidence[place], rated.missing[place], strict=True)
            writer.writerows((*about, *row) for row in rows)
        pages.append((community, text.getvalue().encode()))
    return pages


def nquads_pages(rated: Rated) -> list[tuple[str, bytes]]:
    """Write the ratings of each community, each assessment in a graph of its own, named by its IRI."""
    return [
        (community, serialize(_quads(rated, places), format=RdfFormat.N_QUADS) or b"")
        for community, places in _by_community(rated)
    ]


def _by_community(rated: Rated) -> Iterator[tuple[str, list[int]]]:
    for community, places in groupby(range(len(rated.assessments)), key=lambda place: rated.assessments[place][1]):
        yield community, list(places)


def _quads(rated: Rated, places: list[int]) -> Iterator[Quad]:
    rungs = {(criterion.code, criterion.rank): criterion for criterion in rated.ladder}
    blocking = {code: requirement for each in rated.ladder for code, requirement in each.codes().items()}
    for place in places:
        iri, community, view = rated.assessments[place]
        graph = NamedNode(iri)
        for triple in view.triples(community):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)
        for column, code in enumerate(rated.codes):
            rating = NamedNode(f"{iri}/rating/{code}")
            proved = rungs[code, int(rated.level[place, column])]
            said = [
                (RDF_TYPE, _term("Rating")),
                (_term("inAssessment"), graph),
                (_term("characteristic"), proved.characteristic),
                (_term("level"), proved.level),
            ]
            said += [(_term("satisfiedBy"), NamedNode(item)) for item in rated.evidence[place][column].split()]
            said += [(_term("blockedBy"), blocking[unmet]) for unmet in rated.missing[place][column].split()]
            yield from (Quad(rating, predicate, value, graph) for predicate, value in said)


def _term(name: str) -> NamedNode:
    return NamedNode(MMSSC + name)
