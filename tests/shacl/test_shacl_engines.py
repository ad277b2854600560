"""Which engine runs, that it is said, and that both give the same results, on published ontologies too."""

from __future__ import annotations

import json
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from shacl_samples import PEOPLE, PERSON, shacl, turtle

from mmssc.shacl.service import check

SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "shacl" / "core"
SPARQL = """
ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:sparql [ sh:message "Older than {?value}?"@en ;
  sh:select "SELECT $this ?value { $this <http://example.org/age> ?value FILTER (isNumeric(?value) && ?value > 150) }"
] .
"""
TARGET = """
ex:S a sh:NodeShape ;
  sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this <http://example.org/age> 200 }" ] ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ] .
"""
RULE = """
ex:S a sh:NodeShape ; sh:targetClass ex:Person ;
  sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:checked ; sh:object true ] ;
  sh:property [ sh:path ex:checked ; sh:maxCount 0 ] .
"""
LOOK_AHEAD = (
    'ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:email ; sh:pattern "^(?!bob)" ] .'
)

# What the shapes use beyond SHACL Core -> the shapes, the reason that is given, the number of results.
BEYOND = {
    "an escape in a query": (SPARQL.replace("/age>", "/\\\\u0061ge>"), "\\u0061", 1),
    "a SPARQL target": (TARGET, "sh:target", 1),
    "a rule": (RULE, "sh:rule", 3),
    "a regular expression of Python": (LOOK_AHEAD, "(?!bob)", 1),
}


@pytest.fixture
def people(tmp_path: Path) -> str:
    return turtle(tmp_path, "people.ttl", PEOPLE)


@pytest.mark.parametrize("case", BEYOND)
def test_what_only_pyshacl_runs_goes_to_it_openly(tmp_path: Path, people: str, case: str) -> None:
    body, reason, results = BEYOND[case]
    shapes = turtle(tmp_path, "shapes.ttl", body)
    result = shacl(people, "--shapes", shapes, "--format", "json")
    document = json.loads(result.stdout)
    assert (document["engine"]["name"], document["results"]) == ("pyshacl", results)
    assert reason in document["engine"]["because"][0]["en"]
    assert "Engine: pySHACL" in result.stderr
    assert reason in result.stderr
    assert reason in shacl(people, "--shapes", shapes).stdout.replace("\n", " ")
    refused = shacl(people, "--shapes", shapes, "--engine", "mmssc")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert reason in refused.stderr
    assert "--engine pyshacl" in refused.stderr


def test_values_are_put_into_messages_where_shacl_says_so(tmp_path: Path, people: str) -> None:
    assert "Older than 200?" in shacl(people, "--shapes", turtle(tmp_path, "s.ttl", SPARQL)).stdout


def test_focus_nodes_of_other_targets_are_not_guessed(tmp_path: Path, people: str) -> None:
    document = json.loads(shacl(people, "--shapes", turtle(tmp_path, "s.ttl", TARGET), "--format", "json").stdout)
    assert [(row["focusNodes"], row["unmatched"]) for row in document["targets"]] == [(None, False)]


def test_a_failure_of_pyshacl_is_an_error(tmp_path: Path, people: str) -> None:
    shapes = turtle(tmp_path, "s.ttl", SPARQL.replace("SELECT $this ?value", "SELEKT"))
    result = shacl(people, "--shapes", shapes, "--engine", "pyshacl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error: {shapes}" in result.stderr
    assert "pySHACL cannot run the shapes" in result.stderr
    assert "Traceback" not in result.stderr


def test_pyshacl_logs_nothing_to_the_user(tmp_path: Path) -> None:
    data = turtle(tmp_path, "d.ttl", 'ex:a a ex:Person ; ex:age "old"^^xsd:integer , "x"^^xsd:boolean .')
    result = shacl(data, "--shapes", turtle(tmp_path, "s.ttl", PERSON), "--engine", "pyshacl", "--format", "json")
    assert "Traceback" not in result.stderr
    assert json.loads(result.stdout)["engine"] == {
        "name": "pyshacl",
        "version": json.loads(result.stdout)["engine"]["version"],
        "because": [],
    }


def results(data: list[str], shapes: list[str], engine: str) -> tuple[Counter[tuple[str, ...]], dict[str, int | None]]:
    report = check(data, shapes, engine=engine)  # type: ignore[arg-type]
    found = Counter(
        (
            str(result.focus),
            str(result.path),
            str(result.value),
            str(result.shape),
            result.component.value,
            result.severity.value,
        )
        for result, _ in report.results
    )
    return found, {row.name: row.focus_nodes for row in report.rows}


def test_both_engines_agree_on_results_and_focus_nodes(tmp_path: Path, people: str) -> None:
    shapes = turtle(tmp_path, "s.ttl", PERSON)
    assert results([people], [shapes], "mmssc") == results([people], [shapes], "pyshacl")


# A case that passes must leave the list.
PYSHACL_FAILS = {"property/uniqueLang-002": 'takes sh:uniqueLang "1"^^xsd:boolean for true; only the term true counts'}


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C SHACL test suite is not at {SUITE}")
def test_both_engines_agree_on_the_w3c_suite() -> None:
    differ = set()
    for path in sorted(SUITE.rglob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        if "sht:Validate" not in text or "sht:Failure" in text:
            continue
        data, shapes = (
            str(path.parent / text.partition(f"sht:{role}Graph <")[2].partition(">")[0])
            if f"sht:{role}Graph <>" not in text
            else str(path)
            for role in ("data", "shapes")
        )
        if results([data], [shapes], "mmssc") != results([data], [shapes], "pyshacl"):
            differ.add(path.relative_to(SUITE).as_posix().removesuffix(".ttl"))
    assert differ == PYSHACL_FAILS.keys()


def package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        pytest.skip(f"{name} is not installed")
    return Path(spec.origin).parent


ASSETS = ("shacl", "dash", "shacl-shacl")


@pytest.mark.parametrize("name", ASSETS)
def test_the_vocabularies_of_shacl_conform_to_shacl_s_own_shapes(name: str) -> None:
    """The SHACL vocabulary, DASH, and the shapes of SHACL themselves, as the package pyshacl carries them."""
    assets = package("pyshacl") / "assets"
    data, shapes = [str(assets / f"{name}.ttl")], [str(assets / "shacl-shacl.ttl")]
    found, matched = results(data, shapes, "mmssc")
    assert (found, matched) == results(data, shapes, "pyshacl")
    assert sum(found.values()) == 0
    assert sum(count or 0 for count in matched.values()) > 30


# The LinkML model (CC0), as the package linkml-runtime carries it: a published ontology with its own published shapes.
LINKML_RESULTS = ("types", "mappings", "units", "extensions")


@pytest.mark.parametrize("name", LINKML_RESULTS)
def test_linkml_against_its_own_published_shapes_gives_what_pyshacl_gives(tmp_path: Path, name: str) -> None:
    model = package("linkml_runtime") / "linkml_model"
    published = (model / "shacl" / "meta.shacl.ttl").read_text(encoding="utf-8")
    start = published.index("linkml:Any a sh:NodeShape")
    end = published.index(" .\n", start) + 3
    shapes = tmp_path / "meta.shacl.ttl"
    shapes.write_text(published[:start] + published[end:], encoding="utf-8")  # less the one shape that is ill-formed
    data = [str(model / "rdf" / f"{name}.ttl")]
    found, matched = results(data, [str(shapes)], "mmssc")
    assert (found, matched) == results(data, [str(shapes)], "pyshacl")
    assert sum(found.values()) > 50
    assert sum(1 for count in matched.values() if count) > 1


def test_the_ill_formed_shape_that_linkml_publishes_is_found() -> None:
    model = package("linkml_runtime") / "linkml_model"
    result = shacl(str(model / "rdf" / "types.ttl"), "--shapes", str(model / "shacl" / "meta.shacl.ttl"))
    assert result.exit_code == 2
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("error")]
    assert "linkml:Any, sh:ignoredProperties: sh:ignoredProperties must be one well-formed RDF list" in line
