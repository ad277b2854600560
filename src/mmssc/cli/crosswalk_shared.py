"""What the commands on crosswalks share: reading files and telling how much of them was used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mmssc.cli.shared import fail, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.crosswalk.read import Mappings
    from mmssc.problem import Lang

__all__ = ["leave_if_unusable", "read", "read_usable", "tell_problems"]

_LISTED: Final = 20


def read(files: Sequence[str], lang: Lang) -> Mappings:
    """Read mapping files, and tell on standard error how many of their rows are used."""
    from mmssc.crosswalk.read import read_mappings

    with progress("正在读取……" if lang == "zh" else "Reading …"):
        mappings = read_mappings(_once(files, lang))
    counts = mappings.rows_read, mappings.rows_used, mappings.rows_refused
    click.echo(
        "读取 {} 行 = 采用 {} 行 + 未采用 {} 行".format(*counts)
        if lang == "zh"
        else "rows read {} = rows used {} + rows refused {}".format(*counts),
        err=True,
    )
    return mappings


def _once(files: Sequence[str], lang: Lang) -> list[str]:
    """Return the files, each once, under the name by which it is given first; tell which are given again."""
    first: dict[object, str] = {}
    for name in files:
        identity = _identity(name)
        if identity not in first:
            first[identity] = name
            continue
        known = first[identity]
        click.echo(
            f"警告: {name}：与 {known} 是同一输入，只读取一次"
            if lang == "zh"
            else f"warning: {name}: the same input as {known}; it is read once",
            err=True,
        )
    return list(first.values())


def _identity(name: str) -> object:
    """Return what is the same for every name of a file: standard input has one name, a missing file its own."""
    try:
        found = Path(name).stat() if name != "-" else None
    except (OSError, ValueError):
        return name
    return (found.st_dev, found.st_ino) if found else name


def read_usable(files: Sequence[str], lang: Lang) -> Mappings:
    """Read mapping files and tell what is wrong with them; leave with exit status 2 if nothing can be used."""
    mappings = read(files, lang)
    tell_problems(mappings, lang)
    leave_if_unusable(mappings, lang)
    return mappings


def leave_if_unusable(mappings: Mappings, lang: Lang) -> None:
    """Leave with exit status 2 if nothing in the files can be used."""
    if not mappings.usable:
        fail(lang, "the files hold no mapping that can be used", "文件中没有可用的映射")


def tell_problems(mappings: Mappings, lang: Lang) -> None:
    """Write the problems of reading to standard error, errors first, long lists cut."""
    from mmssc.crosswalk.report.printable import harmless

    words = {"en": {"error": "error", "warning": "warning"}, "zh": {"error": "错误", "warning": "警告"}}[lang]
    problems = [*mappings.refused, *mappings.warnings]
    for problem in problems[:_LISTED]:
        click.echo(harmless(f"{words[problem.severity]}: {problem.line(lang)}"), err=True)
    if len(problems) > _LISTED:
        rest = len(problems) - _LISTED
        click.echo(
            f"……另有 {rest} 个问题，mmssc crosswalk FILE --format csv 可列出全部。"
            if lang == "zh"
            else f"… and {rest} more: mmssc crosswalk FILE --format csv lists them all.",
            err=True,
        )
