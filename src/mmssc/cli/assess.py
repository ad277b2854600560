"""``mmssc assess``: the level of each characteristic, and what proves it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from mmssc.cli.assessing import prepare, view_options
from mmssc.cli.shared import endpoint_options, fail, output_option, server_of, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmssc.assess import Assessed
    from mmssc.problem import Lang

__all__ = ["assess"]


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "turtle", "jsonld", "html", "nquads", "parquet"]),
    default="table",
    help="Form of the output. 输出形式。",
    show_default=True,
)
@output_option
@endpoint_options
@view_options
def assess(
    files: tuple[str, ...],
    form: str,
    output: str | None,
    lang: Lang,
    endpoint: str | None,
    graphs: tuple[str, ...],
    timeout: float,
    **options: Any,
) -> None:
    """Assess communities from evidence: RDF in any syntax, or registers (CSV, TSV, XLSX), compressed or not.

    A folder stands for the files in it, - for standard input. Thousands of files are assessed in shards, on all
    processors; csv, parquet and nquads (a graph an assessment) hold levels, evidence and what is missing, and take
    the least time and memory.
    根据证据评估社区；文件可为任意 RDF 语法或登记表，可经压缩；文件夹代表其中的文件，- 表示标准输入。
    csv、parquet 与 nquads（每次评估一个图）只含等级、证据和缺项，最省时间和内存。

    With --endpoint, the evidence stays in a SPARQL server and is read in batches of whole communities. What it holds
    is assessed whole, or not at all. Credentials are read from the environment: MMSSC_ENDPOINT_USER and
    MMSSC_ENDPOINT_PASSWORD, or MMSSC_ENDPOINT_TOKEN.
    使用 --endpoint 时，证据留在 SPARQL 服务器中，按整个社区分批读取；无法完整读取时不给出任何结果。
    凭据取自上述环境变量。

    \b
    Examples:
      mmssc assess london.csv
      mmssc assess london.csv singapore.ttl --horizon P2Y --format html -o report.html
      mmssc assess london.csv --assurance reviewed --format csv | column -s, -t
      mmssc assess cities/ --format parquet -o levels.parquet
      mmssc assess --endpoint http://localhost:7878/query --format csv -o levels.csv
      mmssc assess --endpoint https://example.org/sparql --graph https://example.org/london --timeout 600

    Exit status: 0 all well, 1 some evidence was refused (each problem is told), 2 nothing could be assessed, or the
    server did not give all it holds.
    """
    server = server_of(files, endpoint, graphs, timeout, lang)
    if form in {"csv", "nquads", "parquet"} and options["engine"] == "mmssc":
        from mmssc.cli.levels import levels

        sys.exit(levels(files, form, output, lang, server=server, **options))
    if form in {"nquads", "parquet"}:
        fail(
            lang,
            f"--format {form} needs --engine mmssc; use csv or turtle with another",
            f"--format {form} 只支持 --engine mmssc；使用其他引擎时请选 csv 或 turtle",
        )
    task = prepare(files, lang, server=server, **options)
    terminal = output in (None, "-") and sys.stdout.isatty()
    if form == "html":
        from mmssc.cli.recommend import Asked, pages
        from mmssc.recommend.flow import neighbours

        write(pages(task, Asked((), () if options["model"] else neighbours()), lang), output, lang)
    else:
        write(_render(task.in_batches(), form, lang, terminal=terminal), output, lang)
    sys.exit(task.status)


def _render(assessed: Iterable[Assessed], form: str, lang: Lang, *, terminal: bool) -> Iterator[str | bytes]:
    """Yield the report piece by piece: each batch of communities is let go before the next is assessed."""
    if form in {"turtle", "jsonld"}:
        from mmssc.report.graph import render as render_graph

        yield from render_graph(assessed, form)
        return
    from mmssc.report.document import document, merge

    documents = (document(each.store) for each in assessed)
    if form == "csv":
        from mmssc.report.csv import render as render_csv

        yield from render_csv(documents)
    elif form == "json":
        import json

        yield json.dumps(merge(documents), ensure_ascii=False, indent=2) + "\n"
    else:
        from mmssc.report.table import render as render_table

        yield render_table(merge(documents), lang, terminal=terminal)
