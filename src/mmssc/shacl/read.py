"""Read data and shapes: RDF in any syntax, packed or not, files and folders; blank nodes keep one name in every run."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Quad, parse

from mmssc.engine import Data, Graph
from mmssc.evidence.formats import Form, by_content, by_name
from mmssc.evidence.jsonld import read_jsonld
from mmssc.evidence.nesting import check_triple_terms
from mmssc.evidence.opening import opened
from mmssc.evidence.rdf import statements
from mmssc.evidence.rdfxml import check_xml
from mmssc.evidence.reading import Reading
from mmssc.evidence.syntax import syntax_problems
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Input", "Source", "read"]

_BOM: Final = b"\xef\xbb\xbf"
_AMBIGUOUS: Final = {".xml", ".json"}
_START: Final = 1 << 16
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read.

    Attributes:
        name: The file as the user named it, or ``-``.
        form: Its syntax.
        quads: Its triples; those of named graphs are among them.
        prefixes: The prefixes that it declares.
    """

    name: str
    form: Form
    quads: list[Quad]
    prefixes: dict[str, str]


@dataclass(frozen=True)
class Input:
    """The union of some files, with what was wrong with them.

    Attributes:
        sources: The files that could be read.
        problems: What is wrong with the others, and warnings.
    """

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def graph(self) -> Graph:
        """The union of all graphs of all files."""
        return Graph(quad for source in self.sources for quad in source.quads)

    def hand_over(self) -> Data:
        """Return the same in columns, which is what the engine works on, and keep the triples no longer."""
        return Data.of(quad for source in self.sources for quad in _taken(source.quads))

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of all files; where they disagree, the first namespace in the order of the alphabet."""
        found: dict[str, str] = {}
        for source in self.sources:
            for prefix, namespace in source.prefixes.items():
                if namespace:
                    found[prefix] = min(namespace, found.get(prefix, namespace))
        return found


def _taken(quads: list[Quad]) -> Iterator[Quad]:
    """Yield what a list holds, and empty it on the way."""
    quads.reverse()
    while quads:
        yield quads.pop()


def read(names: Sequence[str]) -> Input:
    """Read files, folders of files, and standard input for ``-``.

    Args:
        names: What the user named.

    Returns:
        What could be read. A file that has a fault gives a problem for each fault, and no triples.
    """
    result = Input()
    again: Counter[str] = Counter()
    for name in _expanded(names, result.problems):
        try:
            with opened(name) as file:
                digest = _digest(file)
                again[digest] += 1
                tag = digest if again[digest] == 1 else f"{digest}y{again[digest]}"
                result.sources.append(_read(name, file, tag, result.problems))
        except UnusableInputError as error:
            result.problems.extend(_without_option(problem) for problem in error.problems)
    return result


def _expanded(names: Sequence[str], problems: list[Problem]) -> Iterator[str]:
    """Yield the files that are meant, each once."""
    seen: set[Path | str] = set()
    for name in names:
        for file in _files(name, problems):
            key = file if file == "-" else Path(file).resolve()
            if key in seen:
                problems.append(Problem("repeated", name, "", "", "", *_REPEATED, severity="warning"))
            else:
                seen.add(key)
                yield file


def _files(name: str, problems: list[Problem]) -> list[str]:
    path = Path(name)
    if name == "-" or not path.is_dir():
        return [name]
    found = sorted(str(file) for file in path.rglob("*") if file.is_file() and _holds_rdf(file.name))
    if not found:
        problems.append(Problem("empty-folder", name, "", "", "", *_EMPTY_FOLDER))
    return found


def _holds_rdf(name: str) -> bool:
    """Tell whether a file found in a folder is meant; ``.xml`` and ``.json`` mostly hold something else than RDF."""
    form = by_name(name)
    return form is not None and form.rdf is not None and not _AMBIGUOUS & {*PurePath(name.lower()).suffixes}


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()[:12]


def _read(name: str, file: IO[bytes], tag: str, problems: list[Problem]) -> Source:
    start = file.read(_START)
    file.seek(0)
    form = _form(name, start)
    if form is None or form.rdf is None:
        raise UnusableInputError(Problem("not-rdf", name, "", "", "", *_NOT_RDF))
    if not start.strip(b"\xef\xbb\xbf \t\r\n") and len(start) < _START:
        return Source(name, form, [], {})
    if form is Form.JSON_LD:
        reading = Reading(name)
        read_jsonld(file, reading, allow_remote=False)
        if any(problem.severity == "error" for problem in reading.problems):
            raise UnusableInputError(*reading.problems)
        problems += reading.problems
        return Source(name, form, list(_renamed(reading.quads, tag)), {})
    if form is Form.RDF_XML:
        check_xml(file, name)
    else:
        check_triple_terms(file, name)
        file.seek(0)
        file.seek(len(_BOM) if file.read(len(_BOM)) == _BOM else 0)
    faults: list[SyntaxError] = []
    base = None if name == "-" else Path(name).resolve().as_uri()
    parser = parse(file, format=form.rdf, base_iri=base)
    quads = list(_renamed(statements(parser, name, faults), tag))
    if faults:
        raise UnusableInputError(*syntax_problems(faults, file, form, name))
    return Source(name, form, quads, dict(parser.prefixes))


def _without_option(problem: Problem) -> Problem:
    """Return a problem that does not recommend ``--allow-remote``, which this command does not have."""
    return replace(problem, mend=_WRITE_IT) if problem.code == "remote-context" else problem


def _form(name: str, start: bytes) -> Form | None:
    """Tell the syntax by the name, or by the content; ``.owl``, ``.rdf`` and ``.xml`` often hold another than XML."""
    named, looks = by_name(name), by_content(start)
    if named is Form.RDF_XML and looks in {Form.TRIG, Form.N_QUADS}:
        return looks
    return named or looks


def _renamed(quads: Iterable[Quad], tag: str) -> Iterator[Quad]:
    """Yield quads, their blank nodes named by the content of their file and the order in which they come in it."""
    names: dict[BlankNode, BlankNode] = {}

    def name(node: BlankNode) -> BlankNode:
        if node not in names:
            names[node] = BlankNode(f"b{tag}x{len(names) + 1:08d}")
        return names[node]

    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            yield Quad(
                name(subject) if isinstance(subject, BlankNode) else subject,
                quad.predicate,
                name(value) if isinstance(value, BlankNode) else value,
            )
        else:
            yield quad


_REPEATED: Final = (
    Text("This file is named twice; it was read once.", "该文件重复指定，只读取一次。"),
    Text("Name it once.", "请只指定一次。"),
)
_EMPTY_FOLDER: Final = (
    Text("No file in this folder has the suffix of an RDF syntax.", "文件夹中没有带 RDF 语法后缀的文件。"),
    Text(
        "Name a folder with .ttl, .trig, .nt, .nq, .rdf, .owl or .jsonld files.",
        "请指定含 .ttl、.trig、.nt、.nq、.rdf、.owl 或 .jsonld 文件的文件夹。",
    ),
)
_NOT_RDF: Final = (
    Text("This file looks like no RDF syntax.", "该文件不像任何 RDF 语法。"),
    Text(
        "Name an RDF file: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD.",
        "请指定 RDF 文件：Turtle、TriG、N-Triples、N-Quads、RDF/XML 或 JSON-LD。",
    ),
)
_WRITE_IT: Final = Text("Write the context in the file.", "请将上下文写入文件。")
