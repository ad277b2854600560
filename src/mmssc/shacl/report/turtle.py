"""The report as a standard ``sh:ValidationReport``, the same bytes for the same inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from mmssc.engine.paths import path_triples
from mmssc.names import RDF_TYPE, SH
from mmssc.shacl.report.texts import cut, engine, queries, unmatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.engine import Result
    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path
    from mmssc.problem import Lang
    from mmssc.shacl.report.document import Report

__all__ = ["render", "triples"]

_REPORT: Final = BlankNode("report")


def render(report: Report, lang: Lang = "en", limit: int = 0) -> str:
    """Return the report in Turtle; what it is not the whole of stands in comments at its head.

    Args:
        report: What was found.
        lang: The language of the comments.
        limit: How many results of a shape with a target are given; 0 for all.
    """
    stated = list(triples(report, limit))
    used = {
        found[0]
        for triple in stated
        for term in (triple.subject, triple.predicate, triple.object)
        for iri in _iris(term)
        if (found := report.names.split(iri))
    }
    prefixes = {prefix: report.names.prefixes[prefix] for prefix in sorted(used)}
    written = serialize(stated, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    return "".join(f"# {line}\n" for line in _head(report, lang, limit)) + written.decode()


def _iris(term: object) -> list[str]:
    if isinstance(term, NamedNode):
        return [term.value]
    return [term.datatype.value] if isinstance(term, Literal) else []


def _head(report: Report, lang: Lang, limit: int) -> Iterator[str]:
    yield engine(report).say(lang)
    yield from (text.say(lang) for text in queries(report))
    for row in report.unmatched:
        yield unmatched(row.name).say(lang)
    shown = sum(len(group.results[: limit or None]) for group in report.groups("shape"))
    if shown < len(report.results):
        yield cut(shown, len(report.results)).say(lang)


def triples(report: Report, limit: int = 0) -> Iterator[Triple]:
    """Yield the report; a result without a message of its shape says what was expected, in both languages."""
    yield Triple(_REPORT, RDF_TYPE, _sh("ValidationReport"))
    yield Triple(_REPORT, _sh("conforms"), Literal(report.conforms))
    shown = [result for group in report.groups("shape") for result in group.results[: limit or None]]
    nodes = [BlankNode(f"result{number}") for number in range(1, len(shown) + 1)]
    yield from (Triple(_REPORT, _sh("result"), node) for node in nodes)
    for node, result in zip(nodes, shown, strict=True):
        yield from _result(node, result, report)


def _result(node: BlankNode, result: Result, report: Report) -> Iterator[Triple]:
    yield Triple(node, RDF_TYPE, _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), _labelled(result.focus, report))
    if result.path is not None:
        yield from _path(node, result.path)
    if result.value is not None:
        yield Triple(node, _sh("value"), _labelled(result.value, report))
    yield Triple(node, _sh("resultSeverity"), result.severity)
    yield Triple(node, _sh("sourceConstraintComponent"), result.component)
    yield Triple(node, _sh("sourceShape"), _labelled(result.shape, report))
    if result.source_constraint is not None:
        yield Triple(node, _sh("sourceConstraint"), _labelled(result.source_constraint, report))
    messages = report.messages.own(result)
    if not messages:
        text = report.messages.default(result)
        messages = [Literal(text.en, language="en"), Literal(text.zh, language="zh")]
    yield from (Triple(node, _sh("resultMessage"), message) for message in messages)


def _path(node: BlankNode, path: Path) -> Iterator[Triple]:
    """Yield the path of a result, its blank nodes named after the result."""
    start, stated = path_triples(path)
    labels: dict[Node, BlankNode] = {}

    def named(term: Node) -> Node:
        if not isinstance(term, BlankNode):
            return term
        return labels.setdefault(term, BlankNode(f"{node.value}path{len(labels) + 1}"))

    yield Triple(node, _sh("resultPath"), named(start))
    for triple in stated:
        yield Triple(named(triple.subject), triple.predicate, named(triple.object))  # type: ignore[arg-type]


def _labelled(node: Node, report: Report) -> Node:
    return BlankNode(report.names.label(node)) if isinstance(node, BlankNode) else node


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
