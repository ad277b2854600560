"""N-Triples and N-Quads text straight into columns, without an object a term: several times as fast as a parser.

Only plain text is taken this way: IRIs of a shape that is certainly valid, literals in canonical form, no blank nodes.
A text with any other line is left to the parser, whose canonical output can be taken instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from mmssc.engine.arrays import distinct as distinct_ids
from mmssc.engine.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from mmssc.engine.arrays import Ids, Mask
    from mmssc.engine.graph import Node

__all__ = ["IRI_PATTERN", "LITERAL_PATTERN", "Text", "Triples", "encode"]

_BOM: Final = b"\xef\xbb\xbf"
# A line is first cut at its spaces, then each distinct term is looked at once. The expressions leave no choice at any
# character, for which the regex crate has a far faster way of finding groups.
_PLAIN: Final = r'^(<[^>]*>) (<[^>]*>) (<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[a-z-]+|\^\^<[^>]*>)?) (?:(<[^>]*>) )?\.$'
_CANONICAL: Final = (
    r"^(<[^>]*>|_:\S+) (<[^>]*>) "
    r'(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?) (?:(<[^>]*>|_:\S+) )?\.$'
)
# RFC 3987, narrowed to what is certainly valid: a host of letters, or a URN.
_CHARACTER: Final = (
    r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@\u{A0}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFEF}]|%[0-9A-Fa-f]{2})"
)
IRI_PATTERN: Final = (
    rf"<(?:https?://[A-Za-z0-9.\-]+(?::[0-9]{{1,5}})?(?:/(?:{_CHARACTER}|/)*)?(?:\?(?:{_CHARACTER}|[/?])*)?"
    rf"(?:#(?:{_CHARACTER}|[/?])*)?|urn:[a-z0-9][a-z0-9\-]{{1,30}}:(?:{_CHARACTER}|/)+)>"
)
"""What an IRI matches that is certainly valid, in angle brackets."""

# Only the escapes of the canonical form, and a language tag as that writes it: all in lower case (BCP 47).
LITERAL_PATTERN: Final = (
    r'"(?:[^"\\\x00-\x1f\x7f\u{FFFE}\u{FFFF}]|\\["\\tbnrf])*"'
    rf"(?:@[a-z]{{2,3}}(?:-[a-z]{{4}})?(?:-[a-z]{{2}})?|\^\^{IRI_PATTERN})?"
)
"""What a literal matches that is certainly valid and canonical, but for datatypes that have a shorter form."""

_TERM: Final = rf"^(?:{IRI_PATTERN}|{LITERAL_PATTERN})$"
# Datatypes that are not written out canonically.
_UNWRITTEN: Final = r"\^\^<http://www\.w3\.org/(?:2001/XMLSchema#string|1999/02/22-rdf-syntax-ns#\w*[lL]angString)>$"


@dataclass(frozen=True, slots=True)
class Text:
    """N-Triples or N-Quads text, in UTF-8.

    Attributes:
        content: The text.
        canonical: Whether pyoxigraph wrote it, so that every line of it is valid and in canonical form.
        graphs: Whether a line may name a graph.
    """

    content: bytes
    canonical: bool = False
    graphs: bool = True


@dataclass(frozen=True, slots=True)
class Triples:
    """Triples in columns, and which text each comes from.

    Attributes:
        terms: The dictionary.
        subject: The number of each triple's subject.
        predicate: The number of each triple's predicate.
        value: The number of each triple's object.
        source: The index of the text that the triple stands in.
        left: The indices of the texts that need a parser; nothing of them is here.
    """

    terms: Terms
    subject: Ids
    predicate: Ids
    value: Ids
    source: Ids
    left: tuple[int, ...] = ()


def encode(texts: Sequence[Text], known: Sequence[Node] = ()) -> Triples:
    """Read texts into columns; graph names are dropped.

    Args:
        texts: The texts. Blank nodes of the same label are the same node, so canonical texts must not share labels.
        known: Terms that get the first numbers, in this order.
    """
    import polars as pl

    frames, sources, left = [], [], set()
    for canonical in (False, True):
        chosen = [index for index, text in enumerate(texts) if text.canonical is canonical]
        rows, source, faulty = _split([texts[index] for index in chosen], canonical=canonical)
        frames.append(rows)
        sources.append(np.array(chosen, dtype=np.int64)[source] if chosen else source)
        left |= {chosen[index] for index in faulty}
    rows, source = pl.concat(frames), np.concatenate(sources)
    columns = [pl.Series([str(term) for term in known], dtype=pl.String), *(rows[name] for name in ("s", "p", "o"))]
    every = pl.concat(columns, rechunk=True)
    distinct = every.unique(maintain_order=True)
    numbers = every.cast(pl.Enum(distinct)).to_physical().to_numpy().astype(np.int64)[len(known) :]
    subject, predicate, value = np.split(numbers, 3)
    plain = np.array([not text.canonical for text in texts], dtype=np.bool_)[source]
    odd, odd_graph = _odd(distinct), _odd_graphs(rows["g"])
    if odd[numbers].any() or odd_graph.any():
        rejected = plain & (odd[subject] | odd[predicate] | odd[value] | odd_graph)
        left |= set(distinct_ids(source[rejected]).tolist())
    if left:
        kept = ~np.isin(source, list(left))
        subject, predicate, value, source = subject[kept], predicate[kept], value[kept], source[kept]
    return Triples(Terms(distinct, known), subject, predicate, value, source, tuple(sorted(left)))


def _split(texts: Sequence[Text], *, canonical: bool) -> tuple[pl.DataFrame, Ids, list[int]]:
    """Cut lines into terms: the rows, which text each comes from, and the texts that cannot be cut so."""
    import polars as pl

    contents = [text.content for text in texts]
    whole = [content if content.endswith(b"\n") or not content else content + b"\n" for content in contents]
    lengths = [content.count(b"\n") for content in whole]
    faulty = {index for index, content in enumerate(contents) if content.startswith(_BOM)}
    # A separator that is no character of a plain line, so that a line is one column.
    options = {"has_header": False, "separator": "\x01", "quote_char": None, "schema": {"line": pl.String}}
    empty = pl.DataFrame(schema=dict.fromkeys("spog", pl.String))
    if not any(lengths):
        return empty, np.empty(0, dtype=np.int64), []
    try:
        lines = pl.read_csv(b"".join(whole), **options)["line"]  # type: ignore[arg-type]
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        # One of them is not text. Which one is found by taking them one by one.
        if len(whole) == 1:
            return empty, np.empty(0, dtype=np.int64), [0]
        parts = [_split([text], canonical=canonical) for text in texts]
        source = np.concatenate([np.full(len(part[0]), index, dtype=np.int64) for index, part in enumerate(parts)])
        return pl.concat([part[0] for part in parts]), source, [i for i, part in enumerate(parts) if part[2]]
    source = np.repeat(np.arange(len(whole)), lengths)
    if len(lines) != len(source):  # a line break of another kind
        return empty, np.empty(0, dtype=np.int64), list(range(len(whole)))
    groups = lines.str.extract_groups(_CANONICAL if canonical else _PLAIN).struct.unnest()
    rows = groups.select(s=pl.nth(0), p=pl.nth(1), o=pl.nth(2), g=pl.nth(3))
    filled = rows["s"].is_not_null().to_numpy()
    may_name = np.array([text.graphs for text in texts], dtype=np.bool_)[source]
    filled &= may_name | rows["g"].is_null().to_numpy()
    if faulty or not filled.all():
        blank = lines.is_null().to_numpy() | (lines == "").fill_null(value=True).to_numpy()
        faulty |= set(distinct_ids(source[~filled & ~blank]).tolist())
        kept = filled & ~np.isin(source, list(faulty))
        rows, source = rows.filter(kept), source[kept]
    return rows, source, sorted(faulty)


def _odd_graphs(graphs: pl.Series) -> Mask:
    odd: Mask = (~graphs.str.contains(f"^{IRI_PATTERN}$")).fill_null(value=False).to_numpy()
    return odd


def _odd(distinct: pl.Series) -> Mask:
    """Tell the terms that are not certainly valid, or not certainly in canonical form."""
    odd: Mask = (~distinct.str.contains(_TERM) | distinct.str.contains(_UNWRITTEN)).to_numpy()
    return odd
