"""Where two schemes use the same codes, a statement says whose code it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner
from samples import CONTRADICTION, write

from mmssc.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "subject_id,predicate_id,object_id,subject_source,object_source\n"
ROWS = (
    "{a}1,skos:broadMatch,{b}1,{s},{t}\n"
    "{b}1,skos:exactMatch,{c}1,{t},\n"
    "{a}1,https://w3id.org/mmssc/ns#disjointFrom,{c}1,{s},\n"
    "{a}q2,skos:exactMatch,{b}q3,{s},{t}\n"
    "{a}q2,skos:exactMatch,{b}q3,{s},{t}\n"
)
SPACES = {"a": "https://x.example/red/", "b": "https://x.example/blue/", "c": "https://green.example/"}
SCHEMES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://x.example/std-a> dcterms:identifier "A 27" .
<https://x.example/red/x> skos:notation "1" ; skos:inScheme <https://x.example/std-a> .
<https://x.example/blue/y> skos:notation "1" ; skos:inScheme <https://x.example/std-b> .
"""


def said(*files: str) -> list[str]:
    call = ["crosswalk", *files, "--check", "set-path-consistency", "--check", "duplicate-mapping", "--format", "json"]
    findings = json.loads(CliRunner().invoke(main, call, catch_exceptions=False).stdout)["findings"]
    return [proof["says"]["en"] for each in findings for proof in each["proof"]] + [
        each["note"]["en"] for each in findings if each["note"]
    ]


def test_codes_that_end_iris_are_told_apart_by_scheme_or_namespace(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + ROWS.format(s="https://x.example/std-a", t="", **SPACES), encoding="utf-8")
    *statements, note = said(str(path))
    assert "std-a, 1 skos:broadMatch blue, 1" in statements
    assert "blue, 1 skos:exactMatch green.example, 1" in statements
    assert "q2 skos:exactMatch q3" in statements  # nobody else uses these
    assert "std-a, 1" in note or "red, 1" in note


def test_notations_are_told_apart_by_what_the_scheme_is_called(tmp_path: Path) -> None:
    schemes, rows = tmp_path / "schemes.ttl", tmp_path / "rows.csv"
    schemes.write_text(SCHEMES, encoding="utf-8")
    row = "https://x.example/red/x,skos:exactMatch,https://x.example/blue/y\n"
    rows.write_text("subject_id,predicate_id,object_id\n" + row + row, encoding="utf-8")
    assert said(str(rows), str(schemes)) == ["A 27, 1 skos:exactMatch std-b, 1"] * 2


def test_names_with_a_prefix_tell_their_scheme_already(tmp_path: Path) -> None:
    statements = said(write(tmp_path, "map.sssom.tsv", *CONTRADICTION))
    assert statements[: len(CONTRADICTION)] == list(CONTRADICTION)
