"""What is to be written, gathered from statements: mapping sets and their rows, slot by slot."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.crosswalk.read.columns import FURTHER
from mmssc.crosswalk.read.result import MAPPING, MAPPING_SET, MAPPINGS
from mmssc.crosswalk.slots import SLOTS, slot_of
from mmssc.crosswalk.vocabulary import MEMBER_OF
from mmssc.names import MMSSC, RDF_TYPE, SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    Term = NamedNode | BlankNode | Literal
    Said = dict[str, list[Term]]

__all__ = ["Document", "Further", "Record", "gather", "only"]

_SSSOM: Final = "https://w3id.org/sssom/"
_BOOKKEEPING: Final = {
    RDF_TYPE,
    MAPPINGS,
    NamedNode(_SSSOM + "extension_definitions"),
    NamedNode(SH + "declare"),
    *(NamedNode(MMSSC + name) for name in ("file", "line", "rowsRead", "rowsRefused")),
}
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
    """

    sets: dict[NamedNode | BlankNode, Said] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    members: dict[NamedNode, list[NamedNode]] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    further: dict[str, Further] = field(default_factory=dict)

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


def _local(prop: NamedNode) -> str:
    local = prop.value[max(prop.value.rfind(sign) for sign in "/#:") + 1 :]
    return "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in local) or "value"


_STRING: Final = NamedNode("http://www.w3.org/2001/XMLSchema#string")
