"""Whatever a peer does, the client ends in time, with a clear error or the whole answer."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hostile import Asked, drip, hostile, http, results
from pyoxigraph import Literal

from mmssc.server import Server, ServerError
from mmssc.server.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUERY = "SELECT ?a { ?s ?p ?a }"
ONE = results(["a"], [["x"]])
COUNT_OF_ONE = results(["mmssc_rows"], [["1"]])
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><sparql>&c;</sparql>'
SECRET = "s3cret-pa55"


def honest(asked: Asked) -> bytes:
    return http(COUNT_OF_ONE if "COUNT(*)" in asked.query else ONE)


def error_of(url: str, *, ask: str = "select", query: str = QUERY, **options: object) -> ServerError:
    options = {"timeout": 5.0, "retries": 0, "environment": {}, **options}
    with pytest.raises(ServerError) as caught:
        getattr(Server(url, **options), ask)(query)
    for line in (caught.value.text.en, caught.value.text.zh):
        assert not re.search(r"\{[a-z]+\}", line)
        assert line.isprintable()
        assert len(line) < 1000
    return caught.value


ALWAYS: dict[str, tuple[bytes, str]] = {
    "bad request": (http("Parse error: line 1", "400 Bad Request", "text/plain"), "query-refused"),
    "unauthorized": (http("", "401 Unauthorized", "text/plain"), "unauthorized"),
    "forbidden": (http("", "403 Forbidden", "text/plain"), "forbidden"),
    "not found": (http("", "404 Not Found", "text/html"), "not-found"),
    "not acceptable": (http("", "406 Not Acceptable", "text/plain"), "status"),
    "no content": (http("", "204 No Content"), "status"),
    "too many requests": (http("", "429 Too Many Requests", "text/plain"), "busy"),
    "internal error": (http("java.lang.NullPointerException", "500 Oops", "text/plain"), "server-error"),
    "bad gateway": (http("<html><h1>nginx</h1></html>", "502 Bad Gateway", "text/html"), "server-error"),
    "web page": (http("<!DOCTYPE html><title>Hello</title>", kind="text/html; charset=utf-8"), "web-page"),
    "web page in disguise": (http("<html><body>Hello</body></html>", kind="text/plain"), "web-page"),
    "virtuoso's error as 200": (http("Virtuoso 42000 Error XYZ", kind="text/plain"), "error-in-answer"),
    "rdf4j's error as 200": (http("MALFORMED QUERY: Encountered }", kind="text/plain"), "error-in-answer"),
    "an error in json": (http('{"exception": "no", "status": "ERROR"}'), "error-in-answer"),
    "csv": (http("a\r\nx\r\n", kind="text/csv"), "wrong-type"),
    "xml bomb": (http(BOMB, kind="application/sparql-results+xml"), "wrong-type"),
    "xml bomb in disguise": (http(BOMB), "not-results"),
    "no type": (http(ONE, Content_Type=""), "wrong-type"),
    "no json": (http("[1, 2"), "not-results"),
    "deep json": (http("[" * 200_000), "not-results"),
    "deep results": (http(ONE[:-3] + ',{"a":' * 100_000), "not-results"),
    "boolean for rows": (http('{"head":{},"boolean":true}'), "not-results"),
    "empty": (http(""), "not-results"),
    "other text after the results": (http(ONE + "\njava.util.concurrent.TimeoutException"), "not-results"),
    "not utf-8": (http(ONE.encode().replace(b'"x"', b'"\xff\xfe"')), "not-results"),
    "half a character": (http(ONE.replace('"x"', '"\\ud800"')), "not-results"),
    "an iri that is none": (http(ONE.replace('"literal","value":"x"', '"uri","value":"a b"')), "not-results"),
    "a variable that the head does not name": (http(ONE.replace('{"a":', '{"b":')), "not-results"),
    "cut off, with a length": (http(ONE, Content_Length="1000"), "cut-off"),
    "cut off, without a length": (http(ONE[:40], Content_Length=""), "cut-off"),
    "cut off in a chunk": (http(Transfer_Encoding="chunked", Content_Length="") + b"100\r\n" + b"{", "cut-off"),
    "cut off between chunks": (http(Transfer_Encoding="chunked", Content_Length="") + b"1\r\n{\r\n", "cut-off"),
    "no last chunk": (
        http(Transfer_Encoding="chunked", Content_Length="") + f"{len(ONE):x}\r\n{ONE}\r\n".encode(),
        "cut-off",
    ),
    "a chunk of no size": (http(Transfer_Encoding="chunked", Content_Length="") + b"zz\r\n", "cut-off"),
    "nothing": (b"", "cut-off"),
    "no http": (b"SSH-2.0-OpenSSH_9.2\r\n", "protocol"),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-Ty", "wrong-type"),
    "a line without end": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", "protocol"),
    "heads without end": (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "protocol"),
    "gzip that nobody asked for": (http(ONE, Content_Encoding="gzip"), "encoded"),
    "interrupted": (http(ONE, X_SQL_State="S1TAT", X_SQL_Message="RC...: Returning incomplete results"), "partial"),
    "another host": (http("", "302 Found", Location="http://example.org/sparql"), "redirect"),
    "a file": (http("", "302 Found", Location="file:///etc/passwd"), "redirect"),
    "another user": (http("", "302 Found", Location="http://a:b@127.0.0.1/"), "redirect"),
    "round in circles": (http("", "302 Found", Location="/sparql"), "redirects"),
    "a redirect to nowhere": (http("", "302 Found"), "status"),
    "no count": (http(results(["n"], [["1"], ["2"]])), "not-results"),
    "a count that is no number": (http(results(["mmssc_rows"], [["many"]])), "not-results"),
    "more than there are": (http(results(["mmssc_rows"], [["0"]])), "changed"),
}


@pytest.mark.parametrize("name", ALWAYS)
def test_each_failure_has_its_error(name: str) -> None:
    response, code = ALWAYS[name]
    with hostile(lambda *_: response) as peer:
        error = error_of(peer.url)
    assert (error.code, error.problem.source) == (code, peer.url)


def test_the_servers_own_words_are_shown_clean() -> None:
    said = "Parse error: line 1\x1b[31m red\x00\n\n\nSPARQL query:\nSELECT of mine"
    with hostile(lambda *_: http(said, "400 Bad Request", "text/plain")) as peer:
        text = error_of(peer.url).text.en
    assert "Parse error: line 1" in text
    assert "SELECT of mine" not in text


def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert error_of(f"http://127.0.0.1:{closed.getsockname()[1]}/sparql").code == "refused"


def test_a_host_that_is_not() -> None:
    assert error_of("http://no-such-host.invalid/sparql").code in {"unknown-host", "unreachable"}


def test_plain_http_where_https_is_meant() -> None:
    with hostile(lambda *_: http(ONE)) as peer:
        assert error_of(peer.url.replace("http:", "https:")).code in {"tls", "cut-off"}


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    names = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem"), "-subj", "/CN=127.0.0.1"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names], capture_output=True, check=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as plain, context.wrap_socket(plain, server_side=True) as secure:

        def shake() -> None:
            with suppress(OSError):
                secure.accept()

        Thread(target=shake, daemon=True).start()
        error = error_of(f"https://127.0.0.1:{secure.getsockname()[1]}/")
    assert error.code == "tls"
    assert "self" in error.text.en


def slow(first: bytes) -> Callable[[Asked, int], Iterator[bytes]]:
    return lambda *_: drip(first)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nX: ", http(ONE, Content_Length="100000")])
def test_a_trickle_ends_in_time(first: bytes) -> None:
    """Bytes keep coming, so that no single read takes long: the head, a header without end, the body."""
    with hostile(slow(first)) as peer:
        begun = time.monotonic()
        assert error_of(peer.url, timeout=0.7).code == "timeout"
        assert time.monotonic() - begun < 10


def test_silence_ends_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert error_of(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.3).code == "timeout"


def test_an_answer_that_is_too_large() -> None:
    def flood(*_: object) -> Iterator[bytes]:
        yield http(Content_Length="")
        while True:
            yield b" " * 65536

    with hostile(flood) as peer:
        assert error_of(peer.url, most_bytes=1_000_000).code == "too-large"


@pytest.mark.parametrize("status", ["429 Too Many Requests", "500 Oops", "502 Bad Gateway", "503 Busy"])
def test_what_passes_is_tried_again(status: str) -> None:
    failure = http("", status, "text/plain", Retry_After="0")
    with hostile(lambda asked, number: failure if number == 1 else honest(asked)) as peer:
        server = Server(peer.url, timeout=20, environment={})
        assert server.select(QUERY) == {"a": [Literal("x")]}
        assert server.sent == len(peer.asked) == 3


@pytest.mark.parametrize("answer", [b"", http(ONE, Content_Length="1000"), http(ONE[:50], Content_Length="")])
def test_a_cut_is_tried_again(answer: bytes) -> None:
    with hostile(lambda asked, number: answer if number == 1 else honest(asked)) as peer:
        assert Server(peer.url, timeout=20, environment={}).select(QUERY) == {"a": [Literal("x")]}


def test_tries_are_bounded() -> None:
    with hostile(lambda *_: http("", "503 Busy", Retry_After="0")) as peer:
        assert error_of(peer.url, retries=2).code == "busy"
        assert len(peer.asked) == 3


@pytest.mark.parametrize("status", ["400 Bad Request", "401 Unauthorized", "404 Not Found"])
def test_what_does_not_pass_is_not_tried_again(status: str) -> None:
    with hostile(lambda *_: http("", status, Retry_After="0")) as peer:
        error_of(peer.url, retries=5)
        assert len(peer.asked) == 1


@pytest.mark.parametrize("wait", ["3600", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_long_wait_is_an_error_at_once(wait: str) -> None:
    with hostile(lambda *_: http("", "503 Busy", Retry_After=wait)) as peer:
        begun = time.monotonic()
        assert error_of(peer.url, retries=2, timeout=30).code == "busy"
        assert time.monotonic() - begun < 20


def test_short_queries_by_get_and_long_ones_by_post() -> None:
    with hostile(lambda asked, _: honest(asked)) as peer:
        server = Server(peer.url, environment={})
        server.select(QUERY, expect=1)
        server.select(QUERY + " # " + "x" * 4000, expect=1)
    assert [asked.method for asked in peer.asked] == ["GET", "POST"]
    assert peer.asked[1].query.startswith(QUERY)
    assert {asked.headers["accept"].split(",")[0] for asked in peer.asked} == {"application/sparql-results+json"}


def test_a_server_that_refuses_long_addresses() -> None:
    with hostile(lambda asked, _: http("", "414 Too Long") if asked.method == "GET" else honest(asked)) as peer:
        assert Server(peer.url, environment={}).select(QUERY) == {"a": [Literal("x")]}
    assert [asked.method for asked in peer.asked] == ["GET", "POST", "POST"]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize("size", [10, 4000])
def test_a_redirect_on_the_same_server_is_followed_with_the_query(status: str, size: int) -> None:
    def behave(asked: Asked, _: int) -> bytes:
        if asked.path.startswith("/sparql"):
            query = asked.path.partition("?")[2]
            return http("", status, Location=f"/new?{query}" if query else "/new")
        return honest(asked)

    with hostile(behave) as peer:
        server = Server(peer.url, environment={})
        assert server.select(QUERY + " #" + "x" * size, expect=1) == {"a": [Literal("x")]}
        assert server.sent == 2


def test_credentials_go_to_the_server_and_nowhere_else() -> None:
    secrets = {"MMSSC_ENDPOINT_USER": "ann", "MMSSC_ENDPOINT_PASSWORD": SECRET}
    with hostile(lambda asked, _: honest(asked)) as other:
        to = other.url.replace("127.0.0.1", "localhost")
        with hostile(
            lambda asked, _: http("", "307 Temporary", Location=f"{to}?{asked.path.partition('?')[2]}")
        ) as peer:
            server = Server(peer.url, elsewhere=True, environment=secrets)
            assert server.select(QUERY) == {"a": [Literal("x")]}
        assert all("authorization" not in asked.headers for asked in other.asked)
        assert all(asked.headers["authorization"].startswith("Basic ") for asked in peer.asked)


def test_a_token_is_sent_as_bearer() -> None:
    with hostile(lambda asked, _: honest(asked)) as peer:
        Server(peer.url, environment={"MMSSC_ENDPOINT_TOKEN": SECRET}).select(QUERY)
    assert {asked.headers["authorization"] for asked in peer.asked} == {f"Bearer {SECRET}"}


@pytest.mark.parametrize("name", ["TOKEN", "PASSWORD"])
@pytest.mark.parametrize("status", ["400 Bad", "401 Unauthorized", "500 Oops", "200 OK"])
def test_an_echo_of_the_secret_is_not_shown(name: str, status: str) -> None:
    """Servers and proxies send back the request, headers and all."""
    environment = {f"MMSSC_ENDPOINT_{name}": SECRET}
    if name == "PASSWORD":
        environment["MMSSC_ENDPOINT_USER"] = "ann"

    def echo(asked: Asked, _: int) -> bytes:
        return http(f"error: {SECRET} {asked.headers['authorization']}", status, "text/plain")

    with hostile(echo) as peer:
        error = error_of(peer.url, environment=environment)
    sent = peer.asked[0].headers["authorization"].split()[1]
    for text in (error.text.en, error.text.zh, repr(error), str(error)):
        assert SECRET not in text
        assert sent not in text


def test_an_ask_that_is_answered_with_rows() -> None:
    with hostile(lambda *_: http(ONE)) as peer:
        assert error_of(peer.url, ask="ask", query="ASK {}").code == "not-results"


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (http("<urn:a> <urn:b> <urn:c> .\n", kind="application/n-triples", Content_Length=""), "endless"),
        (http("<urn:a> <urn:b> ", kind="application/n-triples"), "not-results"),
        (http("<urn:a> <urn:b> <urn:c> .", kind="text/turtle", X_SPARQL_MaxRows="1"), "partial"),
        (http("<urn:a> <urn:b> <urn:c> .", kind="application/rdf+xml"), "wrong-type"),
    ],
)
def test_a_description_that_may_not_be_whole(response: bytes, code: str) -> None:
    with hostile(lambda *_: response) as peer:
        assert error_of(peer.url, ask="describe", query="DESCRIBE <urn:a>").code == code


def test_every_error_is_reached_by_some_test() -> None:
    """The codes of addresses and credentials, and of rows held back, have files of their own."""
    here = {code for _, code in ALWAYS.values()} | {"refused", "unknown-host", "tls", "timeout", "too-large", "endless"}
    elsewhere = {
        *("not-http", "credentials-in-url", "credentials-both", "credentials-half", "credentials-characters"),
        *("query-form", "short", "mixed", "blank-nodes"),
    }
    hard_to_make = {"unreachable", "connect-timeout"}  # a network that swallows packets
    assert here | elsewhere | hard_to_make == set(TEXTS)
