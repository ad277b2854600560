"""Questions about property paths, before any data are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.engine.paths import Alternative, Inverse, Predicate, Repeated, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from mmssc.engine.paths import Path

__all__ = ["can_start_at_literal", "is_nullable", "is_repeated", "predicates"]


def is_nullable(path: Path) -> bool:
    """Tell whether a path leads from every node to itself, without any triple."""
    match path:
        case Predicate():
            return False
        case Inverse(inner):
            return is_nullable(inner)
        case Sequence(paths):
            return all(is_nullable(part) for part in paths)
        case Alternative(paths):
            return any(is_nullable(part) for part in paths)
        case Repeated(inner, how):
            return how != "oneOrMorePath" or is_nullable(inner)


def is_repeated(path: Path) -> bool:
    """Tell whether some part of a path may be walked any number of times.

    Such paths are walked here, over the triples of their predicates: servers differ on them, and some are wrong.
    """
    match path:
        case Repeated():
            return True
        case Inverse(inner):
            return is_repeated(inner)
        case Sequence(paths) | Alternative(paths):
            return any(is_repeated(part) for part in paths)
    return False


def can_start_at_literal(path: Path, *, back: bool = False) -> bool:
    """Tell whether a literal can be where a path starts, or with ``back``, where it ends."""
    match path:
        case Predicate():
            return back
        case Inverse(inner):
            return can_start_at_literal(inner, back=not back)
        case Sequence(paths):
            return can_start_at_literal(paths[-1 if back else 0], back=back)
        case Alternative(paths):
            return any(can_start_at_literal(part, back=back) for part in paths)
        case Repeated():
            return True


def predicates(path: Path) -> Iterator[NamedNode]:
    """Yield the predicates of a path."""
    match path:
        case Predicate(predicate):
            yield predicate
        case Inverse(inner) | Repeated(inner, _):
            yield from predicates(inner)
        case Sequence(paths) | Alternative(paths):
            for part in paths:
                yield from predicates(part)
