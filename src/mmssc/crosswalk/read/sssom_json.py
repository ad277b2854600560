"""SSSOM/JSON: a mapping set as an object, with its prefixes in curie_map or in a JSON-LD context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mmssc.crosswalk.read.curie_map import declared_prefixes, note_prefixes
from mmssc.crosswalk.read.metadata import describe, extensions
from mmssc.crosswalk.read.values import Values
from mmssc.crosswalk.read.walk import Located, holds, strings
from mmssc.crosswalk.slots import ROW_SLOTS, SLOTS
from mmssc.evidence.values import BadValueError, is_iri
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.result import MappingSet
    from mmssc.crosswalk.read.walk import Walk
    from mmssc.crosswalk.slots import Slot

__all__ = ["DUPLICATE_KEY", "NO_OBJECT", "read_sssom_json"]

_ROWS: Final = "mappings"
_PASSED: Final = {"curie_map", "extension_definitions", "@context", "@type"}
_DECLARE: Final = Text("declare it in curie_map or @context.", "请在 curie_map 或 @context 中声明该前缀。")


def read_sssom_json(walk: Callable[[], Walk], gatherer: Gatherer) -> None:
    """Read a mapping set.

    Args:
        walk: Begins a walk through the document; the prefixes may stand after the rows, so it is walked through twice.
        gatherer: Where rows and problems go.

    Raises:
        UnusableInputError: The document is damaged.
    """
    data = _metadata(walk(), gatherer)
    to = gatherer.new_set()
    prefixes = _context(data.get("@context", {}), gatherer)
    prefixes |= declared_prefixes(data.get("curie_map", {}), 1, gatherer)
    note_prefixes(prefixes, gatherer)
    values = Values(prefixes, gatherer.vocabulary, _DECLARE)
    further = extensions(data.get("extension_definitions", []), values, gatherer, 1)
    describe(to, data, further, values, gatherer, 1, _PASSED)
    slots = {name: SLOTS[name] for name in ROW_SLOTS} | further
    rows = walk()
    for key in rows.members():
        if key != _ROWS:
            rows.value()
            continue
        for _ in rows.items() if holds(rows, "array", key, gatherer.file.source) else ():
            line = rows.line
            _row(rows.value(), line, slots, values, to, gatherer)


def _metadata(walk: Walk, gatherer: Gatherer) -> dict[str, Any]:
    """Return everything but the rows."""
    data: dict[str, Any] = {}
    for key in walk.members():
        if key in data:
            message, mend = DUPLICATE_KEY.message, DUPLICATE_KEY.mend
            raise UnusableInputError(
                Problem("duplicate-key", gatherer.file.source, f"line {walk.line}", key, "", message, mend)
            )
        data[key] = None
        if key == _ROWS:
            for _ in walk.items() if holds(walk, "array", key, gatherer.file.source) else ():
                walk.value()
        else:
            data[key] = walk.value()
    walk.end()
    if data.get(_ROWS) is None:
        data.pop(_ROWS, None)
    return data


def _row(data: Any, line: int, slots: dict[str, Slot], values: Values, to: MappingSet, gatherer: Gatherer) -> None:
    if not isinstance(data, Located):
        gatherer.add(to, line, (), [(NO_OBJECT, "", "")])
        return
    said, faults = [], [(DUPLICATE_KEY, key, "") for key in data.twice]
    for key, value in data.items():
        slot = slots.get(key)
        if slot is None or isinstance(value, dict):
            if key not in _PASSED:
                gatherer.unread(key, line)
            continue
        texts = strings(value)
        if len(texts) > 1 and not slot.several:
            faults.append((_SEVERAL, key, texts[1]))
        for each in texts:
            try:
                said.append(values.said(slot, each))
            except BadValueError as error:
                faults.append((error, key, each))
    gatherer.add(to, line, said, faults)


def _context(context: Any, gatherer: Gatherer) -> dict[str, str]:
    """Return the prefixes of a JSON-LD context; one that stands elsewhere is not fetched."""
    found: dict[str, str] = {}
    for part in context if isinstance(context, list) else [context]:
        if isinstance(part, str):
            gatherer.problem(_REMOTE, 1, "@context", part, "warning")
        elif isinstance(part, dict):
            for key, value in part.items():
                iri = value.get("@id") if isinstance(value, dict) and value.get("@prefix") is True else value
                if isinstance(iri, str) and not key.startswith("@") and is_iri(iri):
                    found[key] = iri
    return found


DUPLICATE_KEY: Final = BadValueError(
    "duplicate-key",
    Text("An object holds this key twice, so that one value would be lost.", "同一对象中该键重复，其中一个值会丢失。"),
    Text("Keep one, or put both values in one array.", "请只保留一个，或将两个值放入同一数组。"),
)
"""What is wrong with an object that holds a key twice."""
NO_OBJECT: Final = BadValueError(
    "not-an-object",
    Text("A row must be an object of slots and values.", "每行应为由字段和值组成的对象。"),
    Text("Write it as {…}, or remove it.", "请写成 {…}，或将其删除。"),
)
"""What is wrong with a row that is no object."""
_SEVERAL: Final = BadValueError(
    "several-values",
    Text("This slot has one value.", "该字段只能有一个值。"),
    Text("Write a row for each.", "请分别写成多行。"),
)
_REMOTE: Final = BadValueError(
    "remote-context",
    Text(
        "This context is not in the file, and nothing is fetched from the network.",
        "该上下文不在文件中，且不从网络获取任何内容。",
    ),
    Text("Declare the prefixes in curie_map.", "请在 curie_map 中声明前缀。"),
)
