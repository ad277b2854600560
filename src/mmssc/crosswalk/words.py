"""What a node is called, where it stands and what it says, for people: rows, clauses, concepts, printed places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.crosswalk.homonyms import namespace, shared_codes, short_name
from mmssc.crosswalk.read.result import MAPPING_SET
from mmssc.crosswalk.slots import NEGATED, SLOTS
from mmssc.names import DCTERMS, MMSSC, RDF_TYPE, RDFS, SH, SKOS, compact

if TYPE_CHECKING:
    from pyoxigraph import Store

    from mmssc.engine.graph import Node
    from mmssc.problem import Lang

__all__ = ["Place", "Words", "local_name"]

_SOURCE: Final = SLOTS["subject_id"].property
_PROPERTY: Final = SLOTS["predicate_id"].property
_TARGET: Final = SLOTS["object_id"].property
_MODIFIER: Final = SLOTS["predicate_modifier"].property
_SOURCE_LABEL: Final = SLOTS["subject_label"].property
_TARGET_LABEL: Final = SLOTS["object_label"].property
_STATED: Final = (
    (_SOURCE, _SOURCE_LABEL, SLOTS["subject_source"].property),
    (_TARGET, _TARGET_LABEL, SLOTS["object_source"].property),
)
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
_MAPPING_SOURCE: Final = SLOTS["mapping_source"].property
_FILE: Final = NamedNode(MMSSC + "file")
_LINE: Final = NamedNode(MMSSC + "line")
_CODE: Final = NamedNode(MMSSC + "printedCode")
_TITLE: Final = NamedNode(MMSSC + "printedTitle")
_NOTATION: Final = NamedNode(SKOS + "notation")
_NAMESPACE: Final = NamedNode(SH + "namespace")
_PREFIX: Final = NamedNode(SH + "prefix")
_LABELS: Final = tuple(
    NamedNode(name) for name in (SKOS + "prefLabel", DCTERMS + "title", RDFS + "label", SKOS + "altLabel")
)
_PRINTED: Final = NamedNode(DCTERMS + "source")
_PART_OF: Final = NamedNode(DCTERMS + "isPartOf")
_IDENTIFIER: Final = NamedNode(DCTERMS + "identifier")
_LOCAL: Final = re.compile(r"[^/#]+[/#]?$")
_OURS: Final = "https://w3id.org/mmssc/"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    Attributes:
        file: The file, as the user named it; empty if it stands in none that was named.
        line: Its line, from 1; 0 if none is known.
        source: The clause of the document that prints it; empty if none is known.
    """

    file: str = ""
    line: int = 0
    source: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file or self.source


class Words:
    """Puts the nodes of a store into words.

    Args:
        store: What is known of the nodes.
        homes: The file in which a node that is no row is described.
        shipped: The shipped file that describes a node; it is named where nothing better is known.
    """

    def __init__(
        self, store: Store, homes: dict[Node, str] | None = None, shipped: dict[Node, str] | None = None
    ) -> None:
        self._store = store
        self._homes = homes or {}
        self._shipped = shipped or {}
        self._known: dict[Node, dict[NamedNode, list[Node]]] = {}
        self._prefixes = self._declared()

    def _declared(self) -> list[tuple[str, str]]:
        """Return the namespaces that files declare, each with one prefix, the longest first."""
        declared: dict[str, str] = {}
        for quad in self._store.quads_for_pattern(None, _NAMESPACE, None):
            prefix = next((each.object for each in self._store.quads_for_pattern(quad.subject, _PREFIX, None)), None)
            if isinstance(prefix, Literal) and isinstance(quad.object, Literal):
                declared[quad.object.value] = min(prefix.value, declared.get(quad.object.value, prefix.value))
        return sorted(declared.items(), key=lambda item: (-len(item[0]), item))

    def values(self, node: Node, prop: NamedNode) -> list[Node]:
        """Return the values of a property, sorted."""
        if isinstance(node, Literal):
            return []
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = {}
            for quad in self._store.quads_for_pattern(node, None, None):
                if isinstance(quad.object, NamedNode | BlankNode | Literal):
                    known.setdefault(quad.predicate, []).append(quad.object)
            for values in known.values():
                values.sort(key=str)
        return known.get(prop, [])

    def value(self, node: Node, prop: NamedNode) -> Node | None:
        """Return the first value of a property, if there is one."""
        return next(iter(self.values(node, prop)), None)

    def label(self, node: Node, lang: Lang) -> str:
        """Return the label of a node in a language, or in another one where it has none; empty if it has no label."""
        for prop in _LABELS:
            labels = [value for value in self.values(node, prop) if isinstance(value, Literal)]
            order = {lang: 0, "": 1, None: 1, "en": 2}
            if labels:
                return min(labels, key=lambda value: order.get(value.language, 3)).value
        return ""

    def notation(self, node: Node) -> str:
        """Return the notation of a node; where it has none, the shortest telling name."""
        found = self.value(node, _NOTATION) or self.value(node, _IDENTIFIER)
        return self.code(node) if found is None else found.value

    def code(self, node: Node) -> str:
        """Return the shortest telling name of a node: its notation, or the end of its IRI."""
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, BlankNode):
            return "[]"
        whole = self.value(node, _PART_OF)
        notation = self.value(node, _NOTATION) or self.value(node, _IDENTIFIER)
        if notation is not None:
            of = whole and (self.value(whole, _NOTATION) or self.value(whole, _IDENTIFIER))
            return f"{of.value}, {notation.value}" if of else notation.value
        return self._prefixed(node) or local_name(node)

    def _prefixed(self, node: NamedNode) -> str:
        """Return the name of a node by a prefix that a file declares; empty if none fits."""
        for begin, prefix in self._prefixes:
            if node.value.startswith(begin) and len(node.value) > len(begin):
                return f"{prefix}:{node.value[len(begin) :]}"
        return ""

    def name(self, node: Node, lang: Lang) -> str:
        """Return what a node is called within a sentence."""
        if isinstance(node, Literal):
            return node.value
        if self.is_row(node):
            place = self.place(node)
            return str(place) if place.line else self.says(node, lang)
        if self.value(node, RDF_TYPE) == MAPPING_SET:
            return self.place(node).file or local_name(node)
        if isinstance(node, NamedNode) and (self.values(node, _CODE) or self.values(node, _TITLE)):
            return self.says(node, lang)
        code, label = self.code(node), self.label(node, lang)
        return f"{code} “{label}”" if label and label != code else code

    def says(self, node: Node, lang: Lang) -> str:
        """Return what a node says, for a proof: a row its statement, a printed place its text."""
        if self.is_row(node):
            return self.statement(node, lang)
        printed = [*self.values(node, _CODE), *self.values(node, _TITLE)]
        if printed:
            return " ".join(value.value for value in printed)
        return self.name(node, lang)

    def is_row(self, node: Node) -> bool:
        """Tell whether a node is a mapping row."""
        return self.value(node, _PROPERTY) is not None

    def statement(self, row: Node, lang: Lang, *, labels: bool = True) -> str:
        """Return what a mapping row says: “A.1,7 transparency → resilience” with its relation for the arrow."""
        ends = []
        for prop, label, scheme in _STATED:
            node = self.value(row, prop)
            printed = self.value(row, label)
            text = "" if printed is None else printed.value
            if node is not None and not text and labels:
                text = self.label(node, lang)
            code = "" if node is None else self.told_apart(node, self.value(row, scheme))
            ends.append(f"{code} “{text}”" if labels and text and text != code else code or f"“{text}”")
        relation = self.value(row, _PROPERTY)
        name = "" if relation is None else local_name(relation)
        negated = self.value(row, _MODIFIER) == NEGATED
        return f"{ends[0]} {'¬' if negated else ''}{name} {ends[1]}"

    @cached_property
    def _shared(self) -> set[str]:
        return shared_codes(self._store, lambda node: "" if self._prefixed(node) else local_name(node))

    def told_apart(self, node: Node, source: Node | None = None) -> str:
        """Return the code of a thing; of a code that several schemes use, also the scheme.

        Args:
            node: The thing.
            source: Its scheme as a row names it, for a thing that does not say so itself.
        """
        code = self.code(node)
        if not isinstance(node, NamedNode) or code not in self._shared:
            return code
        scheme = self.value(node, _IN_SCHEME) or source
        if scheme is None:
            return f"{short_name(namespace(node.value))}, {code}"
        named = self.value(scheme, _NOTATION) or self.value(scheme, _IDENTIFIER)
        return f"{named.value if named else short_name(scheme.value)}, {code}"

    def identity(self, node: Node) -> str:
        """Return what stays the same of a node when lines move and files are renamed."""
        if isinstance(node, BlankNode):
            return "_:"
        if self.value(node, RDF_TYPE) == MAPPING_SET:
            return MAPPING_SET.value
        if not self.is_row(node):
            return node.value
        parts = (self.value(node, prop) for prop in (_SOURCE, _PROPERTY, _TARGET, _MODIFIER))
        return " ".join("-" if part is None else part.value for part in parts)

    def place(self, node: Node) -> Place:
        """Return where a node stands."""
        file, line = self.value(node, _FILE), self.value(node, _LINE)
        home = file.value if file else self._homes.get(node, "")
        printed = self.value(node, _PRINTED) or self.value(node, _MAPPING_SOURCE)
        if printed is None and self.value(node, _PART_OF):
            printed = node
        source = self.code(printed) if isinstance(printed, NamedNode) else ""
        return Place(home or ("" if source else self._shipped.get(node, "")), int(line.value) if line else 0, source)


def local_name(node: Node) -> str:
    """Return the end of an IRI: with its prefix where the project has one for it, else what follows the last / or #."""
    if not isinstance(node, NamedNode):
        return node.value
    short = compact(node.value)
    if short != node.value and not short.endswith(":"):
        return short
    if node.value.startswith(_OURS) and node.value != _OURS:
        return unquote(node.value.removeprefix(_OURS))
    found = _LOCAL.search(node.value)
    return unquote(found[0]) if found else node.value
