"""Run a SPARQL-based constraint over focus nodes, and read violations from the solutions (SHACL 5.3, 6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

from mmssc.engine.paths import Predicate
from mmssc.engine.sparql_constraints.bounded import FailedConstraintError, Limits, bounded
from mmssc.engine.sparql_constraints.messages import filled
from mmssc.engine.sparql_constraints.model import Outcome, Violation
from mmssc.engine.sparql_constraints.table import Table
from mmssc.names import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Store

    from mmssc.engine.graph import Node
    from mmssc.engine.sparql_constraints.model import SparqlConstraint

__all__ = ["DEFAULT_LIMITS", "violations"]

DEFAULT_LIMITS: Final = Limits(seconds=60, mebibytes=2048)
"""What one constraint may take, over all its focus nodes."""

_ANY_ROW: Final = "[]"
_TRUE: Final = Literal("true", datatype=NamedNode(XSD + "boolean"))
# A row as it was given (the focus node, and the value node of an ASK), and the bindings of one solution.
_Found = tuple[tuple["Node", ...], dict[str, "Node"]]


def violations(
    store: Store,
    constraint: SparqlConstraint,
    values: Mapping[Node, Iterable[Node]],
    limits: Limits = DEFAULT_LIMITS,
    *,
    node_by_node: bool = False,
) -> Outcome:
    """Find the violations of a constraint.

    Args:
        store: The data, in the default graph of a store **in memory**: a forked process writes to its own copy.
        constraint: The constraint.
        values: The focus nodes, each with its value nodes (of which only ASK validators make use).
        limits: What all the queries of this call may take together.
        node_by_node: Ask about each focus node alone, even where all can be asked about at once.

    Returns:
        The violations, and which way they were found.

    Raises:
        FailedConstraintError: A query took too long or too much memory, failed, or bound ``?failure`` to true.
    """
    reason = constraint.query.node_by_node or ("on demand" if node_by_node else None)
    if constraint.query.form == "ask":
        rows: list[tuple[Node, ...]] = [(focus, value) for focus, ends in values.items() for value in ends]
    else:
        rows = [(focus,) for focus in values]
    what = str(constraint.source or constraint.component)
    found: list[_Found] = []
    queries = 0
    if rows:
        found, queries = bounded(lambda: _run(store, constraint, rows, whole=reason is None), limits, what)
    position = {row: number for number, row in enumerate(rows)}
    found.sort(key=lambda item: (position[item[0]], sorted((name, str(term)) for name, term in item[1].items())))
    results = tuple(_violation(constraint, row, bindings, what) for row, bindings in found)
    return Outcome(results, "node" if reason else "set", reason, queries)


def _run(
    store: Store, constraint: SparqlConstraint, rows: list[tuple[Node, ...]], *, whole: bool
) -> tuple[list[_Found], int]:
    """Ask the queries, and count them; this runs in a process of its own."""
    query = constraint.query
    names = ("this", "value") if query.form == "ask" else ("this",)
    table = Table(store, names, rows, constraint.constants)
    row_terms = [_ANY_ROW] if whole else [str(Table.row(number)) for number in range(len(table.owners))]
    solutions = (found for term in row_terms for found in _solutions(store, term.join(query.parts)))
    if query.form == "ask":
        holding = {(solution["this"], solution["value"]) for solution in solutions}
        violating: list[_Found] = [
            (row, {}) for key, given in table.owners.items() if key not in holding for row in given
        ]
    else:
        violating = [(row, solution) for solution in solutions for row in table.owners[solution["this"],]]
    return violating, len(row_terms)


def _solutions(store: Store, text: str) -> Iterator[dict[str, Node]]:
    solutions = store.query(text)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("not a SELECT query")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: term for name, term in zip(names, solution, strict=True) if term is not None}


def _violation(constraint: SparqlConstraint, row: tuple[Node, ...], bindings: dict[str, Node], what: str) -> Violation:
    """Map a solution to a result (SHACL 5.3.2)."""
    focus, *value_node = row
    if bindings.get("failure") == _TRUE:
        raise FailedConstraintError(
            f"{what}: the query reports a failure for {focus}", f"{what}：查询报告 {focus} 验证失败"
        )
    if constraint.path is None:
        value_node = [focus]
    value = bindings.get("value", value_node[0] if value_node else None)
    at = bindings.get("path")
    path = Predicate(at) if isinstance(at, NamedNode) else constraint.path
    said = bindings.get("message")
    if said is not None:
        messages: tuple[Literal, ...] = (said if isinstance(said, Literal) else Literal(_text(said)),)
    else:
        known = constraint.constants | bindings | {"this": focus}
        messages = filled(constraint.messages, known if value is None else {"value": value} | known, constraint.path)
    return Violation(focus, value, path, messages)


def _text(term: Node) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
