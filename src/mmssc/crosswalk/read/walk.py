"""Walk through a document of objects and arrays, JSON or YAML, so that its rows need not be held all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Located", "Walk", "holds", "strings", "text"]


class Located(dict[str, Any]):
    """An object of a document, with the line in which it begins and the keys that it holds twice."""

    line: int = 0
    twice: tuple[str, ...] = ()


class Walk(Protocol):
    """Stands before a value of a document; whoever enters an object or array walks past all that is in it."""

    @property
    def line(self) -> int:
        """The line in which the value begins."""

    def kind(self) -> str:
        """Return ``object``, ``array`` or ``scalar``."""

    def members(self) -> Iterator[str]:
        """Enter an object: yield its keys, each time standing before the value, which has to be walked past."""

    def items(self) -> Iterator[None]:
        """Enter an array: yield once for each value, standing before it; it has to be walked past."""

    def value(self) -> Any:
        """Walk past the value and return it: a ``Located``, a list, a string, a boolean or ``None``."""

    def end(self) -> None:
        """Return if nothing follows; raise ``UnusableInputError`` if something does."""


def holds(walk: Walk, kind: str, name: str, source: str) -> bool:
    """Tell whether a walk stands before an object or an array; walk past it if there is nothing.

    Args:
        walk: The walk.
        kind: What has to stand there, ``object`` or ``array``, unless nothing (``null``) does.
        name: The key whose value it is.
        source: The file, as the user named it.

    Raises:
        UnusableInputError: Something else stands there, so that what it should hold would be lost.
    """
    if walk.kind() == kind:
        return True
    line, value = walk.line, walk.value()
    if value is None:
        return False
    shown = value if isinstance(value, str) else ""
    raise UnusableInputError(Problem("wrong-type", source, f"line {line}", name, shown, *_WRONG[kind]))


def text(value: Any) -> str:
    """Return a scalar as a text; what is none is empty."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.strip() if isinstance(value, str) else ""


def strings(value: Any) -> list[str]:
    """Return a scalar, or the scalars of a list, as texts, empty ones left out."""
    return [said for each in (value if isinstance(value, list) else [value]) if (said := text(each))]


_WRONG: Final = {
    "array": (
        Text("An array belongs here, so nothing of the file is read.", "此处应为数组，因此整个文件均未读取。"),
        Text("Write it as […], even if it holds one thing only.", "请写成 […]，即使其中只有一项。"),
    ),
    "object": (
        Text("An object belongs here, so nothing of the file is read.", "此处应为对象，因此整个文件均未读取。"),
        Text("Write it as {…}, with keys and values.", "请写成由键和值组成的 {…}。"),
    ),
}
