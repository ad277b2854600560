"""Check evidence against shapes/evidence.ttl: what breaks a rule is refused by itself, and the rest lives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import NamedNode, Triple

from mmssc.engine import Base, Graph, plan, validate
from mmssc.engine.arrays import Nodes, distinct
from mmssc.evidence.batch import Batch
from mmssc.evidence.faults import fault_of_shape, reserved, twice, unused
from mmssc.knowledge import folder, triples
from mmssc.names import EVIDENCE, MMSSC, RDF_TYPE, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mmssc.engine import Plan, Report
    from mmssc.engine.arrays import Ids, Mask
    from mmssc.engine.graph import Node
    from mmssc.engine.terms import Terms
    from mmssc.evidence.reading import Reading
    from mmssc.problem import Problem

__all__ = ["Checked", "base_of", "check", "check_batch", "links", "makes_item"]

_CLAIMS: Final = (NamedNode(MMSSC + "demonstrates"), NamedNode(MMSSC + "disputes"))
_VIOLATION: Final = NamedNode(SH + "Violation")
_PROPERTY: Final = NamedNode(SH + "property")
_PATH: Final = NamedNode(SH + "path")
_TARGET_OBJECTS_OF: Final = NamedNode(SH + "targetObjectsOf")
_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
_ITEM: Final = NamedNode("https://w3id.org/mmssc/shape/evidence/item")
_COMMUNITY: Final = NamedNode(MMSSC + "Community")


@dataclass(frozen=True, slots=True)
class Checked:
    """Evidence that may be assessed, and everything that is wrong with the rest.

    Attributes:
        terms: The dictionary of the columns.
        subject: The subjects of the statements about well-formed items and about what they refer to.
        predicate: Their predicates.
        value: Their objects.
        problems: All problems, those of reading included.
        offered: How many items there were.
        refused: How many of them were refused.
    """

    terms: Terms
    subject: Ids
    predicate: Ids
    value: Ids
    problems: list[Problem]
    offered: int
    refused: int

    def __len__(self) -> int:
        return len(self.subject)

    @property
    def evidence(self) -> list[Triple]:
        """The statements that may be assessed, as triples."""
        columns = (self.terms.terms(column) for column in (self.subject, self.predicate, self.value))
        return list(dict.fromkeys(Triple(*each) for each in zip(*columns, strict=True)))


def base_of(knowledge: Iterable[Triple]) -> Base:
    """Number the terms of the vocabulary and the model, and those that the rules of evidence name."""
    shapes = _shapes()
    rules = [path for shape in shapes.all_objects(_PROPERTY) for path in shapes.objects(shape, _PATH)]
    return Base(knowledge, [*rules, *_CLAIMS, EVIDENCE, RDF_TYPE, _COMMUNITY, *shapes.all_objects(_TARGET_OBJECTS_OF)])


def check(readings: Sequence[Reading], knowledge: Sequence[Triple]) -> Checked:
    """Tell well-formed evidence from the rest.

    Args:
        readings: What was read, file by file.
        knowledge: The vocabulary and the model; what evidence says about *their* things is never believed.

    Returns:
        The evidence to assess: what shapes/evidence.ttl names, of well-formed items and of what they refer to. Any
        other statement is left out, and the problems say so: evidence is foreign, and must not state results.
    """
    base = base_of(knowledge)
    return check_batch(Batch.of(readings, base), base)


def check_batch(batch: Batch, base: Base) -> Checked:
    """Tell well-formed evidence from the rest, as ``check`` does, where it is in columns already.

    Args:
        batch: What was read.
        base: What ``base_of`` made of the vocabulary and the model.
    """
    problems = [problem for reading in batch.readings for problem in reading.problems]
    rows = _Rows(batch, base)
    problems += rows.drop_reserved()
    problems += rows.drop_repeated()
    data = base.with_data([RDF_TYPE], batch.terms, *rows.without_types())
    report = validate(data, _plan())
    refused, found = _faults(report, rows)
    items = rows.items()
    good = items.minus(refused)
    kept = rows.believed(good)
    problems += found
    problems += rows.unused(kept, refused)
    unread = sum(reading.refused for reading in batch.readings)
    return Checked(
        terms=batch.terms,
        subject=rows.subject[kept],
        predicate=rows.predicate[kept],
        value=rows.value[kept],
        problems=problems,
        offered=len(items) + unread,
        refused=len(items) - len(good) + unread,
    )


def makes_item(predicate: Ids, value: Ids, base: Base) -> Mask:
    """Tell the statements that make their subject an item of evidence."""
    claims: Mask = np.isin(predicate, [base.number(claim) for claim in _CLAIMS])
    typed = (predicate == base.number(RDF_TYPE)) & (value == base.number(EVIDENCE))
    found: Mask = claims | typed
    return found


def links() -> list[NamedNode]:
    """Return the properties by which items refer to things that evidence may describe."""
    return [link for link in _shapes().all_objects(_TARGET_OBJECTS_OF) if isinstance(link, NamedNode)]


@cache
def _shapes() -> Graph:
    return Graph(triples(folder("shapes/evidence.ttl")))


@cache
def _plan() -> Plan:
    return plan(_shapes())


class _Rows:
    """The statements of a batch that are still in question."""

    def __init__(self, batch: Batch, base: Base) -> None:
        self.subject, self.predicate, self.value, self.source = (
            batch.subject,
            batch.predicate,
            batch.value,
            batch.source,
        )
        self.terms = batch.terms
        self.base = base
        self.names = [reading.source for reading in batch.readings]
        self.places = {subject: place for reading in batch.readings for subject, place in reading.places.items()}

    def _keep(self, kept: Mask) -> None:
        self.subject, self.predicate = self.subject[kept], self.predicate[kept]
        self.value, self.source = self.value[kept], self.source[kept]

    def drop_reserved(self) -> Iterator[Problem]:
        """Drop what is said of the things of the model."""
        about = self.base.describes(self.subject)
        if about.any():
            for source in distinct(self.source[about]):
                subjects = distinct(self.subject[about & (self.source == source)])
                yield reserved(self.names[source], self.terms.terms(subjects))
            self._keep(~about)

    def drop_repeated(self) -> Iterator[Problem]:
        """Drop what a file says of an item that an earlier file described: it could lift a level in silence."""
        size = len(self.names)
        if size < 2:
            return
        stated = distinct(self.subject * size + self.source)
        subject, source = stated // size, stated % size
        several = np.flatnonzero(np.diff(subject, append=-1) == 0)
        if not len(several):
            return
        shared = distinct(subject[several])
        is_item = makes_item(self.predicate, self.value, self.base)
        items = set(distinct(self.subject[is_item] * size + self.source[is_item]).tolist())
        dropped = []
        for node in shared.tolist():
            first, *later = source[subject == node].tolist()
            described = node * size + first in items
            for other in later:
                if described or node * size + other in items:
                    described = True
                    dropped.append(node * size + other)
                    yield twice(self.names[other], self.terms.terms(np.array([node]))[0], self.names[first])
        if dropped:
            self._keep(~np.isin(self.subject * size + self.source, dropped))

    def without_types(self) -> tuple[Ids, Ids, Ids]:
        """Return the statements without those that make something one of the model's things, such as a requirement."""
        types = self.predicate == self.base.number(RDF_TYPE)
        kept = ~types | (self.value == self.base.number(EVIDENCE))
        kept &= self.predicate != self.terms.number(_SUBCLASS)
        return self.subject[kept], self.predicate[kept], self.value[kept]

    def items(self) -> Nodes:
        """Return the items of evidence."""
        return Nodes.of(self.subject[makes_item(self.predicate, self.value, self.base)])

    def believed(self, items: Nodes) -> Mask:
        """Tell the statements about items, and about what they refer to, whose properties the shapes name."""
        kept = items.has(self.subject) & self._named([_ITEM], EVIDENCE)
        shapes = _shapes()
        for link in links():
            ends = Nodes.of(self.value[kept & (self.predicate == self.base.number(link))])
            about = self._named(shapes.subjects(_TARGET_OBJECTS_OF, link), _COMMUNITY)
            kept |= ends.has(self.subject) & about
        return kept

    def _named(self, shapes: Iterable[Node], cls: NamedNode) -> Mask:
        """Tell the statements whose property one of some shapes has something to say about."""
        rules = _shapes()
        paths = {
            path for each in shapes for part in rules.objects(each, _PROPERTY) for path in rules.objects(part, _PATH)
        }
        kind = self.base.number(RDF_TYPE)
        allowed: Mask = np.isin(self.predicate, [self.base.number(path) for path in paths if path != RDF_TYPE])
        found: Mask = allowed | ((self.predicate == kind) & (self.value == self.base.number(cls)))
        return found

    def source_of(self, subject: int) -> str:
        """Return the first source that says anything of a subject."""
        sources = self.source[self.subject == subject]
        return self.names[int(sources[0])] if len(sources) else ""

    def unused(self, kept: Mask, refused: Nodes) -> Iterator[Problem]:
        """Tell the statements that are about nothing refused, and are not used."""
        left = ~kept
        left[left] = ~refused.has(self.subject[left])
        if not left.any():
            return
        order = np.argsort(self.subject, kind="stable")
        subjects, place = np.unique(self.subject[order], return_index=True)
        first = self.source[order][place]  # the first source of each subject
        source = first[np.searchsorted(subjects, self.subject[left])]
        for each in distinct(source):
            predicates, counts = np.unique(self.predicate[left][source == each], return_counts=True)
            names = (predicate.value for predicate in self.terms.terms(predicates))
            yield unused(self.names[each], Counter(dict(zip(names, counts.tolist(), strict=True))))


def _faults(report: Report, rows: _Rows) -> tuple[Nodes, list[Problem]]:
    """Return the items that break a rule, and every problem."""
    results = {(result.focus, result.shape, result.value): result for result in report.results}.values()
    if not results:
        return Nodes(np.empty(0, dtype=np.int64)), []
    requirements = [node.value for node in rows.base.instances(NamedNode(MMSSC + "Requirement"))]
    problems, refused = [], []
    for result in results:
        number = rows.terms.number(result.focus)
        if result.severity == _VIOLATION:
            refused.append(number)
        place = rows.places.get(result.focus.value, "")
        problems.append(fault_of_shape(result, rows.source_of(number), place, _shapes(), requirements))
    return Nodes.of(np.array(refused, dtype=np.int64)), problems
