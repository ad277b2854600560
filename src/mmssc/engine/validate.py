"""Evaluate shapes over sets of nodes: "which of these nodes conform?" is asked once for all of them."""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from mmssc.engine.components import CHECKS, NARROWING
from mmssc.engine.paths import Predicate, walk
from mmssc.engine.report import Report, Result
from mmssc.engine.shapes import read_shapes
from mmssc.engine.values import Values
from mmssc.names import SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.components import Violations
    from mmssc.engine.graph import Graph, Node
    from mmssc.engine.paths import Path
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
        focus = dict.fromkeys((node for target in shape.targets for node in _focus_nodes(data, target)), 1)
        matched[shape.node] = len(focus)
        results.extend(evaluation.results(shape, focus))
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
    """One run over one data graph: what is known of a shape and a node is kept, and never asked again."""

    def __init__(self, data: Graph, shapes: dict[Node, Shape]) -> None:
        self.data = data
        self.shapes = shapes
        self._asked: dict[Node, set[Node]] = {}
        self._good: dict[Node, set[Node]] = {}
        self._walked: dict[tuple[Path | None, frozenset[Node]], Values] = {}
        self.operations = 0
        """How many times a constraint was evaluated over a set: it must not grow with the data."""

    def conforming(self, shape: Node, nodes: set[Node]) -> set[Node]:
        """Return those of the nodes that conform to a shape."""
        asked = self._asked.setdefault(shape, set())
        good = self._good.setdefault(shape, set())
        new = nodes - asked
        if new:
            good |= self._narrow(self.shapes[shape], new)
            asked |= new
        return nodes & good

    def _narrow(self, shape: Shape, nodes: set[Node]) -> set[Node]:
        """Sift nodes through the constraints of a shape, those first that an index answers."""
        if shape.deactivated:
            return nodes
        for constraint in sorted(shape.constraints, key=self._is_general):
            if not nodes:
                break
            self.operations += 1
            narrow = None if self._is_general(constraint) else NARROWING[constraint.component]
            found = narrow(self, shape, constraint, nodes) if narrow else None
            if found is None:
                values = self.values(shape, nodes)
                found = nodes - {
                    violation[0] for violation in CHECKS[constraint.component](self, shape, constraint, values)
                }
            nodes = found
        return nodes

    @staticmethod
    def _is_general(constraint: Constraint) -> bool:
        return constraint.component not in NARROWING

    def results(self, shape: Shape, nodes: dict[Node, int]) -> Iterable[Result]:
        """Yield the validation results of a shape for focus nodes (SHACL 3.4).

        Args:
            shape: The shape.
            nodes: The focus nodes, each with the number of times it is reached: the W3C test suite (property-001,
                shared) wants a result each time.
        """
        if shape.deactivated:
            return
        values = self.values(shape, nodes)
        for constraint in shape.constraints:
            if constraint.component == _PROPERTY:
                reached: Counter[Node] = Counter()
                for node, ends in values.by_focus.items():
                    for end in ends:
                        reached[end] += nodes[node]
                yield from self.results(self.shapes[constraint.value], reached)
                continue
            component = NamedNode(f"{SH}{constraint.component}ConstraintComponent")
            for focus, value, *at in self._check(shape, constraint, values):
                path = Predicate(at[0]) if at else shape.path
                result = Result(focus, path, value, component, shape.node, shape.severity, tuple(shape.messages))
                yield from repeat(result, nodes[focus])

    def _check(self, shape: Shape, constraint: Constraint, values: Values) -> Violations:
        self.operations += 1
        return CHECKS[constraint.component](self, shape, constraint, values)

    def values(self, shape: Shape, nodes: Iterable[Node]) -> Values:
        """Return the value nodes of each focus node: those at the end of the path, or the node itself."""
        key = (shape.path, frozenset(nodes))
        if key not in self._walked:
            if shape.path is None:
                self._walked[key] = Values({node: {node: None} for node in nodes})
            else:
                self._walked[key] = Values(walk(self.data, shape.path, nodes))
        return self._walked[key]
