"""Write the answer to a query in the form asked for."""

from __future__ import annotations

from typing import Any

from mmssc.problem import Text

__all__ = ["Unanswered", "refuse_graph", "refuse_rows", "render"]


class Unanswered(Exception):  # noqa: N818 - it is no error of ours
    """A query that got no answer, and why."""

    def __init__(self, en: str, zh: str) -> None:
        self.text = Text(en, zh)
        super().__init__(en)


def refuse_graph(form: str) -> None:
    """Raise Unanswered unless a graph can be written in this form."""
    if form not in {"turtle", "table"}:
        raise Unanswered(
            f"a CONSTRUCT or DESCRIBE query gives a graph: use --format turtle, not {form}",
            f"CONSTRUCT 和 DESCRIBE 查询的结果是图：请使用 --format turtle，而不是 {form}",
        )


def refuse_rows(form: str) -> None:
    """Raise Unanswered unless rows, or yes and no, can be written in this form."""
    if form == "turtle":
        raise Unanswered(
            "a SELECT or ASK query gives no graph: use --format table, csv or json",
            "SELECT 和 ASK 查询的结果不是图：请使用 --format table、csv 或 json",
        )


def render(found: Any, form: str) -> bytes:
    """Write an answer.

    Args:
        found: What a query of pyoxigraph gave.
        form: ``table``, ``csv``, ``json`` or ``turtle``.

    Raises:
        Unanswered: The answer does not fit the form.
    """
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples

    if isinstance(found, QueryTriples):
        refuse_graph(form)
        from mmssc.report.graph import to_turtle

        return to_turtle(found)
    refuse_rows(form)
    if isinstance(found, QueryBoolean) and form in {"table", "csv"}:
        return b"true\n" if bool(found) else b"false\n"
    if form == "json":
        return (found.serialize(format=QueryResultsFormat.JSON) or b"") + b"\n"
    if form == "csv":
        return found.serialize(format=QueryResultsFormat.CSV) or b""
    from mmssc.report.rows import render as to_table

    return to_table(
        [variable.value for variable in found.variables],
        [[solution[variable] for variable in found.variables] for solution in found],
    ).encode()
