"""``mmssc validate``: is this evidence well formed?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mmssc.cli.shared import FINDINGS, UNUSABLE, evidence_options, output_option, read_and_check, read_knowledge, write

if TYPE_CHECKING:
    from mmssc.evidence.check import Checked
    from mmssc.problem import Lang

__all__ = ["validate"]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Form of the output. 输出形式。",
)
@output_option
@evidence_options
def validate(
    files: tuple[str, ...], form: str, output: str | None, lang: Lang, model: tuple[str, ...], allow_remote: bool
) -> None:
    """Check evidence: RDF in any syntax, or registers (CSV, TSV, XLSX); - is standard input.

    Every problem is told with its file, row or node, column or property, value, and what to do.
    检查证据：逐一指出每个问题的位置、取值和改正方法。

    \b
    Examples:
      mmssc validate register.xlsx
      mmssc validate *.csv --format csv -o problems.csv

    Exit status: 0 no problem, 1 problems, 2 not one item could be used.
    """
    checked = read_and_check(files, read_knowledge(model, lang), allow_remote=allow_remote)
    write(_render(checked, form, lang), output, lang)
    if not len(checked):
        sys.exit(UNUSABLE)
    sys.exit(FINDINGS if checked.problems else 0)


def _render(checked: Checked, form: str, lang: Lang) -> str:
    if form == "text":
        words = {"error": "错误", "warning": "警告"} if lang == "zh" else {"error": "error", "warning": "warning"}
        lines = [f"{words[problem.severity]}: {problem.line(lang)}" for problem in checked.problems]
        used = checked.offered - checked.refused
        lines.append(
            f"共 {checked.offered} 条证据：{used} 条可用，{checked.refused} 条拒收；{len(checked.problems)} 个问题。"
            if lang == "zh"
            else f"{checked.offered} items: {used} usable, {checked.refused} refused; {len(checked.problems)} problems."
        )
        return "\n".join(lines) + "\n"
    rows = [
        {
            "severity": problem.severity,
            "code": problem.code,
            "source": problem.source,
            "where": problem.where,
            "field": problem.field,
            "value": problem.value,
            "message": problem.message.say(lang),
            "mend": problem.mend.say(lang),
        }
        for problem in checked.problems
    ]
    if form == "json":
        import json

        counts = {"offered": checked.offered, "refused": checked.refused}
        return json.dumps({**counts, "problems": rows}, ensure_ascii=False, indent=2) + "\n"
    from mmssc.report.csv import table

    return table(["severity", "code", "source", "where", "field", "value", "message", "mend"], rows)
