"""Refuse archives: what they hold is several files, each of which has to be named, counted and told apart."""

from __future__ import annotations

from typing import IO, Final

from mmssc.problem import Problem, Text, UnusableInputError

__all__ = ["refuse_archive"]

_TAR_AT: Final = 257
_BEGINNINGS: Final = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar"}
_OF_WORKBOOKS: Final = ("[Content_Types].xml", "xl/")


def refuse_archive(file: IO[bytes], source: str) -> None:
    """Return if a file, unpacked already, is no archive; it stands at its beginning then.

    Raises:
        UnusableInputError: It is one.
    """
    file.seek(0)
    start = file.read(_TAR_AT + 5)
    kind = next((name for mark, name in _BEGINNINGS.items() if start.startswith(mark)), None)
    if start[_TAR_AT:] == b"ustar":
        kind = "tar"
    elif start.startswith(b"PK\x03\x04") and _holds_files(file):
        kind = "zip"
    file.seek(0)
    if kind:
        raise UnusableInputError(_archive(source, kind))


def _holds_files(file: IO[bytes]) -> bool:
    """Whether a zip is a mere archive, and no workbook, whole or damaged."""
    import zipfile

    try:
        with zipfile.ZipFile(file) as archive:
            return not any(name.startswith(_OF_WORKBOOKS) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return False


def _archive(source: str, kind: str) -> Problem:
    tool = {"tar": "tar -xf", "zip": "unzip", "7z": "7z x", "rar": "unrar x"}[kind]
    return Problem(
        code="archive",
        source=source,
        where="",
        field="",
        value="",
        message=Text(
            f"This is a {kind} archive of files, not a file of evidence.", f"这是 {kind} 归档，不是证据文件。"
        ),
        mend=Text(
            f"Unpack it into a folder ({tool}) and name the folder.", f"请先解包到文件夹（{tool}），再指定该文件夹。"
        ),
    )
