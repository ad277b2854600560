"""A server that hands out fewer rows than there are, without a word: all rows come, or an error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hostile import Asked, Peer, hostile, http
from pyoxigraph import BlankNode, Literal, QueryResultsFormat, QuerySolutions, Store

from mmssc.server import Server, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

COUNT = 100
DATA = "".join(f'<http://example.org/{i}> <http://example.org/p> "{i % 7}" .\n' for i in range(COUNT))
QUERY = "SELECT ?s ?o { ?s ?p ?o }"


@pytest.fixture(scope="module")
def rows() -> set[tuple[object, object]]:
    found = store_of(DATA).query(QUERY)
    assert isinstance(found, QuerySolutions)
    return {(row["s"], row["o"]) for row in found}


def store_of(data: str) -> Store:
    from pyoxigraph import RdfFormat

    store = Store()
    store.load(data.encode(), format=RdfFormat.N_TRIPLES)
    return store


def limited(
    most: int, data: str = DATA, change: Callable[[Store, int], None] = lambda *_: None
) -> AbstractContextManager[Peer]:
    """Run a server that answers rightly and cuts every answer."""
    store = store_of(data)

    def behave(asked: Asked, number: int) -> bytes:
        change(store, number)
        body = store.query(asked.query).serialize(format=QueryResultsFormat.JSON)
        found = json.loads(body)
        found["results"]["bindings"] = found["results"]["bindings"][:most]
        return http(json.dumps(found))

    return hostile(behave)


@pytest.mark.parametrize("most", [1, 7, 50, 99, 100, 101])
def test_all_rows_come(most: int, rows: set[tuple[object, object]]) -> None:
    with limited(most) as peer:
        server = Server(peer.url, environment={})
        found = server.select(QUERY)
        assert len(found["s"]) == COUNT
        assert set(zip(found["s"], found["o"], strict=True)) == rows
        # Rows and count; then pages, a second count, and a count of the rows that differ.
        pages = 0 if most >= COUNT else -(-COUNT // most) + 2
        assert server.sent == 2 + pages


def test_equal_rows_are_all_counted() -> None:
    with limited(9) as peer:
        assert len(Server(peer.url, environment={}).select("SELECT ?o { ?s ?p ?o }")["o"]) == COUNT


def test_values_that_are_equal_and_not_the_same() -> None:
    """In an order by value alone, 1 and 01 stand anywhere beside each other, and pages would lose one."""
    forms = ["1", "01", "001", "+1", "1.0", "1.00"]
    literals = [f'"{form}"^^<urn:{kind}>' for form in forms for kind in "ab"] + [f'"1"@{lang}' for lang in ("en", "zh")]
    data = "".join(f"<urn:s> <urn:p> {literal} .\n" for literal in literals)
    with limited(1, data) as peer:
        assert len(set(Server(peer.url, environment={}).select("SELECT ?o { ?s ?p ?o }")["o"])) == len(literals)


def test_a_page_size_of_ones_own(rows: set[tuple[object, object]]) -> None:
    told: list[tuple[int, int | None]] = []
    with limited(1000) as peer:
        server = Server(peer.url, page=30, progress=lambda *state: told.append(state), environment={})
        found = server.select("SELECT * { ?s <http://example.org/p> ?o }")
        assert set(zip(found["s"], found["o"], strict=True)) == rows
        assert server.sent == 1 + 1 + 4 + 2  # count, variables, pages, counts
    assert told == [(30, COUNT), (60, COUNT), (90, COUNT), (100, COUNT)]


def test_a_page_size_that_is_never_reached() -> None:
    with limited(1000) as peer:
        server = Server(peer.url, page=200, environment={})
        assert len(server.select(QUERY)["s"]) == COUNT
        assert server.sent == 2


def test_a_limit_below_the_page_size(rows: set[tuple[object, object]]) -> None:
    with limited(11) as peer:
        assert len(Server(peer.url, page=30, environment={}).select(QUERY)["s"]) == len(rows)


@pytest.mark.parametrize(("limit", "sent"), [(5, 1), (100, 1), (101, 2)])
def test_a_filled_limit_needs_no_count(limit: int, sent: int) -> None:
    with limited(1000) as peer:
        server = Server(peer.url, environment={})
        assert len(server.select(f"{QUERY} LIMIT {limit}")["s"]) == min(limit, COUNT)
        assert server.sent == sent


def test_a_limit_of_the_query_above_that_of_the_server() -> None:
    with limited(10) as peer:
        found = Server(peer.url, environment={}).select(f"{QUERY} ORDER BY ?s LIMIT 25 OFFSET 5")
    assert len(set(found["s"])) == 25


def test_who_knows_the_number_needs_no_count() -> None:
    with limited(1000) as peer:
        server = Server(peer.url, environment={})
        assert len(server.select(QUERY, expect=COUNT)["s"]) == COUNT
        assert server.sent == 1


def test_the_graph_made_is_whole_too() -> None:
    with limited(10) as peer:
        assert (
            len(Server(peer.url, environment={}).construct("CONSTRUCT { ?o <urn:p> ?s } { ?s ?p ?o }")) == 0
        )  # literals
        assert len(Server(peer.url, environment={}).construct("CONSTRUCT { ?s <urn:p> ?o } { ?s ?p ?o }")) == COUNT


def code_of(peer: Peer, query: str = QUERY) -> str:
    with pytest.raises(ServerError) as caught:
        Server(peer.url, environment={}).select(query)
    return caught.value.code


def test_a_server_that_gives_nothing() -> None:
    with limited(0) as peer:
        assert code_of(peer) == "not-results"  # not even a count


def test_a_server_that_gives_no_rows_but_a_count() -> None:
    def behave(asked: Asked, _: int) -> bytes:
        if "COUNT(*)" in asked.query:
            return http(
                '{"head":{"vars":["mmssc_rows"]},"results":{"bindings":[{"mmssc_rows":{"type":"literal","value":"9"}}]}}'
            )
        return http('{"head":{"vars":["s","o"]},"results":{"bindings":[]}}')

    with hostile(behave) as peer:
        assert code_of(peer) == "short"


def test_a_server_that_stops_giving_pages() -> None:
    """Some servers limit the offset too."""
    store = store_of(DATA)

    def behave(asked: Asked, _: int) -> bytes:
        found = json.loads(store.query(asked.query).serialize(format=QueryResultsFormat.JSON))
        if "OFFSET 40" in asked.query:
            found["results"]["bindings"] = []
        found["results"]["bindings"] = found["results"]["bindings"][:20]
        return http(json.dumps(found))

    with hostile(behave) as peer:
        assert code_of(peer) == "short"


def test_a_server_that_sorts_wrongly() -> None:
    """As many rows as there are, some twice."""
    store = store_of(DATA)

    def behave(asked: Asked, _: int) -> bytes:
        query = asked.query.replace("OFFSET 20", "OFFSET 10")
        found = json.loads(store.query(query).serialize(format=QueryResultsFormat.JSON))
        found["results"]["bindings"] = found["results"]["bindings"][:20]
        return http(json.dumps(found))

    with hostile(behave) as peer:
        assert code_of(peer) == "mixed"


def test_blank_nodes_are_not_paged() -> None:
    data = "".join(f'_:b{i} <http://example.org/p> "{i}" .\n' for i in range(20))
    with limited(10, data) as peer:
        assert code_of(peer) == "blank-nodes"
        assert len(Server(peer.url, environment={}).select("SELECT ?o { ?s ?p ?o }")["o"]) == 20
    with limited(20, data) as peer:
        assert all(isinstance(node, BlankNode) for node in Server(peer.url, environment={}).select(QUERY)["s"])


@pytest.mark.parametrize("moment", [2, 3, 5, 12, 13])
@pytest.mark.parametrize("change", ["add", "remove"])
def test_data_that_change_while_being_read(moment: int, change: str) -> None:
    """Whenever it happens, nothing comes that looks whole and is a mixture."""
    verb = {"add": "INSERT DATA", "remove": "DELETE DATA"}[change]
    what = {"add": '<http://example.org/00> <http://example.org/p> "x"', "remove": DATA.splitlines()[0][:-2]}[change]

    def update(store: Store, number: int) -> None:
        if number == moment:
            store.update(f"{verb} {{ {what} }}")

    with limited(10, change=update) as peer:
        if moment == 2:  # before the count: the pages are all of one state
            found = Server(peer.url, environment={}).select(QUERY)
            assert len(found["s"]) == COUNT + {"add": 1, "remove": -1}[change]
        else:
            assert code_of(peer) in {"changed", "short"}


def test_rows_without_variables() -> None:
    with limited(1000) as peer:
        rows = Server(peer.url, environment={}).rows("SELECT * { <http://example.org/1> <http://example.org/p> '1' }")
    assert (rows.columns, rows.count) == ({}, 1)


def test_unbound_values() -> None:
    with limited(1000) as peer:
        found = Server(peer.url, environment={}).select("SELECT ?o ?x { ?s ?p ?o } LIMIT 2")
    assert found["x"] == [None, None]
    assert isinstance(found["o"][0], Literal)
