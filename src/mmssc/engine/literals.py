"""Tests of single terms, many at once: what SHACL asks of a value node by itself (SHACL 4.1, 4.3, 4.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from mmssc.engine.arrays import Nodes
from mmssc.engine.terms import BLANK, IRI, LITERAL
from mmssc.names import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from mmssc.engine.arrays import Ids, Mask
    from mmssc.engine.graph import Node
    from mmssc.engine.terms import Terms

__all__ = ["compare", "in_languages", "language_tags", "matching", "of_datatype", "of_kind", "of_length", "pattern"]

_EMPTY: Final = Store()
_CHUNK: Final = 5_000
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_KINDS: Final = {
    "IRI": IRI,
    "BlankNode": BLANK,
    "Literal": LITERAL,
    "BlankNodeOrIRI": BLANK | IRI,
    "BlankNodeOrLiteral": BLANK | LITERAL,
    "IRIOrLiteral": IRI | LITERAL,
}

# Types that SPARQL 1.1 in Oxigraph can cast a string to, so that an ill-formed one is told from a well-formed one.
_CASTABLE: Final = {
    XSD + name
    for name in (
        "boolean date dateTime dayTimeDuration decimal double duration float gDay gMonth gMonthDay gYear gYearMonth "
        "integer time yearMonthDuration"
    ).split()
}
# Integer types by their bounds (XML Schema Part 2, 3.4).
_BOUNDED: Final[dict[str, tuple[int | None, int | None]]] = {
    XSD + "nonNegativeInteger": (0, None),
    XSD + "positiveInteger": (1, None),
    XSD + "nonPositiveInteger": (None, 0),
    XSD + "negativeInteger": (None, -1),
    XSD + "long": (-(2**63), 2**63 - 1),
    XSD + "int": (-(2**31), 2**31 - 1),
    XSD + "short": (-(2**15), 2**15 - 1),
    XSD + "byte": (-128, 127),
    XSD + "unsignedLong": (0, 2**64 - 1),
    XSD + "unsignedInt": (0, 2**32 - 1),
    XSD + "unsignedShort": (0, 2**16 - 1),
    XSD + "unsignedByte": (0, 255),
}


def of_kind(terms: Terms, nodes: Nodes, kind: Node) -> Nodes:
    """Return the nodes of an ``sh:nodeKind``."""
    allowed = _KINDS[kind.value.rpartition("#")[2]]
    return _where(nodes, (terms.kinds(nodes.ids) & allowed) > 0)


def matching(expression: str, flags: str) -> str:
    """Return a regular expression with its flags inside (XPath F&O 5.6.1.1), as ``pattern`` takes it.

    Raises:
        ValueError: It is not a regular expression, or there is no such flag; the message says what is wrong.
    """
    import polars as pl

    if not set(flags) <= set("smixq"):
        raise ValueError(f"flags {flags!r}: use letters of s, m, i, x and q")
    if "q" in flags:
        expression = re.escape(expression)
    inside = "".join(sorted(set(flags) - {"q"}))
    whole = f"(?{inside}:{expression}\n)" if "x" in inside else f"(?{inside}:{expression})" if inside else expression
    try:
        pl.Series([""]).str.contains(whole, strict=True)
    except pl.exceptions.ComputeError as error:
        raise ValueError(str(error)) from None
    return whole


def pattern(terms: Terms, nodes: Nodes, expression: str) -> Nodes:
    """Return the IRIs and literals whose text matches an expression of ``matching``, somewhere (SHACL 4.4.3).

    The expressions are those of Rust's ``regex`` crate, which Oxigraph uses for SPARQL's REGEX too.
    """
    named = _where(nodes, terms.kinds(nodes.ids) != BLANK)
    return _where(named, _lexical(terms, named.ids).str.contains(expression).to_numpy())


def of_length(terms: Terms, nodes: Nodes, least: int | None, most: int | None) -> Nodes:
    """Return the IRIs and literals whose text has so many characters (SHACL 4.4.1, 4.4.2)."""
    named = _where(nodes, terms.kinds(nodes.ids) != BLANK)
    length = _lexical(terms, named.ids).str.len_chars().to_numpy()
    return _where(named, (length >= (least or 0)) & (length <= (length if most is None else most)))


def in_languages(terms: Terms, nodes: Nodes, languages: Sequence[str]) -> Nodes:
    """Return the literals with a language tag that one of the basic language ranges matches (SPARQL 17.4.3.9)."""
    import polars as pl

    tags = language_tags(terms, nodes.ids)
    fits = pl.repeat(False, len(tags), eager=True)
    for language in (each.lower() for each in languages):
        fits |= (tags != "") if language == "*" else (tags == language) | tags.str.starts_with(language + "-")
    return _where(nodes, fits.to_numpy())


def language_tags(terms: Terms, ids: Ids) -> pl.Series:
    """Return the language tag of each term in lower case; empty where there is none."""
    texts = terms.texts(ids)
    return texts.str.extract(r'^".*"@([A-Za-z0-9-]+)$').fill_null("").str.to_lowercase()


def of_datatype(terms: Terms, nodes: Nodes, datatype: Node) -> Nodes:
    """Return the literals of a datatype that are, as far as the datatype is known, well-formed (SHACL 4.1.2)."""
    if not isinstance(datatype, NamedNode):
        return _where(nodes, np.zeros(len(nodes), dtype=np.bool_))
    texts = terms.texts(nodes.ids)
    if datatype.value == XSD + "string":
        typed = texts.str.starts_with('"') & texts.str.ends_with('"')
    elif datatype.value == RDF + "langString":
        typed = texts.str.contains(r'^".*"@[A-Za-z0-9-]+$')
    else:
        typed = texts.str.starts_with('"') & texts.str.ends_with(f'"^^{datatype}')
    literals = _where(nodes, typed.to_numpy())
    if datatype.value in _BOUNDED:
        low, high = _BOUNDED[datatype.value]
        return _where(literals, [_within(text, low, high) for text in _lexical(terms, literals.ids)])
    if datatype.value not in _CASTABLE:
        return literals
    plain: list[tuple[Node, ...]] = [(Literal(text),) for text in _lexical(terms, literals.ids)]
    return _where(literals, _true(plain, f"COALESCE(STRLEN(STR({datatype}(?t0))) > 0, false)"))


def compare(terms: Terms, left: Ids, operator: str, right: Ids) -> Mask:
    """Tell for each pair of terms whether ``left operator right`` is true in SPARQL; an error is not true."""
    distinct, place = np.unique(np.stack([left, right]), axis=1, return_inverse=True)
    kinds = terms.kinds(distinct)
    known = np.flatnonzero((kinds != BLANK).all(axis=0))
    pairs = list(zip(*(terms.terms(side[known]) for side in distinct), strict=True))
    found = np.zeros(distinct.shape[1], dtype=np.bool_)
    found[known] = _true(pairs, f"?t0 {operator} ?t1")
    return found[place.reshape(-1)]


def _where(nodes: Nodes, mask: Mask | list[bool]) -> Nodes:
    kept = nodes.ids[np.asarray(mask, dtype=np.bool_)]
    return nodes if len(kept) == len(nodes) else Nodes(kept)


def _lexical(terms: Terms, ids: Ids) -> pl.Series:
    """Return the text of IRIs and literals: what STR() gives in SPARQL."""
    import polars as pl

    texts = terms.texts(ids)
    if not len(texts):
        return texts
    found = texts.str.extract(r'^(?s:"(.*)"(?:@[A-Za-z0-9-]+|\^\^<[^<>"]*>)?)$')
    found = pl.select(pl.coalesce(found, texts.str.slice(1, texts.str.len_chars() - 2))).to_series()
    escaped = found.str.contains("\\", literal=True).to_numpy()
    if not escaped.any():
        return found
    plain = found.to_list()
    for index in np.flatnonzero(escaped).tolist():
        plain[index] = _ESCAPE.sub(_unescape, plain[index])
    return pl.Series(plain, dtype=pl.String)


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


def _within(lexical: str, low: int | None, high: int | None) -> bool:
    digits = lexical.strip().lstrip("+-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4000):
        return False
    number = int(lexical)
    return (low is None or low <= number) and (high is None or number <= high)


def _true(rows: Sequence[tuple[Node, ...]], expression: str) -> Mask:
    """Tell for each row of terms (``?t0``, ``?t1``) whether an expression is true in Oxigraph's SPARQL."""
    found = np.zeros(len(rows), dtype=np.bool_)
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        names = " ".join(f"?t{index}" for index in range(len(chunk[0])))
        values = " ".join(f"({start + index} {' '.join(map(str, row))})" for index, row in enumerate(chunk))
        solutions = _EMPTY.query(f"SELECT ?i WHERE {{ VALUES (?i {names}) {{ {values} }} FILTER({expression}) }}")
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        found[[int(solution["i"].value) for solution in solutions]] = True
    return found
