"""Find and load the three folders that are the product: ontology, shapes and queries."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from mmssc.names import MMSSC, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

__all__ = [
    "CORE",
    "EVERYTHING",
    "MODEL",
    "folder",
    "instances",
    "knowledge_files",
    "load_knowledge",
    "query_names",
    "query_text",
    "triples",
]

_PREFIX: Final = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)

CORE: Final = (
    "ontology/core.ttl",
    "ontology/evidence-types.ttl",
    "ontology/evidence-values.ttl",
    "shapes/facets.ttl",
)
"""What every maturity model builds on."""

MODEL: Final = (
    "ontology/documents.ttl",
    "ontology/iso37107.ttl",
    "ontology/standards.ttl",
    "ontology/standards",
    "ontology/iso37106/editions-2018.ttl",
    "ontology/iso37106/editions-2021.ttl",
    "ontology/iso37106/editions-gbt41150.ttl",
    "ontology/crosswalks",
    "shapes/iso37107",
)
"""The maturity model that is assessed unless another is named."""


@cache
def _home() -> Path:
    """Return the directory that holds the folders: inside the installed package, or the checkout."""
    package = Path(__file__).parent
    installed = package / "knowledge"
    if installed.is_dir():
        return installed
    checkout = package.parents[1]
    if (checkout / "ontology" / "core.ttl").is_file():
        return checkout
    raise FileNotFoundError(f"neither {installed} nor {checkout / 'ontology'} holds the ontology")


def folder(name: str) -> Path:
    """Return the path of a file or folder below ``ontology``, ``shapes`` or ``queries``."""
    return _home() / name


def knowledge_files(names: Iterable[str] = (*CORE, *MODEL)) -> Iterator[Path]:
    """Yield the Turtle files that ``names`` stand for, folders in the order of their file names."""
    for name in names:
        path = folder(name)
        if path.is_dir():
            yield from sorted(path.rglob("*.ttl"))
        else:
            yield path


def triples(path: Path) -> Iterator[Quad]:
    """Parse one of the project's Turtle files."""
    return iter(parse(path=str(path), format=RdfFormat.TURTLE))


EVERYTHING: Final = ("ontology", "shapes")
"""All that ships: what a query sees."""


def instances(knowledge: Iterable[Quad], cls: str) -> set[str]:
    """Return the IRIs of what is typed with a class of the vocabulary, given by its local name."""
    node = NamedNode(MMSSC + cls)
    return {
        quad.subject.value
        for quad in knowledge
        if quad.predicate == RDF_TYPE and quad.object == node and isinstance(quad.subject, NamedNode)
    }


def load_knowledge(names: Iterable[str] = (*CORE, *MODEL)) -> Store:
    """Return a store whose default graph holds the named files."""
    store = Store()
    for path in knowledge_files(names):
        store.bulk_extend(triples(path))
    return store


@cache
def query_names(name: str) -> frozenset[NamedNode]:
    """Return every IRI that a query file names by a prefix, ``rdf:type`` (``a``) always."""
    text = query_text(name)
    names = {RDF_TYPE}
    for prefix, namespace in _PREFIX.findall(text):
        names |= {NamedNode(namespace + local) for local in re.findall(rf"\b{prefix}:(\w+)", text)}
    return frozenset(names)


def query_text(name: str) -> str:
    """Return the text of a query file, named below ``queries`` without its suffix, as in ``assess/rate``."""
    return folder(f"queries/{name}.rq").read_text(encoding="utf-8")
