"""A server that fails, cuts off or holds back in the middle: exit status 2, and nothing that looks like a result."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from hostile import Asked, hostile, http
from served_data import city

from mmssc.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from servers import RealServer

JSON = "application/sparql-results+json"
DATA = "".join(city(f"c{number}") for number in range(20))


def forwarded(server: RealServer, request: Asked) -> bytes:
    body = urlencode({"query": request.query}).encode()
    with urlopen(Request(server.url, data=body, headers={"Accept": JSON}), timeout=30) as answer:
        content: bytes = answer.read()
        return content


def few(content: bytes) -> bytes:
    """Leave out all rows but ten, as a server with a limit does, and those of later pages wholly."""
    found = json.loads(content)
    found["results"]["bindings"] = found["results"]["bindings"][:10]
    return json.dumps(found).encode()


def assess(url: str, out: Path, form: str) -> tuple[int, str, str]:
    arguments = [
        "assess",
        "--endpoint",
        url,
        "--as-of",
        "2026-11-21",
        "--format",
        form,
        "-o",
        str(out),
        "--timeout",
        "5",
    ]
    result = CliRunner().invoke(main, arguments, env={})
    return result.exit_code, result.stdout, result.stderr


MISBEHAVIOUR: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "fails": (lambda _: http("no more", status="500 Error", kind="text/plain"), "the server failed"),
    "web page": (lambda _: http("<html>login</html>", kind="text/html"), "web page"),
    "hangs up": (lambda _: b"", "→"),
    "cut off": (lambda content: http(content)[:-40], "cut off"),
    "half": (lambda content: http(content[: len(content) // 2]), "cut off"),
    "an error": (lambda _: http('{"error": "out of memory"}'), "out of memory"),
    "no rows": (lambda _: http('{"head":{"vars":["item","property","value"]},"results":{"bindings":[]}}'), "→"),
}


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("how", MISBEHAVIOUR)
def test_in_the_middle(oxigraph_server: RealServer, tmp_path: Path, how: str, form: str) -> None:
    """The communities are told, and then the items are not, nor anything else."""
    misbehave, words = MISBEHAVIOUR[how]
    oxigraph_server.load(DATA)
    reached = []

    def behave(request: Asked, _: int) -> bytes:
        content = forwarded(oxigraph_server, request)
        if reached or "Items of some communities" in request.query:
            reached.append(request)
            return misbehave(content)
        return http(content)

    out = tmp_path / "levels"
    with hostile(behave) as peer:
        status, printed, said = assess(peer.url, out, form)
    assert reached
    assert (status, printed, list(tmp_path.iterdir())) == (2, "", [])
    assert words in said
    assert "Traceback" not in said


def test_rows_held_back_for_good(oxigraph_server: RealServer, tmp_path: Path) -> None:
    """Ten rows of any answer, and no page brings others."""
    oxigraph_server.load(DATA)

    def behave(request: Asked, _: int) -> bytes:
        if "OFFSET" in request.query:
            return http('{"head":{"vars":["item","property","value"]},"results":{"bindings":[]}}')
        return http(few(forwarded(oxigraph_server, request)))

    out = tmp_path / "levels"
    with hostile(behave) as peer:
        status, _, said = assess(peer.url, out, "csv")
    assert (status, out.exists()) == (2, False)
    assert "holds rows back" in said


def test_rows_held_back_come_page_by_page(oxigraph_server: RealServer, tmp_path: Path) -> None:
    """A limit of ten rows, which pages get round: the same bytes as without it."""
    oxigraph_server.load(DATA)
    limited, whole = tmp_path / "limited", tmp_path / "whole"
    with hostile(lambda request, _: http(few(forwarded(oxigraph_server, request)))) as peer:
        arguments = ["--as-of", "2026-11-21", "--format", "csv", "--timeout", "60", "-o", str(limited)]
        result = CliRunner().invoke(main, ["assess", "--endpoint", peer.url, *arguments], env={})
    assert result.exit_code == 0, result.stderr
    assert assess(oxigraph_server.url, whole, "csv")[0] == 0
    assert limited.read_bytes() == whole.read_bytes()


def test_the_count_hides_a_community_and_so_does_the_answer(oxigraph_server: RealServer, tmp_path: Path) -> None:
    """An item that vanishes from both the rows and their count is missed by the count of its community."""
    oxigraph_server.load(DATA)
    gone = "https://example.org/c3/1"

    def behave(request: Asked, _: int) -> bytes:
        found = json.loads(forwarded(oxigraph_server, request))
        if "Items of some communities" not in request.query:
            return http(json.dumps(found))
        rows = found["results"]["bindings"]
        if "mmssc_rows" in rows[0]:
            rows[0]["mmssc_rows"]["value"] = str(int(rows[0]["mmssc_rows"]["value"]) - 7)
        else:
            found["results"]["bindings"] = [row for row in rows if row["item"]["value"] != gone]
            assert len(rows) - len(found["results"]["bindings"]) == 7
        return http(json.dumps(found))

    out = tmp_path / "levels"
    with hostile(behave) as peer:
        status, _, said = assess(peer.url, out, "csv")
    assert (status, out.exists()) == (2, False)
    assert "changed while being read" in said
