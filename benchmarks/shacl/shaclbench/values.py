"""Values that fulfil a demand, and values that miss it: candidates that evidence may state, judged by SHACL itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from mmssc.engine import Graph, validate
from mmssc.names import EVIDENCE, RDF_TYPE, SH, XSD
from mmssc.store import select
from shaclbench.model import prefixed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from shaclbench.model import Demand, Model

__all__ = ["Values", "judge_values"]

Value = NamedNode | Literal

_LITERALS: Final[dict[str, tuple[str, ...]]] = {
    "date": ("2019-06-30", "2021-01-01", "2028-12-31"),
    "gYearMonth": ("2020-05", "2027-09"),
    "gYear": ("2015", "2018", "2030", "2035"),
    "duration": ("PT30S", "PT5M", "PT15M", "PT1H", "PT6H", "P1D", "P7D"),
    "string": ("-30 % by the date named", "每年提升 2 个百分点", 'rated "good" by 80 of 100 residents', "10,000 jobs"),
    "boolean": ("true", "false"),
    "integer": ("0", "1", "12", "250"),
    "decimal": ("0.5", "99.9"),
}
"""Candidates for a property whose values are literals of a datatype."""

_STATED: Final = prefixed("""
SELECT DISTINCT ?path ?value WHERE {
  { ?shape sh:path ?path ; sh:in/rdf:rest*/rdf:first ?value }
  UNION { ?shape sh:path ?path ; sh:hasValue ?value }
  UNION { ?shape sh:path ?path ; sh:class ?class . ?value a ?class }
} ORDER BY ?path ?value""")

_DATATYPES: Final = prefixed("""
SELECT DISTINCT ?path ?datatype WHERE {
  { ?shape sh:path ?path ; (sh:or/rdf:rest*/rdf:first)?/sh:datatype ?datatype }
  UNION { ?shape sh:path ?path ; sh:nodeKind sh:Literal BIND (xsd:string AS ?datatype) }
} ORDER BY ?path ?datatype""")

_PATHS: Final = prefixed("SELECT ?demand ?path WHERE { ?demand sh:path ?path FILTER ISIRI(?path) }")


@dataclass(frozen=True, slots=True)
class Values:
    """What can be stated about an item.

    Attributes:
        path: The property that a demand looks at.
        fulfils: The demands that a value of a property satisfies: property → value → demands.
    """

    path: Mapping[Demand, NamedNode]
    fulfils: Mapping[NamedNode, Mapping[Value, frozenset[Demand]]]
    _known: dict[frozenset[Demand], Mapping[NamedNode, Sequence[Value]]] = field(default_factory=dict)

    def good(self, demands: Collection[Demand]) -> Mapping[NamedNode, Sequence[Value]]:
        """Return, for each property that the demands look at, the values that satisfy all of them; perhaps none."""
        asked = frozenset(demands)
        if asked not in self._known:
            wanted: dict[NamedNode, set[Demand]] = defaultdict(set)
            for demand in sorted(asked, key=lambda demand: self.path[demand].value):
                wanted[self.path[demand]].add(demand)
            self._known[asked] = {
                path: tuple(value for value, satisfied in self.fulfils[path].items() if together <= satisfied)
                for path, together in wanted.items()
            }
        return self._known[asked]

    def bad(self, demand: Demand) -> list[Value]:
        """Return the values of the property of a demand that do not satisfy it; there may be none."""
        return [value for value, satisfied in self.fulfils[self.path[demand]].items() if demand not in satisfied]


def judge_values(model: Model) -> Values:
    """Find candidates for each property that some requirement of a model looks at, and let SHACL judge them.

    Raises:
        ValueError: A demand has a path that is not a single property, or no value is known that satisfies it.
    """
    demands: dict[Demand, None] = {
        demand: None
        for characteristic in model.characteristics
        for rung in characteristic.ladder.values()
        for requirement in rung
        for demand in requirement.demands
    }
    paths = {
        demand: row["path"]
        for row in select(model.store, _PATHS)
        if (demand := row["demand"]) in demands
        and not isinstance(demand, Literal)
        and isinstance(row["path"], NamedNode)
    }
    if missing := [str(demand) for demand in demands if demand not in paths]:
        raise ValueError(f"{missing[0]}: the generator understands paths of one property only")
    pool = _candidates(model)
    data: list[Quad] = []
    stated: dict[NamedNode, tuple[NamedNode, Value]] = {}
    for path in dict.fromkeys(paths.values()):
        for value in pool[path]:
            item = NamedNode(f"urn:candidate:{len(stated)}")
            stated[item] = path, value
            data += [Quad(item, RDF_TYPE, EVIDENCE), Quad(item, path, value)]
    wrapped = [
        Quad(NamedNode(f"urn:demand:{number}"), NamedNode(SH + name), value)
        for number, demand in enumerate(demands)
        for name, value in (("targetClass", EVIDENCE), ("property", demand))
    ]
    report = validate(Graph(data), Graph([*model.store, *wrapped]))
    failed = {(result.focus, result.shape) for result in report.results}
    fulfils: dict[NamedNode, dict[Value, frozenset[Demand]]] = defaultdict(dict)
    for item, (path, value) in stated.items():
        fulfils[path][value] = frozenset(
            demand for demand in demands if paths[demand] == path and (item, demand) not in failed
        )
    values = Values(paths, fulfils)
    for demand in demands:
        if not all(values.good([demand]).values()):
            raise ValueError(f"{demand}: the generator knows no value of {paths[demand]} that satisfies it")
    return values


def _candidates(model: Model) -> dict[NamedNode, list[Value]]:
    pool: dict[NamedNode, list[Value]] = defaultdict(list)
    for row in select(model.store, _STATED):
        path, value = row["path"], row["value"]
        if isinstance(path, NamedNode) and isinstance(value, Value):
            pool[path].append(value)
    for row in select(model.store, _DATATYPES):
        path, kind = row["path"], row["datatype"]
        if isinstance(path, NamedNode) and isinstance(kind, NamedNode):
            pool[path] += [Literal(text, datatype=kind) for text in _LITERALS.get(kind.value.removeprefix(XSD), ())]
    return pool
