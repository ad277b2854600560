"""Rewrite a plan for a server: steps that need data become questions, and what the server can leave out is left out.

A step keeps its number, so that the findings of the plan still hold. Four operators of the plan become others:

=============  ============  ======================================================================================
operator       becomes       when
=============  ============  ======================================================================================
``focus``      ``members``   the target is not a node
``instances``  ``members``   always
``drop``       ``outside``   what is dropped are the values that are of a class
``count``      ``tally``     the values are wanted for nothing but counts and tests that a server can decide
=============  ============  ======================================================================================

``walk`` and ``closed`` get their question as argument. A walk whose values are only tested leaves out the pairs whose
value surely passes all the tests (``fine.py``). They are no violations, and whether a value passes depends on no other
value: so nothing misses them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from mmssc.engine.plan import Step
from mmssc.engine.sparql.fine import among, passing
from mmssc.engine.sparql.origins import Instances, Objects, Subjects, origins, start_of
from mmssc.engine.sparql.questions import Outside, Said, Tally, Walk
from mmssc.engine.sparql.routes import is_repeated

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from mmssc.engine.plan import Plan
    from mmssc.engine.sparql.origins import Origin

__all__ = ["translate"]

# Longer lists of allowed values than this are looked up here, not in the query.
_LISTED: Final = 100
# Starts that only the data tell; the others are nodes that the shapes name.
_ASKED: Final = Instances | Subjects | Objects
# Operators that decide for each node by itself whether it is in their result.
_POINTWISE: Final = {"filter", "meet", "union", "minus", "one_of"}


def translate(plan: Plan, wanted: Set[int]) -> Plan:
    """Rewrite a plan.

    Args:
        plan: The plan.
        wanted: The numbers of the steps whose results are wanted.

    Returns:
        A plan of the same numbers, to be run by ``RemoteRun``, whose wanted steps give the same.
    """
    return _Translator(plan, wanted).translated()


class _Translator:
    def __init__(self, plan: Plan, wanted: Set[int]) -> None:
        self._plan = plan
        self._steps = plan.steps
        self._wanted = wanted
        self._needed = plan.needed(wanted)
        self._ends = origins(plan)
        self._consumers: dict[int, list[int]] = {number: [] for number in self._needed}
        for number in self._needed:
            for each in dict.fromkeys(self._steps[number].inputs):
                self._consumers[each].append(number)

    def translated(self) -> Plan:
        changed: dict[int, Step] = {}
        for number in self._needed:
            step = self._steps[number]
            if step.operator == "walk":
                changed |= self._walk(number, step)
            elif step.operator == "closed":
                asked = _ordered(self._ends[step.inputs[0]].values)
                changed[number] = replace(step, argument=Said(asked, tuple(step.argument or ())))  # type: ignore[arg-type]
            elif step.operator in {"focus", "instances"} and isinstance(start := start_of(step), _ASKED):
                changed[number] = Step("members", (), start)
        return replace(
            self._plan, steps=[changed.get(number, step) for number, step in enumerate(self._steps)], _numbers={}
        )

    def _walk(self, number: int, step: Step) -> dict[int, Step]:
        path: Any = step.argument
        if is_repeated(path):
            return {number: replace(step, argument=Walk((), path))}
        foci, over = self._ends[number].foci, step.inputs
        asked = _ordered(origin for each in foci if (origin := each.before(path)))
        changed, others = {}, []
        for each in self._consumers[number]:
            user = self._steps[each]
            values = self._steps[user.inputs[-1]]
            if user.operator == "drop" and user.inputs[0] == number and values.operator == "instances":
                changed[each] = Step("outside", over, Outside(asked, path, values.argument))  # type: ignore[arg-type]
            else:
                others.append(each)
        counts = [each for each in others if self._steps[each].operator == "count"]
        fine = self._fine(number, others)
        if fine is not None and all(self._is_tally(self._steps[each], foci) for each in counts):
            for each in counts:
                bound: Any = self._steps[each].argument
                changed[each] = Step("tally", over, Tally(_ordered(foci), path, *bound))
        elif counts:
            fine = None
        changed[number] = replace(step, argument=Walk(asked, path, fine or ()))
        return changed

    def _is_tally(self, step: Step, asked: Iterable[Origin]) -> bool:
        bound: Any = step.argument
        return bound[0] == ">" or (bound[1] > 0 and all(origin.is_complete for origin in asked))

    def _fine(self, walk: int, users: Iterable[int]) -> tuple[str, ...] | None:
        """Return what is true of values that no user of a walk misses; ``None`` if some user needs all values."""
        found = []
        for each in users:
            step = self._steps[each]
            if step.operator == "drop" and step.inputs[0] == walk:
                expression = self._holds(step.inputs[1], walk)
                if expression is None:
                    return None
                found.append(expression)
            elif step.operator != "count" and not (step.operator == "values" and self._is_only_tested(each, walk)):
                return None
        return None if walk in self._wanted else tuple(dict.fromkeys(found))

    def _is_only_tested(self, values: int, walk: int) -> bool:
        """Tell whether all that becomes of the values of a walk is to be dropped, or not, from that walk."""
        waiting, seen = [values], {values}
        while waiting:
            number = waiting.pop()
            if number in self._wanted:
                return False
            for each in self._consumers[number]:
                step = self._steps[each]
                if step.operator == "drop" and step.inputs[0] == walk:
                    continue
                if step.operator not in _POINTWISE:
                    return False
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return True

    def _holds(self, number: int, walk: int) -> str | None:
        """Return an expression that is true only for values of a walk that are in a set; ``None`` if there is none."""
        step = self._steps[number]
        if step.operator == "values" and step.inputs == (walk,):
            return "true"
        if step.operator == "constant":
            terms: Any = step.argument or ()
            return among(terms) if len(terms) <= _LISTED else None
        members = [self._holds(each, walk) for each in step.inputs] if step.operator in _POINTWISE else []
        known = [member for member in members if member is not None]
        if step.operator == "filter":
            test = passing(step.argument)  # type: ignore[arg-type]
            return test if known == ["true"] else None
        if step.operator == "union":
            return _joined(known, "||") if known else None
        if step.operator == "meet":
            return _joined(known, "&&") if len(known) == len(members) else None
        return None


def _joined(expressions: list[str], operator: str) -> str:
    return f" {operator} ".join(f"({each})" for each in dict.fromkeys(expressions))


def _ordered(found: Iterable[Origin]) -> tuple[Origin, ...]:
    return tuple(sorted(set(found), key=repr))
