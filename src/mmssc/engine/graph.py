"""A read-only graph in memory, indexed for the two look-ups that shapes need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.names import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Quad

__all__ = ["Graph", "Node"]

Node = NamedNode | BlankNode | Literal

_FIRST: Final = NamedNode(RDF + "first")
_REST: Final = NamedNode(RDF + "rest")
_NIL: Final = NamedNode(RDF + "nil")
_TYPE: Final = NamedNode(RDF + "type")
_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
_NOTHING: Final[tuple[Node, ...]] = ()


class Graph:
    """Triples, indexed by predicate and subject and by predicate and object."""

    def __init__(self, triples: Iterable[Quad | Triple] = ()) -> None:
        self._objects: dict[NamedNode, dict[Node, dict[Node, None]]] = {}
        self._subjects: dict[NamedNode, dict[Node, dict[Node, None]]] = {}
        self._about: dict[Node, dict[NamedNode, dict[Node, None]]] | None = None
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate, triple.object
            self._objects.setdefault(predicate, {}).setdefault(subject, {})[value] = None  # type: ignore[arg-type,index]
            self._subjects.setdefault(predicate, {}).setdefault(value, {})[subject] = None  # type: ignore[arg-type,index]

    def triples(self) -> Iterator[Triple]:
        """Yield every triple."""
        for predicate, subjects in self._objects.items():
            for subject, values in subjects.items():
                yield from (Triple(subject, predicate, value) for value in values)  # type: ignore[arg-type]

    def objects(self, subject: Node, predicate: NamedNode) -> Iterable[Node]:
        """Return the objects of the triples with this subject and predicate, in the order they came."""
        return self._objects.get(predicate, {}).get(subject, _NOTHING)

    def subjects(self, predicate: NamedNode, value: Node) -> Iterable[Node]:
        """Return the subjects of the triples with this predicate and object, in the order they came."""
        return self._subjects.get(predicate, {}).get(value, _NOTHING)

    def value(self, subject: Node, predicate: NamedNode) -> Node | None:
        """Return one object of the triples with this subject and predicate, if there is any."""
        return next(iter(self.objects(subject, predicate)), None)

    def all_subjects(self, predicate: NamedNode) -> Iterable[Node]:
        """Return every subject of a predicate."""
        return self._objects.get(predicate, {})

    def all_objects(self, predicate: NamedNode) -> Iterable[Node]:
        """Return every object of a predicate."""
        return self._subjects.get(predicate, {})

    def about(self, subject: Node) -> Mapping[NamedNode, Iterable[Node]]:
        """Return everything that is said of a subject, by predicate."""
        if self._about is None:
            self._about = {}
            for predicate, subjects in self._objects.items():
                for node, values in subjects.items():
                    self._about.setdefault(node, {})[predicate] = values
        return self._about.get(subject, {})

    def items(self, head: Node) -> Sequence[Node]:
        """Return the members of an RDF list.

        Raises:
            ValueError: The list is cyclic, a cell has not exactly one first and one rest, or its end has any.
        """
        members: list[Node] = []
        seen: set[Node] = set()
        while head != _NIL:
            first, rest = list(self.objects(head, _FIRST)), list(self.objects(head, _REST))
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise ValueError(f"{head} is not a well-formed RDF list")
            seen.add(head)
            members.append(first[0])
            head = rest[0]
        if self.value(_NIL, _FIRST) is not None or self.value(_NIL, _REST) is not None:
            raise ValueError("rdf:nil, the end of every list, has a first or a rest")
        return members

    def instances(self, classes: Iterable[Node]) -> dict[Node, None]:
        """Return the nodes typed with one of the classes or with a subclass of one, at any depth."""
        found: dict[Node, None] = {}
        for cls in self.subclasses(classes):
            found.update(dict.fromkeys(self.subjects(_TYPE, cls)))
        return found

    def subclasses(self, classes: Iterable[Node]) -> dict[Node, None]:
        """Return the classes and all their subclasses."""
        closed = dict.fromkeys(classes)
        queue = list(closed)
        while queue:
            for child in self.subjects(_SUBCLASS, queue.pop()):
                if child not in closed:
                    closed[child] = None
                    queue.append(child)
        return closed
