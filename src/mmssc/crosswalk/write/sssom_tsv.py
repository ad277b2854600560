"""Write SSSOM/TSV in its canonical form; numbers alone keep all their digits."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from mmssc.crosswalk.slots import ROW_SLOTS, SET_SLOTS, SLOTS
from mmssc.crosswalk.write.curies import Curies
from mmssc.crosswalk.write.sheet import condensed
from mmssc.crosswalk.write.terms import identifiers, text_of
from mmssc.names import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmssc.crosswalk.write.document import Further, Term
    from mmssc.crosswalk.write.sheet import Sheet

__all__ = ["columns", "hint", "joined", "write_sssom_tsv"]

_ENTITY: Final = "https://w3id.org/linkml/Uriorcurie"
_PLAIN: Final = {XSD + name for name in ("boolean", "date", "decimal", "double", "integer")}
"""Types whose values YAML itself has."""


def write_sssom_tsv(sheet: Sheet, prefixes: Mapping[str, str], declared: Mapping[str, str]) -> str:
    """Return a mapping set as SSSOM/TSV.

    Args:
        sheet: The set.
        prefixes: Prefixes to use before others.
        declared: Prefixes that what was read declares.
    """
    about, rows = condensed(sheet)
    hints = [hint(each) for each in sheet.further.values()]
    curies = Curies([*identifiers(sheet), *hints], prefixes, declared)
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    names = columns(rows, sheet.further)
    writer.writerow(names)
    for row in rows:
        writer.writerow([joined(name, row.get(name, ()), curies) for name in names])
    lines: list[str] = []
    for name in (*SET_SLOTS, *_ordered(sheet.further)):
        values = [_value(name, value, curies) for value in about.get(name, ())]
        if values and name in SLOTS and SLOTS[name].several:
            lines += [f"{name}:", *(f"  - {value}" for value in values)]
        elif values:
            lines.append(f"{name}: {values[0]}")
    definitions = []
    for name in _ordered(sheet.further):
        each = sheet.further[name]
        definitions += [
            f"  - slot_name: {_scalar(name)}",
            f"    property: {_scalar(curies.short(each.property.value))}",
            f"    type_hint: {_scalar(curies.short(hint(each)))}",
        ]
    if definitions:
        lines += ["extension_definitions:", *definitions]
    used = [f"  {_scalar(prefix)}: {_scalar(namespace)}" for prefix, namespace in curies.used().items()]
    begin = 1 if lines and lines[0].startswith("sssom_version") else 0
    lines[begin:begin] = ["curie_map:", *used] if used else []
    return "".join(f"#{line}\n" for line in lines) + table.getvalue()


def columns(rows: list[dict[str, list[Term]]], further: Mapping[str, Further]) -> list[str]:
    """Return the slots that any row says, in order."""
    said = {name for row in rows for name in row} | {"subject_id", "predicate_id", "object_id"}
    return [name for name in (*ROW_SLOTS, *_ordered(further)) if name in said]


def joined(name: str, values: list[Term] | tuple[Term, ...], curies: Curies) -> str:
    """Return the values of a slot as one text."""
    texts = [text_of(name, value, curies.short) for value in values]
    if name in SLOTS and SLOTS[name].several:
        return "|".join(text.replace("\\", "\\\\").replace("|", "\\|") for text in texts)
    return texts[0] if texts else ""


def hint(further: Further) -> str:
    """Return the IRI of the type of a further slot's values."""
    return further.datatype.value if further.datatype else _ENTITY


def _ordered(further: Mapping[str, Further]) -> list[str]:
    return sorted(further, key=lambda name: further[name].property.value)


def _value(name: str, value: Term, curies: Curies) -> str:
    text = text_of(name, value, curies.short)
    return text if isinstance(value, Literal) and value.datatype.value in _PLAIN else _scalar(text)


def _scalar(text: str) -> str:
    """Return a text as a YAML scalar: plain where it can be, else in double quotation marks."""
    from yaml import YAMLError, safe_load

    try:
        plain = "\n" not in text and safe_load(f"- {text}") == [text]
    except YAMLError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)
