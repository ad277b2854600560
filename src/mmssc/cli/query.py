"""``mmssc query``: ask the knowledge graph, with data files or without, in SPARQL."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from mmssc.cli.assessing import prepare, view_options
from mmssc.cli.shared import FINDINGS, fail, output_option, progress, read_knowledge, tell, write

if TYPE_CHECKING:
    from pyoxigraph import Store

    from mmssc.problem import Lang, Problem

__all__ = ["query"]

_QUERY: Final = re.compile(r"\s*(#.*\n\s*)*(PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


@click.command()
@click.argument("question", metavar="QUERY|FILE")
@click.argument("data", nargs=-1, metavar="[DATA]...")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL server instead. 改为查询该 SPARQL 服务器。")
@click.option(
    "--assess", "assessing", is_flag=True, help="Assess the data first, and ask of the results too. 先评估数据。"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    default="table",
    show_default=True,
    help="Form of the output. 输出形式。",
)
@click.option("--timeout", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Seconds. 时限（秒）。")
@click.option("--memory", type=click.IntRange(64), default=4096, show_default=True, help="MiB. 内存上限（MiB）。")
@output_option
@view_options
def query(
    question: str,
    data: tuple[str, ...],
    endpoint: str | None,
    assessing: bool,
    form: str,
    timeout: float,
    memory: int,
    output: str | None,
    lang: Lang,
    **options: Any,
) -> None:
    """Ask the knowledge graph in SPARQL 1.1: ontology, shapes, crosswalks, and the data files named.

    The project's prefixes (mmssc:, char:, req:, sh:, …) need not be declared. QUERY is a query, a file, - for standard
    input, or the name of a query that ships with mmssc, such as explore/level-scale.
    用 SPARQL 1.1 查询知识图谱；项目的前缀无需声明。

    With --endpoint, a SPARQL server is asked instead. What it holds back is read page by page, and an answer that
    cannot be had whole is an error. Credentials are read from the environment: MMSSC_ENDPOINT_USER and
    MMSSC_ENDPOINT_PASSWORD, or MMSSC_ENDPOINT_TOKEN.
    使用 --endpoint 时改为查询 SPARQL 服务器：被服务器截断的结果会分页取回，无法取得完整结果即为错误。
    凭据取自上述环境变量。

    \b
    Examples:
      mmssc query 'SELECT ?c ?name { ?c a mmssc:Characteristic ; skos:prefLabel ?name }'
      mmssc query question.rq london.csv --assess --format csv
      mmssc query 'ASK { char:1.1.1 a mmssc:Characteristic }' --endpoint http://localhost:7878/query

    Exit status: 0 answered, 1 answered but some data was refused, 2 no answer.
    """
    from mmssc.sparql import Limits, Unanswered, answer, ask, with_prefixes

    text = with_prefixes(_text(question, lang))
    problems: list[Problem] = []
    if endpoint is not None and (data or assessing):
        fail(
            lang,
            "--endpoint asks a server, which does not see the files named: leave out the files and --assess",
            "--endpoint 查询的是服务器，它看不到所列文件：请去掉文件和 --assess",
        )
    try:
        if endpoint is not None:
            with progress("…"):
                found = ask(endpoint, text, form, timeout=timeout)
        else:
            store, problems = _store(data, assessing, lang, options)
            with progress("…"):
                limits = Limits(seconds=timeout, mebibytes=memory)
                found = answer(store, text, form, limits, allow_remote=options["allow_remote"])
    except Unanswered as error:
        fail(lang, error.text.en, error.text.zh)
    write(found, output, lang)
    sys.exit(FINDINGS if any(problem.severity == "error" for problem in problems) else 0)


def _text(question: str, lang: Lang) -> str:
    from mmssc.knowledge import folder

    if question == "-":
        return sys.stdin.read()
    shipped = folder("queries") / f"{question}.rq"
    for path in (Path(question), shipped):
        try:
            if path.is_file():
                return path.read_text(encoding="utf-8")
        except OSError as error:
            if not _QUERY.match(question):  # a query is no file name, and may be too long for one
                fail(lang, f"{question}: {error.strerror}", f"{question}：{error.strerror}")
        except UnicodeDecodeError:
            fail(lang, f"{question} is not UTF-8 text", f"{question} 不是 UTF-8 文本")
    if not _QUERY.match(question):
        fail(
            lang, f"{question}: there is no such file, and it is no query", f"{question}：没有这个文件，也不是查询语句"
        )
    return question


def _store(data: tuple[str, ...], assessing: bool, lang: Lang, options: dict[str, Any]) -> tuple[Store, list[Problem]]:
    from pyoxigraph import Store

    if assessing:
        task = prepare(data, lang, **options)
        return task.whole().store, task.checked.problems
    from mmssc.evidence.read import read_evidence
    from mmssc.knowledge import EVERYTHING, instances, knowledge_files, triples

    store = Store()
    if options["model"]:
        knowledge = read_knowledge(options["model"], lang)
    else:
        knowledge = [quad for path in knowledge_files(EVERYTHING) for quad in triples(path)]
    store.bulk_extend(knowledge)
    requirements = instances(knowledge, "Requirement")
    problems: list[Problem] = []
    for file in data:
        with progress(f"{file} …"):
            reading = read_evidence(file, allow_remote=options["allow_remote"], requirements=requirements)
        store.bulk_extend(reading.quads)
        problems += [problem for problem in reading.problems if problem.code != "no-evidence"]
    tell(problems, lang, limit=50)
    return store, problems
