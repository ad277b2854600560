"""Validate data against shapes: read the shapes, compile them to a plan, run it, and say what it found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mmssc.engine.arrays import Bag, Nodes, Pairs
from mmssc.engine.compile import compile_shapes
from mmssc.engine.data import Data
from mmssc.engine.paths import Predicate
from mmssc.engine.plan import Plan
from mmssc.engine.report import Block, Report, Result
from mmssc.engine.run import Closed, Run
from mmssc.engine.shapes import read_shapes
from mmssc.engine.sparql_step import Violations
from mmssc.engine.walk import TooManyPairsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mmssc.engine.graph import Graph, Node
    from mmssc.engine.plan import Finding
    from mmssc.engine.report import QueryRun
    from mmssc.engine.terms import Terms

__all__ = ["conforming", "plan", "report", "validate"]

# Into how many parts focus nodes are taken at most, where paths reach too many nodes to hold at once.
_PARTS: Final = 1 << 16


def plan(shapes: Graph) -> Plan:
    """Compile a shapes graph, to validate many data graphs with it.

    Raises:
        IllFormedShapesError: The shapes graph breaks a syntax rule of SHACL, or is recursive.
        UnsupportedShapesError: The shapes graph uses something beyond SHACL Core and SPARQL-based constraints.
    """
    return compile_shapes(read_shapes(shapes))


def validate(data: Data | Graph, shapes: Graph | Plan) -> Report:
    """Validate a data graph against a shapes graph.

    Args:
        data: The data graph, with the class hierarchy that its types need.
        shapes: The shapes graph, or what ``plan`` made of it.

    Returns:
        The report; its results come in a stable order.

    Raises:
        IllFormedShapesError: The shapes graph breaks a syntax rule of SHACL, or is recursive.
        UnsupportedShapesError: The shapes graph uses something beyond SHACL Core and SPARQL-based constraints.
        TooManyPairsError: A path reaches from one focus node more nodes than fit in memory.
        FailedConstraintError: A SPARQL-based constraint got no answer (see ``mmssc.engine.sparql_constraints``).
    """
    compiled = shapes if isinstance(shapes, Plan) else plan(shapes)
    columns = data if isinstance(data, Data) else Data.of(data.triples())
    wanted = {step for finding in compiled.findings for step in (finding.step, finding.reached)}
    wanted |= set(compiled.focus.values())
    parts = 1
    while True:
        try:
            runs = [Run(columns, (part, parts)) for part in range(parts)]
            found = [run.run(compiled, wanted) for run in runs]
        except TooManyPairsError:
            if parts >= _PARTS:
                raise
            parts *= 4
            continue
        # All parts run the same steps, so that each constraint has the same place in each.
        queries = [
            replace(same[0], queries=sum(each.queries for each in same))
            for same in zip(*(run.queries for run in runs), strict=True)
        ]
        return report(compiled, found, columns.terms, queries)


def conforming(data: Data | Graph, shapes: Graph, wanted: Iterable[Node]) -> dict[Node, frozenset[Node]]:
    """Return the nodes that conform to shapes, of those that the shapes are asked about (SHACL 3.4.2).

    Args:
        data: The data graph, with the class hierarchy that its types need.
        shapes: The shapes graph.
        wanted: Shapes that have targets, or that a shape with targets refers to.

    Raises:
        IllFormedShapesError: The shapes graph breaks a syntax rule of SHACL, or is recursive.
        UnsupportedShapesError: The shapes graph uses something beyond SHACL Core and SPARQL-based constraints.
        TooManyPairsError: A path reaches more nodes than fit in memory.
        FailedConstraintError: A SPARQL-based constraint got no answer.
    """
    compiled = plan(shapes)
    columns = data if isinstance(data, Data) else Data.of(data.triples())
    steps = {shape: compiled.good[shape] for shape in wanted}
    found = Run(columns).run(compiled, set(steps.values()))
    return {shape: frozenset(columns.terms.terms(found[step].ids)) for shape, step in steps.items()}


def report(compiled: Plan, runs: Sequence[dict[int, Any]], terms: Terms, queries: Iterable[QueryRun] = ()) -> Report:
    """Make the report of a plan from what its steps gave, and how its SPARQL-based constraints were run."""
    blocks = [_block(finding, found, terms) for found in runs for finding in compiled.findings]
    matched = {shape: sum(len(found[step]) for found in runs) for shape, step in compiled.focus.items()}
    return Report(tuple(block for block in blocks if block.size), matched, tuple(queries))


def _block(finding: Finding, found: dict[int, Any], terms: Terms) -> Block:
    fault: Nodes | Pairs | Bag | Violations = found[finding.step]
    focus = fault.focus if isinstance(fault, Pairs | Violations) else fault.ids
    times = found[finding.reached].of(focus)
    if isinstance(fault, Bag):
        times = times * fault.times
    shape, component, sparql = finding.shape, finding.constraint.iri, finding.constraint.sparql
    source = sparql.source if sparql else None

    def results() -> list[Result]:
        reached = np.repeat(np.arange(len(focus)), times)
        foci: list[Node] = terms.terms(focus[reached])
        values: Sequence[Node | None] = [None] * len(foci)
        paths = [shape.path] * len(foci)
        messages = [tuple(shape.messages)] * len(foci)
        if isinstance(fault, Pairs):
            values = terms.terms(fault.value[reached])
        if isinstance(fault, Closed):
            paths = [Predicate(each) for each in terms.terms(fault.predicate[reached])]  # type: ignore[arg-type]
        if isinstance(fault, Violations):
            said = [fault.found[number] for number in reached.tolist()]
            values = [one.value for one in said]
            paths = [one.path for one in said]
            messages = [one.messages or own for one, own in zip(said, messages, strict=True)]
        return [
            Result(node, path, value, component, shape.node, shape.severity, texts, source)
            for node, path, value, texts in zip(foci, paths, values, messages, strict=True)
        ]

    return Block(shape.node, shape.severity, component, int(times.sum()), results)
