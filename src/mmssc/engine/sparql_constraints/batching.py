"""When a query may be asked about all focus nodes at once.

SHACL defines pre-binding by *values insertion* (appendix A): to run a query E for a node n, every basic graph pattern
and property path of E is joined with the one-row table {this = n}. ``query`` rewrites a query in just that way; the
rows come from a table T. So the question is whether running E once with T = {n1, …, nk} gives the union of the
solutions that E has with T = {n1}, …, T = {nk}.

Call a pattern *partitioned* if that holds for it and each of its solutions binds ``this``. By induction over E, with
T's rows distinct:

- A basic graph pattern or path, joined with T, is partitioned: each solution takes its node from exactly one row.
- Join and OPTIONAL: solutions about different nodes disagree on ``this``, so they are never compatible; what is
  joined, or missing, for n depends on solutions about n only. The condition of an OPTIONAL sees ``this`` bound to n.
- UNION, FILTER, BIND, ORDER BY: one solution at a time, each with ``this`` = n. ``EXISTS { P }`` looks only for
  solutions of P that are compatible with the present one, hence for solutions about n. That is where naive batching
  errs: without T inside, an EXISTS whose pattern does not bind ``this`` is answered once for everybody.
- DISTINCT and sub-selects: SHACL demands that sub-selects return ``this``, and the whole query too (5.2.1), so that
  solutions about different nodes stay different. GROUP BY: no group mixes nodes if ``this`` is a key.
- A group without any pre-bound variable may go without T: it says the same to every node, and is joined with
  something partitioned at once.

The same goes for the pair (``this``, ``value``) of an ASK validator. MINUS, VALUES, SERVICE and ``AS ?this`` would
break the induction, but SHACL forbids them. What remains is asked node by node:

- LIMIT and OFFSET count solutions across nodes;
- grouping without ``this`` as a key mixes nodes;
- REDUCED, SAMPLE, GROUP_CONCAT, RAND, UUID, STRUUID and BNODE leave a choice to the engine, which may fall
  differently;
- a path that may have length zero (``p*``, ``p?``) between two variables that no other triple pattern of its block ties
  to the graph: whether it holds from a node that the graph does not mention depends on the order of evaluation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mmssc.engine.sparql_constraints.syntax import find, part, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["why_node_by_node"]

_CHOICES: Final = {
    "Aggregate_Sample": "SAMPLE",
    "Aggregate_GroupConcat": "GROUP_CONCAT",
    "Builtin_RAND": "RAND",
    "Builtin_UUID": "UUID",
    "Builtin_STRUUID": "STRUUID",
    "Builtin_BNODE": "BNODE",
}
_QUERIES: Final = ("SelectQuery", "SubSelect")


def why_node_by_node(tree: Any, keys: Iterable[str]) -> str | None:
    """Return why focus nodes must be asked about one by one, or ``None`` if they can be asked about at once.

    Args:
        tree: The syntax tree of a query that obeys SHACL's restrictions.
        keys: The variables that differ from row to row: ``this``, and ``value`` in an ASK validator.
    """
    for query in find(tree, *_QUERIES):
        if "limitoffset" in query:
            return "LIMIT or OFFSET"
        if part(query, "modifier") == "REDUCED":
            return "REDUCED"
        if not set(keys) <= _group_keys(query):
            return "grouping without $this as a key"
    for node in walk(tree):
        if node.name in _CHOICES:
            return _CHOICES[node.name]
        if node.name == "TriplesBlock" and not _anchored(node):
            return "a path of length zero that nothing ties to the graph"
    return None


def _group_keys(query: Any) -> set[str]:
    """Return the variables that a query groups by; everything that it names, if it does not group."""
    from rdflib.term import Variable

    clause = part(query, "groupby")
    if clause:
        return {str(condition) for condition in clause["condition"] if isinstance(condition, Variable)}
    outside = {key: value for key, value in query.items() if key != "where"}
    if "having" in query or any(node.name.startswith("Aggregate_") for node in walk(list(outside.values()))):
        return set()
    return {"this", "value"}


def _anchored(block: Any) -> bool:
    """Say whether every path of length zero in a block of triples has an end that must be a node of the graph."""
    from rdflib.term import BNode, Variable

    paths: list[tuple[Any, Any]] = []
    fixed: set[Any] = set()
    for triples in block["triples"]:
        for position in range(0, len(triples), 3):
            start, predicate, end = triples[position : position + 3]
            if _nullable(predicate):
                paths.append((start, end))
            else:
                fixed.update(term for term in (start, end) if isinstance(term, Variable | BNode))
    paths = [ends for ends in paths if all(isinstance(end, Variable | BNode) for end in ends)]
    while True:
        tied = [ends for ends in paths if fixed.intersection(ends)]
        if not tied:
            return not paths
        # From a node of the graph, a path leads to nodes of the graph.
        fixed.update(end for ends in tied for end in ends)
        paths = [ends for ends in paths if ends not in tied]


def _nullable(path: Any) -> bool:
    from rdflib.plugins.sparql.parserutils import CompValue

    if not isinstance(path, CompValue):
        return False
    if part(path, "mod") in {"*", "?"}:
        return True
    match path.name:
        case "PathAlternative":
            return any(_nullable(step) for step in path["part"])
        case "PathSequence":
            return all(_nullable(step) for step in path["part"])
        case "PathElt" | "PathEltOrInverse":
            return _nullable(path["part"])
        case _:
            return False
