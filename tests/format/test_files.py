"""Turtle and query files are in canonical form, say what they hold, and declare the prefixes that they use."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mmssc.names import PREFIXES

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "format"
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("ontology", "shapes", "queries", "examples", "tests")
    for kind in ("*.ttl", "*.rq")
    for path in (ROOT / folder).rglob(kind)
)

DECLARATION = re.compile(r"^(?:@prefix|PREFIX)\s+([A-Za-z][\w-]*)?:\s*<([^>]*)>", re.MULTILINE)
# What can hold a colon and is no prefixed name, and what a prefixed name looks like.
SKIPPED = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#.*')
PREFIXED = re.compile(r"(?<![\w:.-])([A-Za-z][\w-]*)?:(?=[\w%\\]|\s|$|\))")


def body(text: str) -> str:
    """Return the text without declarations, strings, IRIs and comments."""
    return SKIPPED.sub(" ", DECLARATION.sub(" ", text))


def test_the_tool_finds_every_file_canonical() -> None:
    done = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", FILES)
def test_a_file_starts_with_a_header(name: str) -> None:
    header = re.match(r"(?:# .+\n)+", (ROOT / name).read_text(encoding="utf-8"))
    assert header is not None
    if name.endswith(".rq"):
        for field in ("title", "title-zh", "question", "question-zh", "parameters", "answer"):
            assert re.search(rf"^# {field}: \S", header[0], re.MULTILINE), field
    else:
        assert re.search(r"[\u4e00-\u9fff]", header[0]), "nothing in Chinese"


@pytest.mark.parametrize("name", FILES)
def test_prefixes_are_those_used_in_order_and_everywhere_the_same(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    declared = DECLARATION.findall(text)
    names = [prefix for prefix, _ in declared]
    assert names == sorted(set(names))
    assert set(names) == set(PREFIXED.findall(body(text)))
    assert {prefix: iri for prefix, iri in declared if PREFIXES.get(prefix, iri) != iri} == {}
    assert [prefix for prefix, iri in declared if iri in PREFIXES.values() and PREFIXES.get(prefix) != iri] == []


def test_the_tool_settles_blank_lines_and_leaves_text_alone(tmp_path: Path) -> None:
    before = '# A file.\n@prefix a: <urn:a:> .\n\n\n\na:b a:c """one\n\n\n\ntwo""" .\n\n'
    after = '# A file.\n@prefix a: <urn:a:> .\n\na:b a:c """one\n\n\n\ntwo""" .\n'
    copy = tmp_path / "tools" / "format"
    copy.mkdir(parents=True)
    (copy / "__main__.py").write_text((TOOL / "__main__.py").read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / "ontology" / "a.ttl"
    file.parent.mkdir()
    file.write_text(before, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, copy, *arguments], capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout + done.stderr

    assert run("--check") == (1, "ontology/a.ttl: not in canonical form; run: python tools/format\n")
    assert file.read_text(encoding="utf-8") == before
    assert run() == (0, "ontology/a.ttl: formatted\n")
    assert file.read_text(encoding="utf-8") == after
    assert run("--check") == (0, "")
    file.write_text("# A file.\n<a", encoding="utf-8")
    assert run("--check")[0] == 2
    assert run("--chekc")[0] == 2
