"""Regular expressions by the letter of XPath, but for \\w: what they match, and which are refused, and how."""

from __future__ import annotations

import polars as pl
import pytest

from mmssc.engine.expressions import UnsupportedExpressionError, rust_expression

# Expression, flags, texts that it matches, texts that it does not.
MATCHES = [
    (r"^\i\c*$", "", ["b-1", "é:x", "_"], ["1b", "-b", "b c"]),
    (r"^\I\C$", "", ["1 "], ["a ", "1a"]),
    (r"^[\i-[:]][\c-[:]]*$", "", ["a1"], ["a:1", ":a"]),
    ("^[a-z-[aeiou]]$", "", ["b"], ["a", "-", "["]),
    ("^[^a-z-[X]]$", "", ["Y", "1"], ["a", "X"]),
    ("^[A-Z-[IO]]$", "i", ["A", "a"], ["i", "O"]),
    (r"\w", "", ["a", "_", "é", "1"], ["$", "-", " "]),
    (r"\W", "", ["$", "-", " "], ["a", "_"]),
    (r"\s", "", [" ", "\t", "\n", "\r"], ["\x0b", "\xa0", "\u2003"]),
    (r"^\d$", "", ["1", "٣"], ["²", "a"]),
    ("^[a&&b]$", "", ["&", "a", "b"], ["c"]),
    ("^[a~~b]$", "", ["~", "a"], ["c"]),
    (r"^[\w-.]$", "", ["-", ".", "a"], ["$"]),
    ("^[a-z-_]$", "", ["-", "_", "b"], ["B"]),
    ("^[-a]$", "", ["-", "a"], ["b"]),
    ("^[a-]$", "", ["-", "a"], ["b"]),
    ("^[^^]$", "", ["a"], ["^"]),
    (r"^[\]\[\\\-]+$", "", [r"[]\-"], ["a"]),
    (r"^\/\:\_$", "", ["/:_"], ["/:"]),
    (r"^\p{Lu}\P{L}$", "", ["A1", "É-"], ["a1", "AA"]),
    (r"^\p{Lu}$", "i", ["A"], ["a"]),
    ("^a.b$", "", ["axb"], ["a\nb"]),
    ("^a.b$", "s", ["a\nb"], ["ab"]),
    ("^b$", "", ["b"], ["a\nb", "b\n"]),
    ("^b$", "m", ["a\nb\nc"], ["ab"]),
    ("^a b$", "x", ["ab"], ["a b"]),
    ("^a{1, 2} $", "x", ["aa"], ["aaa"]),
    ("^[ ]#$", "x", [" #"], ["#", " "]),
    ("a.b", "q", ["xa.b"], ["axb"]),
    ("A.B", "qi", ["a.b"], ["axb"]),
    ("^(?:a|b){2,}?$", "", ["ab", "bbb"], ["a"]),
    ("^(a|)$", "", ["", "a"], ["b"]),
    ("", "", ["", "a"], []),
]


@pytest.mark.parametrize(("expression", "flags", "matching", "other"), MATCHES)
def test_matches(expression: str, flags: str, matching: list[str], other: list[str]) -> None:
    whole = rust_expression(expression, flags)
    found = pl.Series(matching + other, dtype=pl.String).str.contains(whole, strict=True)
    assert found.to_list() == [True] * len(matching) + [False] * len(other)


ILL_FORMED = ["(", ")", "a**", "*", "[", "[]", "[^]", "[a", "\\", "[b-a]", "a{2,1}", r"\p{L", r"\p", r"\p{Greek}"]
ILL_FORMED += ["[a-[b]c]", r"[a-\d]", "a|*", "(*a)"]
UNSUPPORTED = [r"^(ab)\1$", r"\p{IsGreek}", r"\bfoo", "(?i)a", "(?=a)", r"\x41", r"\u0041", "a{,2}", "[]a]", "a{"]
UNSUPPORTED += ["[[:alpha:]]", "(" * 3000 + "a" + ")" * 3000, "[a" + "-[a" * 200 + "]" * 201]


@pytest.mark.parametrize("expression", ILL_FORMED)
def test_no_expression(expression: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        rust_expression(expression, "")
    assert not isinstance(caught.value, UnsupportedExpressionError)


@pytest.mark.parametrize("expression", UNSUPPORTED, ids=[f"{expression:.20}" for expression in UNSUPPORTED])
def test_not_run_here(expression: str) -> None:
    with pytest.raises(UnsupportedExpressionError, match=r"\w"):
        rust_expression(expression, "")


def test_flags() -> None:
    with pytest.raises(ValueError, match="flags"):
        rust_expression("a", "z")
    with pytest.raises(UnsupportedExpressionError):  # the category keeps regard to case, and so must the class
        rust_expression(r"[\p{Lu}x]", "i")
