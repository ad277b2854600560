"""Run a plan over what a server answers: the data stay there, the sets and tests are done here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.engine.arrays import EMPTY, Bag, Nodes, Pairs, ranges, unique_pairs
from mmssc.engine.data import Data
from mmssc.engine.run import Closed, Run
from mmssc.engine.sparql import text
from mmssc.engine.sparql.labels import Labels
from mmssc.engine.sparql.origins import Instances, is_nameable, is_nullable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence, Set

    from mmssc.engine.arrays import Ids
    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path
    from mmssc.engine.plan import Plan, Step
    from mmssc.engine.sparql.origins import Origin, Start
    from mmssc.engine.sparql.questions import Outside, Said, Tally, Walk
    from mmssc.engine.sparql.source import Source

__all__ = ["RemoteRun"]

# How many characters of terms one query may hold: far below what servers refuse.
_LONGEST: Final = 30_000


class RemoteRun(Run):
    """One run of a plan that ``translate`` has rewritten.

    Args:
        source: What answers the queries.
        graphs: IRIs of the named graphs that make up the data graph; if none, the default graph of the source.
        lasting_labels: Whether the source gives a blank node the same label in every answer.
    """

    def __init__(self, source: Source, graphs: Sequence[str] = (), *, lasting_labels: bool = False) -> None:
        super().__init__(Data.of(()))
        self._source = source
        self._dataset = "".join(f" FROM {text.term_text(NamedNode(graph))}" for graph in graphs)
        self._labels = None if lasting_labels else Labels(self.terms)
        self._classes: tuple[Node, ...] = ()
        self._ends: dict[Path, list[Node]] = {}
        self._typed: dict[Node, Nodes] | None = None
        self._reached: dict[Path, Pairs] = {}

    def run(self, plan: Plan, wanted: Set[int]) -> dict[int, Any]:
        """Run the steps that are needed for some of them.

        Args:
            plan: The plan, rewritten.
            wanted: The numbers of the steps whose results are wanted.

        Raises:
            BlankNodesError: The result depends on blank nodes whose labels do not last.
        """
        steps = [plan.steps[number] for number in plan.needed(wanted)]
        starts: list[Any] = [step.argument for step in steps if step.operator == "members"]
        self._classes = tuple(dict.fromkeys(start.cls for start in starts if isinstance(start, Instances)))
        for step in steps:
            if step.operator == "reaching":
                argument: Any = step.argument
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
        if self._labels is not None:
            self._labels.check(*found)

    # --- Steps that need data ---

    def members(self, start: Start) -> Nodes:
        """Return the nodes of a target or a class."""
        if not isinstance(start, Instances):
            (node,) = self._ask(text.nodes(start, self._dataset), "node")
            return Nodes.of(node)
        if self._typed is None:
            asked = [
                self._ask(text.instances(chunk, self._dataset), "class", "node") for chunk in _chunks(self._classes)
            ]
            pairs = self._united(asked, EMPTY)
            self._typed = {cls: _values_of(pairs, self.terms.number(cls)) for cls in self._classes}
        return self._typed[start.cls]

    def reaching(self, argument: tuple[Path, Node]) -> Nodes:
        """Return the nodes from which a path leads to a term; all terms are asked for at once for each path."""
        path, term = argument
        if path not in self._reached:
            named = [each for each in self._ends[path] if is_nameable(each)]
            asked = [self._ask(text.reaching(path, chunk, self._dataset), "value", "node") for chunk in _chunks(named)]
            if len(named) < len(self._ends[path]):
                asked.append(self._ask(text.reaching_unnamed(path, self._dataset), "value", "node"))
            self._reached[path] = self._united(asked, EMPTY)
        nodes = _values_of(self._reached[path], self.terms.number(term))
        return Nodes.union([nodes, self.constant((term,))]) if is_nullable(path) else nodes

    def walk(self, nodes: Nodes, question: Walk) -> Pairs:  # type: ignore[override]
        """Relate each node to those at the end of the path."""
        pairs = self._pairs_of(question, text.walk, nodes)
        if is_nullable(question.path):
            both = np.concatenate([pairs.focus, nodes.ids]), np.concatenate([pairs.value, nodes.ids])
            pairs = Pairs(*unique_pairs(*both, len(self.terms)), nodes)
        return pairs

    def outside(self, nodes: Nodes, question: Outside) -> Pairs:
        """Relate each node to those at the end of the path that are not of a class."""
        return self._pairs_of(question, text.outside, nodes)

    def tally(self, nodes: Nodes, question: Tally) -> Nodes:
        """Return the nodes with too few or too many values."""
        asked = [self._ask(text.tally(question, origin, self._dataset), "focus")[0] for origin in question.origins]
        found = Nodes.of(np.concatenate([EMPTY.ids, *asked]))
        self.check(nodes, found)
        return found.meet([nodes])

    def closed(self, pairs: Pairs, question: Said) -> Closed:  # type: ignore[override]
        """Return what is said of value nodes with other predicates than those that are allowed."""
        asked = [
            self._ask(text.said(question, origin, self._dataset), "node", "predicate", "object")
            for origin in question.origins
        ]
        columns = [np.concatenate([EMPTY.ids, *(each[place] for each in asked)]) for place in range(3)]
        self.check(pairs, Nodes(columns[0]))
        node, predicate, value = np.unique(np.stack(columns), axis=1)
        start = np.searchsorted(node, pairs.value, "left")
        place, owner = ranges(start, np.searchsorted(node, pairs.value, "right") - start)
        return Closed(pairs.focus[owner], value[place], predicate[place], pairs.over)

    # --- Asking ---

    def _pairs_of(self, question: Any, query: Callable[[Any, Origin, str], str], nodes: Nodes) -> Pairs:
        asked = [self._ask(query(question, origin, self._dataset), "focus", "value") for origin in question.origins]
        return self._united(asked, nodes)

    def _united(self, asked: Iterable[tuple[Ids, ...]], over: Nodes) -> Pairs:
        """Unite answers of two columns; those about other nodes than were asked about are left out."""
        columns = list(asked)
        focus = np.concatenate([EMPTY.ids, *(each[0] for each in columns)])
        value = np.concatenate([EMPTY.ids, *(each[1] for each in columns)])
        if over is not EMPTY:
            self.check(over, Nodes(focus))
            mask = over.has(focus)
            focus, value = focus[mask], value[mask]
        return Pairs(*unique_pairs(focus, value, len(self.terms)), over)

    def _ask(self, query: str, *names: str) -> tuple[Ids, ...]:
        columns = self._source.select(query)
        answer = self._labels.answer() if self._labels is not None else None
        return tuple(
            np.fromiter(self._numbers(columns[name], answer), dtype=np.int64, count=len(columns[name]))
            for name in names
        )

    def _numbers(self, column: Sequence[Any], answer: dict[BlankNode, int] | None) -> Iterator[int]:
        number = self.terms.number
        for term in column:
            if isinstance(term, NamedNode | Literal):
                yield number(term)
            elif isinstance(term, BlankNode):
                yield number(term) if answer is None or self._labels is None else self._labels.number(answer, term)
            else:
                raise ValueError(f"the server answered with {term}, where a node or a literal was asked for")


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
