"""The forms of ``mmssc assess`` that hold levels only: many sources, in shards and in bounded memory."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from mmssc.cli.assessing import look, nothing_to_assess
from mmssc.cli.shared import FINDINGS, answering, counting, fail, tell, write
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmssc.assess.many import Many
    from mmssc.assess.shard import Rater
    from mmssc.problem import Lang, Problem
    from mmssc.server import Server

__all__ = ["levels"]


def levels(
    files: Sequence[str],
    form: str,
    output: str | None,
    lang: Lang,
    *,
    server: Server | None,
    allow_remote: bool,
    engine: str,  # noqa: ARG001 - the caller has seen to it
    **options: Any,
) -> int:
    """Assess, write the levels, tell what is wrong, and return the exit status."""
    rater = _rater(form, lang, allow_remote=allow_remote, **options)
    with answering(lang):
        many, problems = _of_files(rater, files) if server is None else _of_server(rater, server)
    tell(problems, lang, limit=50)
    if many.sources > 1 or many.unreadable:
        click.echo(_summary(many).say(lang), err=True)
    if not many.communities:
        nothing_to_assess(lang)
    write(_written(many, form), output, lang)
    return FINDINGS if any(problem.severity == "error" for problem in problems) else 0


def _of_files(rater: Rater, files: Sequence[str]) -> tuple[Many, list[Problem]]:
    from mmssc.assess.many import assess_many
    from mmssc.evidence.sources import expand

    expansion = expand(files)
    with counting(Text("files assessed", "已评估文件")) as progress:
        many = assess_many(rater, expansion.sources, progress=progress)
    return many, [*expansion.problems, *many.problems]


def _of_server(rater: Rater, server: Server) -> tuple[Many, list[Problem]]:
    from mmssc.assess.many import assess_parts
    from mmssc.evidence.served import Served

    with counting(Text("items assessed", "已评估条目")) as progress:
        served = Served(server, rater.base)
        many = assess_parts(rater, served.parts(), served.sizes(), progress=progress)
    return many, many.problems


def _rater(form: str, lang: Lang, *, allow_remote: bool, **options: Any) -> Rater:
    from mmssc.assess.shard import Rater
    from mmssc.engine import IllFormedShapesError, UnsupportedShapesError
    from mmssc.report.levels import csv_pages, nquads_pages

    knowledge, views = look(lang, **options)
    pages = nquads_pages if form == "nquads" else csv_pages
    try:
        return Rater([quad.triple for quad in knowledge], views, pages, allow_remote=allow_remote)
    except (IllFormedShapesError, UnsupportedShapesError) as error:
        fail(lang, f"the shapes of the model cannot be used: {error}", f"模型的形状无法使用：{error}")


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _summary(many: Many) -> Text:
    used = many.offered - many.refused
    return Text(
        f"{_counted(many.sources, 'file', 'files')}, {many.unreadable} of them not usable; "
        f"{_counted(many.offered, 'item', 'items')}, {used} usable; "
        f"{_counted(many.communities, 'community', 'communities')}.",
        f"共 {many.sources} 个文件，其中 {many.unreadable} 个不可用；{many.offered} 条证据，{used} 条可用；"
        f"{many.communities} 个社区。",
    )


def _written(many: Many, form: str) -> Iterator[bytes]:
    if form == "nquads":
        yield from many.pages()
        return
    from mmssc.report.levels import HEAD

    rows: Iterator[bytes] = chain([HEAD], many.pages())
    if form == "parquet":
        from mmssc.report.parquet import parquet

        rows = parquet(rows)
    yield from rows
