"""The validation report: plain results first, RDF only for those who ask (SHACL 3.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.engine.paths import Path, path_triples
from mmssc.names import RDF_TYPE, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.engine.graph import Node

__all__ = ["Report", "Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result.

    Attributes:
        focus: The focus node.
        path: The path of the property shape; ``None`` for a node shape.
        value: The value node at fault, where the component has one.
        component: The IRI of the constraint component.
        shape: The shape that has the constraint.
        severity: The shape's severity.
        messages: The shape's messages, one per language.
    """

    focus: Node
    path: Path | None
    value: Node | None
    component: NamedNode
    shape: NamedNode | BlankNode
    severity: NamedNode
    messages: tuple[Literal, ...] = field(compare=False)

    def sort_key(self) -> tuple[str, str, str, str]:
        """Return what results are ordered by, so that a report is the same every time."""
        return (str(self.focus), str(self.shape), self.component.value, str(self.value or ""))


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one validation, and how many focus nodes each shape with a target had."""

    results: tuple[Result, ...]
    matched: dict[Node, int]

    @property
    def conforms(self) -> bool:
        """Whether there is no result at all, of whatever severity (SHACL 3.6.1)."""
        return not self.results

    def triples(self) -> Iterator[Triple]:
        """Yield the report as an ``sh:ValidationReport``."""
        report = BlankNode()
        yield Triple(report, RDF_TYPE, _REPORT)
        yield Triple(report, _CONFORMS, Literal("true" if self.conforms else "false", datatype=_BOOLEAN))
        for result in self.results:
            node = BlankNode()
            yield Triple(report, _RESULT, node)
            yield Triple(node, RDF_TYPE, _VALIDATION_RESULT)
            yield Triple(node, _FOCUS, result.focus)
            if result.path is not None:
                path, described = path_triples(result.path)
                yield Triple(node, _RESULT_PATH, path)
                yield from described
            if result.value is not None:
                yield Triple(node, _VALUE, result.value)
            yield Triple(node, _COMPONENT, result.component)
            yield Triple(node, _SHAPE, result.shape)
            yield Triple(node, _SEVERITY, result.severity)
            for message in result.messages:
                yield Triple(node, _MESSAGE, message)


_REPORT: Final = NamedNode(SH + "ValidationReport")
_VALIDATION_RESULT: Final = NamedNode(SH + "ValidationResult")
_CONFORMS: Final = NamedNode(SH + "conforms")
_RESULT: Final = NamedNode(SH + "result")
_FOCUS: Final = NamedNode(SH + "focusNode")
_RESULT_PATH: Final = NamedNode(SH + "resultPath")
_VALUE: Final = NamedNode(SH + "value")
_COMPONENT: Final = NamedNode(SH + "sourceConstraintComponent")
_SHAPE: Final = NamedNode(SH + "sourceShape")
_SEVERITY: Final = NamedNode(SH + "resultSeverity")
_MESSAGE: Final = NamedNode(SH + "resultMessage")
_BOOLEAN: Final = NamedNode(XSD + "boolean")
