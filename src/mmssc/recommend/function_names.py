"""What a register may call functions and grades: code, label in any language, or IRI."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from pyoxigraph import NamedNode

from mmssc.evidence.values import BadValueError
from mmssc.knowledge import query_text
from mmssc.names import MMSSC
from mmssc.problem import Text
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Store

__all__ = ["Names", "names_in", "plain", "unknown"]

_COLOUR: Final = "色"


@dataclass(frozen=True, slots=True)
class Names:
    """What cells of one column may name: every way to write a thing, in plain form, and the codes to suggest."""

    things: Mapping[str, NamedNode]
    codes: Mapping[str, str]

    def find(self, text: str) -> NamedNode | None:
        """Return what a text names, if anything."""
        return self.things.get(plain(text))

    def nearest(self, text: str) -> str:
        """Return the code of what a text may have meant; empty if nothing is near."""
        near = get_close_matches(plain(text), self.codes, n=1)
        return self.codes[near[0]] if near else ""


def names_in(store: Store) -> dict[str, Names]:
    """Return the functions and the grades that a store holds, by the columns function and grade."""
    things: dict[str, dict[str, NamedNode]] = {"function": {}, "grade": {}}
    codes: dict[str, dict[str, str]] = {"function": {}, "grade": {}}
    for row in select(store, query_text("recommend/functions")):
        key = "grade" if row["kind"].value == MMSSC + "Grade" else "function"
        thing = NamedNode(row["thing"].value)
        for name in (row["name"].value, thing.value, thing.value.rpartition("/")[2]):
            simple = plain(name)
            for written in {simple, simple.removesuffix(_COLOUR)}:
                things[key].setdefault(written, thing)
                codes[key].setdefault(written, row["code"].value)
    return {key: Names(things[key], codes[key]) for key in things}


def plain(text: str) -> str:
    """Return a name without what does not tell names apart: case, width, blanks."""
    return "".join(normalize("NFKC", text).casefold().split())


def unknown(key: str, text: str, names: Names) -> BadValueError:
    """Return what is wrong with a text that names nothing, with what it may have meant."""
    near = names.nearest(text)
    hint = Text(f"Did you mean {near}? ", f"是否应为 {near}？") if near else Text("", "")
    if key == "grade":
        codes = ", ".join(dict.fromkeys(names.codes.values()))
        return BadValueError(
            "unknown-grade",
            Text("There is no such grade.", "没有这一等次。"),
            Text(f"{hint.en}Write one of: {codes}.", f"{hint.zh}请填写下列之一：{codes}。"),
            text,
        )
    return BadValueError(
        "unknown-function",
        Text("There is no such function.", "没有这项职能。"),
        Text(f"{hint.en}Write its code, such as A.1,6, or its name.", f"{hint.zh}请填写编号（如 A.1,6）或名称。"),
        text,
    )
