"""Work that may take too long or too much, done in a process that can be stopped and leaves nothing behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

__all__ = ["FailedConstraintError", "Limits", "bounded"]

T = TypeVar("T")


class FailedConstraintError(Exception):
    """A query that got no answer, so that nothing can be said of its focus nodes: a failure (SHACL 3.4.1)."""

    def __init__(self, en: str, zh: str) -> None:
        self.text = Text(en, zh)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Limits:
    """What work may take: wall-clock seconds, and mebibytes of memory beyond what is held already."""

    seconds: float
    mebibytes: int


def bounded(work: Callable[[], T], limits: Limits, what: str) -> T:
    """Do work in a forked process, and return what it returns.

    The process has a copy of everything in memory, so that what it writes to a store in memory is gone with it.

    Args:
        work: What to do; its result must be picklable.
        limits: When to give up.
        what: What is done, for messages.

    Raises:
        FailedConstraintError: It took too long or too much memory, or failed.
    """
    import multiprocessing

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(theirs, work, limits.mebibytes), daemon=True)
    worker.start()
    theirs.close()
    try:
        if not ours.poll(limits.seconds):
            raise FailedConstraintError(
                f"{what}: the query took longer than {limits.seconds:g} s; simplify it, or allow more time",
                f"{what}：查询超过 {limits.seconds:g} 秒；请简化查询或延长时限",
            )
        done, result = ours.recv()
    except EOFError:
        raise FailedConstraintError(
            f"{what}: the query needed more than {limits.mebibytes} MiB or crashed the engine; "
            "simplify it, or raise the limit",
            f"{what}：查询所需内存超过 {limits.mebibytes} MiB，或使引擎崩溃；请简化查询或提高上限",
        ) from None
    finally:
        worker.kill()
        worker.join()
        ours.close()
    if not done:
        raise FailedConstraintError(
            f"{what}: the query could not be answered: {result}", f"{what}：查询无法执行：{result}"
        )
    return result  # type: ignore[no-any-return]


def _work(pipe: Connection, work: Callable[[], object], mebibytes: int) -> None:
    import faulthandler
    import gc
    import os
    import resource
    from pathlib import Path

    gc.disable()  # what this process leaves behind ends with it; collecting would copy the memory that it shares
    # An allocator that gives up prints, and so may the handler of its signal; the caller hears of it anyway.
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

    held = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if Path("/proc").is_dir() else 0
    )
    most = held + mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # No new descriptor, so no file and no connection, whatever a query hides.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    try:
        result = work()
    except (ArithmeticError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError) as error:
        pipe.send((False, f"{type(error).__name__}: {error}"))
        return
    pipe.send((True, result))
