"""What a SPARQL-based constraint is once it is read, and what comes of running it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import BlankNode, NamedNode

    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path

__all__ = ["Outcome", "Query", "SparqlConstraint", "Violation"]


@dataclass(frozen=True, slots=True)
class Query:
    """A checked and rewritten query.

    Attributes:
        parts: The text of a SELECT query; between two parts stands the term for the row of the table that the
            pre-bound variables are read from (``running`` says which).
        form: What the shapes graph asks: ``select`` finds violations, ``ask`` is true of the values that conform.
        node_by_node: Why focus nodes must be asked about one by one; ``None`` if all can be asked about at once.
    """

    parts: tuple[str, ...]
    form: Literal["select", "ask"]
    node_by_node: str | None


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """One SPARQL-based constraint of one shape.

    Attributes:
        shape: The shape that has it.
        path: The shape's path; ``None`` for a node shape.
        component: ``sh:SPARQLConstraintComponent``, or the IRI of a component that the shapes graph declares.
        source: The value of ``sh:sparql``, for ``sh:sourceConstraint``; ``None`` for a declared component.
        query: What to run.
        constants: Values of the variables that are pre-bound the same for every focus node, by name.
        messages: The constraint's own messages, with their ``{?variables}``.
    """

    shape: NamedNode | BlankNode
    path: Path | None
    component: NamedNode
    source: NamedNode | BlankNode | None
    query: Query
    constants: dict[str, Node] = field(hash=False)
    messages: tuple[pyoxigraph.Literal, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """One validation result, as far as the query decides it.

    Attributes:
        focus: The focus node.
        value: The value at fault, if there is one.
        path: The result path: what the query binds, else the shape's.
        messages: What the query or the constraint says; if empty, the shape's messages apply.
    """

    focus: Node
    value: Node | None
    path: Path | None
    messages: tuple[pyoxigraph.Literal, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The violations of one constraint, and how they were found.

    Attributes:
        violations: The violations, in the order of the focus nodes that were given.
        way: ``set``: one query for all focus nodes; ``node``: one query for each.
        reason: Why it was ``node``; ``None`` for ``set``.
        queries: How many queries were run; with ``set``, never more than one.
    """

    violations: tuple[Violation, ...]
    way: Literal["set", "node"]
    reason: str | None
    queries: int
