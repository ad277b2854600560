"""The outcome of a validation, ordered, counted and grouped: what every form of the report is written from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import BlankNode, NamedNode

from mmssc.engine.paths import Predicate
from mmssc.names import SH
from mmssc.shacl.messages import Messages
from mmssc.shacl.names import Places
from mmssc.shacl.targets import deactivated, targeted_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mmssc.engine import Result
    from mmssc.engine.graph import Graph, Node
    from mmssc.problem import Problem
    from mmssc.shacl.names import Names, Shapes
    from mmssc.shacl.run import Run

__all__ = ["Group", "GroupBy", "Least", "Report", "ShapeRow", "report_of"]

GroupBy = Literal["shape", "focus", "component"]
Least = Literal["violation", "warning", "info"]

_PROPERTY: Final = NamedNode(SH + "property")
_RANKS: Final = {SH + "Trace": 0, SH + "Debug": 0, SH + "Info": 1, SH + "Warning": 2}
_VIOLATION_RANK: Final = 3  # a severity of somebody's own counts as a violation does
_LEAST: Final[dict[Least, int]] = {"info": 0, "warning": 2, "violation": 3}


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """A shape with a target.

    Attributes:
        node: The shape.
        name: Its name for people.
        focus_nodes: How many focus nodes it has; ``None`` if that cannot be told.
        results: How many results it gave, those of its property shapes included.
        deactivated: Whether it is switched off.
    """

    node: Node
    name: str
    focus_nodes: int | None
    results: int
    deactivated: bool

    @property
    def unmatched(self) -> bool:
        """Whether the shape found nothing to check, though it is active."""
        return self.focus_nodes == 0 and not self.deactivated


@dataclass(frozen=True, slots=True)
class Group:
    """Results that belong together.

    Attributes:
        key: The shape, focus node or component that they share.
        name: What people call it.
        results: All of them, in a stable order.
        row: The shape with a target, where the group is one.
    """

    key: Node
    name: str
    results: Sequence[Result]
    row: ShapeRow | None


@dataclass(frozen=True)
class Report:
    """A validation, ready to be written.

    Attributes:
        run: What was run.
        names: How terms are written.
        shape_names: How shapes are named.
        places: How nodes of the data are named.
        messages: How results are worded.
        results: The results that count, in a stable order, each with the shape with a target that gave it.
        rows: Every shape with a target, in the order of their names.
        left_out: How many results were not grave enough to count.
        data: The data files.
        shapes: The shapes files.
        problems: Warnings about the files.
        require_match: Whether a shape that matched nothing is a finding.
    """

    run: Run
    names: Names
    shape_names: Shapes
    places: Places
    messages: Messages
    results: Sequence[tuple[Result, Node]]
    rows: Sequence[ShapeRow]
    left_out: int
    data: Sequence[str]
    shapes: Sequence[str]
    problems: Sequence[Problem]
    require_match: bool

    @property
    def conforms(self) -> bool:
        """Whether there is no result that counts."""
        return not self.results

    @property
    def unmatched(self) -> list[ShapeRow]:
        """The active shapes that found nothing to check."""
        return [row for row in self.rows if row.unmatched]

    @property
    def idle(self) -> bool:
        """Whether nothing at all was checked: every shape is deactivated or matched nothing."""
        return all(row.deactivated or row.focus_nodes == 0 for row in self.rows)

    @property
    def well(self) -> bool:
        """Whether there is nothing to find fault with: exit status 0."""
        return self.conforms and not self.idle and not (self.require_match and self.unmatched)

    @property
    def severities(self) -> dict[str, int]:
        """The number of results of each severity, by its short name, the gravest first."""
        counts = Counter(result.severity for result, _ in self.results)
        ordered = sorted(counts, key=lambda severity: (-_rank(severity), severity.value))
        return {self.names.iri(severity.value): counts[severity] for severity in ordered}

    def groups(self, by: GroupBy) -> list[Group]:
        """Return the results in groups: by shape in the order of names, shapes without results included."""
        members: dict[Node, list[Result]] = defaultdict(list)
        for result, owner in self.results:
            members[{"shape": owner, "focus": result.focus, "component": result.component}[by]].append(result)
        if by != "shape":
            return [Group(key, self.places.name(key), found, None) for key, found in members.items()]
        rows = {row.node: row for row in self.rows}
        others = [Group(key, self.shape_names.name(key), members[key], None) for key in members if key not in rows]
        return [*(Group(row.node, row.name, members.get(row.node, []), row) for row in self.rows), *others]


def report_of(
    run: Run,
    names: Names,
    shape_names: Shapes,
    *,
    least: Least = "info",
    require_match: bool = False,
    data: Sequence[str] = (),
    shapes: Sequence[str] = (),
    problems: Sequence[Problem] = (),
) -> Report:
    """Order and count the results of a run.

    Args:
        run: What came of it.
        names: How terms are written.
        shape_names: How shapes are named.
        least: The least grave result that counts.
        require_match: Whether a shape that matched nothing is a finding.
        data: The data files.
        shapes: The shapes files.
        problems: Warnings about the files.
    """
    ordered = sorted(run.report.results, key=_sort_key)
    counting = [result for result in ordered if _rank(result.severity) >= _LEAST[least]]
    for result in counting:  # blank nodes get their labels in the order of the results
        for node in (result.focus, result.value):
            if isinstance(node, BlankNode):
                names.label(node)
    targets = targeted_shapes(run.shapes)
    owned = _with_owners(counting, run, targets)
    numbers = Counter(owner for _, owner in owned)
    rows = [
        ShapeRow(node, shape_names.name(node), run.matched(node), numbers[node], deactivated(run.shapes, node))
        for node in targets
    ]
    return Report(
        run=run,
        names=names,
        shape_names=shape_names,
        places=Places(run.data, names),
        messages=Messages(run, names, shape_names),
        results=owned,
        rows=sorted(rows, key=lambda row: (row.name, str(row.node))),
        left_out=len(ordered) - len(counting),
        data=sorted(data),
        shapes=sorted(shapes),
        problems=problems,
        require_match=require_match,
    )


def _rank(severity: NamedNode) -> int:
    return _RANKS.get(severity.value, _VIOLATION_RANK)


def _sort_key(result: Result) -> tuple[str, ...]:
    path = result.path.predicate.value if isinstance(result.path, Predicate) else ""
    value = "" if result.value is None else str(result.value)
    texts = sorted(str(message) for message in result.messages)
    return (str(result.focus), str(result.shape), path, result.component.value, value, *texts)


def _with_owners(results: Iterable[Result], run: Run, targets: Sequence[Node]) -> list[tuple[Result, Node]]:
    """Pair each result with the shape with a target that gave it.

    A property shape may belong to several. It gives a result for each of them that has the focus node, so that equal
    results are dealt out among those in turn.
    """
    owners: dict[Node, list[Node]] = defaultdict(list)
    for target in targets:
        for shape in _with_property_shapes(run.shapes, target):
            owners[shape].append(target)
    seen: Counter[tuple[Node, Node, NamedNode, Node | None]] = Counter()
    paired: list[tuple[Result, Node]] = []
    for result in results:
        possible = owners.get(result.shape, [result.shape])
        if len(possible) > 1:
            possible = [each for each in possible if result.focus in (run.focus_nodes(each) or ())] or possible
            key = (result.focus, result.shape, result.component, result.value)
            seen[key] += 1
            paired.append((result, possible[(seen[key] - 1) % len(possible)]))
        else:
            paired.append((result, possible[0]))
    return paired


def _with_property_shapes(shapes: Graph, target: Node) -> dict[Node, None]:
    found = {target: None}
    queue = [target]
    while queue:
        for child in shapes.objects(queue.pop(), _PROPERTY):
            if child not in found:
                found[child] = None
                queue.append(child)
    return found
