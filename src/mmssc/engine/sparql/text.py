"""The queries. They use SPARQL 1.1 only, no prefixes, and what servers are known to answer well."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from mmssc.engine.path_text import path_text
from mmssc.engine.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from mmssc.engine.shapes import IllFormedShapesError
from mmssc.engine.sparql.origins import Anything, Constants, Instances, Objects, Reaching, Subjects
from mmssc.names import RDF_TYPE, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mmssc.engine.graph import Node
    from mmssc.engine.sparql.origins import Origin, Start
    from mmssc.engine.sparql.questions import Outside, Said, Tally, Walk

__all__ = ["instances", "nodes", "outside", "reaching", "reaching_unnamed", "said", "tally", "term_text", "walk"]

_SUBCLASSES = f"<{RDFS}subClassOf>*"


def nodes(start: Start, dataset: str) -> str:
    """Ask for the nodes of a start, as ``?node``."""
    return _select(["node"], _Pattern().start(start, "node"), dataset)


def instances(classes: Iterable[Node], dataset: str) -> str:
    """Ask for the nodes (``?node``) of several classes (``?class``) at once."""
    members = f"{_values('class', classes)} ?type {_SUBCLASSES} ?class . ?node {RDF_TYPE} ?type ."
    return _select(["node", "class"], members, dataset)


def reaching(path: Path, terms: Iterable[Node], dataset: str) -> str:
    """Ask for the nodes (``?node``) from which a path leads to some terms (``?value``)."""
    return _select(["node", "value"], f"{_values('value', terms)} ?node {_path(path)} ?value .", dataset)


def reaching_unnamed(path: Path, dataset: str) -> str:
    """Ask for the nodes (``?node``) from which a path leads to a term that no query can name (``?value``)."""
    unnamed = 'isBlank(?value) || (isLiteral(?value) && LANG(?value) != "")'
    return _select(["node", "value"], f"?node {_path(path)} ?value . FILTER({unnamed})", dataset)


def walk(question: Walk, origin: Origin, dataset: str) -> str:
    """Ask for focus nodes (``?focus``) with their values (``?value``)."""
    found = _pairs(question.path, origin)
    if question.fine:
        # An expression that fails is not true: without COALESCE, it would leave out the pair instead of sending it.
        found += f" FILTER(!COALESCE({' && '.join(f'({each})' for each in question.fine)}, false))"
    return _select(["focus", "value"], found, dataset)


def outside(question: Outside, origin: Origin, dataset: str) -> str:
    """Ask for focus nodes (``?focus``) with their values (``?value``) that are not of a class."""
    of_class = f"?value {RDF_TYPE} ?type . ?type {_SUBCLASSES} {term_text(question.cls)} ."
    found = f"{_pairs(question.path, origin)} FILTER NOT EXISTS {{ {of_class} }}"
    return _select(["focus", "value"], found, dataset)


def tally(question: Tally, origin: Origin, dataset: str) -> str:
    """Ask for focus nodes (``?focus``) with too few or too many values."""
    value = f"?focus {_path(question.path)} ?value ."
    if question.sign == "<":
        focus = _Pattern().nodes(origin, "focus")
        if question.number == 1:
            return _select(["focus"], f"{focus} FILTER NOT EXISTS {{ {value} }}", dataset)
        found = f"{focus} OPTIONAL {{ {value} }}"
    else:
        found = _pairs(question.path, origin)
    bound = f"GROUP BY ?focus HAVING(COUNT(DISTINCT ?value) {question.sign} {question.number})"
    return f"SELECT ?focus{dataset} WHERE {{ {found} }} {bound}"


def said(question: Said, origin: Origin, dataset: str) -> str:
    """Ask for nodes (``?node``) with the predicates and objects (``?predicate``, ``?object``) that are not allowed."""
    found = f"{_Pattern().nodes(origin, 'node')} ?node ?predicate ?object ."
    if known := [term_text(term) for term in question.allowed if isinstance(term, NamedNode)]:
        found += f" FILTER(?predicate NOT IN ({', '.join(known)}))"
    return _select(["node", "predicate", "object"], found, dataset)


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


def _select(names: list[str], pattern: str, dataset: str) -> str:
    return f"SELECT DISTINCT {' '.join(f'?{name}' for name in names)}{dataset} WHERE {{ {pattern} }}"


def _values(name: str, terms: Iterable[Node]) -> str:
    return f"VALUES ?{name} {{ {' '.join(term_text(term) for term in terms)} }}"


def _pairs(path: Path, origin: Origin) -> str:
    focus = _Pattern().nodes(origin, "focus", then=path)
    return f"{focus} ?focus {_path(path)} ?value ."


def _is_repeated(path: Path | None) -> bool:
    match path:
        case Repeated():
            return True
        case Inverse(inner):
            return _is_repeated(inner)
        case Sequence(paths) | Alternative(paths):
            return any(_is_repeated(part) for part in paths)
    return False


class _Pattern:
    """Graph patterns with variables of their own."""

    def __init__(self) -> None:
        self._numbers = count()

    def nodes(self, origin: Origin, name: str, then: Path | None = None) -> str:
        """Return a pattern that binds a variable to the nodes of an origin.

        Where many rows can lead to the same node, a sub-query makes them one. Not so before a path that is repeated:
        Oxigraph then would follow that path from every node there is.
        """
        if not origin.hops:
            found = self.start(origin.start, name)
            single = not isinstance(origin.start, Subjects | Objects)
        else:
            *before, last = origin.hops
            inner = f"n{next(self._numbers)}"
            pattern = self.nodes(type(origin)(origin.start, tuple(before)), inner, last)
            found = f"{pattern} ?{inner} {_path(last)} ?{name} ."
            single = False
        if single or _is_repeated(then):
            return found
        return f"{{ {_select([name], found, '')} }}"

    def start(self, start: Start, name: str) -> str:
        """Return a pattern that binds a variable to the nodes of a start."""
        match start:
            case Anything():
                return ""
            case Instances(cls):
                each = f"n{next(self._numbers)}"
                return f"?{each} {_SUBCLASSES} {term_text(cls)} . ?{name} {RDF_TYPE} ?{each} ."
            case Subjects(predicate):
                return f"?{name} {_path(Predicate(predicate))} ?n{next(self._numbers)} ."
            case Objects(predicate):
                return f"?n{next(self._numbers)} {_path(Predicate(predicate))} ?{name} ."
            case Constants(terms):
                return _values(name, terms)
            case Reaching(path, term):
                return f"?{name} {_path(path)} {term_text(term)} ."
