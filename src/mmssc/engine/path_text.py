"""SHACL property paths written as SPARQL 1.1 property paths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mmssc.engine.paths import Alternative, Inverse, Predicate, Repeated, Sequence

if TYPE_CHECKING:
    from mmssc.engine.paths import Path

__all__ = ["path_text"]

_REPEATS: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
# What the grammar of SPARQL lets stand between < and >; anything else could end the IRI and start something new.
_IRI: Final = re.compile(r'[^\x00-\x20<>"{}|^`\\]*')


def path_text(path: Path) -> str:
    """Return a path as text that can stand where SPARQL expects a predicate.

    Args:
        path: The path, as ``mmssc.engine.paths.read_path`` gives it.

    Returns:
        The text; it uses no prefixes.

    Raises:
        ValueError: An IRI of the path holds characters that SPARQL does not allow in an IRI.
    """
    match path:
        case Predicate(predicate):
            if not _IRI.fullmatch(predicate.value):
                raise ValueError(f"{predicate} cannot be written in SPARQL: it is not a valid IRI")
            return f"<{predicate.value}>"
        case Inverse(inner):
            return "^" + _element(inner)
        case Repeated(inner, how):
            return _element(inner) + _REPEATS[how]
        case Sequence(paths):
            return "/".join(_element(part) for part in paths)
        case Alternative(paths):
            return "|".join(_element(part) for part in paths)


def _element(path: Path) -> str:
    text = path_text(path)
    return text if isinstance(path, Predicate) else f"({text})"
