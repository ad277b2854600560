"""``mmssc shacl --endpoint``: the data stay in a server, and the report is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from mmssc.cli.main import main

if TYPE_CHECKING:
    from servers import RealServer

ROOT = Path(__file__).parents[2]
LONDON = ROOT / "examples" / "london.ttl"
SHAPES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix mmssc: <https://w3id.org/mmssc/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:x-test:item> a sh:NodeShape ; sh:targetClass mmssc:Evidence ;
    sh:property <urn:x-test:title> , <urn:x-test:access> .
<urn:x-test:title> sh:path dcterms:title ; sh:maxLength 60 ; sh:minCount 1 ; sh:message "a short title" .
<urn:x-test:access> sh:path dcterms:accessRights ; sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "say who may see it" .
<urn:x-test:nothing> a sh:NodeShape ; sh:targetClass mmssc:NoSuchThing ; sh:nodeKind sh:IRI .
"""


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["shacl", *arguments], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_a_server_and_a_file_give_the_same_results(oxigraph_server: RealServer, tmp_path: Path) -> None:
    from pyoxigraph import RdfFormat, parse

    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    oxigraph_server.load(quad.triple for quad in parse(path=str(LONDON), format=RdfFormat.TURTLE))
    graphs = [part for graph in oxigraph_server.graphs for part in ("--graph", graph)]
    form = ("--shapes", str(shapes), "--format", "json")
    there, served, _ = run("--endpoint", oxigraph_server.url, *graphs, *form)
    here, read, _ = run(str(LONDON), *form)
    assert there == here == 1
    ours, theirs = json.loads(read), json.loads(served)
    assert theirs["data"] == [oxigraph_server.url]

    assert theirs["groups"] == ours["groups"]
    assert theirs["targets"] == ours["targets"]
    assert theirs["results"] == ours["results"] == 91


def test_a_server_that_is_down_is_one_error(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    target = tmp_path / "report.json"
    status, out, err = run(
        "--endpoint", "http://127.0.0.1:9/query", "--shapes", str(shapes), "--format", "json", "-o", str(target)
    )
    assert status == 2
    assert len(err.strip().splitlines()) == 1
    assert "127.0.0.1:9" in err
    assert out == ""


def test_files_or_a_server_and_not_both(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    assert run("--shapes", str(shapes))[0] == 2
    assert run(str(LONDON), "--endpoint", "http://127.0.0.1:9/query", "--shapes", str(shapes))[0] == 2
