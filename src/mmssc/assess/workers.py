"""Have shards assessed by several processes that share the model, or by this one."""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mmssc.assess.shard import Outcome, Rater

    Submit = Callable[[str, object], Future[Outcome]]

__all__ = ["in_order", "workers_for"]

# What the processes work with: they are forked, and so have it without its being sent.
_rater: Rater | None = None


@contextmanager
def workers_for(rater: Rater, count: int) -> Iterator[Submit]:
    """Yield a function that has a method of the rater called: in other processes if there is work for several.

    Where Polars is loaded already the work is done here: its threads would not survive a fork.
    """
    global _rater
    _rater = rater
    if count < 2 or "polars" in sys.modules:
        yield _done_here
        return
    threads = max(1, (os.cpu_count() or 1) // count)
    gc.freeze()  # what the processes share stays shared
    pool = ProcessPoolExecutor(count, get_context("fork"), initializer=_start, initargs=(threads,))
    try:
        pool.submit(int).result()  # forks them all, now
        yield lambda method, argument: pool.submit(_work, method, argument)
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(tasks: Iterable[tuple[str, object]], submit: Submit) -> Iterator[Outcome]:
    """Yield the outcomes in the order of the tasks; no more are under way or waiting than the processes need.

    Raises:
        UnusableInputError: A process died, most likely for want of memory.
    """
    waiting: deque[Future[Outcome]] = deque()
    try:
        for task in tasks:
            waiting.append(submit(*task))
            if len(waiting) > 2 * (os.cpu_count() or 1):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except (BrokenProcessPool, MemoryError) as error:
        raise UnusableInputError(_DIED) from error


def _start(threads: int) -> None:
    os.environ["POLARS_MAX_THREADS"] = str(threads)


def _work(method: str, argument: object) -> Outcome:
    assert _rater is not None  # noqa: S101 - set before the processes are forked
    outcome: Outcome = getattr(_rater, method)(argument)
    return outcome


def _done_here(method: str, argument: object) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_result(_work(method, argument))
    return future


_DIED = Problem(
    code="worker-died",
    source="",
    where="",
    field="",
    value="",
    message=Text(
        "A process that assessed some of the files was ended, most likely for want of memory; there is no result.",
        "评估部分文件的进程被终止，很可能是内存不足；未产生结果。",
    ),
    mend=Text("Free memory, or assess fewer files at a time.", "请释放内存，或减少每次评估的文件数。"),
)
