"""``mmssc crosswalk diff``: what changed, and what that does to results."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mmssc.cli.crosswalk_check import checks_option, chosen
from mmssc.cli.crosswalk_shared import read_usable
from mmssc.cli.shared import FINDINGS, fail, language_option, output_option, progress, write

if TYPE_CHECKING:
    from mmssc.problem import Lang

__all__ = ["diff"]


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Form of the output. 输出形式。",
)
@checks_option
@language_option
@output_option
def diff(old: str, new: str, form: str, names: tuple[str, ...], lang: Lang, output: str | None) -> None:
    """Show what changed between two mapping files or two editions, and which results that touches.

    Rows added, removed, changed; metadata; labels; findings that appear or vanish; relations that chains of rows imply;
    coverage; and the characteristics whose recommendations rest on a row that is gone or new.
    比较两个映射文件或两个版本，列出变化及其影响的结果。

    \b
    Examples:
      mmssc crosswalk diff map-2023.sssom.tsv map-2024.sssom.tsv
      mmssc crosswalk diff old.ttl new.ttl --format csv -o changes.csv

    Exit status: 0 nothing changed, 1 something did, or rows were refused, 2 a file cannot be used.
    """
    from mmssc.crosswalk.checks import load_catalogue
    from mmssc.crosswalk.diff import MAX_IMPLIED, compare
    from mmssc.crosswalk.report.diff import render

    if old == new == "-":
        fail(lang, "standard input can be one of the two only", "标准输入只能是其中之一")
    catalogue = load_catalogue()
    checks = chosen(catalogue, names, lang)
    before, after = read_usable([old], lang), read_usable([new], lang)
    if max(before.rows_used, after.rows_used) > MAX_IMPLIED:
        click.echo(
            f"超过 {MAX_IMPLIED} 行，未比较由链条推出的关系。"
            if lang == "zh"
            else f"More than {MAX_IMPLIED} rows: what chains of rows imply is not compared.",
            err=True,
        )
    with progress("正在比较……" if lang == "zh" else "Comparing …"):
        changes = compare(before, after, catalogue, checks, lang)
    write(render(changes, form, lang), output, lang)
    sys.exit(FINDINGS if changes or before.refused or after.refused else 0)
