"""The sheets of a register in a workbook: which one holds it, and which ones explain it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from mmssc.evidence.sheets import sheet_rows
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Generator

    from mmssc.evidence.reading import Reading
    from mmssc.evidence.rows import Row

__all__ = ["EXPLANATIONS", "LISTS", "REGISTER", "REQUIREMENTS", "workbook_rows"]

REGISTER: Final = Text("register", "登记表")
REQUIREMENTS: Final = Text("requirements", "要求")
EXPLANATIONS: Final = Text("explanations", "填表说明")
LISTS: Final = Text("lists", "取值")

_OTHERS: Final = {name for text in (REQUIREMENTS, EXPLANATIONS, LISTS) for name in (text.en, text.zh)}


def workbook_rows(file: IO[bytes], reading: Reading) -> Generator[Row]:
    """Yield the rows of the sheet that holds the register.

    Raises:
        UnusableInputError: The file is no workbook, damaged, or unpacks to too much.
    """
    return sheet_rows(file, reading.source, reading.problems, (REGISTER.en, REGISTER.zh), _OTHERS)
