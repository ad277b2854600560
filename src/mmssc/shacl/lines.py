"""Where nodes stand in text files: the first line that begins with the node, for tools that want a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mmssc.evidence.opening import opened
from mmssc.problem import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["lines_of"]

_PREFIX: Final = re.compile(r"\s*(?:@prefix|PREFIX)\s+([^\s:]*):\s*<([^>\s]*)>", re.IGNORECASE)
_SUBJECT: Final = re.compile(r"\s*(?:<([^>\s]*)>|([\w.-]*):([^\s;,<\"'\[\]()]*))(?=\s|$)")
_TEXT_SUFFIXES: Final = (".ttl", ".turtle", ".trig", ".nt", ".nq")


def lines_of(files: Iterable[str], iris: set[str]) -> dict[str, tuple[str, int]]:
    """Return the file and the line where each IRI first begins a line.

    Only Turtle, TriG, N-Triples and N-Quads are searched, and only for IRIs at the beginning of a line: that is where
    their subjects stand in most files. An IRI that is not found is not in the answer.

    Args:
        files: The files, in the order in which they are searched.
        iris: What is looked for.
    """
    found: dict[str, tuple[str, int]] = {}
    for file in files:
        if file == "-" or not any(suffix in file.lower() for suffix in _TEXT_SUFFIXES) or len(found) == len(iris):
            continue
        try:
            with opened(file) as content:
                _search(file, content, iris, found)
        except UnusableInputError:  # it was read before: it is gone meanwhile
            continue
    return found


def _search(file: str, content: Iterable[bytes], iris: set[str], found: dict[str, tuple[str, int]]) -> None:
    prefixes: dict[str, str] = {}
    for number, line in enumerate(content, start=1):
        text = line[:4096].decode("utf-8-sig", "replace")
        if declared := _PREFIX.match(text):
            prefixes[declared[1]] = declared[2]
        elif subject := _SUBJECT.match(text):
            iri = subject[1] if subject[1] is not None else prefixes.get(subject[2], "") + subject[3]
            if iri in iris:
                found.setdefault(iri, (file, number))
