"""The maps of an OSCAL mapping, and the controls that it declares to be unmapped, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.read.columns import FURTHER
from mmssc.crosswalk.read.oscal_about import NO_RESOURCE, SIDES, objects, share, urn
from mmssc.crosswalk.read.resource import part, union
from mmssc.crosswalk.read.sssom_json import DUPLICATE_KEY, NO_OBJECT
from mmssc.crosswalk.read.walk import Located, holds, strings, text
from mmssc.crosswalk.slots import SLOTS
from mmssc.evidence.values import BadValueError, iri, is_iri
from mmssc.names import SKOS
from mmssc.problem import Text

if TYPE_CHECKING:
    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.oscal_about import Context
    from mmssc.crosswalk.read.result import Value
    from mmssc.crosswalk.read.walk import Walk

    Fault = tuple[BadValueError, str, str]

__all__ = ["Rows"]

_NAMESPACE: Final = "http://csrc.nist.gov/ns/oscal"
_ANY_RELATION: Final = NamedNode(SKOS + "mappingRelation")
_NO_TERM: Final = NamedNode("https://w3id.org/sssom/NoTermFound")
_OF_MAP: Final = set(
    "uuid ns matching-rationale relationship sources targets confidence-score coverage remarks".split()
)


class Rows:
    """The rows of one mapping.

    Args:
        context: What holds for all of them.
        gatherer: Where they go.
    """

    def __init__(self, context: Context, gatherer: Gatherer) -> None:
        self._context = context
        self._gatherer = gatherer

    def read(self, key: str, walk: Walk) -> None:
        """Walk past a member of the mapping, and read the maps if it holds them."""
        if key != "maps":
            walk.value()
            return
        for _ in walk.items() if holds(walk, "array", key, self._gatherer.file.source) else ():
            line = walk.line
            self._map(walk.value(), line)

    def gaps(self) -> None:
        """Read what is declared to be unmapped as rows without a counterpart."""
        mapping = self._context.mapping
        for (side, end), (_, other) in zip(SIDES, SIDES[::-1], strict=True):
            key = f"{side}-gap-summary"
            summary = mapping.get(key)
            if summary is not None and not isinstance(summary, dict):
                self._gatherer.problem(_NO_GAPS, mapping.line, key, text(summary))
                continue
            given = summary.get("unmapped-controls") if summary else None
            if given is not None and len(objects(given)) < len(given if isinstance(given, list) else [given]):
                self._gatherer.problem(_NO_GAPS, mapping.line, f"{key}/unmapped-controls", text(given))
            for selection in objects(given):
                for name in selection.keys() - {"with-ids"}:
                    chosen = text(selection[name])
                    if chosen != "no":
                        self._gatherer.problem(_SELECTION, mapping.line, f"{key}/{name}", chosen, "warning")
                for code in strings(selection.get("with-ids")):
                    said = [
                        *self._context.said,
                        (SLOTS["predicate_id"].property, _ANY_RELATION),
                        (SLOTS[f"{other}_id"].property, _NO_TERM),
                    ]
                    faults: list[Fault] = []
                    try:
                        said.append((SLOTS[f"{end}_id"].property, self._thing(code, end)))
                    except BadValueError as error:
                        faults.append((error, key, code))
                    self._gatherer.add(self._context.set, mapping.line, said, faults)

    def _map(self, data: Any, line: int) -> None:
        if not isinstance(data, Located):
            self._gatherer.add(self._context.set, line, (), [(NO_OBJECT, "maps", "")])
            return
        for key in data:
            if key not in _OF_MAP:
                self._gatherer.unread(key, line)
        said = list(self._context.said)
        faults: list[Fault] = [(DUPLICATE_KEY, key, "") for key in data.twice]
        for side, end in SIDES:
            said += self._side(data.get(f"{side}s"), f"{side}s", end, line, faults)
        said += _relation(data, self._context, faults)
        rationale = text(data.get("matching-rationale")) or self._context.rationale
        for slot, key, given in (
            (SLOTS["record_id"], "uuid", urn(text(data.get("uuid")))),
            (FURTHER["rationale"], "matching-rationale", rationale),
            (SLOTS["confidence"], "confidence-score", share(data.get("confidence-score"), "percentage")),
            (SLOTS["other"], "confidence-score", _category(data)),
            (FURTHER["coverage"], "coverage", share(data.get("coverage"), "target-coverage")),
            (SLOTS["comment"], "remarks", text(data.get("remarks"))),
        ):
            try:
                said += [self._context.values.said(slot, given)] if given else []
            except BadValueError as error:
                faults.append((error, key, given))
        self._gatherer.add(self._context.set, line, said, faults)

    def _side(self, given: Any, name: str, end: str, line: int, faults: list[Fault]) -> list[Value]:
        """Return what one side of a map names, several as their union, and of what kind it is."""
        things, kinds = [], set()
        for item in given if isinstance(given, list) else [given] if given else []:
            code = text(item.get("id-ref")) if isinstance(item, dict) else ""
            if not code:
                faults.append((_NO_ID, name, ""))
                continue
            for key in item.keys() - {"type", "id-ref"}:
                self._gatherer.unread(f"{name}/{key}", line)
            kinds.add(text(item.get("type")))
            try:
                things.append(self._thing(code, end))
            except BadValueError as error:
                faults.append((error, name, code))
        said: list[Value] = [(SLOTS[f"{end}_id"].property, union(things, self._gatherer))] if things else []
        if len(kinds) == 1 and (kind := kinds.pop()):
            said.append((SLOTS[f"{end}_category"].property, Literal(kind)))
        return said

    def _thing(self, code: str, end: str) -> NamedNode:
        if is_iri(code):
            return iri(code)
        whole = self._context.wholes.get(end)
        if whole is None:
            raise NO_RESOURCE
        return part(code, whole)


def _relation(data: Located, context: Context, faults: list[Fault]) -> list[Value]:
    """Return the relation: OSCAL's own, or one of another namespace."""
    given = data.get("relationship")
    name = text(given.get("type") if isinstance(given, dict) else given)
    owner = text(data.get("ns")) or _NAMESPACE
    if not name:
        return []
    try:
        relation = context.values.relation(name) if owner == _NAMESPACE else part(name, iri(owner))
    except BadValueError as error:
        faults.append((error, "relationship", name))
        return []
    return [(SLOTS["predicate_id"].property, relation), (SLOTS["predicate_label"].property, Literal(name))]


def _category(data: Located) -> str:
    category = share(data.get("confidence-score"), "category")
    return f"confidence category: {category}" if category else ""


_NO_ID: Final = BadValueError(
    "missing-value",
    Text("A source or target lacks its id-ref.", "source 或 target 缺少 id-ref。"),
    Text("Give the identifier of the control or statement.", "请填写控制项或语句的标识。"),
)
_NO_GAPS: Final = BadValueError(
    "wrong-type",
    Text("What is declared to be unmapped is no object, so it is lost.", "声明未映射的内容不是对象，无法读取。"),
    Text(
        'Write a gap summary as {…}, with unmapped-controls as [{"with-ids": […]}].',
        '请将差距摘要写成 {…}，其中 unmapped-controls 为 [{"with-ids": […]}]。',
    ),
)
_SELECTION: Final = BadValueError(
    "unresolved-selection",
    Text(
        "This selects controls by what only the catalogue knows, which is not at hand; "
        "only those named are taken as unmapped.",
        "此项按目录内容选取控制项，而目录不可得；仅将直接列出的控制项视为未映射。",
    ),
    Text("List every identifier in with-ids.", "请在 with-ids 中逐一列出标识。"),
)
