"""From what the user names, files and folders, to the sources of evidence, each once and in a stable order."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from mmssc.evidence.formats import by_name
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmssc.evidence.formats import Form

__all__ = ["Expansion", "Source", "expand"]

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A file of evidence, or standard input.

    Attributes:
        name: The path, as the user named it or as it was found in a folder; ``-`` is standard input.
        form: What the suffix says; ``None`` if only the content can tell.
        size: Bytes as they lie on the disk; 0 where that is not known.
    """

    name: str
    form: Form | None
    size: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """What the names stand for.

    Attributes:
        sources: The sources, in the order of the names, those of a folder in the order of their paths.
        problems: What was left out, and why.
    """

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def expand(names: Iterable[str]) -> Expansion:
    """Find the sources that files, folders and ``-`` stand for.

    A folder is looked through to its depths: files of known suffixes are taken, hidden ones are not, others are told
    of once. A named file that cannot be read is a source all the same: whoever reads it says why.

    Args:
        names: Paths of files and folders; ``-`` is standard input.

    Returns:
        The sources, each once however often it is named or linked to, and what was left out.
    """
    search = _Search()
    for name in names:
        if name != "-" and os.path.isdir(name):  # noqa: PTH112 - unlike Path, false for a name that is no path
            search.folder(name)
        else:
            search.file(name)
    return search.found


class _Search:
    """Finds sources, and remembers where it has been."""

    def __init__(self) -> None:
        self.found = Expansion()
        self._first: dict[str, str] = {}
        self._skipped: list[str] = []

    def folder(self, name: str) -> None:
        """Take what a folder holds, and tell of what is skipped in it."""
        before = len(self.found.sources), len(self.found.problems)
        self._skipped = []
        self._look_through(name)
        if self._skipped:
            some = ", ".join(self._skipped[:_SHOWN]) + (", …" if len(self._skipped) > _SHOWN else "")
            self._tell(name, "skipped", _skipped(len(self._skipped)), _NAME_THEM, some)
        if before == (len(self.found.sources), len(self.found.problems)):
            self._tell(name, "no-evidence", *_NOTHING)

    def file(self, name: str) -> None:
        """Take a file, unless it was taken before."""
        if self._is_new(name):
            self.found.sources.append(Source(name, by_name(name), _size(name)))

    def _look_through(self, folder: str) -> None:
        """Take the files of known forms in a folder and in those below, by name."""
        open_folders = [self._entries(folder)]
        while open_folders:
            entry = next(open_folders[-1], None)
            if entry is None:
                open_folders.pop()
            elif _is_folder(entry):
                open_folders.append(self._entries(entry.path))
            elif by_name(entry.name) and _is_file(entry):
                self.file(entry.path)
            else:
                self._skipped.append(entry.name)

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """Return what a folder shows, by name; nothing if it was looked through before: a link may lead back."""
        if not self._is_new(folder):
            return iter(())
        try:
            with os.scandir(folder) as listing:
                return iter(sorted((e for e in listing if not e.name.startswith(".")), key=lambda e: e.name))
        except OSError as error:
            self._tell(folder, "unreadable", _unreadable(error), _PERMISSIONS, severity="error")
            return iter(())

    def _is_new(self, name: str) -> bool:
        real = name if name == "-" else os.path.realpath(name)
        if real in self._first:
            self._tell(name, "named-twice", _again(self._first[real]), _ONCE)
            return False
        self._first[real] = name
        return True

    def _tell(
        self,
        name: str,
        code: str,
        message: Text,
        mend: Text,
        value: str = "",
        severity: Literal["error", "warning"] = "warning",
    ) -> None:
        self.found.problems.append(Problem(code, name, "", "", value, message, mend, severity))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file, or a link that leads nowhere: whoever reads it says so. A pipe would stall."""
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))  # noqa: PTH110
    except OSError:
        return True


def _size(name: str) -> int:
    try:
        return os.stat(name).st_size  # noqa: PTH116 - a name need not be a path
    except (OSError, ValueError):
        return 0


def _again(first: str) -> Text:
    return Text(f"This is the same as {first}, which is read already.", f"与已读取的 {first} 相同。")


def _skipped(count: int) -> Text:
    return Text(
        f"{count} file(s) here have no suffix of a known form and were skipped:", f"已跳过 {count} 个后缀不明的文件："
    )


def _unreadable(error: OSError) -> Text:
    reason = error.strerror or str(error)
    return Text(f"The folder cannot be read ({reason}).", f"无法读取文件夹（{reason}）。")


_ONCE: Final = Text("Name it once; it is read once.", "只需指定一次；内容也只读取一次。")
_NAME_THEM: Final = Text(
    "If one of them holds evidence, name it, or give it the suffix of its form.",
    "如其中确有证据，请直接指定该文件，或改用相应格式的后缀。",
)
_NOTHING: Final = (
    Text("The folder holds no file of evidence.", "文件夹中没有证据文件。"),
    Text(
        "Evidence is RDF (.ttl, .nt, .nq, .trig, .rdf, .jsonld) or a register (.csv, .tsv, .xlsx), compressed or not.",
        "证据应为 RDF（.ttl、.nt、.nq、.trig、.rdf、.jsonld）或登记表（.csv、.tsv、.xlsx），可经压缩。",
    ),
)
_PERMISSIONS: Final = Text("Check its permissions.", "请检查其权限。")
