"""How many queries are sent depends on the shapes only, and what conforms does not travel: asserted by counting."""

from __future__ import annotations

import pytest
from sources import Counting, Forgetful, graph, store_of

from mmssc.engine import Graph
from mmssc.engine import validate as in_columns
from mmssc.engine.sparql import validate

# Every step that needs data, and every kind of path.
SHAPES = """
ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:targetSubjectsOf ex:p ; sh:targetObjectsOf ex:p ; sh:closed true ;
    sh:ignoredProperties ( rdf:type ex:q ex:next ) ; sh:property
    [ sh:path ex:p ; sh:minCount 1 ; sh:maxCount 2 ; sh:class ex:Thing ; sh:nodeKind sh:IRI ] ,
    [ sh:path ex:q ; sh:datatype xsd:integer ; sh:minInclusive 0 ; sh:in ( 1 2 "x" ) ; sh:minCount 2 ] ,
    [ sh:path ( ex:p ex:q ) ; sh:hasValue 1 ; sh:lessThan ex:r ; sh:equals ex:q ] ,
    [ sh:path [ sh:alternativePath ( ex:p [ sh:inversePath ex:p ] ) ] ; sh:uniqueLang true ; sh:node ex:N ] ,
    [ sh:path [ sh:zeroOrMorePath ex:next ] ; sh:maxCount 5 ; sh:qualifiedValueShape ex:N ; sh:qualifiedMinCount 1 ] .
ex:N a sh:NodeShape ; sh:or ( [ sh:class ex:Other ] [ sh:property [ sh:path ex:q ; sh:hasValue 2 ] ] ) ;
    sh:not [ sh:property [ sh:path ex:r ; sh:hasValue "no" ] ] .
ex:Some rdfs:subClassOf ex:Thing .
"""


def things(number: int) -> Graph:
    lines = ["ex:Some rdfs:subClassOf ex:Thing ."]
    for each in range(number):
        values = f"ex:p ex:n{(each + 1) % number} ; ex:q {each % 4} , {each} ; ex:next ex:n{each // 2}"
        lines.append(f"ex:n{each} a ex:Some ; {values} ; ex:r {each % 3} .")
    return graph("\n".join(lines))


def test_as_many_queries_for_a_thousand_nodes_as_for_ten() -> None:
    sent = set()
    for number in (10, 1000):
        data, shapes = things(number), graph(SHAPES)
        source = Counting(store_of(data.triples()))
        report = validate(source, shapes)
        assert report.results == in_columns(data, shapes).results
        assert len(report) > number
        sent.add(source.sent)
    assert len(sent) == 1
    assert sent.pop() < 50


def test_constants_are_asked_for_together() -> None:
    """A thousand hasValue constraints with one path are a handful of queries."""
    members = " ".join(f"[ sh:property [ sh:path ex:p ; sh:hasValue ex:n{each} ] ]" for each in range(1000))
    data, shapes = things(10), graph(f"ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:or ( {members} ) .")
    source = Counting(store_of(data.triples()))
    assert validate(source, shapes).conforms
    assert source.sent <= 5


def test_classes_are_asked_for_together() -> None:
    targets = " , ".join(f"ex:C{each}" for each in range(200))
    source = Counting(store_of(graph("ex:a a ex:C7 . ex:b a ex:D . ex:D rdfs:subClassOf ex:C9 .").triples()))
    report = validate(source, graph(f"ex:S a sh:NodeShape ; sh:targetClass {targets} ; sh:nodeKind sh:Literal ."))
    assert [str(result.focus)[-2:] for result in report.results] == ["a>", "b>"]
    assert source.sent == 2  # the hierarchy, the instances


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:minCount 1 ; sh:maxCount 5",
        "sh:minCount 2",
        "sh:datatype xsd:string ; sh:maxLength 20 ; sh:minLength 1",
        'sh:pattern "^text [0-9]+$" ; sh:nodeKind sh:Literal',
        "sh:or ( [ sh:datatype xsd:string ] [ sh:datatype rdf:langString ] )",
    ],
)
def test_what_conforms_does_not_travel(constraint: str) -> None:
    lines = [f'ex:n{each} a ex:Thing ; ex:p "text {each}" , "text {each}1" .' for each in range(300)]
    lines.append("ex:bad a ex:Thing ; ex:p 1, 2, 3, 4, 5, 6 . ex:none a ex:Thing .")
    data = graph("\n".join(lines))
    shapes = graph(f"ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; {constraint} ] .")
    source = Counting(store_of(data.triples()))
    report = validate(source, shapes)
    assert report.results == in_columns(data, shapes).results
    assert not report.conforms
    assert source.rows < 302 + 20  # the focus nodes, and what is at fault


def test_classes_of_values_are_decided_there() -> None:
    lines = [f"ex:n{each} a ex:Thing ; ex:p ex:o{each} . ex:o{each} a ex:Other ." for each in range(300)]
    data = graph("\n".join([*lines, "ex:bad a ex:Thing ; ex:p ex:n1 , 5 ."]))
    shapes = graph("ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; sh:class ex:Other ] .")
    source = Counting(store_of(data.triples()))
    assert validate(source, shapes).results == in_columns(data, shapes).results
    assert source.rows == 301 + 2


def test_clean_records_hide_nothing() -> None:
    """Whether one node has what it must have says nothing of another."""
    data = graph("ex:good a ex:Thing ; ex:p ex:x . ex:x ex:q 1 . ex:bad a ex:Thing ; ex:p ex:y . ex:none a ex:Thing .")
    shapes = graph(
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p ; sh:minCount 1 ; "
        "sh:property [ sh:path ex:q ; sh:minCount 1 ] ] , [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ] ."
    )
    found = validate(Forgetful(store_of(data.triples())), shapes, lasting_labels=False)
    assert found.results == in_columns(data, shapes).results
    assert len(found) == 4
