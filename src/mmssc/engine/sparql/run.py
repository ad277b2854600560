"""Run a plan over what a server answers: the data stay there, the sets and tests are done here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from mmssc.engine.arrays import EMPTY, Bag, Nodes, Pairs, ranges, unique_pairs
from mmssc.engine.run import Closed, Run
from mmssc.engine.shapes import UnsupportedShapesError
from mmssc.engine.sparql.answers import Answers
from mmssc.engine.sparql.origins import Instances, is_nameable
from mmssc.engine.sparql.questions import Walk
from mmssc.engine.sparql.routes import can_start_at_literal, is_repeated, predicates
from mmssc.engine.sparql.source import Embedded
from mmssc.engine.sparql.text import Queries, term_text
from mmssc.engine.walk import reaching, walk
from mmssc.names import RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence, Set

    from mmssc.engine.arrays import Ids
    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path
    from mmssc.engine.plan import Plan, Step
    from mmssc.engine.sparql.origins import Origin, Start
    from mmssc.engine.sparql.questions import Outside, Said, Tally
    from mmssc.engine.sparql.source import Source

__all__ = ["RemoteRun"]

# How many characters of terms one query may hold: far below what servers refuse.
_LONGEST: Final = 30_000

_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")


class RemoteRun(Run):
    """One run of a plan that ``translate`` has rewritten.

    Args:
        source: What answers the queries.
        graphs: IRIs of the named graphs that make up the data graph; if none, the default graph of the source.
        lasting_labels: Whether the source gives a blank node the same label in every answer.
    """

    def __init__(self, source: Source, graphs: Sequence[str] = (), *, lasting_labels: bool = False) -> None:
        self._embedded = source.store if isinstance(source, Embedded) and lasting_labels and not graphs else None
        self._copy: Store | None = None
        self._answers = Answers(source, lasting_labels=lasting_labels)
        super().__init__(self._answers)
        self._queries = Queries("".join(f" FROM {term_text(NamedNode(graph))}" for graph in graphs), self._classes)
        self._below: dict[Node, list[Node]] = {}
        self._instances: dict[Node, Nodes | None] = {}
        self._ends: dict[Path, list[Node]] = {}
        self._reached: dict[Path, Pairs] = {}

    def run(self, plan: Plan, wanted: Set[int]) -> dict[int, Any]:
        """Run the steps that are needed for some of them.

        Args:
            plan: The plan, rewritten.
            wanted: The numbers of the steps whose results are wanted.

        Raises:
            BlankNodesError: The result depends on blank nodes whose labels do not last.
        """
        for step in (plan.steps[number] for number in plan.needed(wanted)):
            argument: Any = step.argument
            if step.operator == "members" and isinstance(argument, Instances):
                self._instances[argument.cls] = None
            if step.operator == "reaching":
                self._ends.setdefault(argument[0], []).append(argument[1])
        return super().run(plan, wanted)

    def apply(self, step: Step, inputs: list[Any]) -> Any:
        """Run one step, and see to it that blank nodes that meet in it can be compared."""
        found = super().apply(step, inputs)
        self.check(*inputs, found)
        return found

    def check(self, *found: Nodes | Pairs | Bag) -> None:
        """See to it that blank nodes that are to be compared can be.

        Raises:
            BlankNodesError: Their labels do not last.
        """
        self._answers.check(*found)

    def store(self) -> Store:
        """Return a copy of the embedded store, in memory, for the queries of SPARQL-based constraints.

        Raises:
            UnsupportedShapesError: The data are elsewhere.
        """
        if self._embedded is None:
            raise UnsupportedShapesError(
                "SPARQL-based constraints need the data in the default graph of an embedded store; "
                "validate a copy of the data, or leave these constraints out"
            )
        if self._copy is None:  # a query brings rows of its own, which a store on disk would keep
            self._copy = Store()
            self._copy.bulk_extend(self._embedded.quads_for_pattern(None, None, None, DefaultGraph()))
        return self._copy

    # --- Sets of nodes ---

    def members(self, start: Start) -> Nodes:
        """Return the nodes of a target or a class; all classes of the plan are asked for at once."""
        if not isinstance(start, Instances):
            return Nodes.of(self._answers.ask(self._queries.nodes(start), "node")[0])
        found = self._instances.get(start.cls)
        if found is None:
            waiting = {start.cls, *(cls for cls, nodes in self._instances.items() if nodes is None)}
            self._instances |= self._typed(sorted(waiting, key=str))
            found = self._instances[start.cls]
        return found or EMPTY

    def _typed(self, classes: Sequence[Node]) -> dict[Node, Nodes]:
        below = {cls: self._classes(cls) for cls in classes}
        types = list(dict.fromkeys(each for found in below.values() for each in found))
        named = [each for each in types if not isinstance(each, BlankNode)]
        asked = [self._answers.ask(self._queries.typed(chunk), "type", "node") for chunk in _chunks(named)]
        if len(named) < len(types):
            asked.append(self._answers.ask(self._queries.typed_unnamed(), "type", "node"))
            self.check(self.constant(tuple(types)), Nodes(asked[-1][0]))
        pairs = self._united(asked)
        return {
            cls: Nodes.union([_values_of(pairs, self.terms.number(each)) for each in found])
            for cls, found in below.items()
        }

    def _classes(self, cls: Node) -> list[Node]:
        found = self._below.get(cls)
        if found is None:
            self._fetch(_SUBCLASS)
            found = self._below[cls] = self._answers.classes(cls)
        return found

    def reaching(self, argument: tuple[Path, Node]) -> Nodes:
        """Return the nodes from which a path leads to a term; all terms are asked for at once for each path."""
        path, term = argument
        if is_repeated(path):
            self._fetch_all(path)
            return reaching(self.data, path, self.terms.number(term))
        if path not in self._reached:
            terms = [each for each in self._ends[path] if _can_end_at(path, each)]
            named = [each for each in terms if is_nameable(each)]
            asked = [
                self._answers.ask(self._queries.reaching(path, chunk), "value", "node") for chunk in _chunks(named)
            ]
            if len(named) < len(terms):
                asked.append(self._answers.ask(self._queries.reaching_unnamed(path), "value", "node"))
            self._reached[path] = self._united(asked)
        return _values_of(self._reached[path], self.terms.number(term))

    def tally(self, nodes: Nodes, question: Tally) -> Nodes:
        """Return the nodes with too few or too many values."""
        asked = [self._answers.ask(self._queries.tally(question, each), "focus")[0] for each in question.origins]
        found = Nodes.of(np.concatenate([EMPTY.ids, *asked]))
        self.check(nodes, found)
        return found.meet([nodes])

    # --- Relations ---

    def walk(self, nodes: Nodes, question: Walk) -> Pairs:  # type: ignore[override]
        """Relate each node to those at the end of the path."""
        if is_repeated(question.path):
            self._fetch_all(question.path, nodes)
            return walk(self.data, question.path, nodes)
        return self._pairs_of(question, self._queries.walk, nodes)

    def outside(self, nodes: Nodes, question: Outside) -> Pairs:
        """Relate each node to those at the end of the path that are not of a class."""
        if any(isinstance(each, BlankNode) for each in self._classes(question.cls)):  # no query can name it
            members = self.members(Instances(question.cls))
            pairs = self.walk(nodes, Walk(question.origins, question.path))
            self.check(pairs, members)
            return pairs.drop(members)
        return self._pairs_of(question, self._queries.outside, nodes)

    def closed(self, pairs: Pairs, question: Said) -> Closed:  # type: ignore[override]
        """Return what is said of value nodes with other predicates than those that are allowed."""
        names = ("node", "predicate", "object")
        asked = [self._answers.ask(self._queries.said(question, each), *names) for each in question.origins]
        columns = [np.concatenate([EMPTY.ids, *(each[place] for each in asked)]) for place in range(3)]
        self.check(pairs, Nodes(columns[0]))
        node, predicate, value = np.unique(np.stack(columns), axis=1)
        start = np.searchsorted(node, pairs.value, "left")
        place, owner = ranges(start, np.searchsorted(node, pairs.value, "right") - start)
        return Closed(pairs.focus[owner], value[place], predicate[place], pairs.over)

    # --- Asking ---

    def _fetch(self, predicate: Node) -> None:
        """Have all triples of a predicate here."""
        if not self._answers.has(predicate):
            self._answers.keep(predicate, *self._answers.ask(self._queries.relation(predicate), "subject", "object"))

    def _fetch_all(self, path: Path, *nodes: Nodes) -> None:
        """Have all triples of the predicates of a path here, to be walked from some nodes."""
        met = list(nodes)
        for predicate in predicates(path):
            self._fetch(predicate)
            relation = self.data.relation(self.terms.number(predicate))
            met += [Nodes(relation.subject), Nodes(relation.value)]
        self.check(*met)

    def _pairs_of(self, question: Any, query: Callable[[Any, Origin], str], nodes: Nodes) -> Pairs:
        asked = [self._answers.ask(query(question, origin), "focus", "value") for origin in question.origins]
        pairs = self._united(asked)
        self.check(nodes, pairs)
        mask = nodes.has(pairs.focus)
        return Pairs(pairs.focus[mask], pairs.value[mask], nodes)

    def _united(self, asked: Sequence[tuple[Ids, ...]]) -> Pairs:
        focus = np.concatenate([EMPTY.ids, *(each[0] for each in asked)])
        value = np.concatenate([EMPTY.ids, *(each[1] for each in asked)])
        return Pairs(*unique_pairs(focus, value, len(self.terms)), EMPTY)


def _can_end_at(path: Path, term: Node) -> bool:
    return isinstance(term, NamedNode | BlankNode) or can_start_at_literal(path, back=True)


def _values_of(pairs: Pairs, focus: int) -> Nodes:
    start, end = np.searchsorted(pairs.focus, [focus, focus + 1])
    return Nodes(pairs.value[start:end])


def _chunks(terms: Sequence[Node]) -> Iterator[list[Node]]:
    """Divide terms among queries that are not too long."""
    chunk: list[Node] = []
    length = 0
    for term in terms:
        length += len(str(term)) + 1
        if chunk and length > _LONGEST:
            yield chunk
            chunk, length = [], len(str(term)) + 1
        chunk.append(term)
    if chunk:
        yield chunk
