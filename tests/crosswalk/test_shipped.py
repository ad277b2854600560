"""What ships: our crosswalks as SSSOM, the page of findings, and the check of it all without a file."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

from mmssc.cli.main import main
from mmssc.crosswalk.read import read_mappings
from mmssc.crosswalk.shipped import shipped_rows
from mmssc.knowledge import folder, triples
from mmssc.names import MMSSC

ROOT = Path(__file__).parents[2]
PUBLISHED = sorted(folder("ontology/crosswalks").glob("*.sssom.tsv"))


@pytest.mark.parametrize("tool", ["crosswalks", "findings"])
def test_what_is_generated_is_up_to_date(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / tool), "--check"], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


def test_there_is_a_row_for_each_statement() -> None:
    relations = "contributesTo drawsOn examines ratesPurpose supports".split()
    stated = Counter(
        quad.predicate.value.removeprefix(MMSSC)
        for path in sorted(folder("ontology").rglob("*.ttl"))  # a statement of two files is a row of each
        for quad in triples(path)
    )
    prop = NamedNode("http://www.w3.org/2002/07/owl#annotatedProperty")
    rows = Counter(triple.object.value.removeprefix(MMSSC) for triple in shipped_rows() if triple.predicate == prop)
    assert rows["contributesTo"] == 36  # of the 39 functions, three stand under no purpose
    assert {name: rows[name] for name in relations} == {name: stated[name] for name in relations}


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_sssom_py_finds_the_published_file_valid(path: Path) -> None:
    command = Path(sys.executable).with_name("sssom")
    done = subprocess.run([str(command), "validate", str(path)], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_the_published_files_read_back_without_a_problem() -> None:
    assert len(PUBLISHED) >= 6
    mappings = read_mappings([str(path) for path in PUBLISHED])
    assert [problem.line("en") for problem in mappings.refused] == []
    prop = NamedNode("http://www.w3.org/2002/07/owl#annotatedProperty")
    assert mappings.rows_used == sum(triple.predicate == prop for triple in shipped_rows())


def test_without_a_file_what_ships_is_checked() -> None:
    call = ["crosswalk", "--format", "json", "--lang", "zh"]
    result = CliRunner().invoke(main, call, catch_exceptions=False)
    document = json.loads(result.stdout)
    assert document["files"] == []
    assert result.exit_code == (1 if document["findings"] else 0)
    assert result.stderr == ""
    for each in document["findings"]:
        assert any(each["place"].values()), f"nothing says where this stands: {each['name']}"


def test_the_page_escapes_what_markdown_would_read() -> None:
    page = runpy.run_path(str(ROOT / "tools" / "findings"))
    assert page["_text"]("a *b* [c](d)\n<e>") == r"a \*b\* \[c\](d) \<e\>"
