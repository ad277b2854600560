"""Find what is, or was meant to be, a term of SHACL and is none: it would be ignored without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, NamedNode

from mmssc.evidence.terms import nearest
from mmssc.names import RDF, RDF_TYPE, SH
from mmssc.problem import Text
from mmssc.shacl.vocabulary import NAMESPACE_SLIPS, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.engine.graph import Graph, Node

__all__ = ["Unknown", "fault_of", "unknown_terms"]

_FIRST: Final = NamedNode(RDF + "first")
_REFERENCES: Final = {
    NamedNode(SH + name)
    for name in (
        "property node not qualifiedValueShape sparql rule target parameter validator nodeValidator propertyValidator "
        "declare condition expression filterShape"
    ).split()
}


class Unknown(NamedTuple):
    """A term that SHACL does not have.

    Attributes:
        subject: Of what it is said.
        predicate: The property whose value the term is; ``None`` if the term is the property.
        term: The term.
        in_shape: Whether the subject is a shape or a part of one, so that something meant is left out.
    """

    subject: Node
    predicate: NamedNode | None
    term: NamedNode
    in_shape: bool


def unknown_terms(graph: Graph) -> Iterator[Unknown]:
    """Yield every use of a term that SHACL does not have."""
    shapes = _parts_of_shapes(graph)
    for triple in graph.triples():
        subject: Node = triple.subject  # type: ignore[assignment]
        for term, predicate in ((triple.predicate, None), (triple.object, triple.predicate)):
            if isinstance(term, NamedNode) and fault_of(term.value):
                yield Unknown(subject, predicate, term, subject in shapes)


def fault_of(iri: str) -> tuple[Text, Text] | None:
    """Return what is wrong with an IRI that is, or was meant to be, of the SHACL namespace, and what to do."""
    if iri.startswith(SH):
        local = iri.removeprefix(SH)
        if local in TERMS or not local:
            return None
        meant = _nearest(local)
        return _NO_TERM, Text(f"Did you mean sh:{meant}?", f"是否应为 sh:{meant}？") if meant else _TAKE_AWAY
    if iri.startswith(NAMESPACE_SLIPS):
        return _NOT_SHACL, Text(f"Write {SH}", f"请写 {SH}")
    return None


def _nearest(local: str) -> str | None:
    folded = {term.casefold(): term for term in sorted(TERMS)}
    near = nearest(local.casefold(), sorted(folded))
    return folded[near] if near else None


def _parts_of_shapes(graph: Graph) -> set[Node]:
    """Return what SHACL says something of: shapes, members of lists of shapes, queries, and the like."""
    found: set[Node] = set()
    for triple in graph.triples():
        subject: Node = triple.subject  # type: ignore[assignment]
        value: Node = triple.object  # type: ignore[assignment]
        if triple.predicate == RDF_TYPE:
            if isinstance(value, NamedNode) and value.value.startswith((SH, *NAMESPACE_SLIPS)):
                found.add(subject)
        elif triple.predicate == _FIRST:
            if isinstance(value, BlankNode):
                found.add(value)
        elif triple.predicate.value.startswith(SH) and fault_of(triple.predicate.value) is None:
            found.add(subject)
            if triple.predicate in _REFERENCES:
                found.add(value)
    return found


_NO_TERM: Final = Text(
    "SHACL has no such term, so it would be ignored, or it is newer than what is supported.",
    "SHACL 中没有这一术语（会被忽略），或它比所支持的版本更新。",
)
_TAKE_AWAY: Final = Text(
    "Take it away, or say the same in terms of SHACL (2017).", "请将其去掉，或用 SHACL（2017）的术语表达。"
)
_NOT_SHACL: Final = Text("This is not the namespace of SHACL.", "这不是 SHACL 的命名空间。")
