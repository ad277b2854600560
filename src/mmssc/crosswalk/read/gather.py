"""Gather the rows of one file: a row at fault is refused by itself, and faults of a kind are counted, not piled up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode, Triple

from mmssc.crosswalk.read.result import MappingSet, Row
from mmssc.crosswalk.slots import ENTITY_TYPES, NEGATED, SLOTS
from mmssc.crosswalk.vocabulary import MEMBER_OF, RATIONALE, UNION
from mmssc.evidence.limits import MAX_FAULTS, Clock
from mmssc.evidence.values import BadValueError
from mmssc.names import RDF_TYPE, compact
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal as Name

    from mmssc.crosswalk.read.result import MappingFile, Value
    from mmssc.crosswalk.read.values import Values
    from mmssc.crosswalk.slots import Slot
    from mmssc.crosswalk.vocabulary import Vocabulary

    Cell = tuple[Slot, str]
    Fault = tuple[BadValueError, str, str]

__all__ = ["MAX_ROWS", "Gatherer", "Note"]

MAX_ROWS: Final = 2_000_000
"""Rows of one file; what they say is held in memory."""

_SUBJECT: Final = SLOTS["subject_id"]
_PREDICATE: Final = SLOTS["predicate_id"]
_OBJECT: Final = SLOTS["object_id"]
_MODIFIER: Final = SLOTS["predicate_modifier"].property
_PARTS: Final = {_SUBJECT.property, _PREDICATE.property, _OBJECT.property, _MODIFIER, RATIONALE}
_TEXT: Final = ENTITY_TYPES["rdfs literal"]


class Note(NamedTuple):
    """What is said once for a field of a file; ``{count}`` stands for how often it is so."""

    code: str
    message: Text
    mend: Text


class Gatherer:
    """Gathers the sets, rows and problems of one file.

    Args:
        file: What is gathered into.
        vocabulary: How relations read.

    Attributes:
        named: The documents that the file names by a name only, as far as they were met.
    """

    def __init__(self, file: MappingFile, vocabulary: Vocabulary) -> None:
        self.file = file
        self.vocabulary = vocabulary
        self._clock = Clock(file.source)
        self._faults: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], str] = {}
        self._notes: dict[tuple[Note, str], tuple[int, str]] = {}
        self._silent: dict[NamedNode, tuple[int, str]] = {}
        self._numbered = 0
        self.named: set[NamedNode] = set()

    def new_set(self) -> MappingSet:
        """Return another mapping set of the file."""
        number = len(self.file.sets) + 1
        base = self.file.base
        each = MappingSet(NamedNode(base if number == 1 else f"{base}#set-{number}"), self.file.source, base)
        self.file.sets.append(each)
        return each

    def add(self, to: MappingSet, line: int, said: Iterable[Value], faults: Sequence[Fault] = ()) -> None:
        """Add a row, or refuse it.

        Args:
            to: The set that it belongs to.
            line: Where it begins.
            said: What it says, by property.
            faults: What is wrong with it: why, in which field, with which value.

        Raises:
            UnusableInputError: There are too many rows, or it takes too long.
        """
        self._clock.check()
        self._numbered += 1
        if self._numbered > MAX_ROWS:
            raise UnusableInputError(Problem("too-many-rows", self.file.source, f"line {line}", "", "", *_TOO_MANY))
        to.rows_read += 1
        parts: dict[NamedNode, Value] = {}
        own = []
        for value in said:
            if value[0] in _PARTS:
                parts[value[0]] = value
            else:
                own.append(value)
        subject, predicate, target = ends = [_end(parts, slot.property) for slot in (_SUBJECT, _PREDICATE, _OBJECT)]
        if not faults and None in ends:
            faults = _missing(ends, own, to)
        if faults or predicate is None:
            to.rows_refused += 1
            for error, name, given in faults:
                self.problem(error, line, name, given)
            return
        rationale = parts.get(RATIONALE)
        if predicate == MEMBER_OF and subject and target:
            self.file.context += [Triple(target, RDF_TYPE, UNION), Triple(subject, MEMBER_OF, target)]
        if predicate not in self.vocabulary.readings:
            count, first = self._silent.get(predicate, (0, f"line {line}"))
            self._silent[predicate] = count + 1, first
        self.file.rows.append(
            Row(
                set=to,
                number=self._numbered,
                line=line,
                subject=subject,
                predicate=predicate,
                object=target,
                negated=parts.get(_MODIFIER, _NONE)[1] == NEGATED,
                rationale=rationale[1] if rationale and isinstance(rationale[1], NamedNode) else None,
                own=tuple(own),
            )
        )

    def read(self, to: MappingSet, line: int, values: Values, cells: Iterable[Cell]) -> None:
        """Add a row that is given by texts, one for each value of a slot."""
        said: list[Value] = []
        faults: list[Fault] = []
        for slot, text in cells:
            try:
                said.append(values.said(slot, text))
            except BadValueError as error:
                faults.append((error, slot.name, text))
        self.add(to, line, said, faults)

    def problem(
        self, error: BadValueError, line: int, name: str, value: str, severity: Name["error", "warning"] = "error"
    ) -> None:
        """Note what is wrong; of one kind no more than a hundred are listed, the rest are counted."""
        where = f"line {line}" if line else ""
        kind = error.code, severity
        self._faults[kind] += 1
        self._last[kind] = where
        if self._faults[kind] <= MAX_FAULTS:
            self.file.problems.append(
                Problem(error.code, self.file.source, where, name, value, error.message, error.mend, severity)
            )

    def unread(self, name: str, line: int) -> None:
        """Note a field that is not read."""
        self.note(_UNREAD, name, line)

    def note(self, note: Note, name: str, line: int) -> None:
        """Note what is said once for a field, with how often it is so and where first."""
        count, first = self._notes.get((note, name), (0, f"line {line}"))
        self._notes[note, name] = count + 1, first

    def finish(self) -> None:
        """Name what is known only at the end."""
        for (code, severity), count in self._faults.items():
            if count > MAX_FAULTS:
                more = count - MAX_FAULTS
                message = Text(
                    f"There are {more} more problems of this kind; the last one stands here.",
                    f"此类问题还有 {more} 个，最后一个位于此处。",
                )
                mend = Text("Mend those listed above first.", "请先改正以上列出的问题。")
                where = self._last[code, severity]
                severity_: Name["error", "warning"] = "error" if severity == "error" else "warning"
                self.file.problems.append(Problem(code, self.file.source, where, "", "", message, mend, severity_))
        for (note, name), (count, first) in self._notes.items():
            message = Text(note.message.en.format(count=count), note.message.zh.format(count=count))
            self.file.problems.append(
                Problem(note.code, self.file.source, first, name, "", message, note.mend, severity="warning")
            )
        for predicate, (count, first) in self._silent.items():
            self.file.problems.append(self._without_reading(predicate, count, first))

    def _without_reading(self, predicate: NamedNode, count: int, first: str) -> Problem:
        name = self.vocabulary.nearest(predicate.value) if self.vocabulary.knows_namespace(predicate) else None
        meant = compact(self.vocabulary.relations[name].value) if name else ""
        hint = Text(f"Did you mean {meant}? ", f"是否应为 {meant}？") if meant else Text("", "")
        return Problem(
            code="relation-without-reading",
            source=self.file.source,
            where=first,
            field=_PREDICATE.name,
            value=compact(predicate.value),
            message=Text(
                f"Nothing says how this relation of {count} row(s) reads as a relation of sets, so the checks of logic "
                "pass them over.",
                f"没有说明该关系（共 {count} 行）如何解读为集合关系，逻辑检查将略过这些行。",
            ),
            mend=Text(
                f"{hint.en}Use a relation that has a reading, or give it mmssc:readsAs.",
                f"{hint.zh}请改用有解读的关系，或为其补充 mmssc:readsAs。",
            ),
            severity="warning",
        )


def _missing(ends: Sequence[NamedNode | None], own: Sequence[Value], to: MappingSet) -> list[Fault]:
    """Return what a row lacks; a subject or object that is a mere text needs no identifier but a label."""
    said = dict((*to.values, *own))
    missing: list[Fault] = []
    for end, slot in zip(ends, (_SUBJECT, _PREDICATE, _OBJECT), strict=True):
        if end is not None:
            continue
        side = slot.name.removesuffix("_id")
        text = slot is not _PREDICATE and said.get(SLOTS[f"{side}_type"].property) == _TEXT
        name = f"{side}_label" if text else slot.name
        if not text or SLOTS[name].property not in said:
            missing.append((_MISSING, name, ""))
    return missing


def _end(parts: dict[NamedNode, Value], prop: NamedNode) -> NamedNode | None:
    value = parts.get(prop, _NONE)[1]
    return value if isinstance(value, NamedNode) else None


_NONE: Final = (None, None)
_MISSING: Final = BadValueError(
    "missing-value", Text("The row lacks this value.", "该行缺少此值。"), Text("Fill it in.", "请填写。")
)
_UNREAD: Final = Note(
    "unread-field",
    Text("This field is not read; it stands here {count} time(s).", "未读取该字段，共出现 {count} 次。"),
    Text(
        "Nothing needs to be done if it is not wanted; docs/crosswalk-formats.md lists what is read.",
        "若不需要则无须处理；所读取的内容见 docs/crosswalk-formats.md。",
    ),
)
_TOO_MANY: Final = (
    Text(f"The file holds more than {MAX_ROWS:,} rows.", f"文件超过 {MAX_ROWS:,} 行。"),
    Text("Split the file.", "请拆分文件。"),
)
