"""RDF as text, the same every time: the graph forms of the report and of query results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, serialize

from mmssc.knowledge import folder
from mmssc.names import PREFIXES, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from mmssc.assess import Assessed

__all__ = ["render", "to_turtle"]


def render(batches: Iterable[Assessed], form: str) -> Iterator[bytes]:
    """Yield the results of an assessment with the evidence, as ``turtle`` or ``jsonld``, batch by batch."""
    graphs = ({*assessed.evidence, *assessed.results} for assessed in batches)
    return _turtle(graphs) if form == "turtle" else _jsonld(graphs)


def to_turtle(triples: Iterable[Triple]) -> bytes:
    """Return triples as Turtle, prefixes and subjects in alphabetical order, types first."""
    return b"".join(_turtle([triples]))


def _turtle(graphs: Iterable[Iterable[Triple]]) -> Iterator[bytes]:
    """Yield one block a graph; a prefix is declared where it is first used."""
    declared: set[str] = set()
    for triples in graphs:
        ordered = sorted(
            triples, key=lambda t: (str(t.subject), t.predicate != RDF_TYPE, str(t.predicate), str(t.object))
        )
        text = " ".join(f"{t.subject} {'' if t.predicate == RDF_TYPE else t.predicate} {t.object}" for t in ordered)
        used = {prefix: iri for prefix, iri in PREFIXES.items() if prefix in declared or f"<{iri}" in text}
        lines = (serialize(ordered, format=RdfFormat.TURTLE, prefixes=used) or b"").decode().splitlines(keepends=True)
        head = sorted(line for line in lines if line.startswith("@prefix "))
        new = [line for line in head if line.split(":")[0].removeprefix("@prefix ") not in declared]
        declared |= used.keys()
        # Oxigraph writes the prefixes in no fixed order, and no blank line between subjects.
        body = [("\n" if not line.startswith(("\t", "@prefix ")) else "") + line for line in lines[len(head) :]]
        yield "".join(new + body).encode()


def _jsonld(graphs: Iterable[Iterable[Triple]]) -> Iterator[bytes]:
    """Yield one document: the members of a graph come after those of the graph before."""
    import rdflib

    context = json.loads(folder("ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    yield f'{{\n "@context": {_dump(context)},\n "@graph": ['.encode()
    between = "\n"
    for triples in graphs:
        graph = rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
        found = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=False))["@graph"]
        for node in sorted(found, key=lambda node: str(node.get("@id") or node.get("id"))):
            yield f"{between}  {_dump(_sorted(node))}".encode()
            between = ",\n"
    yield b"\n ]\n}\n"


def _dump(node: Any) -> str:
    return json.dumps(node, ensure_ascii=False, indent=1, sort_keys=True).replace("\n", "\n  ")


def _sorted(node: Any) -> Any:
    """Put the members of every set in order: rdflib gives them in none."""
    if isinstance(node, dict):
        return {key: _sorted(value) for key, value in node.items()}
    if isinstance(node, list):
        return sorted((_sorted(value) for value in node), key=lambda value: json.dumps(value, sort_keys=True))
    return node
