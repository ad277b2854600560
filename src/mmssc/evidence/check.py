"""Check evidence against shapes/evidence.ttl: what breaks a rule is refused by itself, and the rest lives."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.engine import Graph, validate
from mmssc.engine.paths import Predicate
from mmssc.knowledge import folder, triples
from mmssc.names import MMSSC, RDF_TYPE, SH, compact
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mmssc.engine import Result
    from mmssc.engine.graph import Node
    from mmssc.evidence.reading import Reading

__all__ = ["Checked", "check"]

_EVIDENCE: Final = NamedNode(MMSSC + "Evidence")
_REQUIREMENT: Final = NamedNode(MMSSC + "Requirement")
_CLAIMS: Final = (NamedNode(MMSSC + "demonstrates"), NamedNode(MMSSC + "disputes"))
_CLASS: Final = NamedNode(SH + "ClassConstraintComponent")
_VIOLATION: Final = NamedNode(SH + "Violation")
_DESCRIPTION: Final = NamedNode(SH + "description")
_PROPERTY: Final = NamedNode(SH + "property")
_PATH: Final = NamedNode(SH + "path")
_TARGET_OBJECTS_OF: Final = NamedNode(SH + "targetObjectsOf")
_ITEM: Final = NamedNode("https://w3id.org/mmssc/shape/evidence/item")
_COMMUNITY: Final = NamedNode(MMSSC + "Community")


@dataclass(frozen=True, slots=True)
class Checked:
    """Evidence that may be assessed, and everything that is wrong with the rest.

    Attributes:
        evidence: The statements about well-formed items and about what they refer to.
        problems: All problems, those of reading included.
        offered: How many items there were.
        refused: How many of them were refused.
    """

    evidence: list[Triple]
    problems: list[Problem]
    offered: int
    refused: int


def check(readings: Sequence[Reading], knowledge: Sequence[Triple]) -> Checked:
    """Tell well-formed evidence from the rest.

    Args:
        readings: What was read, file by file.
        knowledge: The vocabulary and the model; what evidence says about *their* things is never believed.

    Returns:
        The evidence to assess: what shapes/evidence.ttl names, of well-formed items and of what they refer to. Any
        other statement is left out, and the problems say so: evidence is foreign, and must not state results.
    """
    known = {triple.subject for triple in knowledge}
    source_of: dict[Node, str] = {}
    places: dict[str, str] = {}
    foreign: dict[str, set[Node]] = defaultdict(set)
    statements: dict[Node, dict[Triple, None]] = defaultdict(dict)
    twice: dict[tuple[str, Node], str] = {}
    for reading in readings:
        places.update(reading.places)
        here = {quad.subject for quad in reading.quads if _is_item(quad.triple)}
        for quad in reading.quads:
            subject, triple = quad.subject, quad.triple
            if isinstance(subject, Triple):  # RDF 1.2: statements about statements are no evidence
                continue
            if subject in known:
                foreign[reading.source].add(subject)
                continue
            first = source_of.setdefault(subject, reading.source)
            # What one file says of an item, another cannot add to: it could lift a level in silence.
            if first != reading.source and (subject in here or any(_is_item(t) for t in statements[subject])):
                twice[reading.source, subject] = first
                continue
            statements[subject][triple] = None
    data = [triple for about in statements.values() for triple in about]
    shapes = Graph(triples(folder("shapes/evidence.ttl")))
    report = validate(Graph([*data, *(t for t in knowledge if t.predicate == RDF_TYPE)]), shapes)

    requirements = [t.subject.value for t in knowledge if t.object == _REQUIREMENT and isinstance(t.subject, NamedNode)]
    problems = [problem for reading in readings for problem in reading.problems]
    problems += [_reserved(source, subjects) for source, subjects in foreign.items()]
    problems += [_twice(source, subject, first) for (source, subject), first in twice.items()]
    refused: set[Node] = set()
    for result in _once(report.results):
        if result.severity == _VIOLATION:
            refused.add(result.focus)
        place = places.get(result.focus.value, "") or _show(result.focus)
        problems.append(_problem(result, source_of.get(result.focus, ""), place, shapes, requirements))

    items = [node for node, about in statements.items() if any(_is_item(triple) for triple in about)]
    good = [node for node in items if node not in refused]
    evidence = _believed(good, statements, shapes)
    kept = set(evidence)
    left: dict[str, Counter[str]] = defaultdict(Counter)
    for node, about in statements.items():
        if node not in refused:
            left[source_of[node]].update(compact(t.predicate.value) for t in about if t not in kept)
    problems += [_unused(source, predicates) for source, predicates in left.items() if predicates]
    return Checked(
        evidence=evidence,
        problems=problems,
        offered=len(items) + sum(reading.refused for reading in readings),
        refused=len(items) - len(good) + sum(reading.refused for reading in readings),
    )


def _is_item(triple: Triple) -> bool:
    return triple.predicate in _CLAIMS or (triple.predicate == RDF_TYPE and triple.object == _EVIDENCE)


def _believed(items: Iterable[Node], statements: dict[Node, dict[Triple, None]], shapes: Graph) -> list[Triple]:
    """Return the statements about items, and about what they refer to, whose properties the shapes name."""
    kept = [triple for item in items for triple in _named(statements[item], _allowed(shapes, _ITEM), _EVIDENCE)]
    for link in shapes.all_objects(_TARGET_OBJECTS_OF):
        allowed = {p for shape in shapes.subjects(_TARGET_OBJECTS_OF, link) for p in _allowed(shapes, shape)}
        ends = dict.fromkeys(triple.object for triple in kept if triple.predicate == link)
        kept += [
            triple
            for end in ends
            if not isinstance(end, Triple) and end in statements
            for triple in _named(statements[end], allowed, _COMMUNITY)
        ]
    return list(dict.fromkeys(kept))


def _allowed(shapes: Graph, shape: Node) -> set[Node]:
    """Return the properties that a shape has something to say about."""
    return {path for part in shapes.objects(shape, _PROPERTY) for path in shapes.objects(part, _PATH)}


def _named(about: Iterable[Triple], allowed: set[Node], cls: NamedNode) -> Iterable[Triple]:
    return (t for t in about if (t.object == cls if t.predicate == RDF_TYPE else t.predicate in allowed))


def _once(results: Iterable[Result]) -> Iterable[Result]:
    """Yield one result per focus node, shape and value: two faults of one value in one column are one problem."""
    return {(result.focus, result.shape, result.value): result for result in results}.values()


def _problem(result: Result, source: str, place: str, shapes: Graph, requirements: list[str]) -> Problem:
    name = str(result.shape.value).rpartition("/")[2]
    mend = _text(m for m in shapes.objects(result.shape, _DESCRIPTION) if isinstance(m, Literal))
    path = result.path
    field = compact(path.predicate.value) if isinstance(path, Predicate) else ""
    if result.component == _CLASS and name in {"demonstrates", "disputes"} and isinstance(result.value, NamedNode):
        near = difflib.get_close_matches(result.value.value, requirements, n=1, cutoff=0.6)
        if near:
            code = compact(near[0])
            mend = Text(f"Did you mean {code}? {mend.en}", f"是否应为 {code}？{mend.zh}")
    return Problem(
        code=name,
        source=source,
        where=place,
        field=field,
        value=_show(result.value) if result.value is not None and result.value != result.focus else "",
        message=_text(result.messages),
        mend=mend,
        severity="error" if result.severity == _VIOLATION else "warning",
    )


def _text(literals: Iterable[Literal]) -> Text:
    by_language = {literal.language: literal.value for literal in literals}
    return Text(by_language.get("en", ""), by_language.get("zh", ""))


def _show(node: Node) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else compact(node.value)


def _reserved(source: str, subjects: set[Node]) -> Problem:
    some = ", ".join(sorted(_show(node) for node in subjects)[:3])
    return Problem(
        code="reserved-subject",
        source=source,
        where="",
        field="",
        value=some,
        message=Text(
            f"{len(subjects)} thing(s) of the model itself are described here; evidence cannot change the model.",
            f"此处描述了模型自身的 {len(subjects)} 个事物；证据不能改动模型。",
        ),
        mend=Text("Remove these statements; they are not used.", "请删除这些陈述；它们不会被使用。"),
        severity="warning",
    )


def _twice(source: str, subject: Node, first: str) -> Problem:
    return Problem(
        code="duplicate-id",
        source=source,
        where=_show(subject),
        field="",
        value="",
        message=Text(
            f"This item stands already in {first}; what is said of it here is not used.",
            f"{first} 中已有该条目；此处关于它的内容不予使用。",
        ),
        mend=Text("Say everything about an item in one file.", "请在同一文件中写明一个条目的全部内容。"),
    )


def _unused(source: str, predicates: Counter[str]) -> Problem:
    count = predicates.total()
    return Problem(
        code="not-evidence",
        source=source,
        where="",
        field="",
        value=", ".join(name for name, _ in predicates.most_common(4)),
        message=Text(
            f"{count} statement(s) say something that evidence has no say in.",
            f"有 {count} 条陈述不属于证据可以说明的内容。",
        ),
        mend=Text(
            "They are not used. The properties of evidence are those of shapes/evidence.ttl.",
            "它们不会被使用。证据的属性见 shapes/evidence.ttl。",
        ),
        severity="warning",
    )
