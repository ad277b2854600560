"""``mmssc template``: write an empty register."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mmssc.cli.shared import fail, language_option, model_option, read_knowledge, write

if TYPE_CHECKING:
    from mmssc.problem import Lang

__all__ = ["template"]


@click.command()
@click.argument("out", metavar="OUT.xlsx")
@click.option("--force", is_flag=True, help="Overwrite OUT if it exists.")
@model_option
@language_option
def template(out: str, force: bool, model: tuple[str, ...], lang: Lang) -> None:
    """Write an empty evidence register: a workbook to fill in, with the requirements and what each column means.

    \b
    Examples:
      mmssc template register.xlsx
      mmssc template 登记表.xlsx --lang zh

    Exit status: 0 written, 2 it cannot be written.
    """
    path = Path(out)
    if path.suffix.lower() != ".xlsx":
        fail(lang, f"{out}: name a file that ends in .xlsx", f"{out}：请指定以 .xlsx 结尾的文件名")
    if path.exists() and not force:
        fail(lang, f"{out}: this file exists; overwrite it with --force", f"{out}：文件已存在，如需覆盖请加 --force")

    from pyoxigraph import Store

    from mmssc.evidence.template import write_template

    knowledge = Store()
    knowledge.bulk_extend(read_knowledge(model, lang))

    content = BytesIO()
    write_template(content, knowledge, lang)
    write(content.getvalue(), out, lang)
