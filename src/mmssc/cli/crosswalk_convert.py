"""``mmssc crosswalk convert``: crosswalks in another form."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from mmssc.cli.crosswalk_shared import read_usable
from mmssc.cli.shared import FINDINGS, language_option, output_option, tell, write

if TYPE_CHECKING:
    from typing import Literal

    from mmssc.problem import Lang

    Form = Literal["sssom-tsv", "sssom-json", "sssom-turtle", "oscal-json", "csv"]

__all__ = ["convert"]

_FORMS: Final = ("sssom-tsv", "sssom-json", "sssom-turtle", "oscal-json", "csv")


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--to", "form", type=click.Choice(_FORMS), required=True, help="The form to write. 目标格式。")
@language_option
@output_option
def convert(files: tuple[str, ...], form: Form, lang: Lang, output: str | None) -> None:
    """Write crosswalks in another form; what the form cannot say is told. Without a file: our own crosswalks.

    转换映射的格式；目标格式无法表达的内容会逐一说明。

    \b
    Examples:
      mmssc crosswalk convert mapping.yaml --to sssom-tsv -o mapping.sssom.tsv
      mmssc crosswalk convert --to oscal-json -o mmssc.oscal.json

    Exit status: 0 all is said, 1 something could not be read or said, 2 no file could be used.
    """
    from mmssc.crosswalk.write import write_mappings

    if files:
        mappings = read_usable(files, lang)
        refused = bool(mappings.refused)
        written = write_mappings(mappings.triples(), form)
    else:
        from mmssc.crosswalk.shipped import shipped_rows

        refused = False
        written = write_mappings(shipped_rows(), form)
    tell(written.problems, lang)
    write(written.text, output, lang)
    sys.exit(FINDINGS if refused or written.problems else 0)
