"""The words of a SPARQL query, as far as rewriting its text needs them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Group", "Token", "depth", "groups", "tokens"]

# Order matters: what can hide braces, variables and keywords comes first.
_TOKEN: Final = re.compile(
    r'(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)'
    r'|(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\')'
    r"|(?P<comment>#[^\n\r]*)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<name>(?:[^\W_](?:[\w.-]*[\w-])?|_)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<bracket>[{}()\[\]])",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the query: its kind, its text, and where it stands."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def variable(self) -> str | None:
        """The name, if this is a variable."""
        return self.text[1:] if self.kind == "variable" else None

    def is_word(self, keyword: str) -> bool:
        """Say whether this is a keyword."""
        return self.kind == "word" and self.text.upper() == keyword


@dataclass(slots=True)
class Group:
    """A pair of braces.

    Attributes:
        inside: Where the text after the opening brace begins.
        subquery: Whether a SELECT follows: then the braces hold a query, not a pattern.
        variables: The variables that are named between the braces, or, if the group belongs to a query
            (its WHERE, or an EXISTS in its SELECT or HAVING), anywhere in that query.
    """

    inside: int
    subquery: bool
    variables: set[str]
    parent: Group | None


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a query, without comments, numbers and operators."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup not in {None, "comment"}:
            yield Token(str(match.lastgroup), match.group(), match.start(), match.end())


def depth(text: str) -> int:
    """Return how deep brackets of all kinds are nested."""
    level = deepest = 0
    for token in tokens(text):
        if token.kind == "bracket":
            level += 1 if token.text in "{([" else -1
            deepest = max(deepest, level)
    return deepest


def groups(text: str) -> list[Group]:
    """Return the pairs of braces of a query, in the order in which they open."""
    found: list[Group] = []
    everything: set[str] = set()
    current: Group | None = None
    words = list(tokens(text))
    for position, token in enumerate(words):
        if token.kind == "variable":
            everything.add(token.text[1:])
            inner = current
            while inner is not None:
                inner.variables.add(token.text[1:])
                inner = inner.parent
        elif token.text == "{":
            following = words[position + 1] if position + 1 < len(words) else None
            subquery = following is not None and following.is_word("SELECT")
            current = Group(token.end, subquery, set(), current)
            found.append(current)
        elif token.text == "}" and current is not None:
            current = current.parent
    for group in found:
        if group.parent is None:
            group.variables = everything
        elif group.parent.subquery:
            group.variables = group.parent.variables
    return found
