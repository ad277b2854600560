"""Validation reports made comparable: each result as a plain tuple, its path as text, blank nodes by their label."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.names import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine import Report

    Node = NamedNode | BlankNode | Literal

__all__ = ["Key", "Triples", "keys_of", "path_text", "result_keys", "sh"]

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


def sh(name: str) -> NamedNode:
    """Return a term of SHACL."""
    return NamedNode(SH + name)


class Key(NamedTuple):
    """What a validation result says, as text; terms in the form of N-Triples."""

    focus: str
    path: str | None
    value: str | None
    component: str
    shape: str
    severity: str
    messages: frozenset[str] = frozenset()


class Triples:
    """Triples with the plainest of look-ups: so plain that the tests can trust it."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.all = list(dict.fromkeys(triples))
        self._objects: dict[tuple[Node, NamedNode], list[Node]] = {}
        self._subjects: dict[tuple[NamedNode, Node], list[Node]] = {}
        for triple in self.all:
            self._objects.setdefault((triple.subject, triple.predicate), []).append(triple.object)  # type: ignore[index,arg-type]
            self._subjects.setdefault((triple.predicate, triple.object), []).append(triple.subject)  # type: ignore[index,arg-type]

    def objects(self, subject: Node, predicate: NamedNode) -> list[Node]:
        return self._objects.get((subject, predicate), [])

    def subjects(self, predicate: NamedNode, value: Node) -> list[Node]:
        return self._subjects.get((predicate, value), [])

    def items(self, head: Node) -> list[Node]:
        members = []
        while head != _NIL:
            members += self.objects(head, _FIRST)
            (head,) = self.objects(head, _REST)
        return members


def path_text(graph: Triples, path: Node) -> str:
    """Write a property path as SPARQL would, every part in brackets."""
    if isinstance(path, NamedNode):
        return str(path)
    if graph.objects(path, _FIRST):
        return "(" + " / ".join(path_text(graph, part) for part in graph.items(path)) + ")"
    for head in graph.objects(path, sh("alternativePath")):
        return "(" + " | ".join(path_text(graph, part) for part in graph.items(head)) + ")"
    for name, mark in (("inversePath", "^"), ("zeroOrMorePath", "*"), ("oneOrMorePath", "+"), ("zeroOrOnePath", "?")):
        for inner in graph.objects(path, sh(name)):
            return f"({mark} {path_text(graph, inner)})"
    raise AssertionError(f"{path} is not a path")


def result_keys(triples: Iterable[Triple], report: Node | None = None) -> Counter[Key]:
    """Read the results of the ``sh:ValidationReport`` that some triples hold.

    Args:
        triples: The report as RDF.
        report: The node of the report, where there may be several.
    """
    graph = Triples(triples)
    if report is None:
        (report,) = graph.subjects(NamedNode(RDF + "type"), sh("ValidationReport"))
    found: Counter[Key] = Counter()
    for result in graph.objects(report, sh("result")):

        def one(name: str, result: Node = result) -> Node | None:
            values = graph.objects(result, sh(name))
            assert len(values) <= 1, f"{name}: {values}"
            return values[0] if values else None

        path, value = one("resultPath"), one("value")
        found[
            Key(
                focus=str(one("focusNode")),
                path=None if path is None else path_text(graph, path),
                value=None if value is None else str(value),
                component=str(one("sourceConstraintComponent")),
                shape=str(one("sourceShape")),
                severity=str(one("resultSeverity")),
                messages=frozenset(str(message) for message in graph.objects(result, sh("resultMessage"))),
            )
        ] += 1
    return found


def keys_of(report: Report) -> Counter[Key]:
    """Return the results of a report of ours, as its RDF says them; its other faces must say the same."""
    triples = list(report.triples())
    keys = result_keys(triples)
    graph = Triples(triples)
    (node,) = graph.subjects(NamedNode(RDF + "type"), sh("ValidationReport"))
    assert [term.value for term in graph.objects(node, sh("conforms"))] == ["true" if report.conforms else "false"]
    assert report.conforms == (not keys)
    plain = Counter(
        (
            str(result.focus),
            None if result.value is None else str(result.value),
            str(result.component),
            str(result.shape),
        )
        for result in report.results
    )
    again: Counter[tuple[str, str | None, str, str]] = Counter()
    for key, count in keys.items():
        again[key.focus, key.value, key.component, key.shape] += count
    assert plain == again, "the results and the report as RDF differ"
    return keys
