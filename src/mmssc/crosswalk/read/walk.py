"""Walk through a document of objects and arrays, JSON or YAML, so that its rows need not be held all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Located", "Walk", "strings", "text"]


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


def text(value: Any) -> str:
    """Return a scalar as a text; what is none is empty."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.strip() if isinstance(value, str) else ""


def strings(value: Any) -> list[str]:
    """Return a scalar, or the scalars of a list, as texts, empty ones left out."""
    return [said for each in (value if isinstance(value, list) else [value]) if (said := text(each))]
