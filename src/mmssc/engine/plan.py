"""The algebra that shapes are compiled to: steps over sets of nodes, each done once for all nodes.

A step has an operator, the steps that it takes its inputs from, and an argument. Steps are numbered in an order in
which they can be run, and two steps that say the same are one step: what several shapes share is evaluated once. A plan
depends on the shapes only, so the number of steps does not grow with the data.

==============  ============================  ==================================================================
operator        inputs                        result
==============  ============================  ==================================================================
``focus``       (argument: a target)          the focus nodes of the target
``constant``    (argument: terms)             these nodes
``instances``   (argument: a class)           the nodes of the class or of a subclass
``reaching``    (argument: path, term)        the nodes from which the path leads to the term
``union``       sets                          the nodes in any of them
``meet``        sets                          the nodes in all of them
``minus``       set, set                      the nodes in the first and not in the second
``one_of``      set, sets                     the nodes of the first that are in exactly one of the others
``filter``      set (argument: a test)        the nodes that pass a test of a term by itself
``identity``    set                           every node, related to itself
``walk``        set (argument: path)          every node, related to the nodes at the end of the path
``values``      relation                      its value nodes
``foci``        any finding                   the focus nodes in it
``keep``        relation, set                 the pairs whose value is in the set
``drop``        relation, set                 the pairs whose value is not in the set
``count``       relation (argument: <, >, n)  the focus nodes with fewer or more values than n
``equals``      relation, relation            the pairs that are in only one of two relations
``common``      relation, relation            the pairs that are in both
``ordered``     relation, relation (< or <=)  the pairs of the first whose value is not less than one of the second's
``languages``   relation                      the focus nodes, for each language that two of their values share
``closed``      relation (argument: terms)    what is said of the values with other predicates than these
``sparql``      relation (argument: a SPARQL  the violations that a query finds for each focus node or pair
                constraint)
``once``        set                           a bag: each node reached once
``along``       relation, bag                 the values of the nodes in a bag, as often as they are reached
``both``        bags                          the sum of bags
==============  ============================  ==================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from mmssc.engine.graph import Node
    from mmssc.engine.shapes import Constraint, Shape

__all__ = ["Finding", "Plan", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a plan."""

    operator: str
    inputs: tuple[int, ...]
    argument: Hashable


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the violations of one constraint come from.

    Attributes:
        shape: The shape.
        constraint: The constraint.
        step: The step that gives focus nodes, or focus nodes with values, at fault.
        reached: The step that says how often each focus node is reached: a result is reported each time.
    """

    shape: Shape
    constraint: Constraint
    step: int
    reached: int


@dataclass(slots=True)
class Plan:
    """Steps, and what to report of them.

    Attributes:
        steps: The steps, in the order in which they are run.
        focus: For each shape with targets, the step that gives its focus nodes.
        good: For each shape that is asked about, the step that gives the nodes that conform, of those asked about.
        counted: For each shape with a qualified value shape, the step that gives the values that count.
        findings: Where the results come from, in the order of the shapes.
    """

    steps: list[Step] = field(default_factory=list)
    focus: dict[Node, int] = field(default_factory=dict)
    good: dict[Node, int] = field(default_factory=dict)
    counted: dict[Node, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _numbers: dict[Step, int] = field(default_factory=dict)

    def step(self, operator: str, *inputs: int, argument: Hashable = None) -> int:
        """Return the number of a step, a new one only if there is none like it."""
        step = Step(operator, inputs, argument)
        number = self._numbers.setdefault(step, len(self.steps))
        if number == len(self.steps):
            self.steps.append(step)
        return number

    def needed(self, wanted: Iterable[int]) -> list[int]:
        """Return the numbers of the steps that some of them need, in the order in which they can be run."""
        needed = set(wanted)
        for number in range(max(needed, default=-1), -1, -1):
            if number in needed:
                needed.update(self.steps[number].inputs)
        return sorted(needed)

    def united(self, steps: list[int], operator: str = "union") -> int:
        """Return the step that unites the results of others."""
        distinct = sorted(set(steps)) if operator == "union" else steps
        return distinct[0] if len(distinct) == 1 else self.step(operator, *distinct)
