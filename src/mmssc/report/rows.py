"""Query results as a plain table: columns as wide as their widest cell, on East Asian characters too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.names import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

__all__ = ["render"]


def render(names: Sequence[str], rows: Sequence[Sequence[NamedNode | BlankNode | Literal | Triple | None]]) -> str:
    """Return a table with a head, IRIs shortened by the project's prefixes."""
    from rich.cells import cell_len

    lines = [list(names), *([_show(cell) for cell in row] for row in rows)]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(names))]
    lines.insert(1, ["─" * width for width in widths])
    text = [
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join(text) + "\n"


def _show(cell: NamedNode | BlankNode | Literal | Triple | None) -> str:
    from pyoxigraph import Literal, NamedNode

    if cell is None:
        return ""
    if isinstance(cell, NamedNode):
        return compact(cell.value)
    if isinstance(cell, Literal):
        return " ".join(cell.value.split())
    return str(cell)
