"""The level criteria on the example cities, in the embedded store and in real servers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sources import held, store_of

from mmssc.assess import View, assess
from mmssc.engine import Data, Graph
from mmssc.engine import validate as in_columns
from mmssc.engine.sparql import Embedded, validate
from mmssc.evidence.check import check
from mmssc.evidence.read import read_evidence
from mmssc.knowledge import knowledge_files, triples
from mmssc.server import Server

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from mmssc.engine import Report
    from servers import RealServer

CITIES = ["london", "singapore", "tianjin-eco-city"]
VIEW = View(dt.date(2026, 11, 21), "P2Y")


@cache
def known() -> list[Triple]:
    return [quad.triple for path in knowledge_files() for quad in triples(path)]


@cache
def city(name: str) -> tuple[list[Triple], Graph]:
    """Return what the criteria are evaluated on, and the criteria."""
    reading = read_evidence(str(Path(__file__).parents[2] / "examples" / f"{name}.ttl"), requirements=set())
    seen: list[tuple[Data, Graph]] = []

    def engine(data: Data, shapes: Graph) -> Report:
        seen.append((data, shapes))
        return in_columns(data, shapes)

    assess(known(), check([reading], known()).evidence, [VIEW], engine=engine)
    ((data, shapes),) = seen
    return list(data.triples()), shapes


def facts(report: Report) -> Counter[tuple[object, ...]]:
    return Counter((each.focus, each.path, each.value, each.component, each.shape) for each in report.results)


@pytest.mark.parametrize("name", CITIES)
def test_embedded(name: str) -> None:
    data, shapes = city(name)
    source = Embedded(store_of(data))
    found, wanted = validate(source, shapes), in_columns(Data.of(data), shapes)
    assert len(wanted) > 1000
    assert facts(found) == facts(wanted)
    assert found.matched == wanted.matched
    assert source.sent < 50  # of some 6,000 steps


def test_as_many_queries_for_three_cities_as_for_one() -> None:
    one, three = Embedded(store_of(city("london")[0])), Embedded(store_of(t for name in CITIES for t in city(name)[0]))
    for source in (one, three):
        validate(source, city("london")[1])
    assert one.sent == three.sent


def test_servers(any_server: RealServer) -> None:
    data, shapes = city("singapore")
    any_server.load(data)
    server = Server(any_server.url, graphs=any_server.graphs, environment={})
    wanted = in_columns(held(server), shapes)  # Virtuoso writes durations in its own way
    assert len(wanted) > 1000
    assert facts(validate(server, shapes)) == facts(wanted)
