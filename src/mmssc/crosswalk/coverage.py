"""Coverage: of each pair of schemes, both ways, what is mapped, what is declared unmapped, what is silently missing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mmssc.crosswalk.logic import Logic
from mmssc.crosswalk.read.result import MAPPINGS
from mmssc.knowledge import query_text
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import BlankNode, Literal, NamedNode, Store

__all__ = ["Direction", "coverage"]

_NOTHING: Final = "https://w3id.org/sssom/NoTermFound"


@dataclass(frozen=True, slots=True)
class Direction:
    """How far the things of one scheme are mapped to another.

    Attributes:
        source: The scheme whose things are counted.
        target: The scheme that they are mapped to; empty if things are declared unmapped and nothing tells to what.
        mapped: Those with a row that finds a counterpart.
        declared: Those that rows declare to have none.
        missing: Those that no row mentions. Where the scheme is not listed anywhere, none can be known.
        listed: Whether the things of the scheme are known apart from the rows.
    """

    source: str
    target: str
    mapped: Sequence[str]
    declared: Sequence[str]
    missing: Sequence[str]
    listed: bool

    @property
    def known(self) -> int:
        """How many things of the scheme are known."""
        return len(self.mapped) + len(self.declared) + len(self.missing)

    @property
    def share(self) -> float:
        """The share of the known things that is mapped."""
        return len(self.mapped) / self.known if self.known else 0.0


def coverage(store: Store) -> list[Direction]:
    """Return the coverage between all schemes that rows of a store relate.

    Only things of the kinds that the rows map are counted: who maps sub-dimensions does not leave out levels.

    Args:
        store: The rows, with the schemes that are known.
    """
    logic = Logic(store)
    mapped: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    declared: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    vague: list[_Row] = []
    for row in _rows(store, logic):
        if not row.one or not row.other:
            vague.append(row)
            continue
        for thing, pair in ((row.subject, (row.one, row.other)), (row.object, (row.other, row.one))):
            (declared if row.nothing else mapped)[pair].update(() if thing == _NOTHING else (thing,))
    for thing, pair in _declared_of_sets(store, logic, vague):
        declared[pair].add(thing)
    members = _members(store)
    return [
        _direction(pair, mapped[pair], declared[pair] - mapped[pair], members.get(pair[0], {}))
        for pair in sorted({*mapped, *declared})
        if pair[0] != pair[1]
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    """One mapping row: its ends, their schemes as far as they are known, and whether it declares a gap."""

    node: NamedNode | BlankNode | Literal
    subject: str
    object: str
    one: str
    other: str
    nothing: bool


def _rows(store: Store, logic: Logic) -> Iterator[_Row]:
    for row in select(store, query_text("crosswalk/ends")):
        subject, target = row["subject"].value, row["object"].value
        one, other = (
            (row[source].value if source in row else "") if thing == _NOTHING else logic.scheme(thing)
            for thing, source in ((subject, "subjectSource"), (target, "objectSource"))
        )
        nothing = row["nothing"].value == "true" or _NOTHING in (subject, target)
        yield _Row(row["row"], subject, target, one, other, nothing)


def _declared_of_sets(store: Store, logic: Logic, vague: Sequence[_Row]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what rows declare unmapped that do not name a scheme: it holds for those to which their sets map."""
    if not vague:
        return
    sets = {quad.object: quad.subject for quad in store.quads_for_pattern(None, MAPPINGS, None)}
    targets: defaultdict[tuple[object, str], set[str]] = defaultdict(set)
    for row in _rows(store, logic):
        if row.one and row.other:
            targets[sets.get(row.node), row.one].add(row.other)
            targets[sets.get(row.node), row.other].add(row.one)
    for row in vague:
        thing, scheme = (row.subject, row.one) if row.one else (row.object, row.other)
        if thing != _NOTHING and scheme:
            for target in sorted(targets.get((sets.get(row.node), scheme), {""})):
                yield thing, (scheme, target)


def _direction(
    pair: tuple[str, str], mapped: set[str], declared: set[str], members: dict[str, frozenset[str]]
) -> Direction:
    mentioned = mapped | declared
    kinds = frozenset().union(*(members.get(thing, frozenset()) for thing in mentioned))
    missing = {thing for thing, types in members.items() if not kinds or types & kinds} - mentioned if pair[1] else ()
    first, second, third = (sorted(things, key=_natural) for things in (mapped, declared, missing))
    return Direction(*pair, first, second, third, bool(members))


def _natural(text: str) -> str:
    """Return what texts are ordered by: numbers in them by their size."""
    return re.sub(r"\d+", lambda match: match[0].zfill(9), text)


def _members(store: Store) -> dict[str, dict[str, frozenset[str]]]:
    members: defaultdict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for row in select(store, query_text("crosswalk/members")):
        scheme = members[row["scheme"].value]
        kind = frozenset([row["type"].value]) if "type" in row else frozenset()
        scheme[row["thing"].value] = scheme.get(row["thing"].value, frozenset()) | kind
    return members
