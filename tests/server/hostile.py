"""A peer that misbehaves, at the level of bytes."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from socket import socket

__all__ = ["Asked", "Peer", "drip", "hostile", "http", "results"]

JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, list[str]]

    @property
    def query(self) -> str:
        return self.form["query"][0]


@dataclass
class Peer:
    """Where the peer listens, and what it was asked."""

    url: str
    asked: list[Asked] = field(default_factory=list)


def http(body: bytes | str = b"", status: str = "200 OK", kind: str = JSON, **headers: str) -> bytes:
    """Return a response that is framed as it should be; a header that is named replaces the usual one."""
    content = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": kind, "Content-Length": str(len(content)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def results(names: list[str], rows: list[list[str]]) -> str:
    """Return rows of plain literals as results."""
    bindings = [{n: {"type": "literal", "value": v} for n, v in zip(names, row, strict=True)} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}, separators=(",", ":"))


@contextmanager
def hostile(behave: Callable[[Asked, int], bytes | Iterator[bytes]]) -> Iterator[Peer]:
    """Run a peer; what ``behave`` returns or yields for the request and its number goes out as it is."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            request = _read(self.request)
            if request is None:
                return
            peer.asked.append(request)
            answer = behave(request, len(peer.asked))
            with suppress(OSError):
                for part in [answer] if isinstance(answer, bytes) else answer:
                    self.request.sendall(part)

    class Server(ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, *_: Any) -> None:
            return

    with Server(("127.0.0.1", 0), Handler) as server:
        peer = Peer(f"http://127.0.0.1:{server.server_address[1]}/sparql")
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield peer
        finally:
            server.shutdown()


def drip(content: bytes, pause: float = 0.05) -> Iterator[bytes]:
    """Yield a byte now and then, and never come to an end."""
    for byte in content:
        yield bytes([byte])
        time.sleep(pause)
    while True:
        yield b" "
        time.sleep(pause)


def _read(connection: socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part or not part[:1].isalpha():  # over, or TLS
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    method, path, _ = first.split(" ")
    form = parse_qs(body.decode() if method == "POST" else urlsplit(path).query)
    return Asked(method, path, headers, form)
