"""Messages with the values of variables in them (SHACL 5.3.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal

from mmssc.engine.path_text import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path

__all__ = ["filled"]

_PLACE: Final = re.compile(r"\{[?$](\w+)\}")


def filled(messages: Iterable[Literal], values: Mapping[str, Node], path: Path | None) -> tuple[Literal, ...]:
    """Return messages with ``{?name}`` and ``{$name}`` replaced by values; names without a value stay as they are.

    Args:
        messages: The messages, as the shapes graph has them.
        values: Values by the names of their variables.
        path: What ``{$PATH}`` stands for.
    """

    def replace(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if value is not None:
            return str(value) if isinstance(value, BlankNode) else value.value
        return path_text(path) if match[1] == "PATH" and path is not None else match[0]

    found = []
    for message in messages:
        text = _PLACE.sub(replace, message.value)
        found.append(Literal(text, language=message.language) if message.language else Literal(text))
    return tuple(found)
