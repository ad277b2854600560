"""What a mapping set says of itself: the slots of SSSOM, and the definitions of further slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from mmssc.crosswalk.read.columns import FURTHER
from mmssc.crosswalk.read.walk import strings, text
from mmssc.crosswalk.slots import SET_SLOTS, SLOTS, Kind, Slot, slot_of
from mmssc.evidence.values import BadValueError
from mmssc.names import MMSSC, RDF, RDF_TYPE, XSD
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.result import MappingSet
    from mmssc.crosswalk.read.values import Values

__all__ = ["describe", "extensions", "propagate"]

_SSSOM: Final = "https://w3id.org/sssom/"
_LINKML: Final = "https://w3id.org/linkml/"
_DEFINITIONS: Final = NamedNode(_SSSOM + "extension_definitions")
_DEFINITION: Final = NamedNode(_SSSOM + "ExtensionDefinition")
_KINDS: Final[dict[str, Kind]] = {
    XSD + "string": "string",
    XSD + "integer": "integer",
    XSD + "decimal": "decimal",
    XSD + "double": "double",
    XSD + "boolean": "boolean",
    XSD + "date": "date",
    XSD + "dateTime": "datetime",
    _LINKML + "Uriorcurie": "entity",
    _LINKML + "uriOrCurie": "entity",
}
_OWN: Final = {slot.property for slot in FURTHER.values()}


def describe(
    to: MappingSet,
    data: Mapping[str, Any],
    further: Mapping[str, Slot],
    values: Values,
    gatherer: Gatherer,
    line: int,
    passed: Collection[str],
) -> None:
    """Say of a set what its metadata say; a value that cannot be used is named and left out.

    Args:
        to: The set.
        data: Its metadata.
        further: The slots that the set defines.
        values: How texts are read.
        gatherer: Where problems go.
        line: Where the metadata begin.
        passed: The keys that others read.
    """
    for key, value in data.items():
        slot = SLOTS[key] if key in SET_SLOTS else further.get(key)
        if key in passed:
            continue
        if slot is None or isinstance(value, dict):
            gatherer.unread(key, line)
            continue
        for said in strings(value):
            try:
                to.values.append(values.said(slot, said))
            except BadValueError as error:
                gatherer.problem(error, line, key, said, "warning")


def propagate(gatherer: Gatherer) -> None:
    """Let what a set says of each of its rows hold for them, unless one of them says something else of the kind."""
    for each in gatherer.file.sets:
        given = [value for value in each.values if (slot := slot_of(value[0])) and slot.propagated]
        if not given:
            continue
        said = {prop for row in gatherer.file.rows if row.set is each for prop, _ in row.own}
        each.propagated = tuple(value for value in given if value[0] not in said)
        each.values = [value for value in each.values if value not in each.propagated]
        for prop in dict.fromkeys(value[0] for value in given if value[0] in said):
            slot = slot_of(prop)
            gatherer.problem(_MIXED, 0, slot.name if slot else "", "", "warning")


def extensions(definitions: Any, values: Values, gatherer: Gatherer, line: int) -> dict[str, Slot]:
    """Return the slots that a set defines, and say in the context of the file how."""
    found: dict[str, Slot] = {}
    for number, definition in enumerate(definitions if isinstance(definitions, list) else [definitions], 1):
        members = definition if isinstance(definition, dict) else {}
        name, given, hint = (text(members.get(key)) for key in ("slot_name", "property", "type_hint"))
        try:
            prop = values.entity(given) if given else NamedNode(f"http://sssom.invalid/{name}")
            kind = _KINDS.get(values.entity(hint).value, "string") if hint else "string"
        except (BadValueError, ValueError):
            name = ""
        if not name or name in SLOTS or _reserved(prop):
            gatherer.problem(_BAD_DEFINITION, line, "extension_definitions", name or given, "warning")
            continue
        found[name] = Slot(name, prop, kind, several=False, propagated=False, since="1.0")
        node = NamedNode(f"{gatherer.file.base}#extension-{number}")
        gatherer.file.context += [
            Triple(gatherer.file.sets[0].iri, _DEFINITIONS, node),
            Triple(node, RDF_TYPE, _DEFINITION),
            Triple(node, NamedNode(_SSSOM + "slot_name"), Literal(name)),
            Triple(node, NamedNode(_SSSOM + "property"), prop),
            *([Triple(node, NamedNode(_SSSOM + "type_hint"), values.entity(hint))] if hint else []),
        ]
    return found


def _reserved(prop: NamedNode) -> bool:
    """Whether a property says already something else: a slot of SSSOM, or a term of RDF or of this project."""
    return prop not in _OWN and (slot_of(prop) is not None or prop.value.startswith((RDF, MMSSC)))


_MIXED: Final = BadValueError(
    "not-propagated",
    Text(
        "The set gives this value for all its rows, but some rows give their own, so it holds for no row.",
        "映射集为所有行给出了该值，但部分行自有取值，因此该值不适用于任何行。",
    ),
    Text("Give it on every row, or on none.", "请在每一行都填写，或各行均不填写。"),
)
_BAD_DEFINITION: Final = BadValueError(
    "bad-extension",
    Text("This definition of a further slot cannot be used.", "该扩展字段的定义无法使用。"),
    Text(
        "Give a slot_name of its own, and as property a CURIE with a declared prefix that nothing else uses.",
        "请给出独有的 slot_name，并以前缀已声明、未作他用的 CURIE 作为 property。",
    ),
)
