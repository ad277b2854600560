"""Answer a SPARQL query from the embedded store, within limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mmssc.server.masking import QUOTED
from mmssc.sparql.rendering import Unanswered, render

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from pyoxigraph import Store

__all__ = ["Limits", "answer"]

_SERVICE: Final = re.compile(r"(?<![\w:?$@-])SERVICE(?![\w:-])", re.IGNORECASE)
_NESTING: Final = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: wall-clock seconds, and mebibytes of memory beyond what the store holds already."""

    seconds: float
    mebibytes: int


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

    bare = QUOTED.sub(" ", query)
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
        pipe.send((render(store.query(query), form), None))
    except SyntaxError as error:
        pipe.send((None, (f"the query is not SPARQL 1.1: {error}", f"查询不符合 SPARQL 1.1 语法：{error}")))
    except Unanswered as error:
        pipe.send((None, (error.text.en, error.text.zh)))
    except (RuntimeError, ValueError, OSError) as error:
        pipe.send((None, (f"the query could not be answered: {error}", f"查询无法执行：{error}")))
