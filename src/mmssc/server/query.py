"""Take a query apart, so that its rows can be counted, paged, and put into a template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mmssc.problem import Text
from mmssc.server.masking import IRI, mask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["COUNTED", "Select", "Template", "UnfitQueryError", "form_of"]

COUNTED: Final = "mmssc_rows"
"""The variable of the count."""

_PROLOGUE: Final = re.compile(
    rf"\s*(?:(?:BASE\s*{IRI}+|PREFIX\s+[^\s:{IRI}]*:\s*{IRI}+)\s*)*(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:-])",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"(?<![\w:?$@.-])[A-Za-z]+(?![\w:-])|[(){}]")
_NUMBER: Final = re.compile(r"\s*(\d+)")
_VARIABLE: Final = re.compile(r"[?$](\w+)")


class UnfitQueryError(ValueError):
    """A query that is not of the form asked for, or whose brackets do not match; ``text`` says which."""

    def __init__(self, en: str, zh: str) -> None:
        self.text = Text(en, zh)
        super().__init__(en)


def form_of(query: str) -> str:
    """Return ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.

    Raises:
        UnfitQueryError: It is none of them: an update, for example.
    """
    return _start(mask(query))[0]


def _start(masked: str) -> tuple[str, int]:
    found = _PROLOGUE.match(masked)
    if found is None:
        raise UnfitQueryError("no SELECT, ASK, CONSTRUCT or DESCRIBE", "不是 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询")
    return found[1].upper(), found.start(1)


def _outer(masked: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the words that stand outside all brackets, and ``{`` and ``}`` of the outermost groups, with places."""
    open_: list[str] = []
    for found in _WORD.finditer(masked, start):
        sign = found.group()
        if sign in "({":
            if sign == "{" and not open_:
                yield sign, found.start()
            open_.append(sign)
        elif sign in ")}":
            if not open_ or open_.pop() + sign not in ("()", "{}"):
                raise UnfitQueryError(
                    f"the {sign} at character {found.end()} closes nothing",
                    f"第 {found.end()} 个字符 {sign} 没有对应的左括号",
                )
            if sign == "}" and not open_:
                yield sign, found.end()
        elif not open_:
            yield sign.upper(), found.start()
    if open_:
        raise UnfitQueryError(f"a {open_[-1]} is never closed", f"{open_[-1]} 没有闭合")


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT query in its parts.

    Attributes:
        prologue: ``BASE`` and ``PREFIX``.
        head: ``SELECT`` with what it selects.
        dataset: ``FROM`` and ``FROM NAMED``.
        where: The group, with ``GROUP BY`` and ``HAVING``.
        order: ``ORDER BY``; empty if there is none.
        limit: ``LIMIT``, if there is one.
        offset: ``OFFSET``.
        values: The ``VALUES`` at the end.
    """

    prologue: str
    head: str
    dataset: str
    where: str
    order: str
    limit: int | None
    offset: int
    values: str

    @classmethod
    def read(cls, query: str) -> Select:
        """Take a SELECT query apart.

        Raises:
            UnfitQueryError: It is none, or its brackets do not match.
        """
        masked = mask(query)
        form, start = _start(masked)
        if form != "SELECT":
            raise UnfitQueryError(f"SELECT was expected, not {form}", f"应为 SELECT，而不是 {form}")
        places: dict[str, int] = {}
        grouped = False
        for word, place in _outer(masked, start):
            grouped = grouped or word in {"GROUP", "HAVING"}
            if "{" not in places:
                if word in {"FROM", "WHERE", "{"}:
                    places.setdefault(word, place)
            elif word in {"}", "ORDER", "LIMIT", "OFFSET", "VALUES"}:
                places.setdefault(word, place)
        if "}" not in places:
            raise UnfitQueryError("there is no { … }", "缺少 { … }")
        group = places.get("WHERE", places["{"])
        dataset = places.get("FROM", group)
        tail = sorted((place, word) for word, place in places.items() if place > places["{"] and word != "}")
        parts = {word: (place, end) for (place, word), (end, _) in pairwise([*tail, (len(query), "")])}
        where = query[group : tail[0][0] if tail else len(query)]
        values = query[parts["VALUES"][0] :] if "VALUES" in parts else ""
        if values and not grouped and "(" not in masked[start:group]:
            # Joined with the rows before anything else is done to them, so it may as well stand in the group, where
            # Virtuoso sees it when the query becomes a sub-query.
            where, values = f"{{ {query[places['{'] : places['}']]}\n{values}\n}}", ""
        return cls(
            prologue=query[:start],
            head=query[start:dataset],
            dataset=query[dataset:group],
            where=where,
            order=query[slice(*parts["ORDER"])] if "ORDER" in parts else "",
            limit=_number(masked, parts["LIMIT"][0] + 5) if "LIMIT" in parts else None,
            offset=_number(masked, parts["OFFSET"][0] + 6) if "OFFSET" in parts else 0,
            values=values,
        )

    def count(self, distinct: Sequence[str] = ()) -> str:
        """Return the query that counts the rows.

        Args:
            distinct: The variables of the answer, to count only rows that differ from each other.
        """
        window = f"\nLIMIT {self.limit}" if self.limit is not None else ""
        window += f"\nOFFSET {self.offset}" if self.offset else ""
        # Without its order: that changes no count, and some servers refuse to sort many rows.
        rows = f"{self.head}\n{self.where}\n{window}\n{self.values}"
        if distinct:
            rows = f"SELECT DISTINCT {' '.join(f'?{name}' for name in distinct)} WHERE {{ {{ {rows}\n}} }}"
        return f"{self.prologue}SELECT (COUNT(*) AS ?{COUNTED})\n{self.dataset}\nWHERE {{ {{ {rows}\n}} }}"

    def sample(self) -> str:
        """Return the query for one row, whichever: it shows what ``SELECT *`` selects."""
        return f"{self.prologue}{self.head}\n{self.dataset}\n{self.where}\nLIMIT 1\n{self.values}"

    def page(self, variables: Sequence[str], size: int, skip: int, *, nested: bool = False) -> str:
        """Return the query for some of the rows, in an order that tells all rows apart but for blank nodes.

        Args:
            variables: The variables of the answer.
            size: How many rows.
            skip: How many rows come before.
            nested: Sort in a sub-query, for Virtuoso, which keeps the order of a sub-query. In one query it refuses to
                sort as many rows as would be skipped, and forgets DISTINCT when it sorts by expressions.
        """
        names = [f"?{name}" for name in variables]
        # Values that are equal in the order need not be the same term: "1"^^xsd:integer, "01"^^xsd:integer.
        ties = " ".join(f"{name} isIRI({name}) STR({name}) DATATYPE({name}) LANG({name})" for name in names)
        if self.limit is not None:
            size = min(size, self.limit - skip)
        window = f"LIMIT {size}\nOFFSET {self.offset + skip}"
        if self.order:
            select, pattern, values = self.head, f"{self.where}\n{self.order}\n{ties}", self.values
        else:
            select, values = f"SELECT {' '.join(names)}", ""
            pattern = f"WHERE {{ {{ {self.head}\n{self.where}\n{self.values}\n}} }}\nORDER BY {ties}"
        if nested:
            pattern = f"WHERE {{ {{ {select}\n{pattern}\n{values}\n}} }}"
            select, values = f"SELECT {' '.join(names)}", ""
        return f"{self.prologue}{select}\n{self.dataset}\n{pattern}\n{window}\n{values}"


def _number(masked: str, start: int) -> int:
    found = _NUMBER.match(masked, start)
    if found is None:
        raise UnfitQueryError("LIMIT and OFFSET need a number", "LIMIT 和 OFFSET 之后须为数字")
    return int(found[1])


@dataclass(frozen=True, slots=True)
class Template:
    """A CONSTRUCT query in two parts: what it makes, and the rows that it makes it of.

    Attributes:
        prologue: ``BASE`` and ``PREFIX``.
        text: The triples to be made, without the braces.
        variables: The variables in them.
        select: The query for the rows.
    """

    prologue: str
    text: str
    variables: tuple[str, ...]
    select: str

    @classmethod
    def read(cls, query: str) -> Template:
        """Take a CONSTRUCT query apart.

        Raises:
            UnfitQueryError: It is none, or its brackets do not match.
        """
        masked = mask(query)
        form, start = _start(masked)
        if form != "CONSTRUCT":
            raise UnfitQueryError(f"CONSTRUCT was expected, not {form}", f"应为 CONSTRUCT，而不是 {form}")
        after = start + len(form)
        words = list(_outer(masked, after))
        braces = [(word, place) for word, place in words if word in "{}"]
        if len(braces) < 2:
            raise UnfitQueryError("there is no { … }", "缺少 { … }")
        (_, opened), (_, closed) = braces[:2]
        short = words[0][0] != "{"  # CONSTRUCT WHERE { … }: the pattern is the template
        rest = query[after:] if short else query[closed:]
        variables = tuple(dict.fromkeys(_VARIABLE.findall(masked[opened + 1 : closed - 1])))
        head = " ".join(f"?{name}" for name in variables) or "(1 AS ?mmssc_row)"
        return cls(
            prologue=query[:start],
            text=query[opened + 1 : closed - 1],
            variables=variables,
            select=f"{query[:start]}SELECT {head} {rest}",
        )
