"""Regular expressions of XPath (F&O 5.6.1, XML Schema Part 2 appendix G) written as those of Rust, which Polars runs.

The two agree on most things and silently differ on some: the classes ``\\w``, ``\\s``, ``\\i`` and ``\\c``, the
subtraction of classes, what the flags ``i`` and ``x`` are about. So every expression is read and written anew.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Final

__all__ = ["NAME_CHARACTERS", "NAME_STARTS", "UnsupportedExpressionError", "rust_expression"]

NAME_STARTS: Final = (
    r":A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}"
    r"\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}"
)
"""The inside of a class: what an XML name starts with."""
NAME_CHARACTERS: Final = NAME_STARTS + r"\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}-\u{2040}"
"""The inside of a class: what an XML name is made of."""

_CLASSES: Final = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    # XPath counts symbols such as + as \w, and not _. The engines in use do not, nor do authors.
    "w": r"[\w]",
    "W": r"[\W]",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "i": f"[{NAME_STARTS}]",
    "I": f"[^{NAME_STARTS}]",
    "c": f"[{NAME_CHARACTERS}]",
    "C": f"[^{NAME_CHARACTERS}]",
}
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t"}
_SPACES: Final = " \t\n\r"
_PROPERTY: Final = re.compile(r"\{([A-Za-z0-9-]+)\}")
_CATEGORY: Final = re.compile("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")
_QUANTIFIER: Final = re.compile(r"(?:[?*+]|\{([0-9]+)(?:(,)([0-9]*))?\})\??")
_SPECIAL: Final = set("\\.?*+()|[]{}^$#&~-")
_DEEPEST: Final = 50  # groups within groups, classes within classes; Rust has a limit of its own


class UnsupportedExpressionError(ValueError):
    """The regular expression is, or may be, one of XPath or of another language, and cannot be run here."""


@lru_cache(maxsize=4096)
def rust_expression(expression: str, flags: str) -> str:
    """Return a regular expression with its flags inside, as Polars takes it unless it grows too large.

    Args:
        expression: An expression of XPath. Escapes of punctuation that XPath does not need are taken too.
        flags: Any of ``s``, ``m``, ``i``, ``x`` and ``q``.

    Raises:
        UnsupportedExpressionError: It cannot be run: it has back-references, say, or is nested too deep.
        ValueError: It is no regular expression, or there is no such flag.
    """
    if not set(flags) <= set("smixq"):
        raise ValueError(f"flags {flags!r}: use letters of s, m, i, x and q")
    if "q" in flags:
        found = "".join(map(_literal, expression))
    else:
        try:
            found = _Reader(expression, flags).expression()
        except UnsupportedExpressionError:
            raise
        except ValueError as error:
            if _is_of_python(expression):
                raise UnsupportedExpressionError(f"{error}; only other regular expressions have that") from None
            raise
    inside = "".join(sorted(set(flags) & set("smi")))
    return f"(?{inside}:{found})" if inside else found


def _literal(character: str) -> str:
    return "\\" + character if character in _SPECIAL else character


def _is_of_python(expression: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(expression)
        except (re.error, OverflowError, RecursionError):
            return False
    return True


class _Reader:
    """Reads an expression from left to right, and writes the parts that it finds."""

    def __init__(self, expression: str, flags: str) -> None:
        self._text = expression
        self._place = 0
        self._spaced = "x" in flags
        self._folded = "i" in flags

    def expression(self) -> str:
        found, depth = [], 0
        repeatable = False  # whether a quantifier may follow
        while (character := self._next()) is not None:
            if character == "(":
                depth += 1
                if depth > _DEEPEST:
                    raise UnsupportedExpressionError("groups are nested too deep")
                found.append("(" + self._plain_group())
                repeatable = False
            elif character == ")":
                depth -= 1
                if depth < 0:
                    raise ValueError("a group is closed that was not opened")
                found.append(")")
                repeatable = True
            elif character in "?*+{":
                if not repeatable:
                    raise ValueError(f"{character} has nothing to repeat")
                found.append(self._quantifier())
                repeatable = False
            elif character == "|":
                found.append(character)
                repeatable = False
            else:
                found.append(self._atom(character))
                repeatable = True
        if depth:
            raise ValueError("a group is not closed")
        return "".join(found)

    def _next(self) -> str | None:
        while self._place < len(self._text):
            character = self._text[self._place]
            self._place += 1
            if not (self._spaced and character in _SPACES):
                return character
        return None

    def _plain_group(self) -> str:
        if not self._text.startswith("?", self._place):
            return ""
        if not self._text.startswith("?:", self._place):
            raise ValueError("(? starts nothing that XPath knows")
        self._place += 2
        return "?:"

    def _quantifier(self) -> str:
        # A quantifier too may hold spaces that are to be ignored.
        rest = self._text[self._place - 1 :]
        ending = re.match(r"\{[^}]*\}\s*\??|[?*+]\s*\??" if self._spaced else r"\{[^}]*\}\??|[?*+]\??", rest)
        raw = ending[0] if ending else rest
        text = raw.translate({ord(space): None for space in _SPACES}) if self._spaced else raw
        found = _QUANTIFIER.fullmatch(text)
        if found is None:
            raise ValueError(f"{text[:20]} is no quantifier")
        least, comma, most = found.groups()
        if comma and most and (len(most.lstrip("0")), most.lstrip("0")) < (len(least.lstrip("0")), least.lstrip("0")):
            raise ValueError(f"{text} asks for more than it allows")
        self._place += len(raw) - 1
        return text

    def _atom(self, character: str) -> str:
        if character == "[":
            return self._class(0)
        if character == "\\":
            return self._escape()
        return character if character in ".^$" else _literal(character)

    def _escape(self, *, in_class: bool = False) -> str:
        if self._place >= len(self._text):
            raise ValueError("\\ escapes nothing")
        character = self._text[self._place]
        self._place += 1
        if character in _CLASSES:
            return _CLASSES[character]
        if character in "pP":
            return self._property(character, in_class=in_class)
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character in "123456789" and not in_class:
            raise UnsupportedExpressionError(f"\\{character} refers back to a group")
        if character.isascii() and not character.isalnum() and character.isprintable():
            return _literal(character)
        raise ValueError(f"\\{character} is no escape")

    def _property(self, sign: str, *, in_class: bool) -> str:
        found = _PROPERTY.match(self._text, self._place)
        if found is None:
            raise ValueError(f"\\{sign} needs a category, as in \\{sign}{{L}}")
        self._place = found.end()
        if found[1].startswith("Is"):
            raise UnsupportedExpressionError(f"\\{sign}{found[0]} is a block of characters")
        if not _CATEGORY.fullmatch(found[1]):
            raise ValueError(f"{found[1]} is no category of characters")
        text = f"\\{sign}{found[0]}"
        if not self._folded:
            return text
        if in_class:
            raise UnsupportedExpressionError(f"{text} in a class, without regard to case, keeps regard to case")
        return f"(?-i:{text})"

    def _class(self, depth: int) -> str:
        """Read a class, whose opening bracket is read."""
        if depth > _DEEPEST:
            raise UnsupportedExpressionError("classes are nested too deep")
        negated = self._text.startswith("^", self._place)
        self._place += negated
        items: list[str] = []
        start: str | None = None  # a character that may be the start of a range
        while True:
            if self._place >= len(self._text):
                raise ValueError("a class is not closed")
            character = self._text[self._place]
            self._place += 1
            if character == "]" and items:
                return f"[{'^' * negated}{''.join(items)}]"
            if character in "[]":
                raise ValueError(f"{character} stands in a class without \\")
            if character == "-" and self._text.startswith("[", self._place) and items:
                self._place += 1
                taken = self._class(depth + 1)
                if not self._text.startswith("]", self._place):
                    raise ValueError("something follows the class that is subtracted")
                self._place += 1
                return f"[[{'^' * negated}{''.join(items)}]--{taken}]"
            if character == "-" and start is not None and not self._text.startswith("]", self._place):
                items.append("-" + self._end(start))
                start = None
                continue
            text = self._escape(in_class=True) if character == "\\" else _literal(character)
            items.append(text)
            start = text[-1] if len(text) == 1 or (len(text) == 2 and text[0] == "\\") else None

    def _end(self, start: str) -> str:
        """Read the end of a range of characters."""
        character = self._text[self._place]
        self._place += 1
        text = self._escape(in_class=True) if character == "\\" else _literal(character)
        if len(text) > 2 or character in "[]":
            raise ValueError(f"{start}-{text} is no range")
        if text[-1] < start:
            raise ValueError(f"the range {start}-{text} is the wrong way round")
        return text
