"""The two ways to levels side by side: the flow of queries, and the columns, on variants of the model of gardens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Quad

from assess.gardens import GARDEN, TODAY, read, tiny
from mmssc.assess import assess
from mmssc.assess.levels import Levels
from mmssc.evidence.batch import Batch
from mmssc.evidence.check import Checked, base_of
from mmssc.evidence.reading import Reading
from mmssc.report.csv import render
from mmssc.report.document import document
from mmssc.report.levels import HEAD, csv_pages, nquads_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Triple

    from mmssc.assess import View
    from mmssc.assess.levels import Rated

__all__ = ["TARGET", "as_checked", "columns_csv", "columns_nquads", "flow_csv", "garden", "requirement", "rungs"]

TARGET = "sh:targetClass mmssc:Assessment"


def flow_csv(knowledge: Sequence[Triple], evidence: Sequence[Triple], views: Sequence[View] = (TODAY,)) -> list[str]:
    return "".join(render([document(assess(knowledge, evidence, views).store)])).splitlines()


def columns_csv(knowledge: Sequence[Triple], evidence: Sequence[Triple], views: Sequence[View] = (TODAY,)) -> list[str]:
    rated = _levels(knowledge, views, evidence)
    return (HEAD + b"".join(page for _, page in csv_pages(rated))).decode().splitlines()


def columns_nquads(knowledge: Sequence[Triple], evidence: Sequence[Triple], views: Sequence[View] = (TODAY,)) -> str:
    return b"".join(page for _, page in nquads_pages(_levels(knowledge, views, evidence))).decode()


def as_checked(knowledge: Sequence[Triple], evidence: Sequence[Triple]) -> Checked:
    """Put evidence in columns, and take all of it for well-formed."""
    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in evidence]
    batch = Batch.of([Reading("evidence", quads)], base_of(knowledge))
    return Checked(batch.terms, batch.subject, batch.predicate, batch.value, [], 0, 0)


def _levels(knowledge: Sequence[Triple], views: Sequence[View], evidence: Sequence[Triple]) -> Rated:
    return Levels(knowledge, base_of(knowledge), views).rate(as_checked(knowledge, evidence))


def garden(*turtle: str) -> list[Triple]:
    """Return the tiny model with more in it."""
    levels = "".join(
        f'g:level-{rank} a mmssc:Level ; skos:inScheme g:model ; skos:notation "{rank}" ; mmssc:rank {rank} ; '
        f'skos:prefLabel "level"@en , "等级"@zh .\n'
        for rank in (4, 5)
    )
    return [*tiny(), *read(levels + "\n".join(turtle))]


def requirement(code: str, namespace: str = GARDEN) -> str:
    """Write a requirement that one item meets."""
    iri = f"<{namespace}{code}>"
    return f"""{iri} a mmssc:Requirement ; skos:notation "{code}" ; sh:name "name"@en ; sh:description "look"@en ;
      sh:message "none"@en ; sh:path mmssc:admits ; sh:qualifiedMinCount 1 ; sh:severity sh:Info ; {TARGET} ;
      sh:qualifiedValueShape [ sh:property [ sh:path mmssc:demonstrates ; sh:hasValue {iri} ] ] ;
      sh:not [ sh:property [ sh:path mmssc:disputes ; sh:hasValue {iri} ] ] ."""


def rungs(name: str, asked: Mapping[int, str]) -> str:
    """Write a characteristic with a criterion for each rank, as the rest of a Turtle sentence."""
    text = f"""g:{name} a mmssc:Characteristic ; skos:inScheme g:model ; skos:broader g:D.1 ; skos:notation "{name}" ;
      skos:prefLabel "characteristic"@en , "特征"@zh ."""
    for rank, rest in asked.items():
        text += f"""
      g:{name}-{rank} a mmssc:Criterion ; skos:notation "{name}-{rank}" ; mmssc:characteristic g:{name} ;
        mmssc:level g:level-{rank} ; {rest} ."""
    return text
