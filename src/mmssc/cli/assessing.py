"""From files to an assessment: what ``assess``, ``explain`` and ``query --assess`` have in common."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import click

from mmssc.cli.shared import (
    FINDINGS,
    UNUSABLE,
    answering,
    evidence_options,
    fail,
    progress,
    read_and_check,
    read_knowledge,
    tell,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyoxigraph import Quad, Triple

    from mmssc.assess import Assessed, View
    from mmssc.assess.flow import Validate
    from mmssc.evidence.check import Checked
    from mmssc.problem import Lang
    from mmssc.server import Server

__all__ = ["Task", "look", "make_view", "nothing_to_assess", "prepare", "view_options"]


def view_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how evidence is looked at."""
    for option in (
        click.option(
            "--engine",
            type=click.Choice(["mmssc", "pyshacl"]),
            default="mmssc",
            help="What evaluates the shapes; pyshacl is the reference, and slow. 评估引擎。",
            show_default=True,
        ),
        click.option(
            "--method", metavar="CODE", help="How the information was gathered, such as audit (5.1). 信息收集方法。"
        ),
        click.option(
            "--group",
            metavar="GROUP",
            help="Only one stakeholder group's evidence, such as residents. 只看某一相关方。",
        ),
        click.option(
            "--assurance",
            type=click.Choice(["claimed", "reviewed", "verified"]),
            default="claimed",
            help="The lowest assurance that is admitted. 最低核验程度。",
            show_default=True,
        ),
        click.option(
            "--horizon", metavar="DURATION", default="", help="Look ahead too, such as P2Y for two years. 展望期。"
        ),
        click.option(
            "--as-of", metavar="DATE", help="The day of the assessment (YYYY-MM-DD); today by default. 评估日期。"
        ),
        evidence_options,
    ):
        command = option(command)
    return command


def make_view(
    knowledge: Sequence[Quad],
    lang: Lang,
    as_of: str | None,
    horizon: str,
    assurance: str,
    group: str | None,
    method: str | None,
) -> View:
    """Build the view from the options, and say which option cannot be used."""
    from mmssc.assess import View
    from mmssc.assess.view import add_duration

    try:
        day = dt.date.fromisoformat(as_of) if as_of else dt.date.today()
    except ValueError:
        fail(
            lang,
            f"--as-of {as_of}: use YYYY-MM-DD, and a day that exists",
            f"--as-of {as_of}：请使用 YYYY-MM-DD，且日期须真实存在",
        )
    try:
        if horizon:
            add_duration(day, horizon)
    except ValueError as error:
        fail(lang, f"--horizon: {error}", f"--horizon {horizon}：请使用 P2Y、P18M 或 P90D 这样的时间长度")
    return View(
        day,
        horizon,
        assurance,
        stakeholder_group=_by_notation(knowledge, "StakeholderGroup", group, "--group", lang) if group else "",
        method=_by_notation(knowledge, "Method", method, "--method", lang) if method else "",
    )


def _by_notation(knowledge: Sequence[Quad], cls: str, code: str, option: str, lang: Lang) -> str:
    from pyoxigraph import Literal, NamedNode

    from mmssc.knowledge import instances
    from mmssc.names import SKOS

    if "://" in code:
        try:
            return NamedNode(code).value
        except ValueError as error:
            fail(lang, f"{option} {code}: {error}", f"{option} {code} 不是有效的 IRI")
    of_class = instances(knowledge, cls)
    codes = {
        quad.object.value: quad.subject.value
        for quad in knowledge
        if quad.predicate.value == SKOS + "notation"
        and isinstance(quad.object, Literal)
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value in of_class
    }
    if code not in codes:
        known = ", ".join(sorted(codes))
        fail(lang, f"{option} {code}: use one of {known}", f"{option} {code}：请选用 {known} 之一")
    return codes[code]


@dataclass(frozen=True, slots=True)
class Task:
    """What there is to assess.

    Attributes:
        knowledge: The vocabulary, the model and its shapes.
        checked: The evidence, and what is wrong with it.
        views: The views to take, such as today and two years ahead.
        engine: What evaluates the shapes.
        lang: The language in which to tell what goes on.
    """

    knowledge: Sequence[Triple]
    checked: Checked
    views: Sequence[View]
    engine: Validate
    lang: Lang

    @property
    def status(self) -> int:
        """The exit status: 1 if some evidence was refused."""
        return FINDINGS if any(problem.severity == "error" for problem in self.checked.problems) else 0

    def whole(self) -> Assessed:
        """Assess all communities in one store."""
        return self._assess(self.checked.evidence, "评估中……" if self.lang == "zh" else "Assessing …")

    def in_batches(self) -> Iterator[Assessed]:
        """Assess batch by batch of communities, in memory that does not grow with their number."""
        from mmssc.assess import batches

        done = 0
        for batch in batches(self.checked.evidence):
            text = f"已评估 {done} 个社区……" if self.lang == "zh" else f"Assessed {done} communities …"
            assessed = self._assess(batch, text)
            done += len(assessed.assessments) // len(self.views)
            yield assessed

    def _assess(self, evidence: Sequence[Triple], text: str) -> Assessed:
        from mmssc.assess import assess
        from mmssc.engine import IllFormedShapesError, UnsupportedShapesError

        try:
            with progress(text):
                return assess(self.knowledge, evidence, self.views, engine=self.engine)
        except (IllFormedShapesError, UnsupportedShapesError) as error:
            fail(
                self.lang,
                f"the shapes of the model cannot be used: {error}",
                f"模型的形状无法使用：{error}",
            )


def look(
    lang: Lang,
    *,
    model: Sequence[str] = (),
    as_of: str | None = None,
    horizon: str = "",
    assurance: str = "claimed",
    group: str | None = None,
    method: str | None = None,
) -> tuple[list[Quad], list[View]]:
    """Return the vocabulary with the model, and the views to take on evidence: today, and ahead where that is asked."""
    knowledge = read_knowledge(model, lang)
    view = make_view(knowledge, lang, as_of, horizon, assurance, group, method)
    return knowledge, [view.today(), view] if horizon else [view]


def nothing_to_assess(lang: Lang) -> NoReturn:
    """Say that there is no evidence, and leave with exit status 2."""
    click.echo(
        "没有可评估的证据。" if lang == "zh" else "There is no usable evidence, so there is nothing to assess.",
        err=True,
    )
    sys.exit(UNUSABLE)


def prepare(
    files: Sequence[str],
    lang: Lang,
    *,
    server: Server | None = None,
    allow_remote: bool = False,
    engine: str = "mmssc",
    **options: Any,
) -> Task:
    """Read and check, and tell what is wrong; leave with exit status 2 where there is nothing to assess."""
    knowledge, views = look(lang, **options)
    with answering(lang):
        checked = read_and_check(files, knowledge, allow_remote=allow_remote, server=server)
    tell(checked.problems, lang, limit=50)
    if not len(checked):
        nothing_to_assess(lang)
    if engine == "pyshacl":
        from mmssc.engine import reference

        validate: Validate = reference.validate
    else:
        from mmssc.engine import validate as validate_in_columns

        validate = validate_in_columns
    return Task([quad.triple for quad in knowledge], checked, views, validate, lang)
