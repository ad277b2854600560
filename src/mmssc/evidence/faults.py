"""What is wrong with evidence that could be read: a problem for each fault that the check finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode
from rapidfuzz import fuzz, process

from mmssc.engine.paths import Predicate
from mmssc.names import SH, compact
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from mmssc.engine import Graph, Result
    from mmssc.engine.graph import Node

__all__ = ["fault_of_shape", "reserved", "twice", "unused"]

_CLASS: Final = NamedNode(SH + "ClassConstraintComponent")
_DESCRIPTION: Final = NamedNode(SH + "description")
_VIOLATION: Final = NamedNode(SH + "Violation")


def fault_of_shape(result: Result, source: str, place: str, shapes: Graph, requirements: list[str]) -> Problem:
    """Return the problem that a validation result tells of."""
    name = str(result.shape.value).rpartition("/")[2]
    mend = _text(m for m in shapes.objects(result.shape, _DESCRIPTION) if isinstance(m, Literal))
    path = result.path
    field = compact(path.predicate.value) if isinstance(path, Predicate) else ""
    if result.component == _CLASS and name in {"demonstrates", "disputes"} and isinstance(result.value, NamedNode):
        near = process.extractOne(result.value.value, requirements, scorer=fuzz.ratio, score_cutoff=60)
        if near:
            code = compact(near[0])
            mend = Text(f"Did you mean {code}? {mend.en}", f"是否应为 {code}？{mend.zh}")
    return Problem(
        code=name,
        source=source,
        where=place or _show(result.focus),
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


def reserved(source: str, subjects: Sequence[Node]) -> Problem:
    """Return the problem that a source describes things of the model."""
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


def twice(source: str, subject: Node, first: str) -> Problem:
    """Return the problem that a source describes an item that another described."""
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


def unused(source: str, predicates: Counter[str]) -> Problem:
    """Return the problem that a source states what evidence has no say in, by property."""
    count = predicates.total()
    return Problem(
        code="not-evidence",
        source=source,
        where="",
        field="",
        value=", ".join(compact(name) for name, _ in predicates.most_common(4)),
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
