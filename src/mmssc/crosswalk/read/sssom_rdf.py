"""SSSOM/RDF: mapping records as nodes; each is named anew after its file, so that files do not run into each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.crosswalk.read.result import MAPPING, MAPPING_SET, MAPPINGS
from mmssc.crosswalk.read.values import Values
from mmssc.crosswalk.slots import SLOTS, slot_of
from mmssc.evidence.values import BadValueError
from mmssc.names import MMSSC, RDF_TYPE
from mmssc.problem import Text

if TYPE_CHECKING:
    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.result import MappingSet, Value

    Node = NamedNode | BlankNode
    Statement = tuple[Triple, int]
    Fault = tuple[BadValueError, str, str]

__all__ = ["BLANK", "read_records"]

_ENDS: Final = {SLOTS[name].property: name for name in ("subject_id", "predicate_id", "object_id")}
_JUSTIFICATION: Final = SLOTS["mapping_justification"].property
_RECORD: Final = SLOTS["record_id"].property
_SET_ID: Final = SLOTS["mapping_set_id"].property
_OWN_FILES: Final = "https://w3id.org/mmssc/file/"
_BOOKKEEPING: Final = {
    MAPPINGS,
    RDF_TYPE,
    *(NamedNode(MMSSC + name) for name in ("file", "line", "rowsRead", "rowsRefused")),
}


@dataclass(slots=True)
class _Node:
    """What is said of a node, and the line of the first statement about it, or else of the one that names it."""

    line: int
    said: list[Value] = field(default_factory=list)
    described: bool = False


def read_records(statements: list[Statement], gatherer: Gatherer) -> list[Statement]:
    """Read the mapping records among statements as rows.

    Args:
        statements: Everything that a file says.
        gatherer: Where rows and problems go.

    Returns:
        The other statements. A statement that only repeats a record is left out, as SSSOM prescribes.
    """
    sets: dict[Node, _Node] = {}
    records: dict[Node, _Node] = {}
    holder: dict[Node, Node] = {}
    for triple, line in statements:
        subject, target = triple.subject, triple.object
        if not isinstance(subject, (NamedNode, BlankNode)):
            continue
        if triple.predicate == MAPPINGS and isinstance(target, (NamedNode, BlankNode)):
            sets.setdefault(subject, _Node(line))
            records.setdefault(target, _Node(line))
            holder[target] = subject
        elif triple.predicate == RDF_TYPE and target == MAPPING_SET:
            sets.setdefault(subject, _Node(line))
        elif triple.predicate == _JUSTIFICATION or (triple.predicate == RDF_TYPE and target == MAPPING):
            records.setdefault(subject, _Node(line))
    if not sets and not records:
        return statements
    rest: list[Statement] = []
    for triple, line in statements:
        about = _of(triple, records) or _of(triple, sets)
        if about is None or isinstance(triple.object, Triple):
            rest.append((triple, line))
            continue
        if not about.described:
            about.line, about.described = line, True
        if triple.predicate not in _BOOKKEEPING:
            about.said.append((triple.predicate, triple.object))
    values = Values({}, gatherer.vocabulary, _DECLARE)
    written = {node: _described(node, about, values, gatherer) for node, about in sets.items()}
    loose: MappingSet | None = None
    repeated = set()
    for node, about in records.items():
        to = written.get(holder[node]) if node in holder else None
        if to is None:
            to = loose = loose or gatherer.new_set()
        said, faults = _read(node, about, values)
        repeated.add(tuple(dict(said).get(prop) for prop in _ENDS))
        gatherer.add(to, about.line, said, faults)
    return [each for each in rest if (each[0].subject, each[0].predicate, each[0].object) not in repeated]


def _of(triple: Triple, nodes: dict[Node, _Node]) -> _Node | None:
    return nodes.get(triple.subject) if isinstance(triple.subject, (NamedNode, BlankNode)) else None


def _described(node: Node, about: _Node, values: Values, gatherer: Gatherer) -> MappingSet:
    to = gatherer.new_set()
    if isinstance(node, NamedNode) and not node.value.startswith(_OWN_FILES):
        to.values.append((_SET_ID, node))
    for prop, value in about.said:
        try:
            to.values.append(_typed(prop, value, values))
        except BadValueError as error:
            gatherer.problem(error, about.line, prop.value, error.value, "warning")
    return to


def _read(node: Node, about: _Node, values: Values) -> tuple[list[Value], list[Fault]]:
    said: list[Value] = []
    faults: list[Fault] = []
    if isinstance(node, NamedNode) and not node.value.startswith(_OWN_FILES):
        said.append((_RECORD, node))
    for prop, value in about.said:
        name = _ENDS.get(prop)
        if name and any(prop == each for each, _ in said):
            faults.append((_SEVERAL, name, value.value))
            continue
        if name and isinstance(value, BlankNode):
            faults.append((BLANK, name, ""))
            continue
        try:
            said.append(_typed(prop, value, values))
        except BadValueError as error:
            faults.append((error, name or prop.value, value.value))
    return said, faults


def _typed(prop: NamedNode, value: NamedNode | BlankNode | Literal, values: Values) -> Value:
    """Return a value as SSSOM wants it, where a file of an earlier draft gives a mere text."""
    slot = slot_of(prop)
    if slot is None or slot.kind == "string" or not isinstance(value, Literal):
        return prop, value
    return values.said(slot, value.value)


_DECLARE: Final = Text("write the whole IRI.", "请写出完整的 IRI。")
_SEVERAL: Final = BadValueError(
    "several-values",
    Text("A record has one subject, one relation and one object.", "每条记录只能有一个主体、一个关系和一个客体。"),
    Text("Write a record for each.", "请分别写成多条记录。"),
)
BLANK: Final = BadValueError(
    "blank-node",
    Text("A blank node cannot be mapped, for nobody else can name it.", "空白节点无法映射，因为他处无法指称它。"),
    Text("Give it an IRI.", "请为其指定 IRI。"),
)
"""What is wrong with a row whose subject or object has no IRI."""
