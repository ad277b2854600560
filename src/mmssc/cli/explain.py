"""``mmssc explain``: why this level, and why not the next."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from mmssc.cli.assessing import prepare, view_options
from mmssc.cli.shared import fail, output_option, write

if TYPE_CHECKING:
    from mmssc.problem import Lang

__all__ = ["explain"]


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="FILE... CODE[-LEVEL]")
@output_option
@view_options
def explain(arguments: tuple[str, ...], output: str | None, lang: Lang, **options: Any) -> None:
    """Show the proof of a characteristic's level, or why it does not reach a level.

    展示某特征等级的证明，或说明为何未达到某等级。

    \b
    Examples:
      mmssc explain london.csv 2.2.1          the proof: requirement, evidence, source
      mmssc explain london.csv 2.2.1-4        why not level 4, and the smallest additions that would do
      mmssc explain london.csv 1.1.1 --lang zh
    """
    *files, code = arguments
    if not files:
        fail(
            lang,
            "name a file and a code, as in: mmssc explain london.csv 2.2.1",
            "请给出文件和编号，例如：mmssc explain london.csv 2.2.1",
        )
    task = prepare(files, lang, **options)
    from mmssc.report.document import document
    from mmssc.report.table import explain as render

    found = document(task.whole().store)
    known = {rating["characteristic"] for each in found["assessments"] for rating in each["ratings"]}
    criterion = found["criteria"].get(code)
    if code not in known and criterion is None:
        import difflib

        near = difflib.get_close_matches(code, [*known, *found["criteria"]], n=1)
        hint_en, hint_zh = (f"; did you mean {near[0]}?", f"；是否应为 {near[0]}？") if near else ("", "")
        fail(
            lang, f"{code} is no characteristic or level of the model{hint_en}", f"模型中没有特征或等级 {code}{hint_zh}"
        )
    terminal = output in (None, "-") and sys.stdout.isatty()
    write(
        render(
            found,
            criterion["characteristic"] if criterion else code,
            criterion["level"] if criterion else None,
            lang,
            terminal=terminal,
        ),
        output,
        lang,
    )
    sys.exit(task.status)
