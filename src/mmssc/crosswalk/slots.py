"""The slots of SSSOM 1.1: by which property each is said in RDF, what its values are, and where it may stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, cast

from pyoxigraph import NamedNode

from mmssc.names import DCTERMS, PROV, RDF, RDFS, SKOS, XSD

__all__ = [
    "BUILT_IN_PREFIXES",
    "CARDINALITIES",
    "ENTITY_TYPES",
    "NEGATED",
    "NOT",
    "ROW_SLOTS",
    "SET_SLOTS",
    "SLOTS",
    "VERSIONS",
    "Kind",
    "Slot",
    "slot_of",
]

Kind = Literal[
    "entity",
    "uri",
    "string",
    "date",
    "double",
    "type",
    "modifier",
    "cardinality",
    "version",  # of SSSOM's own slots
    "boolean",
    "datetime",
    "decimal",
    "integer",
    "rationale",  # of further ones
]
"""What the values of a slot are."""

BUILT_IN_PREFIXES: Final[dict[str, str]] = {
    "linkml": "https://w3id.org/linkml/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": RDF,
    "rdfs": RDFS,
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS,
    "sssom": "https://w3id.org/sssom/",
    "xsd": XSD,
}
"""Prefixes that a mapping set need not declare, and must not declare otherwise."""

_NAMESPACES: Final = {**BUILT_IN_PREFIXES, "dcterms": DCTERMS, "pav": "http://purl.org/pav/", "prov": PROV}


def _node(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_NAMESPACES[prefix] + local)


NOT: Final = "Not"
NEGATED: Final = _node("sssom:NegatedPredicate")

ENTITY_TYPES: Final[dict[str, NamedNode]] = {
    "owl class": _node("owl:Class"),
    "owl object property": _node("owl:ObjectProperty"),
    "owl data property": _node("owl:DataProperty"),
    "owl annotation property": _node("owl:AnnotationProperty"),
    "owl named individual": _node("owl:NamedIndividual"),
    "skos concept": _node("skos:Concept"),
    "rdfs resource": _node("rdfs:Resource"),
    "rdfs class": _node("rdfs:Class"),
    "rdfs literal": _node("rdfs:Literal"),
    "rdfs datatype": _node("rdfs:Datatype"),
    "rdf property": _node("rdf:Property"),
    "composed entity expression": _node("sssom:ComposedEntityExpression"),
}
VERSIONS: Final[dict[str, NamedNode]] = {version: _node(f"sssom:version{version}") for version in ("1.0", "1.1")}
CARDINALITIES: Final = ("1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0")


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot.

    Attributes:
        name: Its name, as it heads a column.
        property: The property that says it in RDF.
        kind: What its values are.
        several: Whether it may have several values.
        propagated: Whether a value that a set gives holds for each of its rows.
        since: The version of SSSOM that brought it.
    """

    name: str
    property: NamedNode
    kind: Kind
    several: bool
    propagated: bool
    since: str


# Name, kind of value; the property, if it is not the one of that name in SSSOM's namespace; further marks.
_ROW_TABLE: Final = """
record_id               entity       1.1
subject_id              entity       owl:annotatedSource
subject_label           string
subject_category        string
predicate_id            entity       owl:annotatedProperty
predicate_label         string
predicate_modifier      modifier
object_id               entity       owl:annotatedTarget
object_label            string
object_category         string
mapping_justification   entity
author_id               entity       pav:authoredBy several
author_label            string       several
reviewer_id             entity       several
reviewer_label          string       several
creator_id              entity       dcterms:creator several
creator_label           string       several
license                 uri          dcterms:license
subject_type            type         propagated
subject_source          entity       propagated
subject_source_version  string       propagated
object_type             type         propagated
object_source           entity       propagated
object_source_version   string       propagated
predicate_type          type         propagated 1.1
mapping_provider        uri          propagated
mapping_source          entity
mapping_cardinality     cardinality
cardinality_scope       string       several propagated 1.1
mapping_tool            string       propagated
mapping_tool_id         entity       propagated 1.1
mapping_tool_version    string       propagated
mapping_date            date         dcterms:created propagated
publication_date        date         dcterms:issued
review_date             date         1.1
confidence              double
reviewer_agreement      double       1.1
curation_rule           entity       several propagated
curation_rule_text      string       several propagated
subject_match_field     entity       several propagated
object_match_field      entity       several propagated
match_string            string       several
subject_preprocessing   entity       several propagated
object_preprocessing    entity       several propagated
similarity_score        double
similarity_measure      string       propagated
see_also                uri          rdfs:seeAlso several
issue_tracker_item      entity
other                   string
comment                 string       rdfs:comment
"""
_SET_TABLE: Final = """
sssom_version            version      1.1
mapping_set_id           uri
mapping_set_version      string       owl:versionInfo
mapping_set_source       uri          prov:wasDerivedFrom several
mapping_set_title        string       dcterms:title
mapping_set_description  string       dcterms:description
mapping_set_confidence   double       1.1
issue_tracker            uri
"""


def _slot(line: str) -> Slot:
    name, kind, *marks = line.split()
    return Slot(
        name=name,
        property=_node(next((mark for mark in marks if ":" in mark), f"sssom:{name}")),
        kind=cast("Kind", kind),
        several="several" in marks,
        propagated="propagated" in marks,
        since="1.1" if "1.1" in marks else "1.0",
    )


SLOTS: Final = {slot.name: slot for slot in map(_slot, filter(None, (_ROW_TABLE + _SET_TABLE).splitlines()))}
"""Every slot of a row or a set whose value is not itself a structure."""

ROW_SLOTS: Final = tuple(line.split()[0] for line in _ROW_TABLE.split("\n") if line)
"""The slots of a row, in the order in which they are written."""

SET_SLOTS: Final = tuple(
    "sssom_version mapping_set_id mapping_set_version mapping_set_source mapping_set_title mapping_set_description "
    "mapping_set_confidence creator_id creator_label license subject_type subject_source subject_source_version "
    "object_type object_source object_source_version predicate_type mapping_provider cardinality_scope mapping_tool "
    "mapping_tool_id mapping_tool_version mapping_date publication_date subject_match_field object_match_field "
    "subject_preprocessing object_preprocessing similarity_measure curation_rule curation_rule_text see_also "
    "issue_tracker other comment".split()
)
"""The slots of a set, in the order in which they are written."""

_BY_PROPERTY: Final = {slot.property: slot for slot in SLOTS.values()}


def slot_of(prop: NamedNode) -> Slot | None:
    """Return the slot that a property says, if it says one."""
    return _BY_PROPERTY.get(prop)
