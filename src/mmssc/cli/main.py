"""The command ``mmssc``."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Final

import click

from mmssc import __version__

__all__ = ["main"]

_COMMANDS: Final = {
    "assess": "The level of each characteristic, and what proves it. 各特征的等级及其依据。",
    "explain": "Why this level, and why not the next? 为何是此级，为何未达下一级？",
    "recommend": "What to do next, and what to read for it. 下一步做什么，读什么。",
    "validate": "Is this evidence well formed? 证据是否规范？",
    "crosswalk": "Are these crosswalks and standards consistent? 映射与标准是否一致？",
    "query": "Ask the knowledge graph in SPARQL. 用 SPARQL 查询知识图谱。",
    "shacl": "Validate any RDF data against SHACL shapes. 用 SHACL 形状校验任意 RDF 数据。",
    "template": "Write an empty evidence register (XLSX). 生成空白证据登记表。",
}


class _Lazy(click.Group):
    """A group that imports a command when it is called, so that starting stays fast."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(f"mmssc.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - each module defines its command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


for _stream in (sys.stdout, sys.stderr):  # a terminal that cannot show a character shows a question mark instead
    if hasattr(_stream, "reconfigure"):
        _stream.reconfigure(errors="replace")


# Commands build graphs of a hundred thousand small objects that live to the end: looking for cycles among them time and
# again costs a tenth of a short run.
gc.set_threshold(100_000, 20, 50)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mmssc")
def main() -> None:
    """Maturity models that can be queried, run and argued with (ISO/TS 37107).

    可查询、可执行、可辩驳的成熟度模型。各命令加 --lang zh 输出中文。

    \b
    Examples:
      mmssc assess london.csv
      mmssc explain london.csv 2.2.1-4 --lang zh
      mmssc query 'SELECT (COUNT(?c) AS ?n) WHERE { ?c a mmssc:Characteristic }'

    Exit status: 0 all well, 1 findings, 2 the input or the call cannot be used.
    退出状态：0 正常，1 有发现，2 输入或调用不可用。
    """
