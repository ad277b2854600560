"""``mmssc shacl`` as a user calls it: inputs, options, what the table says, exit status."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from shacl_samples import PEOPLE, PERSON, PREFIXES, WELL, flat, shacl, turtle


@pytest.fixture
def people(tmp_path: Path) -> str:
    return turtle(tmp_path, "people.ttl", PEOPLE)


@pytest.fixture
def shapes(tmp_path: Path) -> str:
    return turtle(tmp_path, "shapes.ttl", PERSON)


def test_results_are_shown_by_shape_with_what_it_matched(people: str, shapes: str) -> None:
    result = shacl(people, "--shapes", shapes)
    text = flat(result.stdout)
    assert result.exit_code == 1
    assert "ex:Person-shape (3 focus nodes, 6 results)" in text
    assert "VIOLATION ex:bob · ex:age · 200 At most 150 years sh:MaxInclusive" in text
    assert "VIOLATION ex:bob · ex:name At least 1 expected; found 0." in text
    assert "A text that matches /@/ is expected; found “bob”." in text
    assert "Does not conform: 6 results (5 violations, 1 warning); 1 of 2 shapes with a target matched." in text


def test_the_reader_reads_chinese(people: str, shapes: str) -> None:
    text = flat(shacl(people, "--shapes", shapes, "--lang", "zh").stdout)
    assert "3 个焦点节点，6 个结果" in text
    assert "年龄不超过 150" in text
    assert "至少应有 1 个值，实有 0 个。" in text
    assert "没有检查任何内容，不算通过" in text
    assert "At most" not in text


def test_a_shape_that_matches_nothing_is_no_success(tmp_path: Path, shapes: str) -> None:
    data = turtle(tmp_path, "data.ttl", 'ex:ann a ex:Person ; ex:name "Ann" .')
    result = shacl(data, "--shapes", shapes)
    assert result.exit_code == 0
    assert "NOTE ex:Cat-shape matched no node of the data" in flat(result.stdout)
    assert "Conforming: ex:Person-shape (1 focus node, 0 results)" in flat(result.stdout)
    assert "Conforming: ex:Cat-shape" not in result.stdout
    assert shacl(data, "--shapes", shapes, "--require-match").exit_code == 1
    machine = shacl(data, "--shapes", shapes, "--format", "json")
    assert "ex:Cat-shape matched no node" in machine.stderr


@pytest.mark.parametrize("data", ["", "ex:a a ex:Dog ."])
def test_a_run_that_checks_nothing_at_all_is_a_finding(tmp_path: Path, shapes: str, data: str) -> None:
    result = shacl(turtle(tmp_path, "data.ttl", data), "--shapes", shapes)
    assert result.exit_code == 1
    assert "Nothing was checked" in result.stdout
    assert "Conforms" not in result.stdout


def test_deactivated_shapes_check_nothing(tmp_path: Path, people: str) -> None:
    shapes = turtle(tmp_path, "off.ttl", PERSON.replace("ex:Person ;\n", "ex:Person ; sh:deactivated true ;\n", 1))
    result = shacl(people, "--shapes", shapes)
    assert result.exit_code == 1
    assert "Deactivated: ex:Person-shape" in result.stdout
    assert "Nothing was checked" in result.stdout


def test_what_conforms_passes(tmp_path: Path, shapes: str) -> None:
    result = shacl(turtle(tmp_path, "data.ttl", WELL), "--shapes", shapes, "--require-match")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Conforms: 0 results; 2 of 2 shapes with a target matched." in flat(result.stdout)


def test_the_least_severity_decides_what_counts(people: str, shapes: str, tmp_path: Path) -> None:
    result = shacl(people, "--shapes", shapes, "--severity", "violation")
    assert "5 results (5 violations)" in flat(result.stdout)
    assert "1 less grave result left out" in result.stdout
    data = turtle(tmp_path, "warned.ttl", 'ex:ann a ex:Person ; ex:name "Ann" ; ex:knows ex:dog .')
    assert shacl(data, "--shapes", shapes).exit_code == 1
    assert shacl(data, "--shapes", shapes, "--severity", "violation").exit_code == 0


def test_a_limit_cuts_what_is_shown_and_not_what_is_counted(people: str, shapes: str) -> None:
    result = shacl(people, "--shapes", shapes, "--limit", "1")
    assert result.stdout.count("•") == 1
    assert "1 of 6 results are shown" in result.stdout
    assert "6 results (5 violations, 1 warning)" in flat(result.stdout)
    assert shacl(people, "--shapes", shapes, "--limit", "0").stdout.count("•") == 6
    document = json.loads(shacl(people, "--shapes", shapes, "--limit", "1", "--format", "json").stdout)
    assert document["results"] == 6
    assert [(group["results"], group["shown"], len(group["items"])) for group in document["groups"]] == [(6, 1, 1)]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("shape", ["ex:Person-shape"]),
        ("focus", ["ex:ann", "ex:bob"]),
        (
            "component",
            [
                "sh:ClassConstraintComponent",
                "sh:MaxInclusiveConstraintComponent",
                "sh:MinCountConstraintComponent",
                "sh:PatternConstraintComponent",
                "sh:UniqueLangConstraintComponent",
            ],
        ),
    ],
)
def test_results_can_be_grouped(people: str, shapes: str, by: str, names: list[str]) -> None:
    document = json.loads(shacl(people, "--shapes", shapes, "--group-by", by, "--format", "json").stdout)
    assert sorted(group["name"] for group in document["groups"]) == names
    assert sum(group["results"] for group in document["groups"]) == 6
    table = shacl(people, "--shapes", shapes, "--group-by", by).stdout
    assert [name for name in names if f"{name} (" in table] == names


def test_a_shared_property_shape_counts_for_each_of_its_owners(tmp_path: Path) -> None:
    shapes = turtle(
        tmp_path,
        "shared.ttl",
        """ex:A a sh:NodeShape ; sh:targetNode ex:x , ex:y ; sh:property ex:P .
        ex:B a sh:NodeShape ; sh:targetNode ex:y , ex:z ; sh:property ex:P .
        ex:P a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 .""",
    )
    data = turtle(tmp_path, "data.ttl", "ex:x ex:q 1 .")
    document = json.loads(shacl(data, "--shapes", shapes, "--format", "json").stdout)
    assert [(row["name"], row["focusNodes"], row["results"]) for row in document["targets"]] == [
        ("ex:A", 2, 2),
        ("ex:B", 2, 2),
    ]


def test_blank_nodes_are_found_by_the_way_to_them(tmp_path: Path) -> None:
    data = turtle(tmp_path, "data.ttl", "ex:ann ex:address [ a ex:Address ] .")
    shapes = turtle(
        tmp_path,
        "s.ttl",
        "ex:S a sh:NodeShape ; sh:targetClass ex:Address ; sh:property [ sh:path ex:c ; sh:minCount 1 ] .",
    )
    assert "_:b1 (ex:ann / ex:address) · ex:c" in flat(shacl(data, "--shapes", shapes).stdout)


def test_data_come_in_any_syntax_packed_from_folders_and_standard_input(tmp_path: Path, shapes: str) -> None:
    one = "<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Person>"
    folder = tmp_path / "data" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.nt").write_text(f"{one} .\n")
    (folder / "b.nq").write_text(f"{one.replace('/a>', '/b>', 1)} <http://example.org/g> .\n")
    (folder / "c.trig").write_text(f"{PREFIXES} ex:g {{ ex:c a ex:Person }}")
    (folder / "d.ttl.gz").write_bytes(gzip.compress(f"{PREFIXES} ex:d a ex:Person .".encode()))
    (folder / "e.jsonld").write_text('{"@id": "http://example.org/e", "@type": "http://example.org/Person"}')
    (folder / "f.rdf").write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">'
        '<ex:Person rdf:about="http://example.org/f"/></rdf:RDF>'
    )
    (folder / "g.owl").write_text(f"{PREFIXES} ex:g a ex:Person .")
    (folder / "readme.txt").write_text("no data")
    arguments = (str(tmp_path / "data"), "-", "--shapes", shapes, "--group-by", "focus", "--format", "json")
    result = shacl(*arguments, stdin=f"{PREFIXES} ex:h a ex:Person .")
    document = json.loads(result.stdout)
    assert [group["name"] for group in document["groups"]] == [f"ex:{letter}" for letter in "abcdefgh"]


def test_relative_iris_are_those_of_the_file(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        f"{PREFIXES} <#S> a sh:NodeShape ; sh:targetNode <#x> ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    )
    result = shacl(turtle(tmp_path, "d.ttl", "ex:a ex:b 1 ."), "--shapes", str(shapes), "--format", "json")
    assert json.loads(result.stdout)["targets"][0]["shape"] == f"{shapes.as_uri()}#S"


def test_a_file_named_twice_is_read_once(people: str, shapes: str) -> None:
    result = shacl(people, people, "--shapes", shapes)
    assert "read once" in result.stderr
    assert "6 results" in result.stdout


def test_imports_are_not_followed_and_that_is_said(tmp_path: Path, people: str) -> None:
    shapes = turtle(tmp_path, "s.ttl", PERSON + "<http://example.org/> owl:imports <http://example.org/more> .")
    result = shacl(people, "--shapes", shapes)
    assert result.exit_code == 1
    assert "owl:imports: Imports are not followed. “http://example.org/more”" in result.stderr


def test_the_output_goes_to_a_file_and_never_over_an_input(tmp_path: Path, people: str, shapes: str) -> None:
    out = tmp_path / "report.ttl"
    assert shacl(people, "--shapes", shapes, "--format", "turtle", "-o", str(out)).exit_code == 1
    assert "sh:ValidationReport" in out.read_text(encoding="utf-8")
    before = Path(shapes).read_bytes()
    assert shacl(people, "--shapes", shapes, "-o", shapes).exit_code == 2
    assert Path(shapes).read_bytes() == before


def test_control_characters_of_the_data_do_not_reach_the_terminal(tmp_path: Path, shapes: str) -> None:
    data = turtle(tmp_path, "data.ttl", 'ex:a a ex:Person ; ex:name "A" ; ex:email "\\u001b[31mred" .')
    result = shacl(data, "--shapes", shapes)
    assert "[31mred" in result.stdout
    assert "\x1b" not in result.stdout
