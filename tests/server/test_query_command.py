"""``mmssc query --endpoint``: the answers and the errors of the client, through the command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hostile import hostile, http

from mmssc.cli.main import main

if TYPE_CHECKING:
    from click.testing import Result

    from servers import RealServer

DATA = '<urn:a> <urn:p> "1", "01"^^<urn:t> .\n'.replace(", ", " .\n<urn:a> <urn:p> ")


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["query", *arguments], env=environment)


@pytest.mark.parametrize(
    ("query", "form", "output"),
    [
        ("SELECT ?o { ?s ?p ?o } ORDER BY DATATYPE(?o)", "csv", "o\r\n1\r\n01\r\n"),
        ("SELECT ?s { ?s ?p '1' }", "table", "s\n─────\nurn:a\n"),
        ("SELECT ?s ?x { ?s ?p '1' }", "csv", "s,x\r\nurn:a,\r\n"),
        ("ASK { ?s ?p '1' }", "table", "true\n"),
        ("ASK { ?s ?p '2' }", "csv", "false\n"),
        ("CONSTRUCT WHERE { ?s ?p '1' }", "turtle", '<urn:a> <urn:p> "1" .'),
        ("DESCRIBE <urn:a>", "turtle", '"01"^^<urn:t>'),
    ],
)
def test_each_form(oxigraph_server: RealServer, query: str, form: str, output: str) -> None:
    oxigraph_server.load(DATA)
    result = run(query, "--endpoint", oxigraph_server.url, "--format", form)
    assert result.exit_code == 0, result.stderr
    assert output in result.stdout_bytes.decode() if form == "turtle" else output == result.stdout_bytes.decode()


def test_json_keeps_datatypes(oxigraph_server: RealServer) -> None:
    oxigraph_server.load(DATA)
    result = run("SELECT ?o { ?s ?p ?o }", "--endpoint", oxigraph_server.url, "--format", "json")
    bindings = json.loads(result.stdout)["results"]["bindings"]
    assert {"type": "literal", "value": "01", "datatype": "urn:t"} in [row["o"] for row in bindings]


def test_the_prefixes_of_the_project_are_declared(any_server: RealServer) -> None:
    any_server.load(
        "<https://w3id.org/mmssc/iso37107/level/3> <http://www.w3.org/2004/02/skos/core#notation> '3' .".replace(
            "'", '"'
        )
    )
    result = run("SELECT ?n { lvl:3 skos:notation ?n }", "--endpoint", any_server.url, "--format", "csv")
    assert result.stdout.split() == ["n", "3"]


@pytest.mark.parametrize(("lang", "word"), [("en", "error: "), ("zh", "错误: ")])
@pytest.mark.parametrize(
    "response",
    [
        b"",
        http("<html>", kind="text/html"),
        http("", "503 Busy", Retry_After="9999"),
        http("error", "400 Bad Request", "text/plain"),
        http('{"head":{"vars":["a"]},"results":{"bindings":['),
        http("", "302 Found", Location="http://example.org/"),
    ],
)
def test_a_failure_is_one_line_and_status_2(response: bytes, lang: str, word: str) -> None:
    with hostile(lambda *_: response) as peer:
        result = run("SELECT * { ?s ?p ?o }", "--endpoint", peer.url, "--lang", lang, "--timeout", "20")
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith(word)
    assert peer.url in line
    assert "→" in line


def test_nothing_is_sent_for_a_form_that_cannot_fit() -> None:
    with hostile(lambda *_: b"") as peer:
        for query, form in (("SELECT * {}", "turtle"), ("ASK {}", "turtle"), ("CONSTRUCT WHERE {}", "csv")):
            result = run(query, "--endpoint", peer.url, "--format", form)
            assert (result.exit_code, result.stdout) == (2, "")
        assert peer.asked == []


def test_files_are_not_silently_left_out() -> None:
    for more in (["london.csv"], ["--assess"]):
        result = run("ASK {}", *more, "--endpoint", "http://127.0.0.1:9/")
        assert result.exit_code == 2
        assert "--endpoint" in result.stderr


def test_credentials_of_the_environment_are_used_and_not_shown() -> None:
    secret = "s3cret"
    with hostile(lambda asked, _: http(asked.headers["authorization"], "403 Forbidden", "text/plain")) as peer:
        result = run("ASK {}", "--endpoint", peer.url, MMSSC_ENDPOINT_TOKEN=secret)
    assert peer.asked[0].headers["authorization"] == f"Bearer {secret}"
    assert result.exit_code == 2
    assert secret not in result.output


def test_credentials_in_the_address() -> None:
    result = run("ASK {}", "--endpoint", "http://ann:s3cret@127.0.0.1:9/")
    assert result.exit_code == 2
    assert "s3cret" not in result.output
    assert "MMSSC_ENDPOINT_USER" in result.stderr
