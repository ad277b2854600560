"""Evaluate shapes over sets of nodes: every question "which of these nodes conform?" is asked once for all nodes."""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.engine.components import CHECKS
from mmssc.engine.paths import Predicate, walk
from mmssc.engine.report import Report, Result
from mmssc.engine.shapes import read_shapes
from mmssc.names import SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.components import Violations
    from mmssc.engine.graph import Graph, Node
    from mmssc.engine.shapes import Constraint, Shape, Target

__all__ = ["Evaluation", "validate"]

# The constraint whose results are those of the shape that it refers to (SHACL 4.7.2).
_PROPERTY: Final = "Property"


def validate(data: Graph, shapes: Graph) -> Report:
    """Validate a data graph against a shapes graph.

    Args:
        data: The data graph, with the class hierarchy that its types need.
        shapes: The shapes graph.

    Returns:
        The report, its results in a stable order.

    Raises:
        IllFormedShapesError: The shapes graph breaks a syntax rule of SHACL, or is recursive.
        UnsupportedShapesError: The shapes graph uses something beyond SHACL Core.
    """
    evaluation = Evaluation(data, read_shapes(shapes))
    results: list[Result] = []
    matched: dict[Node, int] = {}
    for shape in evaluation.shapes.values():
        if not shape.targets:
            continue
        focus = dict.fromkeys(node for target in shape.targets for node in _focus_nodes(data, target))
        matched[shape.node] = len(focus)
        results.extend(evaluation.results(shape, dict.fromkeys(focus, 1)))
    return Report(tuple(sorted(results, key=Result.sort_key)), matched)


def _focus_nodes(data: Graph, target: Target) -> Iterable[Node]:
    match target.kind:
        case "targetNode":
            return [target.value]
        case "targetClass":
            return data.instances([target.value])
        case "targetSubjectsOf":
            return data.all_subjects(target.value)  # type: ignore[arg-type]
        case _:
            return data.all_objects(target.value)  # type: ignore[arg-type]


class Evaluation:
    """One run over one data graph: shapes are evaluated on demand and what is known of a node is kept."""

    def __init__(self, data: Graph, shapes: dict[Node, Shape]) -> None:
        self.data = data
        self.shapes = shapes
        self._known: dict[Node, dict[Node, bool]] = {}
        self.operations = 0
        """How many times a constraint was evaluated over a set: it must not grow with the data."""

    def conforming(self, shape: Node, nodes: Iterable[Node]) -> set[Node]:
        """Return those of the nodes that conform to a shape."""
        known = self._known.setdefault(shape, {})
        asked = dict.fromkeys(nodes)
        new = [node for node in asked if node not in known]
        if new:
            failed = self._failing(self.shapes[shape], new)
            known.update((node, node not in failed) for node in new)
        return {node for node in asked if known[node]}

    def results(self, shape: Shape, nodes: dict[Node, int]) -> Iterable[Result]:
        """Yield the validation results of a shape for focus nodes (SHACL 3.4).

        Args:
            shape: The shape.
            nodes: The focus nodes, each with the number of times it is reached: the W3C test suite (property-001,
                shared) wants a result each time.
        """
        if shape.deactivated:
            return
        values = self.value_nodes(shape, nodes)
        for constraint in shape.constraints:
            if constraint.component == _PROPERTY:
                reached: Counter[Node] = Counter()
                for node, ends in values.items():
                    for end in ends:
                        reached[end] += nodes[node]
                yield from self.results(self.shapes[constraint.value], reached)
                continue
            component = NamedNode(f"{SH}{constraint.component}ConstraintComponent")
            for focus, value, *at in self._check(shape, constraint, values):
                path = Predicate(at[0]) if at else shape.path
                result = Result(focus, path, value, component, shape.node, shape.severity, tuple(shape.messages))
                yield from repeat(result, nodes[focus])

    def value_nodes(self, shape: Shape, nodes: Iterable[Node]) -> dict[Node, dict[Node, None]]:
        """Return the value nodes of each focus node: those at the end of the path, or the node itself."""
        if shape.path is None:
            return {node: {node: None} for node in nodes}
        return walk(self.data, shape.path, nodes)

    def _failing(self, shape: Shape, nodes: Iterable[Node]) -> set[Node]:
        if shape.deactivated:
            return set()
        values = self.value_nodes(shape, nodes)
        failed: set[Node] = set()
        for constraint in shape.constraints:
            if constraint.component == _PROPERTY:
                inner = dict.fromkeys(value for ends in values.values() for value in ends)
                good = self.conforming(constraint.value, inner)
                failed.update(node for node, ends in values.items() if any(end not in good for end in ends))
            else:
                failed.update(violation[0] for violation in self._check(shape, constraint, values))
        return failed

    def _check(self, shape: Shape, constraint: Constraint, values: dict[Node, dict[Node, None]]) -> Violations:
        self.operations += 1
        return CHECKS[constraint.component](self, shape, constraint, values)
