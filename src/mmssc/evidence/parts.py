"""From sources to parts: whole communities each, about as large as asked for, the same result as all at once."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mmssc.evidence.grouping import grouped
from mmssc.evidence.held import Held, Holder
from mmssc.evidence.limits import MAX_STREAMED
from mmssc.evidence.locate import located
from mmssc.evidence.opening import opened
from mmssc.evidence.piece import Part, Piece
from mmssc.evidence.read import nothing_in
from mmssc.evidence.survey import Survey
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from mmssc.evidence.grouping import Group, Grouping
    from mmssc.evidence.locate import Place
    from mmssc.evidence.sources import Source
    from mmssc.evidence.survey import Tables

__all__ = ["SIZE", "Parts", "parts"]

SIZE: Final = 250_000
"""Statements after which a part is closed, if nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What sources come to, once all of them have been looked through.

    Attributes:
        problems: What is wrong with the sources, in their order.
        read: How many sources could be read.
        refused: How many could not.
        refused_items: How many items were refused in reading, in registers and JSON-LD.
        communities: How many communities the items name.
        triples: How many statements all parts hold.
        plan: What each part will hold.
    """

    problems: list[Problem]
    read: int
    refused: int
    refused_items: int
    communities: int
    triples: int
    plan: list[Part]

    def __iter__(self) -> Iterator[Part]:
        return iter(self.plan)

    def summary(self) -> Text:
        """Say how many files were read, and how many refused."""
        return Text(
            f"{self.read} file(s) read, {self.refused} refused; {self.communities} communities.",
            f"已读取 {self.read} 个文件，拒收 {self.refused} 个；共 {self.communities} 个社区。",
        )


@contextmanager
def parts(
    sources: Sequence[Source],
    size: int = SIZE,
    *,
    requirements: Collection[str],
    known: Collection[str] = (),
    allow_remote: bool = False,
    stdin: BinaryIO | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Parts]:
    """Look through sources, and plan parts that can be assessed one by one.

    Args:
        sources: What to read, in the order in which they are preferred where two speak of one item.
        size: How many statements a part should hold; communities are never divided, so that it may be more.
        requirements: The IRIs of the requirements that a register may name.
        known: The IRIs of all that the model describes; evidence has no say in them.
        allow_remote: Whether a JSON-LD context may be fetched from the network.
        stdin: What ``-`` stands for, if not standard input.
        progress: Is told how many sources have been looked through, of how many.

    Yields:
        The parts, in the order of the IRIs of their communities. Their files last as long as the context.
    """
    with tempfile.TemporaryDirectory(prefix="mmssc-") as name:
        folder = Path(name)
        holder = Holder(folder, requirements, allow_remote=allow_remote, stdin=stdin)
        survey = Survey(folder, known)
        held: list[Held] = []
        for number, source in enumerate(sources):
            held.append(_look(survey, number, source.name, partial(holder.hold, source)))
            if progress:
                progress(number + 1, len(sources))
        for number in sorted(survey.doubtful()):
            held[number] = _look(survey, number, held[number].name, partial(holder.parse, held[number]))
        tables = survey.tables()
        grouping = grouped(tables)
        yield _parts(held, tables, grouping, _plan(held, tables, grouping, size, folder))


def _look(survey: Survey, number: int, name: str, hold: Callable[[], Held]) -> Held:
    """Get hold of a source and look through its lines; one that cannot be used is no reason to stop."""
    try:
        held = hold()
        if held.path:
            with opened(str(held.path), limit=MAX_STREAMED) as lines:
                survey.add(number, lines, graphs=held.graphs, sure=held.copied)
    except UnusableInputError as error:
        return Held(name, None, usable=False, problems=error.problems)
    return held


def _parts(held: list[Held], tables: Tables, grouping: Grouping, plan: list[Part]) -> Parts:
    offering = set(tables.subjects.filter("item").join(tables.cells, on="cell")["source"].unique())
    unused = dict(grouping.unused.iter_rows())
    problems: list[Problem] = []
    for number, source in enumerate(held):
        problems += source.problems
        if number in offering:
            problems += [_unused(source.name, unused[number])] if number in unused else []
        elif source.usable and not source.problems:
            problems.append(nothing_in(source.name))
    return Parts(
        problems=problems,
        read=sum(source.usable for source in held),
        refused=sum(not source.usable for source in held),
        refused_items=sum(source.refused for source in held),
        communities=len({community for part in plan for community in part.communities}),
        triples=sum(part.triples for part in plan),
        plan=plan,
    )


def _plan(held: list[Held], tables: Tables, grouping: Grouping, size: int, folder: Path) -> list[Part]:
    bins = list(_bins(grouping.groups, size))
    part_of = {cell: at for at, groups in enumerate(bins) for group in groups for cell in group.cells}
    paths = {number: source.path for number, source in enumerate(held) if source.path}
    places = located(tables, paths, part_of, folder)
    sources: dict[int, list[int]] = defaultdict(list)
    for part, source in sorted(places):
        sources[part].append(source)
    source_of = dict(tables.cells.select("cell", "source").iter_rows())
    said: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for thing, cell, line in grouping.shared.select("key", "cell", "line").iter_rows():
        said[thing].append((cell, line))
    planned = []
    for at, groups in enumerate(bins):
        repeated: dict[int, dict[str, None]] = defaultdict(dict)
        for thing in set().union(*(group.needs for group in groups)):
            for cell, line in said[thing]:
                if part_of.get(cell) != at:
                    repeated[source_of[cell]][line] = None
        planned.append(
            Part(
                pieces=tuple(
                    _piece(held[source], places.get((at, source)), repeated.get(source, {}))
                    for source in sorted({*sources[at], *repeated})
                ),
                communities=tuple(name for group in groups for name in group.communities),
                triples=sum(group.count for group in groups),
                contested=any(group.contested for group in groups),
            )
        )
    return planned


def _piece(source: Held, place: Place | None, repeated: Iterable[str]) -> Piece:
    path, runs = place or ("", ())
    return Piece(
        source=source.name,
        path=str(path),
        runs=runs,
        repeated="".join(f"{line}\n" for line in sorted(repeated)).encode(),
        places=str(source.places or "") if place else "",
    )


def _bins(groups: Sequence[Group], size: int) -> Iterator[list[Group]]:
    """Put groups together until there are as many statements as asked for."""
    part: list[Group] = []
    count = 0
    for group in groups:
        part.append(group)
        count += group.count
        if count >= size:
            yield part
            part, count = [], 0
    if part:
        yield part


def _unused(source: str, count: int) -> Problem:
    return Problem(
        code="not-evidence",
        source=source,
        where="",
        field="",
        value="",
        message=Text(
            f"{count} statement(s) in graphs without items describe what no item refers to.",
            f"有 {count} 条陈述位于没有证据条目的图中，且没有条目引用其所述内容。",
        ),
        mend=Text("They are not used.", "它们不会被使用。"),
        severity="warning",
    )
