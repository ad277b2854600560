"""Write SSSOM/RDF as Turtle: what a set says of its rows stands on each of them, for readers who know only RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from mmssc.crosswalk.slots import BUILT_IN_PREFIXES, ROW_SLOTS, SET_SLOTS, SLOTS
from mmssc.crosswalk.write.curies import Curies
from mmssc.crosswalk.write.sssom_tsv import hint
from mmssc.crosswalk.write.terms import identifiers
from mmssc.names import DCTERMS, PROV, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mmssc.crosswalk.write.document import Said
    from mmssc.crosswalk.write.sheet import Sheet

__all__ = ["write_sssom_turtle"]

_SSSOM: Final = BUILT_IN_PREFIXES["sssom"]
_AXIOM: Final = NamedNode(BUILT_IN_PREFIXES["owl"] + "Axiom")
_SET: Final = NamedNode(_SSSOM + "MappingSet")
_MAPPINGS: Final = NamedNode(_SSSOM + "mappings")
_DEFINITIONS: Final = NamedNode(_SSSOM + "extension_definitions")
_DEFINITION: Final = NamedNode(_SSSOM + "ExtensionDefinition")
_NODES: Final = {"mapping_set_id", "record_id"}
_PROPERTIES: Final = {
    **{prefix: BUILT_IN_PREFIXES[prefix] for prefix in ("owl", "rdfs", "semapv", "skos", "sssom", "xsd")},
    "dcterms": DCTERMS,
    "pav": "http://purl.org/pav/",
    "prov": PROV,
}


def write_sssom_turtle(sheet: Sheet, prefixes: Mapping[str, str], declared: Mapping[str, str]) -> str:
    """Return a mapping set as Turtle; the arguments are those of ``write_sssom_tsv``."""
    iris = identifiers(sheet)
    curies = Curies(iris, prefixes, declared)
    for iri in iris:
        curies.short(iri)
    data = serialize(
        _triples(sheet), format=RdfFormat.TURTLE, prefixes=dict(sorted((_PROPERTIES | curies.used()).items()))
    )
    return (data or b"").decode()


def _triples(sheet: Sheet) -> Iterator[Triple]:
    node = sheet.about["mapping_set_id"][0]
    if not isinstance(node, NamedNode):  # a text that is no IRI names nothing
        node = BlankNode("set")
    yield Triple(node, RDF_TYPE, _SET)
    yield from _said(node, sheet.about, (*SET_SLOTS, *sheet.further), sheet)
    for number, (name, each) in enumerate(sheet.further.items(), 1):
        definition = BlankNode(f"extension{number}")
        yield Triple(node, _DEFINITIONS, definition)
        yield Triple(definition, RDF_TYPE, _DEFINITION)
        yield Triple(definition, NamedNode(_SSSOM + "slot_name"), Literal(name))
        yield Triple(definition, NamedNode(_SSSOM + "property"), each.property)
        yield Triple(definition, NamedNode(_SSSOM + "type_hint"), NamedNode(hint(each)))
    for number, row in enumerate(sheet.rows, 1):
        given = row.get("record_id", [BlankNode(f"row{number}")])[0]
        record = given if isinstance(given, NamedNode) else BlankNode(f"row{number}")
        yield Triple(node, _MAPPINGS, record)
        yield Triple(record, RDF_TYPE, _AXIOM)
        yield from _said(record, row, (*ROW_SLOTS, *sheet.further), sheet)


def _said(node: NamedNode | BlankNode, said: Said, names: tuple[str, ...], sheet: Sheet) -> Iterator[Triple]:
    for name in names:
        prop = SLOTS[name].property if name in SLOTS else sheet.further[name].property
        for value in said.get(name, ()):
            if name not in _NODES or not isinstance(value, NamedNode):
                yield Triple(node, prop, value)
