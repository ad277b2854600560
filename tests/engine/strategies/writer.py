"""A shapes graph as it is written: triples, fresh blank nodes and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from mmssc.names import RDF, SH

if TYPE_CHECKING:
    from strategies.terms import Node

__all__ = ["Writer"]


class Writer:
    """Collects triples; blank nodes are numbered, so that the same choices give the same graph."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._blanks = 0

    def blank(self) -> BlankNode:
        """Return a new blank node."""
        self._blanks += 1
        return BlankNode(f"s{self._blanks}")

    def add(self, subject: Node, name: str, value: Node) -> None:
        """Say something with a property of SHACL."""
        self.triples.append(Triple(subject, NamedNode(SH + name), value))  # type: ignore[arg-type]

    def list(self, members: list[Node]) -> NamedNode | BlankNode:
        """Write an RDF list and return its head."""
        head: NamedNode | BlankNode = NamedNode(RDF + "nil")
        for member in reversed(members):
            cell = self.blank()
            self.triples.append(Triple(cell, NamedNode(RDF + "first"), member))
            self.triples.append(Triple(cell, NamedNode(RDF + "rest"), head))
            head = cell
        return head
