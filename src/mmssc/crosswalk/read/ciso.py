"""The libraries of CISO Assistant: sets of mappings between requirements of two frameworks, in YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.read.columns import FURTHER
from mmssc.crosswalk.read.gather import Note
from mmssc.crosswalk.read.sssom_json import DUPLICATE_KEY, NO_OBJECT
from mmssc.crosswalk.read.values import Values
from mmssc.crosswalk.read.walk import Located, holds, strings, text
from mmssc.crosswalk.slots import SLOTS
from mmssc.crosswalk.vocabulary import plain
from mmssc.evidence.values import BadValueError
from mmssc.names import DCTERMS
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.result import MappingSet, Value
    from mmssc.crosswalk.read.walk import Walk

__all__ = ["read_ciso"]

_SETS: Final = {"requirement_mapping_set", "requirement_mapping_sets"}
_ROWS: Final = "requirement_mappings"
_FIELDS: Final = {
    "source_requirement_urn": SLOTS["subject_id"],
    "target_requirement_urn": SLOTS["object_id"],
    "relationship": SLOTS["predicate_id"],
    "rationale": FURTHER["rationale"],
    "strength_of_relationship": FURTHER["strength"],
    "annotation": SLOTS["comment"],
}
_LABEL: Final = SLOTS["predicate_label"]
_COMMENT: Final = SLOTS["comment"]
_ABOUT_SET: Final = {
    "urn": SLOTS["mapping_set_id"],
    "name": SLOTS["mapping_set_title"],
    "description": SLOTS["mapping_set_description"],
    "annotation": SLOTS["comment"],
    "source_framework_urn": SLOTS["subject_source"],
    "target_framework_urn": SLOTS["object_source"],
    "version": SLOTS["mapping_set_version"],
    "publication_date": SLOTS["publication_date"],
    "packager": SLOTS["creator_label"],
}
_OF_LIBRARY: Final = ("version", "publication_date", "packager")
_IN_DUBLIN_CORE: Final = {"copyright": "rights", "provider": "publisher", "locale": "language"}
_IDENTIFIER: Final = NamedNode(DCTERMS + "identifier")
_PART_OF: Final = NamedNode(DCTERMS + "isPartOf")
_REQUIRES: Final = NamedNode(DCTERMS + "requires")
_LEFT: Final = {"convert_library_version", "name", "description", "ref_id", "urn", "dependencies", "annotation"}
_DECLARE: Final = Text("write the whole URN or IRI.", "请写出完整的 URN 或 IRI。")


def read_ciso(walk: Walk, gatherer: Gatherer) -> None:
    """Read a library.

    Raises:
        UnusableInputError: It is damaged.
    """
    library: dict[str, Any] = {}
    read: list[tuple[MappingSet, Located]] = []
    values = Values({}, gatherer.vocabulary, _DECLARE, relation_names=True)
    for key in walk.members():
        if key == "objects":
            for name in walk.members() if holds(walk, "object", key, gatherer.file.source) else ():
                if name in _SETS:
                    read += _sets(walk, name, values, gatherer)
                else:
                    gatherer.unread(name, walk.line)
                    walk.value()
        else:
            library[key] = walk.value()
    walk.end()
    for key in library.keys() - _LEFT - set(_OF_LIBRARY) - _IN_DUBLIN_CORE.keys():
        gatherer.unread(key, 1)
    for to, data in read:
        _describe(to, data, library, values, gatherer)


def _sets(walk: Walk, name: str, values: Values, gatherer: Gatherer) -> Iterator[tuple[MappingSet, Located]]:
    """Read one set, or several."""
    several = walk.kind() == "array"
    if not several and not holds(walk, "object", name, gatherer.file.source):
        return
    for _ in walk.items() if several else (None,):
        if walk.kind() != "object":
            gatherer.problem(NO_OBJECT, walk.line, name, "", "error")
            walk.value()
            continue
        to = gatherer.new_set()
        data = Located()
        data.line = walk.line
        for key in walk.members():
            if key != _ROWS:
                data[key] = walk.value()
                continue
            for _ in walk.items() if holds(walk, "array", key, gatherer.file.source) else ():
                line = walk.line
                _row(walk.value(), line, values, to, gatherer)
        yield to, data


def _row(data: Any, line: int, values: Values, to: MappingSet, gatherer: Gatherer) -> None:
    if not isinstance(data, Located):
        gatherer.add(to, line, (), [(NO_OBJECT, _ROWS, "")])
        return
    said: list[Value] = []
    faults = [(DUPLICATE_KEY, key, "") for key in data.twice]
    for key, value in data.items():
        slot = _FIELDS.get(key)
        given = text(value)
        if slot is None or isinstance(value, (dict, list)):
            gatherer.unread(key, line)
            continue
        if not given:
            continue
        if slot is FURTHER["rationale"] and plain(given) not in gatherer.vocabulary.rationales:
            gatherer.note(_FREE_RATIONALE, key, line)
            slot = _COMMENT
        try:
            said.append(values.said(slot, given))
            if key == "relationship":
                said.append(values.said(_LABEL, given))
        except BadValueError as error:
            faults.append((error, key, given))
    gatherer.add(to, line, said, faults)


def _describe(to: MappingSet, data: Located, library: dict[str, Any], values: Values, gatherer: Gatherer) -> None:
    """Say of a set what it says of itself, and what its library says."""
    about = {key: library[key] for key in _OF_LIBRARY if key in library} | data
    for key, value in about.items():
        slot = _ABOUT_SET.get(key)
        if key == "ref_id":
            to.values.append((_IDENTIFIER, Literal(text(value))))
        elif slot is None or isinstance(value, (dict, list)):
            gatherer.unread(key, data.line)
        elif given := text(value):
            try:
                to.values.append(values.said(slot, given))
            except BadValueError as error:
                gatherer.problem(error, data.line, key, given, "warning")
    for key, name in _IN_DUBLIN_CORE.items():
        if given := text(library.get(key)):
            to.values.append((NamedNode(DCTERMS + name), Literal(given)))
    for prop, key in ((_PART_OF, "urn"), (_REQUIRES, "dependencies")):
        for given in strings(library.get(key)):
            try:
                to.values.append((prop, values.entity(given)))
            except BadValueError as error:
                gatherer.problem(error, 1, key, given, "warning")


_FREE_RATIONALE: Final = Note(
    "free-rationale",
    Text(
        "{count} row(s) give an explanation as rationale; it is read as a comment, and they have no rationale.",
        "有 {count} 行将说明写作匹配依据；已作为备注读取，这些行没有匹配依据。",
    ),
    Text(
        "Write semantic, functional or syntactic, and the explanation in annotation.",
        "请填写 semantic、functional 或 syntactic，说明写入 annotation。",
    ),
)
