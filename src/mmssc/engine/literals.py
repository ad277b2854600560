"""Tests of single terms, many at once: what SHACL asks of a value node by itself (SHACL 4.1, 4.3, 4.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from mmssc.engine.arrays import Nodes
from mmssc.engine.datatypes import well_formed
from mmssc.engine.expressions import rust_expression
from mmssc.engine.shapes import UnsupportedShapesError
from mmssc.engine.terms import BLANK, IRI, LITERAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from mmssc.engine.arrays import Ids, Mask
    from mmssc.engine.graph import Node
    from mmssc.engine.terms import Terms

__all__ = ["in_languages", "language_tags", "lexical_forms", "of_datatype", "of_kind", "of_length", "pattern"]

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


def of_kind(terms: Terms, nodes: Nodes, kind: Node) -> Nodes:
    """Return the nodes of an ``sh:nodeKind``."""
    allowed = _KINDS[kind.value.rpartition("#")[2]]
    return _where(nodes, (terms.kinds(nodes.ids) & allowed) > 0)


def pattern(terms: Terms, nodes: Nodes, expression: str, flags: str) -> Nodes:
    """Return the IRIs and literals whose text matches a regular expression somewhere (SHACL 4.4.3).

    Raises:
        UnsupportedShapesError: The expression, which ``read_shapes`` let pass, is too large to be run.
    """
    import polars as pl

    named = _where(nodes, terms.kinds(nodes.ids) != BLANK)
    forms = lexical_forms(terms.texts(named.ids))
    try:
        found = forms.str.contains(rust_expression(expression, flags))
    except pl.exceptions.ComputeError as error:
        reason = str(error).rpartition("error: ")[2].partition("\n")[0]
        raise UnsupportedShapesError(f"sh:pattern {expression!r:.100}: {reason}") from None
    return _where(named, found.to_numpy())


def of_length(terms: Terms, nodes: Nodes, least: int | None, most: int | None) -> Nodes:
    """Return the IRIs and literals whose text has so many characters (SHACL 4.4.1, 4.4.2)."""
    named = _where(nodes, terms.kinds(nodes.ids) != BLANK)
    length = lexical_forms(terms.texts(named.ids)).str.len_chars().to_numpy()
    return _where(named, (length >= (least or 0)) & (length <= (length if most is None else most)))


def in_languages(terms: Terms, nodes: Nodes, languages: Sequence[str]) -> Nodes:
    """Return the literals with a language tag that one of the basic language ranges matches (SPARQL 17.4.3.9)."""
    import polars as pl

    tags = language_tags(terms, nodes.ids)
    fits = pl.repeat(False, len(tags), eager=True)
    for language in (each.lower() for each in languages):
        fits |= (tags != "") if language == "*" else (tags == language) | tags.str.starts_with(language + "-")
    return _where(nodes, (fits & (tags != "")).to_numpy())  # no tag fits no range, not even an empty one


def language_tags(terms: Terms, ids: Ids) -> pl.Series:
    """Return the language tag of each term in lower case; empty where there is none."""
    texts = terms.texts(ids)
    return texts.str.extract(r'^".*"@([A-Za-z0-9-]+)$').fill_null("").str.to_lowercase()


def of_datatype(terms: Terms, nodes: Nodes, datatype: Node) -> Nodes:
    """Return the literals of a datatype that are, as far as the datatype is known, well-formed (SHACL 4.1.2)."""
    return _where(nodes, well_formed(terms.texts(nodes.ids), datatype.value))


def _where(nodes: Nodes, mask: Mask | list[bool]) -> Nodes:
    kept = nodes.ids[np.asarray(mask, dtype=np.bool_)]
    return nodes if len(kept) == len(nodes) else Nodes(kept)


def lexical_forms(texts: pl.Series) -> pl.Series:
    """Return the text of IRIs and literals, given as N-Triples: what STR() gives in SPARQL."""
    import polars as pl

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
