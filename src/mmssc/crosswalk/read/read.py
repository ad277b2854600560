"""The one door: read mapping files, whatever their form."""

from __future__ import annotations

from contextlib import closing
from typing import IO, TYPE_CHECKING, BinaryIO, Final

from mmssc.crosswalk.read.ciso import read_ciso
from mmssc.crosswalk.read.columns import column
from mmssc.crosswalk.read.forms import Form, form_of
from mmssc.crosswalk.read.gather import Gatherer
from mmssc.crosswalk.read.lines import opened_lines
from mmssc.crosswalk.read.metadata import propagate
from mmssc.crosswalk.read.oscal import read_oscal
from mmssc.crosswalk.read.resource import base_of
from mmssc.crosswalk.read.result import MappingFile, Mappings
from mmssc.crosswalk.read.skos import read_rdf
from mmssc.crosswalk.read.sssom_json import read_sssom_json
from mmssc.crosswalk.read.sssom_tsv import read_sssom_tsv
from mmssc.crosswalk.read.table import read_table
from mmssc.crosswalk.read.values import Values
from mmssc.crosswalk.read.walk_json import JsonWalk, read_json
from mmssc.crosswalk.read.walk_yaml import YamlWalk
from mmssc.crosswalk.vocabulary import Vocabulary, shipped_vocabulary
from mmssc.evidence import formats
from mmssc.evidence.limits import too_deep
from mmssc.evidence.opening import opened
from mmssc.evidence.sheets import sheet_rows
from mmssc.names import PREFIXES
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mmssc.crosswalk.read.walk import Walk

__all__ = ["read_mappings"]

_START: Final = 1 << 16
_SHEETS: Final = ("mappings", "mapping", "crosswalk", "relationships", "映射", "映射表")


def read_mappings(
    sources: Iterable[str | Path], *, stdin: BinaryIO | None = None, vocabulary: Vocabulary | None = None
) -> Mappings:
    """Read mapping files; nothing is ever fetched from the network.

    Args:
        sources: The files; ``-`` is standard input. A file that is named twice is read once.
        stdin: What ``-`` stands for, if not standard input.
        vocabulary: How relations read and what they are called, if not as ontology/mappings.ttl says.

    Returns:
        What was read, with every problem. A file that cannot be used gives problems and no rows.
    """
    known = vocabulary or shipped_vocabulary()
    return Mappings(tuple(_read(source, stdin, known) for source in dict.fromkeys(map(str, sources))))


def _read(source: str, stdin: BinaryIO | None, vocabulary: Vocabulary) -> MappingFile:
    shown = source.encode("utf-8", "replace").decode()  # a name may hold bytes that are no text
    into = MappingFile(shown, base_of(source))
    gatherer = Gatherer(into, vocabulary)
    try:
        with opened(source, stdin) as file:
            _dispatch(file, gatherer)
    except UnusableInputError as error:
        into.refuse(*error.problems)
    except RecursionError:
        into.refuse(*too_deep(shown, "").problems)
    except UnicodeEncodeError:
        into.refuse(Problem("encoding", shown, "", "", "", *_HALF))
    propagate(gatherer)
    gatherer.finish()
    if not into.rows_read and not into.context and not into.problems:
        into.problems.append(Problem("no-rows", shown, "", "", "", *_NO_ROWS, severity="warning"))
    return into


def _dispatch(file: IO[bytes], gatherer: Gatherer) -> None:
    into = gatherer.file
    start = file.read(_START)
    file.seek(0)
    if not start.strip() and len(start) < _START:
        raise UnusableInputError(Problem("empty-file", into.source, "", "", "", *_EMPTY))
    form, syntax = form_of(into.source, start)
    into.form = syntax.value if syntax else form.value
    if form is Form.RDF and syntax:
        read_rdf(file, syntax, gatherer)
    elif form is Form.JSON:
        text = read_json(file, into.source)
        _document(lambda: JsonWalk(text, into.source), file, gatherer)
    elif form is Form.YAML:
        _document(lambda: _yaml(file, into.source), file, gatherer)
    elif form is Form.WORKBOOK:
        with closing(sheet_rows(file, into.source, into.problems, _SHEETS)) as cells:
            read_table(cells, gatherer, gatherer.new_set(), _values(gatherer))
    else:
        with opened_lines(file, into) as lines:
            if form is Form.SSSOM_TSV:
                read_sssom_tsv(lines, gatherer)
            else:
                rows = lines.rows(lambda heading: column(heading) is not None)
                read_table(rows, gatherer, gatherer.new_set(), _values(gatherer))


def _document(walk: Callable[[], Walk], file: IO[bytes], gatherer: Gatherer) -> None:
    """Read a document of objects: what it is shows in the keys of the outermost one."""
    into = gatherer.file
    keys = _keys(walk())
    if "mapping-collection" in keys:
        into.form = "OSCAL"
        read_oscal(walk, gatherer)
    elif "mappings" in keys or "mapping_set_id" in keys:
        into.form = "SSSOM/JSON"
        read_sssom_json(walk, gatherer)
    elif "objects" in keys:
        into.form = "CISO Assistant"
        read_ciso(walk(), gatherer)
    elif into.form == Form.JSON.value:
        into.form = formats.Form.JSON_LD.value
        file.seek(0)
        read_rdf(file, formats.Form.JSON_LD, gatherer)
    else:
        raise UnusableInputError(Problem("unknown-form", into.source, "line 1", "", "", *_UNKNOWN))


def _keys(walk: Walk) -> set[str]:
    """Return the keys of the outermost object, up to one that tells the form."""
    keys: set[str] = set()
    if walk.kind() != "object":
        return keys
    for key in walk.members():
        keys.add(key)
        if keys & {"mapping-collection", "mappings", "mapping_set_id", "objects"}:
            return keys
        walk.value()
    return keys


def _yaml(file: IO[bytes], source: str) -> YamlWalk:
    file.seek(0)
    return YamlWalk(file, source)


def _values(gatherer: Gatherer) -> Values:
    return Values(PREFIXES, gatherer.vocabulary, _DECLARE, relation_names=True)


_DECLARE: Final = Text(
    "write the whole IRI; to declare prefixes, use SSSOM/TSV with a curie_map.",
    "请写出完整的 IRI；如需声明前缀，请使用带 curie_map 的 SSSOM/TSV。",
)
_HALF: Final = (
    Text("A text holds half of a character, which no text may.", "文本中含有半个字符，无法表示。"),
    Text("Write the whole character.", "请写出完整的字符。"),
)
_EMPTY: Final = (
    Text("The file is empty.", "文件为空。"),
    Text("Check that it is the file you meant, and export it again.", "请确认文件是否正确，并重新导出。"),
)
_NO_ROWS: Final = (
    Text("The file holds no mapping.", "文件中没有任何映射。"),
    Text("Check that it is the file you meant.", "请确认文件是否正确。"),
)
_UNKNOWN: Final = (
    Text("This document is of no form of mappings that is known.", "该文档不属于任何已知的映射格式。"),
    Text(
        "Known are SSSOM (mappings), OSCAL (mapping-collection) and CISO Assistant (objects).",
        "已知格式有 SSSOM（mappings）、OSCAL（mapping-collection）和 CISO Assistant（objects）。",
    ),
)
