"""Write an OSCAL mapping collection: a mapping for each pair of resources, gaps where nothing corresponds."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from mmssc.crosswalk.read.oscal_about import METHODS
from mmssc.crosswalk.slots import BUILT_IN_PREFIXES
from mmssc.crosswalk.vocabulary import MEMBER_OF
from mmssc.crosswalk.write.document import only
from mmssc.names import MMSSC, SKOS
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmssc.crosswalk.write.document import Document, Record, Said, Term

    Pair = tuple[Term | None, str, str]
    """A set, and the resources of its sources and targets."""

__all__ = ["OSCAL_VERSION", "write_oscal"]

OSCAL_VERSION: Final = "1.2.1"
"""The version of OSCAL whose mapping model is written."""

_RELATIONSHIPS: Final = {
    NamedNode(SKOS + "exactMatch"): ("equal-to", "equivalent-to"),
    NamedNode(SKOS + "broadMatch"): ("subset-of",),
    NamedNode(SKOS + "narrowMatch"): ("superset-of",),
    NamedNode(MMSSC + "intersectsWith"): ("intersects-with",),
    NamedNode(MMSSC + "disjointFrom"): ("no-relationship",),
}
_NO_TERM: Final = NamedNode(BUILT_IN_PREFIXES["sssom"] + "NoTermFound")
_METHODS: Final = {
    NamedNode(BUILT_IN_PREFIXES["semapv"] + curie.removeprefix("semapv:")): method for method, curie in METHODS.items()
}
_RATIONALES: Final = {NamedNode(MMSSC + name): name.lower() for name in ("Semantic", "Functional", "Syntactic")}
_STATUSES: Final = {"complete", "not-complete", "draft", "deprecated", "superseded"}
_KINDS: Final = {"control", "statement"}
_SIDES: Final = (("source", "subject"), ("target", "object"))
_CATEGORY: Final = "confidence category: "
_UUID: Final = re.compile(r"urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})")
_TOKEN: Final = re.compile(r"[^\W\d][\w.-]*")
_SAID: Final = {
    "record_id", "subject_id", "object_id", "predicate_id", "predicate_label", "predicate_modifier", "comment",
    "subject_category", "object_category", "subject_source", "object_source", "subject_type", "object_type",
    "mapping_justification", "ext_rationale", "ext_coverage", "confidence",
}  # fmt: skip
_SAID_OF_SETS: Final = {
    "mapping_set_id", "mapping_set_title", "mapping_set_version", "mapping_set_description", "mapping_set_confidence",
    "publication_date", "creator_label", "comment", "ext_coverage", "ext_creativeWorkStatus", "ext_isPartOf",
}  # fmt: skip


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

    def collection(self) -> dict[str, Any]:
        """Return the collection."""
        pairs: dict[Pair, list[Record]] = {}
        for record in self._document.records:
            if only(record.said, "predicate_id") == MEMBER_OF:
                continue
            if reason := _unsayable(record.said):
                self._lost[reason] += 1
                continue
            source, target = (self._resource(record.said, end) for _, end in _SIDES)
            pairs.setdefault((record.set, source, target), []).append(record)
        mappings = [mapping for pair, records in pairs.items() if (mapping := self._mapping(pair, records))]
        parts = {only(said, "ext_isPartOf") for said in self._sets}
        whole = parts.pop() if len(parts) == 1 else None
        found = {
            "uuid": _uuid(whole.value if whole else "", mappings),
            "metadata": self._metadata(),
            "provenance": self._provenance([record for records in pairs.values() for record in records]),
            "mappings": mappings,
        }
        for said in self._sets:
            for name in said.keys() - _SAID_OF_SETS - {"subject_source", "object_source"}:
                self._lost[name] += 1
        for name, count in sorted(self._lost.items()):
            self.problems.append(Problem("no-room", "", "", name, str(count), *_NO_ROOM, severity="warning"))
        return found

    def _metadata(self) -> dict[str, Any]:
        modified = self._text("publication_date")
        found: dict[str, Any] = {
            "title": self._text("mapping_set_title") or "Mappings",
            "last-modified": f"{modified}T00:00:00Z"
            if re.fullmatch(r"\d{4}-\d\d-\d\d", modified)
            else datetime.now(UTC).replace(microsecond=0).isoformat(),
            "version": self._text("mapping_set_version") or "0",
            "oscal-version": OSCAL_VERSION,
        }
        names = self._names()
        if names:
            found["roles"] = [{"id": "creator", "title": "Creator"}]
            found["parties"] = [{"uuid": _uuid("", name), "type": "organization", "name": name} for name in names]
        return found

    def _provenance(self, records: list[Record]) -> dict[str, Any]:
        """Return what holds where a mapping says nothing else; what OSCAL requires is filled in and named."""
        methods = [method for record in records if (method := _method(record.said))]
        rationales = [rationale for record in records if (rationale := _rationale(record.said))]
        statuses = [text for said in self._sets if (text := _text(said, "ext_creativeWorkStatus")) in _STATUSES]
        found: dict[str, Any] = {
            "method": _most(methods) or "automation",
            "matching-rationale": _most(rationales) or "semantic",
            "status": _most(statuses) or "draft",
            "mapping-description": self._text("mapping_set_description")
            or self._text("mapping_set_title")
            or "Mappings",
        }
        for name, known in (("method", methods), ("matching-rationale", rationales), ("status", statuses)):
            if not known:
                self.problems.append(Problem("filled-in", "", "", name, found[name], *_FILLED_IN, severity="warning"))
        if names := self._names():
            uuids = [_uuid("", name) for name in names]
            found["responsible-parties"] = [{"role-id": "creator", "party-uuids": uuids}]
        return found

    def _mapping(self, pair: Pair, records: list[Record]) -> dict[str, Any] | None:
        """Return the mapping of one resource to another; OSCAL has none without a map."""
        node, source, target = pair
        said = next((said for each, said in self._document.sets.items() if each == node), {})
        maps = [self._map(record, source, target) for record in records if _NO_TERM not in _ends(record.said)]
        if not maps:
            self._lost["gaps of resources without any mapping"] += len(records)
            return None
        identity = "" if len({record.set for record in records}) > 1 else _text(said, "mapping_set_id")
        found: dict[str, Any] = {"uuid": _uuid(identity, [source, target, maps[0]["uuid"]])}
        if method := _most([method for record in records if (method := _method(record.said))]):
            found["method"] = method
        if _text(said, "ext_creativeWorkStatus") in _STATUSES:
            found["status"] = _text(said, "ext_creativeWorkStatus")
        found["source-resource"] = {"type": "catalog", "href": source}
        found["target-resource"] = {"type": "catalog", "href": target}
        found["maps"] = maps
        for key, slot in (("remarks", "comment"), ("mapping-description", "mapping_set_description")):
            if text := _text(said, slot):
                found[key] = text
        for (side, end), (_, other), whole in zip(_SIDES, _SIDES[::-1], (source, target), strict=True):
            codes = [
                _code(thing.value, whole)
                for record in records
                if only(record.said, f"{other}_id") == _NO_TERM and (thing := only(record.said, f"{end}_id"))
            ]
            if codes:
                found[f"{side}-gap-summary"] = {
                    "uuid": _uuid("", [found["uuid"], side]),
                    "unmapped-controls": [{"with-ids": codes}],
                }
        found |= _shares(said, "mapping_set_confidence")
        return found

    def _map(self, record: Record, source: str, target: str) -> dict[str, Any]:
        said = record.said
        found: dict[str, Any] = {"uuid": _uuid(_text(said, "record_id"), str(record.node))}
        if rationale := _rationale(said):
            found["matching-rationale"] = rationale
        relation = only(said, "predicate_id")
        names = _RELATIONSHIPS.get(relation) if isinstance(relation, NamedNode) else None
        if names:
            found["relationship"] = next((name for name in names if name == _text(said, "predicate_label")), names[0])
        elif relation:
            cut = max(relation.value.rfind("/"), relation.value.rfind("#"), relation.value.rfind(":")) + 1
            found["ns"], found["relationship"] = relation.value[:cut], relation.value[cut:]
        for (side, end), whole in zip(_SIDES, (source, target), strict=True):
            thing = only(said, f"{end}_id")
            members = self._document.members.get(thing, [thing]) if isinstance(thing, NamedNode) else []
            kind = _text(said, f"{end}_category")
            found[f"{side}s"] = [
                {"type": kind if kind in _KINDS else "control", "id-ref": _code(member.value, whole)}
                for member in members
            ]
        found |= _shares(said, "confidence")
        if text := _text(said, "comment"):
            found["remarks"] = text
        for name in said.keys() - _SAID:
            if name != "other" or not _text(said, "other").startswith(_CATEGORY):
                self._lost[name] += 1
        return found

    def _resource(self, said: Said, end: str) -> str:
        """Return the resource that one side of a row is of: the one it names, else what its IRI begins with."""
        source = only(said, f"{end}_source")
        if source is not None:
            return source.value
        thing = only(said, f"{end}_id")
        members = self._document.members.get(thing, [thing]) if isinstance(thing, NamedNode) else []
        iri = members[0].value if members else ""
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


def _unsayable(said: Said) -> str:
    """Return what keeps a row from being said in OSCAL, if anything does."""
    if "predicate_modifier" in said:
        return "negated rows"
    if not all(isinstance(end, NamedNode) for end in _ends(said)):
        return "rows that map mere texts"
    relation = only(said, "predicate_id")
    if relation in _RELATIONSHIPS or _NO_TERM in _ends(said):
        return ""
    name = re.split("[/#:]", relation.value)[-1] if relation else ""
    return "" if _TOKEN.fullmatch(name) else "rows whose relation has no plain name"


def _ends(said: Said) -> tuple[Term | None, Term | None]:
    return only(said, "subject_id"), only(said, "object_id")


def _text(said: Said, name: str) -> str:
    value = only(said, name)
    return value.value if value is not None else ""


def _method(said: Said) -> str:
    justification = only(said, "mapping_justification")
    if justification is None:
        return ""
    return _METHODS.get(justification, "automation") if isinstance(justification, NamedNode) else ""


def _rationale(said: Said) -> str:
    rationale = only(said, "ext_rationale")
    return _RATIONALES.get(rationale, "") if isinstance(rationale, NamedNode) else ""


def _shares(said: Said, confidence: str) -> dict[str, Any]:
    """Return confidence and coverage as OSCAL has them."""
    found: dict[str, Any] = {}
    if text := _text(said, confidence):
        found["confidence-score"] = {"percentage": float(text)}
    elif (text := _text(said, "other")).startswith(_CATEGORY):
        found["confidence-score"] = {"category": text.removeprefix(_CATEGORY)}
    if text := _text(said, "ext_coverage"):
        found["coverage"] = {"target-coverage": float(text)}
    return found


def _code(iri: str, whole: str) -> str:
    """Return the identifier of a thing in a resource; a thing of somewhere else keeps its IRI."""
    return iri.removeprefix(whole).removeprefix("#") if iri.startswith(whole) and iri != whole else iri


def _uuid(given: str, content: Any) -> str:
    """Return the UUID that is given, or one that the content determines."""
    match = _UUID.fullmatch(given.lower())
    return match[1] if match else str(uuid.uuid5(uuid.NAMESPACE_URL, given or json.dumps(content, sort_keys=True)))


def _most(values: list[str]) -> str:
    """Return the value that stands there most often."""
    return Counter(values).most_common(1)[0][0] if values else ""


_NO_ROOM: Final = (
    Text("OSCAL has no room for this; so many times it is not written.", "OSCAL 无处填写此项；未写出的次数如值所示。"),
    Text("Write SSSOM if it is needed.", "如需保留，请改用 SSSOM。"),
)
_FILLED_IN: Final = (
    Text(
        "OSCAL requires this and nothing says it; a value was filled in.", "OSCAL 要求此项而资料中没有；已填入一个值。"
    ),
    Text("Check the value.", "请核对该值。"),
)
