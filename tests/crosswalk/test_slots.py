"""The table of slots is that of SSSOM: the schema that the sssom-schema package ships is the oracle."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml

from mmssc.crosswalk.slots import (
    BUILT_IN_PREFIXES,
    CARDINALITIES,
    ENTITY_TYPES,
    NEGATED,
    NOT,
    ROW_SLOTS,
    SET_SLOTS,
    SLOTS,
    VERSIONS,
    slot_of,
)

STRUCTURES = {"curie_map", "mappings", "extension_definitions"}
KINDS = {
    "EntityReference": "entity",
    "NonRelativeURI": "uri",
    "string": "string",
    "date": "date",
    "double": "double",
    "entity_type_enum": "type",
    "predicate_modifier_enum": "modifier",
    "mapping_cardinality_enum": "cardinality",
    "sssom_version_enum": "version",
}


@cache
def schema() -> dict[str, Any]:
    text = files("sssom_schema").joinpath("schema/sssom_schema.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def expand(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    namespaces = {**schema()["prefixes"], "owl": BUILT_IN_PREFIXES["owl"]}
    return str(namespaces[prefix]) + local


def test_rows_and_sets_have_their_slots_in_order() -> None:
    assert list(ROW_SLOTS) == schema()["classes"]["mapping"]["slots"]
    assert list(SET_SLOTS) == [name for name in schema()["classes"]["mapping set"]["slots"] if name not in STRUCTURES]
    assert SLOTS.keys() == {*ROW_SLOTS, *SET_SLOTS}


@pytest.mark.parametrize("name", SLOTS)
def test_a_slot_is_what_the_schema_says(name: str) -> None:
    declared, slot = schema()["slots"][name], SLOTS[name]
    notes = declared.get("annotations", {})
    assert slot.property.value == expand(declared.get("slot_uri", f"sssom:{name}"))
    assert slot.kind == KINDS[declared.get("range", "string")]
    assert slot.several == declared.get("multivalued", False)
    assert slot.propagated == notes.get("propagated", False)
    assert slot.since == notes.get("added_in", "1.0")
    assert slot_of(slot.property) is slot


def test_closed_lists_are_those_of_the_schema() -> None:
    def meanings(enum: str) -> dict[str, str]:
        return {k: expand(v["meaning"]) for k, v in schema()["enums"][enum]["permissible_values"].items()}

    assert {name: node.value for name, node in ENTITY_TYPES.items()} == meanings("entity_type_enum")
    assert {name: node.value for name, node in VERSIONS.items()} == meanings("sssom_version_enum")
    assert meanings("predicate_modifier_enum") == {NOT: NEGATED.value}
    assert list(CARDINALITIES) == list(schema()["enums"]["mapping_cardinality_enum"]["permissible_values"])


def test_what_is_no_slot_is_none() -> None:
    assert slot_of(NEGATED) is None
