"""RDF as text, the same every time: the graph forms of the report and of query results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, serialize

from mmssc.knowledge import folder
from mmssc.names import PREFIXES, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from mmssc.assess import Assessed

__all__ = ["render", "to_jsonld", "to_turtle"]


def render(assessed: Assessed, form: str) -> bytes:
    """Return the results of an assessment with the evidence, as ``turtle`` or ``jsonld``."""
    triples = {*assessed.evidence, *assessed.results}
    return to_turtle(triples) if form == "turtle" else to_jsonld(triples)


def to_turtle(triples: Iterable[Triple]) -> bytes:
    """Return triples as Turtle, prefixes and subjects in alphabetical order, types first."""
    ordered = sorted(triples, key=lambda t: (str(t.subject), t.predicate != RDF_TYPE, str(t.predicate), str(t.object)))
    text = " ".join(f"{t.subject} {'' if t.predicate == RDF_TYPE else t.predicate} {t.object}" for t in ordered)
    used = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in text}
    lines = (serialize(ordered, format=RdfFormat.TURTLE, prefixes=used) or b"").decode().splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith("@prefix "))
    # Oxigraph writes the prefixes in no fixed order, and no blank line between subjects.
    body = [("\n" if not line.startswith(("\t", "@prefix ")) else "") + line for line in lines[len(head) :]]
    return "".join(head + body).encode()


def to_jsonld(triples: Iterable[Triple]) -> bytes:
    """Return triples as JSON-LD, compacted by the context that ships with mmssc, keys in alphabetical order."""
    import rdflib

    context = json.loads(folder("ontology/context.jsonld").read_text(encoding="utf-8"))
    graph = rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    found = json.loads(graph.serialize(format="json-ld", context=context["@context"], auto_compact=False))
    found["@graph"].sort(key=lambda node: str(node.get("@id") or node.get("id")))
    return json.dumps(_sorted(found), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _sorted(node: Any) -> Any:
    """Put the members of every set in order: rdflib gives them in none."""
    if isinstance(node, dict):
        return {key: _sorted(value) for key, value in node.items()}
    if isinstance(node, list):
        return sorted((_sorted(value) for value in node), key=lambda value: json.dumps(value, sort_keys=True))
    return node
