"""What items say in words: English or Chinese, with the characters that real titles have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

__all__ = ["title"]

_ENGLISH: Final = (
    "{city}: {label} (no. {number})",
    "{city}: {label}; council minutes, item {number}",
    '{city}: "{label}", as report {number} says',
    "{city}: {label} — progress at 50 %, see C:\\reports\\{number}",
)
_CHINESE: Final = ("{city}：{label}（第 {number} 号）", "{city}“{label}”，见第 {number} 号文件")
_DOUBT: Final = {
    "en": "An auditor found no proof of this in {city} (no. {number}): {label}",
    "zh": "{city}：审计未见证明（第 {number} 号）：{label}",
}


def title(city: str, number: int, labels: Mapping[str, str], offered: str, chance: random.Random) -> Literal:
    """Return a title for an item that is offered for, against or beside a requirement with these labels."""
    language = "zh" if "zh" in labels and chance.random() < 0.2 else "en"
    label = labels.get(language) or next(iter(labels.values()))
    if offered == "disputed":
        text = _DOUBT[language]
    elif language == "zh":
        text = chance.choice(_CHINESE)
    else:
        text = chance.choices(_ENGLISH, (80, 10, 7, 3))[0]
    return Literal(text.format(city=city, label=label, number=number), language=language)
