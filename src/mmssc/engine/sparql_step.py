"""The operator ``sparql``: one SPARQL-based constraint, over all the nodes that it is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mmssc.engine.arrays import Nodes
from mmssc.engine.report import QueryRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Store

    from mmssc.engine.arrays import Ids, Pairs
    from mmssc.engine.graph import Node
    from mmssc.engine.sparql_constraints import SparqlConstraint, Violation
    from mmssc.engine.terms import Terms

__all__ = ["Violations", "violations"]


class Violations:
    """What a query found. Its values, paths and messages are terms, since queries make terms that no data hold.

    Args:
        focus: The number of the focus node of each violation, in ascending order.
        found: The violations.
    """

    def __init__(self, focus: Ids, found: Sequence[Violation]) -> None:
        self.focus = focus
        self.found = found

    def __len__(self) -> int:
        return len(self.found)

    @property
    def foci(self) -> Nodes:
        """Every focus node that has a violation."""
        return Nodes.of(self.focus)


def violations(store: Store, terms: Terms, pairs: Pairs, constraint: SparqlConstraint) -> tuple[Violations, QueryRun]:
    """Ask a constraint about focus nodes.

    Args:
        store: The data, in the default graph of a store in memory.
        terms: The dictionary.
        pairs: The focus nodes, with the value nodes that an ASK validator is asked about.
        constraint: The constraint.

    Returns:
        What it found, and how it was asked.

    Raises:
        FailedConstraintError: A query took too long or too much memory, failed, or reported a failure.
    """
    from mmssc.engine.sparql_constraints import violations as ask

    numbers = dict(zip(terms.terms(pairs.over.ids), pairs.over.ids.tolist(), strict=True))
    values: dict[Node, list[Node]] = {focus: [] for focus in numbers}
    if constraint.query.form == "ask":
        for focus, value in zip(terms.terms(pairs.focus), terms.terms(pairs.value), strict=True):
            values[focus].append(value)
    outcome = ask(store, constraint, values)
    focus_ids = np.array([numbers[one.focus] for one in outcome.violations], dtype=np.int64)
    run = QueryRun(
        constraint.shape, constraint.component, constraint.source, outcome.way, outcome.reason, outcome.queries
    )
    return Violations(focus_ids, outcome.violations), run
