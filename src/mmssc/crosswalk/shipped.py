"""The crosswalks that ship, as mapping rows: what their files say by direct properties, read as SSSOM by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad, QueryTriples

from mmssc.knowledge import folder, load_knowledge, query_text, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

__all__ = ["published", "shipped_rows"]

_FILE: Final = "https://w3id.org/mmssc/file/"
_FOLDER: Final = "ontology"


def shipped_rows(names: Iterable[str] | None = None) -> Iterator[Triple]:
    """Yield the rows and mapping sets of the shipped files.

    Args:
        names: Files below the folder of the project, such as ``ontology/crosswalks/iso37107-annex-b.ttl``; all that
            ships in ``ontology`` by default.
    """
    top = folder(_FOLDER)
    if names is None:
        names = [f"{_FOLDER}/{path.relative_to(top).as_posix()}" for path in sorted(top.rglob("*.ttl"))]
    return published((name, (quad.triple for quad in triples(folder(name)))) for name in names)


def published(files: Iterable[tuple[str, Iterable[Triple]]]) -> Iterator[Triple]:
    """Yield the rows and mapping sets that the crosswalk properties of files amount to (queries/crosswalk/publish.rq).

    Args:
        files: The name of each file, and what it says. Labels come from what ships.
    """
    store = load_knowledge((_FOLDER,))
    for name, statements in files:
        graph = NamedNode(_FILE + name)
        store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in statements)
    rows = store.query(query_text("crosswalk/publish"))
    if not isinstance(rows, QueryTriples):
        raise TypeError("publish.rq is no CONSTRUCT query")
    yield from rows
