"""Targets as the command line names them (``3``, ``2.2.1=4``), turned into triples."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple

from mmssc.knowledge import query_text
from mmssc.names import MMSSC, RDF_TYPE
from mmssc.problem import Text
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Store

__all__ = ["BadTargetError", "read_targets"]

_BASE: Final = "https://w3id.org/mmssc/target/"


class BadTargetError(ValueError):
    """A target that names no part of the model or no level of it."""

    def __init__(self, en: str, zh: str) -> None:
        self.text = Text(en, zh)
        super().__init__(en)


def read_targets(asked: Sequence[str], store: Store) -> list[Triple]:
    """Turn targets into triples: one ``mmssc:Target`` for each part of the model that any of them names.

    Args:
        asked: ``LEVEL`` for the whole model, ``CODE=LEVEL`` for a part of it; of two for one part the later holds.
        store: A store that holds the model.

    Raises:
        BadTargetError: There is no such part or level.
    """
    levels: dict[str, dict[str, dict[str, str]]] = {}
    for row in select(store, query_text("recommend/parts")):
        code = row["code"].value if "code" in row else ""
        levels.setdefault(code, {}).setdefault(row["part"].value, {})[row["rank"].value] = row["level"].value
    found: dict[str, str] = {}
    for target in asked:
        code, _, level = (part.strip() for part in target.rpartition("="))
        if code not in levels or (not code and "=" in target):
            near = get_close_matches(code, levels.keys() - {""}, n=1)
            raise BadTargetError(
                f"--target {target}: the model has no {code or 'part without a code'}"
                + (f"; did you mean {near[0]}={level}?" if near else ""),
                f"--target {target}：模型中没有“{code}”" + (f"；是否应为 {near[0]}={level}？" if near else ""),
            )
        for part, ranks in levels[code].items():
            if level not in ranks:
                known = ", ".join(sorted(ranks, key=int))
                raise BadTargetError(
                    f"--target {target}: there is no level {level or '(none given)'}; use one of {known}",
                    f"--target {target}：没有 {level or '（未给出）'} 级；请选用 {known} 之一",
                )
            found[part] = ranks[level]
    return [
        triple for place, (part, level) in enumerate(found.items(), start=1) for triple in _target(place, part, level)
    ]


def _target(place: int, part: str, level: str) -> list[Triple]:
    node = NamedNode(f"{_BASE}{place}")
    return [
        Triple(node, RDF_TYPE, NamedNode(MMSSC + "Target")),
        Triple(node, NamedNode(MMSSC + "aimsAt"), NamedNode(part)),
        Triple(node, NamedNode(MMSSC + "level"), NamedNode(level)),
    ]
