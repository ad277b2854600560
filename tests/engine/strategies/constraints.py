"""Random constraints that refer to no other shape, as parameters with their values (SHACL 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode
from strategies.terms import CLASSES, LANGUAGES, ORDERED, PROPERTIES, SUBJECTS, boolean, ex, integer

from mmssc.names import RDF, SH

if TYPE_CHECKING:
    from random import Random

    from strategies.terms import Node, Profile

__all__ = ["MANY", "random_constraint"]

Parameters = dict[str, "Node | list[Node]"]

MANY = {"class", "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue"}
"""The parameters that a shape may have several values for."""

_ANYWHERE = "class datatype nodeKind minLength maxLength pattern languageIn equals disjoint hasValue in closed".split()
_COUNTS = ["minCount", "maxCount", "uniqueLang"]
_RANGES = ["minExclusive", "minInclusive", "maxExclusive", "maxInclusive"]
_PAIRS = ["lessThan", "lessThanOrEquals"]
_KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
_PATTERNS = ("a", "^a", "b$", "^[0-9]+$", "A|B", ".", "^.$", "^a.b$", "^http", r"\.", "^$", "(a)(b)?")


def random_constraint(rng: Random, profile: Profile, path: Node | None) -> Parameters:
    """Return one constraint that fits a property shape with this path, or a node shape where there is none."""
    names = _ANYWHERE + (_RANGES if profile.ordering else []) + (_COUNTS * 2 if path is not None else [])
    # pySHACL compares IRIs, and stops at blank nodes: pyshacl_differs/less-than-*.ttl
    if profile.ordering and (path in ORDERED or (path is not None and not profile.pyshacl)):
        names += _PAIRS * 2
    name = rng.choice(names)
    match name:
        case "class":
            return {name: rng.choice(CLASSES)}
        case "datatype":
            return {name: rng.choice([*profile.datatypes, ex("Absent")])}
        case "nodeKind":
            return {name: NamedNode(SH + rng.choice(_KINDS))}
        case "minLength" | "maxLength":
            # pyshacl_differs/min-length-zero.ttl
            return {name: integer(rng.randint(1 if profile.pyshacl and name == "minLength" else 0, 3))}
        case "pattern":
            return _pattern(rng, profile)
        case "languageIn":
            return {name: [tag for tag in rng.choices(LANGUAGES, k=rng.randint(0, 3)) if not _differs(tag, profile)]}
        case "equals" | "disjoint":
            return {name: rng.choice(PROPERTIES + ORDERED)}
        case "hasValue":
            return {name: _node(rng, profile)}
        case "in":
            return {name: [_node(rng, profile) for _ in range(rng.randint(0, 4))]}
        case "closed":
            ignored = rng.choices([*PROPERTIES, NamedNode(RDF + "type")], k=rng.randint(0, 3))
            parameters: Parameters = {name: boolean(rng.random() < 0.8)}
            return parameters | {"ignoredProperties": list(ignored)} if ignored else parameters
        case "minCount" | "maxCount":
            return {name: integer(rng.randint(0, 3))}
        case "uniqueLang":
            return {name: boolean(rng.random() < 0.8)}
        case "lessThan" | "lessThanOrEquals":
            return {name: rng.choice(ORDERED if profile.pyshacl else PROPERTIES + ORDERED)}
        case _:
            return {name: rng.choice(profile.literals)}


def _node(rng: Random, profile: Profile) -> Node:
    # A blank node of the shapes graph is none of the data graph.
    return rng.choice([subject for subject in SUBJECTS if isinstance(subject, NamedNode)] + list(profile.literals))


def _pattern(rng: Random, profile: Profile) -> Parameters:
    # pyshacl_differs/pattern-flags.ttl, and pattern-line-break.ttl
    letters = "im" if profile.pyshacl else "imsx"
    flags = "".join(letter for letter in letters if rng.random() < 0.25)
    patterns = [pattern for pattern in _PATTERNS if not (profile.pyshacl and "$" in pattern)]
    parameters: Parameters = {"pattern": Literal(rng.choice(patterns))}
    return parameters | {"flags": Literal(flags)} if flags else parameters


def _differs(tag: Literal, profile: Profile) -> bool:
    return profile.pyshacl and "-" in tag.value  # pyshacl_differs/language-in-subtag.ttl
