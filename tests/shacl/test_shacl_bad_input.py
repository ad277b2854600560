"""What cannot be used is refused with exit status 2 and one clear error for each fault, never a traceback."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from shacl_samples import PEOPLE, PERSON, PREFIXES, shacl, turtle

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; "

# What is wrong -> the shapes, and what the error must say in English and in Chinese.
BAD_SHAPES = {
    "a count that is a text": (
        f'{SHAPE} sh:property [ sh:path ex:p ; sh:minCount "x" ] .',
        ("ex:S / ex:p, sh:minCount", "one whole number", "“x”"),
        "必须是一个整数",
    ),
    "a slip of the pen": (
        f"{SHAPE} sh:property [ sh:path ex:p ; sh:minLenght 3 ] .",
        ("ex:S / ex:p", "sh:minLenght", "Did you mean sh:minLength?"),
        "是否应为 sh:minLength",
    ),
    "a severity that SHACL does not have": (
        f"{SHAPE} sh:severity sh:Violaton .",
        ("sh:severity", "Did you mean sh:Violation?"),
        "是否应为 sh:Violation",
    ),
    "a term of a later SHACL": (
        f"{SHAPE} sh:property [ sh:path ex:p ; sh:someValue ex:T ] .",
        ("sh:someValue", "newer than what is supported"),
        "更新",
    ),
    "another namespace": (
        f"{SHAPE} sh:nodeKind sh:IRI . ex:T a <https://www.w3.org/ns/shacl#NodeShape> .",
        ("not the namespace of SHACL",),
        "不是 SHACL 的命名空间",
    ),
    "an enumeration that is no list": (f"{SHAPE} sh:in ex:a .", ("sh:in", "RDF list", "round brackets"), "RDF 列表"),
    "a list that bites its tail": (
        f"{SHAPE} sh:in _:l . _:l rdf:first ex:a ; rdf:rest _:l .",
        ("sh:in", "RDF list"),
        "RDF 列表",
    ),
    "a shape that is a text": (
        f'{SHAPE} sh:or ( "x" [ sh:nodeKind sh:IRI ] ) .',
        ("literal", "list of shapes"),
        "字面量",
    ),
    "no path": (f"{SHAPE} sh:property [ sh:minCount 1 ] .", ("must have a sh:path",), "必须有 sh:path"),
    "an invalid path": (f"{SHAPE} sh:property [ sh:path ( ex:p ) ] .", ("no property path",), "不是属性路径"),
    "a path that is a text": (f'{SHAPE} sh:property [ sh:path "p" ] .', ("no property path",), "不是属性路径"),
    "a path within itself": (
        f"{SHAPE} sh:property [ sh:path _:p ] . _:p sh:inversePath _:p .",
        ("contains itself",),
        "包含自身",
    ),
    "an invalid regular expression": (
        f'{SHAPE} sh:property [ sh:path ex:p ; sh:pattern "[a" ] .',
        ("sh:pattern", "no regular expression", "“[a”"),
        "不是正则表达式",
    ),
    "an unknown flag": (
        f'{SHAPE} sh:property [ sh:path ex:p ; sh:pattern "a" ; sh:flags "Z" ] .',
        ("no regular expression", "Z"),
        "不是正则表达式",
    ),
    "recursion": (
        f"{SHAPE} sh:property [ sh:path ex:p ; sh:node ex:S ] .",
        ("refers to itself", "ex:S → ex:S / ex:p → ex:S"),
        "引用自身",
    ),
    "recursion through negation and lists": (
        f"{SHAPE} sh:not [ sh:or ( ex:T ex:U ) ] . ex:T sh:node ex:S . ex:U sh:nodeKind sh:IRI .",
        ("refers to itself", "ex:T"),
        "引用自身",
    ),
    "a node shape that counts": (f"{SHAPE} sh:minCount 1 .", ("has no sh:path",), "没有 sh:path"),
    "two minimal counts": (
        f"{SHAPE} sh:property [ sh:path ex:p ; sh:minCount 1 , 2 ] .",
        ("sh:minCount must be one",),
        "必须是一个",
    ),
    "JavaScript": (f"{SHAPE} sh:js [ sh:jsFunctionName 'f' ] .", ("sh:js is not supported",), "不支持 sh:js"),
    "an entailment regime": (
        f"{SHAPE} sh:nodeKind sh:IRI . ex: sh:entailment <http://www.w3.org/ns/entailment/RDFS> .",
        ("sh:entailment is not supported",),
        "不支持",
    ),
    "a query that calls the network": (
        f"{SHAPE} sh:sparql [ sh:select 'SELECT $this {{ SERVICE <http://x.invalid/> {{ ?s ?p $this }} }}' ] .",
        ("would call the network",),
        "访问网络",
    ),
    "a query that calls the network, spelt in escapes": (
        f"{SHAPE} sh:sparql [ sh:select 'SELECT $this {{ \\\\u0053ERVICE <http://x.invalid/> {{ ?s ?p $this }} }}' ] .",
        ("would call the network",),
        "访问网络",
    ),
    "a query that loads a file": (
        f"{SHAPE} sh:sparql [ sh:select 'SELECT $this from <http://x.invalid/> {{ ?s ?p $this }}' ] .",
        ("load files",),
        "加载文件",
    ),
    "no target": ("ex:S a sh:NodeShape ; sh:nodeKind sh:IRI .", ("No shape has a target",), "没有任何形状设有目标"),
    "no shape": ("ex:a ex:b ex:c .", ("No shape has a target",), "没有任何形状设有目标"),
    "nothing": ("", ("No shape has a target",), "没有任何形状设有目标"),
}


@pytest.mark.parametrize("fault", BAD_SHAPES)
def test_bad_shapes_are_refused(tmp_path: Path, fault: str) -> None:
    body, english, chinese = BAD_SHAPES[fault]
    data, shapes = turtle(tmp_path, "data.ttl", PEOPLE), turtle(tmp_path, "shapes.ttl", body)
    result = shacl(data, "--shapes", shapes)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = [line for line in result.stderr.splitlines() if english[0] in line]
    assert line.startswith(f"error: {shapes}")
    assert [part for part in english if part not in line] == []
    assert chinese in shacl(data, "--shapes", shapes, "--lang", "zh").stderr


def test_every_fault_of_data_and_shapes_is_told_at_once(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(f"{PREFIXES}ex:a ex:b ex:c .\nex:a nope:b ex:c .\n")
    shapes = turtle(tmp_path, "shapes.ttl", f'{SHAPE} sh:in ex:a ; sh:severity "x" ; sh:clossed true .')
    result = shacl(str(bad), str(tmp_path / "absent.ttl"), "--shapes", shapes, "--shapes", str(tmp_path / "none.ttl"))
    assert result.exit_code == 2
    for part in ("bad.ttl, line 8, column 6", "absent.ttl: There is no such file", "none.ttl", "sh:in", "sh:severity"):
        assert part in result.stderr
    assert "Did you mean sh:closed?" in result.stderr


def test_data_that_use_a_term_unknown_to_shacl_are_only_warned_of(tmp_path: Path) -> None:
    shapes = turtle(tmp_path, "shapes.ttl", PERSON + "ex:thing sh:nodeShape ex:other .")
    result = shacl(turtle(tmp_path, "data.ttl", PEOPLE), "--shapes", shapes)
    assert result.exit_code == 1
    assert "warning" in result.stderr
    assert "sh:nodeShape" in result.stderr


IDLE = {
    "flags without a pattern": ('sh:flags "i"', "sh:flags does nothing"),
    "a qualified count without a shape": ("sh:qualifiedMinCount 1", "A qualified count does nothing"),
    "a qualified shape without a count": ("sh:qualifiedValueShape [ ]", "sh:qualifiedValueShape does nothing"),
    "ignored properties of an open shape": ("sh:ignoredProperties ( ex:p )", "sh:ignoredProperties does nothing"),
}


@pytest.mark.parametrize("case", IDLE)
def test_what_has_no_effect_is_warned_of(tmp_path: Path, case: str) -> None:
    parameter, message = IDLE[case]
    shapes = turtle(tmp_path, "s.ttl", f"{SHAPE} sh:property [ sh:path ex:name ; {parameter} ] .")
    result = shacl(turtle(tmp_path, "data.ttl", PEOPLE), "--shapes", shapes)
    assert result.exit_code == 0
    assert f"warning: {shapes}, ex:S / ex:name: {message}" in result.stderr


def test_files_that_are_no_rdf_are_refused(tmp_path: Path) -> None:
    shapes = turtle(tmp_path, "s.ttl", PERSON)
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    (tmp_path / "cut.ttl.gz").write_bytes(gzip.compress(PREFIXES.encode())[:-9])
    (tmp_path / "remote.jsonld").write_text(
        '{"@context": "https://example.org/c.jsonld", "@id": "http://example.org/a", "name": "x"}'
    )
    (tmp_path / "empty").mkdir()
    for name, part in (
        ("table.csv", "no RDF syntax"),
        ("cut.ttl.gz", "damaged or cut off"),
        ("remote.jsonld", "nothing is fetched from the network"),
        ("empty", "No file in this folder"),
    ):
        result = shacl(str(tmp_path / name), "--shapes", shapes)
        assert (result.exit_code, part in result.stderr, "--allow-remote" in result.stderr) == (2, True, False), name
    assert shacl("-", "--shapes", "-", stdin="").exit_code == 2
    assert "XML" in shacl("-", "--shapes", shapes, stdin='<?xml version="1.0"?><rdf:RDF>').stderr


def test_hostile_data_are_refused(tmp_path: Path) -> None:
    shapes = turtle(tmp_path, "s.ttl", PERSON)
    entity = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>'
    (tmp_path / "bomb.rdf").write_text(f'<?xml version="1.0"?>{entity}')
    (tmp_path / "deep.ttl").write_text("<a:b> <a:c> " + "<<" * 2000)
    for name in ("bomb.rdf", "deep.ttl"):
        assert shacl(str(tmp_path / name), "--shapes", shapes).exit_code == 2, name


def test_a_failed_run_says_so_in_every_form_that_can(tmp_path: Path) -> None:
    data = turtle(tmp_path, "data.ttl", PEOPLE)
    absent = str(tmp_path / "absent.ttl")
    sarif = json.loads(shacl(data, "--shapes", absent, "--format", "sarif").stdout)
    (invocation,) = sarif["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "There is no such file" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert '<error type="unreadable"' in shacl(data, "--shapes", absent, "--format", "junit").stdout
    for form in ("table", "turtle", "json"):
        assert shacl(data, "--shapes", absent, "--format", form).stdout == ""


def test_odd_data_are_data(tmp_path: Path) -> None:
    shapes = turtle(
        tmp_path,
        "s.ttl",
        """ex:S a sh:NodeShape ; sh:targetClass ex:Person ;
          sh:property [ sh:path ex:age ; sh:datatype xsd:integer ] , [ sh:path ex:name ; sh:maxLength 5 ] ,
            [ sh:path [ sh:zeroOrMorePath ex:knows ] ; sh:class ex:Person ] .""",
    )
    long = "x" * 2_000_000
    ring = "\n".join(f"ex:p{i} a ex:Person ; ex:knows ex:p{(i + 1) % 50} ." for i in range(50))
    data = turtle(tmp_path, "d.ttl", f'ex:a a ex:Person ; ex:age "old"^^xsd:integer ; ex:name "{long}" .\n{ring}')
    document = json.loads(shacl(data, "--shapes", shapes, "--format", "json").stdout)
    assert document["results"] == 2
    items = document["groups"][0]["items"]
    assert [item["component"].partition("#")[2] for item in items] == [
        "DatatypeConstraintComponent",
        "MaxLengthConstraintComponent",
    ]
    assert items[1]["value"]["value"] == long
    table = shacl(data, "--shapes", shapes).stdout
    assert len(table) < 2_000
    assert "“old”^^xsd:integer" in table


def test_a_hundred_thousand_blank_nodes_are_data(tmp_path: Path) -> None:
    shapes = turtle(tmp_path, "s.ttl", "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:nodeKind sh:IRI .")
    data = tmp_path / "blank.nt"
    data.write_text("".join(f'_:b{i} <http://example.org/p> "{i}" .\n' for i in range(100_000)))
    result = shacl(str(data), "--shapes", shapes, "--limit", "2")
    assert "100000 focus nodes, 100000 results" in result.stdout
    assert result.stdout.count("•") == 2


def test_help_comes_without_loading_an_engine() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom mmssc.cli.main import main\n"
        "result = CliRunner().invoke(main, ['shacl', '--help'])\n"
        "heavy = {'pyoxigraph', 'rdflib', 'pyshacl', 'numpy', 'polars', 'rich'}\n"
        "print(result.exit_code, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ), check=True
    )
    assert done.stdout.strip() == "0 []"
