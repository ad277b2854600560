"""Real SPARQL servers for tests: Oxigraph, Apache Jena Fuseki and Virtuoso, started on free ports and stopped again.

Fixtures, one server each for a session: ``oxigraph_server``, ``fuseki_server``, ``virtuoso_server``; ``any_server`` is
each of them. What is not installed skips, and the reason says how to install it.
``python tests/servers.py`` puts Fuseki into the cache (Maven, Java 17 or later).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["RealServer", "any_server", "fuseki_server", "oxigraph_server", "virtuoso_server"]

FUSEKI = "5.5.0"
CACHE = Path(os.environ.get("MMSSC_TEST_SERVERS", Path.home() / ".cache" / "mmssc-servers"))
HOME_GRAPH = "urn:x-mmssc:default-graph"
_START = 90.0


class RealServer(Protocol):
    """A server that runs.

    Attributes:
        name: Which one.
        url: The address of its query service.
        graphs: What to ask for the triples that were loaded without a graph; empty means the default graph.
    """

    name: str
    url: str
    graphs: tuple[str, ...]

    def load(self, content: str | Iterable[Quad | Triple]) -> None:
        """Let the server hold this and nothing else: N-Quads, or quads, or triples."""


@dataclass
class _Http:
    """A server that takes a whole dataset by PUT."""

    name: str
    url: str
    store: str
    graphs: tuple[str, ...] = ()

    def load(self, content: str | Iterable[Quad | Triple]) -> None:
        body = _text(content).encode()
        headers = {"Content-Type": "application/n-quads"}
        with urlopen(Request(self.store, data=body, headers=headers, method="PUT"), timeout=120) as answer:
            answer.read()


@dataclass
class _Virtuoso:
    """Virtuoso loads files by its own SQL client; it has no default graph of its own."""

    url: str
    port: int
    folder: Path
    name: str = "virtuoso"
    graphs: tuple[str, ...] = (HOME_GRAPH,)
    held: set[str] = field(default_factory=set)

    def load(self, content: str | Iterable[Quad | Triple]) -> None:
        quads = [
            Quad(quad.subject, quad.predicate, quad.object, NamedNode(HOME_GRAPH))
            if isinstance(quad.graph_name, DefaultGraph)
            else quad
            for quad in parse(_text(content), format=RdfFormat.N_QUADS)
        ]
        (self.folder / "load.nq").write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
        lines = ["log_enable(3, 1);", *(f"SPARQL CLEAR GRAPH <{graph}>;" for graph in sorted(self.held))]
        lines.append(f"DB.DBA.TTLP_MT(file_to_string_output('load.nq'), '', '{HOME_GRAPH}', 512);")
        (self.folder / "load.sql").write_text("\n".join(lines) + "\n")
        command = ["isql-vt", f"127.0.0.1:{self.port}", "dba", "dba", "ERRORS=STDOUT", "load.sql"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "***" not in done.stdout, done.stdout
        self.held = {str(quad.graph_name)[1:-1] for quad in quads}


def _text(content: str | Iterable[Quad | Triple]) -> str:
    if isinstance(content, str):
        return content
    return (serialize(content, format=RdfFormat.N_QUADS) or b"").decode()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(process, url, folder / "log")
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + _START
    question = f"{url}?{urlencode({'query': 'ASK {}'})}"
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, HTTPException), urlopen(question, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    state = "does not answer" if process.poll() is None else f"ended with {process.returncode}"
    raise RuntimeError(f"{process.args!r} {state}: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def oxigraph() -> Iterator[RealServer]:
    """Run ``oxigraph serve``, in memory."""
    found = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    assert found, "oxigraph is among the development tools: pip install '.[dev]'"
    base = f"http://127.0.0.1:{(port := free_port())}"
    with tempfile.TemporaryDirectory() as folder:
        command = [found, "serve", "--bind", f"127.0.0.1:{port}"]
        with _running(command, Path(folder), f"{base}/query"):
            yield _Http("oxigraph", f"{base}/query", f"{base}/store")


@contextmanager
def fuseki() -> Iterator[RealServer]:
    """Run Apache Jena Fuseki, in memory."""
    jar = CACHE / f"jena-fuseki-server-{FUSEKI}.jar"
    if not jar.is_file():
        pytest.skip(f"no Fuseki at {jar}: python tests/servers.py")
    if not shutil.which("java"):
        pytest.skip("Fuseki needs Java 17 or later")
    base = f"http://127.0.0.1:{(port := free_port())}/ds"
    with tempfile.TemporaryDirectory() as folder:
        command = ["java", "-Xmx2g", "-jar", str(jar), "--mem", "--update", "--localhost", "--port", str(port), "/ds"]
        with _running(command, Path(folder), f"{base}/query"):
            yield _Http("fuseki", f"{base}/query", f"{base}/data")


@contextmanager
def virtuoso(rows: int = 10_000) -> Iterator[RealServer]:
    """Run Virtuoso, with its usual limit on rows or another."""
    if not (shutil.which("virtuoso-t") and shutil.which("isql-vt")):
        pytest.skip("no Virtuoso: apt-get install virtuoso-opensource-7-bin (in Debian's virtuoso-opensource)")
    sql, http = free_port(), free_port()
    url = f"http://127.0.0.1:{http}/sparql"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(sql=sql, http=http, rows=rows))
        with _running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder, url):
            yield _Virtuoso(url, sql, folder)


_VIRTUOSO_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[RealServer]:
    with oxigraph() as server:
        yield server


@pytest.fixture(scope="session")
def fuseki_server() -> Iterator[RealServer]:
    with fuseki() as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server() -> Iterator[RealServer]:
    with virtuoso() as server:
        yield server


@pytest.fixture(params=["oxigraph", "fuseki", "virtuoso"])
def any_server(request: Any) -> RealServer:
    server: RealServer = request.getfixturevalue(f"{request.param}_server")
    return server


def install() -> int:
    """Put Fuseki into the cache by Maven."""
    name = f"jena-fuseki-server-{FUSEKI}.jar"
    if (CACHE / name).is_file():
        return 0
    if not shutil.which("mvn"):
        print("no Maven: Fuseki cannot be installed", file=sys.stderr)
        return 1
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
        what = f"-Dartifact=org.apache.jena:jena-fuseki-server:{FUSEKI}"
        done = subprocess.run(["mvn", "-q", "-B", goal, what, f"-DoutputDirectory={folder}"], timeout=600, check=False)
        if done.returncode == 0:
            (Path(folder) / name).replace(CACHE / name)  # whole or not at all
        return done.returncode


if __name__ == "__main__":
    sys.exit(install())
