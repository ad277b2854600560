"""Evidence that stays in a SPARQL server: whole communities at a time, by a few questions a batch.

The number of questions depends on the number of batches, never on that of communities. What is fetched is what
shapes/evidence.ttl names, of items and of what they refer to. A server may hold much else, which is nobody's fault; so
nothing is said about it, whereas a file is told of each statement that is not used.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mmssc.evidence.check import links
from mmssc.evidence.piece import Part, Piece
from mmssc.evidence.reading import Reading
from mmssc.knowledge import folder, query_text, triples
from mmssc.names import EVIDENCE, MMSSC, RDF_TYPE, SH
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mmssc.engine import Base
    from mmssc.engine.graph import Node
    from mmssc.server import Server
    from mmssc.server.results import Term

    Statement = tuple[Term, Term, Term]

__all__ = ["BATCH", "MOST", "Served"]

BATCH: Final = 10_000
"""Items after which a batch is closed."""

MOST: Final = 500
"""Communities after which it is: their IRIs stand in the question."""

_COMMUNITY: Final = NamedNode(MMSSC + "community")
_CLAIMS: Final = {NamedNode(MMSSC + "demonstrates"), NamedNode(MMSSC + "disputes")}
_ITEM: Final = NamedNode("https://w3id.org/mmssc/shape/evidence/item")


@dataclass(frozen=True, slots=True)
class _Names:
    """What shapes/evidence.ttl names.

    Attributes:
        properties: The properties of items.
        pairs: A property of items, and a property of what it leads to.
        classes: The classes that what they lead to can have.
    """

    properties: tuple[NamedNode, ...]
    pairs: tuple[tuple[NamedNode, NamedNode], ...]
    classes: frozenset[Node]

    @classmethod
    def read(cls) -> _Names:
        from mmssc.engine import Graph

        rules = Graph(triples(folder("shapes/evidence.ttl")))
        shape, path, class_, objects_of = (
            NamedNode(SH + name) for name in ("property", "path", "class", "targetObjectsOf")
        )

        def paths(node: Node) -> list[NamedNode]:
            found = (each for part in rules.objects(node, shape) for each in rules.objects(part, path))
            return [each for each in found if isinstance(each, NamedNode)]

        pairs = {(link, name) for link in links() for end in rules.subjects(objects_of, link) for name in paths(end)}
        classes: set[Node] = {NamedNode(MMSSC + "Community")}
        pairs |= {(link, RDF_TYPE) for link in links()}
        # A thing may get the class that a rule asks for from the evidence itself.
        for part in rules.objects(_ITEM, shape):
            asked = list(rules.objects(part, class_))
            classes |= set(asked)
            pairs |= {(link, RDF_TYPE) for link in rules.objects(part, path) if asked and isinstance(link, NamedNode)}
        properties = {*paths(_ITEM), RDF_TYPE}
        return cls(tuple(sorted(properties, key=str)), tuple(sorted(pairs, key=str)), frozenset(classes))


class Served:
    """The evidence in a server, in batches of whole communities.

    Args:
        server: The server.
        base: What ``mmssc.evidence.check.base_of`` made of the vocabulary and the model.
        size: How many items a batch has, about; a larger community is a batch of its own.
        most: How many communities a batch has at most, unless they share items.

    Attributes:
        name: The address, as problems show it.
        items: How many items there are; one of two communities counts twice.

    Raises:
        ServerError: There is no answer, or no whole one.
        UnusableInputError: The server holds no evidence.
    """

    def __init__(self, server: Server, base: Base, *, size: int = BATCH, most: int = MOST) -> None:
        self.name = server.url
        self._server = server
        self._model = set(base.described())
        self._names = _Names.read()
        self._counts = self._count()
        self.items = sum(self._counts.values())
        if not self.items:
            raise _error("no-evidence", self.name)
        self._batches = list(self._plan(size, most))

    def __len__(self) -> int:
        """Return how many batches there are."""
        return len(self._batches)

    def sizes(self) -> list[int]:
        """Return how many items each batch has."""
        return [sum(self._counts[each] for each in batch) for batch in self._batches]

    def parts(self) -> Iterator[Part]:
        """Fetch one batch after another.

        Raises:
            ServerError: There is no answer, or no whole one.
            UnusableInputError: The evidence changed meanwhile.
        """
        for batch in self._batches:
            found, communities = self._fetch(batch)
            piece = Piece(self.name, repeated="".join(found).encode())
            yield Part((piece,), tuple(map(str, communities)), len(found), contested=False)
        if self._count() != self._counts:
            raise _error("changed", self.name)

    def reading(self) -> Reading:
        """Fetch everything, as if it had been read from a file whose name is the address.

        Raises:
            ServerError: There is no answer, or no whole one.
            UnusableInputError: The evidence changed meanwhile.
        """
        # Piece by piece: a blank node's label means the same in one answer only.
        pieces = [piece.reading() for part in self.parts() for piece in part.pieces]
        quads = list(dict.fromkeys(chain.from_iterable(piece.quads for piece in pieces)))
        return Reading(self.name, quads, offered=sum(piece.offered for piece in pieces))

    def _count(self) -> dict[NamedNode | None, int]:
        """Ask which communities there are, and how many items each has; ``None`` stands for no community."""
        rows = self._server.select(query_text("evidence/communities"))
        counts: dict[NamedNode | None, int] = {}
        for community, items in zip(rows["community"], rows["items"], strict=True):
            number = int(items.value) if isinstance(items, Literal) else 0
            if number:  # a group over nothing is a row too
                counts[community if isinstance(community, NamedNode) else None] = number
        return counts

    def _plan(self, size: int, most: int) -> Iterator[list[NamedNode | None]]:
        """Divide the communities: those that share an item stay together."""
        rows = self._server.select(query_text("evidence/shared"))
        groups = _together(self._counts, zip(rows["one"], rows["other"], strict=True))
        batch: list[NamedNode | None] = []
        items = 0
        for group in groups:
            more = sum(self._counts[each] for each in group)
            if batch and (items + more > size or len(batch) + len(group) > most):
                yield batch
                batch, items = [], 0
            batch += group
            items += more
        if batch:
            yield batch
        if None in self._counts:
            yield [None]

    def _fetch(self, batch: Sequence[NamedNode | None]) -> tuple[list[str], list[NamedNode]]:
        """Return the statements of a batch as lines of N-Triples in order, and its communities."""
        communities = [each for each in batch if each is not None]
        properties = " ".join(map(str, self._names.properties))
        if communities:
            values = " ".join(map(str, communities))
            query = _filled("evidence/items", community=values, property=properties)
        else:
            query = _filled("evidence/strays", property=properties)
        rows = self._server.select(query)
        lines, counts = _items(_statements(rows, "item", self.name))
        if counts != {each: self._counts[each] for each in batch}:
            raise _error("changed", self.name)
        if communities:
            pairs = " ".join(f"({link} {name})" for link, name in self._names.pairs)
            query = _filled("evidence/things", community=values, link_property=pairs)
            lines |= self._things(_statements(self._server.select(query), "thing", self.name))
        return sorted(lines), communities

    def _things(self, statements: Iterable[Statement]) -> set[str]:
        """Return what may be said of the things that items refer to: nothing of those that the model describes."""
        return {
            # A label of another answer is another node.
            _line((thing, name, BlankNode(f"thing{value.value}") if isinstance(value, BlankNode) else value))
            for thing, name, value in statements
            if thing not in self._model and (name != RDF_TYPE or value in self._names.classes)
        }


def _items(statements: Iterable[Statement]) -> tuple[set[str], dict[NamedNode | None, int]]:
    """Return what is said of items, and how many items name each community; whatever else names one is let go."""
    said: dict[Term, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement[1] != RDF_TYPE or statement[2] == EVIDENCE:
            said[statement[0]].append(statement)
    lines: set[str] = set()
    counts: Counter[NamedNode | None] = Counter()
    for about in said.values():
        if not any(name in _CLAIMS or name == RDF_TYPE for _, name, _ in about):
            continue
        lines.update(map(_line, about))
        named = {value for _, name, value in about if name == _COMMUNITY and isinstance(value, NamedNode)}
        counts.update(named or (None,))
    return lines, dict(counts)


def _statements(rows: dict[str, list[Term | None]], subject: str, source: str) -> Iterator[Statement]:
    for about, name, value in zip(rows[subject], rows["property"], rows["value"], strict=True):
        if about is None or name is None or value is None:
            continue
        if isinstance(about, Triple) or isinstance(value, Triple):
            raise _error("triple-term", source, str(about), str(name))
        yield about, name, value


def _line(statement: Statement) -> str:
    return "{} {} {} .\n".format(*statement)


def _filled(name: str, **parameters: str) -> str:
    """Return a query with its ``VALUES`` filled in; ``link_property`` stands for ``(?link ?property)``."""
    text = query_text(name)
    for parameter, values in parameters.items():
        variables = (
            f"({' '.join(f'?{each}' for each in parameter.split('_'))})" if "_" in parameter else f"?{parameter}"
        )
        before, found, after = text.partition(f"VALUES {variables} {{ ")
        if not found:
            raise KeyError(f"{name} has no parameter {variables}")
        text = f"{before}{found}{values} {after}"
    return text


def _together(
    communities: Iterable[NamedNode | None], pairs: Iterable[tuple[Term | None, Term | None]]
) -> list[list[NamedNode | None]]:
    """Return the communities in groups that are linked by pairs, in the order of their IRIs."""
    chief: dict[Term | None, Term | None] = {each: each for each in communities if each is not None}

    def find(each: Term | None) -> Term | None:
        while chief[each] != each:
            chief[each] = chief[chief[each]]
            each = chief[each]
        return each

    for one, other in pairs:
        if one in chief and other in chief:
            chief[find(other)] = find(one)
    groups: dict[Term | None, list[NamedNode | None]] = defaultdict(list)
    for each in sorted((each for each in communities if each is not None), key=lambda node: node.value):
        groups[find(each)].append(each)
    return list(groups.values())


def _error(code: str, source: str, where: str = "", field: str = "") -> UnusableInputError:
    message, mend = _TEXTS[code]
    return UnusableInputError(
        Problem(code=code, source=source, where=where, field=field, value="", message=message, mend=mend)
    )


_TEXTS: Final = {
    "no-evidence": (
        Text("The graphs that were asked hold no evidence.", "所查询的图中没有任何证据。"),
        Text(
            "Check the address; where evidence is in named graphs, name them with --graph, or let the server's default "
            "graph be their union.",
            "请检查地址；证据在命名图中时，请用 --graph 指明，或让服务器的默认图为各命名图之并。",
        ),
    ),
    "changed": (
        Text("The evidence changed while being read.", "读取期间证据发生了变化。"),
        Text("Try again when nobody writes.", "请在没有写入时重试。"),
    ),
    "triple-term": (
        Text("A statement about a statement (RDF 1.2) is not read.", "不读取关于陈述的陈述（RDF 1.2）。"),
        Text("State it of a node of its own.", "请改为对独立节点的陈述。"),
    ),
}
