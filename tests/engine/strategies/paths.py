"""Random property paths of every kind, nested (SHACL 2.3.1), written as triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode
from strategies.terms import ORDERED, PROPERTIES

from mmssc.names import RDF, RDFS

if TYPE_CHECKING:
    from random import Random

    from strategies.terms import Node, Profile
    from strategies.writer import Writer

__all__ = ["random_path"]

_PREDICATES = PROPERTIES * 4 + ORDERED * 2 + [NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf")]
_UNARY = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")


def random_path(rng: Random, writer: Writer, profile: Profile, *, depth: int = 3, back: bool = False) -> Node:
    """Write a path, mostly one predicate, else a tree of a few parts; return its node.

    Args:
        rng: What chooses.
        writer: Where the path is written.
        profile: What to leave out.
        depth: How deep the path may nest.
        back: Whether an outer part walks this one backwards.
    """
    if not depth or rng.random() < 0.6:
        return rng.choice(_PREDICATES)
    kind = rng.choice(["sequence", "alternativePath", *_UNARY])
    if kind == "sequence" and back and profile.pyshacl:
        kind = "alternativePath"  # pyshacl_differs/inverse-of-sequence.ttl
    turned = back != (kind == "inversePath")
    size = 1 if kind in _UNARY else rng.randint(2, 3)
    parts = [random_path(rng, writer, profile, depth=depth - 1, back=turned) for _ in range(size)]
    if kind == "sequence":
        return writer.list(parts)
    path = writer.blank()
    writer.add(path, kind, writer.list(parts) if kind == "alternativePath" else parts[0])
    return path
