"""Real servers: the results are those of the triples that the server gives out, or there is a clear error."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, Store
from report_keys import keys_of
from sources import graph, held, names_blank_data, store_of
from strategies.cases import random_pair
from strategies.terms import EVERYTHING, ex
from w3c_case import anonymous

from mmssc.engine import Graph, UnsupportedShapesError
from mmssc.engine import validate as in_columns
from mmssc.engine.sparql import BlankNodesError, validate
from mmssc.server import Server, ServerError

if TYPE_CHECKING:
    from servers import RealServer

PAIRS = 120
LASTING = {"oxigraph", "virtuoso"}
"""Servers whose labels of blank nodes last from answer to answer."""


def client(server: RealServer, graphs: tuple[str, ...] = ()) -> Server:
    return Server(server.url, graphs=graphs or server.graphs, environment={})


def test_random_pairs(any_server: RealServer) -> None:
    compared = refused = failed = 0
    for seed in range(PAIRS):
        pair = random_pair(Random(seed), EVERYTHING.canonical)
        any_server.load(pair.data)
        server, shapes = client(any_server), Graph(pair.shapes)
        if names_blank_data(held(server).triples(), pair.shapes):
            continue
        try:
            found = validate(server, shapes, lasting_labels=any_server.name in LASTING)
        except BlankNodesError:
            refused += 1
            continue
        except ServerError:
            failed += 1
            continue
        wanted = in_columns(held(server), shapes)
        assert anonymous(keys_of(found)) == anonymous(keys_of(wanted)), seed
        assert list(found.matched.values()) == list(wanted.matched.values())
        compared += 1
    assert compared > PAIRS / 3
    assert (refused > 0) == (any_server.name not in LASTING)
    assert failed <= (PAIRS / 20 if any_server.name == "virtuoso" else 0)  # it refuses some literals in queries


SHAPES = """
ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:node ex:N ] .
ex:N a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .
"""


def test_blank_nodes_are_refused_unless_their_labels_last(any_server: RealServer) -> None:
    data = graph("ex:a a ex:Thing ; ex:p [ ex:q 1 ] , [ ex:r 1 ] .")
    any_server.load(list(data.triples()))
    with pytest.raises(BlankNodesError, match="lasting_labels") as error:
        validate(client(any_server), graph(SHAPES))
    assert "空节点" in error.value.text.zh
    if any_server.name in LASTING:
        assert len(validate(client(any_server), graph(SHAPES), lasting_labels=True)) == 1


def test_named_graphs(any_server: RealServer) -> None:
    one, other = (
        graph(f"ex:{name} a ex:Thing ." + text).triples() for name, text in (("a", ""), ("b", "ex:b ex:p 1 ."))
    )
    quads = [Quad(t.subject, t.predicate, t.object, ex("g1")) for t in one]
    quads += [Quad(t.subject, t.predicate, t.object, ex("g2")) for t in other]
    any_server.load(quads)
    shapes = graph("ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    store = Store()
    store.extend(quads)
    for graphs, bad in (([ex("g1")], 1), ([ex("g2")], 0), ([ex("g1"), ex("g2")], 1)):
        names = [name.value for name in graphs]
        plain = Server(any_server.url, environment={})
        for report in (
            validate(plain, shapes, graphs=names),
            validate(client(any_server, tuple(names)), shapes),
            validate(store, shapes, graphs=names),
        ):
            assert len(report) == bad
            assert report.matched == {ex("S"): len(graphs)}
    assert validate(store, shapes).matched == {ex("S"): 0}


def test_sparql_based_constraints_need_an_embedded_store(oxigraph_server: RealServer) -> None:
    data = graph("ex:a a ex:Thing ; ex:p 1 .")
    shapes = graph(
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql [ sh:message 'p' ; "
        "sh:select 'SELECT $this ?value WHERE { $this <http://example.com/ns#p> ?value }' ] ."
    )
    oxigraph_server.load(list(data.triples()))
    with pytest.raises(UnsupportedShapesError):
        validate(client(oxigraph_server), shapes)
    assert [result.focus for result in validate(store_of(data.triples()), shapes).results] == [
        NamedNode("http://example.com/ns#a")
    ]
