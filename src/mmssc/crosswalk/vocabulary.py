"""What ontology/mappings.ttl says of relations and rationales: how they read, and what files call them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.evidence.terms import nearest
from mmssc.knowledge import folder, triples
from mmssc.names import MMSSC, RDF_TYPE, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad, Triple

__all__ = ["MEMBER_OF", "RATIONALE", "UNION", "Vocabulary", "plain", "shipped_vocabulary"]

RATIONALE: Final = NamedNode(MMSSC + "rationale")
UNION: Final = NamedNode(MMSSC + "Union")
MEMBER_OF: Final = NamedNode(MMSSC + "memberOf")

_READS_AS: Final = NamedNode(MMSSC + "readsAs")
_NAMES: Final = NamedNode(MMSSC + "relationName")
_RATIONALE_CLASS: Final = NamedNode(MMSSC + "Rationale")
_SPOKEN: Final = (NamedNode(SKOS + "notation"), NamedNode(SKOS + "prefLabel"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How relations read, and what relations and rationales are called.

    Attributes:
        readings: The set relations that a relation allows; a relation that is absent has no reading.
        relations: Relations by their plain names and by the local names of their IRIs.
        rationales: Rationales by their plain names.
    """

    readings: Mapping[NamedNode, frozenset[NamedNode]]
    relations: Mapping[str, NamedNode]
    rationales: Mapping[str, NamedNode]

    @classmethod
    def of(cls, statements: Iterable[Quad | Triple]) -> Vocabulary:
        """Return what statements say; they use the terms of ontology/mappings.ttl."""
        readings: dict[NamedNode, set[NamedNode]] = {}
        relations: dict[str, NamedNode] = {}
        names: list[tuple[str, NamedNode]] = []
        kept: set[NamedNode] = set()
        for statement in statements:
            subject, value = statement.subject, statement.object
            if not isinstance(subject, NamedNode):
                continue
            if statement.predicate == _READS_AS and isinstance(value, NamedNode):
                readings.setdefault(subject, set()).add(value)
            elif statement.predicate == _NAMES and isinstance(value, Literal):
                relations[plain(value.value)] = subject
            elif statement.predicate in _SPOKEN and isinstance(value, Literal):
                names.append((plain(value.value), subject))
            elif statement.predicate == RDF_TYPE and value == _RATIONALE_CLASS:
                kept.add(subject)
        local = {plain(re.split("[/#]", relation.value)[-1]): relation for relation in readings}
        return cls(
            readings={relation: frozenset(allowed) for relation, allowed in readings.items()},
            relations=local | relations,
            rationales={name: node for name, node in names if node in kept},
        )

    def knows_namespace(self, relation: NamedNode) -> bool:
        """Whether another relation of the same namespace has a reading, so that this one may be a slip."""
        return any(relation.value.startswith(_namespace(known.value)) for known in self.readings)

    def nearest(self, text: str) -> str | None:
        """Return the name of a relation that a name, a CURIE or an IRI may have been meant for."""
        return nearest(plain(re.split("[/#:]", text)[-1]), self.relations)


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def plain(name: str) -> str:
    """Return a name as it is compared: without regard to case, hyphens and underscores."""
    return " ".join(re.sub("[-_]", " ", name).casefold().split())


@cache
def shipped_vocabulary() -> Vocabulary:
    """Return what ontology/mappings.ttl says."""
    return Vocabulary.of(triples(folder("ontology/mappings.ttl")))
