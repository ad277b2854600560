"""The constraint components of SHACL Core (SHACL 4), each as one function over all focus nodes and their value nodes.

A *check* gets the evaluation, the shape, the constraint and the value nodes of every focus node, and yields the pairs
of focus node and offending value; the value is ``None`` where SHACL reports none. Only ``sh:closed`` adds the property.

A *narrowing* answers the simpler question which focus nodes have no violation, by set operations or from an index; it
returns ``None`` where it cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.engine.literals import has_form, holding, ordered_pairs
from mmssc.engine.paths import Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mmssc.engine.graph import Node
    from mmssc.engine.shapes import Constraint, Shape
    from mmssc.engine.validate import Evaluation
    from mmssc.engine.values import Values

    Violations = Iterable[tuple[Node, Node | None] | tuple[Node, Node, NamedNode]]
    Check = Callable[[Evaluation, Shape, Constraint, Values], Violations]
    Narrowing = Callable[[Evaluation, Shape, Constraint, set[Node]], set[Node] | None]

__all__ = ["CHECKS", "NARROWING"]


def _each(values: Values, good: set[Node]) -> Violations:
    """Yield every value node that is not among the good ones."""
    return values.pairs(values.all - good)


def _number(node: Node) -> int:
    return int(node.value)


# --- Value types (4.1) ---


def _class(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    return _each(values, set(run.data.instances([constraint.value])))


def _datatype(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    return _each(values, has_form(values.all, constraint.value))


def _node_kind(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    kinds = {NamedNode: "IRI", BlankNode: "BlankNode", Literal: "Literal"}
    allowed = constraint.value.value.rpartition("#")[2]  # such as BlankNodeOrIRI
    return _each(values, {end for end in values.all if kinds[type(end)] in allowed})


# --- Cardinality (4.2) ---


def _min_count(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    least = _number(constraint.value)
    return ((focus, None) for focus, ends in values.by_focus.items() if len(ends) < least)


def _max_count(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    most = _number(constraint.value)
    return ((focus, None) for focus, ends in values.by_focus.items() if len(ends) > most)


# --- Value ranges (4.3) ---


def _range(operator: str) -> Check:
    def check(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
        bound = constraint.value
        return _each(values, {end for end, _ in ordered_pairs([(end, bound) for end in values.all], operator)})

    return check


# --- Strings (4.4) ---


def _length(operator: str) -> Check:
    def check(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
        return _each(values, holding(values.all, f"STRLEN(STR(?v)) {operator} {_number(constraint.value)}"))

    return check


def _pattern(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    flags = constraint.options.get("flags")
    arguments = f"STR(?v), {Literal(constraint.value.value)}" + (f", {Literal(flags.value)}" if flags else "")
    return _each(values, holding(values.all, f"REGEX({arguments})"))


def _language_in(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    ranges = [member.value.lower() for member in constraint.values]

    def matches(end: Node) -> bool:
        tag = end.language.lower() if isinstance(end, Literal) and end.language else ""
        return any(tag == wanted or tag.startswith(wanted + "-") or (wanted == "*" and tag) for wanted in ranges)

    return _each(values, {end for end in values.all if matches(end)})


def _unique_lang(_run: Evaluation, _: Shape, _constraint: Constraint, values: Values) -> Violations:
    for focus, ends in values.by_focus.items():
        tags = [end.language.lower() for end in ends if isinstance(end, Literal) and end.language]
        for _tag in sorted({tag for tag in tags if tags.count(tag) > 1}):
            yield focus, None


# --- Property pairs (4.5) ---


def _equals(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    for focus, ends in values.by_focus.items():
        others = dict.fromkeys(run.data.objects(focus, constraint.value))  # type: ignore[arg-type]
        yield from ((focus, end) for end in ends if end not in others)
        yield from ((focus, other) for other in others if other not in ends)


def _disjoint(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    for focus, ends in values.by_focus.items():
        others = set(run.data.objects(focus, constraint.value))  # type: ignore[arg-type]
        yield from ((focus, end) for end in ends if end in others)


def _less(operator: str) -> Check:
    def check(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
        pairs = {
            focus: [(end, other) for end in ends for other in run.data.objects(focus, constraint.value)]  # type: ignore[arg-type]
            for focus, ends in values.by_focus.items()
        }
        good = ordered_pairs(list(dict.fromkeys(pair for found in pairs.values() for pair in found)), operator)
        for focus, found in pairs.items():
            yield from ((focus, pair[0]) for pair in found if pair not in good)

    return check


# --- Logic (4.6) ---


def _not(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    return values.pairs(run.conforming(constraint.value, values.all))


def _members(run: Evaluation, constraint: Constraint, nodes: set[Node]) -> list[set[Node]]:
    return [run.conforming(member, nodes) for member in constraint.values]


def _and(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    return _each(values, values.all.intersection(*_members(run, constraint, values.all)))


def _or(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    return _each(values, set().union(*_members(run, constraint, values.all)))


def _xone(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    members = _members(run, constraint, values.all)
    return _each(values, {end for end in values.all if sum(end in member for member in members) == 1})


# --- Shapes (4.7) ---


def _node(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    return _each(values, run.conforming(constraint.value, values.all))


def _qualified(run: Evaluation, shape: Shape, constraint: Constraint, values: Values) -> dict[Node, int]:
    """Count, for each focus node, the value nodes that conform to the qualified value shape."""
    good = run.conforming(constraint.value, values.all)
    disjoint = constraint.options.get("disjoint")
    if disjoint is not None and disjoint.value in {"true", "1"}:
        for sibling in shape.siblings[constraint.value]:
            good -= run.conforming(sibling, good)
    return values.count(good)


def _qualified_min(run: Evaluation, shape: Shape, constraint: Constraint, values: Values) -> Violations:
    least = _number(constraint.options["count"])
    return ((focus, None) for focus, count in _qualified(run, shape, constraint, values).items() if count < least)


def _qualified_max(run: Evaluation, shape: Shape, constraint: Constraint, values: Values) -> Violations:
    most = _number(constraint.options["count"])
    return ((focus, None) for focus, count in _qualified(run, shape, constraint, values).items() if count > most)


# --- Others (4.8) ---


def _closed(run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    allowed = set(constraint.values)
    for focus, ends in values.by_focus.items():
        for end in ends:
            for predicate, found in run.data.about(end).items():
                if predicate not in allowed:
                    yield from ((focus, value, predicate) for value in found)


def _has_value(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    return ((focus, None) for focus, ends in values.by_focus.items() if constraint.value not in ends)


def _in(_run: Evaluation, _: Shape, constraint: Constraint, values: Values) -> Violations:
    return _each(values, set(constraint.values))


CHECKS: Final[dict[str, Check]] = {
    "Class": _class,
    "Datatype": _datatype,
    "NodeKind": _node_kind,
    "MinCount": _min_count,
    "MaxCount": _max_count,
    "MinExclusive": _range(">"),
    "MinInclusive": _range(">="),
    "MaxExclusive": _range("<"),
    "MaxInclusive": _range("<="),
    "MinLength": _length(">="),
    "MaxLength": _length("<="),
    "Pattern": _pattern,
    "LanguageIn": _language_in,
    "UniqueLang": _unique_lang,
    "Equals": _equals,
    "Disjoint": _disjoint,
    "LessThan": _less("<"),
    "LessThanOrEquals": _less("<="),
    "Not": _not,
    "And": _and,
    "Or": _or,
    "Xone": _xone,
    "Node": _node,
    "Property": _node,  # asked for conformance only: the results are those of the property shape itself
    "QualifiedMinCount": _qualified_min,
    "QualifiedMaxCount": _qualified_max,
    "Closed": _closed,
    "HasValue": _has_value,
    "In": _in,
}


# --- Narrowings ---


def _narrow_property(run: Evaluation, shape: Shape, constraint: Constraint, nodes: set[Node]) -> set[Node] | None:
    return run.conforming(constraint.value, nodes) if shape.path is None else None


def _narrow_not(run: Evaluation, shape: Shape, constraint: Constraint, nodes: set[Node]) -> set[Node] | None:
    return nodes - run.conforming(constraint.value, nodes) if shape.path is None else None


def _narrow_and(run: Evaluation, shape: Shape, constraint: Constraint, nodes: set[Node]) -> set[Node] | None:
    return nodes.intersection(*_members(run, constraint, nodes)) if shape.path is None else None


def _narrow_or(run: Evaluation, shape: Shape, constraint: Constraint, nodes: set[Node]) -> set[Node] | None:
    return nodes & set().union(*_members(run, constraint, nodes)) if shape.path is None else None


def _narrow_has_value(run: Evaluation, shape: Shape, constraint: Constraint, nodes: set[Node]) -> set[Node] | None:
    if isinstance(shape.path, Predicate):
        return nodes.intersection(run.data.subjects(shape.path.predicate, constraint.value))
    return nodes & {constraint.value} if shape.path is None else None


NARROWING: Final[dict[str, Narrowing]] = {
    "HasValue": _narrow_has_value,
    "Property": _narrow_property,
    "Node": _narrow_property,
    "Not": _narrow_not,
    "And": _narrow_and,
    "Or": _narrow_or,
}
