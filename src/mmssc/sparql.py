"""Answer a SPARQL query within limits, from the embedded store or from a server."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mmssc.names import PREFIXES
from mmssc.problem import Text

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from multiprocessing.connection import Connection

    from pyoxigraph import Store

__all__ = ["Limits", "Unanswered", "answer", "ask", "with_prefixes"]

_PREFIX: Final = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
# What a keyword can hide in: IRIs, strings and comments.
_QUOTED: Final = re.compile(
    r'<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*',
    re.DOTALL,
)
_SERVICE: Final = re.compile(r"(?<![\w:?$@-])SERVICE(?![\w:-])", re.IGNORECASE)
_NESTING: Final = 200
# A prefixed name whose local part has dots inside, such as char:1.1.1.
_DOTTED: Final = re.compile(r"(?<![\w.:?$@\\-])([A-Za-z][\w-]*:)([\w:%\\-]+(?:\.+[\w:%\\-]+)+)")


class Unanswered(Exception):  # noqa: N818 - it is no error of ours
    """A query that got no answer, and why."""

    def __init__(self, en: str, zh: str) -> None:
        self.text = Text(en, zh)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: wall-clock seconds, and mebibytes of memory beyond what the store holds already."""

    seconds: float
    mebibytes: int


def with_prefixes(query: str) -> str:
    """Declare the project's prefixes that a query uses and does not declare itself.

    Dots inside local names are escaped on the way (``char:1.1.1`` as ``char:1\\.1\\.1``): SPARQL 1.1 allows them bare,
    but Oxigraph 0.5 does not parse two of them.
    """
    bare = _QUOTED.sub(" ", query)
    declared = {match.lower() for match in _PREFIX.findall(bare)}
    used = {name for name in PREFIXES if re.search(rf"(?<![\w:-]){name}:", bare)}
    # One line, so that the line numbers of error messages stay those of the query.
    prologue = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in sorted(used - declared))
    parts = []
    end = 0
    for quoted in _QUOTED.finditer(query):
        parts += [_escape_dots(query[end : quoted.start()]), quoted.group()]
        end = quoted.end()
    return prologue + "".join(parts) + _escape_dots(query[end:])


def _escape_dots(text: str) -> str:
    return _DOTTED.sub(lambda match: match[1] + re.sub(r"(?<!\\)\.", r"\\.", match[2]), text)


def answer(store: Store, query: str, form: str, limits: Limits, *, allow_remote: bool = False) -> bytes:
    """Answer a query from the embedded store, in a process of its own that can be stopped.

    Args:
        store: The store; it is only read.
        query: A SELECT, ASK, CONSTRUCT or DESCRIBE query.
        form: ``table``, ``csv``, ``json`` or ``turtle``.
        limits: When to give up.
        allow_remote: Whether ``SERVICE`` may call other servers.

    Raises:
        Unanswered: The query is not SPARQL, calls out, takes too long or too much memory, or does not fit the form.
    """
    import multiprocessing

    bare = _QUOTED.sub(" ", query)
    if _SERVICE.search(bare) and not allow_remote:
        raise Unanswered(
            "the query calls another server (SERVICE); add --allow-remote if you want that",
            "查询要访问其他服务器（SERVICE）；如确有需要请加 --allow-remote",
        )
    if _depth(bare) > _NESTING:
        raise Unanswered(f"the query is nested deeper than {_NESTING} levels", f"查询嵌套超过 {_NESTING} 层")
    # The store lives in memory: only a forked process can read it without copying.
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(
        target=_work, args=(theirs, store, query, form, limits.mebibytes, allow_remote), daemon=True
    )
    worker.start()
    theirs.close()
    try:
        if not ours.poll(limits.seconds):
            raise Unanswered(
                f"the query took longer than {limits.seconds:g} s; narrow it, or raise --timeout",
                f"查询超过 {limits.seconds:g} 秒；请缩小范围或提高 --timeout",
            )
        found, text = ours.recv()
    except EOFError:
        raise Unanswered(
            f"the query needed more than {limits.mebibytes} MiB or crashed the engine; narrow it, or raise --memory",
            f"查询所需内存超过 {limits.mebibytes} MiB，或使引擎崩溃；请缩小范围或提高 --memory",
        ) from None
    finally:
        worker.kill()
        worker.join()
    if found is None:
        raise Unanswered(*text)
    assert isinstance(found, bytes)  # noqa: S101 - what _work sends
    return found


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        if character in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "})]":
            depth -= 1
    return deepest


def _work(pipe: Connection, store: Store, query: str, form: str, mebibytes: int, allow_remote: bool) -> None:
    import resource
    from pathlib import Path

    import mmssc.report.graph
    import mmssc.report.rows

    mmssc.report.rows.render(["中"], [])  # load what rendering needs before files can no longer be opened
    mmssc.report.graph.to_turtle([])

    held = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if Path("/proc").is_dir() else 0
    )
    most = held + mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not allow_remote:  # no new descriptor, so no connection, however SERVICE was hidden from the look above
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    try:
        pipe.send((_render(store.query(query), form), None))
    except SyntaxError as error:
        pipe.send((None, (f"the query is not SPARQL 1.1: {error}", f"查询不符合 SPARQL 1.1 语法：{error}")))
    except Unanswered as error:
        pipe.send((None, (error.text.en, error.text.zh)))
    except (RuntimeError, ValueError, OSError) as error:
        pipe.send((None, (f"the query could not be answered: {error}", f"查询无法执行：{error}")))


def _render(found: Any, form: str) -> bytes:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples

    if isinstance(found, QueryTriples):
        if form not in {"turtle", "table"}:
            raise Unanswered(
                f"a CONSTRUCT or DESCRIBE query gives a graph: use --format turtle, not {form}",
                f"CONSTRUCT 和 DESCRIBE 查询的结果是图：请使用 --format turtle，而不是 {form}",
            )
        from mmssc.report.graph import to_turtle

        return to_turtle(found)
    if form == "turtle":
        raise Unanswered(
            "a SELECT or ASK query gives no graph: use --format table, csv or json",
            "SELECT 和 ASK 查询的结果不是图：请使用 --format table、csv 或 json",
        )
    if isinstance(found, QueryBoolean) and form in {"table", "csv"}:
        return b"true\n" if bool(found) else b"false\n"
    if form == "json":
        return (found.serialize(format=QueryResultsFormat.JSON) or b"") + b"\n"
    if form == "csv":
        return found.serialize(format=QueryResultsFormat.CSV) or b""
    from mmssc.report.rows import render

    return render(
        [variable.value for variable in found.variables],
        [[solution[variable] for variable in found.variables] for solution in found],
    ).encode()


def ask(endpoint: str, query: str, form: str, *, timeout: float) -> bytes:
    """Ask a SPARQL server.

    Args:
        endpoint: The address of the server's query service.
        query: The query.
        form: ``table``, ``csv``, ``json`` or ``turtle``.
        timeout: Seconds to wait.

    Raises:
        Unanswered: The server cannot be reached, refuses the query, or answers with something else.
    """
    from http.client import HTTPException

    from SPARQLWrapper import JSON, TURTLE, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    client = SPARQLWrapper(endpoint)
    client.setTimeout(max(1, round(timeout)))
    client.setQuery(query)
    graph = client.queryType in {"CONSTRUCT", "DESCRIBE"}
    if graph != (form == "turtle") and not (graph and form == "table"):
        raise Unanswered(
            f"--format {form} does not fit a {client.queryType} query",
            f"--format {form} 不适用于 {client.queryType} 查询",
        )
    # JSON also where CSV is asked for: a CSV that was cut off cannot be told from a whole one.
    client.setReturnFormat(TURTLE if graph else JSON)
    try:
        response = client.query()
        kind = response.info().get("content-type", "")
        body = _whole(response.response, timeout)
    except (SPARQLWrapperException, HTTPException, OSError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise Unanswered(f"{endpoint} did not answer: {reason}", f"{endpoint} 没有应答：{reason}") from None
    if "html" in kind:
        raise Unanswered(
            f"{endpoint} answered with a web page, not with SPARQL results", f"{endpoint} 返回的是网页，而不是查询结果"
        )
    return body if graph else _of_json(endpoint, body, form)


def _whole(response: HTTPResponse, seconds: float) -> bytes:
    """Read a whole answer, and give up when the time is over, however slowly it drips in."""
    deadline = time.monotonic() + seconds
    parts = []
    while part := response.read1(1 << 16):
        parts.append(part)
        if time.monotonic() > deadline:
            raise TimeoutError(f"the answer took longer than {seconds:g} s")
    body = b"".join(parts)
    length = response.headers.get("content-length")
    if length is not None and len(body) != int(length):
        raise ValueError(f"the answer was cut off after {len(body)} of {length} bytes")
    return body


def _of_json(endpoint: str, body: bytes, form: str) -> bytes:
    from pyoxigraph import QueryResultsFormat, parse_query_results

    try:
        return _render(parse_query_results(body, format=QueryResultsFormat.JSON), form)
    except (SyntaxError, ValueError) as error:
        raise Unanswered(
            f"{endpoint} gave an answer that is cut off or is no SPARQL result: {error}",
            f"{endpoint} 的应答不完整或不是查询结果：{error}",
        ) from None
