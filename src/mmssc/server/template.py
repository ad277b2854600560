"""Make the triples of a CONSTRUCT query out of rows, here and not in the server, so that the rows can be counted."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, QueryTriples, Store, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmssc.server.query import Template
    from mmssc.server.results import Rows, Term

__all__ = ["instantiate"]

_NUMBERED: Final = "urn:x-mmssc:term:"
_BATCH: Final = 5_000


def instantiate(template: Template, rows: Rows) -> list[Triple]:
    """Put rows into a template; combinations that are no triple are left out, as SPARQL says.

    Every term travels as a numbered IRI and is put back afterwards, for an engine would rewrite literals on the way.

    Args:
        template: The template.
        rows: The rows of its query.

    Returns:
        The triples, each once, in the order of the rows.

    Raises:
        SyntaxError: The template is not SPARQL.
    """
    terms: list[Term] = []
    numbers: dict[Term, int] = {}

    def cell(term: Term | None) -> str:
        if term is None:
            return "UNDEF"
        if (number := numbers.get(term)) is None:
            number = numbers[term] = len(terms)
            terms.append(term)
        return f"<{_NUMBERED}{number}>"

    def back(term: Term) -> Term:
        if isinstance(term, NamedNode) and term.value.startswith(_NUMBERED):
            return terms[int(term.value[len(_NUMBERED) :])]
        return term

    store = Store()
    head = " ".join(f"?{name}" for name in template.variables)
    made: dict[Triple, None] = {}
    for lines in _batches(template, rows, cell):
        where = f"VALUES ({head}) {{\n{lines}}}" if template.variables else ""
        found = store.query(f"{template.prologue}CONSTRUCT {{ {template.text}\n}} WHERE {{ {where} }}")
        assert isinstance(found, QueryTriples)  # noqa: S101 - a CONSTRUCT query
        for triple in found:
            subject, predicate, value = back(triple.subject), back(triple.predicate), back(triple.object)
            if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
                made[Triple(subject, predicate, value)] = None
    return list(made)


def _batches(template: Template, rows: Rows, cell: Callable[[Term | None], str]) -> Iterator[str]:
    if not template.variables:
        yield from [""] * min(rows.count, 1)
        return
    cells = zip(*(rows.columns[name] for name in template.variables), strict=True)
    while batch := list(islice(cells, _BATCH)):
        yield "".join(f"({' '.join(map(cell, row))})\n" for row in batch)
