"""``mmssc assess --endpoint`` on real servers: the same bytes as from a file with the same evidence."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from served_data import BLANK, CITIES, MODEL, ODD, city, item, without_durations

if TYPE_CHECKING:
    from pathlib import Path

    Result = subprocess.CompletedProcess[bytes]

    from servers import RealServer

AS_OF = ("--as-of", "2026-11-21")


def run(*arguments: str) -> Result:
    command = [sys.executable, "-m", "mmssc", "assess", *AS_OF, *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, env={**os.environ, "NO_COLOR": "1"})


def said(result: Result) -> str:
    return result.stderr.decode()


def asked(server: RealServer, *arguments: str) -> Result:
    named = (part for graph in server.graphs for part in ("--graph", graph))
    return run("--endpoint", server.url, *named, *arguments)


def file_of(folder: Path, lines: str) -> str:
    path = folder / "evidence.nt"
    path.write_text(lines, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("form", ["csv", "nquads"])
def test_the_same_bytes_as_from_a_file(any_server: RealServer, tmp_path: Path, form: str) -> None:
    data = CITIES + ODD + BLANK
    if any_server.name == "virtuoso":
        data = without_durations(data)
        assert data != CITIES + ODD + BLANK
    any_server.load(data)
    wanted = run(file_of(tmp_path, data), "--format", form, "--horizon", "P2Y")
    found = asked(any_server, "--format", form, "--horizon", "P2Y")
    assert (found.returncode, wanted.returncode) == (1, 1)
    assert len(wanted.stdout) > 10_000
    assert found.stdout == wanted.stdout


def test_what_is_refused_is_told_alike(oxigraph_server: RealServer, tmp_path: Path) -> None:
    oxigraph_server.load(ODD)
    path = file_of(tmp_path, ODD)

    def errors(result: Result) -> list[str]:
        lines = said(result).replace(path, "SOURCE").replace(oxigraph_server.url, "SOURCE").splitlines()
        return sorted(line for line in lines if line.startswith("error:"))

    found, wanted = errors(asked(oxigraph_server, "--format", "csv")), errors(run(path, "--format", "csv"))
    assert len(wanted) >= 6
    assert found == wanted


def test_a_server_may_hold_the_model_and_more(oxigraph_server: RealServer, tmp_path: Path) -> None:
    """Nothing is said of what is no evidence: it is not there for us."""
    oxigraph_server.load(CITIES + MODEL + '<urn:x> <urn:y> "z" .\n')
    found = asked(oxigraph_server, "--format", "csv")
    assert (found.returncode, said(found)) == (0, "")
    assert found.stdout == run(file_of(tmp_path, CITIES), "--format", "csv").stdout


@pytest.mark.parametrize("form", ["table", "json", "turtle", "jsonld"])
def test_the_other_forms(oxigraph_server: RealServer, tmp_path: Path, form: str) -> None:
    data = city("a") + city("b")
    oxigraph_server.load(data)
    found = asked(oxigraph_server, "--format", form)
    assert found.returncode == 0, said(found)
    assert found.stdout == run(file_of(tmp_path, data), "--format", form).stdout


def test_the_other_forms_and_blank_nodes_of_several_answers(fuseki_server: RealServer) -> None:
    """Labels that are given anew in every answer are not taken for one node."""
    data = item("_:x", ["<https://example.org/a>"]) + item("_:y", ["_:z"]) + city("a")
    fuseki_server.load(data)
    found = asked(fuseki_server, "--format", "json")
    assert found.returncode == 1
    assert said(found).count("An item of evidence must have an IRI") == 2


def test_parquet(oxigraph_server: RealServer, tmp_path: Path) -> None:
    oxigraph_server.load(CITIES)
    out = tmp_path / "levels.parquet"
    assert asked(oxigraph_server, "--format", "parquet", "-o", str(out)).returncode == 0
    assert out.read_bytes()[:4] == b"PAR1"


def test_only_the_graphs_that_are_named(any_server: RealServer, tmp_path: Path) -> None:
    graphs = {f"https://example.org/graph/{name}": city(name) for name in "abc"}
    quads = "".join(
        line.replace(" .\n", f" <{graph}> .\n") for graph, lines in graphs.items() for line in lines.splitlines(True)
    )
    any_server.load(quads)
    named = [f"https://example.org/graph/{name}" for name in "ac"]
    found = run("--endpoint", any_server.url, "--graph", named[0], "--graph", named[1], "--format", "csv")
    assert found.returncode == 0, said(found)
    assert found.stdout == run(file_of(tmp_path, city("a") + city("c")), "--format", "csv").stdout


@pytest.mark.parametrize("form", ["csv", "table"])
@pytest.mark.parametrize(("lang", "words"), [("en", "hold no evidence"), ("zh", "没有任何证据")], ids=["en", "zh"])
def test_no_evidence(any_server: RealServer, tmp_path: Path, form: str, lang: str, words: str) -> None:
    any_server.load('<urn:x> <urn:y> "z" .\n')
    out = tmp_path / "out"
    found = asked(any_server, "--format", form, "--lang", lang, "-o", str(out))
    assert (found.returncode, out.exists()) == (2, False)
    assert words in said(found)
    assert "--graph" in said(found)


def test_nothing_but_refused_items(oxigraph_server: RealServer) -> None:
    oxigraph_server.load(item("nowhere", []))
    found = asked(oxigraph_server, "--format", "csv")
    assert found.returncode == 2
    assert "must name its community" in said(found)
    assert "nothing to assess" in said(found)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name a file, or a SPARQL server"),
        (("london.csv", "--endpoint", "http://localhost:1/"), "leave out the files"),
        (("london.csv", "--graph", "urn:g"), "give --endpoint too"),
        (("--endpoint", "http://localhost:1/", "--graph", "no iri"), "--graph no iri"),
        (("--endpoint", "file:///etc/passwd"), "http"),
        (("--endpoint", "http://ann:secret@localhost:1/"), "MMSSC_ENDPOINT_"),
        (("--endpoint", "http://127.0.0.1:1/sparql"), "http://127.0.0.1:1/sparql"),
    ],
)
def test_calls_that_cannot_be(arguments: tuple[str, ...], words: str) -> None:
    for form in ("csv", "table"):
        found = run(*arguments, "--format", form)
        assert (found.returncode, found.stdout) == (2, b"")
        assert words in said(found)
        assert "secret" not in said(found)
