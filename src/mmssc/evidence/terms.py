"""Closed lists: the terms that a cell may name, by notation, label or IRI, and the nearest one to a slip."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from mmssc.knowledge import knowledge_files, triples
from mmssc.names import RDF_TYPE, SKOS, expand
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["Term", "Terms", "closed_list", "nearest"]

_FILES: Final = ("ontology/core.ttl", "ontology/evidence-types.ttl", "ontology/evidence-values.ttl")
_LONGEST_SLIP: Final = 100


class Term(NamedTuple):
    """A member of a closed list."""

    iri: NamedNode
    code: str
    label: Text
    definition: Text


@dataclass(frozen=True, slots=True)
class Terms:
    """What a cell of one column may name.

    Attributes:
        names: Every way to write a member, in lower case, and the member.
        codes: The notations.
        spaced: Whether a name may hold a blank, so that a blank cannot separate two of them.
    """

    names: dict[str, NamedNode]
    codes: tuple[str, ...]
    spaced: bool

    @classmethod
    def of_class(cls, members: str) -> Terms:
        """Return the members of a class of the vocabulary, by notation, label in either language and IRI."""
        terms = closed_list(members)
        names = {
            name.casefold(): term.iri
            for term in terms
            for name in (term.iri.value, term.label.zh, term.label.en, term.code)
        }
        return cls(names, tuple(term.code for term in terms), any(" " in name for name in names))

    @classmethod
    def of_iris(cls, iris: Collection[str]) -> Terms:
        """Return terms that are known by their IRI alone; the last part of it is the notation."""
        codes = {re.split("[/#]", iri)[-1]: NamedNode(iri) for iri in sorted(iris)}
        names = {code.casefold(): iri for code, iri in codes.items()}
        return cls(names | {iri.value.casefold(): iri for iri in codes.values()}, tuple(codes), spaced=False)

    def find(self, text: str) -> NamedNode | None:
        """Return the member that a text names, if any; a prefixed name will do."""
        return self.names.get((expand(text) or text).casefold())

    def nearest(self, text: str) -> str | None:
        """Return the notation that ``text`` may have been meant for."""
        slip = re.split("[/#:]", text)[-1].casefold()
        name = nearest(slip, self.names)
        return next((code for code in self.codes if name and self.names[code.casefold()] == self.names[name]), None)


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like ``text``, if any is like it."""
    if len(text) > _LONGEST_SLIP:
        return None
    return next(iter(get_close_matches(text, candidates, n=1)), None)


def closed_list(members: str) -> tuple[Term, ...]:
    """Return the members of a class of the vocabulary, in the order of the file that names them."""
    return _lists().get(members, ())


@cache
def _lists() -> dict[str, tuple[Term, ...]]:
    classes: dict[str, list[NamedNode]] = defaultdict(list)
    texts: dict[tuple[NamedNode, str, str | None], str] = {}
    for path in knowledge_files(_FILES):
        for quad in triples(path):
            if not isinstance(quad.subject, NamedNode):
                continue
            if isinstance(quad.object, Literal):
                texts[quad.subject, quad.predicate.value, quad.object.language] = quad.object.value
            elif isinstance(quad.object, NamedNode) and quad.predicate == RDF_TYPE:
                classes[quad.object.value].append(quad.subject)
    return {
        name: tuple(
            Term(
                iri,
                texts[iri, SKOS + "notation", None],
                Text(texts[iri, SKOS + "prefLabel", "en"], texts[iri, SKOS + "prefLabel", "zh"]),
                Text(texts[iri, SKOS + "definition", "en"], texts[iri, SKOS + "definition", "zh"]),
            )
            for iri in iris
            if (iri, SKOS + "notation", None) in texts
        )
        for name, iris in classes.items()
    }
