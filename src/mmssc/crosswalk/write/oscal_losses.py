"""What OSCAL has no room for: what rows, sets and further statements say and a mapping collection does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from mmssc.crosswalk.slots import ENTITY_TYPES, SLOTS
from mmssc.crosswalk.write.oscal_parts import CATEGORY, METHODS_OF, given_uuid, rationale_of, text_of_slot
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode

    from mmssc.crosswalk.write.document import Document, Said

__all__ = ["lost_of_row", "lost_of_sets", "no_room"]

_ENDS: Final = (("sources", "subject"), ("targets", "object"))
_EXPRESSED: Final = {"subject_id", "object_id", "predicate_id", "predicate_modifier", "subject_source", "object_source"}
_ONE_FOR_ALL: Final = ("mapping_set_title", "mapping_set_version", "publication_date")
_SAID_OF_SETS: Final = {
    *_ONE_FOR_ALL, "mapping_set_id", "mapping_set_description", "mapping_set_confidence", "creator_label", "comment",
    "ext_coverage", "ext_creativeWorkStatus", "ext_isPartOf", "subject_source", "object_source",
}  # fmt: skip
_COMPOSED: Final = ENTITY_TYPES["composed entity expression"]


def lost_of_row(said: Said, written: dict[str, Any], method: str) -> list[str]:
    """Return the slots of a row that its map does not say.

    Args:
        said: What the row says.
        written: Its map; empty for a gap, of which OSCAL keeps the identifier only.
        method: The method of the mapping, which holds for all of its maps.
    """
    score = written.get("confidence-score", {})
    justification = METHODS_OF.get(_iri(said, "mapping_justification"))
    kept = {
        "record_id": bool(written) and bool(given_uuid(text_of_slot(said, "record_id"))),
        "predicate_label": text_of_slot(said, "predicate_label") == written.get("relationship"),
        "mapping_justification": justification == method,
        "ext_rationale": bool(written) and bool(rationale_of(said)),
        "ext_coverage": "coverage" in written,
        "confidence": "percentage" in score,
        "comment": "remarks" in written,
        "other": "category" in score and text_of_slot(said, "other").startswith(CATEGORY),
    }
    for side, end in _ENDS:
        kept[f"{end}_category"] = {each["type"] for each in written.get(side, ())} == {
            text_of_slot(said, f"{end}_category")
        }
        kept[f"{end}_type"] = said.get(f"{end}_type") == [_COMPOSED]
    return [
        name for name, values in said.items() if name not in _EXPRESSED and (not kept.get(name) or len(set(values)) > 1)
    ]


def lost_of_sets(document: Document) -> Counter[str]:
    """Return the slots of sets that a collection does not say; one title, version and date stand for all of them."""
    lost: Counter[str] = Counter()
    for said in document.sets.values():
        for name in said.keys() - _SAID_OF_SETS:
            lost[name] += not (name in SLOTS and SLOTS[name].propagated and document.records)
        lost["mapping_set_id"] += "mapping_set_id" in said and not given_uuid(text_of_slot(said, "mapping_set_id"))
    for name in _ONE_FOR_ALL:
        lost[name] += max(len({text_of_slot(said, name) for said in document.sets.values()} - {""}) - 1, 0)
    return lost


def no_room(lost: Counter[str]) -> Iterable[Problem]:
    """Yield a warning for each thing that is lost, with how often."""
    for name, count in sorted(lost.items()):
        if count > 0:
            yield Problem("no-room", "", "", name, str(count), *_NO_ROOM, severity="warning")


def _iri(said: Said, name: str) -> NamedNode:
    return said[name][0] if said.get(name) else _COMPOSED  # type: ignore[return-value]


_NO_ROOM: Final = (
    Text("OSCAL has no room for this; so many times it is not written.", "OSCAL 无处填写此项；未写出的次数如值所示。"),
    Text("Write SSSOM if it is needed.", "如需保留，请改用 SSSOM。"),
)
