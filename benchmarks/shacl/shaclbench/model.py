"""What the generator must know of a maturity model, read from its shapes: ladders of requirements and their demands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from mmssc.knowledge import CORE, MODEL, knowledge_files, triples
from mmssc.names import MMSSC, PREFIXES
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Characteristic", "Demand", "Model", "Requirement", "prefixed", "read_model"]

Demand = NamedNode | BlankNode
"""A property shape that an item must satisfy to count for a requirement, such as that of a facet."""


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """A requirement.

    Attributes:
        node: Its IRI.
        labels: Its name, by language.
        types: The kinds of evidence that it expects.
        demands: What an item must satisfy besides claiming to demonstrate it.
        count: How many such items it asks for.
    """

    node: NamedNode
    labels: Mapping[str, str]
    types: tuple[NamedNode, ...]
    demands: tuple[Demand, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A characteristic: its dimension, and what each rank asks for, what it asks of lower ranks included."""

    node: NamedNode
    dimension: NamedNode
    ladder: Mapping[int, tuple[Requirement, ...]]


@dataclass(frozen=True, slots=True)
class Model:
    """A maturity model, and the store in which it and the core vocabulary lie."""

    characteristics: tuple[Characteristic, ...]
    store: Store


def prefixed(query: str) -> str:
    """Put the project's prefixes before a query."""
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + query


_LADDERS: Final = prefixed("""
SELECT DISTINCT ?characteristic ?dimension ?rank ?requirement WHERE {
  ?criterion a mmssc:Criterion ; mmssc:characteristic ?characteristic ; mmssc:level/mmssc:rank ?rank .
  OPTIONAL { ?characteristic skos:broader+ ?dimension . ?dimension a mmssc:Dimension }
  OPTIONAL {
    ?criterion sh:node*/(sh:property|((sh:or|sh:and|sh:xone)/rdf:rest*/rdf:first)) ?requirement .
    ?requirement a mmssc:Requirement
  }
} ORDER BY ?characteristic ?rank ?requirement""")

_REQUIREMENTS: Final = prefixed("""
SELECT ?requirement ?count ?name ?type WHERE {
  ?requirement a mmssc:Requirement ; sh:path mmssc:admits ; sh:qualifiedMinCount ?count ; sh:name ?name .
  OPTIONAL { ?requirement mmssc:expectsType ?type }
} ORDER BY ?requirement ?type""")

_DEMANDS: Final = prefixed("""
SELECT DISTINCT ?requirement ?demand WHERE {
  ?requirement a mmssc:Requirement ; sh:qualifiedValueShape/sh:node*/sh:property ?demand .
  ?demand sh:path ?path
  FILTER (?path != mmssc:demonstrates)
} ORDER BY ?requirement ?demand""")


def read_model(paths: Sequence[Path] = ()) -> Model:
    """Read a maturity model.

    Args:
        paths: Turtle files, or folders of them; the model that ships with mmssc if none is named.

    Raises:
        FileNotFoundError: A path leads nowhere.
        SyntaxError: A file is no Turtle.
        ValueError: There are no criteria in the files.
    """
    store = Store()
    files = list(knowledge_files(CORE if paths else (*CORE, *MODEL)))
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path}: there is no such file or folder · 没有这个文件或文件夹")
        files += sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
    for file in (*files, *knowledge_files(["shapes/evidence.ttl"])):
        store.bulk_extend(triples(file))
    requirements = _requirements(store)
    ladders: dict[NamedNode, dict[int, list[Requirement]]] = defaultdict(lambda: defaultdict(list))
    dimensions: dict[NamedNode, NamedNode] = {}
    for row in select(store, _LADDERS):
        node = row["characteristic"]
        assert isinstance(node, NamedNode)
        dimensions[node] = _iri(row.get("dimension", node))
        rung = ladders[node][int(row["rank"].value)]
        requirement = requirements.get(row.get("requirement"))
        if requirement is not None:
            rung.append(requirement)
    if not ladders:
        raise ValueError(f"no {MMSSC}Criterion in the model")
    return Model(
        tuple(
            Characteristic(node, dimensions[node], {rank: tuple(rung) for rank, rung in sorted(ladder.items())})
            for node, ladder in ladders.items()
        ),
        store,
    )


def _requirements(store: Store) -> dict[NamedNode | BlankNode | Literal | None, Requirement]:
    demands: dict[NamedNode, list[Demand]] = defaultdict(list)
    for row in select(store, _DEMANDS):
        demand = row["demand"]
        assert not isinstance(demand, Literal)
        demands[_iri(row["requirement"])].append(demand)
    labels: dict[NamedNode, dict[str, str]] = defaultdict(dict)
    types: dict[NamedNode, dict[NamedNode, None]] = defaultdict(dict)
    counts: dict[NamedNode, int] = {}
    for row in select(store, _REQUIREMENTS):
        node, name = _iri(row["requirement"]), row["name"]
        assert isinstance(name, Literal)
        counts[node] = int(row["count"].value)
        labels[node][name.language or "en"] = name.value
        if "type" in row:
            types[node][_iri(row["type"])] = None
    return {
        node: Requirement(node, labels[node], tuple(types[node]), tuple(demands[node]), count)
        for node, count in counts.items()
    }


def _iri(term: NamedNode | BlankNode | Literal) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise ValueError(f"{term} must be an IRI")
    return term
