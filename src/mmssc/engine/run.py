"""Run a plan over data in columns. Each operator is one method; it works on whole sets, never node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mmssc.engine import literals
from mmssc.engine.arrays import EMPTY, Bag, Nodes, Pairs, ranges
from mmssc.engine.ordering import compare
from mmssc.engine.sparql_step import Violations, violations
from mmssc.engine.walk import reaching, walk

if TYPE_CHECKING:
    from collections.abc import Set

    from pyoxigraph import Store

    from mmssc.engine.arrays import Ids
    from mmssc.engine.data import Data
    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path
    from mmssc.engine.plan import Plan, Step
    from mmssc.engine.report import QueryRun
    from mmssc.engine.shapes import Target
    from mmssc.engine.sparql_constraints import SparqlConstraint

__all__ = ["Closed", "Run", "Value"]


class Closed(Pairs):
    """What is said of value nodes with predicates that a closed shape does not allow: one predicate a pair."""

    def __init__(self, focus: Ids, value: Ids, predicate: Ids, over: Nodes) -> None:
        super().__init__(focus, value, over)
        self.predicate = predicate


Value = Nodes | Pairs | Bag | Violations
"""What a step gives."""


class Run:
    """One run of a plan.

    Args:
        data: The data graph, with the class hierarchy that its types need.
        part: Take one part of the focus nodes only, ``(which, of how many)``: for paths that reach too much at once.
    """

    def __init__(self, data: Data, part: tuple[int, int] = (0, 1)) -> None:
        self.data = data
        self.terms = data.terms
        self.part = part
        self.operations = 0
        """How many steps were run."""
        self.queries: list[QueryRun] = []
        """How each SPARQL-based constraint was run, in the order of their steps."""

    def run(self, plan: Plan, wanted: Set[int]) -> dict[int, Any]:
        """Run the steps that are needed for some of them; what nothing needs any more is let go at once.

        Args:
            plan: The plan.
            wanted: The numbers of the steps whose results are wanted.

        Returns:
            The result of each wanted step, by its number.

        Raises:
            TooManyPairsError: A path reaches more nodes than fit in memory at once.
            FailedConstraintError: A SPARQL-based constraint got no answer.
        """
        found: dict[int, Any] = {}
        last: dict[int, int] = {}
        needed = plan.needed(wanted)
        for number in needed:
            last |= dict.fromkeys(plan.steps[number].inputs, number)
        for number in needed:
            step = plan.steps[number]
            inputs = [found[each] for each in step.inputs]
            found[number] = self.apply(step, inputs)
            self.operations += 1
            for each in step.inputs:
                if last[each] == number and each not in wanted:
                    found.pop(each, None)
        return found

    def apply(self, step: Step, inputs: list[Any]) -> Any:
        """Run one step on the results of the steps that it takes its inputs from."""
        operator = getattr(self, step.operator)
        return operator(*inputs) if step.argument is None else operator(*inputs, step.argument)

    # --- Sets of nodes ---

    def focus(self, target: Target) -> Nodes:
        nodes = self._targeted(target)
        which, of = self.part
        return nodes if of == 1 else Nodes(nodes.ids[nodes.ids % of == which])

    def _targeted(self, target: Target) -> Nodes:
        if target.kind == "targetNode":
            return self.constant((target.value,))
        number = self.terms.number(target.value)
        if target.kind == "targetClass":
            return self.data.instances(number)
        relation = self.data.relation(number)
        return (relation if target.kind == "targetSubjectsOf" else relation.inverse).subjects

    def constant(self, terms: tuple[Node, ...]) -> Nodes:
        return Nodes.of(np.array([self.terms.number(term) for term in terms], dtype=np.int64))

    def instances(self, cls: Node) -> Nodes:
        return self.data.instances(self.terms.number(cls))

    def reaching(self, argument: tuple[Path, Node]) -> Nodes:
        path, term = argument
        return reaching(self.data, path, self.terms.number(term))

    def union(self, *sets: Nodes) -> Nodes:
        return Nodes.union(sets)

    def meet(self, first: Nodes, *others: Nodes) -> Nodes:
        return first.meet(others)

    def minus(self, first: Nodes, second: Nodes) -> Nodes:
        return first.minus(second)

    def one_of(self, nodes: Nodes, *members: Nodes) -> Nodes:
        times = np.zeros(len(nodes), dtype=np.int64)
        for member in members:
            times += member.has(nodes.ids)
        return Nodes(nodes.ids[times == 1])

    def filter(self, nodes: Nodes, test: tuple[Any, ...]) -> Nodes:
        terms = self.terms
        match test:
            case ("NodeKind", kind):
                return literals.of_kind(terms, nodes, kind)
            case ("Datatype", datatype):
                return literals.of_datatype(terms, nodes, datatype)
            case ("MinLength", least):
                return literals.of_length(terms, nodes, least, None)
            case ("MaxLength", most):
                return literals.of_length(terms, nodes, None, most)
            case ("Pattern", expression, flags):
                return literals.pattern(terms, nodes, expression, flags)
            case ("LanguageIn", languages):
                return literals.in_languages(terms, nodes, languages)
            case ("Compare", operator, bound):
                right = np.full(len(nodes), terms.number(bound), dtype=np.int64)
                return Nodes(nodes.ids[compare(terms, nodes.ids, operator, right)])
        raise NotImplementedError(test)

    # --- Relations ---

    def identity(self, nodes: Nodes) -> Pairs:
        return Pairs.identity(nodes)

    def walk(self, nodes: Nodes, path: Path) -> Pairs:
        return walk(self.data, path, nodes)

    def values(self, pairs: Pairs) -> Nodes:
        return pairs.values

    def foci(self, found: Value) -> Nodes:
        if isinstance(found, Pairs | Violations):
            return found.foci
        return Nodes(found.ids) if isinstance(found, Bag) else found

    def keep(self, pairs: Pairs, good: Nodes) -> Pairs:
        return pairs.keep(good)

    def drop(self, pairs: Pairs, good: Nodes) -> Pairs:
        return pairs.drop(good)

    def count(self, pairs: Pairs, bound: tuple[str, int]) -> Nodes:
        sign, number = bound
        if sign == "<" and number == 1:
            return pairs.over.minus(pairs.foci)
        counts = pairs.counts()
        return Nodes(pairs.over.ids[counts < number if sign == "<" else counts > number])

    def equals(self, left: Pairs, right: Pairs) -> Pairs:
        key, other = self._keys(left), self._keys(right)
        return self._pairs(np.setxor1d(key, other, assume_unique=True), left.over)

    def common(self, left: Pairs, right: Pairs) -> Pairs:
        return self._pairs(np.intersect1d(self._keys(left), self._keys(right), assume_unique=True), left.over)

    def _keys(self, pairs: Pairs) -> Ids:
        return pairs.focus * len(self.terms) + pairs.value

    def _pairs(self, keys: Ids, over: Nodes) -> Pairs:
        return Pairs(keys // len(self.terms), keys % len(self.terms), over)

    def ordered(self, left: Pairs, right: Pairs, operator: str) -> Pairs:
        start = np.searchsorted(right.focus, left.focus, "left")
        found, owner = ranges(start, np.searchsorted(right.focus, left.focus, "right") - start)
        bad = ~compare(self.terms, left.value[owner], operator, right.value[found])
        return Pairs(left.focus[owner][bad], left.value[owner][bad], left.over)

    def languages(self, pairs: Pairs) -> Bag:
        tags = literals.language_tags(self.terms, pairs.value)
        tagged = (tags != "").to_numpy()
        _, language = np.unique(tags.to_numpy()[tagged], return_inverse=True)
        key, times = np.unique(pairs.focus[tagged] * (len(language) + 1) + language, return_counts=True)
        shared = key[times > 1] // (len(language) + 1)
        return Bag(*np.unique(shared, return_counts=True))

    def closed(self, pairs: Pairs, allowed: tuple[Node, ...]) -> Closed:
        known = {self.terms.number(term) for term in allowed}
        found = []
        for predicate in (each for each in self.data.predicates.tolist() if each not in known):
            relation = self.data.relation(predicate)
            mask = pairs.values.has(relation.subject)
            if mask.any():
                said = Pairs(relation.subject[mask], relation.value[mask], pairs.values)
                focus, value = self._after(pairs, said)
                found.append((focus, value, np.full(len(focus), predicate, dtype=np.int64)))
        if not found:
            return Closed(EMPTY.ids, EMPTY.ids, EMPTY.ids, pairs.over)
        focus, value, predicate = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.argsort(focus, kind="stable")
        return Closed(focus[order], value[order], predicate[order], pairs.over)

    def _after(self, pairs: Pairs, onward: Pairs) -> tuple[Ids, Ids]:
        start = np.searchsorted(onward.focus, pairs.value, "left")
        found, owner = ranges(start, np.searchsorted(onward.focus, pairs.value, "right") - start)
        return pairs.focus[owner], onward.value[found]

    # --- SPARQL-based constraints ---

    def sparql(self, pairs: Pairs, constraint: SparqlConstraint) -> Violations:
        found, run = violations(self.store(), self.terms, pairs, constraint)
        self.queries.append(run)
        return found

    def store(self) -> Store:
        """Return the data for the queries of SPARQL-based constraints."""
        return self.data.store

    # --- How often a node is reached ---

    def once(self, nodes: Nodes) -> Bag:
        return Bag.once(nodes)

    def along(self, pairs: Pairs, bag: Bag) -> Bag:
        return bag.along(pairs)

    def both(self, *bags: Bag) -> Bag:
        return Bag.union(bags)
