"""What an OSCAL mapping collection says of itself, of its mappings, and of the resources that they relate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.read.columns import FURTHER
from mmssc.crosswalk.read.resource import resolved
from mmssc.crosswalk.read.sssom_json import DUPLICATE_KEY, NO_OBJECT
from mmssc.crosswalk.read.values import Values
from mmssc.crosswalk.read.walk import Located, holds, strings, text
from mmssc.crosswalk.slots import SLOTS
from mmssc.evidence.values import BadValueError, iri
from mmssc.names import DCTERMS
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.result import MappingSet, Value
    from mmssc.crosswalk.read.walk import Walk
    from mmssc.crosswalk.slots import Slot

__all__ = ["METHODS", "NO_RESOURCE", "SIDES", "Collection", "Context", "objects", "share", "urn"]

METHODS: Final = {
    "human": "semapv:ManualMappingCuration",
    "hybrid": "semapv:CompositeMatching",
    "automation": "semapv:UnspecifiedMatching",
}
"""How a method of OSCAL justifies a row in SSSOM."""

SIDES: Final = (("source", "subject"), ("target", "object"))
"""The sides of a mapping, as OSCAL and as SSSOM call them."""

_DECLARE: Final = Text("write the whole IRI.", "请写出完整的 IRI。")
_STATUS: Final = NamedNode("https://schema.org/creativeWorkStatus")
_PART_OF: Final = NamedNode(DCTERMS + "isPartOf")
_OF_COLLECTION: Final = set("uuid metadata provenance mappings back-matter".split())
_OF_METADATA: Final = set(
    "title version published last-modified oscal-version parties responsible-parties roles".split()
)
_OF_PROVENANCE: Final = set(
    "method matching-rationale status mapping-description confidence-score coverage remarks responsible-parties".split()
)
_OF_MAPPING: Final = (_OF_PROVENANCE - {"responsible-parties"}) | set(
    "uuid maps source-resource target-resource source-gap-summary target-gap-summary".split()
)


@dataclass(slots=True)
class Context:
    """What holds for every row of a mapping.

    Attributes:
        set: The mapping set that the mapping is.
        mapping: What the mapping says, its maps left out.
        values: How texts are read.
        wholes: The resources that the two sides are of, as far as they are known.
        said: What every row says.
        rationale: The rationale of rows that give none.
    """

    set: MappingSet
    mapping: Located
    values: Values
    wholes: dict[str, NamedNode] = field(default_factory=dict)
    said: tuple[Value, ...] = ()
    rationale: str = ""


class Collection:
    """A mapping collection, its maps left out.

    Args:
        gatherer: Where sets and problems go.
    """

    def __init__(self, gatherer: Gatherer) -> None:
        self._gatherer = gatherer
        self._values = Values({}, gatherer.vocabulary, _DECLARE, relation_names=True)
        self._about: dict[str, Any] = {}
        self._mappings: list[Located] = []

    def note(self, name: str, walk: Walk) -> None:
        """Note a member of the collection, before whose value a walk stands; of its mappings all but the maps."""
        if name in self._about:
            message, mend = DUPLICATE_KEY.message, DUPLICATE_KEY.mend
            raise UnusableInputError(
                Problem("duplicate-key", self._gatherer.file.source, f"line {walk.line}", name, "", message, mend)
            )
        if name not in _OF_COLLECTION:
            self._gatherer.unread(name, walk.line)
        if name != "mappings":
            self._about[name] = walk.value()
            return
        self._about[name] = None
        for _ in walk.items() if holds(walk, "array", name, self._gatherer.file.source) else ():
            if walk.kind() != "object":
                self._gatherer.problem(NO_OBJECT, walk.line, name, "")
            self._mappings.append(_without_maps(walk, self._gatherer.file.source))

    def described(self) -> Iterator[Context]:
        """Yield what holds for the rows of each mapping; its set says what collection and mapping say."""
        resources = self._resources()
        for mapping in self._mappings:
            context = Context(self._gatherer.new_set(), mapping, self._values)
            self._describe(context)
            self._place(context, resources)
            yield context

    def _resources(self) -> dict[str, str]:
        """Return where the resources of the back matter are, by their UUIDs."""
        found = {}
        for resource in objects(self._object("back-matter").get("resources")):
            links = [text(link.get("href")) for link in objects(resource.get("rlinks"))]
            uuid = text(resource.get("uuid")).casefold()
            found[uuid] = resolved(links[0], self._gatherer.file.base) if links and links[0] else urn(uuid)
        return found

    def _describe(self, context: Context) -> None:
        mapping = context.mapping
        metadata, provenance = self._object("metadata"), self._object("provenance")
        for data, known, line in (
            (metadata, _OF_METADATA, 1),
            (provenance, _OF_PROVENANCE, 1),
            (mapping, _OF_MAPPING, mapping.line),
        ):
            for key in data:
                if key not in known:
                    self._gatherer.unread(key, line)
        about = {**provenance, **mapping}
        names = {text(party.get("uuid")): text(party.get("name")) for party in objects(metadata.get("parties"))}
        responsible = provenance.get("responsible-parties") or metadata.get("responsible-parties")
        parties = [uuid for each in objects(responsible) for uuid in strings(each.get("party-uuids"))]
        for slot, given in (
            ("mapping_set_id", urn(text(mapping.get("uuid")))),
            ("mapping_set_title", text(metadata.get("title"))),
            ("mapping_set_version", text(metadata.get("version"))),
            ("publication_date", text(metadata.get("published")) or text(metadata.get("last-modified"))),
            ("mapping_set_description", text(about.get("mapping-description"))),
            ("comment", text(about.get("remarks"))),
            ("mapping_set_confidence", share(about.get("confidence-score"), "percentage")),
            *(("creator_label", names.get(uuid) or uuid) for uuid in parties),
        ):
            self._say(context, SLOTS[slot], given)
        self._say(context, FURTHER["coverage"], share(about.get("coverage"), "target-coverage"))
        if status := text(about.get("status")):
            context.set.values.append((_STATUS, Literal(status)))
        if collection := text(self._about.get("uuid")):
            try:
                context.set.values.append((_PART_OF, iri(urn(collection))))
            except BadValueError as error:
                self._gatherer.problem(error, 1, "uuid", collection, "warning")
        context.rationale = text(about.get("matching-rationale"))
        method = text(about.get("method"))
        if method in METHODS:
            context.said = (self._values.said(SLOTS["mapping_justification"], METHODS[method]),)
        elif method:
            self._gatherer.problem(_METHOD, mapping.line, "method", method, "warning")

    def _say(self, context: Context, slot: Slot, given: str) -> None:
        if not given:
            return
        try:
            context.set.values.append(self._values.said(slot, given))
        except BadValueError as error:
            self._gatherer.problem(error, context.mapping.line, slot.name, given, "warning")

    def _place(self, context: Context, resources: dict[str, str]) -> None:
        """Say where the things of a mapping come from."""
        mapping = context.mapping
        for side, end in SIDES:
            given = mapping.get(f"{side}-resource")
            href = text(given.get("href")) if isinstance(given, dict) else ""
            if not href:
                self._gatherer.problem(NO_RESOURCE, mapping.line, f"{side}-resource", "", "warning")
                continue
            try:
                whole = iri(resources.get(href[1:].casefold()) or resolved(href, self._gatherer.file.base))
            except BadValueError as error:
                self._gatherer.problem(error, mapping.line, f"{side}-resource", href, "warning")
                continue
            context.wholes[end] = whole
            context.set.values.append((SLOTS[f"{end}_source"].property, whole))

    def _object(self, name: str) -> dict[str, Any]:
        given = self._about.get(name)
        return given if isinstance(given, dict) else {}


def _without_maps(walk: Walk, source: str) -> Located:
    """Walk past a mapping and return what it says, its maps left out."""
    mapping = Located()
    mapping.line = walk.line
    if walk.kind() != "object":
        walk.value()
        return mapping
    for key in walk.members():
        if key == "maps":
            for _ in walk.items() if holds(walk, "array", key, source) else ():
                walk.value()
        else:
            mapping[key] = walk.value()
    return mapping


def objects(given: Any) -> list[dict[str, Any]]:
    """Return the objects among what is given, one or several."""
    return [each for each in (given if isinstance(given, list) else [given]) if isinstance(each, dict)]


def share(given: Any, key: str) -> str:
    """Return the share that a score or a coverage gives; empty if it gives none."""
    return text(given.get(key)) if isinstance(given, dict) else ""


def urn(uuid: str) -> str:
    """Return a UUID as an IRI; empty if there is none."""
    return f"urn:uuid:{uuid.lower()}" if uuid else ""


NO_RESOURCE: Final = BadValueError(
    "no-resource",
    Text("The mapping does not say in which resource its controls stand.", "该映射未指明控制项所在的资源。"),
    Text(
        "Give its source-resource and target-resource an href.", "请为 source-resource 和 target-resource 填写 href。"
    ),
)
"""What is wrong with a control of nothing."""
_METHOD: Final = BadValueError(
    "unknown-value",
    Text(
        "This is no method of OSCAL, so the rows have no justification.",
        "这不是 OSCAL 规定的方法，因此各行没有映射理由。",
    ),
    Text("Write human, automation or hybrid.", "请填写 human、automation 或 hybrid。"),
)
