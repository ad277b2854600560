"""Write an OSCAL mapping collection: a mapping for each pair of resources, gaps where nothing corresponds."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from mmssc.crosswalk.vocabulary import MEMBER_OF
from mmssc.crosswalk.write.document import only
from mmssc.crosswalk.write.oscal_losses import lost_of_row, lost_of_sets, no_room
from mmssc.crosswalk.write.oscal_parts import (
    NO_TERM,
    RELATIONSHIPS,
    code_in,
    ends_of,
    method_of,
    most_common,
    rationale_of,
    shares,
    text_of_slot,
    unsayable,
    uuid_of,
)
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmssc.crosswalk.write.document import Document, Record, Said, Term

    Pair = tuple[Term | None, str, str]
    """A set, and the resources of its sources and targets."""

__all__ = ["OSCAL_VERSION", "write_oscal"]

OSCAL_VERSION: Final = "1.2.1"
"""The version of OSCAL whose mapping model is written."""

_STATUSES: Final = {"complete", "not-complete", "draft", "deprecated", "superseded"}
_KINDS: Final = {"control", "statement"}
_SIDES: Final = (("source", "subject"), ("target", "object"))
_DATES: Final = ("publication_date", "mapping_date", "review_date")


def write_oscal(document: Document, metadata: Mapping[str, Sequence[Term]]) -> tuple[str, list[Problem]]:
    """Return a mapping collection, and what OSCAL has no room for or asks for in vain.

    Args:
        document: What is to be written.
        metadata: What whoever writes says of the whole, by slot.
    """
    writer = _Writer(document, metadata)
    collection = writer.collection()
    return json.dumps({"mapping-collection": collection}, ensure_ascii=False, indent=1) + "\n", writer.problems


class _Writer:
    def __init__(self, document: Document, metadata: Mapping[str, Sequence[Term]]) -> None:
        self.problems: list[Problem] = []
        self._document = document
        self._given = metadata
        self._lost: Counter[str] = Counter()
        self._sets = list(document.sets.values())
        self._identities: set[str] = set()

    def collection(self) -> dict[str, Any]:
        """Return the collection."""
        pairs: dict[Pair, list[Record]] = {}
        for record in self._document.records:
            if only(record.said, "predicate_id") == MEMBER_OF:
                continue
            if reason := unsayable(record.said):
                self._lost[reason] += 1
                continue
            source, target = (self._resource(record.said, end) for _, end in _SIDES)
            pairs.setdefault((record.set, source, target), []).append(record)
        mappings = [mapping for pair, records in pairs.items() if (mapping := self._mapping(pair, records))]
        parts = {only(said, "ext_isPartOf") for said in self._sets}
        whole = parts.pop() if len(parts) == 1 else None
        found = {
            "uuid": uuid_of(whole.value if whole else "", mappings),
            "metadata": self._metadata(),
            "provenance": self._provenance([record for records in pairs.values() for record in records]),
            "mappings": mappings,
        }
        self._lost += lost_of_sets(self._document) + self._document.rest
        self.problems += no_room(self._lost)
        return found

    def _metadata(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "title": self._text("mapping_set_title") or "Mappings",
            "last-modified": self._modified(),
            "version": self._text("mapping_set_version") or "0",
            "oscal-version": OSCAL_VERSION,
        }
        names = self._names()
        if names:
            found["roles"] = [{"id": "creator", "title": "Creator"}]
            found["parties"] = [{"uuid": uuid_of("", name), "type": "organization", "name": name} for name in names]
        return found

    def _modified(self) -> str:
        """Return when the mappings last changed, as they say themselves: never the time of writing."""
        records = [record.said for record in self._document.records]
        sayings: tuple[Sequence[Mapping[str, Sequence[Term]]], ...] = ([self._given], self._sets, records)
        for said in sayings:
            dates = [text_of_slot(each, name) for each in said for name in _DATES]
            found = [date for date in dates if re.fullmatch(r"\d{4}-\d\d-\d\d", date)]
            if found:
                return f"{max(found)}T00:00:00Z"
        given = os.environ.get("SOURCE_DATE_EPOCH", "")
        seconds = int(given) if re.fullmatch(r"\d{1,11}", given) else 0
        modified = datetime.fromtimestamp(seconds, UTC).isoformat()
        self._fill_in("last-modified", modified)
        return modified

    def _fill_in(self, name: str, value: str) -> None:
        self.problems.append(Problem("filled-in", "", "", name, value, *_FILLED_IN, severity="warning"))

    def _provenance(self, records: list[Record]) -> dict[str, Any]:
        """Return what holds where a mapping says nothing else; what OSCAL requires is filled in and named."""
        methods = [method for record in records if (method := method_of(record.said))]
        rationales = [rationale for record in records if (rationale := rationale_of(record.said))]
        statuses = [text for said in self._sets if (text := text_of_slot(said, "ext_creativeWorkStatus")) in _STATUSES]
        found: dict[str, Any] = {
            "method": most_common(methods) or "automation",
            "matching-rationale": most_common(rationales) or "semantic",
            "status": most_common(statuses) or "draft",
            "mapping-description": self._text("mapping_set_description")
            or self._text("mapping_set_title")
            or "Mappings",
        }
        for name, known in (("method", methods), ("matching-rationale", rationales), ("status", statuses)):
            if not known:
                self._fill_in(name, found[name])
        if names := self._names():
            uuids = [uuid_of("", name) for name in names]
            found["responsible-parties"] = [{"role-id": "creator", "party-uuids": uuids}]
        return found

    def _mapping(self, pair: Pair, records: list[Record]) -> dict[str, Any] | None:
        """Return the mapping of one resource to another; OSCAL has none without a map."""
        node, source, target = pair
        said = next((said for each, said in self._document.sets.items() if each == node), {})
        maps = [self._map(record, source, target) for record in records if NO_TERM not in ends_of(record.said)]
        if not maps:
            self._lost["gaps of resources without any mapping"] += len(records)
            return None
        identity = text_of_slot(said, "mapping_set_id")
        if identity in self._identities:  # a set that relates several pairs of resources
            identity = ""
        self._identities.add(identity)
        found: dict[str, Any] = {"uuid": uuid_of(identity, [source, target, maps[0]["uuid"]])}
        method = most_common([method for record in records if (method := method_of(record.said))])
        if method:
            found["method"] = method
        self._note_losses(records, maps, method)
        if text_of_slot(said, "ext_creativeWorkStatus") in _STATUSES:
            found["status"] = text_of_slot(said, "ext_creativeWorkStatus")
        found["source-resource"] = {"type": "catalog", "href": source}
        found["target-resource"] = {"type": "catalog", "href": target}
        found["maps"] = maps
        for key, slot in (("remarks", "comment"), ("mapping-description", "mapping_set_description")):
            if text := text_of_slot(said, slot):
                found[key] = text
        for (side, end), (_, other), whole in zip(_SIDES, _SIDES[::-1], (source, target), strict=True):
            codes = [
                code_in(member, whole)
                for record in records
                if only(record.said, f"{other}_id") == NO_TERM
                for member in self._members(record.said, end)
            ]
            if codes:
                found[f"{side}-gap-summary"] = {
                    "uuid": uuid_of("", [found["uuid"], side]),
                    "unmapped-controls": [{"with-ids": codes}],
                }
        found |= shares(said, "mapping_set_confidence")
        return found

    def _map(self, record: Record, source: str, target: str) -> dict[str, Any]:
        said = record.said
        found: dict[str, Any] = {"uuid": uuid_of(text_of_slot(said, "record_id"), str(record.node))}
        if rationale := rationale_of(said):
            found["matching-rationale"] = rationale
        relation = only(said, "predicate_id")
        names = RELATIONSHIPS.get(relation) if isinstance(relation, NamedNode) else None
        if names:
            found["relationship"] = next(
                (name for name in names if name == text_of_slot(said, "predicate_label")), names[0]
            )
        elif relation:
            cut = max(relation.value.rfind("/"), relation.value.rfind("#"), relation.value.rfind(":")) + 1
            found["ns"], found["relationship"] = relation.value[:cut], relation.value[cut:]
        for (side, end), whole in zip(_SIDES, (source, target), strict=True):
            kind = text_of_slot(said, f"{end}_category")
            found[f"{side}s"] = [
                {"type": kind if kind in _KINDS else "control", "id-ref": code_in(member, whole)}
                for member in self._members(said, end)
            ]
        found |= shares(said, "confidence")
        if text := text_of_slot(said, "comment"):
            found["remarks"] = text
        return found

    def _note_losses(self, records: list[Record], maps: list[dict[str, Any]], method: str) -> None:
        written = iter(maps)
        for record in records:
            gap = NO_TERM in ends_of(record.said)
            self._lost.update(lost_of_row(record.said, {} if gap else next(written), method))

    def _members(self, said: Said, end: str) -> list[str]:
        """Return the things that one side of a row names: one, or the members of a union."""
        thing = only(said, f"{end}_id")
        members = self._document.members.get(thing, [thing]) if isinstance(thing, NamedNode) else []
        return [member.value for member in members]

    def _resource(self, said: Said, end: str) -> str:
        """Return the resource that one side of a row is of: the one it names, else what its IRI begins with."""
        source = only(said, f"{end}_source")
        if source is not None:
            return source.value
        iri = next(iter(self._members(said, end)), "")
        return iri[: max(iri.rfind("#"), iri.rfind("/") + 1, iri.rfind(":") + 1)] or iri

    def _names(self) -> list[str]:
        given = self._given.get("creator_label")
        values = given or [value for said in self._sets for value in said.get("creator_label", ())]
        return list(dict.fromkeys(value.value for value in values))

    def _text(self, name: str) -> str:
        """Return what is said of the whole: by whoever writes, or by the first set that says it."""
        for said in (self._given, *self._sets):
            if values := said.get(name):
                return str(values[0].value)
        return ""


_FILLED_IN: Final = (
    Text(
        "OSCAL requires this and nothing says it; a value was filled in.", "OSCAL 要求此项而资料中没有；已填入一个值。"
    ),
    Text("Check the value.", "请核对该值。"),
)
