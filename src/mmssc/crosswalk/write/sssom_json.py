"""Write SSSOM/JSON, with a context that makes it JSON-LD; what all rows share is said once, of the set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from mmssc.crosswalk.slots import ENTITY_TYPES, NEGATED, NOT, ROW_SLOTS, SET_SLOTS, SLOTS, VERSIONS
from mmssc.crosswalk.write.curies import Curies
from mmssc.crosswalk.write.sheet import condensed
from mmssc.crosswalk.write.sssom_tsv import hint
from mmssc.crosswalk.write.terms import identifiers, text_of
from mmssc.names import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmssc.crosswalk.write.document import Said, Term
    from mmssc.crosswalk.write.sheet import Sheet

__all__ = ["write_sssom_json"]

_SSSOM: Final = "https://w3id.org/sssom/"
_NODES: Final = {"mapping_set_id", "record_id"}
_DELIMITERS: Final = ":/?#[]@"
"""What JSON-LD wants a namespace to end with, unless it is told that the term is a prefix."""
_TYPES: Final = {
    "entity": "@id",
    "uri": "@id",
    "date": XSD + "date",
    "double": XSD + "double",
    "type": "@vocab",
    "modifier": "@vocab",
    "version": "@vocab",
}
_LISTED: Final = {**ENTITY_TYPES, **VERSIONS, NOT: NEGATED}


def write_sssom_json(sheet: Sheet, prefixes: Mapping[str, str], declared: Mapping[str, str]) -> str:
    """Return a mapping set as SSSOM/JSON; the arguments are those of ``write_sssom_tsv``."""
    about, rows = condensed(sheet)
    hints = {name: hint(each) for name, each in sheet.further.items()}
    curies = Curies([*identifiers(sheet), *hints.values()], prefixes, declared)
    written: dict[str, Any] = _object(about, (*SET_SLOTS, *sheet.further), curies)
    if sheet.further:
        written["extension_definitions"] = [
            {"slot_name": name, "property": curies.short(each.property.value), "type_hint": curies.short(hints[name])}
            for name, each in sheet.further.items()
        ]
    written["mappings"] = [_object(row, (*ROW_SLOTS, *sheet.further), curies) for row in rows]
    written["@type"] = "MappingSet"
    written["@context"] = _context(sheet, curies)
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def _object(said: Said, names: tuple[str, ...], curies: Curies) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        values = [_value(name, value, curies) for value in said.get(name, ())]
        if values:
            found[name] = values if name in SLOTS and SLOTS[name].several else values[0]
    return found


def _value(name: str, value: Term, curies: Curies) -> str | float:
    text = text_of(name, value, curies.short)
    return float(text) if name in SLOTS and SLOTS[name].kind == "double" else text


def _context(sheet: Sheet, curies: Curies) -> dict[str, Any]:
    """Return a context for what is used; prefixes alone are strings, as other tools take any string for one."""
    used = {name for said in (sheet.about, *sheet.rows) for name in said}
    context: dict[str, Any] = {"@vocab": _SSSOM}
    for prefix, namespace in curies.used(built_in=True).items():
        plainly = namespace[-1] in _DELIMITERS
        context[prefix] = namespace if plainly else {"@id": namespace, "@prefix": True}
    for name, slot in SLOTS.items():
        if name not in used:
            continue
        kind = _TYPES.get(slot.kind)
        context[name] = (
            {"@id": "@id"} if name in _NODES else {"@id": slot.property.value} | ({"@type": kind} if kind else {})
        )
    for name, each in sheet.further.items():
        context[name] = {"@id": each.property.value, "@type": each.datatype.value if each.datatype else "@id"}
    listed = {value.value for said in (sheet.about, *sheet.rows) for values in said.values() for value in values}
    context |= {name: {"@id": node.value} for name, node in _LISTED.items() if node.value in listed}
    if sheet.further:
        context |= {name: {"@id": _SSSOM + name, "@type": "@id"} for name in ("property", "type_hint")}
    context["mappings"] = {"@id": _SSSOM + "mappings"}
    return context
