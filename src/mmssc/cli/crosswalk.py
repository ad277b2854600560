"""``mmssc crosswalk``: is a crosswalk, or a standard, consistent? What does it cover, what changed?"""

from __future__ import annotations

import importlib
from typing import Final

import click

from mmssc.cli.crosswalk_check import check

__all__ = ["crosswalk"]

_COMMANDS: Final = {
    "checks": "List the checks. 列出各项检查。",
    "convert": "Write crosswalks in another form. 转换映射的格式。",
    "coverage": "What is mapped, what is not. 映射的覆盖情况。",
    "diff": "What changed, and what that does to results. 两个版本之间的变化及其影响。",
}
_CHECK: Final = "\0check"


class _Door(click.Group):
    """A command that takes files, with further commands beside it: a first word that names none of these is a file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in _COMMANDS and args[0] not in ctx.help_option_names):
            args = [_CHECK, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == _CHECK:
            return check
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(f"mmssc.cli.crosswalk_{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - each module defines its command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[:1] == [_CHECK]:
            return ctx.info_name, check, args[1:]
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        check.format_help(click.Context(check, info_name=ctx.info_name, parent=ctx.parent), formatter)
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Door)
def crosswalk() -> None:
    """Check crosswalks and standards."""
