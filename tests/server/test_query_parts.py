"""Counting and paging a query give what the query gives; putting rows into a template makes what CONSTRUCT makes."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from mmssc.server.query import Select, Template, UnfitQueryError, form_of
from mmssc.server.results import Rows
from mmssc.server.template import instantiate

DATA = """
@prefix e: <http://example.org/> .
e:a e:p 1 , "1" , "1"@en , "1"@zh , 1.0 , e:b ; e:q e:b , e:c ; e:limit 3 .
e:b e:p 2 , "zwei {"@de , "# no comment" ; e:q e:a .
e:c e:p 2 , "it's \\"quoted\\"" ; e:from e:where ; e:%20 "%s" .
e:d e:p true , "2026-11-21"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
P = "PREFIX e: <http://example.org/>\n"
QUERIES = [
    "SELECT * { ?s ?p ?o }",
    P + "SELECT ?s WHERE { ?s e:p ?o }",
    P + "select distinct ?s where { ?s e:p ?o } order by desc(?s)",
    P + "SELECT REDUCED ?s ?o { ?s e:p ?o } LIMIT 5",
    P + "SELECT ?s ?o { ?s e:p ?o } ORDER BY ?o LIMIT 5 OFFSET 2",
    P + "SELECT ?s ?o { ?s e:p ?o } OFFSET 2 LIMIT 3",
    P + "SELECT ?s ?o { ?s e:p ?o } OFFSET 20",
    P + "SELECT ?s (COUNT(?o) AS ?n) { ?s e:p ?o } GROUP BY ?s HAVING (COUNT(?o) > 1)",
    P + "SELECT ?s (COUNT(?o) AS ?n) (SAMPLE(?o) AS ?limit) { ?s e:p ?o } GROUP BY ?s ORDER BY ?n",
    P + "SELECT (EXISTS { ?s e:q ?x FILTER(?x != e:b) } AS ?e) ?s { ?s e:p ?o }",
    P + "SELECT ?s ?o { ?s e:p ?o } VALUES ?s { e:a e:b }",
    P + "SELECT ?s ?o { ?s e:p ?o } ORDER BY ?s LIMIT 4 VALUES (?s ?o) { (e:a UNDEF) (e:b 2) }",
    P + "SELECT ?s (COUNT(?o) AS ?n) { ?s e:p ?o } GROUP BY ?s VALUES ?s { e:a }",
    P + "SELECT (COUNT(?o) AS ?n) { ?s e:p ?o } VALUES ?o { 2 }",
    P + "SELECT ?s ?o { ?s e:limit ?o } # LIMIT 1 }",
    P + "SELECT ?s { ?s e:from e:where } # the end",
    P + 'SELECT ?limit ?from { ?limit e:p ?from FILTER(STR(?from) != "} LIMIT 1 {") }',
    P + "SELECT ?s { { SELECT ?s { ?s e:p ?o } ORDER BY ?o LIMIT 6 } ?s e:q ?x }",
    P + "SELECT * { ?s e:q+ ?o OPTIONAL { ?o e:limit ?l } }",
    P + "SELECT ?s ?none { ?s e:p 2 }",
    P + "SELECT ?mmssc { ?s e:p ?mmssc MINUS { ?s e:q e:a } }",
    P + "SELECT ?s ?o { ?s e:%20 ?o }",
    "BASE <http://example.org/>\nPREFIX : <#>\n# SELECT ?none\nSELECT ?s { ?s <p> ?o }",
    P + "SELECT ?s FROM <http://example.org/g> { ?s e:p ?o }",
    P + "SELECT ?s ?g FROM NAMED <http://example.org/g> WHERE { GRAPH ?g { ?s e:p ?o } }",
    P + "SELECT * { }",
]


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TURTLE)
    graph = NamedNode("http://example.org/g")
    store.extend([Quad(*quad.triple, graph) for quad in list(store)[:7]])
    return store


def rows_of(store: Store, query: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = tuple(variable.value for variable in found.variables)
    return names, [tuple(row[name] for name in names) for row in found]


@pytest.mark.parametrize("query", QUERIES)
class TestSelect:
    def test_the_count_is_the_number_of_rows(self, store: Store, query: str) -> None:
        _, [(count,)] = rows_of(store, Select.read(query).count())
        assert isinstance(count, Literal)
        assert int(count.value) == len(rows_of(store, query)[1])

    def test_the_distinct_count_is_the_number_of_different_rows(self, store: Store, query: str) -> None:
        names, rows = rows_of(store, query)
        if not names:
            pytest.skip("rows without variables cannot differ")
        select = Select.read(query)
        _, [(count,)] = rows_of(store, select.count(names))
        assert isinstance(count, Literal)
        if select.limit is None and not select.offset:
            assert int(count.value) == len(set(rows))
        else:
            assert int(count.value) <= len(rows)

    @pytest.mark.parametrize("nested", [False, True])
    @pytest.mark.parametrize("size", [1, 3, 100])
    def test_the_pages_are_the_rows(self, store: Store, query: str, size: int, nested: bool) -> None:
        select = Select.read(query)
        names, rows = rows_of(store, query)
        if not names:
            pytest.skip("rows without variables cannot be sorted, and are not paged")
        pages: list[tuple[object, ...]] = []
        while page := rows_of(store, select.page(names, size, len(pages), nested=nested))[1]:
            pages += page
        if select.limit is None and not select.offset:
            assert Counter(pages) == Counter(rows)
        else:  # which rows a window shows is open where its order leaves ties
            assert len(pages) == len(rows)

    def test_a_sample_has_the_same_variables(self, store: Store, query: str) -> None:
        assert set(rows_of(store, Select.read(query).sample())[0]) == set(rows_of(store, query)[0])


def test_pages_keep_the_order_asked_for(store: Store) -> None:
    query = P + "SELECT ?s ?o { ?s e:p ?o } ORDER BY DESC(?s)"
    select = Select.read(query)
    pages = [row for skip in range(20) for row in rows_of(store, select.page(("s", "o"), 1, skip))[1]]
    assert [row[0] for row in pages] == [row[0] for row in rows_of(store, query)[1]]


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("PREFIX select: <urn:ask> ASK {}", "ASK"),
        ("# SELECT\nBASE <urn:x>\nCONSTRUCT WHERE {}", "CONSTRUCT"),
        ("describe <urn:x>", "DESCRIBE"),
    ],
)
def test_the_form_of_a_query(query: str, form: str) -> None:
    assert form_of(query) == form


@pytest.mark.parametrize(
    "query", ["", "INSERT DATA {}", "PREFIX e: SELECT", "DELETE WHERE { ?s ?p ?o } # SELECT", "x SELECT"]
)
def test_what_is_no_query(query: str) -> None:
    with pytest.raises(UnfitQueryError):
        form_of(query)


@pytest.mark.parametrize(
    "query",
    ["SELECT * {", "SELECT * }", "SELECT * { ( }", "SELECT *", "ASK {}", "SELECT * {} LIMIT x", "SELECT * { ) }"],
)
def test_what_is_no_select_query(query: str) -> None:
    with pytest.raises(UnfitQueryError):
        Select.read(query)


@pytest.mark.parametrize("query", ["CONSTRUCT {", "SELECT * {}", "CONSTRUCT { ?s ?p ?o }"])
def test_what_is_no_construct_query(query: str) -> None:
    with pytest.raises(UnfitQueryError):
        Select.read(Template.read(query).select)


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        P + "CONSTRUCT WHERE { ?s e:p ?o ; e:q ?x }",
        P + "CONSTRUCT { ?o e:is ?s . ?s e:is ?o } { ?s e:p ?o }",
        P
        + "CONSTRUCT { ?s e:v [ e:is ?o ; e:of _:s ] . _:s e:no ?none } WHERE { ?s e:p ?o OPTIONAL { ?s e:no ?none } }",
        P + 'CONSTRUCT { ?s e:says "}" , "{ ?o" } # }\n WHERE { ?s e:p ?o } ORDER BY ?s ?o LIMIT 3',
        P + "CONSTRUCT { e:x e:y e:z } WHERE { ?s e:p ?o }",
        P + "CONSTRUCT { e:x e:y e:z } WHERE { ?s e:nothing ?o }",
        P + "CONSTRUCT { ?s ?p ?o } FROM <http://example.org/g> WHERE { ?s ?p ?o }",
        P + "CONSTRUCT { ?s e:n ?n } WHERE { { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } }",
        P + "CONSTRUCT { } WHERE { ?s ?p ?o }",
    ],
)
def test_a_template_makes_what_construct_makes(store: Store, query: str) -> None:
    template = Template.read(query)
    names, rows = rows_of(store, template.select)
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    made = instantiate(template, Rows(columns, len(rows)))
    wanted = store.query(query)
    assert isinstance(wanted, QueryTriples)
    ours, theirs = (Dataset(Quad(*triple) for triple in triples) for triples in (made, wanted))
    for dataset in (ours, theirs):
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    assert set(ours) == set(theirs)


def test_a_template_keeps_lexical_forms() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    terms = [Literal(text, datatype=NamedNode(xsd + kind)) for text, kind in FORMS]
    template = Template.read("CONSTRUCT { <urn:a> <urn:b> ?o } WHERE { <urn:a> <urn:b> ?o }")
    assert [triple.object for triple in instantiate(template, Rows({"o": terms}, len(terms)))] == terms


FORMS = [("01", "integer"), ("1", "boolean"), ("1.50", "decimal"), ("P1Y12M", "duration"), ("1e0", "double")]
