"""Results as SPARQL 1.1 Query Results JSON: read as columns of terms, and written again."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from mmssc.names import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Rows", "Term", "read_boolean", "read_rows", "to_json"]

Term = NamedNode | BlankNode | Literal | Triple

_BATCH: Final = 10_000
_STRING: Final = XSD + "string"
# Virtuoso's labels of blank nodes are no labels in any RDF syntax. A bare quote cannot stand inside a JSON string, so
# this finds nothing else.
_NODE_ID: Final = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
# Virtuoso 7.2 answers ASK with rows: none, or one with this variable.
_VIRTUOSO_ASK: Final = "__ASK_RETVAL"


@dataclass(slots=True)
class Rows:
    """Rows of an answer, as columns.

    Attributes:
        columns: Variable → values, ``None`` where it is unbound.
        count: How many rows.
        lasting: Whether labels of blank nodes mean the same in the server's next answer.
    """

    columns: dict[str, list[Term | None]] = field(default_factory=dict)
    count: int = 0
    lasting: bool = False

    def extend(self, more: Rows) -> None:
        """Append rows with the same variables."""
        for name, values in more.columns.items():
            self.columns.setdefault(name, []).extend(values)
        self.count += more.count

    def has_blank_nodes(self) -> bool:
        """Tell whether a blank node is among the values."""
        return any(isinstance(value, BlankNode) for values in self.columns.values() for value in values)


def read_rows(body: bytes) -> Rows:
    """Read the answer to a SELECT query.

    Raises:
        ValueError: It is cut off, or no such answer. SyntaxError is raised for the same by the parser.
    """
    body, lasting = _without_node_ids(body)
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    try:
        if not isinstance(found, QuerySolutions):
            raise ValueError("true / false")
        names = [variable.value for variable in found.variables]
        rows = Rows({name: [] for name in names}, lasting=lasting)
        while batch := list(islice(found, _BATCH)):
            rows.count += len(batch)
            for name, values in zip(names, zip(*batch, strict=True), strict=False):
                rows.columns[name].extend(values)
        return rows
    finally:
        del found  # a parser must be dropped by its own thread, and the frames of an error live longer


def read_boolean(body: bytes) -> bool:
    """Read the answer to an ASK query.

    Raises:
        ValueError: It is cut off, or no such answer. SyntaxError is raised for the same by the parser.
    """
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    try:
        if isinstance(found, QueryBoolean):
            return bool(found)
        if [variable.value for variable in found.variables] == [_VIRTUOSO_ASK]:
            return bool(list(found))
        raise ValueError("rows")
    finally:
        del found


def _without_node_ids(body: bytes) -> tuple[bytes, bool]:
    if b'"nodeID://' not in body:
        return body, False
    return _NODE_ID.sub(rb"\1", body), True


def to_json(columns: Mapping[str, Sequence[Term | None]], count: int) -> bytes:
    """Write rows as SPARQL 1.1 Query Results JSON.

    Args:
        columns: Variable → values.
        count: How many rows; a query can have rows and no variables.
    """
    bindings = [
        {name: _json(value) for name, values in columns.items() if (value := values[row]) is not None}
        for row in range(count)
    ]
    return json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": bindings}}, ensure_ascii=False).encode()


def _json(term: Term) -> dict[str, Any]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Literal():
            shown = {"type": "literal", "value": term.value}
            if term.language:
                return {**shown, "xml:lang": term.language}
            return shown if term.datatype.value == _STRING else {**shown, "datatype": term.datatype.value}
        case Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
