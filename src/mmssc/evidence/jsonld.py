"""Read evidence that is JSON-LD, and name whatever a JSON-LD processor would drop without a word.

A term that the context does not define, a value that is none of a closed list, a relative or malformed IRI: the parser
is given a vocabulary and a base of which nothing is true, so that each of them shows in the statements.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from pyoxigraph import Literal, NamedNode, parse

from mmssc.evidence.context import OWN_CONTEXT, UNDEFINED, Contexts, project_terms
from mmssc.evidence.formats import Form
from mmssc.evidence.limits import MAX_JSON_BYTES, too_deep, too_large
from mmssc.evidence.rdf import items, statements
from mmssc.evidence.syntax import syntax_problems
from mmssc.evidence.terms import nearest
from mmssc.evidence.values import percent_encoded
from mmssc.names import compact, expand
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Quad, Triple

    from mmssc.evidence.reading import Reading

__all__ = ["read_jsonld"]

_BASE: Final = "https://relative.invalid/"


def read_jsonld(file: IO[bytes], reading: Reading, *, allow_remote: bool) -> None:
    """Read JSON-LD; a node at fault is refused by itself.

    Raises:
        UnusableInputError: It is no JSON-LD, or a context cannot be had.
    """
    source = reading.source
    text = _self_contained(file, source, allow_remote)
    faults: list[SyntaxError] = []
    parser = parse(text, format=Form.JSON_LD.rdf, base_iri=_BASE, lenient=True, rename_blank_nodes=True)
    check = _Check(source)
    quads = [quad for quad in statements(parser, source, faults) if check.passes(quad)]
    if faults:
        raise UnusableInputError(*syntax_problems(faults, None, Form.JSON_LD, source))
    offered = items(quads)
    reading.problems += check.problems
    reading.quads = [quad for quad in quads if quad.subject not in check.refused] if check.refused else quads
    reading.offered = len(offered)
    reading.refused = len(offered & check.refused)


def _self_contained(file: IO[bytes], source: str, allow_remote: bool) -> bytes:
    """Return a document with all its contexts in it."""
    document = Contexts(source, allow_remote=allow_remote).resolve(_load(file, source))
    try:
        return json.dumps(document, allow_nan=False).encode()
    except ValueError as error:  # a number too large, or contexts that hold each other
        raise UnusableInputError(_syntax(source, "", str(error))) from error


def _load(file: IO[bytes], source: str) -> Any:
    data = file.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        raise too_large(source, MAX_JSON_BYTES)
    twice: list[str] = []

    def checked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(name for name in members if names.count(name) > 1)
        return members

    try:
        document = json.loads(data, object_pairs_hook=checked, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnusableInputError(_syntax(source, where, error.msg)) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnusableInputError(_syntax(source, f"line {line}", "not UTF-8")) from error
    except RecursionError as error:
        raise too_deep(source, "") from error
    except ValueError as error:
        raise UnusableInputError(_syntax(source, "", str(error))) from error
    if twice:
        raise UnusableInputError(*(Problem("duplicate-key", source, "", name, "", *_TWICE) for name in twice))
    if not isinstance(document, (dict, list)):
        raise UnusableInputError(_syntax(source, "", "an object or array is expected"))
    return document


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _syntax(source: str, where: str, reason: str) -> Problem:
    return Problem(
        code="syntax",
        source=source,
        where=where,
        field="",
        value="",
        message=Text(f"This is not valid JSON-LD ({reason}).", f"不符合 JSON-LD 语法（{reason}）。"),
        mend=Text(
            "Mend this place; if the file is cut off, copy or export it again.",
            "请修正此处；若文件不完整，请重新复制或导出。",
        ),
    )


class _Check:
    """Looks for what the parser was made to let through, so that it can be named."""

    def __init__(self, source: str) -> None:
        self.problems: list[Problem] = []
        self.refused: set[NamedNode | BlankNode | Triple] = set()
        self._source = source
        self._faults: dict[str, _Fault | None] = {}
        self._reported: set[tuple[str, str]] = set()

    def passes(self, quad: Quad) -> bool:
        """Whether a statement says something; a fault in it refuses its subject."""
        if quad.predicate.value.startswith(UNDEFINED):
            self._undefined_term(quad.predicate.value.removeprefix(UNDEFINED))
            return False
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, NamedNode):
                self._iri(quad, term.value)
            elif isinstance(term, Literal):
                self._iri(quad, term.datatype.value)
                self._language(quad, term.language)
        return True

    def _iri(self, quad: Quad, iri: str) -> None:
        if iri not in self._faults:
            self._faults[iri] = _fault(iri)
        if fault := self._faults[iri]:
            self._refuse(quad, fault)

    def _language(self, quad: Quad, language: str | None) -> None:
        try:
            Literal("", language=language)
        except ValueError:
            self._refuse(quad, _Fault("bad-language", language or "", *_BAD_LANGUAGE))

    def _refuse(self, quad: Quad, fault: _Fault) -> None:
        self.refused.add(quad.subject)
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
        if (subject, fault.value) not in self._reported:
            self._reported.add((subject, fault.value))
            where = subject.removeprefix(_BASE)
            field = "" if fault.value == where else compact(quad.predicate.value)
            self.problems.append(
                Problem(fault.code, self._source, where, field, fault.value, fault.message, fault.mend)
            )

    def _undefined_term(self, term: str) -> None:
        if ("", term) in self._reported:
            return
        self._reported.add(("", term))
        meant = nearest(term, project_terms())
        mend = Text(f"Did you mean “{meant}”?", f"是否应为“{meant}”？") if meant else _DEFINE_IT
        self.problems.append(Problem("unknown-term", self._source, "", term, "", _NO_TERM, mend, "warning"))


class _Fault(NamedTuple):
    code: str
    value: str
    message: Text
    mend: Text


def _fault(iri: str) -> _Fault | None:
    """Return what is wrong with an IRI, if anything."""
    if iri.startswith(UNDEFINED):
        value = iri.removeprefix(UNDEFINED)
        meant = nearest(value, project_terms())
        mend = Text(f"Did you mean “{meant}”?", f"是否应为“{meant}”？") if meant else _DEFINE_IT
        return _Fault("unknown-value", value, _NO_TERM, mend)
    if iri.startswith(_BASE):
        return _Fault("relative-iri", iri.removeprefix(_BASE), *_RELATIVE)
    if expand(iri):
        return _Fault("undeclared-prefix", iri, *_UNDECLARED)
    try:
        NamedNode(iri)
    except ValueError as error:
        encoded = percent_encoded(iri)
        message = Text(f"This is no valid IRI ({error}).", f"这不是有效的 IRI（{error}）。")
        mend = _WHOLE_IRI if encoded == iri else Text(f"Write {encoded}", f"请改为 {encoded}")
        return _Fault("bad-iri", iri, message, mend)
    return None


_TWICE: Final = (
    Text("An object holds this key twice, so that one value would be lost.", "同一对象中该键重复，其中一个值会丢失。"),
    Text("Put both values in one array.", "请将两个值放入同一数组。"),
)
_NO_TERM: Final = Text(
    "The context does not define this term, so what it says is not read.", "上下文未定义该词，相关内容未读取。"
)
_DEFINE_IT: Final = Text(
    "Define it in the context, or write the whole IRI.", "请在上下文中定义该词，或写出完整的 IRI。"
)
_WHOLE_IRI: Final = Text(
    "Write the whole IRI, with https:// or another scheme.", "请写出带 https:// 等协议名的完整 IRI。"
)
_RELATIVE: Final = (
    Text("This IRI is relative to an unknown base.", "这是相对 IRI，但没有指明基准。"),
    Text(
        "Write the whole IRI, or begin it with a prefix, as in req:1.1.1-2-vision.",
        "请写出完整的 IRI，或加上前缀，例如 req:1.1.1-2-vision。",
    ),
)
_UNDECLARED: Final = (
    Text("The context does not declare this prefix.", "上下文未声明该前缀。"),
    Text(
        f"Declare it, or use the context {OWN_CONTEXT}.",
        f"请声明该前缀，或使用上下文 {OWN_CONTEXT}。",
    ),
)
_BAD_LANGUAGE: Final = (
    Text("This is no language tag.", "这不是语言标签。"),
    Text("Write en, zh or another BCP 47 tag.", "请填写 en、zh 或其他 BCP 47 标签。"),
)
