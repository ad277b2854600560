"""The validation report: arrays first, plain results for those who read them, RDF for those who ask (SHACL 3.6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.engine.paths import Path, path_triples
from mmssc.names import RDF_TYPE, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mmssc.engine.graph import Node

__all__ = ["Block", "QueryRun", "Report", "Result"]


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
        messages: The shape's messages, one per language; those of a SPARQL-based constraint, where it has its own.
        source_constraint: The value of ``sh:sparql`` whose query found it.
    """

    focus: Node
    path: Path | None
    value: Node | None
    component: NamedNode
    shape: NamedNode | BlankNode
    severity: NamedNode
    messages: tuple[Literal, ...] = field(compare=False)
    source_constraint: NamedNode | BlankNode | None = None

    def sort_key(self) -> tuple[str, ...]:
        """Return what results are ordered by, so that a report is the same every time."""
        return (str(self.focus), str(self.shape), self.component.value, str(self.value or ""), str(self.path or ""))


@dataclass(frozen=True, slots=True)
class QueryRun:
    """How a SPARQL-based constraint was run.

    Attributes:
        shape: The shape that has it.
        component: The IRI of the constraint component.
        source: The value of ``sh:sparql``; ``None`` for a component that the shapes graph declares.
        way: ``set``: one query for all focus nodes; ``node``: one query for each.
        reason: Why it was ``node``; ``None`` for ``set``.
        queries: How many queries were run; none if there was no focus node.
    """

    shape: NamedNode | BlankNode
    component: NamedNode
    source: NamedNode | BlankNode | None
    way: str
    reason: str | None
    queries: int


@dataclass(frozen=True, slots=True)
class Block:
    """All results of one constraint of one shape.

    Attributes:
        shape: The shape.
        severity: The shape's severity.
        component: The IRI of the constraint component.
        size: How many results there are.
        results: Builds them.
    """

    shape: Node
    severity: NamedNode
    component: NamedNode
    size: int
    results: Callable[[], Sequence[Result]]


@dataclass(frozen=True)
class Report:
    """What one validation found.

    Attributes:
        blocks: The results, constraint by constraint, not yet built.
        matched: How many focus nodes each shape with a target had.
        queries: How each SPARQL-based constraint was run, of shapes without targets of their own too.
    """

    blocks: tuple[Block, ...]
    matched: Mapping[Node, int]
    queries: tuple[QueryRun, ...] = ()

    @classmethod
    def of(cls, results: Sequence[Result], matched: Mapping[Node, int]) -> Report:
        """Make a report of results that are there already."""
        by_constraint: dict[tuple[Node, NamedNode, NamedNode], list[Result]] = {}
        for result in results:
            by_constraint.setdefault((result.shape, result.severity, result.component), []).append(result)
        blocks = (Block(*key, len(found), found.copy) for key, found in by_constraint.items())
        return cls(tuple(blocks), matched)

    def __len__(self) -> int:
        return sum(block.size for block in self.blocks)

    @property
    def conforms(self) -> bool:
        """Whether there is no result at all, of whatever severity (SHACL 3.6.1)."""
        return not any(block.size for block in self.blocks)

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """All results, in a stable order; built when first asked for."""
        built = [result for block in self.blocks if block.size for result in block.results()]
        return tuple(sorted(built, key=Result.sort_key))

    def by_shape(self) -> dict[Node, int]:
        """Count the results of each shape that has any, without building them."""
        counts: Counter[Node] = Counter()
        for block in self.blocks:
            counts[block.shape] += block.size
        return +counts

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
            if result.source_constraint is not None:
                yield Triple(node, _CONSTRAINT, result.source_constraint)
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
_CONSTRAINT: Final = NamedNode(SH + "sourceConstraint")
_SEVERITY: Final = NamedNode(SH + "resultSeverity")
_MESSAGE: Final = NamedNode(SH + "resultMessage")
_BOOLEAN: Final = NamedNode(XSD + "boolean")
