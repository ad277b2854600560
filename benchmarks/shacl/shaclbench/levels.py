"""Levels read off validation results, to compare with those that ``mmssc assess`` gives."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, Store, parse

from mmssc.knowledge import knowledge_files, triples
from mmssc.store import select
from shaclbench.model import prefixed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from shaclbench.compare import Row

__all__ = ["Levels", "assessed_levels", "levels_of"]

Levels = dict[tuple[str, str], int]
"""Community and code of a characteristic → rank of the level that is proved."""

_CRITERIA: Final = prefixed("""
SELECT ?criterion ?code ?rank ?part WHERE {
  ?criterion a mmssc:Criterion ; mmssc:characteristic/skos:notation ?code ; mmssc:level/mmssc:rank ?rank .
  OPTIONAL { ?criterion sh:property ?part }
}""")

_ASSESSMENTS: Final = prefixed("""
SELECT ?assessment ?community WHERE { ?assessment a mmssc:Assessment ; mmssc:community ?community }""")


def levels_of(results: Iterable[Row], data: Path) -> Levels:
    """Work out levels from results alone: the highest rank of which no constraint, and no requirement, has a result.

    Args:
        results: What an engine found when it validated the data.
        data: The data, as ``write_data`` wrote them.
    """
    store = Store()
    for file in knowledge_files(["ontology/iso37107.ttl", "shapes/iso37107"]):
        store.bulk_extend(triples(file))
    asked = [(str(row["criterion"]), str(row.get("part", "")), row) for row in select(store, _CRITERIA)]
    failed = {(row.focus, row.shape) for row in results}
    facts = Store()
    facts.bulk_extend(
        quad
        for quad in parse(path=str(data), format=RdfFormat.N_TRIPLES)
        if "/assessment/" in str(quad.subject) and "admits" not in quad.predicate.value
    )
    levels: Levels = {}
    for assessment in select(facts, _ASSESSMENTS):
        focus = str(assessment["assessment"])
        holds: dict[tuple[str, int], bool] = defaultdict(lambda: True)
        for criterion, part, row in asked:
            key = row["code"].value, int(row["rank"].value)
            holds[key] &= (focus, criterion) not in failed and (focus, part) not in failed
        for (code, rank), held in holds.items():
            place = assessment["community"].value, code
            levels[place] = max(levels.get(place, 0), rank if held else 0)
    return levels


def assessed_levels(path: Path) -> Levels:
    """Read the levels from what ``mmssc assess --format csv`` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["community"], row["characteristic"]): int(row["level"]) for row in csv.DictReader(file)}
