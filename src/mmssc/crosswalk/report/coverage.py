"""Coverage as a table, as CSV and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from mmssc.crosswalk.report.printable import harmless, harmless_rows
from mmssc.report.csv import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.crosswalk.coverage import Direction
    from mmssc.crosswalk.words import Words
    from mmssc.problem import Lang

__all__ = ["render"]

_STATES: Final = ("mapped", "declared", "missing")
_SHOWN: Final = 20
_TEXTS: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "line": "{source} → {target}: {mapped} of {known} mapped ({share:.0%}), {declared} declared without "
        "counterpart, {missing} missing",
        "unlisted": "   Nothing lists what {source} holds, so that nothing can be missing: name its file too.",
        "missing": "   missing: ",
        "declared": "   declared without counterpart: ",
        "more": ", … and {n} more",
        "unnamed": "a scheme that no row names",
        "none": "No row relates two schemes.",
    },
    "zh": {
        "line": "{source} → {target}：{known} 项中已映射 {mapped} 项（{share:.0%}），"
        "声明无对应 {declared} 项，缺失 {missing} 项",
        "unlisted": "   没有列出 {source} 所含内容，无从判断缺失：请同时给出该体系的文件。",
        "missing": "   缺失：",
        "declared": "   声明无对应：",
        "more": "……另有 {n} 项",
        "unnamed": "未指明的体系",
        "none": "没有任何行关联两个体系。",
    },
}


def render(directions: Sequence[Direction], words: Words, form: str, lang: Lang = "en") -> str:
    """Return coverage in one of its forms: table, csv or json."""
    if form == "csv":
        columns = ["source", "target", "thing", "code", "label", "state"]
        rows = (row for direction in directions for row in _rows(direction, words, lang))
        return table(columns, harmless_rows(rows))
    if form == "json":
        return json.dumps([_json(each, words, lang) for each in directions], ensure_ascii=False, indent=2) + "\n"
    lines = [line for direction in directions for line in _lines(direction, words, lang)]
    return harmless("\n".join(lines or [_TEXTS[lang]["none"]])) + "\n"


def _lines(direction: Direction, words: Words, lang: Lang) -> list[str]:
    texts = _TEXTS[lang]
    source, target = (_scheme(scheme, words, texts) for scheme in (direction.source, direction.target))
    counts = {state: len(getattr(direction, state)) for state in _STATES}
    lines = [texts["line"].format(source=source, target=target, known=direction.known, share=direction.share, **counts)]
    if not direction.listed:
        lines.append(texts["unlisted"].format(source=source))
    for state in ("missing", "declared"):
        things = getattr(direction, state)
        if things:
            names = ", ".join(words.notation(NamedNode(thing)) for thing in things[:_SHOWN])
            more = texts["more"].format(n=len(things) - _SHOWN) if len(things) > _SHOWN else ""
            lines.append(texts[state] + names + more)
    return lines


def _scheme(scheme: str, words: Words, texts: dict[str, str]) -> str:
    return words.code(NamedNode(scheme)) if scheme else texts["unnamed"]


def _rows(direction: Direction, words: Words, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "source": direction.source,
            "target": direction.target,
            "thing": thing,
            "code": words.notation(NamedNode(thing)),
            "label": words.label(NamedNode(thing), lang),
            "state": state,
        }
        for state in _STATES
        for thing in getattr(direction, state)
    ]


def _json(direction: Direction, words: Words, lang: Lang) -> dict[str, Any]:
    return {
        "source": direction.source,
        "target": direction.target,
        "known": direction.known,
        "listed": direction.listed,
        "share": round(direction.share, 4),
    } | {
        state: [
            {"thing": thing, "code": words.notation(NamedNode(thing)), "label": words.label(NamedNode(thing), lang)}
            for thing in getattr(direction, state)
        ]
        for state in _STATES
    }
