"""What changed between two versions of a crosswalk, and which results that touches."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad

from mmssc.crosswalk.coverage import coverage
from mmssc.crosswalk.lint import lint
from mmssc.crosswalk.logic import HOPS, Logic
from mmssc.crosswalk.report.document import fingerprint
from mmssc.crosswalk.shipped import published
from mmssc.crosswalk.slots import NEGATED, SLOTS
from mmssc.crosswalk.words import Words, local_name
from mmssc.knowledge import query_text
from mmssc.names import DCTERMS, MMSSC, RDFS, SKOS
from mmssc.setlogic import closure
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyoxigraph import Store

    from mmssc.crosswalk.checks import Catalogue, Check, Finding
    from mmssc.crosswalk.lint import Linted
    from mmssc.crosswalk.read import Mappings
    from mmssc.engine.graph import Node
    from mmssc.problem import Lang

__all__ = ["AREAS", "Area", "Change", "Kind", "compare"]

Kind = Literal["added", "removed", "changed"]
Area = Literal["row", "metadata", "label", "finding", "implied", "coverage", "recommendation"]

AREAS: Final[tuple[Area, ...]] = ("row", "metadata", "label", "finding", "implied", "coverage", "recommendation")
"""What can change, in the order in which it is told: first what was edited, then what follows from that."""

MAX_IMPLIED: Final = 20_000
"""With more rows than this, what chains of rows imply is not compared."""

_SOURCE, _PROPERTY, _TARGET, _MODIFIER = (
    SLOTS[name].property for name in ("subject_id", "predicate_id", "object_id", "predicate_modifier")
)
_PLACE: Final = {NamedNode(MMSSC + "file"), NamedNode(MMSSC + "line")}
_PARTS: Final = {_SOURCE, _PROPERTY, _TARGET, _MODIFIER}
_ROW_LABELS: Final = {SLOTS["subject_label"].property, SLOTS["object_label"].property}
_LABELS: Final = tuple(
    NamedNode(name) for name in (SKOS + "prefLabel", SKOS + "altLabel", RDFS + "label", DCTERMS + "title")
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        area: What changed: a row, what is said of it, a label, or what follows: a finding, an implied relation, the
            coverage of a scheme, a recommendation.
        kind: Whether it is new, gone, or otherwise.
        subject: What it is about.
        old: What it was; empty if it is new.
        new: What it is; empty if it is gone.
        place: Where it stands, in the new version unless it is gone.
    """

    area: Area
    kind: Kind
    subject: str
    old: str
    new: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    node: Node
    ends: tuple[str, str]
    says: tuple[str, bool]
    values: frozenset[tuple[str, str]]


def compare(old: Mappings, new: Mappings, catalogue: Catalogue, checks: Sequence[Check], lang: Lang) -> list[Change]:
    """Return what changed, and what that does to findings, implied relations, coverage and recommendations.

    Args:
        old: The earlier version.
        new: The later version.
        catalogue: The checks with their profile.
        checks: Those that are run on both versions.
        lang: The language of findings and labels.
    """
    sides = [_Side(old, catalogue, checks, lang), _Side(new, catalogue, checks, lang)]
    parts: tuple[Callable[[_Side, _Side], Iterator[Change]], ...] = (
        _rows,
        _labels,
        _findings,
        _implied,
        _coverage,
        _recommendations,
    )
    changes = [change for part in parts for change in part(*sides)]
    return sorted(changes, key=lambda change: (AREAS.index(change.area), change.kind, change.subject, change.old))


class _Side:
    """One version: its rows, and what checking it gives."""

    def __init__(self, mappings: Mappings, catalogue: Catalogue, checks: Sequence[Check], lang: Lang) -> None:
        self.mappings = mappings
        self.lang = lang
        self.linted: Linted = lint(mappings, catalogue, checks)
        self.store: Store = self.linted.store
        extra = published((file.source, file.context) for file in mappings.files)
        self.store.bulk_extend(Quad(*triple) for triple in extra)
        self.words: Words = Words(self.store)
        own = {file.source for file in mappings.files}
        self.rows = [row for row in self._read() if self.words.place(row.node).file in own]

    def _read(self) -> Iterator[_Row]:
        for quad in self.store.quads_for_pattern(None, _PROPERTY, None):
            node = quad.subject
            if not isinstance(node, NamedNode):
                continue
            values = frozenset(
                (each.predicate.value, str(each.object))
                for each in self.store.quads_for_pattern(node, None, None)
                if each.predicate not in _PARTS | _PLACE
            )
            ends = tuple("" if end is None else end.value for end in map(self._end(node), (_SOURCE, _TARGET)))
            negated = self.words.value(node, _MODIFIER) == NEGATED
            yield _Row(node, (ends[0], ends[1]), (quad.object.value, negated), values)  # type: ignore[union-attr]

    def _end(self, node: Node) -> Callable[[NamedNode], Node | None]:
        return lambda prop: self.words.value(node, prop)

    def say(self, row: _Row) -> str:
        """Return what a row says."""
        return self.words.statement(row.node, self.lang)

    def place(self, row: _Row) -> str:
        """Return where a row stands."""
        return str(self.words.place(row.node))


def _rows(old: _Side, new: _Side) -> Iterator[Change]:
    """Pair rows that say the same; of what is left, rows on the same two things changed their relation."""
    before, after = _by_statement(old.rows), _by_statement(new.rows)
    gone: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    come: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for key in sorted({*before, *after}):
        was, now = before.get(key, []), after.get(key, [])
        for one, other in zip(was, now, strict=False):
            yield from _metadata(old, new, one, other)
        gone[key[0]] += was[len(now) :]
        come[key[0]] += now[len(was) :]
    for ends in sorted({*gone, *come}):
        was, now = gone.get(ends, []), come.get(ends, [])
        for one, other in zip(was, now, strict=False):
            yield Change(
                "row",
                "changed",
                old.words.statement(one.node, old.lang),
                old.say(one),
                new.say(other),
                new.place(other),
            )
        for one in was[len(now) :]:
            yield Change("row", "removed", old.say(one), old.say(one), "", old.place(one))
        for other in now[len(was) :]:
            yield Change("row", "added", new.say(other), "", new.say(other), new.place(other))


def _by_statement(rows: Sequence[_Row]) -> dict[tuple[tuple[str, str], tuple[str, bool]], list[_Row]]:
    grouped: dict[tuple[tuple[str, str], tuple[str, bool]], list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[row.ends, row.says].append(row)
    for same in grouped.values():
        same.sort(key=lambda row: sorted(row.values))
    return grouped


def _metadata(old: _Side, new: _Side, one: _Row, other: _Row) -> Iterator[Change]:
    for prop in sorted({prop for prop, _ in one.values ^ other.values}):
        node = NamedNode(prop)
        area: Area = "label" if node in _ROW_LABELS else "metadata"
        was, now = _values(old.words, one.node, node), _values(new.words, other.node, node)
        kind: Kind = "changed" if was and now else "added" if now else "removed"
        name = f"{new.words.statement(other.node, new.lang, labels=False)}: {local_name(node)}"
        yield Change(area, kind, name, was, now, new.place(other))


def _values(words: Words, node: Node, prop: NamedNode) -> str:
    return "; ".join(
        value.value if isinstance(value, RdfLiteral) else local_name(value) for value in words.values(node, prop)
    )


def _labels(old: _Side, new: _Side) -> Iterator[Change]:
    texts: tuple[dict[tuple[str, str, str], str], ...] = tuple(map(_named, (old.mappings, new.mappings)))
    for key in sorted({*texts[0], *texts[1]}):
        was, now = texts[0].get(key, ""), texts[1].get(key, "")
        if was != now:
            kind: Kind = "changed" if was and now else "added" if now else "removed"
            thing, prop, language = key
            name = (
                f"{new.words.code(NamedNode(thing))}: {local_name(NamedNode(prop))}{'@' if language else ''}{language}"
            )
            yield Change("label", kind, name, was, now)


def _named(mappings: Mappings) -> dict[tuple[str, str, str], str]:
    """Return the labels that the files give, apart from their rows."""
    texts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for file in mappings.files:
        for triple in file.context:
            if (
                triple.predicate in _LABELS
                and isinstance(triple.object, RdfLiteral)
                and isinstance(triple.subject, NamedNode)
            ):
                key = triple.subject.value, triple.predicate.value, triple.object.language or ""
                texts[key].append(triple.object.value)
    return {key: "; ".join(sorted(values)) for key, values in texts.items()}


def _findings(old: _Side, new: _Side) -> Iterator[Change]:
    marks = [[(fingerprint(each, side.words), each) for each in side.linted.findings] for side in (old, new)]
    counts = [Counter(mark for mark, _ in side) for side in marks]
    for side, entries, kind, beside in ((old, marks[0], "removed", 1), (new, marks[1], "added", 0)):
        left = counts[0 if kind == "removed" else 1] - counts[beside]
        for mark, finding in entries:
            if left[mark] > 0 and finding.exempt is None:
                left[mark] -= 1
                yield _finding(side, finding, "removed" if kind == "removed" else "added")


def _finding(side: _Side, finding: Finding, kind: Kind) -> Change:
    text = finding.message(side.lang, side.words.name)
    place = str(side.words.place(finding.focus))
    old, new = (text, "") if kind == "removed" else ("", text)
    return Change("finding", kind, finding.check.id, old, new, place)


def _implied(old: _Side, new: _Side) -> Iterator[Change]:
    if max(len(old.rows), len(new.rows)) > MAX_IMPLIED:
        return
    implied = [_chains(side) for side in (old, new)]
    for pair in sorted({*implied[0], *implied[1]}):
        was, now = implied[0].get(pair, ""), implied[1].get(pair, "")
        if was != now:
            kind: Kind = "changed" if was and now else "added" if now else "removed"
            name = " → ".join(new.words.code(NamedNode(end)) for end in pair)
            yield Change("implied", kind, name, was, now)


def _chains(side: _Side) -> dict[tuple[str, str], str]:
    """Return what chains of rows imply of two things that no row relates."""
    rows = Logic(side.store).constraints
    own = {row.node.value for row in side.rows if isinstance(row.node, NamedNode)}
    kept = [row for row in rows if row.id in own or row.fixed]
    network = closure(kept, hops=HOPS)
    return {
        (item, implied.object): " | ".join(implied.relations.codes)
        for item in sorted({row.subject for row in kept if not row.fixed})
        for implied in network.implied(item)
        if not implied.stated and implied.object != item
    }


def _coverage(old: _Side, new: _Side) -> Iterator[Change]:
    shares = [
        {(each.source, each.target): f"{len(each.mapped)} / {each.known}" for each in coverage(side.store)}
        for side in (old, new)
    ]
    for pair in sorted({*shares[0], *shares[1]}):
        was, now = shares[0].get(pair, ""), shares[1].get(pair, "")
        if was != now:
            kind: Kind = "changed" if was and now else "added" if now else "removed"
            yield Change(
                "coverage", kind, " → ".join(new.words.code(NamedNode(end)) if end else "?" for end in pair), was, now
            )


def _recommendations(old: _Side, new: _Side) -> Iterator[Change]:
    """Yield what characteristics are recommended no longer, or newly, since a statement is gone or new."""
    said = [{(*row.ends, row.says[0]) for row in side.rows if not row.says[1]} for side in (old, new)]
    for side, statements, kind in ((old, said[0] - said[1], "removed"), (new, said[1] - said[0], "added")):
        rests: dict[str, list[str]] = defaultdict(list)
        for found in select(side.store, query_text("crosswalk/rests-on")) if statements else ():
            subject, relation, target = (found[name] for name in ("subject", "relation", "object"))
            if (subject.value, target.value, relation.value) in statements:
                code = side.words.code
                name = f"{code(subject)} {local_name(relation)} {code(target)}"
                rests[code(found["characteristic"])].append(name)
        for characteristic, names in sorted(rests.items()):
            text = "; ".join(sorted(set(names)))
            if kind == "removed":
                yield Change("recommendation", "removed", characteristic, text, "")
            else:
                yield Change("recommendation", "added", characteristic, "", text)
