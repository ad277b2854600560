"""Batches of whole communities: how many questions they cost, what is kept together, what is noticed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from served_data import ADDITION, CITIES, ODD, city, item

from mmssc.evidence.batch import Batch
from mmssc.evidence.check import base_of, check_batch
from mmssc.evidence.served import Served
from mmssc.knowledge import folder, knowledge_files, triples
from mmssc.names import MMSSC
from mmssc.problem import UnusableInputError
from mmssc.server import Server

if TYPE_CHECKING:
    from mmssc.engine import Base
    from servers import RealServer

COMMUNITY = NamedNode(MMSSC + "community")


@pytest.fixture(scope="module")
def base() -> Base:
    return base_of(quad.triple for path in knowledge_files() for quad in triples(path))


def client(server: RealServer) -> Server:
    return Server(server.url, graphs=server.graphs, environment={})


def asked(server: RealServer, base: Base, size: int = 10_000, most: int = 500) -> tuple[int, list[list[str]]]:
    """Return how many requests reading took, and the communities of each batch."""
    sender = client(server)
    parts = list(Served(sender, base, size=size, most=most).parts())
    return sender.sent, [list(part.communities) for part in parts]


def test_questions_do_not_depend_on_communities(oxigraph_server: RealServer, base: Base) -> None:
    sent = set()
    for number in (1, 10, 200):
        oxigraph_server.load("".join(city(f"c{each}", 2) for each in range(number)))
        requests, batches = asked(oxigraph_server, base)
        assert [len(batch) for batch in batches] == [number]
        sent.add(requests)
    assert sent == {
        10
    }  # before and after: the communities twice, the shared items; a batch: two questions; each counted


def test_as_many_questions_a_batch(oxigraph_server: RealServer, base: Base) -> None:
    oxigraph_server.load("".join(city(f"c{each}", 5) for each in range(40)))
    for size, most, batches in ((200, 500, 1), (100, 500, 2), (50, 500, 4), (200, 4, 10), (5, 500, 40), (1, 500, 40)):
        sent, found = asked(oxigraph_server, base, size, most)
        assert len(found) == batches
        assert sent == 6 + 4 * batches
        assert sorted(each for batch in found for each in batch) == sorted(
            f"<https://example.org/c{each}>" for each in range(40)
        )


def test_no_batch_is_larger_than_asked(oxigraph_server: RealServer, base: Base) -> None:
    oxigraph_server.load("".join(city(f"c{each}", 1 + each % 7) for each in range(40)) + city("large", 30))
    served = Served(client(oxigraph_server), base, size=10)
    parts = list(served.parts())
    assert len(parts) == len(served)
    for part, size in zip(parts, served.sizes(), strict=True):
        items = part.read().count(b"#community>")
        assert items == size
        assert items <= 10 or part.communities == ("<https://example.org/large>",)


@pytest.mark.parametrize("size", [1, 4, 10_000])
def test_communities_that_share_items_stay_together(oxigraph_server: RealServer, base: Base, size: int) -> None:
    oxigraph_server.load(ODD)
    _, batches = asked(oxigraph_server, base, size)
    together = next(batch for batch in batches if "<https://example.org/a>" in batch)
    assert {f"<https://example.org/{name}>" for name in "amz"} <= set(together)
    assert [] in batches  # the items of no community


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    named=st.lists(st.sets(st.integers(0, 7), max_size=3), min_size=1, max_size=12),
    size=st.integers(1, 8),
    most=st.integers(1, 8),
)
def test_batches_hold_what_the_whole_holds(
    oxigraph_server: RealServer, base: Base, named: list[set[int]], size: int, most: int
) -> None:
    """However items are spread over communities, each item is in one batch, with all that names its communities."""
    data = "".join(item(f"i{n}", [f"<https://example.org/{c}>" for c in each]) for n, each in enumerate(named))
    oxigraph_server.load(data)
    parts = list(Served(client(oxigraph_server), base, size=size, most=most).parts())
    assert sorted(line for part in parts for line in part.read().decode().splitlines()) == sorted(data.splitlines())
    homes = [community for part in parts for community in part.communities]
    assert sorted(homes) == sorted({f"<https://example.org/{c}>" for each in named for c in each})


def test_what_is_read_at_once_is_what_is_read_in_batches(oxigraph_server: RealServer, base: Base) -> None:
    oxigraph_server.load(CITIES + ODD)
    whole = Served(client(oxigraph_server), base).reading()
    pieces = Served(client(oxigraph_server), base, size=20).reading()
    assert whole.source == oxigraph_server.url
    assert set(whole.quads) == set(pieces.quads)
    assert whole.offered == pieces.offered
    assert len(check_batch(Batch.of([whole], base), base)) > 1000


@pytest.mark.parametrize("later", [ODD + ADDITION, ODD.replace("again", "renamed"), city("a"), ODD + city("more")])
def test_a_change_while_reading(oxigraph_server: RealServer, base: Base, later: str) -> None:
    oxigraph_server.load(ODD)
    parts = Served(client(oxigraph_server), base, size=1).parts()
    oxigraph_server.load(later)
    if later.count("\n") == ODD.count("\n"):
        assert list(parts)  # an item that took another name before it was read is read by that name
        return
    with pytest.raises(UnusableInputError, match="changed while being read"):
        list(parts)


def test_a_change_after_the_last_batch(oxigraph_server: RealServer, base: Base) -> None:
    oxigraph_server.load(city("a"))
    parts = Served(client(oxigraph_server), base).parts()
    next(parts)
    oxigraph_server.load(city("a") + city("b"))
    with pytest.raises(UnusableInputError, match="changed while being read"):
        next(parts)


def test_a_statement_about_a_statement(oxigraph_server: RealServer, base: Base) -> None:
    data = item("i", ["<https://example.org/a>"])
    oxigraph_server.load(
        data + "<https://example.org/i> <http://purl.org/dc/terms/source> <<( <urn:s> <urn:p> <urn:o> )>> .\n"
    )
    with pytest.raises(UnusableInputError, match="statement about a statement"):
        list(Served(client(oxigraph_server), base).parts())


# --- Lexical forms that a server rewrites ---

PATTERN = re.search(r'sh:pattern "(\^P[^"]*)"', folder("shapes/facets.ttl").read_text(encoding="utf-8"))
DURATIONS = st.from_regex(r"P(0D)?T(0?[01]H)?([0-9]{1,2}M)?([0-9]{1,4}(\.[0-9]{1,3})?S)?", fullmatch=True).filter(
    lambda text: not text.endswith("T")
)


@pytest.mark.parametrize("server_name", ["oxigraph", "fuseki"])
def test_a_duration_that_counts_as_nearly_real_time_goes_on_doing_so(
    request: pytest.FixtureRequest, server_name: str
) -> None:
    """Oxigraph writes a duration in its own way: PT60M becomes PT1H. That never takes a level away."""
    assert PATTERN is not None
    pattern = re.compile(PATTERN[1].replace("\\\\", "\\"))
    server: RealServer = request.getfixturevalue(f"{server_name}_server")

    @settings(max_examples=8, deadline=None)
    @given(st.lists(DURATIONS, min_size=50, max_size=200, unique=True))
    def check(texts: list[str]) -> None:
        texts = [*texts, "PT1H", "PT60M", "PT3600S", "PT0S", "P0D", "PT59M59.999S", "PT90S", "P0DT0H60M0S"]
        xsd = "http://www.w3.org/2001/XMLSchema#duration"
        server.load("".join(f'<urn:{n}> <urn:p> "{text}"^^<{xsd}> .\n' for n, text in enumerate(texts)))
        rows = client(server).select("SELECT ?s ?o { ?s <urn:p> ?o }")
        given_as = {node.value: value.value for node, value in zip(rows["s"], rows["o"], strict=True)}  # type: ignore[union-attr]
        assert len(given_as) == len(texts)
        lost = [
            (t, given_as[f"urn:{n}"])
            for n, t in enumerate(texts)
            if pattern.match(t) and not pattern.match(given_as[f"urn:{n}"])
        ]
        assert lost == []

    check()


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2025", "gYear"), ("2025-03", "gYearMonth"), ("2025-03-01", "date"), ("2025-03-01Z", "date"),
        ("2025-03-01+08:00", "date"),
        ("2025Z", "gYear"), ("2025-02-30", "date"), ("2025-13", "gYearMonth"), ("soon", "date"),
    ],
)  # fmt: skip
def test_dates_keep_their_form(any_server: RealServer, text: str, datatype: str) -> None:
    any_server.load(f'<urn:s> <urn:p> "{text}"^^<http://www.w3.org/2001/XMLSchema#{datatype}> .\n')
    (value,) = client(any_server).select("SELECT ?o { <urn:s> <urn:p> ?o }")["o"]
    assert str(value) == f'"{text}"^^<http://www.w3.org/2001/XMLSchema#{datatype}>'
