"""Compile shapes to a plan.

First from the shapes with targets down to what they refer to: which nodes is each shape asked about? All that ask are
united before the shape is evaluated, so that it is evaluated once. Then back up: which of those nodes conform?
"""

from __future__ import annotations

from decimal import Decimal
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Final

from mmssc.engine.paths import Predicate
from mmssc.engine.plan import Finding, Plan
from mmssc.engine.shapes import references

if TYPE_CHECKING:
    from collections.abc import Hashable

    from mmssc.engine.graph import Node
    from mmssc.engine.shapes import Constraint, Shape

__all__ = ["compile_shapes"]


def compile_shapes(shapes: dict[Node, Shape]) -> Plan:
    """Compile shapes, as ``read_shapes`` gives them, to a plan."""
    compiler = _Compiler(shapes)
    upwards = list(TopologicalSorter({node: list(references(shape)) for node, shape in shapes.items()}).static_order())
    for node in reversed(upwards):
        compiler.ask(shapes[node])
    for node in upwards:
        compiler.answer(shapes[node])
    compiler.report()
    return compiler.plan


# Tests of a value node by itself: component -> the test's name, and how the constraint's value becomes its argument.
_COMPARED: Final = {"MinExclusive": ">", "MinInclusive": ">=", "MaxExclusive": "<", "MaxInclusive": "<="}
_LENGTHS: Final = {"MinLength", "MaxLength"}
_TESTS: Final = {"Datatype", "NodeKind", "Pattern", "LanguageIn"} | _COMPARED.keys() | _LENGTHS
_MANY: Final = Decimal(1 << 40)  # nothing has so many values, and no text so many characters
_ORDERED: Final = {"LessThan": "<", "LessThanOrEquals": "<="}
_ALL_OF: Final = {"Node", "Property", "And"}
_MEMBERS: Final = {"And", "Or", "Xone"}


class _Compiler:
    def __init__(self, shapes: dict[Node, Shape]) -> None:
        self.plan = Plan()
        self._shapes = shapes
        self._asked: dict[Node, list[int]] = {node: [] for node in shapes}
        self._bags: dict[Node, list[int]] = {node: [] for node in shapes}
        self._over: dict[Node, int] = {}  # the nodes that a shape's constraints are evaluated over
        self._relations: dict[Node, int] = {}
        self._findings: dict[Node, list[Finding]] = {}

    # --- Down: who is asked about what ---

    def ask(self, shape: Shape) -> None:
        """Settle which nodes a shape is asked about, and pass the question on to the shapes that it refers to."""
        plan, node = self.plan, shape.node
        if shape.targets:
            focus = plan.united([plan.step("focus", argument=target) for target in shape.targets])
            plan.focus[node] = focus
            if not shape.deactivated:
                self._asked[node].append(focus)
                self._bags[node].append(plan.step("once", focus))
        if not self._asked[node]:
            return
        over = plan.united(self._asked[node])
        self._over[node] = over
        if shape.deactivated:
            return
        if not self._bags[node]:
            # Nobody wants results, so nodes without the value that an index answers need not be looked at further.
            for constraint in shape.constraints:
                if constraint.component == "HasValue":
                    over = plan.step("meet", over, self._with_value(shape, constraint))
            self._over[node] = over
        if not any(self._needs_values(shape, constraint) for constraint in shape.constraints):
            return
        relation = self._relation(shape, over)
        values = over if shape.path is None else plan.step("values", relation)
        for child in references(shape):
            self._asked[child].append(values)
        for constraint in shape.constraints:
            if constraint.component == "Property" and self._bags[node]:
                bag = plan.united(self._bags[node], "both")
                self._bags[constraint.value].append(bag if shape.path is None else plan.step("along", relation, bag))

    def _needs_values(self, shape: Shape, constraint: Constraint) -> bool:
        return constraint.component != "HasValue" or bool(self._bags[shape.node])

    def _relation(self, shape: Shape, over: int) -> int:
        if shape.path is None:
            relation = self.plan.step("identity", over)
        else:
            relation = self.plan.step("walk", over, argument=shape.path)
        self._relations[shape.node] = relation
        return relation

    def _with_value(self, shape: Shape, constraint: Constraint) -> int:
        if shape.path is None:
            return self.plan.step("constant", argument=(constraint.value,))
        return self.plan.step("reaching", argument=(shape.path, constraint.value))

    # --- Up: who conforms ---

    def answer(self, shape: Shape) -> None:
        """Settle which of the nodes that a shape is asked about conform, and what there is to report."""
        plan, node = self.plan, shape.node
        if node not in self._over:
            return
        over = self._over[node]
        if shape.deactivated:
            plan.good[node] = over
            return
        fine, faulty = [over], []
        for constraint in shape.constraints:
            if not self._needs_values(shape, constraint):
                continue  # the nodes without the value are out already
            good = self._good_values(shape, constraint)
            if good is not None and shape.path is None:
                fine.append(good)
            if good is not None and shape.path is None and not self._bags[node]:
                continue
            found = self._at_fault(shape, constraint, good)
            if good is None or shape.path is not None:
                faulty.append(plan.step("foci", found))
            if self._bags[node] and constraint.component != "Property":  # the results are those of that shape
                bag = plan.united(self._bags[node], "both")
                self._findings.setdefault(node, []).append(Finding(shape, constraint, found, bag))
        conforming = over if len(fine) == 1 else plan.step("meet", *fine)
        plan.good[node] = plan.step("minus", conforming, plan.united(faulty)) if faulty else conforming

    def _good_values(self, shape: Shape, constraint: Constraint) -> int | None:
        """Return the step that gives the good value nodes, where each can be judged by itself."""
        plan, component = self.plan, constraint.component
        values = self._values(shape)
        members = [plan.good[member] for member in constraint.values] if component in _MEMBERS else []
        if component in {"Node", "Property"}:
            return plan.good[constraint.value]
        if component == "And":
            return plan.step("meet", *members) if members else values
        if component == "Or":
            return plan.united(members) if members else plan.step("constant", argument=())
        if component == "Xone":
            return plan.step("one_of", values, *members)
        if component == "Not":
            return plan.step("minus", values, plan.good[constraint.value]) if shape.path is None else None
        if component == "Class":
            return plan.step("instances", argument=constraint.value)
        if component == "In":
            return plan.step("constant", argument=constraint.values)
        if component in _TESTS:
            return plan.step("filter", values, argument=_test(constraint))
        if component == "HasValue" and shape.path is None:
            return plan.step("constant", argument=(constraint.value,))
        return None

    def _values(self, shape: Shape) -> int:
        relation = self._relations[shape.node]
        return self._over[shape.node] if shape.path is None else self.plan.step("values", relation)

    def _at_fault(self, shape: Shape, constraint: Constraint, good: int | None) -> int:
        """Return the step that gives the focus nodes at fault, with the value nodes at fault where there are any."""
        plan, component, value = self.plan, constraint.component, constraint.value
        relation, over = self._relations[shape.node], self._over[shape.node]
        if component == "HasValue":  # no value node is at fault, its absence is
            return plan.step("minus", over, good if good is not None else self._with_value(shape, constraint))
        if constraint.sparql is not None:  # a SELECT finds value nodes by itself; an ASK is about each of them
            asked = relation if constraint.sparql.query.form == "ask" else plan.step("identity", over)
            return plan.step("sparql", asked, argument=constraint.sparql)
        if component == "Not":
            return plan.step("keep", relation, plan.good[value])
        if good is not None:
            return plan.step("drop", relation, good)
        if component in {"MinCount", "MaxCount"}:
            return plan.step("count", relation, argument=(_sign(component), _number(value)))
        if component in {"QualifiedMinCount", "QualifiedMaxCount"}:
            plan.counted[shape.node] = plan.step("keep", relation, self._qualified(constraint))
            return plan.step(
                "count", plan.counted[shape.node], argument=(_sign(component), _number(constraint.options["count"]))
            )
        if component == "UniqueLang":
            return plan.step("languages", relation)
        if component == "Closed":
            return plan.step("closed", relation, argument=constraint.values)
        other = plan.step("walk", over, argument=Predicate(value))  # type: ignore[arg-type]
        if component in _ORDERED:
            return plan.step("ordered", relation, other, argument=_ORDERED[component])
        return plan.step("equals" if component == "Equals" else "common", relation, other)

    def _qualified(self, constraint: Constraint) -> int:
        good = self.plan.good[constraint.value]
        siblings = [self.plan.good[sibling] for sibling in constraint.values]
        return self.plan.step("minus", good, self.plan.united(siblings)) if siblings else good

    def report(self) -> None:
        """List the findings in the order of the shapes."""
        for node in self._shapes:
            self.plan.findings += self._findings.get(node, [])


def _test(constraint: Constraint) -> Hashable:
    component, value = constraint.component, constraint.value
    if component in _COMPARED:
        return ("Compare", _COMPARED[component], value)
    if component in _LENGTHS:
        return (component, _number(value))
    if component == "Pattern":
        flags = constraint.options.get("flags")
        return ("Pattern", value.value, flags.value if flags else "")
    if component == "LanguageIn":
        return ("LanguageIn", tuple(member.value for member in constraint.values))
    return (component, value)


def _sign(component: str) -> str:
    return "<" if "Min" in component else ">"


def _number(node: Node) -> int:
    number = Decimal(node.value)  # int() refuses thousands of digits
    return int(number) if abs(number) < _MANY else int(_MANY.copy_sign(number))
