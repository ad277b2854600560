"""The checks of set logic: mapping rows as constraints between sets, conflicts among them as findings."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.checks import Finding
from mmssc.crosswalk.slots import NEGATED, SLOTS
from mmssc.crosswalk.words import Words
from mmssc.knowledge import query_text
from mmssc.names import MMSSC
from mmssc.problem import Text
from mmssc.setlogic import Constraint, Kind, Relation, closure, find_conflicts, find_equal_items, relation_words, words
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pyoxigraph import BlankNode, Store

    from mmssc.crosswalk.checks import Check, Severity
    from mmssc.engine.graph import Node
    from mmssc.problem import Lang
    from mmssc.setlogic import Conflict, Conflicts, Implied, Step

__all__ = ["Logic", "computed", "scheme_by_name"]

HOPS: Final = 3
"""What chains of up to this many rows imply is compared by ``diff``; longer ones say little that is sure."""

_PATH_HOPS: Final = 2
_LESS: Final[dict[Severity, Severity]] = {"error": "warning", "warning": "info", "info": "info"}
_STATEMENTS: Final = 6
_PREDICATE: Final = SLOTS["predicate_id"].property
_COMPONENT: Final = NamedNode(MMSSC + "SetLogic")
_UNSTATED: Final = "none"
_LIMITS: Final = {
    "size": Text("rows in a conflict", "单个矛盾的行数"),
    "per_row": Text("conflicts of a row", "单行的矛盾数"),
    "conflicts": Text("conflicts altogether", "矛盾总数"),
    "mends": Text("mends of a conflict", "单个矛盾的改法数"),
    "cases": Text("combinations of cases", "情形组合数"),
    "steps": Text("steps of search", "搜索步数"),
}
_SCHEME: Final = re.compile(r"^(.*[/#](?:[A-Za-z]+[_:](?=[^/#]*$))?)")


def computed(store: Store) -> Mapping[str, Callable[[Check], Iterator[Finding]]]:
    """Return the checks that are set logic, by name."""
    return Logic(store).checks()


def scheme_by_name(iri: str) -> str:
    """Return the scheme that an IRI tells by its form: up to its last / or #, and a prefix such as HP_ after it."""
    found = _SCHEME.match(iri)
    return found[1] if found else iri


def _kind(conflict: Conflict) -> Kind:
    """Return what a conflict is told as: more than two rows on one pair exclude each other only together."""
    several = len(conflict.constraints) > 2
    return Kind.CHAIN if several and conflict.kind in (Kind.PAIR, Kind.INVERSE) else conflict.kind


class Logic:
    """The rows and the hierarchies of a store as constraints, and what follows from them, computed once, on demand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._words = Words(store)
        self._facts: dict[str, tuple[Node, Node, Node]] = {}

    def checks(self) -> Mapping[str, Callable[[Check], Iterator[Finding]]]:
        """Return the checks by name."""
        return {
            "inverse-mismatch": self._of_kind(Kind.INVERSE),
            "contradictory-duplicate": self._of_kind(Kind.PAIR),
            "set-path-consistency": self._of_kind(Kind.CHAIN, Kind.SELF),
            "hierarchy-mapping-conflict": self._of_kind(Kind.HIERARCHY),
            "equal-to-many": self._equal_to_many,
            "path-disagreement": self._path_disagreement,
        }

    @cached_property
    def _readings(self) -> dict[str, Relation]:
        readings: dict[str, Relation] = {}
        for row in select(self._store, query_text("crosswalk/readings")):
            relation = row["relation"].value
            readings[relation] = readings.get(relation, Relation(0)) | Relation.of(row["code"].value)
        return readings

    @cached_property
    def _said(self) -> list[dict[str, NamedNode | BlankNode | Literal]]:
        return list(select(self._store, query_text("crosswalk/rows")))

    @cached_property
    def _rows(self) -> list[Constraint]:
        constraints = []
        for row in self._said:
            reading = self._readings.get(row["predicate"].value)
            if reading is None:
                continue
            if row.get("modifier") == NEGATED:
                reading = Relation.ANY & ~reading
            group = row["rationale"].value if "rationale" in row else _UNSTATED
            constraints.append(Constraint(row["row"].value, row["subject"].value, reading, row["object"].value, group))
        return constraints

    @cached_property
    def constraints(self) -> list[Constraint]:
        """The rows, and as fixed facts what else has a reading: broader within a scheme, members of unions."""
        if not self._rows:
            return []
        stated = {(row["subject"], row["predicate"], row["object"]) for row in self._said}
        facts = []
        for fact in select(self._store, query_text("crosswalk/facts")):
            parts = fact["subject"], fact["relation"], fact["object"]
            if parts not in stated:
                subject, relation, target = (part.value for part in parts)
                name = f"{subject} {relation} {target}"
                self._facts[name] = parts
                facts.append(Constraint(name, subject, self._readings[relation], target, fixed=True))
        return [*self._rows, *facts]

    @cached_property
    def conflicts(self) -> Conflicts:
        """The minimal inconsistent sets."""
        return find_conflicts(self.constraints)

    @cached_property
    def schemes(self) -> dict[str, str]:
        """The scheme of each thing that says so itself, or of which a row does."""
        schemes: dict[str, str] = {}
        rows = sorted(
            (row["stated"].value != "true", row["scheme"].value, row["thing"].value)
            for row in select(self._store, query_text("crosswalk/schemes"))
        )
        for _, scheme, thing in rows:
            schemes.setdefault(thing, scheme)
        return schemes

    def scheme(self, item: str) -> str:
        """Return the scheme of a thing; where nothing says it, the one that its IRI tells."""
        return self.schemes.get(item) or scheme_by_name(item)

    @cached_property
    def equal_items(self) -> Conflicts:
        """Distinct items of one scheme that rows make equal."""
        return find_equal_items(self.constraints, self.scheme)

    def cuts(self) -> Iterator[Text]:
        """Yield what was not searched to the end, as far as it was searched."""
        rows: dict[tuple[str, int], set[str]] = {}
        for name in ("conflicts", "equal_items"):
            found = self.__dict__.get(name)
            for cut in () if found is None else found.cuts:
                rows.setdefault((cut.limit, cut.bound), set()).update(cut.rows)
        for (limit, bound), concerned in rows.items():
            called = _LIMITS[limit]
            yield Text(
                f"Set logic stopped at its limit of {bound} {called.en}: there may be more conflicts, "
                f"{len(concerned)} row(s) concerned. Mend what is listed and run it again.",
                f"集合逻辑检查达到上限（{called.zh} {bound}）：可能还有其他矛盾，"
                f"涉及 {len(concerned)} 行。请先改正已列出的再重新运行。",
            )

    def _of_kind(self, *kinds: Kind) -> Callable[[Check], Iterator[Finding]]:
        def run(check: Check) -> Iterator[Finding]:
            for conflict in self.conflicts:
                if _kind(conflict) in kinds and not (_kind(conflict) is Kind.PAIR and self._negates(conflict)):
                    yield self._finding(check, conflict, self._most_blamed(conflict))

        return run

    def _negates(self, conflict: Conflict) -> bool:
        """Tell whether one row denies what the other says by the same relation: that is another check's finding."""
        masks = [int(constraint.relations) for constraint in conflict.constraints]
        relations = {self._words.value(NamedNode(row), _PREDICATE) for row in conflict.rows}
        return len(relations) == 1 and masks[0] ^ masks[1] == Relation.ANY

    def _most_blamed(self, conflict: Conflict) -> str:
        """Return the row that takes part in most conflicts: mending it mends most."""
        if _kind(conflict) in (Kind.PAIR, Kind.INVERSE, Kind.SELF):
            return conflict.rows[0]
        blame = self.conflicts.blame
        most = max(blame.get(row, 0) for row in conflict.rows)
        return next(row for row in blame if row in conflict.rows and blame[row] == most)

    def _equal_to_many(self, check: Check) -> Iterator[Finding]:
        for conflict in self.equal_items:
            first, second = conflict.items
            extra = {"first": NamedNode(first), "second": NamedNode(second)}
            yield self._finding(check, conflict, conflict.rows[0], extra)

    def _finding(
        self, check: Check, conflict: Conflict, focus: str, extra: Mapping[str, Node] | None = None
    ) -> Finding:
        rows = [NamedNode(row) for row in conflict.rows]
        said = [
            self._fact(each.id) if each.fixed else self._words.statement(NamedNode(each.id), "en", labels=False)
            for each in conflict.constraints
            if not each.fixed or each.id in self._facts
        ]
        more = len(said) - _STATEMENTS
        values: dict[str, Node] = {
            "count": Literal(str(len(said))),
            "statements": Literal("; ".join(said[:_STATEMENTS]) + (f"; … +{more}" if more > 0 else "")),
            **(extra or {}),
        }
        if _kind(conflict) in (Kind.PAIR, Kind.INVERSE):
            first, second = rows[0], rows[-1]
            values |= {
                "value": second,
                "statement": Literal(self._words.statement(first, "en", labels=False)),
                "other": Literal(self._words.statement(second, "en", labels=False)),
            }
        severity = check.severity or "info"
        return Finding(
            check,
            NamedNode(focus),
            values,
            tuple(rows),
            _LESS[severity] if conflict.mixed else severity,
            Text(self._note(conflict, "en"), self._note(conflict, "zh")),
            component=_COMPONENT,
        )

    def _fact(self, fact: str) -> str:
        return " ".join(map(self._words.told_apart, self._facts[fact]))

    def _note(self, conflict: Conflict, lang: Lang) -> str:
        lines = [self._step(step, lang) for step in conflict.proof]
        for mend in conflict.mends:
            rows = ", ".join(self._row(row) for row in mend.rows)
            was, to = (relation_words(mask, lang) for mask in (mend.was, mend.to))
            lines.append(
                f"改法：{rows} 由“{was}”改为“{to}”" if lang == "zh" else f"a mend: {rows}, from “{was}” to “{to}”"
            )
        if conflict.mixed:
            groups = ", ".join(group.rpartition("#")[2] for group in conflict.groups)
            lines.append(
                f"这些行的匹配依据不同（{groups}），可能并非矛盾，因此降低一级。"
                if lang == "zh"
                else f"These rows compare by different rationales ({groups}), perhaps rightly: one degree less grave."
            )
        return "\n".join(lines)

    def _step(self, step: Step, lang: Lang) -> str:
        return words(step, lang, name=lambda item: self._words.told_apart(NamedNode(item)), row=self._row)

    def _row(self, row: str) -> str:
        if row in self._facts:
            return self._fact(row)
        node = NamedNode(row)
        place = self._words.place(node)
        return str(place) if place.line else self._words.statement(node, "en", labels=False)

    def _path_disagreement(self, check: Check) -> Iterator[Finding]:
        network = closure(self._rows, hops=_PATH_HOPS)
        subjects = {row.subject for row in self._rows}
        for implied in network.disagreements():
            if self.scheme(implied.subject) == self.scheme(implied.object):
                continue
            turned = None if implied.subject in subjects else network.between(implied.object, implied.subject)
            yield self._disagreement(check, turned or implied)  # in the direction of the rows

    def _disagreement(self, check: Check, implied: Implied) -> Finding:
        chains = implied.chains[:2]
        rows = tuple(NamedNode(row) for row in dict.fromkeys(row for chain in chains for row in chain.rows))
        first, second = (Literal(" | ".join(chain.relations.codes)) for chain in chains)
        notes = {
            lang: "\n".join(self._step(step, lang) for chain in chains for step in chain.proof) for lang in ("en", "zh")
        }
        values: dict[str, Node] = {
            "value": NamedNode(implied.object),
            "first": first,
            "second": second,
            "both": Literal(" | ".join(implied.relations.codes)),
        }
        severity = check.severity or "info"
        mixed = any(chain.mixed for chain in chains)
        return Finding(
            check,
            NamedNode(implied.subject),
            values,
            rows,
            _LESS[severity] if mixed else severity,
            Text(notes["en"], notes["zh"]),
            component=_COMPONENT,
        )
