"""Changes as a table, as CSV and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from mmssc.crosswalk.diff import AREAS
from mmssc.crosswalk.report.printable import harmless, harmless_rows
from mmssc.report.csv import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.crosswalk.diff import Area, Change, Kind
    from mmssc.problem import Lang

__all__ = ["render"]

_SHOWN: Final = 40
_SIGNS: Final[dict[Kind, str]] = {"added": "+", "removed": "-", "changed": "~"}
_TITLES: Final[dict[Lang, dict[Area, str]]] = {
    "en": {
        "row": "Rows",
        "metadata": "What is said of rows",
        "label": "Labels",
        "finding": "Findings that appear or vanish",
        "implied": "What chains of rows imply",
        "coverage": "Coverage (mapped / known)",
        "recommendation": "Characteristics whose recommendations change",
    },
    "zh": {
        "row": "行",
        "metadata": "行的元数据",
        "label": "名称",
        "finding": "新出现或消失的发现",
        "implied": "由行的链条推出的关系",
        "coverage": "覆盖（已映射 / 已知）",
        "recommendation": "建议有变的特征",
    },
}
_TEXTS: Final[dict[Lang, tuple[str, str]]] = {
    "en": ("  … and {n} more; --format csv lists all.", "Nothing changed."),
    "zh": ("  ……另有 {n} 项；--format csv 可列出全部。", "没有变化。"),
}


def render(changes: Sequence[Change], form: str, lang: Lang = "en") -> str:
    """Return changes in one of their forms: table, csv or json."""
    if form == "csv":
        return table(["area", "kind", "subject", "old", "new", "place"], harmless_rows(map(asdict, changes)))
    if form == "json":
        return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2) + "\n"
    more, nothing = _TEXTS[lang]
    lines: list[str] = []
    for area in AREAS:
        those = [change for change in changes if change.area == area]
        if those:
            lines.append(f"{_TITLES[lang][area]} ({len(those)})")
            lines += [_line(change) for change in those[:_SHOWN]]
            if len(those) > _SHOWN:
                lines.append(more.format(n=len(those) - _SHOWN))
            lines.append("")
    return harmless("\n".join(lines or [nothing])).rstrip() + "\n"


def _line(change: Change) -> str:
    place = f"{change.place}  " if change.place else ""
    if change.area == "row":
        told = f"{change.old} → {change.new}" if change.kind == "changed" else change.old or change.new
    elif change.kind == "changed":
        told = f"{change.subject}: {change.old} → {change.new}"
    else:
        told = f"{change.subject}: {change.old or change.new}"
    return f"  {_SIGNS[change.kind]} {place}{told}"
