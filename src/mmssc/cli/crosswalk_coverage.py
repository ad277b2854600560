"""``mmssc crosswalk coverage``: what is mapped, what is declared unmapped, what is silently missing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mmssc.cli.crosswalk_shared import read_usable
from mmssc.cli.shared import FINDINGS, language_option, output_option, write

if TYPE_CHECKING:
    from mmssc.problem import Lang

__all__ = ["coverage"]


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Form of the output. 输出形式。",
)
@language_option
@output_option
def coverage(files: tuple[str, ...], form: str, lang: Lang, output: str | None) -> None:
    """Show for each pair of schemes, both ways, what is mapped, declared unmapped, or missing.

    The things of a scheme are those that a file or the shipped knowledge lists in it (skos:inScheme); name the file of
    a scheme beside the mapping. Only things of the kinds that are mapped count. Without a file: our own crosswalks.
    按体系两两双向列出：已映射、声明无对应、缺失。

    \b
    Examples:
      mmssc crosswalk coverage
      mmssc crosswalk coverage map.sssom.tsv scheme-a.ttl scheme-b.ttl --format csv

    Exit status: 0 nothing is missing, 1 something is, or rows were refused, 2 no file could be used.
    """
    from mmssc.crosswalk.checks import load_catalogue
    from mmssc.crosswalk.coverage import coverage as cover
    from mmssc.crosswalk.lint import store_of
    from mmssc.crosswalk.report.coverage import render
    from mmssc.crosswalk.words import Words

    mappings = read_usable(files, lang) if files else None
    store = store_of(mappings, load_catalogue().settings)
    directions = cover(store)
    write(render(directions, Words(store), form, lang), output, lang)
    refused = mappings is not None and bool(mappings.refused)
    sys.exit(FINDINGS if refused or any(direction.missing for direction in directions) else 0)
