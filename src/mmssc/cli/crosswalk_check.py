"""``mmssc crosswalk [FILE...]``: run the checks."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from mmssc.cli.crosswalk_shared import leave_if_unusable, read
from mmssc.cli.shared import FINDINGS, fail, language_option, output_option, tell, write
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mmssc.crosswalk.checks import Catalogue, Check, Severity
    from mmssc.crosswalk.report.document import Report
    from mmssc.problem import Lang

__all__ = ["check", "checks_option", "chosen", "read_catalogue_with"]

_BYTES_PER_ROW: Final = 8_000
"""At least; measured with a million rows of six columns: 9 KB (docs/crosswalk.md)."""

_SMALLER: Final = Text(
    "check the mapping sets one by one, or split a set by the part of the scheme that it maps",
    "请逐个检查映射集，或按所映射体系的组成部分拆分映射集",
)

FORMS: Final = ("table", "json", "csv", "turtle", "sarif", "junit", "html")


def checks_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--check``."""
    return click.option(
        "--check",
        "names",
        multiple=True,
        metavar="ID",
        help="Only this check; may be repeated. 只运行该项检查，可重复。",
    )(command)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="table",
    show_default=True,
    help="Form of the output. 输出形式。",
)
@click.option(
    "--severity",
    "least",
    type=click.Choice(["error", "warning", "info"]),
    default="warning",
    show_default=True,
    help="The least grave finding that is shown and counts. 列出并计入的最低严重程度。",
)
@click.option(
    "--profile",
    metavar="FILE",
    help="Turtle file with other severities, thresholds and exemptions. 另用严重程度、阈值与豁免设置。",
)
@checks_option
@language_option
@output_option
def check(
    files: tuple[str, ...],
    form: str,
    least: Severity,
    profile: str | None,
    names: tuple[str, ...],
    lang: Lang,
    output: str | None,
) -> None:
    """Check crosswalks and standards for consistency, every finding with its proof; - is standard input.

    Files: SSSOM (TSV, JSON, RDF), SKOS and XKOS in RDF, OSCAL mapping collections, CISO Assistant YAML, CSV, XLSX.
    Without a file, what ships is checked: ISO/TS 37107 and ISO 37106 as printed, the standards around them, our
    crosswalks.
    检查映射和标准的一致性，逐项给出证明。不给文件时，检查随项目发布的内容。

    \b
    Examples:
      mmssc crosswalk nist-to-iso.sssom.tsv
      mmssc crosswalk forward.csv backward.csv --severity error
      mmssc crosswalk *.sssom.tsv --format sarif -o crosswalk.sarif
      mmssc crosswalk --lang zh
      mmssc crosswalk diff old.sssom.tsv new.sssom.tsv
      mmssc crosswalk coverage map.yaml schemes.ttl
      mmssc crosswalk convert map.yaml --to sssom-tsv -o map.sssom.tsv

    A file that is called like a command is given as ./diff.

    Exit status: 0 nothing found, 1 findings, 2 no file or option could be used.
    """
    from mmssc.crosswalk.lint import lint
    from mmssc.crosswalk.report.document import report_of

    catalogue = read_catalogue_with(profile, lang)
    checks = chosen(catalogue, names, lang)
    mappings = read(files, lang) if files else None
    if mappings is not None:
        _leave_if_too_many(mappings.rows_used, lang)
    try:
        with _telling(lang) as telling:
            report = report_of(lint(mappings, catalogue, checks, telling), least)
    except MemoryError:
        fail(lang, f"memory is exhausted: {_SMALLER.en}", f"内存不足：{_SMALLER.zh}")
    terminal = output in (None, "-") and sys.stdout.isatty()
    write(_render(report, form, lang, terminal=terminal), output, lang)
    if mappings is not None:
        leave_if_unusable(mappings, lang)
    sys.exit(FINDINGS if report.entries or report.problems else 0)


def _leave_if_too_many(rows: int, lang: Lang) -> None:
    """Leave with exit status 2 if there are more rows than memory has room for, before the work is lost."""
    needed, memory = rows * _BYTES_PER_ROW, _memory()
    if needed > memory:
        wanted, found = (f"{size / 1e9:.2f} GB" for size in (needed, memory))
        fail(
            lang,
            f"to check {rows:,} rows together takes about {wanted} of memory, and there are {found}: {_SMALLER.en}",
            f"一并检查 {rows:,} 行约需 {wanted} 内存，现有 {found}：{_SMALLER.zh}",
        )


def _memory() -> int:
    """Return how much memory this process may take, in bytes: that of the machine, or what a limit leaves of it."""
    try:
        import os
        import resource

        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    except (ImportError, ValueError, OSError):  # not every system says
        return sys.maxsize
    return machine if limit == resource.RLIM_INFINITY else min(machine, limit)


def read_catalogue_with(profile: str | None, lang: Lang) -> Catalogue:
    """Return the catalogue with a user's profile; leave with exit status 2 if the profile cannot be used."""
    from mmssc.crosswalk.checks import load_catalogue

    if profile is None:
        return load_catalogue()
    from mmssc.crosswalk.checks.own_profile import read_profile
    from mmssc.problem import UnusableInputError

    try:
        catalogue, warnings = read_profile(profile)
    except UnusableInputError as error:
        tell(error.problems, lang)
        fail(lang, f"{profile}: the profile cannot be used", f"{profile}：无法使用该设置文件")
    tell(warnings, lang)
    return catalogue


def chosen(catalogue: Catalogue, names: Sequence[str], lang: Lang) -> list[Check]:
    """Return the checks named, all if none is; leave with exit status 2 if one is unknown."""
    from mmssc.evidence.terms import nearest

    known = {each.id: each for each in catalogue.checks}
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint_en, hint_zh = (f"; did you mean {near}?", f"；是否应为 {near}？") if near else ("", "")
            fail(
                lang,
                f"--check {name}: there is no such check{hint_en} (mmssc crosswalk checks lists them)",
                f"--check {name}：没有这项检查{hint_zh}（mmssc crosswalk checks 可列出全部）",
            )
    return catalogue.named(names)


def _render(report: Report, form: str, lang: Lang, *, terminal: bool) -> str:
    if form == "table":
        from mmssc.crosswalk.report.table import render as render_table

        return render_table(report, lang, terminal=terminal)
    if form == "json":
        from mmssc.crosswalk.report.json import render as render_json

        return render_json(report)
    if form == "turtle":
        from mmssc.crosswalk.report.graph import render as render_graph

        return render_graph(report)
    import importlib

    rendered = importlib.import_module(f"mmssc.crosswalk.report.{form}").render(report, lang)
    assert isinstance(rendered, str)  # noqa: S101 - csv, sarif, junit and html are texts
    return rendered


@contextmanager
def _telling(lang: Lang) -> Iterator[Callable[[Check], None]]:
    """Show which check runs, on standard error and on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield lambda running: status.update(running.title.say(lang) + " …")
