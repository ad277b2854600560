"""The client against servers as they are: the same answers as from the embedded store, and each server's quirks.

What ``docs/endpoints.md`` says of a server stands here as a test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, QueryTriples, RdfFormat, Store

from mmssc.names import XSD
from mmssc.server import Server, ServerError

if TYPE_CHECKING:
    from servers import RealServer

P = "PREFIX e: <http://example.org/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
E = "http://example.org/"
# Literals that every server leaves as they are.
DATA = f"""
<{E}a> <{E}name> "Ada" .
<{E}a> <{E}name> "艾达"@zh .
<{E}a> <{E}says> "a \\"quote\\", a \\\\ and\\na line" .
<{E}a> <{E}knows> <{E}b> .
<{E}b> <{E}knows> <{E}c> .
<{E}b> <{E}age> "7"^^<{XSD}integer> .
<{E}c> <{E}since> "2026-11-21"^^<{XSD}date> .
<{E}c> <{E}name> "Cy" .
"""
SELECTS = [
    "SELECT * { ?s ?p ?o }",
    P + "SELECT ?s ?n { ?s e:knows ?o OPTIONAL { ?s e:name ?n } }",
    P + "SELECT DISTINCT ?s { ?s e:knows|e:name ?o } ORDER BY DESC(?s)",
    P + "SELECT ?o { e:a e:knows+ ?o }",
    P + "SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(?s) > 1)",
    P + "SELECT ?s { ?s e:age ?n FILTER(?n > 5) } LIMIT 3",
    P + "SELECT ?s ?o { ?s e:knows ?o } VALUES ?s { e:a e:c }",
    P + "SELECT ?s { ?s ?p ?o FILTER NOT EXISTS { ?s e:name ?n } }",
    P + "SELECT ?s { ?s e:nothing ?o }",
]


@pytest.fixture(scope="module")
def embedded() -> Store:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.N_TRIPLES)
    return store


def asked(server: RealServer, **options: object) -> Server:
    return Server(server.url, graphs=server.graphs, environment={}, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("page", [None, 2])
def test_rows_are_those_of_the_embedded_store(any_server: RealServer, embedded: Store, page: int | None) -> None:
    any_server.load(DATA)
    server = asked(any_server, page=page)
    for query in SELECTS:
        wanted = embedded.query(query)
        assert isinstance(wanted, QuerySolutions)
        names = [variable.value for variable in wanted.variables]
        found = server.select(query)
        assert set(found) == set(names)
        rows = zip(*(found[name] for name in names), strict=True)
        assert sorted(map(str, rows)) == sorted(str(tuple(row[name] for name in names)) for row in wanted), query


def test_yes_and_no(any_server: RealServer) -> None:
    any_server.load(DATA)
    assert asked(any_server).ask(P + "ASK { e:a e:knows/e:knows e:c }")
    assert not asked(any_server).ask(P + "ASK { e:c e:knows ?x }")


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT WHERE { ?s ?p ?o }",
        P + "CONSTRUCT { ?o e:knownBy ?s . ?s e:named ?n } WHERE { ?s e:knows ?o OPTIONAL { ?s e:name ?n } }",
    ],
)
def test_graphs_are_those_of_the_embedded_store(any_server: RealServer, embedded: Store, query: str) -> None:
    any_server.load(DATA)
    wanted = embedded.query(query)
    assert isinstance(wanted, QueryTriples)
    assert set(asked(any_server).construct(query)) == set(wanted)


def test_descriptions(any_server: RealServer) -> None:
    any_server.load(DATA)
    assert {triple.subject for triple in asked(any_server).describe(f"DESCRIBE <{E}a>")} >= {NamedNode(E + "a")}


def test_a_query_too_long_for_an_address(any_server: RealServer) -> None:
    any_server.load(DATA)
    values = " ".join(f"<{E}{number}>" for number in range(1000))
    found = asked(any_server).select(f"SELECT ?s {{ ?s ?p ?o VALUES ?s {{ {values} <{E}c> }} }}")
    assert found == {"s": [NamedNode(E + "c")] * 2}


def test_a_refused_query_shows_the_servers_words(any_server: RealServer) -> None:
    with pytest.raises(ServerError) as caught:
        asked(any_server).select("SELECT ?s { ?s ?p }")
    assert caught.value.code == "query-refused"
    assert "error" in caught.value.text.en.lower()


def test_a_wrong_path_is_no_service(any_server: RealServer) -> None:
    base = any_server.url.rpartition("/")[0]
    with pytest.raises(ServerError) as caught:
        Server(f"{base}/nowhere", environment={}).select("SELECT * { ?s ?p ?o }")
    assert caught.value.code == "not-found"


@pytest.fixture(scope="module")
def many() -> str:
    return "".join(f'<{E}{number:05}> <{E}p> "n{number % 9}" .\n' for number in range(25_000))


def test_more_rows_than_virtuoso_gives(any_server: RealServer, many: str) -> None:
    any_server.load(many)
    server = asked(any_server)
    found = server.select(P + "SELECT ?s ?n { ?s e:p ?n }")
    assert len(set(found["s"])) == len(found["s"]) == 25_000
    # Virtuoso: rows, count, three pages, two counts.
    assert server.sent == (7 if any_server.name == "virtuoso" else 2)
    ordered = server.select(P + "SELECT DISTINCT ?s { ?s e:p ?n } ORDER BY DESC(?s)")["s"]
    assert [str(node) for node in ordered] == sorted(map(str, ordered), reverse=True)
    assert len(ordered) == 25_000


NAMED = f"""<{E}a> <{E}p> "home" .
<{E}a> <{E}p> "g" <{E}g> .
<{E}b> <{E}p> "h" <{E}h> .
<{E}c> <{E}p> "i" <{E}i> .
"""


def test_graphs_named(any_server: RealServer) -> None:
    any_server.load(NAMED)
    server = Server(any_server.url, graphs=(E + "g", E + "h"), environment={})
    assert set(server.select("SELECT ?o { ?s ?p ?o }")["o"]) == {Literal("g"), Literal("h")}
    assert set(server.select("SELECT ?o { GRAPH ?g { ?s ?p ?o } }")["o"]) == {Literal("g"), Literal("h")}
    assert server.construct("CONSTRUCT { ?s <urn:in> ?g } { GRAPH ?g { ?s ?p 'h' } }")[0].object == NamedNode(E + "h")


def test_what_the_default_graph_is(any_server: RealServer) -> None:
    any_server.load(NAMED)
    assert Server(any_server.url, environment={}).default_graph_is_union() is (any_server.name == "virtuoso")


def test_a_server_without_named_graphs(oxigraph_server: RealServer) -> None:
    oxigraph_server.load(DATA)
    assert Server(oxigraph_server.url, environment={}).default_graph_is_union() is None


def test_blank_nodes(any_server: RealServer) -> None:
    """Virtuoso's labels last, so that it alone is paged; elsewhere they may mean another node in the next answer."""
    any_server.load("".join(f'_:b{number} <{E}p> "{number}" .\n' for number in range(6)))
    nodes = asked(any_server).select("SELECT ?s { ?s ?p ?o }")["s"]
    assert len(set(nodes)) == 6
    assert all(isinstance(node, BlankNode) for node in nodes)
    paged = asked(any_server, page=4)
    if any_server.name == "virtuoso":
        assert set(paged.select("SELECT ?s { ?s ?p ?o }")["s"]) == set(nodes)
        label = str(nodes[0]).removeprefix("_:")
        assert asked(any_server).ask(f"ASK {{ <nodeID://{label}> ?p ?o }}")
        return
    with pytest.raises(ServerError) as caught:
        paged.select("SELECT ?s { ?s ?p ?o }")
    assert caught.value.code == "blank-nodes"


# As loaded, and as Oxigraph and Virtuoso give them back; Fuseki, in memory, gives back what was loaded.
REWRITTEN = [
    ("1.50", "decimal", "1.5", "1.5"),
    ("01", "integer", "1", "1"),
    ("1e0", "double", "1", "1.0"),
    ("true", "boolean", "true", "1"),
    ("P2Y", "duration", "P2Y", "24"),
    ("PT15M", "duration", "PT15M", "900.0"),
    ("P1D", "dayTimeDuration", "P1D", "86400.0"),
    ("2026", "gYear", "2026", "2026"),
    ("2026-11-21T10:00:00+08:00", "dateTime", "2026-11-21T10:00:00+08:00", "2026-11-21T10:00:00+08:00"),
    ("NaN", "double", "NaN", "NaN"),
    ("x", "anyURI", "x", "x"),
    ("2026-11-21", "date", "2026-11-21", "2026-11-21"),
    ("2026-11-21T00:00:00.000Z", "dateTime", "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z"),
    ("abc", "integer", "abc", "0"),
    ("2026-02-30", "date", "2026-02-30", "2026-02-30"),
]


@pytest.mark.parametrize(("text", "kind", "of_oxigraph", "of_virtuoso"), REWRITTEN)
def test_what_servers_make_of_literals(
    any_server: RealServer, text: str, kind: str, of_oxigraph: str, of_virtuoso: str
) -> None:
    any_server.load(f'<{E}a> <{E}p> "{text}"^^<{XSD}{kind}> .')
    wanted = {"oxigraph": of_oxigraph, "fuseki": text, "virtuoso": of_virtuoso}[any_server.name]
    [found] = asked(any_server).select(P + "SELECT ?o { e:a e:p ?o }")["o"]
    assert isinstance(found, Literal)
    assert (found.value, found.datatype.value) == (wanted, XSD + kind)


def test_language_tags_are_in_lower_case(any_server: RealServer) -> None:
    """As in the embedded store, whatever a server does."""
    any_server.load(f'<{E}a> <{E}p> "x"@zh-CN .')
    [found] = asked(any_server).select(P + "SELECT ?o { e:a e:p ?o }")["o"]
    assert isinstance(found, Literal)
    assert found.language == "zh-cn"


def test_what_virtuoso_says_of_its_limit(virtuoso_server: RealServer, many: str) -> None:
    """The limit shows in a header alone, and the status is 200."""
    virtuoso_server.load(many)
    address = f"{virtuoso_server.url}?{urlencode({'query': f'SELECT * {{ ?s <{E}p> ?o }}'})}"
    request = Request(address, headers={"Accept": "application/sparql-results+json"})
    with urlopen(request, timeout=60) as answer:
        assert (answer.status, answer.headers["X-SPARQL-MaxRows"]) == (200, "10000")
