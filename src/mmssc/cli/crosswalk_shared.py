"""What the commands on crosswalks share: reading files and telling how much of them was used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from mmssc.cli.shared import fail, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.crosswalk.read import Mappings
    from mmssc.problem import Lang

__all__ = ["leave_if_unusable", "read", "read_usable", "tell_problems", "unusable"]

_LISTED: Final = 20


def read(files: Sequence[str], lang: Lang) -> Mappings:
    """Read mapping files, and tell on standard error how many of their rows are used."""
    from mmssc.crosswalk.read import read_mappings

    with progress("正在读取……" if lang == "zh" else "Reading …"):
        mappings = read_mappings(list(files))
    counts = mappings.rows_read, mappings.rows_used, mappings.rows_refused
    click.echo(
        "读取 {} 行 = 采用 {} 行 + 未采用 {} 行".format(*counts)
        if lang == "zh"
        else "rows read {} = rows used {} + rows refused {}".format(*counts),
        err=True,
    )
    return mappings


def read_usable(files: Sequence[str], lang: Lang) -> Mappings:
    """Read mapping files and tell what is wrong with them; leave with exit status 2 if nothing can be used."""
    mappings = read(files, lang)
    tell_problems(mappings, lang)
    leave_if_unusable(mappings, lang)
    return mappings


def leave_if_unusable(mappings: Mappings, lang: Lang) -> None:
    """Leave with exit status 2 if nothing in the files can be used."""
    if unusable(mappings):
        fail(lang, "the files hold no mapping that can be used", "文件中没有可用的映射")


def unusable(mappings: Mappings) -> bool:
    """Tell whether nothing in the files can be used: no row, and nothing of a scheme."""
    return not any(file.rows_used or (file.context and not file.rows_read) for file in mappings.files)


def tell_problems(mappings: Mappings, lang: Lang) -> None:
    """Write the problems of reading to standard error, errors first, long lists cut."""
    words = {"en": {"error": "error", "warning": "warning"}, "zh": {"error": "错误", "warning": "警告"}}[lang]
    problems = [*mappings.refused, *mappings.warnings]
    for problem in problems[:_LISTED]:
        click.echo(f"{words[problem.severity]}: {problem.line(lang)}", err=True)
    if len(problems) > _LISTED:
        rest = len(problems) - _LISTED
        click.echo(
            f"……另有 {rest} 个问题，mmssc crosswalk FILE --format csv 可列出全部。"
            if lang == "zh"
            else f"… and {rest} more: mmssc crosswalk FILE --format csv lists them all.",
            err=True,
        )
