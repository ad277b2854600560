"""The queries. They use SPARQL 1.1 only, no prefixes, no repeated paths, and nothing but what servers do well."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.engine.path_text import path_text
from mmssc.engine.paths import Predicate
from mmssc.engine.shapes import IllFormedShapesError
from mmssc.engine.sparql.origins import Anything, Constants, Instances, Objects, Origin, Reaching, Subjects
from mmssc.names import RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mmssc.engine.graph import Node
    from mmssc.engine.paths import Path
    from mmssc.engine.sparql.origins import Start
    from mmssc.engine.sparql.questions import Outside, Said, Tally, Walk

__all__ = ["Queries", "term_text"]


@dataclass(frozen=True, slots=True)
class Queries:
    """What is asked, as text.

    Attributes:
        dataset: ``FROM`` clauses.
        classes: Gives a class with all its subclasses.
    """

    dataset: str
    classes: Callable[[Node], Sequence[Node]]

    def relation(self, predicate: Node) -> str:
        """Ask for all triples of a predicate: ``?subject``, ``?object``."""
        return self._select(["subject", "object"], f"?subject {term_text(predicate)} ?object .")

    def nodes(self, start: Start) -> str:
        """Ask for the nodes of a start, as ``?node``."""
        return self._select(["node"], self._start(start, "node", count()))

    def typed(self, types: Iterable[Node]) -> str:
        """Ask for the nodes (``?node``) that are typed with some classes (``?type``), subclasses apart."""
        return self._select(["node", "type"], f"{_values('type', types)} ?node {RDF_TYPE} ?type .")

    def typed_unnamed(self) -> str:
        """Ask for the nodes (``?node``) that are typed with blank nodes (``?type``)."""
        return self._select(["node", "type"], f"?node {RDF_TYPE} ?type . FILTER(isBlank(?type))")

    def reaching(self, path: Path, terms: Iterable[Node]) -> str:
        """Ask for the nodes (``?node``) from which a path leads to some terms (``?value``)."""
        return self._select(["node", "value"], f"{_values('value', terms)} ?node {_path(path)} ?value .")

    def reaching_unnamed(self, path: Path) -> str:
        """Ask for the nodes (``?node``) from which a path leads to terms that no query can name (``?value``)."""
        unnamed = 'isBlank(?value) || (isLiteral(?value) && LANG(?value) != "")'
        return self._select(["node", "value"], f"?node {_path(path)} ?value . FILTER({unnamed})")

    def walk(self, question: Walk, origin: Origin) -> str:
        """Ask for focus nodes (``?focus``) with their values (``?value``)."""
        found = self._pairs(question.path, origin)
        if question.fine:
            # An expression that fails is not true: without COALESCE, the pair would be left out instead of sent.
            found += f" FILTER(!COALESCE({' && '.join(f'({each})' for each in question.fine)}, false))"
        return self._select(["focus", "value"], found)

    def outside(self, question: Outside, origin: Origin) -> str:
        """Ask for focus nodes (``?focus``) with their values (``?value``) that are not of a class."""
        of_class = f"{_values('type', self.classes(question.cls))} ?value {RDF_TYPE} ?type ."
        found = f"{self._pairs(question.path, origin)} FILTER NOT EXISTS {{ {of_class} }}"
        return self._select(["focus", "value"], found)

    def tally(self, question: Tally, origin: Origin) -> str:
        """Ask for focus nodes (``?focus``) with too few or too many values."""
        value = f"?focus {_path(question.path)} ?value ."
        focus = self._nodes(origin, "focus", count())
        if question.sign == "<" and question.number == 1:
            return self._select(["focus"], f"{focus} FILTER NOT EXISTS {{ {value} }}")
        found = f"{focus} OPTIONAL {{ {value} }}" if question.sign == "<" else f"{focus} {value}"
        bound = f"GROUP BY ?focus HAVING(COUNT(DISTINCT ?value) {question.sign} {question.number})"
        return f"SELECT ?focus{self.dataset} WHERE {{ {found} }} {bound}"

    def said(self, question: Said, origin: Origin) -> str:
        """Ask for nodes (``?node``) with the predicates and objects (``?predicate``, ``?object``) not allowed."""
        found = f"{self._nodes(origin, 'node', count())} ?node ?predicate ?object ."
        if known := [term_text(term) for term in question.allowed if isinstance(term, NamedNode)]:
            found += f" FILTER(?predicate NOT IN ({', '.join(known)}))"
        return self._select(["node", "predicate", "object"], found)

    def _select(self, names: list[str], pattern: str) -> str:
        return f"SELECT DISTINCT {' '.join(f'?{name}' for name in names)}{self.dataset} WHERE {{ {pattern} }}"

    def _pairs(self, path: Path, origin: Origin) -> str:
        return f"{self._nodes(origin, 'focus', count())} ?focus {_path(path)} ?value ."

    def _nodes(self, origin: Origin, name: str, numbers: Iterator[int]) -> str:
        """Return a pattern that binds a variable to the nodes of an origin; each once, where many rows lead to it."""
        if not origin.hops:
            found = self._start(origin.start, name, numbers)
            if not isinstance(origin.start, Subjects | Objects):
                return found
        else:
            *before, last = origin.hops
            inner = f"n{next(numbers)}"
            pattern = self._nodes(Origin(origin.start, tuple(before)), inner, numbers)
            found = f"{pattern} ?{inner} {_path(last)} ?{name} ."
        return f"{{ SELECT DISTINCT ?{name} WHERE {{ {found} }} }}"

    def _start(self, start: Start, name: str, numbers: Iterator[int]) -> str:
        each = f"n{next(numbers)}"
        match start:
            case Anything():
                return ""
            case Instances(cls):
                types = self.classes(cls)
                # What no query can name is covered by asking for too much; what is too much is left out later.
                known = not any(isinstance(each, BlankNode) for each in types)
                return f"{_values(each, types) if known else ''} ?{name} {RDF_TYPE} ?{each} ."
            case Subjects(predicate):
                return f"?{name} {term_text(predicate)} ?{each} ."
            case Objects(predicate):
                return f"?{each} {term_text(predicate)} ?{name} ."
            case Constants(terms):
                return _values(name, terms)
            case Reaching(path, term):
                return f"?{name} {_path(path)} {term_text(term)} ."


def term_text(term: Node) -> str:
    """Return an IRI or a literal as it stands in a query.

    Raises:
        IllFormedShapesError: SPARQL has no way to write it.
    """
    if isinstance(term, NamedNode):
        return _path(Predicate(term))
    if isinstance(term, Literal):
        _path(Predicate(term.datatype))
    return str(term)


def _path(path: Path) -> str:
    try:
        return path_text(path)
    except ValueError as error:
        raise IllFormedShapesError(str(error)) from None


def _values(name: str, terms: Iterable[Node]) -> str:
    return f"VALUES ?{name} {{ {' '.join(term_text(term) for term in terms)} }}"
