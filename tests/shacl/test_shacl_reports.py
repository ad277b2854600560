"""The forms of the report that other tools read: valid, complete, and the same bytes for the same inputs."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from defusedxml import ElementTree
from pyoxigraph import NamedNode, RdfFormat, parse
from shacl_samples import PEOPLE, PERSON, WELL, shacl, turtle

from mmssc.engine import Graph, validate
from mmssc.names import SH

SCHEMAS = Path(__file__).parents[1] / "crosswalk" / "schemas"
FORMS = ("table", "turtle", "json", "sarif", "junit")

# What a sh:ValidationReport must look like (SHACL 3.6).
REPORT_SHAPES = """
ex:report a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
  sh:property [ sh:path sh:conforms ; sh:datatype xsd:boolean ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:result ; sh:class sh:ValidationResult ] .
ex:result a sh:NodeShape ; sh:targetObjectsOf sh:result ;
  sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] , [ sh:path sh:value ; sh:maxCount 1 ] ,
    [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
    [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sh:sourceShape ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
    [ sh:path sh:resultMessage ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ] .
"""
PATHS = """
ex:S a sh:NodeShape ; sh:targetNode ex:ann ;
  sh:property [ sh:path ( [ sh:inversePath ex:knows ] [ sh:alternativePath ( ex:age [ sh:zeroOrMorePath ex:x ] ) ] ) ;
    sh:nodeKind sh:BlankNode ; sh:message "no"@en ] .
"""


@pytest.fixture
def people(tmp_path: Path) -> str:
    return turtle(tmp_path, "people.ttl", PEOPLE)


@pytest.fixture
def shapes(tmp_path: Path) -> str:
    return turtle(tmp_path, "shapes.ttl", PERSON + PATHS)


def graph(text: str) -> Graph:
    return Graph(parse(input=text.encode(), format=RdfFormat.TURTLE))


def test_turtle_is_a_valid_report(tmp_path: Path, people: str, shapes: str) -> None:
    text = shacl(people, "--shapes", shapes, "--format", "turtle").stdout
    rules = Path(turtle(tmp_path, "rules.ttl", REPORT_SHAPES)).read_text(encoding="utf-8")
    report = validate(graph(text), graph(rules))
    assert report.conforms
    assert min(report.matched.values()) > 0
    assert len(list(graph(text).all_objects(NamedNode(SH + "result")))) == 10
    assert "# ex:Cat-shape matched no node of the data" in text


def test_turtle_says_true_where_nothing_was_found(tmp_path: Path) -> None:
    data, shapes = turtle(tmp_path, "d.ttl", WELL), turtle(tmp_path, "s.ttl", PERSON)
    assert "sh:conforms true" in shacl(data, "--shapes", shapes, "--format", "turtle").stdout


def test_messages_of_shapes_are_passed_on_as_they_are(tmp_path: Path) -> None:
    body = 'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKind sh:Literal ; sh:message "{$this} is {?value}" .'
    arguments = (turtle(tmp_path, "d.ttl", WELL), "--shapes", turtle(tmp_path, "s.ttl", body), "--format")
    assert 'sh:resultMessage "{$this} is {?value}"' in shacl(*arguments, "turtle").stdout
    item = json.loads(shacl(*arguments, "json").stdout)["groups"][0]["items"][0]
    assert item["messages"] == [{"value": "{$this} is {?value}", "language": None}]
    assert item["messageFrom"] == "shape"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_inputs_give_the_same_bytes_in_whatever_order(tmp_path: Path, shapes: str, form: str) -> None:
    anonymous = "ex:dot a ex:Person ; ex:knows [ ex:age 1 ] , [ ex:age 2 ] , _:x . _:x ex:knows [ a ex:Person ] ."
    files = [
        turtle(tmp_path, "people.ttl", PEOPLE),
        turtle(tmp_path, "blank.ttl", anonymous),
        turtle(tmp_path, "twin.ttl", anonymous),
        turtle(tmp_path, "prefix.ttl", "@prefix ex: <http://example.org/other/> . ex:a a ex:b ."),
    ]
    more = turtle(tmp_path, "more.ttl", "ex:T a sh:NodeShape ; sh:targetClass ex:Person ; sh:nodeKind sh:Literal .")
    outputs = {
        shacl(*order, "--shapes", first, "--shapes", second, "--format", form).stdout
        for order in itertools.islice(itertools.permutations(files), 0, 24, 7)
        for first, second in ((shapes, more), (more, shapes))
    }
    assert len(outputs) == 1
    assert "ValidationResult" in outputs.pop() or form != "turtle"


@pytest.mark.parametrize("form", FORMS)
def test_pyshacl_s_reports_are_deterministic_too(people: str, shapes: str, form: str) -> None:
    arguments = (people, "--shapes", shapes, "--format", form, "--engine", "pyshacl")
    assert shacl(*arguments).stdout == shacl(*arguments).stdout


def test_a_cut_report_says_so_in_every_form(people: str, shapes: str) -> None:
    for form in FORMS:
        text = shacl(people, "--shapes", shapes, "--limit", "1", "--format", form).stdout
        assert "--limit" in text or ('"results": 6' in text and '"shown": 1' in text), form


def test_json_has_the_keys_that_the_manual_names(people: str, shapes: str) -> None:
    document = json.loads(shacl(people, "--shapes", shapes, "--format", "json").stdout)
    manual = (Path(__file__).parents[2] / "docs" / "shacl.md").read_text(encoding="utf-8")

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for each in value.values() for key in keys(each)}
        return {key for each in value for key in keys(each)} if isinstance(value, list) else set()

    named = keys({**document, "severities": {}})
    assert [key for key in sorted(named) if f"`{key}`" not in manual] == []
    assert document["conforms"] is False
    assert document["engine"]["name"] == "mmssc"
    assert document["severities"] == {"sh:Violation": 9, "sh:Warning": 1}
    (path,) = {item["path"] for group in document["groups"] for item in group["items"] if "^" in (item["path"] or "")}
    assert path == "(^ex:knows)/(ex:age|(ex:x*))"


@pytest.mark.parametrize("arguments", [(), ("--lang", "zh"), ("--require-match",), ("--limit", "1")])
def test_sarif_is_valid_and_points_at_lines(people: str, shapes: str, arguments: tuple[str, ...]) -> None:
    text = shacl(people, "--shapes", shapes, "--format", "sarif", *arguments).stdout
    document = json.loads(text)
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    (run,) = document["runs"]
    lines = Path(people).read_text(encoding="utf-8").splitlines()
    results = [result for result in run["results"] if result["ruleId"] != "no-match"]
    assert results
    for result in results:
        physical = result["locations"][0]["physicalLocation"]
        name = result["locations"][0]["logicalLocations"][0]["name"]
        assert lines[physical["region"]["startLine"] - 1].startswith(name)
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert len({result["partialFingerprints"]["mmssc/v1"] for result in results}) == len(results)
    assert any(result["ruleId"] == "no-match" for result in run["results"]) == ("--require-match" in arguments)
    jsonschema.validate(
        json.loads(shacl(people, "--shapes", "absent.ttl", "--format", "sarif", *arguments).stdout), schema
    )


@pytest.mark.parametrize("arguments", [(), ("--lang", "zh"), ("--require-match",), ("--limit", "1")])
def test_junit_is_valid_and_counts_what_passed_failed_and_was_skipped(
    people: str, shapes: str, arguments: tuple[str, ...]
) -> None:
    schema = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
    text = shacl(people, "--shapes", shapes, "--format", "junit", *arguments).stdout
    schema.validate(text)
    suites = {suite.get("name"): suite for suite in ElementTree.fromstring(text)}
    assert list(suites) == ["ex:Cat-shape", "ex:Person-shape", "ex:S"]
    for suite in suites.values():
        cases = list(suite.iter("testcase"))
        assert suite.get("tests") == str(len(cases))
        for kind, attribute in (("failure", "failures"), ("skipped", "skipped")):
            assert suite.get(attribute) == str(sum(1 for case in cases if case.find(kind) is not None))
    cat, person = suites["ex:Cat-shape"], suites["ex:Person-shape"]
    unmatched = cat.find("testcase")
    assert unmatched is not None
    assert (unmatched.find("failure") is not None) == ("--require-match" in arguments)
    assert [case.get("name") for case in person.iter("testcase") if not len(case)] == ["focus nodes", "ex:Person-shape"]
    schema.validate(shacl(people, "--shapes", "absent.ttl", "--format", "junit", *arguments).stdout)


def test_what_conforms_is_a_passed_test(tmp_path: Path) -> None:
    data, shapes = turtle(tmp_path, "d.ttl", WELL), turtle(tmp_path, "s.ttl", PERSON)
    root = ElementTree.fromstring(shacl(data, "--shapes", shapes, "--format", "junit").stdout)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("9", "0", "0")
    assert all(not len(case) for case in root.iter("testcase"))
