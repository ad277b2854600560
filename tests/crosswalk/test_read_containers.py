"""What should hold rows and is something else is an error of the file, for its rows would be lost without a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from mapping_files import read
from test_read_ciso import LIBRARY, ONE_SET, ROW, library
from test_read_oscal import a_map, a_mapping, collection

from mmssc.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

CISO = {
    "objects": "objects: [1]\n",
    "requirement_mapping_set": LIBRARY + "  requirement_mapping_set: all of it\n",
    "requirement_mappings": library(head=LIBRARY + ONE_SET + "      of: a\n"),
}


def changed(**more: Any) -> str:
    return json.dumps(json.loads(collection()) | more)


OSCAL = {
    "mapping-collection": changed(**{"mapping-collection": "all of it"}),
    "mappings": collection(mappings=a_mapping()),
    "maps": collection(a_mapping() | {"maps": a_map()}),
}


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        *(("a.yaml", text, field) for field, text in CISO.items()),
        *(("a.json", text, field) for field, text in OSCAL.items()),
        ("a.json", json.dumps({"mappings": "all of it"}), "mappings"),
    ],
)
def test_a_container_of_the_wrong_type_is_an_error(tmp_path: Path, name: str, text: str, field: str) -> None:
    mappings = read(tmp_path / name, text)
    assert [(problem.code, problem.field, problem.severity) for problem in mappings.problems] == [
        ("wrong-type", field, "error")
    ]
    assert (mappings.rows_used, mappings.files[0].context) == (0, [])
    result = CliRunner().invoke(main, ["crosswalk", str(tmp_path / name)])
    assert result.exit_code == 2


@pytest.mark.parametrize("nothing", ["mapping-collection", "mappings", "maps"])
def test_a_container_that_holds_nothing_is_no_error(tmp_path: Path, nothing: str) -> None:
    text = {
        "mapping-collection": changed(**{"mapping-collection": None}),
        "mappings": collection(mappings=None),
        "maps": collection(a_mapping() | {"maps": None}),
    }[nothing]
    assert read(tmp_path / "a.json", text).refused == []


def test_a_library_without_rows_is_no_error(tmp_path: Path) -> None:
    assert read(tmp_path / "a.yaml", library()).refused == []
    assert len(list(read(tmp_path / "b.yaml", library(ROW.format(1, "equal"))).rows())) == 1


@pytest.mark.parametrize("wrong", ["all", ["all"], [{"with-ids": ["a-9"]}, "all"]])
def test_gaps_that_are_no_objects_are_errors(tmp_path: Path, wrong: Any) -> None:
    summary = wrong if wrong == "all" else {"unmapped-controls": wrong}
    mappings = read(tmp_path / "a.json", collection(a_mapping(**{"source-gap-summary": summary})))
    assert [problem.code for problem in mappings.refused] == ["wrong-type"]


def test_a_mapping_that_is_no_object_is_an_error(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.json", collection(a_mapping(), "all of it"))  # type: ignore[arg-type]
    assert [problem.code for problem in mappings.refused] == ["not-an-object"]
    assert mappings.rows_used == 1
