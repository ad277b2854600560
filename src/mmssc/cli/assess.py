"""``mmssc assess``: the level of each characteristic, and what proves it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from mmssc.cli.assessing import run, view_options
from mmssc.cli.shared import FINDINGS, output_option, write

if TYPE_CHECKING:
    from mmssc.assess import Assessed
    from mmssc.problem import Lang

__all__ = ["assess"]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "turtle", "jsonld", "html"]),
    default="table",
    help="Form of the output. 输出形式。",
    show_default=True,
)
@output_option
@view_options
def assess(files: tuple[str, ...], form: str, output: str | None, lang: Lang, **options: Any) -> None:
    """Assess communities from evidence: RDF in any syntax, or registers (CSV, TSV, XLSX); - is standard input.

    根据证据评估社区；文件可为任意 RDF 语法或登记表，- 表示标准输入。

    \b
    Examples:
      mmssc assess london.csv
      mmssc assess london.csv singapore.ttl --horizon P2Y --format html -o report.html
      mmssc assess london.csv --assurance reviewed --format csv | column -s, -t

    Exit status: 0 all well, 1 some evidence was refused (each problem is told), 2 nothing could be assessed.
    """
    assessed, checked = run(files, lang, **options)
    write(_render(assessed, form, lang, to_file=output not in (None, "-")), output, lang)
    sys.exit(FINDINGS if any(problem.severity == "error" for problem in checked.problems) else 0)


def _render(assessed: Assessed, form: str, lang: Lang, *, to_file: bool) -> str | bytes:
    from mmssc.report.document import document

    if form in {"turtle", "jsonld"}:
        from mmssc.report.graph import render as render_graph

        return render_graph(assessed, form)
    found = document(assessed.store)
    if form == "json":
        import json

        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        from mmssc.report.csv import render as render_csv

        return render_csv(found)
    if form == "html":
        from mmssc.report.html import render as render_html

        return render_html(found, lang)
    from mmssc.report.table import render as render_table

    return render_table(found, lang, terminal=not to_file and sys.stdout.isatty())
