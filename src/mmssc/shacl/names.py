"""How terms, paths and shapes are written for people: short, with the prefixes of the files."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from mmssc.engine.paths import Alternative, Inverse, Predicate, Repeated, Sequence, read_path
from mmssc.names import RDF, RDFS, SH, XSD
from mmssc.problem import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmssc.engine.graph import Graph, Node
    from mmssc.engine.paths import Path
    from mmssc.shacl.lookup import Lookup

__all__ = ["Names", "Places", "Shapes"]

# Known without being declared; a declaration in a file goes before.
_KNOWN: Final = {"rdf": RDF, "rdfs": RDFS, "sh": SH, "xsd": XSD}
_LOCAL: Final = re.compile(r"[^\W\d_]?[\w.\-]*")
_PLAIN: Final = {XSD + "integer": r"[+-]?\d+", XSD + "decimal": r"[+-]?\d*\.\d+", XSD + "boolean": "true|false"}
_SIGNS: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_LONGEST: Final = 80
_DEEPEST: Final = 20


class Names:
    """Writes terms for people.

    Args:
        prefixes: The prefixes to use, with their namespaces.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes: Final = {**_KNOWN, **prefixes}
        self._labels: dict[BlankNode, str] = {}

    @cached_property
    def _by_length(self) -> list[tuple[str, str]]:
        return sorted(self.prefixes.items(), key=lambda item: (-len(item[1]), item[0]))

    def split(self, iri: str) -> tuple[str, str] | None:
        """Return the prefix and the local name that stand for an IRI, if a prefix fits."""
        for prefix, namespace in self._by_length:
            if iri.startswith(namespace) and _LOCAL.fullmatch(local := iri[len(namespace) :]):
                return prefix, local
        return None

    def iri(self, iri: str) -> str:
        """Return a prefixed name, or the IRI in angle brackets."""
        found = self.split(iri)
        return f"{found[0]}:{found[1]}" if found else f"<{iri}>"

    def label(self, node: BlankNode) -> str:
        """Return a short label of a blank node; labels are given in the order in which they are asked for."""
        return self._labels.setdefault(node, f"b{len(self._labels) + 1}")

    def term(self, node: Node, longest: int = _LONGEST) -> str:
        """Return a term on one line, a long literal cut."""
        if isinstance(node, NamedNode):
            return shorten(self.iri(node.value), max(longest, 200))
        if isinstance(node, BlankNode):
            return f"_:{self.label(node)}"
        text = shorten(node.value, longest)
        if node.language:
            return f"“{text}”@{node.language}"
        datatype = node.datatype.value
        if datatype in _PLAIN and re.fullmatch(_PLAIN[datatype], node.value):
            return text
        return f"“{text}”" if datatype == XSD + "string" else f"“{text}”^^{self.iri(datatype)}"

    def path(self, path: Path, depth: int = 0) -> str:
        """Return a property path as SPARQL writes it."""
        if depth > _DEEPEST:
            return "…"
        match path:
            case Predicate(predicate):
                return self.iri(predicate.value)
            case Inverse(inner):
                return f"^{self._part(inner, depth)}"
            case Sequence(paths):
                return "/".join(self._part(each, depth) for each in paths)
            case Alternative(paths):
                return "|".join(self._part(each, depth) for each in paths)
            case Repeated(inner, how):
                return f"{self._part(inner, depth)}{_SIGNS[how]}"

    def _part(self, path: Path, depth: int) -> str:
        text = self.path(path, depth + 1)
        return text if isinstance(path, Predicate) else f"({text})"


class Shapes:
    """Names shapes for people; one without an IRI is named after its owner and its path."""

    def __init__(self, graph: Graph, names: Names) -> None:
        self._names = names
        self._graph = graph
        self._known: dict[Node, str] = {}

    @cached_property
    def _owners(self) -> dict[Node, tuple[Node, NamedNode]]:
        """The first statement, in a stable order, that points at each blank node."""
        found: dict[Node, tuple[str, Node, NamedNode]] = {}
        for triple in self._graph.triples():
            if isinstance(triple.object, BlankNode):
                subject: Node = triple.subject  # type: ignore[assignment]
                key = (f"{triple.predicate.value} {subject}", subject, triple.predicate)
                if triple.object not in found or key[0] < found[triple.object][0]:
                    found[triple.object] = key
        return {node: (owner, predicate) for node, (_, owner, predicate) in found.items()}

    def name(self, node: Node) -> str:
        """Return the name of a shape: ``ex:Person``, ``ex:Person / ex:name``, ``ex:Person / sh:not``."""
        if node not in self._known:
            self._known[node] = self._name(node)
        return self._known[node]

    def _name(self, node: Node) -> str:
        parts: list[str] = []
        while isinstance(node, BlankNode) and node in self._owners and len(parts) < _DEEPEST:
            owner, predicate = self._owners[node]
            if predicate.value == SH + "property":
                parts.append(self._path(node))
            elif not predicate.value.startswith(RDF):  # a cell of a list says nothing
                parts.append(self._names.iri(predicate.value))
            node = owner
        if isinstance(node, BlankNode):
            own = self._path(node)
            return " / ".join([self._names.term(node) if own == "sh:property" else own, *reversed(parts)])
        return " / ".join([self._names.term(node), *reversed(parts)])

    def _path(self, node: Node) -> str:
        start = self._graph.value(node, NamedNode(SH + "path"))
        try:
            return "sh:property" if start is None else self._names.path(read_path(self._graph, start))
        except (ValueError, RecursionError):
            return "sh:path"


class Places:
    """Says where blank nodes of the data hang, since their labels say nothing.

    Args:
        data: The data; ``None`` if they lie elsewhere.
        names: How terms are written.
    """

    def __init__(self, data: Lookup | None, names: Names) -> None:
        self._data = data
        self._names = names

    def name(self, node: Node) -> str:
        """Return a term; a blank node with the way to it, as in ``_:b1 (ex:ann / ex:address)``."""
        text = self._names.term(node)
        way: list[str] = []
        at = node
        while self._data and isinstance(at, BlankNode) and len(way) < _DEEPEST and (owner := self._data.owner(at)):
            at, predicate = owner
            if not predicate.value.startswith(RDF):  # a cell of a list says nothing
                way.append(self._names.iri(predicate.value))
        return text if at == node else f"{text} ({' / '.join([self._names.term(at), *reversed(way)])})"
