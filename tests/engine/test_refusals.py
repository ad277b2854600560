"""A shapes graph that is refused: the message names the shape, the property, and what is wrong with the value."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pyoxigraph import RdfFormat, parse

from mmssc.engine import Graph, IllFormedShapesError, UnsupportedShapesError, read_shapes, validate

PREFIXES = """
@prefix ex: <http://example.com/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# What is said of ex:S, and what its refusal must tell.
ILL_FORMED = [
    ("sh:path ex:p ; sh:minCount 1.0", ("ex:S sh:minCount", '"1.0"', "xsd:integer")),
    ("sh:minCount 1", ("ex:S sh:minCount", "sh:path")),
    ("sh:minLength 1 , 2", ("ex:S sh:minLength", "more than one")),
    ("sh:nodeKind ex:IRI", ("ex:S sh:nodeKind", "ex:IRI", "node kinds")),
    ("sh:in ( 1 ), ( 1 )", ("ex:S sh:in", "more than one")),
    ("sh:in 1", ("ex:S sh:in", '"1"', "list")),
    ("sh:or [ rdf:first ex:T ]", ("ex:S sh:or", "list")),
    ("sh:languageIn ( 1 )", ("ex:S sh:languageIn", '"1"', "xsd:string")),
    ("sh:or ( 1 )", ('"1"', "ex:S sh:or", "not a shape")),
    ("sh:deactivated 'true'", ("ex:S sh:deactivated", "true or false")),
    ("sh:flags 'gi'", ("ex:S sh:flags", '"gi"', "letters")),
    ("sh:pattern '('", ("ex:S sh:pattern", "group")),
    ("sh:targetNode []", ("ex:S sh:targetNode", "IRI or a literal")),
    ("sh:path [ sh:inversePath ex:p ; ex:note 1 ]", ("ex:S sh:path", "something else")),
    ("sh:path [ sh:inversePath ex:p ; sh:zeroOrMorePath ex:p ]", ("ex:S sh:path", "more than one kind")),
    ("sh:path ( ex:p )", ("ex:S sh:path", "two members")),
    ("sh:path 1", ("ex:S sh:path", "no path")),
    ("a sh:PropertyShape", ("ex:S", "no sh:path")),
    ("a sh:NodeShape ; sh:path ex:p", ("ex:S", "has a sh:path")),
    ("sh:in ( 1 ) . rdf:nil rdf:rest rdf:nil", ("ex:S sh:in", "rdf:nil")),
    ("sh:property 1", ("ex:S sh:property", '"1"', "not a shape")),
    ("sh:node ex:S", ("ex:S", "refers to itself")),
]


def shapes(said: str) -> Graph:
    return Graph(
        parse(
            input=f"{PREFIXES} ex:S sh:hasValue 1 ; {said} .", format=RdfFormat.TURTLE, base_iri="http://example.com/"
        )
    )


def plain(message: str) -> str:
    """Return a message with the IRIs of its start shortened, so that a test can name them."""
    return message.replace("<http://example.com/ns#S>", "ex:S").replace("<http://example.com/ns#IRI>", "ex:IRI")


@pytest.mark.parametrize(("said", "told"), ILL_FORMED)
def test_ill_formed(said: str, told: tuple[str, ...]) -> None:
    with pytest.raises(IllFormedShapesError) as caught:
        read_shapes(shapes(said))
    message = plain(str(caught.value))
    assert [part for part in told if part not in message] == [], message


@pytest.mark.parametrize("said", ["sh:pattern '(a)\\\\1'", "sh:pattern '(?=a)'", "sh:rule []", "sh:target []"])
def test_unsupported(said: str) -> None:
    with pytest.raises(UnsupportedShapesError) as caught:
        read_shapes(shapes(said))
    assert plain(str(caught.value)).startswith("ex:S ")


def test_entailment_is_not_passed_over() -> None:
    with pytest.raises(UnsupportedShapesError, match="sh:entailment"):
        read_shapes(shapes("sh:nodeKind sh:IRI . <> sh:entailment <http://www.w3.org/ns/entailment/RDFS>"))


def test_an_expression_too_large_to_run() -> None:
    data = Graph(parse(input=PREFIXES + 'ex:a ex:p "a" .', format=RdfFormat.TURTLE))
    with pytest.raises(UnsupportedShapesError, match=r"a\{1000\}.*size"):
        validate(data, shapes("sh:targetNode 1 ; sh:pattern '((a{1000}){1000}){1000}'"))


def test_reading_shapes_starts_no_threads() -> None:
    # Processes are forked after the shapes are read, and a fork has none of the threads that Polars would wait for.
    program = """
import sys
from pyoxigraph import RdfFormat, parse
from mmssc.engine import Graph, read_shapes
text = "<http://a/S> <http://www.w3.org/ns/shacl#pattern> '^[a-z-[aeiou]]$' ."
assert len(read_shapes(Graph(parse(input=text, format=RdfFormat.TURTLE)))) == 1
assert "polars" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_graph_without_fault_is_read() -> None:
    said = """a sh:NodeShape ; sh:targetClass ex:C ; sh:closed "1"^^xsd:boolean ; sh:ignoredProperties () ;
        sh:message "a" , "a"@en ; sh:in () ; sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:minCount +1 ;
        sh:flags "i" ; sh:pattern "a" ; sh:qualifiedValueShape [ sh:or ( [] ) ] ; sh:qualifiedMinCount 0 ]"""
    assert len(read_shapes(shapes(said))) == 4
