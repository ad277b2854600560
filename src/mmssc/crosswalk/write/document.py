"""What is to be written, gathered from statements: mapping sets and their rows, slot by slot."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.crosswalk.read.columns import FURTHER
from mmssc.crosswalk.read.result import MAPPING, MAPPING_SET, MAPPINGS
from mmssc.crosswalk.slots import SLOTS, slot_of
from mmssc.crosswalk.vocabulary import MEMBER_OF, UNION
from mmssc.names import MMSSC, RDF_TYPE, RDFS, SH, SKOS, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    Term = NamedNode | BlankNode | Literal
    Said = dict[str, list[Term]]

__all__ = ["LABELS", "Document", "Further", "Record", "gather", "only"]

_SSSOM: Final = "https://w3id.org/sssom/"
_BOOKKEEPING: Final = {
    RDF_TYPE,
    MAPPINGS,
    NamedNode(_SSSOM + "extension_definitions"),
    NamedNode(SH + "declare"),
    *(NamedNode(MMSSC + name) for name in ("file", "line", "rowsRead", "rowsRefused")),
}
_XKOS: Final = "http://rdf-vocabulary.ddialliance.org/xkos#"
_READ_AS_ROWS: Final = {NamedNode(_XKOS + name) for name in ("sourceConcept", "targetConcept")}
_IMPLIED_TYPES: Final = {UNION, NamedNode(_XKOS + "ConceptAssociation")}
_CONCEPT_SCHEME: Final = NamedNode(SKOS + "ConceptScheme")
_SOURCES: Final = tuple(SLOTS[f"{side}_source"].property for side in ("subject", "object"))

LABELS: Final = (NamedNode(SKOS + "prefLabel"), NamedNode(RDFS + "label"))
"""What things are called by: the labels of a row come from these, the first before the second."""

_FURTHER: Final = {slot.property: f"ext_{slot.name}" for slot in FURTHER.values()}


@dataclass(frozen=True, slots=True)
class Further:
    """A slot that SSSOM does not have: the property that it says, and the datatype of its values, if they have one."""

    property: NamedNode
    datatype: NamedNode | None


@dataclass(slots=True)
class Record:
    """One row.

    Attributes:
        node: What the row is called in the statements.
        set: The mapping set that holds it.
        said: What it says, by slot.
    """

    node: NamedNode | BlankNode
    set: NamedNode | BlankNode | None
    said: Said


@dataclass(slots=True)
class Document:
    """What is to be written.

    Attributes:
        sets: What is said of each mapping set, by slot.
        records: The rows, in the order in which they are stated.
        members: The members of each union.
        prefixes: The prefixes that the sets declare.
        further: The slots that SSSOM does not have, by the names that they are given.
        labels: The labels of things, as statements about the things themselves give them.
        rest: How many statements of each property say something beside sets and rows.
    """

    sets: dict[NamedNode | BlankNode, Said] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    members: dict[NamedNode, list[NamedNode]] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    further: dict[str, Further] = field(default_factory=dict)
    labels: dict[NamedNode, list[tuple[NamedNode, Literal]]] = field(default_factory=dict)
    rest: Counter[str] = field(default_factory=Counter)

    def slot(self, prop: NamedNode, value: Term) -> str:
        """Return the slot that says a property; a further one is named and noted if need be."""
        slot = slot_of(prop)
        if slot:
            return slot.name
        known = next((name for name, further in self.further.items() if further.property == prop), None)
        if known:
            return known
        name = _FURTHER.get(prop) or f"ext_{_local(prop)}"
        while name in self.further or name in SLOTS:
            name += "_"
        self.further[name] = Further(prop, value.datatype if isinstance(value, Literal) else None)
        return name


def gather(statements: Iterable[Triple]) -> Document:
    """Return the mapping sets and rows among statements, in the form in which ``Mappings.triples`` gives them."""
    about: dict[NamedNode | BlankNode, list[tuple[NamedNode, Term]]] = defaultdict(list)
    rows: dict[NamedNode | BlankNode, None] = {}
    sets: dict[NamedNode | BlankNode, None] = {}
    holder: dict[NamedNode | BlankNode, NamedNode | BlankNode] = {}
    document = Document()
    for statement in statements:
        subject, prop, value = statement.subject, statement.predicate, statement.object
        if isinstance(subject, Triple) or isinstance(value, Triple):
            document.rest[compact(prop.value)] += 1
            continue
        about[subject].append((prop, value))
        if prop == RDF_TYPE and value in (MAPPING, MAPPING_SET):
            (rows if value == MAPPING else sets)[subject] = None
        elif prop == MAPPINGS and not isinstance(value, Literal):
            holder[value] = subject
        elif prop == MEMBER_OF and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            members = document.members.setdefault(value, [])
            if subject not in members:
                members.append(subject)
    for node in sets:
        _definitions(node, about, document)
    document.sets = {node: _said(about[node], document) for node in sets}
    document.records = [Record(node, holder.get(node), _said(about[node], document)) for node in rows]
    _beside(about, {*rows, *sets}, document)
    return document


def only(said: Said, slot: str) -> Term | None:
    """Return the first value of a slot."""
    return next(iter(said.get(slot, ())), None)


def _said(statements: Iterable[tuple[NamedNode, Term]], document: Document) -> Said:
    said: Said = {}
    for prop, value in statements:
        if prop not in _BOOKKEEPING:
            said.setdefault(document.slot(prop, value), []).append(value)
    return said


def _definitions(
    node: NamedNode | BlankNode, about: dict[NamedNode | BlankNode, list[tuple[NamedNode, Term]]], document: Document
) -> None:
    """Take over the prefixes and the further slots that a set declares."""
    for prop, value in list(about[node]):
        if isinstance(value, Literal) or prop not in _BOOKKEEPING:
            continue
        parts = {each.value: part for each, part in about.get(value, ())}
        if prop.value == SH + "declare" and {SH + "prefix", SH + "namespace"} <= parts.keys():
            document.prefixes.setdefault(parts[SH + "prefix"].value, parts[SH + "namespace"].value)
        defined = parts.get(_SSSOM + "property")
        name = parts.get(_SSSOM + "slot_name")
        if isinstance(defined, NamedNode) and name and name.value not in document.further:
            hint = parts.get(_SSSOM + "type_hint")
            datatype = hint if isinstance(hint, NamedNode) and "linkml" not in hint.value else None
            document.further[name.value] = Further(defined, datatype if hint else _STRING)


def _beside(
    about: dict[NamedNode | BlankNode, list[tuple[NamedNode, Term]]],
    taken: set[NamedNode | BlankNode],
    document: Document,
) -> None:
    """Note what is said of neither sets nor rows: labels, and how many statements of which property."""
    parts = {value for node in taken for prop, value in about[node] if prop in _BOOKKEEPING}
    sources = {value for node in taken for prop, value in about[node] if prop in _SOURCES}
    for node, statements in about.items():
        if node in taken or node in parts:
            continue
        for prop, value in statements:
            implied = prop == RDF_TYPE and (value in _IMPLIED_TYPES or (value == _CONCEPT_SCHEME and node in sources))
            if implied or prop in _READ_AS_ROWS or (prop == MEMBER_OF and isinstance(value, NamedNode)):
                continue
            document.rest[compact(prop.value)] += 1
            if prop in LABELS and isinstance(value, Literal) and isinstance(node, NamedNode):
                document.labels.setdefault(node, []).append((prop, value))


def _local(prop: NamedNode) -> str:
    local = prop.value[max(prop.value.rfind(sign) for sign in "/#:") + 1 :]
    return "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in local) or "value"


_STRING: Final = NamedNode("http://www.w3.org/2001/XMLSchema#string")
