"""Shapes graphs gone wrong: a few triples of a good one left out, changed or added at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from strategies.terms import SUBJECTS, boolean, ex, integer

from mmssc.names import RDF, SH, XSD

if TYPE_CHECKING:
    from random import Random

    from strategies.terms import Node

__all__ = ["mutated"]

_PARAMETERS = (
    "and class closed datatype disjoint equals flags hasValue ignoredProperties in languageIn lessThan "
    "lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength node "
    "nodeKind not or pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape "
    "qualifiedValueShapesDisjoint uniqueLang xone path severity message deactivated targetNode targetClass "
    "targetSubjectsOf targetObjectsOf inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath"
).split()
_PREDICATES = [NamedNode(SH + name) for name in _PARAMETERS]
_PREDICATES += [NamedNode(RDF + name) for name in ("first", "rest", "type")]
_ODD: list[Node] = [
    integer(0),
    integer(-1),
    integer(10**30),
    boolean(True),
    Literal("1", datatype=NamedNode(XSD + "boolean")),
    Literal("maybe", datatype=NamedNode(XSD + "boolean")),
    Literal("one", datatype=NamedNode(XSD + "integer")),
    Literal(" 1", datatype=NamedNode(XSD + "integer")),
    Literal("1.0", datatype=NamedNode(XSD + "decimal")),
    Literal(""),
    Literal("("),
    Literal("z"),
    Literal("text", language="en"),
    BlankNode("nothing"),
    NamedNode(RDF + "nil"),
    NamedNode(SH + "IRI"),
    NamedNode(SH + "NodeShape"),
    NamedNode(SH + "PropertyShape"),
    ex("p"),
]


def mutated(rng: Random, shapes: list[Triple]) -> list[Triple]:
    """Return a shapes graph that is one to four random changes away from this one."""
    found = list(shapes)
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(found))
        triple = found[place]
        match rng.choice(["drop", "object", "object", "predicate", "subject", "add", "add"]):
            case "drop" if len(found) > 1:
                del found[place]
            case "predicate":
                found[place] = Triple(triple.subject, rng.choice(_PREDICATES), triple.object)
            case "subject":
                found[place] = Triple(rng.choice(found).subject, triple.predicate, triple.object)
            case "object":
                found[place] = Triple(triple.subject, triple.predicate, _end(rng, found))  # type: ignore[arg-type]
            case _:
                found.append(Triple(triple.subject, rng.choice(_PREDICATES), _end(rng, found)))  # type: ignore[arg-type]
    return found


def _end(rng: Random, shapes: list[Triple]) -> Node:
    """Choose something odd, or a node of the graph: so lists, paths and shapes come to contain themselves."""
    if rng.random() < 0.5:
        return rng.choice(_ODD)
    triple = rng.choice(shapes)
    return rng.choice([triple.subject, triple.object, rng.choice(SUBJECTS)])  # type: ignore[list-item]
