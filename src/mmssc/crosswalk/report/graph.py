"""The report as RDF: a SHACL validation report whose results name their proof and their mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from mmssc.crosswalk.report.place import line_of
from mmssc.names import DCTERMS, MMSSC, PREFIXES, RDF_TYPE, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.crosswalk.report.document import Entry, Proof, Report
    from mmssc.engine.graph import Node
    from mmssc.problem import Problem, Text

__all__ = ["render", "triples"]

_FILE: Final = "https://w3id.org/mmssc/file/"
_CHECK: Final = "https://w3id.org/mmssc/check/"
_SEVERITIES: Final = {"error": "Violation", "warning": "Warning", "info": "Info"}


def render(report: Report) -> str:
    """Return the report in Turtle."""
    prefixes = {name: PREFIXES[name] for name in ("dcterms", "mmssc", "sh")} | {"check": _CHECK}
    written = serialize(triples(report), format=RdfFormat.TURTLE, prefixes=dict(sorted(prefixes.items())))
    return (written or b"").decode()


def triples(report: Report) -> Iterator[Triple]:
    """Yield the report: exempted findings are results with ``mmssc:because``, and do not keep it from conforming."""
    root = BlankNode("report")
    yield Triple(root, RDF_TYPE, NamedNode(SH + "ValidationReport"))
    yield Triple(root, _sh("conforms"), Literal(not report.entries and not report.problems))
    placed: set[Node] = set()
    for number, entry in enumerate((*report.entries, *report.exempted), start=1):
        node = BlankNode(f"result{number}")
        yield Triple(root, _sh("result"), node)
        yield from _entry(node, entry)
        for proof in entry.proof:
            if proof.node not in placed and proof.place.file and isinstance(proof.node, NamedNode):
                placed.add(proof.node)
                yield from _place(proof)
    for number, problem in enumerate(report.problems, start=1):
        node = BlankNode(f"problem{number}")
        yield Triple(root, _sh("result"), node)
        yield from _problem(node, problem)


def _entry(node: BlankNode, entry: Entry) -> Iterator[Triple]:
    finding = entry.finding
    yield Triple(node, RDF_TYPE, _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), _renamed(finding.focus, node))
    path, value = finding.values.get("path"), finding.values.get("value")
    if isinstance(path, NamedNode):
        yield Triple(node, _sh("resultPath"), path)
    if value is not None:
        yield Triple(node, _sh("value"), _renamed(value, node))
    yield Triple(node, _sh("resultSeverity"), _sh(_SEVERITIES[entry.severity]))
    yield Triple(node, _sh("sourceConstraintComponent"), finding.component)
    yield Triple(node, _sh("sourceShape"), entry.check.iri)
    yield from _texts(node, _sh("resultMessage"), entry.message)
    yield from (Triple(node, NamedNode(MMSSC + "proof"), _renamed(proof.node, node)) for proof in entry.proof)
    yield from _texts(node, NamedNode(MMSSC + "mend"), entry.check.mend)
    if finding.note:
        yield from _texts(node, NamedNode(DCTERMS + "description"), finding.note)
    if entry.exempt:
        yield from _texts(node, NamedNode(MMSSC + "because"), entry.exempt)


def _problem(node: BlankNode, problem: Problem) -> Iterator[Triple]:
    yield Triple(node, RDF_TYPE, _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), NamedNode(_FILE + quote(problem.source)))
    if problem.value:
        yield Triple(node, _sh("value"), Literal(problem.value))
    yield Triple(node, _sh("resultSeverity"), _sh(_SEVERITIES[problem.severity]))
    yield Triple(node, _sh("sourceConstraintComponent"), NamedNode(MMSSC + "Reading"))
    yield from _texts(node, _sh("resultMessage"), problem.message)
    yield from _texts(node, NamedNode(MMSSC + "mend"), problem.mend)
    yield Triple(node, NamedNode(MMSSC + "file"), Literal(problem.source))
    if line_of(problem):
        yield Triple(node, NamedNode(MMSSC + "line"), Literal(line_of(problem)))


def _place(proof: Proof) -> Iterator[Triple]:
    if isinstance(proof.node, NamedNode):
        yield Triple(proof.node, NamedNode(MMSSC + "file"), Literal(proof.place.file))
        if proof.place.line:
            yield Triple(proof.node, NamedNode(MMSSC + "line"), Literal(proof.place.line))


def _texts(node: BlankNode, prop: NamedNode, text: Text) -> Iterator[Triple]:
    yield Triple(node, prop, Literal(text.en, language="en"))
    yield Triple(node, prop, Literal(text.zh, language="zh"))


def _renamed(node: Node, result: BlankNode) -> Node:
    """Return a node under a name that is the same in every run."""
    return BlankNode(f"of-{result.value}") if isinstance(node, BlankNode) else node


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
