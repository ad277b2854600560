"""Evidence about gardens, and what the flow says of it: helps for the tests of the flow on the tiny model."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, parse

from mmssc.assess import Assessed, View, assess
from mmssc.knowledge import CORE, knowledge_files, triples
from mmssc.names import PREFIXES
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Sequence

GARDEN = "https://example.org/garden/"
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in {**PREFIXES, "g": GARDEN, "e": "urn:e:"}.items())
TODAY = View(dt.date(2026, 6, 15))
AHEAD = View(TODAY.as_of, "P2Y")

ELSEWHERE = {
    "issued": "dcterms:issued",
    "recorded": "dcterms:dateSubmitted",
    "attributed": "prov:wasAttributedTo",
}


def item(name: str, **says: str) -> str:
    """Write an item of evidence; ``shows`` and ``disputes`` name requirements, and an empty text is not said."""
    said = {"community": "e:town", "assurance": "mmssc:Claimed", "issued": date("2025"), **says}
    for key, prop in (("shows", "demonstrates"), ("disputes", "disputes")):
        if key in said:
            said[prop] = " , ".join(f"g:{code}" for code in said.pop(key).split())
    lines = [f"{ELSEWHERE.get(key, f'mmssc:{key}')} {value}" for key, value in said.items() if value]
    return f"e:{name} a mmssc:Evidence ; {' ; '.join(lines)} ."


def date(text: str) -> str:
    """Write a day, month or year."""
    kind = ("gYear", "gYearMonth", "date")[text.rstrip("Z").count("-")]
    return f'"{text}"^^xsd:{kind}'


def read(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(input=PROLOGUE + text, format=RdfFormat.TURTLE)]


@cache
def tiny() -> tuple[Triple, ...]:
    """Return the tiny model and the vocabulary that it is written in."""
    files = [*knowledge_files(CORE), Path(__file__).with_name("tiny-model.ttl")]
    return tuple(quad.triple for path in files for quad in triples(path))


def run(*evidence: str, views: Sequence[View] = (TODAY,)) -> Assessed:
    return assess(tiny(), read("\n".join(evidence)), views)


def ask(assessed: Assessed, where: str) -> list[tuple[str, ...]]:
    """Select the variables of a pattern in the order in which they come, each by the end of its IRI."""
    found = select(assessed.store, f"{PROLOGUE} SELECT DISTINCT {where}")
    return sorted(tuple(short(node.value) for node in row.values()) for row in found)


def short(text: str) -> str:
    return text.removeprefix(GARDEN).rpartition("#")[2].rpartition("urn:e:")[2]


def outcomes(assessed: Assessed) -> dict[str, str]:
    rows = ask(assessed, "?test ?outcome WHERE { ?f earl:test ?test ; earl:result/earl:outcome ?outcome }")
    assert len(rows) == len({test for test, _ in rows})
    return dict(rows)  # type: ignore[arg-type]


def levels(assessed: Assessed) -> dict[str, tuple[int, int]]:
    """Return the proved and the possible level of each characteristic."""
    rows = ask(
        assessed,
        """?code ?proved ?possible WHERE { ?r a mmssc:Rating ; mmssc:characteristic/skos:notation ?code ;
           mmssc:level/mmssc:rank ?proved ; mmssc:possibleLevel/mmssc:rank ?possible }""",
    )
    return {code: (int(proved), int(possible)) for code, proved, possible in rows}
