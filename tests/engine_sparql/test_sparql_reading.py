"""What a shapes graph may say by SPARQL, and what is refused, with the reason."""

from __future__ import annotations

import pytest
from sparql_driver import ex, turtle

from mmssc.engine import IllFormedShapesError, UnsupportedShapesError
from mmssc.engine.paths import Path, Predicate
from mmssc.engine.sparql_constraints import SparqlConstraint, read_components, read_constraints


def read(text: str, path: Path | None = None) -> tuple[SparqlConstraint, ...]:
    return read_constraints(turtle(text), ex("Shape"), path)


def read_query(query: str, path: Path | None = None) -> tuple[SparqlConstraint, ...]:
    return read(f'ex:Shape sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ] .', path)


ILL_FORMED = {
    "SELECT $this WHERE { $this ex:p": "cannot be read as SPARQL 1.1",
    "DELETE WHERE { ?s ?p ?o }": "cannot be read as SPARQL 1.1",
    "LOAD <http://example.org/>": "cannot be read as SPARQL 1.1",
    "SELECT $this WHERE { $this none:p ?o }": "the prefix none: is not declared",
    "SELECT $this WHERE { $this ex:p ?o FILTER(?o != :p) }": "the prefix : is not declared",
    "SELECT $this WHERE { $this ex:p ?o FILTER(datatype(?o) = xsd:date) }": "the prefix xsd: is not declared",
    "ASK { $this ex:p ?o }": "form SELECT",
    "CONSTRUCT { $this ex:p 1 } WHERE { $this ex:p ?o }": "form SELECT",
    "SELECT ?o WHERE { $this ex:p ?o }": "must return \\$this",
    "SELECT $this WHERE { $this ex:p ?o MINUS { ?o ex:q 1 } }": "MINUS",
    "SELECT $this WHERE { $this ex:p ?o VALUES ?o { 1 } }": "VALUES",
    "SELECT $this WHERE { $this ex:p ?o } VALUES ?o { 1 }": "VALUES",
    "SELECT $this WHERE { $this ex:p ?o SERVICE <http://example.org/> { ?o ex:q 1 } }": "SERVICE",
    "SELECT $this WHERE { FILTER EXISTS { service silent ?x { ?o ex:q 1 } } }": "SERVICE",
    "SELECT $this WHERE { BIND(ex:a AS $this) }": "AS \\?this",
    "SELECT (ex:a AS ?this) WHERE { ?s ex:p ?o }": "AS \\?this",
    "SELECT $this WHERE { ?s ex:p ?o BIND(1 AS ?currentShape) }": "AS \\?currentShape",
    "SELECT $this WHERE { $this ex:p ?o { SELECT ?o { $this ex:q ?o } } }": "add \\$this",
    "SELECT $this WHERE { $this ex:p ?o { SELECT * { $this ex:q ?o } } }": "add \\$this",
    "SELECT $this WHERE { $this $PATH ?o }": "PATH",
}
UNSUPPORTED = {
    "SELECT $this FROM <http://example.org/> WHERE { $this ex:p ?o }": "FROM",
    "SELECT $this WHERE { GRAPH ?g { $this ex:p ?o } }": "GRAPH",
    "SELECT $this WHERE { GRAPH <urn:x-mmssc:pre-bound> { ?row ?of ?other } }": "GRAPH",
    "SELECT $this WHERE { FILTER(BOUND($shapesGraph)) }": "shapesGraph",
    "SELECT $this WHERE { $this ex:p ?o FILTER(ex:likes(?o)) }": "not a function",
    "SELECT $this WHERE { $this ex:p ?o FILTER(<http://www.w3.org/2001/XMLSchema#nothing>(?o)) }": "not a function",
    "SELECT $this WHERE { $this ex:p ?o FILTER(?o = '\\\\u0022') }": "write the character itself",
    "SELECT $this WHERE " + "{" * 80 + "}" * 80: "nested deeper",
    "SELECT $this WHERE { $this ex:p ?o FILTER(?o != '" + "x" * 60_000 + "') }": "longer than",
}


@pytest.mark.parametrize("query", ILL_FORMED)
def test_ill_formed_queries_are_refused(query: str) -> None:
    with pytest.raises(IllFormedShapesError, match=ILL_FORMED[query]):
        read_query(query)


@pytest.mark.parametrize("query", UNSUPPORTED, ids=lambda query: query[:60])
def test_unsupported_queries_are_refused(query: str) -> None:
    with pytest.raises(UnsupportedShapesError, match=UNSUPPORTED[query]):
        read_query(query)


def test_keywords_count_only_where_they_are_keywords() -> None:
    (constraint,) = read_query(
        "SELECT $this ?MINUS WHERE { $this ex:MINUS <urn:SERVICE> ; ex:GRAPH 'VALUES {' . # FROM {\n"
        "FILTER(?MINUS < 3 && 'a}' != '''b's {''') }"
    )
    assert constraint.query.node_by_node is None


def test_a_query_is_read_but_not_run() -> None:
    doubling = "".join(f"BIND(CONCAT(?a{at}, ?a{at}) AS ?a{at + 1}) " for at in range(60))
    assert read_query(f"SELECT $this WHERE {{ BIND('a' AS ?a0) {doubling} }} ORDER BY ?a60")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ex:Shape sh:sparql [ ] .", "exactly one string"),
        ('ex:Shape sh:sparql [ sh:select "SELECT $this {}" , "SELECT ?this {}" ] .', "exactly one string"),
        ("ex:Shape sh:sparql [ sh:select 3 ] .", "exactly one string"),
        ('ex:Shape sh:sparql "SELECT $this {}" .', "is a literal"),
        ('ex:Shape sh:sparql [ sh:select "SELECT $this {}" ; sh:deactivated 3 ] .', "true or false"),
        ('ex:Shape sh:sparql [ sh:select "SELECT $this {}" ; sh:message 3 ] .', "not a string"),
        ('ex:Shape sh:sparql [ sh:select "SELECT $this {}" ; sh:prefixes [ sh:declare [ ] ] ] .', "exactly one string"),
        (
            'ex:Shape sh:sparql [ sh:select "SELECT $this {}" ; sh:prefixes ex: ] .\n'
            'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "urn:other:"^^xsd:anyURI ] .',
            "keep one",
        ),
        (
            'ex:Shape sh:sparql [ sh:select "SELECT $this {}" ; sh:prefixes [ sh:declare\n'
            '[ sh:prefix "a" ; sh:namespace "urn:a:> SELECT" ] ] ] .',
            "not a prefix",
        ),
    ],
)
def test_ill_formed_constraints_are_refused(text: str, message: str) -> None:
    with pytest.raises(IllFormedShapesError, match=message):
        read(text)


def test_prefixes_come_by_way_of_imports_that_may_be_circular() -> None:
    (constraint,) = read("""
        ex:Shape sh:sparql [ sh:prefixes ex:a ; sh:select "SELECT $this { $this there:p ex:o }" ] .
        ex:a owl:imports ex:b . ex:b owl:imports ex:a , ex: , <urn:not-here> ;
          sh:declare [ sh:prefix "there" ; sh:namespace "urn:there:" ] .
    """)
    assert constraint.source is not None


def test_the_deactivated_is_not_even_parsed() -> None:
    assert read('ex:Shape sh:sparql [ sh:select "no query" ; sh:deactivated true ] .') == ()


def test_a_path_stands_only_where_a_predicate_stands() -> None:
    assert read_query("SELECT $this WHERE { $this $PATH 'a $PATH' }", Predicate(ex("p")))
    with pytest.raises(IllFormedShapesError, match="cannot be read"):
        read_query("SELECT $this WHERE { $this ex:p ?o FILTER(BOUND($PATH)) }", Predicate(ex("p")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[] a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ] .", "needs an IRI"),
        ("ex:C a sh:ConstraintComponent ; sh:validator ex:V .", "at least one"),
        ("ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ; sh:optional true ] .", "at least one"),
        ("ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:this ] .", "a variable may have"),
        ("ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path <urn:x:1/> ] .", "a variable may have"),
        ("ex:C a sh:ConstraintComponent ; sh:parameter [ ] .", "exactly one IRI"),
        ("ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ], [ sh:path <urn:x:p> ] .", "two parameters"),
    ],
)
def test_ill_formed_components_are_refused(text: str, message: str) -> None:
    with pytest.raises(IllFormedShapesError, match=message):
        read_components(turtle(text))


COMPONENT = (
    "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] , [ sh:path ex:unit ; sh:optional true ] ; "
)


def test_a_component_applies_where_its_parameters_are() -> None:
    validator = COMPONENT + 'sh:validator [ sh:ask "ASK { FILTER($value <= $most) }" ] . '
    assert read(validator + "ex:Shape ex:unit 1 .") == ()
    (constraint,) = read(validator + "ex:Shape ex:most 1 .")
    assert (constraint.component, constraint.source, set(constraint.constants)) == (
        ex("C"),
        None,
        {"most", "currentShape"},
    )
    with pytest.raises(IllFormedShapesError, match="2 values"):
        read(validator + "ex:Shape ex:most 1 , 2 .")
    single = 'ex:D a sh:ConstraintComponent ; sh:parameter [ sh:path ex:p ] ; sh:validator [ sh:ask "ASK {}" ] . '
    assert len(read(single + "ex:Shape ex:p 1 , 2 .")) == 2


def test_a_sub_select_returns_all_parameters() -> None:
    ask = "ASK {{ {{ SELECT {} {{ $this ex:p $value FILTER($value <= $most) }} }} }}"
    component = COMPONENT + 'sh:validator [ sh:prefixes ex: ; sh:ask "{}" ] . ex:Shape ex:most 1 .'
    assert read(component.format(ask.format("$this $value $most $unit")))
    with pytest.raises(IllFormedShapesError, match=r"add \$unit \$value"):
        read(component.format(ask.format("$this $most")))


def test_without_a_suitable_validator_a_component_says_nothing() -> None:
    only = COMPONENT + 'sh:propertyValidator [ sh:select "SELECT $this { $this $PATH $most }" ] . ex:Shape ex:most 1 .'
    assert read(only) == ()
    assert len(read(only, Predicate(ex("p")))) == 1


def test_javascript_is_refused() -> None:
    with pytest.raises(UnsupportedShapesError, match="JavaScript"):
        read(COMPONENT + 'sh:validator [ sh:jsFunctionName "f" ] . ex:Shape ex:most 1 .')
