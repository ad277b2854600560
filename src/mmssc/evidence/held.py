"""A source as lines of N-Quads: the file as it is where that will do, else a copy."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, BinaryIO, Final

from mmssc.evidence.canonical import copy_as_nquads
from mmssc.evidence.formats import Form
from mmssc.evidence.limits import MAX_BYTES, MAX_STREAMED, too_large
from mmssc.evidence.opening import opened
from mmssc.evidence.read import form_of, nothing_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from mmssc.evidence.sources import Source
    from mmssc.problem import Problem

__all__ = ["Held", "Holder"]

_LINES: Final = {Form.N_TRIPLES, Form.N_QUADS}


@dataclass(slots=True)
class Held:
    """A source, and where its lines are.

    Attributes:
        name: Its name.
        path: What to open: the source, or a copy of it; ``None`` if there is nothing in it to use.
        copied: Whether it is a copy that a parser has written, so that its lines are known to be well formed.
        graphs: Whether a fourth term may stand in a line.
        usable: Whether it could be read.
        problems: What is wrong with it.
        refused: How many items were refused in reading.
        places: A JSON file of where subjects stand in a register.
    """

    name: str
    path: Path | None
    copied: bool = False
    graphs: bool = False
    usable: bool = True
    problems: tuple[Problem, ...] = ()
    refused: int = 0
    places: Path | None = None


class Holder:
    """Opens sources, each as it has to be.

    Args:
        folder: Where copies are put.
        requirements: The IRIs of the requirements that a register may name.
        allow_remote: Whether a JSON-LD context may be fetched from the network.
        stdin: What ``-`` stands for, if not standard input.
    """

    def __init__(
        self, folder: Path, requirements: Collection[str], *, allow_remote: bool, stdin: BinaryIO | None
    ) -> None:
        self._folder = folder
        self._requirements = requirements
        self._allow_remote = allow_remote
        self._stdin = stdin
        self._copies = 0

    def hold(self, source: Source) -> Held:
        """Return a source as it is, if it is made of lines, else as a copy.

        Raises:
            UnusableInputError: It cannot be read at all.
        """
        with opened(source.name, self._stdin, MAX_STREAMED) as file:
            form = form_of(file, source.name)
            if form is None:
                return Held(source.name, None, problems=(nothing_in(source.name),))
            if form not in _LINES:
                return self._copied(file, form, source.name)
            path = Path(source.name)
            lies_there = source.name != "-" and path.is_file()
            plain = lies_there and os.path.samestat(os.fstat(file.fileno()), path.stat())
            if plain or (lies_there and form is Form.N_TRIPLES):  # compressed, it is read whole or not at all
                return Held(source.name, path, graphs=form is Form.N_QUADS)
            target = self._target()
            file.seek(0)
            with target.open("wb") as copy:
                copyfileobj(file, copy)
            return Held(source.name, target, graphs=form is Form.N_QUADS)

    def parse(self, held: Held) -> Held:
        """Return a source whose lines are not all well formed for sure, as a copy that a parser has written.

        Raises:
            UnusableInputError: The parser refuses it.
        """
        with opened(str(held.path), limit=MAX_STREAMED) as file:
            return self._copied(file, Form.N_QUADS if held.graphs else Form.N_TRIPLES, held.name)

    def _copied(self, file: IO[bytes], form: Form, name: str) -> Held:
        if form not in _LINES and file.seek(0, 2) > MAX_BYTES:
            raise too_large(name, MAX_BYTES)
        copied = copy_as_nquads(file, form, name, self._target(), self._requirements, allow_remote=self._allow_remote)
        reading = copied.reading
        return Held(
            name,
            copied.path,
            copied=True,
            graphs=True,
            usable=copied.path is not None or not any(p.severity == "error" for p in reading.problems),
            problems=tuple(reading.problems),
            refused=reading.refused,
            places=copied.places,
        )

    def _target(self) -> Path:
        self._copies += 1
        return self._folder / f"copy-{self._copies}.nq"
