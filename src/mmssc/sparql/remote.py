"""Ask a SPARQL server, and write its answer like one from the embedded store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.sparql.rendering import Unanswered, refuse_graph, refuse_rows, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmssc.server import Server

__all__ = ["ask"]


def ask(
    endpoint: str,
    query: str,
    form: str,
    *,
    timeout: float,
    progress: Callable[[int, int | None], None] | None = None,
) -> bytes:
    """Ask a SPARQL server.

    Args:
        endpoint: The address of the server's query service.
        query: The query.
        form: ``table``, ``csv``, ``json`` or ``turtle``.
        timeout: Seconds to wait, for all requests that the answer takes.
        progress: Told the rows so far, and the rows in all once they are counted.

    Raises:
        Unanswered: The server cannot be reached, refuses the query, answers with something else, or not whole; or the
            answer does not fit the form.
    """
    from mmssc.server import Server, ServerError
    from mmssc.server.query import UnfitQueryError, form_of

    try:
        kind = form_of(query)
    except UnfitQueryError as error:
        raise Unanswered(error.text.en, error.text.zh) from None
    # Before anything is sent.
    if kind in {"CONSTRUCT", "DESCRIBE"}:
        refuse_graph(form)
    else:
        refuse_rows(form)
    try:
        server = Server(endpoint, timeout=timeout, progress=progress)
        return _asked(server, query, kind, form)
    except ServerError as error:
        raise Unanswered(error.text.en, error.text.zh) from None


def _asked(server: Server, query: str, kind: str, form: str) -> bytes:
    from pyoxigraph import QueryResultsFormat, parse_query_results

    from mmssc.report.graph import to_turtle
    from mmssc.server.results import to_json

    if kind in {"CONSTRUCT", "DESCRIBE"}:
        return to_turtle(server.construct(query) if kind == "CONSTRUCT" else server.describe(query))
    if kind == "ASK":
        answer = b'{"head":{},"boolean":true}' if server.ask(query) else b'{"head":{},"boolean":false}'
    else:
        rows = server.rows(query)
        answer = to_json(rows.columns, rows.count)
    # By the same writers as an answer from the embedded store.
    return render(parse_query_results(answer, format=QueryResultsFormat.JSON), form)
