"""What the cells of one column say, as RDF terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mmssc.evidence.columns import COMMUNITY
from mmssc.evidence.terms import Terms
from mmssc.evidence.values import (
    BadValueError,
    check_characters,
    date_literal,
    duration_literal,
    fill,
    iri,
    is_iri,
    slug,
    text_literal,
)
from mmssc.names import MMSSC
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pyoxigraph import Literal, NamedNode

    from mmssc.evidence.columns import Column

__all__ = ["REQUIREMENT", "UNKNOWN", "Cells"]

UNKNOWN: Final = Text("unknown", "未知")
"""What a cell may say instead of staying blank. Unknown is never yes."""

REQUIREMENT: Final = MMSSC + "Requirement"
"""The class whose members a column may name by their codes."""

_LITERALS: Final[dict[str, Callable[[str], Literal | NamedNode]]] = {
    "string": text_literal,
    "anyURI": iri,
    "duration": duration_literal,
    "http://id.loc.gov/datatypes/edtf/EDTF-level0": date_literal,
}
_SEPARATORS: Final = re.compile(r"[;,，；、\n]")


class Cells:
    """Reads the cells of one column; what a text says is worked out once."""

    def __init__(self, column: Column, requirements: Collection[str]) -> None:
        self.column = column
        self._terms: Terms | None = None
        if column.members == REQUIREMENT:
            self._terms = Terms.of_iris(requirements)
        elif column.members:
            self._terms = Terms.of_class(column.members)
        self._free = not (column.members or column.template or column.datatype != "string")
        self._known: dict[str, Literal | NamedNode] = {}

    def parts(self, text: str) -> list[str]:
        """Return the values that a cell holds: none if it is blank or says that they are unknown."""
        if not text or (not self._free and text.casefold() in {UNKNOWN.en, UNKNOWN.zh}):
            return []
        if not self.column.several:
            return [text]
        parts = [part.strip() for part in _SEPARATORS.split(text)]
        if self._terms and not self._terms.spaced:
            parts = [word for part in parts for word in part.split()]
        return list(dict.fromkeys(filter(None, parts)))

    def term(self, text: str) -> Literal | NamedNode:
        """Return the RDF term that a value stands for.

        Raises:
            BadValueError: It stands for none.
        """
        if self._free:
            check_characters(text)
            return text_literal(text)
        term = self._known.get(text)
        if term is None:
            term = self._known[text] = self._worked_out(text)
        return term

    def _worked_out(self, text: str) -> Literal | NamedNode:
        check_characters(text)
        column = self.column
        if self._terms and (member := self._terms.find(text)):
            return member
        if column.template and is_iri(text):
            return iri(text)
        if self._terms:
            raise self._unknown(text, self._terms)
        if column.template:
            name = slug(text) if column.name == COMMUNITY else text
            return iri(fill(column.template, **{column.name: name}))
        return _LITERALS[column.datatype](text)

    def _unknown(self, text: str, terms: Terms) -> BadValueError:
        meant = terms.nearest(text)
        if self.column.members == REQUIREMENT:
            return BadValueError(
                "unknown-requirement",
                Text("There is no such requirement.", "没有这项要求。"),
                Text(f"Did you mean {meant}?", f"是否应为 {meant}？")
                if meant
                else Text(
                    "Take a code from the sheet of requirements that “mmssc template” writes.",
                    "请从“mmssc template”所生成的要求表中选取代码。",
                ),
                text,
            )
        codes = ", ".join(terms.codes)
        hint = Text(f"Did you mean {meant}? ", f"是否应为 {meant}？") if meant else Text("", "")
        also = Text(", or an IRI", "，或填写 IRI") if self.column.template else Text("", "")
        return BadValueError(
            "unknown-value",
            Text("This is none of the values of the column.", "这不是该列的取值。"),
            Text(
                f"{hint.en}Write one of: {codes}{also.en}; leave it blank if it is not known.",
                f"{hint.zh}请填写下列之一：{codes}{also.zh}；不清楚则留空。",
            ),
            text,
        )
