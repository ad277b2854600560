"""The rows of a table, as a spreadsheet shows them, whatever file they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmssc.evidence.values import BadValueError

__all__ = ["Row", "clean"]


def clean(text: str) -> str:
    """Return what a cell says without the blanks around it, its lines ended in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: Its number, 1 for the first row of the sheet or file.
        cells: What each cell says, clean, or why it cannot be read.
        fault: What is wrong with the row as a whole, if anything.
    """

    number: int
    cells: list[str | BadValueError]
    fault: BadValueError | None = None

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells)
