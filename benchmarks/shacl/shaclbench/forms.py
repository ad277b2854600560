"""The forms in which cities are written: a file a city (N-Triples, Turtle, CSV), or N-Quads with a graph a city."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from mmssc.evidence.columns import COMMUNITY, ID, register_schema
from mmssc.names import DCTERMS, MMSSC, SKOS
from mmssc.store import select
from shaclbench.model import prefixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shaclbench.cities import City
    from shaclbench.items import Item
    from shaclbench.model import Model

__all__ = ["FORMS", "write_cities"]

FORMS: Final = ("nt", "nq", "ttl", "csv")

_PREFIXES: Final = {"dcterms": DCTERMS, "mmssc": MMSSC, "skos": SKOS}
_CODES: Final = prefixed(
    "SELECT ?thing (MIN(?notation) AS ?code) WHERE { ?thing skos:notation ?notation } GROUP BY ?thing"
)


def write_cities(cities: Iterable[City], folder: Path, form: str, model: Model) -> list[Path]:
    """Write cities as they come, one in memory at a time.

    Args:
        cities: The cities.
        folder: Where to; it is made if it is not there.
        form: One of ``FORMS``.
        model: The maturity model, for the codes that a register uses instead of IRIs.

    Returns:
        The files that were written.

    Raises:
        FileExistsError: The folder is not empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    if form == "nq":
        path = folder / "cities.nq"
        quads = (
            Quad(triple.subject, triple.predicate, triple.object, city.node)
            for city in cities
            for triple in city.triples()
        )
        with path.open("wb") as out:
            serialize(quads, out, RdfFormat.N_QUADS)
        return [path]
    codes = {row["thing"]: row["code"].value for row in select(model.store, _CODES)} if form == "csv" else {}
    written = []
    for city in cities:
        path = folder / f"{city.name.lower().replace(' ', '-')}.{form}"
        if form == "nt":
            serialize(city.triples(), str(path), RdfFormat.N_TRIPLES)
        elif form == "ttl":
            serialize(city.triples(), str(path), RdfFormat.TURTLE, prefixes=_PREFIXES)
        else:
            _write_register(city, path, codes)
        written.append(path)
    return written


def _write_register(city: City, path: Path, codes: Mapping[Any, str]) -> None:
    columns = register_schema().columns
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([column.name for column in columns])
        for item in city.items:
            fixed = {ID: item.node.value, COMMUNITY: city.node.value}
            writer.writerow([fixed.get(column.name) or _cell(item, column.predicate, codes) for column in columns])


def _cell(item: Item, predicate: NamedNode | None, codes: Mapping[Any, str]) -> str:
    values = item.stated.get(predicate, ()) if predicate is not None else ()
    return "; ".join(codes.get(value, value.value) for value in values)
