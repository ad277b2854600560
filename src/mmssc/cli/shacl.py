"""``mmssc shacl``: validate any data against any shapes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from mmssc.cli.shared import (
    FINDINGS,
    UNUSABLE,
    endpoint_options,
    fail,
    language_option,
    output_option,
    progress,
    server_of,
    tell,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.problem import Lang, Problem
    from mmssc.shacl.report.document import GroupBy, Least, Report
    from mmssc.shacl.run import EngineName

__all__ = ["shacl"]

_FORMS: Final = ("table", "turtle", "json", "sarif", "junit")


@click.command()
@click.argument("data", nargs=-1, metavar="[DATA]...")
@click.option(
    "--shapes",
    "shapes",
    multiple=True,
    required=True,
    metavar="FILE",
    help="Shapes file or folder; may be repeated. 形状文件或文件夹，可重复。",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="table",
    show_default=True,
    help="Form of the report. 报告形式。",
)
@click.option(
    "--group-by",
    "by",
    type=click.Choice(["shape", "focus", "component"]),
    default="shape",
    show_default=True,
    help="What results are grouped by (table, json). 结果分组方式（table、json）。",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=None,
    help="Results shown in each group, 0 for all; counts stay exact. [default: 10 for table, else 0] "
    "每组列出的结果数，0 为全部；计数不受影响。",
)
@click.option(
    "--severity",
    "least",
    type=click.Choice(["violation", "warning", "info"]),
    default="info",
    show_default=True,
    help="The least grave result that is reported and counts. 列出并计入的最低严重程度。",
)
@click.option(
    "--require-match",
    is_flag=True,
    help="A shape that matches no node is a finding. 形状未匹配到任何节点即视为发现。",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "mmssc", "pyshacl"]),
    default="auto",
    show_default=True,
    help="auto: mmssc, unless the shapes need what only pySHACL runs. auto：除非形状需要 pySHACL，否则用 mmssc。",
)
@endpoint_options
@language_option
@output_option
def shacl(
    data: tuple[str, ...],
    shapes: tuple[str, ...],
    form: str,
    by: GroupBy,
    limit: int | None,
    least: Least,
    require_match: bool,
    engine: EngineName,
    endpoint: str | None,
    graphs: tuple[str, ...],
    timeout: float,
    lang: Lang,
    output: str | None,
) -> None:
    """Validate RDF data against SHACL shapes; - is standard input.

    Files: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD, compressed or not, or folders of them. Named graphs are
    read as one graph with the rest. The report says how many nodes each shape matched: one that matched nothing has
    checked nothing. With --endpoint the data stay in a SPARQL server, which is sent a number of queries that depends on
    the shapes only; credentials are read from the environment (MMSSC_ENDPOINT_USER and MMSSC_ENDPOINT_PASSWORD, or
    MMSSC_ENDPOINT_TOKEN).
    用 SHACL 形状校验 RDF 数据；命名图与其余内容合并读取。
    报告列出每个形状匹配的节点数：未匹配到节点的形状没有检查任何内容。
    使用 --endpoint 时数据留在 SPARQL 服务器中，查询数只取决于形状；凭据取自上述环境变量。

    \b
    Examples:
      mmssc shacl data.ttl --shapes shapes.ttl
      mmssc shacl data/ ontology.ttl --shapes shapes/ --lang zh
      mmssc shacl data.nq.gz --shapes shapes.ttl --severity violation --limit 3
      mmssc shacl data.ttl --shapes shapes.ttl --format sarif -o shacl.sarif
      mmssc shacl --endpoint http://localhost:7878/query --graph https://example.org/g --shapes shapes.ttl
      curl -s https://example.org/data.ttl | mmssc shacl - --shapes shapes.ttl --format turtle

    Exit status: 0 conforms, 1 results, or nothing was checked, 2 the data, the shapes or the call cannot be used.
    退出状态：0 符合，1 有结果或未检查任何内容，2 数据、形状或调用不可用。
    """
    from mmssc.problem import UnusableInputError
    from mmssc.shacl.service import check, check_in

    server = server_of(data, endpoint, graphs, timeout, lang)
    if server and engine == "pyshacl":
        fail(lang, "--engine pyshacl needs the data in files", "--engine pyshacl 只能校验文件中的数据")
    if [*data, *shapes].count("-") > 1:
        fail(lang, "- (standard input) can be named once only", "-（标准输入）只能指定一次")
    try:
        with progress("正在校验……" if lang == "zh" else "Validating …"):
            if server is None:
                report = check(data, shapes, engine=engine, least=least, require_match=require_match)
            else:
                report = check_in(server, shapes, least=least, require_match=require_match)
    except UnusableInputError as error:
        tell(error.problems, lang)
        _write_failure(error.problems, form, lang, output)
        sys.exit(UNUSABLE)
    _tell_notes(report, lang, loud=form != "table" or output not in (None, "-"))
    write(_render(report, form, lang, by, limit, terminal=output in (None, "-") and sys.stdout.isatty()), output, lang)
    sys.exit(0 if report.well else FINDINGS)


def _tell_notes(report: Report, lang: Lang, *, loud: bool) -> None:
    """Say on standard error what must not be missed; what the table says anyway only if it is not seen."""
    from mmssc.shacl.report.texts import engine, unmatched

    tell(report.problems, lang)
    if report.run.reasons:
        click.echo(engine(report).say(lang), err=True)
    note = "注意" if lang == "zh" else "note"
    for row in report.unmatched if loud else ():
        click.echo(f"{note}: {unmatched(row.name).say(lang)}", err=True)


def _render(report: Report, form: str, lang: Lang, by: GroupBy, limit: int | None, *, terminal: bool) -> str:
    if form == "table":
        from mmssc.shacl.report.table import render as render_table

        return render_table(report, lang, by=by, limit=limit, terminal=terminal)
    if form == "turtle":
        from mmssc.shacl.report.turtle import render as render_turtle

        return render_turtle(report, lang, limit or 0)
    if form == "json":
        from mmssc.shacl.report.json import render as render_json

        return render_json(report, by=by, limit=limit or 0)
    if form == "sarif":
        from mmssc.shacl.report.sarif import render as render_sarif

        return render_sarif(report, lang, limit or 0)
    from mmssc.shacl.report.junit import render as render_junit

    return render_junit(report, lang, limit or 0)


def _write_failure(problems: Sequence[Problem], form: str, lang: Lang, output: str | None) -> None:
    """Write a report that says that nothing was validated, in the forms that have a place for it."""
    if form == "sarif":
        from mmssc.shacl.report.sarif import render_failure

        write(render_failure(problems, lang), output, lang)
    elif form == "junit":
        from mmssc.shacl.report.junit import render_failure as render_errors

        write(render_errors(problems, lang), output, lang)
