"""``mmssc recommend``: what to do next, and which standards and clauses to read for it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from mmssc.cli.assessing import prepare, view_options
from mmssc.cli.shared import FINDINGS, fail, output_option, tell, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Triple

    from mmssc.assess import Assessed
    from mmssc.cli.assessing import Task
    from mmssc.problem import Lang
    from mmssc.recommend.functions import Register

__all__ = ["Asked", "pages", "recommend"]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="[CODE=]LEVEL",
    help="The level to aim for, of all or of one part; the next level by default. 目标等级。",
)
@click.option(
    "--functions",
    multiple=True,
    metavar="REGISTER",
    help="Graded functions of local government (ISO 18091): CSV, TSV or XLSX. 地方政府职能评定结果。",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "turtle", "html"]),
    default="table",
    help="Form of the output. 输出形式。",
    show_default=True,
)
@output_option
@view_options
def recommend(
    files: tuple[str, ...],
    targets: tuple[str, ...],
    functions: tuple[str, ...],
    form: str,
    output: str | None,
    lang: Lang,
    **options: Any,
) -> None:
    """Say what to do next: the cheapest steps, the shortest reading list, a plan by phase.

    给出下一步建议：代价最小的步骤、最短阅读清单、分阶段计划。

    \b
    Examples:
      mmssc recommend london.csv
      mmssc recommend london.csv --target 3 --target 2.2.1=4
      mmssc recommend london.csv --functions iso18091.csv --lang zh
      mmssc recommend london.csv --target 3 --format html -o report.html

    The nearest target holds: that of a characteristic before that of its sub-dimension, its dimension, all.

    Exit status: 0 all well, 1 some evidence or results were refused, 2 nothing could be assessed, or a register holds
    no result.
    """
    task = prepare(files, lang, **options)
    asked, refused = _asked(task, targets, functions, with_neighbours=not options["model"])
    terminal = output in (None, "-") and sys.stdout.isatty()
    write(_render(task, asked, form, lang, terminal=terminal), output, lang)
    sys.exit(FINDINGS if refused else task.status)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a recommendation needs beyond the assessment: the targets, and knowledge that the assessment did without."""

    targets: Sequence[Triple]
    knowledge: Sequence[Triple]


def _asked(
    task: Task, targets: Sequence[str], functions: Sequence[str], *, with_neighbours: bool
) -> tuple[Asked, bool]:
    """Read targets and results of functions, tell their problems, and say whether any result was refused."""
    from mmssc.recommend.flow import neighbours

    more = neighbours() if with_neighbours else []
    if not targets and not functions:
        return Asked((), more), False
    from pyoxigraph import Store

    from mmssc.recommend.functions import read_functions
    from mmssc.recommend.targets import BadTargetError, read_targets
    from mmssc.store import add

    store = Store()
    add(store, task.knowledge)
    add(store, more)
    try:
        aims = read_targets(targets, store)
    except BadTargetError as error:
        fail(task.lang, error.text.en, error.text.zh)
    day = max(view.as_of for view in task.views).isoformat()
    results: list[Triple] = []
    refused = False
    for source in functions:
        reading = read_functions(source, store, _communities(task), day)
        tell(reading.problems, task.lang, limit=50)
        results += [quad.triple for quad in reading.quads]
        refused = refused or any(problem.severity == "error" for problem in reading.problems)
        if reading.problems:
            _tell_counts(reading, task.lang)
        if reading.refused == reading.offered:
            fail(task.lang, f"{source}: no result can be used", f"{source}：没有可用的结果")
    return Asked(aims, [*more, *results]), refused


def _tell_counts(reading: Register, lang: Lang) -> None:
    read, used, idle, refused = reading.offered, reading.used, reading.idle, reading.refused
    click.echo(
        f"{reading.source}：读取 {read} 行，采用 {used} 行，拒绝 {refused} 行，{idle} 行不起作用"
        if lang == "zh"
        else f"{reading.source}: {read} rows read, {used} used, {refused} refused, {idle} without effect",
        err=True,
    )


def _communities(task: Task) -> set[str]:
    from mmssc.names import MMSSC

    return {
        triple.object.value  # type: ignore[union-attr]
        for triple in task.checked.evidence
        if triple.predicate.value == MMSSC + "community"
    }


def _recommended(task: Task, asked: Asked) -> Iterator[Assessed]:
    """Yield the assessments, batch by batch, each with what is recommended in its store and as its results."""
    from mmssc.recommend import recommend as work_out

    for assessed in task.in_batches():
        found = work_out(assessed.store, asked.knowledge, asked.targets)
        yield replace(assessed, evidence=(), results=found.results)


def pages(task: Task, asked: Asked, lang: Lang) -> Iterator[str]:
    """Yield the page of the assessments with what is recommended."""
    from mmssc.recommend import recommend as work_out
    from mmssc.report.document import document, merge
    from mmssc.report.html import render
    from mmssc.report.recommendation import merge as merge_advice
    from mmssc.report.recommendation import recommendation

    found, advice = [], []
    for assessed in task.in_batches():
        found.append(document(assessed.store))  # before the store holds recommendations for targets
        work_out(assessed.store, asked.knowledge, asked.targets)
        advice.append(recommendation(assessed.store))
    yield render(merge(found), lang, merge_advice(advice))


def _render(task: Task, asked: Asked, form: str, lang: Lang, *, terminal: bool) -> Iterator[str | bytes]:
    if form == "html":
        yield from pages(task, asked, lang)
        return
    batches = _recommended(task, asked)
    if form == "turtle":
        from mmssc.report.graph import render as render_graph

        yield from render_graph(batches, form)
        return
    from mmssc.report.recommendation import merge, recommendation

    documents = (recommendation(each.store) for each in batches)
    if form == "csv":
        from mmssc.report.advice_csv import render as render_csv

        yield from render_csv(documents, lang)
    elif form == "json":
        import json

        yield json.dumps(merge(documents), ensure_ascii=False, indent=2) + "\n"
    else:
        from mmssc.report.advice_table import render as render_table

        yield render_table(merge(documents), lang, terminal=terminal)
