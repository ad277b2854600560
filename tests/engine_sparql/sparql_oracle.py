"""Random queries, and a brute-force evaluation of them after SHACL's definition of pre-binding (appendix A).

It shares nothing with the product: patterns are evaluated by the SPARQL algebra, over all combinations, and the
pre-bound value is joined to every basic graph pattern (values insertion).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode

    Term = NamedNode | BlankNode
    Solution = dict[str, Term]
    Triples = list[tuple[Term, Term, Term]]

EX = "http://example.org/"


@dataclass(frozen=True)
class Block:
    """A triple pattern; names of variables begin with a question mark."""

    triple: tuple[str, str, str]

    def text(self) -> str:
        return " ".join(self.triple) + " ."


@dataclass(frozen=True)
class Group:
    parts: tuple[object, ...]

    def text(self) -> str:
        return "{ " + " ".join(part.text() for part in self.parts) + " }"  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Optional:
    group: Group

    def text(self) -> str:
        return f"OPTIONAL {self.group.text()}"


@dataclass(frozen=True)
class Union:
    left: Group
    right: Group

    def text(self) -> str:
        return f"{self.left.text()} UNION {self.right.text()}"


@dataclass(frozen=True)
class Bind:
    source: str
    target: str

    def text(self) -> str:
        return f"BIND({self.source} AS {self.target})"


@dataclass(frozen=True)
class Filter:
    """``left`` compared with ``right``; ``bound(left)`` if there is no right; or EXISTS."""

    operator: str
    left: str = ""
    right: str = ""
    group: Group | None = None

    def text(self) -> str:
        if self.group is not None:
            return f"FILTER {self.operator} {self.group.text()}"
        if not self.right:
            return f"FILTER({self.operator}({self.left}))"
        return f"FILTER({self.left} {self.operator} {self.right})"


@dataclass(frozen=True)
class Counting:
    """A sub-select that counts, and keeps the nodes with at least so many solutions."""

    group: Group
    least: int
    names: str = "?this"

    def text(self) -> str:
        return f"{{ SELECT {self.names} {self.group.text()} GROUP BY {self.names} HAVING (COUNT(*) >= {self.least}) }}"


@dataclass(frozen=True)
class Distinct:
    """A sub-select without duplicates."""

    group: Group
    names: str = "?this"

    def text(self) -> str:
        return f"{{ SELECT DISTINCT {self.names} ?a {self.group.text()} }}"


class Evaluator:
    """The solutions of a pattern with some variables pre-bound."""

    def __init__(self, triples: Triples, prebound: Solution, terms: dict[str, Term]) -> None:
        self.triples, self.prebound, self.terms = triples, prebound, terms

    def group(self, group: Group, outer: Solution) -> list[Solution]:
        solutions: list[Solution] = [dict(self.prebound)]  # the empty pattern, joined with the table
        filters = []
        for part in group.parts:
            match part:
                case Filter():
                    filters.append(part)
                case Optional(inner):
                    solutions = self._left_join(solutions, inner, outer)
                case Bind(source, target):
                    solutions = [_extended(known, target, self._term(source, known, outer)) for known in solutions]
                case _:
                    solutions = _join(solutions, self._part(part, outer))
        return [known for known in solutions if all(self._holds(one, known, outer) for one in filters)]

    def _part(self, part: object, outer: Solution) -> list[Solution]:
        match part:
            case Block(triple):
                return self._block(triple, outer)
            case Group():
                return self.group(part, outer)
            case Union(left, right):
                return self.group(left, outer) + self.group(right, outer)
            case Counting(group, least, _):
                found = self.group(group, dict(self.prebound))
                return [dict(self.prebound)] if found and len(found) >= least else []
            case Distinct(group, _):
                kept = [_only(known, {*self.prebound, "?a"}) for known in self.group(group, dict(self.prebound))]
                return [known for at, known in enumerate(kept) if known not in kept[:at]]
            case _:
                raise AssertionError(part)

    def _block(self, triple: tuple[str, str, str], outer: Solution) -> list[Solution]:
        found = []
        for candidate in self.triples:
            known: Solution | None = dict(self.prebound)
            for name, term in zip(triple, candidate, strict=True):
                fixed = self._term(name, {} if known is None else known, outer)
                if known is None or (fixed is not None and fixed != term):
                    known = None
                    break
                if name.startswith("?"):
                    known[name] = term
            if known is not None:
                found.append(known)
        return found

    def _left_join(self, solutions: list[Solution], inner: Group, outer: Solution) -> list[Solution]:
        # The filters of the inner group see the joined solution (SPARQL 1.1, 18.2.2.6).
        conditions = [part for part in inner.parts if isinstance(part, Filter)]
        plain = self.group(Group(tuple(part for part in inner.parts if not isinstance(part, Filter))), outer)
        found = []
        for known in solutions:
            joined = [both for both in _join([known], plain) if all(self._holds(c, both, outer) for c in conditions)]
            found += joined or [known]
        return found

    def _term(self, name: str, known: Solution, outer: Solution) -> Term | None:
        return known.get(name, outer.get(name)) if name.startswith("?") else self.terms[name]

    def _holds(self, condition: Filter, known: Solution, outer: Solution) -> bool:
        if condition.group is not None:
            found = bool(self.group(condition.group, outer | known))
            return found == (condition.operator == "EXISTS")
        left = self._term(condition.left, known, outer)
        if not condition.right:
            return {"bound": left is not None, "!bound": left is None}[condition.operator]
        right = self._term(condition.right, known, outer)
        if left is None or right is None:
            return False
        return (left == right) == (condition.operator == "=")


def _join(left: list[Solution], right: list[Solution]) -> list[Solution]:
    return [a | b for a in left for b in right if all(a[name] == b[name] for name in a.keys() & b.keys())]


def _extended(known: Solution, name: str, term: Term | None) -> Solution:
    return known if term is None else known | {name: term}


def _only(known: Solution, names: set[str]) -> Solution:
    return {name: term for name, term in known.items() if name in names}


_NODES = ("ex:n0", "ex:n1")


def queries(prebound: tuple[str, ...] = ("?this",)) -> st.SearchStrategy[Group]:
    """Bodies of queries, nested up to a few levels."""
    variables = (*prebound, *prebound, "?a", "?b")
    names = st.sampled_from(variables + _NODES)
    variable = st.sampled_from(variables)
    blocks = st.builds(Block, st.tuples(variable, st.sampled_from(("ex:p", "ex:q")), names))
    tests = st.builds(Filter, st.sampled_from(("=", "!=")), variable, names) | st.builds(
        Filter, st.sampled_from(("bound", "!bound")), variable
    )
    leaves = st.lists(blocks | tests, max_size=3).map(lambda parts: Group(tuple(parts)))
    binding = st.builds(lambda group, source: Group((*group.parts, Bind(source, "?c"))), leaves, names)
    # Inside EXISTS only what all readings of SPARQL's "substitute" agree on: no nested groups with outer variables.
    exists = st.builds(
        Filter, st.sampled_from(("EXISTS", "NOT EXISTS")), group=leaves.filter(lambda group: group.parts)
    )
    returned = st.just(" ".join(prebound))

    def groups(inner: st.SearchStrategy[Group]) -> st.SearchStrategy[Group]:
        part = (
            blocks
            | tests
            | exists
            | inner
            | st.builds(Optional, inner)
            | st.builds(Union, inner, inner)
            | st.builds(Counting, inner, st.integers(1, 3), returned)
            | st.builds(Distinct, inner, returned)
        )
        return st.lists(part, min_size=1, max_size=4).map(lambda parts: Group(tuple(parts)))

    return st.recursive(leaves | binding, groups, max_leaves=6)
