"""``mmssc crosswalk checks``: what is checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from mmssc.cli.crosswalk_check import read_catalogue_with
from mmssc.cli.shared import language_option, output_option, write

if TYPE_CHECKING:
    from mmssc.problem import Lang

__all__ = ["checks"]


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Form of the output. 输出形式。",
)
@click.option("--profile", metavar="FILE", help="Turtle file with other severities. 另用严重程度设置。")
@language_option
@output_option
def checks(form: str, profile: str | None, lang: Lang, output: str | None) -> None:
    """List the checks: number, identity, severity, title.

    列出各项检查：编号、标识、严重程度、名称。

    \b
    Examples:
      mmssc crosswalk checks
      mmssc crosswalk checks --format json --lang zh
    """
    found = read_catalogue_with(profile, lang).checks
    rows = [
        {
            "number": each.number,
            "id": each.id,
            "severity": each.severity or "off",
            "title": each.title.say(lang),
            "problem": each.problem.say(lang),
            "mend": each.mend.say(lang),
            "source": each.origin,
        }
        for each in found
    ]
    if form == "json":
        write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", output, lang)
    elif form == "csv":
        from mmssc.report.csv import table

        write(table(["number", "id", "severity", "title", "problem", "mend", "source"], rows), output, lang)
    else:
        wide = max((len(each.id) for each in found), default=0)
        lines = [f"{row['number']:>2}  {row['id']:<{wide}}  {row['severity']:<7}  {row['title']}" for row in rows]
        write("\n".join(lines) + "\n", output, lang)
