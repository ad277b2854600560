"""SKOS, XKOS and OWL: statements that map one thing to another, and associations of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from mmssc.crosswalk.read.curie_map import note_prefixes
from mmssc.crosswalk.read.resource import union
from mmssc.crosswalk.read.sssom_rdf import BLANK, read_records
from mmssc.crosswalk.read.statements import located_statements
from mmssc.crosswalk.slots import SLOTS
from mmssc.evidence.values import BadValueError
from mmssc.names import MMSSC, SKOS
from mmssc.problem import Text

if TYPE_CHECKING:
    from typing import IO

    from pyoxigraph import Literal, Triple

    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.result import Value
    from mmssc.evidence.formats import Form

    Statement = tuple[Triple, int]
    Fault = tuple[BadValueError, str, str]

__all__ = ["read_rdf"]

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_XKOS: Final = "http://rdf-vocabulary.ddialliance.org/xkos#"
_RELATION: Final = NamedNode(SKOS + "mappingRelation")
_MAPS: Final = {
    _RELATION,
    *(NamedNode(SKOS + name) for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
    *(NamedNode(_OWL + name) for name in ("sameAs", "equivalentClass", "equivalentProperty")),
    *(NamedNode(MMSSC + name) for name in ("intersectsWith", "disjointFrom")),
}
_SIDES: Final = {NamedNode(_XKOS + "sourceConcept"): "subject_id", NamedNode(_XKOS + "targetConcept"): "object_id"}
_RECORD: Final = SLOTS["record_id"].property
_SUBJECT, _PREDICATE, _OBJECT = (SLOTS[name].property for name in ("subject_id", "predicate_id", "object_id"))


def read_rdf(file: IO[bytes], form: Form, gatherer: Gatherer) -> None:
    """Read a file of RDF: its rows, and everything else that it says.

    Raises:
        UnusableInputError: It has faults of syntax.
    """
    statements, prefixes = located_statements(file, form, gatherer.file)
    rest = read_records(statements, gatherer)
    to = gatherer.file.sets[0] if gatherer.file.sets else gatherer.new_set()
    associations: dict[NamedNode | BlankNode, tuple[int, list[tuple[str, NamedNode | BlankNode | Literal]]]] = {}
    for triple, line in rest:
        subject, target = triple.subject, triple.object
        if triple.predicate in _MAPS and not _expression(triple):
            faults = [(BLANK, "subject_id", "")] if isinstance(subject, BlankNode) else []
            faults += _faulty(target, "object_id")
            said: list[Value] = [(_SUBJECT, subject), (_PREDICATE, triple.predicate), (_OBJECT, target)]  # type: ignore[list-item]
            gatherer.add(to, line, said, faults)
            continue
        gatherer.file.context.append(triple)
        if triple.predicate in _SIDES and isinstance(subject, (NamedNode, BlankNode)):
            _, parts = associations.setdefault(subject, (line, []))
            parts.append((_SIDES[triple.predicate], target))  # type: ignore[arg-type]
    for node, (line, parts) in associations.items():
        faults = [fault for name, target in parts for fault in _faulty(target, name)]
        ends = {
            name: [target for side, target in parts if side == name and isinstance(target, NamedNode)]
            for name in ("subject_id", "object_id")
        }
        said = [(SLOTS[name].property, union(members, gatherer)) for name, members in ends.items() if members]
        record = [(_RECORD, node)] if isinstance(node, NamedNode) else []
        gatherer.add(to, line, [*said, (_PREDICATE, _RELATION), *record], faults)
    note_prefixes(prefixes, gatherer)


def _expression(triple: Triple) -> bool:
    """Whether a statement defines a class or property by an expression of OWL, which maps nothing."""
    return triple.predicate.value.startswith(_OWL) and (
        isinstance(triple.object, BlankNode) or isinstance(triple.subject, BlankNode)
    )


def _faulty(target: object, name: str) -> list[Fault]:
    if isinstance(target, NamedNode):
        return []
    if isinstance(target, BlankNode):
        return [(BLANK, name, "")]
    return [(_NO_TEXT, name, str(getattr(target, "value", "")))]


_NO_TEXT: Final = BadValueError(
    "not-an-iri",
    Text("A text stands where the thing that is mapped to belongs.", "此处应为所映射事物的 IRI，而不是文本。"),
    Text("Write its IRI.", "请写出其 IRI。"),
)
