"""Look through RDF/XML before it is parsed: is it whole, how deep is it, what do its entities expand to?

The RDF parser takes a file that is cut off for a whole one, names no line, and expands whatever entities it finds.
"""

from __future__ import annotations

import re
from typing import IO, Final, NoReturn
from xml.parsers import expat

from mmssc.evidence.limits import MAX_BYTES, MAX_DEPTH, MAX_FAULTS, too_deep
from mmssc.evidence.values import percent_encoded
from mmssc.names import RDF
from mmssc.problem import Problem, Text, UnusableInputError

__all__ = ["check_xml"]

_MAX_ENTITIES: Final = 100
_MAX_EXPANSION: Final = 10
_IRI_START: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s&%<>]{0,2000}")
_IRI_ATTRIBUTES: Final = {f"{RDF} {name}" for name in ("about", "resource", "datatype", "ID")}
_BASE: Final = "http://www.w3.org/XML/1998/namespace base"


def check_xml(file: IO[bytes], source: str) -> None:
    """Return if a file may be parsed; it stands at its beginning then.

    Raises:
        UnusableInputError: It may not, for every reason named.
    """
    check = _Check(source, file.seek(0, 2))
    file.seek(0)
    try:
        check.parser.ParseFile(file)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        message = Text(f"The XML is damaged or cut off: {reason}.", f"XML 有误或不完整：{reason}。")
        check.problems.append(Problem("syntax", source, f"line {error.lineno}", "", "", message, _MEND_XML))
    except (LookupError, ValueError) as error:  # an encoding that the parser does not have
        check.problems.append(Problem("encoding", source, "line 1", "", str(error), *_ENCODING))
    if check.problems:
        raise UnusableInputError(*check.problems)
    file.seek(0)


class _Check:
    """Follows the events of an XML parser, and stops it at what is hostile."""

    def __init__(self, source: str, size: int) -> None:
        self.problems: list[Problem] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._source = source
        self._based = False
        self._depth = self._entities = self._expanded = 0
        self._limit = min(_MAX_EXPANSION * size + (1 << 20), MAX_BYTES)

    def _start(self, _: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise too_deep(self._source, f"line {self.parser.CurrentLineNumber}")
        self._based = self._based or _BASE in attributes
        if self._entities:
            self._text("".join(attributes.values()))
        for name in _IRI_ATTRIBUTES & attributes.keys():
            iri = attributes[name]
            if (encoded := percent_encoded(iri)) != iri:
                self._add("bad-iri", name, iri, _BAD_IRI, Text(f"Write {encoded}", f"请改为 {encoded}"))
            elif not self._based and not _IRI_START.match(iri):
                self._add("relative-iri", name, iri, _RELATIVE_IRI, _ADD_BASE)

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _text(self, text: str) -> None:
        self._expanded += len(text)
        if self._expanded > self._limit:
            self._refuse_entity("")

    def _entity(self, name: str, parameter: bool, value: str | None, _base: str | None, *_external: str | None) -> None:
        self._entities += 1
        if parameter or not value or not _IRI_START.fullmatch(value) or self._entities > _MAX_ENTITIES:
            self._refuse_entity(name)
        self.parser.CharacterDataHandler = self._text

    def _refuse_entity(self, name: str) -> NoReturn:
        self._add("xml-entity", "", name, _ENTITY, _MEND_ENTITY)
        raise UnusableInputError(*self.problems)

    def _add(self, code: str, name: str, value: str, message: Text, mend: Text) -> None:
        field = name.replace(f"{RDF} ", "rdf:")
        line = f"line {self.parser.CurrentLineNumber}"
        self.problems.append(Problem(code, self._source, line, field, value, message, mend))
        if len(self.problems) >= MAX_FAULTS:
            raise UnusableInputError(*self.problems)


_ENCODING: Final = (
    Text("The encoding that the XML declares is not read.", "不支持 XML 所声明的编码。"),
    Text("Save the file as UTF-8, and say so in its first line.", "请将文件另存为 UTF-8 编码，并在首行注明。"),
)
_MEND_XML: Final = Text("Mend this line, or export the file again.", "请修正此行，或重新导出文件。")
_BAD_IRI: Final = Text("This is no valid IRI.", "这不是有效的 IRI。")
_RELATIVE_IRI: Final = Text("This IRI is relative to an unknown base.", "这是相对 IRI，但没有指明基准。")
_ADD_BASE: Final = Text("Write the whole IRI, or add xml:base.", "请写出完整的 IRI，或添加 xml:base。")
_ENTITY: Final = Text(
    "The document type declares an entity that is more than the beginning of an IRI, or uses entities to swell.",
    "文档类型声明中的实体不是 IRI 前缀，或利用实体使内容膨胀。",
)
_MEND_ENTITY: Final = Text("Write out what the entity stands for.", "请直接写出实体所代表的内容。")
