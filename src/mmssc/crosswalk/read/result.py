"""What came of reading mapping files: rows, mapping sets, what else the files say, and every problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from mmssc.crosswalk.slots import NEGATED, SLOTS
from mmssc.crosswalk.vocabulary import RATIONALE
from mmssc.names import MMSSC, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import BlankNode

    from mmssc.problem import Problem

    Value = tuple[NamedNode, NamedNode | BlankNode | Literal]

__all__ = ["MAPPING", "MAPPINGS", "MAPPING_SET", "MappingFile", "MappingSet", "Mappings", "Row"]

MAPPING: Final = NamedNode("https://w3id.org/sssom/Mapping")
MAPPING_SET: Final = NamedNode("https://w3id.org/sssom/MappingSet")
MAPPINGS: Final = NamedNode("https://w3id.org/sssom/mappings")

_SOURCE: Final = SLOTS["subject_id"].property
_PROPERTY: Final = SLOTS["predicate_id"].property
_TARGET: Final = SLOTS["object_id"].property
_MODIFIER: Final = SLOTS["predicate_modifier"].property
_FILE: Final = NamedNode(MMSSC + "file")
_LINE: Final = NamedNode(MMSSC + "line")
_READ: Final = NamedNode(MMSSC + "rowsRead")
_REFUSED: Final = NamedNode(MMSSC + "rowsRefused")


@dataclass(slots=True)
class MappingSet:
    """One mapping set of a file.

    Attributes:
        iri: What it is called here: the base of the file, or below it; its own identifier is among its values.
        file: The file, as the user named it.
        base: The IRI below which the file's rows stand.
        values: What is said of the set.
        propagated: What the set says of each of its rows.
        rows_read: How many rows it holds.
        rows_refused: How many of them cannot be used.
    """

    iri: NamedNode
    file: str
    base: str
    values: list[Value] = field(default_factory=list)
    propagated: tuple[Value, ...] = ()
    rows_read: int = 0
    rows_refused: int = 0

    def triples(self) -> Iterator[Triple]:
        """Yield what is said of the set, its rows left out."""
        yield Triple(self.iri, RDF_TYPE, MAPPING_SET)
        yield Triple(self.iri, _FILE, Literal(self.file))
        yield Triple(self.iri, _READ, Literal(self.rows_read))
        yield Triple(self.iri, _REFUSED, Literal(self.rows_refused))
        for prop, value in self.values:
            yield Triple(self.iri, prop, value)


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping row.

    Attributes:
        set: The mapping set that it belongs to.
        number: Its number among the rows of its file, from 1, refused rows counted.
        line: The line of the file in which it begins.
        subject: What is mapped; ``None`` if it is a mere text, which its label then holds.
        predicate: The relation.
        object: What it is mapped to; ``None`` as for the subject.
        negated: Whether the row says that the relation does not hold.
        rationale: What was compared; ``None`` if the row does not say.
        own: What else the row itself says.
    """

    set: MappingSet
    number: int
    line: int
    subject: NamedNode | None
    predicate: NamedNode
    object: NamedNode | None
    negated: bool
    rationale: NamedNode | None
    own: tuple[Value, ...]

    @property
    def iri(self) -> NamedNode:
        """The IRI of the row."""
        return NamedNode(f"{self.set.base}#row-{self.number}")

    @property
    def file(self) -> str:
        """The file, as the user named it."""
        return self.set.file

    @property
    def values(self) -> tuple[Value, ...]:
        """What is said of the row besides subject, predicate, object, negation and rationale."""
        return self.own + self.set.propagated

    def triples(self) -> Iterator[Triple]:
        """Yield the row as RDF, with the statement that its set holds it."""
        iri = self.iri
        yield Triple(self.set.iri, MAPPINGS, iri)
        yield Triple(iri, RDF_TYPE, MAPPING)
        if self.subject:
            yield Triple(iri, _SOURCE, self.subject)
        yield Triple(iri, _PROPERTY, self.predicate)
        if self.object:
            yield Triple(iri, _TARGET, self.object)
        if self.negated:
            yield Triple(iri, _MODIFIER, NEGATED)
        if self.rationale:
            yield Triple(iri, RATIONALE, self.rationale)
        for prop, value in self.values:
            yield Triple(iri, prop, value)
        yield Triple(iri, _FILE, Literal(self.set.file))
        yield Triple(iri, _LINE, Literal(self.line))


@dataclass(slots=True)
class MappingFile:
    """The outcome of reading one file.

    Attributes:
        source: The file as the user named it, or ``-``.
        base: The IRI below which its rows and sets stand.
        form: The form that it was read as; empty if none was found.
        sets: Its mapping sets.
        rows: Its rows, those refused left out.
        context: What else it says: schemes, labels, members of unions, prefixes.
        problems: Everything that is wrong with it.
    """

    source: str
    base: str
    form: str = ""
    sets: list[MappingSet] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    context: list[Triple] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows_read(self) -> int:
        """How many rows the file holds, as far as it could be read."""
        return sum(each.rows_read for each in self.sets)

    @property
    def rows_refused(self) -> int:
        """How many of them cannot be used."""
        return sum(each.rows_refused for each in self.sets)

    @property
    def rows_used(self) -> int:
        """How many of them are used."""
        return len(self.rows)

    def refuse(self, *problems: Problem) -> None:
        """Refuse the file as a whole, whatever was read of it."""
        self.problems += problems
        self.rows, self.context = [], []
        for each in self.sets:
            each.rows_refused = each.rows_read

    def triples(self) -> Iterator[Triple]:
        """Yield everything that the file says."""
        for each in self.sets:
            yield from each.triples()
        for row in self.rows:
            yield from row.triples()
        yield from self.context


@dataclass(frozen=True, slots=True)
class Mappings:
    """The outcome of reading mapping files. Rows read are rows used and rows refused, always."""

    files: tuple[MappingFile, ...]

    @property
    def rows_read(self) -> int:
        """How many rows the files hold."""
        return sum(file.rows_read for file in self.files)

    @property
    def rows_used(self) -> int:
        """How many of them are used."""
        return sum(file.rows_used for file in self.files)

    @property
    def rows_refused(self) -> int:
        """How many of them cannot be used."""
        return sum(file.rows_refused for file in self.files)

    @property
    def usable(self) -> bool:
        """Whether anything in the files can be used: a row, or what one without rows says of a scheme."""
        return any(file.rows_used or (file.context and not file.rows_read) for file in self.files)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong with the files."""
        return [problem for file in self.files for problem in file.problems]

    @property
    def refused(self) -> list[Problem]:
        """Why rows and files are refused."""
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        """What is wrong with what is used all the same."""
        return [problem for problem in self.problems if problem.severity == "warning"]

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are used."""
        return chain.from_iterable(file.rows for file in self.files)

    def triples(self) -> Iterator[Triple]:
        """Yield everything as RDF, one statement at a time."""
        return chain.from_iterable(file.triples() for file in self.files)
