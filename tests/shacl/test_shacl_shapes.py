"""The shapes of shapes (shapes/shacl-shapes.ttl): each rule finds what breaks it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from shacl_samples import PREFIXES

from mmssc.engine import Data, Graph, read_shapes, validate
from mmssc.knowledge import folder, triples
from mmssc.names import SH
from mmssc.shacl import reference

RULES = "https://w3id.org/mmssc/shape/shacl/"
SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "shacl" / "core"
RING = "_:l . _:l rdf:first 1 ; rdf:rest _:l ."
S = "ex:S a sh:NodeShape ; "
P = "ex:P a sh:PropertyShape ; sh:path ex:p ; "

# Rule -> shapes that break it, each by itself.
BROKEN: dict[str, list[str]] = {
    "shape": ['ex:S sh:node "x" .', 'ex:S sh:property "x" .'],
    "members": ['ex:S sh:and ( "x" ) .', "ex:S sh:xone ( ex:T 1 ) ."],
    "no-path": [f"{S} sh:path ex:p ."],
    "has-path": ["ex:P a sh:PropertyShape .", "ex:S sh:property [ sh:nodeKind sh:IRI ] ."],
    "path-count": [f"{P} sh:path ex:q ."],
    "path-wanted": [f"{S} sh:{name} ." for name in ("minCount 1", "maxCount 1", "uniqueLang true", "lessThan ex:p")],
    "implicit-target": ["[] a sh:NodeShape , rdfs:Class ."],
    "path-nodes": [
        'ex:P sh:path "p" .',
        "ex:P sh:path rdf:nil .",
        "ex:P sh:path [] .",
        "ex:P sh:path ( ex:p ) .",
        "ex:P sh:path ( ex:p [ sh:inversePath 1 ] ) .",
        "ex:P sh:path [ sh:alternativePath ( ex:p ) ] .",
        "ex:P sh:path [ sh:inversePath ex:p ; sh:zeroOrMorePath ex:q ] .",
        "ex:P sh:path [ sh:oneOrMorePath ( ex:p [] ) ] .",
    ],
    "target-node": [f"{S} sh:targetNode [] ."],
    "target-class": [f'{S} sh:targetClass "C" .', f"{S} sh:targetClass [] ."],
    "target-subjects-of": [f'{S} sh:targetSubjectsOf "p" .'],
    "target-objects-of": [f"{S} sh:targetObjectsOf [] ."],
    "severity": [f'{S} sh:severity "x" .', f"{S} sh:severity sh:Info , sh:Warning ."],
    "message": [f"{S} sh:message 1 .", f"{S} sh:message ex:m ."],
    "deactivated": [f'{S} sh:deactivated "true" .', f"{S} sh:deactivated true , false ."],
    "class": [f'{S} sh:class "C" .'],
    "datatype": [f'{P} sh:datatype "integer" .', f"{P} sh:datatype xsd:int , xsd:byte ."],
    "node-kind": [f"{P} sh:nodeKind ex:IRI .", f"{P} sh:nodeKind sh:IRI , sh:Literal ."],
    "min-count": [f'{P} sh:minCount "1" .', f"{P} sh:minCount 1.0 .", f"{P} sh:minCount 1 , 2 ."],
    "max-count": [f"{P} sh:maxCount ex:one ."],
    "min-length": [f'{P} sh:minLength "1" .'],
    "max-length": [f"{P} sh:maxLength 1 , 2 ."],
    "qualified-min-count": [f'{P} sh:qualifiedMinCount "1" ; sh:qualifiedValueShape ex:S .'],
    "qualified-max-count": [f"{P} sh:qualifiedMaxCount 1.5 ; sh:qualifiedValueShape ex:S ."],
    "min-exclusive": [f"{P} sh:minExclusive ex:a ."],
    "min-inclusive": [f"{P} sh:minInclusive 1 , 2 ."],
    "max-exclusive": [f"{P} sh:maxExclusive [] ."],
    "max-inclusive": [f"{P} sh:maxInclusive ex:a ."],
    "pattern": [f"{P} sh:pattern 1 .", f'{P} sh:pattern "a"@en .', f'{P} sh:pattern "a" , "b" .'],
    "flags": [f'{P} sh:pattern "a" ; sh:flags true .'],
    "unique-lang": [f'{P} sh:uniqueLang "true" .'],
    "closed": [f'{S} sh:closed "yes" .'],
    "qualified-disjoint": [f"{P} sh:qualifiedValueShapesDisjoint 1 ."],
    "equals": [f'{P} sh:equals "q" .'],
    "disjoint": [f"{P} sh:disjoint [] ."],
    "less-than": [f'{P} sh:lessThan "q" .'],
    "less-than-or-equals": [f"{P} sh:lessThanOrEquals 1 ."],
    "node": [f'{S} sh:node "T" .'],
    "property": [f"{S} sh:property 1 ."],
    "not": [f'{S} sh:not "T" .'],
    "qualified-value-shape": [f"{P} sh:qualifiedValueShape ex:S , ex:T ; sh:qualifiedMinCount 1 ."],
    "and": [f"{S} sh:and ex:T ."],
    "or": [f"{S} sh:or [ rdf:first ex:T ] ."],
    "xone": [f"{S} sh:xone [ rdf:first ex:T , ex:U ; rdf:rest () ] ."],
    "in": [
        f"{P} sh:in ex:a .",
        f"{P} sh:in ( ex:a ) , ( ex:b ) .",
        f"{P} sh:in {RING}",
    ],
    "language-in": [f'{P} sh:languageIn "en" .'],
    "ignored-properties": [f"{S} sh:closed true ; sh:ignoredProperties ex:p ."],
    "language-in-members": [f"{P} sh:languageIn ( ex:en ) ."],
    "ignored-properties-members": [f'{S} sh:closed true ; sh:ignoredProperties ( "p" ) .'],
    "idle-flags": [f'{P} sh:flags "i" .'],
    "idle-count": [f"{P} sh:qualifiedMinCount 1 ."],
    "idle-value-shape": [f"{P} sh:qualifiedValueShape ex:S ."],
    "idle-ignored": [f"{S} sh:ignoredProperties ( ex:p ) ."],
}

WELL_FORMED = """
ex:S a sh:NodeShape , rdfs:Class ; sh:targetNode ex:a , "x" ; sh:targetClass ex:C ; sh:targetSubjectsOf ex:p ;
  sh:targetObjectsOf ex:p ; sh:severity ex:Grave ; sh:message "x" , "y"@en ; sh:deactivated false ;
  sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:in () ; sh:or ( ex:T [ sh:nodeKind sh:IRI ] ) ;
  sh:and () ; sh:hasValue 1 , 2 ; sh:class ex:C , ex:D ; sh:property ex:P , [
    sh:path ( ex:p [ sh:inversePath [ sh:zeroOrMorePath [ sh:alternativePath ( ex:q ( ex:r ex:s ) ) ] ] ] ) ;
    sh:minCount 0 ; sh:qualifiedValueShape ex:T ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ;
    sh:pattern "a" ; sh:flags "i" ; sh:languageIn ( "en" "zh" ) ; sh:uniqueLang true ; sh:minInclusive 1 ] .
ex:T a sh:NodeShape ; sh:not [ sh:nodeKind sh:BlankNodeOrIRI ; sh:datatype xsd:date ] .
ex:P a sh:PropertyShape ; sh:path ex:p ; sh:lessThan ex:q ; sh:equals ex:r ; sh:disjoint ex:s ; sh:minLength 2 .
"""


def rules() -> Graph:
    return Graph(triples(folder("shapes/shacl-shapes.ttl")))


def shapes(body: str) -> Graph:
    return Graph(parse(input=(PREFIXES + body).encode(), format=RdfFormat.TURTLE))


def broken(graph: Graph) -> set[str]:
    return {result.shape.value.removeprefix(RULES) for result in validate(graph, rules()).results}


def by_pyshacl(graph: Graph) -> set[str]:
    report = reference.validate(Data.of(graph.triples()), rules())
    return {result.shape.value.removeprefix(RULES) for result in report.results}


def test_there_is_a_case_for_every_rule() -> None:
    with_message = {node.value.removeprefix(RULES) for node in rules().all_subjects(NamedNode(SH + "message"))}
    assert with_message == BROKEN.keys()


@pytest.mark.parametrize(("rule", "body"), [(rule, body) for rule, bodies in BROKEN.items() for body in bodies])
def test_a_rule_finds_what_breaks_it(rule: str, body: str) -> None:
    graph = shapes(body)
    assert rule in broken(graph)
    if RING in body:  # pySHACL fails at lists that bite their tail
        with pytest.raises(reference.FailedError):
            by_pyshacl(graph)
    else:
        assert by_pyshacl(graph) == broken(graph)


def test_nothing_is_wrong_with_well_formed_shapes() -> None:
    assert broken(shapes(WELL_FORMED)) == set()
    read_shapes(shapes(WELL_FORMED))


def test_every_rule_speaks_both_languages_and_names_its_source() -> None:
    graph = rules()
    for rule in BROKEN:
        node = NamedNode(RULES + rule)
        for name in ("message", "description", "name"):
            texts = graph.objects(node, NamedNode(SH + name))
            languages = {text.language for text in texts if isinstance(text, Literal)}
            assert languages == {"en", "zh"}, (rule, name)
        (source,) = graph.objects(node, NamedNode("http://purl.org/dc/terms/source"))
        assert source.value.startswith("https://www.w3.org/TR/shacl/#")


def test_the_project_s_own_shapes_and_the_rules_themselves_are_well_formed() -> None:
    for path in sorted(folder("shapes").rglob("*.ttl")):
        assert broken(Graph(triples(path))) == set(), path


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C SHACL test suite is not at {SUITE}")
def test_the_w3c_suite_is_well_formed_but_where_it_is_odd_on_purpose() -> None:
    odd = {
        path.name: found
        for path in sorted(SUITE.rglob("*.ttl"))
        if (found := broken(Graph(parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri()))))
    }
    assert odd == {"qualified-001-shapes.ttl": {"idle-count"}, "path-strange-002.ttl": {"path-nodes"}}
