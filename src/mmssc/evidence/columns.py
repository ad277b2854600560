"""The columns of a register, as its CSVW metadata (``ontology/register.csv-metadata.json``) declares them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pyoxigraph import NamedNode

from mmssc.knowledge import folder
from mmssc.names import MMSSC
from mmssc.problem import Text

__all__ = ["COMMUNITY", "ID", "Column", "Schema", "register_schema"]

ID: Final = "id"
COMMUNITY: Final = "community"

_VALUES: Final = MMSSC + "values"
_DESCRIPTION: Final = "dc:description"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its name, the same in every language.
        title: What heads it for a reader.
        description: What belongs in it.
        predicate: The property that its cells give; ``None`` if they give none.
        datatype: The CSVW datatype, or the IRI of a derived one.
        required: Whether a row without it is refused.
        several: Whether a cell may hold several values.
        members: The IRI of the class whose members are its closed list; ``None`` if it has none.
        template: The URI template that makes an IRI of a cell; ``None`` if it makes none.
    """

    name: str
    title: Text
    description: Text
    predicate: NamedNode | None
    datatype: str
    required: bool
    several: bool
    members: str | None
    template: str | None


@dataclass(frozen=True, slots=True)
class Schema:
    """A register: what its columns are, how a row's subject is named, and what is true of every row."""

    columns: tuple[Column, ...]
    subject: str
    constants: tuple[tuple[NamedNode, NamedNode], ...]

    def find(self, heading: str) -> Column | None:
        """Return the column that a heading names: its name or its title in either language."""
        return _headings().get(_plain(heading))

    def headings(self) -> list[str]:
        """Return every heading that is understood."""
        return list(_headings())


@cache
def register_schema() -> Schema:
    """Read the metadata."""
    text = folder("ontology/register.csv-metadata.json").read_text(encoding="utf-8")
    table = json.loads(text)["tableSchema"]
    virtual = [column for column in table["columns"] if column.get("virtual")]
    return Schema(
        columns=tuple(_column(column) for column in table["columns"] if not column.get("virtual")),
        subject=table["aboutUrl"],
        constants=tuple((NamedNode(c["propertyUrl"]), NamedNode(c["valueUrl"])) for c in virtual),
    )


def _column(data: dict[str, Any]) -> Column:
    datatype = data["datatype"]
    description = {text["@language"]: text["@value"] for text in data[_DESCRIPTION]}
    return Column(
        name=data["name"],
        title=Text(data["titles"]["en"][0], data["titles"]["zh"][0]),
        description=Text(description["en"], description["zh"]),
        predicate=NamedNode(data["propertyUrl"]) if "propertyUrl" in data else None,
        datatype=datatype if isinstance(datatype, str) else datatype["@id"],
        required=data.get("required", False),
        several="separator" in data,
        members=data[_VALUES]["@id"] if _VALUES in data else None,
        template=data.get("valueUrl"),
    )


@cache
def _headings() -> dict[str, Column]:
    return {
        _plain(heading): column
        for column in register_schema().columns
        for heading in (column.title.zh, column.title.en, column.name)
    }


def _plain(heading: str) -> str:
    return " ".join(heading.replace("_", " ").casefold().split())
