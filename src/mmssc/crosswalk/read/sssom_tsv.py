"""SSSOM/TSV: metadata in YAML behind ``#``, or in a file beside, and the rows below; commas will do for tabs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mmssc.crosswalk.read.columns import Column
from mmssc.crosswalk.read.curie_map import declared_prefixes, note_prefixes
from mmssc.crosswalk.read.metadata import describe, extensions
from mmssc.crosswalk.read.table import read_table
from mmssc.crosswalk.read.values import Values
from mmssc.crosswalk.read.walk_yaml import YamlWalk
from mmssc.crosswalk.slots import ROW_SLOTS, SLOTS
from mmssc.evidence.limits import MAX_JSON_BYTES
from mmssc.evidence.opening import opened
from mmssc.evidence.values import BadValueError
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.lines import Lines

__all__ = ["read_sssom_tsv"]

_BESIDE: Final = (".sssom.yml", ".sssom.yaml", ".yml", ".yaml")
_DECLARE: Final = Text(
    "declare it in the curie_map at the beginning of the file.", "请在文件开头的 curie_map 中声明该前缀。"
)


def read_sssom_tsv(lines: Lines, gatherer: Gatherer) -> None:
    """Read a mapping set.

    Raises:
        UnusableInputError: The metadata are no YAML, or the rows cannot be told apart.
    """
    source = gatherer.file.source
    text = lines.metadata()
    data = _loaded(text, source) if text.strip() else _beside(source, gatherer)
    if not isinstance(data, dict):
        raise UnusableInputError(Problem("bad-metadata", source, "line 1", "", "", *_NO_METADATA))
    to = gatherer.new_set()
    prefixes = declared_prefixes(data.get("curie_map", {}), 1, gatherer)
    note_prefixes(prefixes, gatherer)
    values = Values(prefixes, gatherer.vocabulary, _DECLARE)
    further = extensions(data.get("extension_definitions", []), values, gatherer, 1)
    describe(to, data, further, values, gatherer, 1, {"curie_map", "extension_definitions"})
    slots = {name: SLOTS[name] for name in ROW_SLOTS} | further
    columns = {name: Column(name, slot, together=False) for name, slot in slots.items()}
    read_table(lines.rows(columns.__contains__), gatherer, to, values, columns.get)


def _loaded(text: str, source: str) -> Any:
    walk = YamlWalk(text, source)
    data = walk.value()
    walk.end()
    for key in getattr(data, "twice", ()):
        raise UnusableInputError(Problem("duplicate-key", source, "line 1", key, "", *_TWICE))
    return data


def _beside(source: str, gatherer: Gatherer) -> Any:
    """Return the metadata that stand in a file beside, as SSSOM allows; none if there is no such file."""
    path = Path(source)
    stem = path.name.removesuffix(".gz").removesuffix(path.suffix).removesuffix(".sssom")
    found = [beside for suffix in _BESIDE if (beside := path.with_name(stem + suffix)).is_file()]
    if source == "-" or not found:
        gatherer.problem(_NOTHING, 1, "", "", "warning")
        return {}
    with opened(str(found[0])) as file:
        return _loaded(file.read(MAX_JSON_BYTES).decode("utf-8-sig", "replace"), str(found[0]))


_NO_METADATA: Final = (
    Text("The metadata before the table are no pairs of a slot and a value.", "表前的元数据不是“字段: 值”的形式。"),
    Text("Write each as “#slot: value”, and no other comments.", "请逐行写成“#字段: 值”，不要写其他注释。"),
)
_TWICE: Final = (
    Text("The metadata hold this key twice.", "元数据中该键重复。"),
    Text("Keep one of them.", "请只保留一个。"),
)
_NOTHING: Final = BadValueError(
    "no-metadata",
    Text("The file has no metadata, so it declares no prefixes.", "文件没有元数据，因此未声明任何前缀。"),
    Text(
        "Begin it with lines such as “#curie_map:” and “#mapping_set_id:”, or put them in a .sssom.yml file beside it.",
        "请在文件开头加入“#curie_map:”“#mapping_set_id:”等行，或写入同名的 .sssom.yml 文件。",
    ),
)
