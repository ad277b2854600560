"""Where the nodes of a step come from, said without naming them: from a target or a class, along paths.

A server is not told which nodes a step works on, only where they come from. An origin covers at least the nodes of the
step that occur in the data, and may cover more: what sets and tests take away is taken away here, after the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.engine.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from mmssc.engine.sparql.routes import can_start_at_literal, is_nullable, is_repeated
from mmssc.names import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmssc.engine.graph import Node
    from mmssc.engine.plan import Plan, Step

__all__ = [
    "Anything",
    "Constants",
    "Ends",
    "Instances",
    "Objects",
    "Origin",
    "Reaching",
    "Subjects",
    "is_exact",
    "is_nameable",
    "origins",
    "start_of",
]

# Shapes that share shapes along many paths have many origins: beyond this, a step is asked about all nodes instead.
_MOST: Final = 64

# Literals of these types are one term each in every store: there is no other way to write the same value.
_EXACT: Final = {XSD + "string", RDF + "langString"}


@dataclass(frozen=True, slots=True)
class Anything:
    """All nodes."""


@dataclass(frozen=True, slots=True)
class Instances:
    """The nodes of a class or of a subclass."""

    cls: Node


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of a predicate."""

    predicate: NamedNode


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of a predicate."""

    predicate: NamedNode


@dataclass(frozen=True, slots=True)
class Constants:
    """Nodes that the shapes name."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Reaching:
    """The nodes from which a path leads to a node that the shapes name."""

    path: Path
    term: Node


Start = Anything | Instances | Subjects | Objects | Constants | Reaching


@dataclass(frozen=True, slots=True)
class Origin:
    """Where nodes come from: a start, and the paths that are walked from there, one after the other."""

    start: Start
    hops: tuple[Path, ...] = ()

    def then(self, path: Path) -> Origin:
        """Return where the values of these nodes come from."""
        return Origin(self.start, (*self.hops, path))

    def before(self, path: Path) -> Origin | None:
        """Return where those of these nodes come from that the path can start at; ``None`` if there are none."""
        if self.hops or not isinstance(self.start, Constants) or can_start_at_literal(path):
            return self
        nodes = tuple(term for term in self.start.terms if not isinstance(term, Literal))
        return Origin(Constants(nodes)) if nodes else None

    @property
    def is_complete(self) -> bool:
        """Whether a server finds even those nodes of the step that do not occur in the data, or not in this form."""
        match self.start:
            case Anything():
                return False
            case Constants(terms):
                return all(isinstance(term, NamedNode) for term in terms)
        return True


@dataclass(frozen=True, slots=True)
class Ends:
    """The origins of the focus nodes and of the value nodes of what a step gives; for a set, both are the same."""

    foci: frozenset[Origin]
    values: frozenset[Origin]


def is_exact(term: Node) -> bool:
    """Tell whether a server gives a term back as it is written, and has no other term for the same value."""
    if isinstance(term, Literal):
        return term.datatype.value in _EXACT
    return not isinstance(term, BlankNode)


def ends_of(path: Path, *, back: bool = False) -> Iterator[Origin]:
    """Yield where the nodes at the end of a path come from, whatever its start, if it takes at least one triple."""
    match path:
        case Predicate(predicate):
            yield Origin(Subjects(predicate) if back else Objects(predicate))
        case Inverse(inner):
            yield from ends_of(inner, back=not back)
        case Repeated(inner, _):
            yield from ends_of(inner, back=back)
        case Alternative(paths):
            for part in paths:
                yield from ends_of(part, back=back)
        case Sequence(paths):
            for part in paths if back else reversed(paths):
                yield from ends_of(part, back=back)
                if not is_nullable(part):
                    break


def origins(plan: Plan) -> list[Ends]:
    """Return where the nodes of each step come from, in the order of the steps."""
    found: list[Ends] = []
    for step in plan.steps:
        found.append(_ends(step, [found[each] for each in step.inputs]))
    return found


def start_of(step: Step) -> Start | None:
    """Return the start that a step without inputs is; ``None`` for any other step."""
    argument: Any = step.argument
    match step.operator:
        case "focus":
            return _TARGETS[argument.kind](argument.value)
        case "instances":
            return Instances(argument)
        case "constant":
            return _constants(*(argument or ()))
        case "reaching":
            path, term = argument
            return Reaching(path, term) if is_nameable(term) and not is_repeated(path) else Anything()
    return None


def is_nameable(term: Node) -> bool:
    """Tell whether a query can name a term so that every server finds it.

    There is no name for a blank node. Language tags are the same in any case, but some servers keep theirs and compare
    letter by letter.
    """
    return not (isinstance(term, BlankNode) or (isinstance(term, Literal) and term.language))


def _constants(*terms: Node) -> Start:
    return Constants(terms) if all(is_nameable(term) for term in terms) else Anything()


_TARGETS: Final[dict[str, Callable[..., Start]]] = {
    "targetNode": _constants,
    "targetClass": Instances,
    "targetSubjectsOf": Subjects,
    "targetObjectsOf": Objects,
}


def _ends(step: Step, inputs: list[Ends]) -> Ends:
    start = start_of(step)
    if start is not None:
        return _both(frozenset({Origin(start)}))
    first = inputs[0]
    match step.operator:
        case "walk":
            path: Any = step.argument
            ends = frozenset(ends_of(path)) if is_repeated(path) else _then(first.foci, path)
            return Ends(first.foci, _few(first.foci | ends) if is_nullable(path) else ends)
        case "values":
            return _both(first.values)
        case "union" | "both":
            return _both(_few(frozenset().union(*(each.foci for each in inputs))))
        case "equals":
            return Ends(first.foci, _few(first.values | inputs[1].values))
        case "along":
            return _both(first.values)
        case "keep" | "drop" | "common" | "ordered":
            return first
        case "closed":
            return Ends(first.foci, _ANYTHING)
    # All others give focus nodes of their first input: a set, some of a set, or the focus nodes of a relation.
    return _both(first.foci)


_ANYTHING: Final = frozenset({Origin(Anything())})


def _then(found: frozenset[Origin], path: Path) -> frozenset[Origin]:
    return frozenset(origin.then(path) for each in found if (origin := each.before(path)))


def _both(found: frozenset[Origin]) -> Ends:
    return Ends(found, found)


def _few(found: frozenset[Origin]) -> frozenset[Origin]:
    return _ANYTHING if len(found) > _MOST or found & _ANYTHING else found
