"""Read a graph that a server sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, parse

if TYPE_CHECKING:
    from mmssc.server.transport import Answer

__all__ = ["read_graph"]

_FORMATS = {"application/n-triples": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}


def read_graph(answer: Answer) -> list[Triple]:
    """Return the triples of an answer.

    Raises:
        SyntaxError: It is no graph, or cut off in the middle of a triple.
    """
    return [quad.triple for quad in parse(answer.body, format=_FORMATS[answer.kind])]
