"""What a text says, as an RDF term: identifiers, dates, numbers, the closed lists of SSSOM."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.slots import BUILT_IN_PREFIXES, CARDINALITIES, ENTITY_TYPES, NEGATED, NOT, VERSIONS
from mmssc.crosswalk.vocabulary import plain
from mmssc.evidence.terms import nearest
from mmssc.evidence.values import BadValueError, check_characters, date_literal, iri, is_iri
from mmssc.names import XSD, compact
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mmssc.crosswalk.slots import Slot
    from mmssc.crosswalk.vocabulary import Vocabulary

    Term = NamedNode | Literal

__all__ = ["Values", "absolute"]

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_INTEGER: Final = re.compile(r"[+-]?\d+")
_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T[\d:.]+(Z|[+-]\d{2}:\d{2})?")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MOST_KEPT: Final = 100_000
_MOST_MENDS: Final = 1_000


class Values:
    """Turns the texts of one file into terms; what a text says is worked out once.

    Args:
        prefixes: The prefixes that the file may use.
        vocabulary: Names of relations and rationales.
        declare: How a prefix is declared in a file of this form.
        relation_names: Whether a relation may be given by name (``subset-of``) as well as by identifier.
    """

    def __init__(
        self,
        prefixes: Mapping[str, str],
        vocabulary: Vocabulary,
        declare: Text,
        *,
        relation_names: bool = False,
    ) -> None:
        self._prefixes = {**prefixes, **BUILT_IN_PREFIXES}
        self._vocabulary = vocabulary
        self._declare = declare
        self._relation_names = relation_names
        self._known: dict[tuple[str, str], tuple[NamedNode, Term]] = {}
        self._mends: dict[str, Text] = {}
        self._kinds: dict[str, Callable[[str], Term]] = {
            "entity": self.entity,
            "uri": self._uri,
            "string": _string,
            "date": _date,
            "double": _typed("double", _NUMBER),
            "type": self._one_of(ENTITY_TYPES),
            "modifier": self._one_of({NOT: NEGATED}),
            "cardinality": self._one_of({name: Literal(name) for name in CARDINALITIES}),
            "version": self._one_of(VERSIONS),
            "boolean": self._one_of({name: Literal(name, datatype=_type("boolean")) for name in ("true", "false")}),
            "datetime": _typed("dateTime", _TIME),
            "decimal": _typed("decimal", _DECIMAL),
            "integer": _typed("integer", _INTEGER),
            "rationale": self._one_of(vocabulary.rationales),
        }

    def said(self, slot: Slot, text: str) -> tuple[NamedNode, Term]:
        """Return the property of a slot and the term that a text stands for.

        Raises:
            BadValueError: It stands for none.
        """
        key = slot.name, text
        said = self._known.get(key)
        if said is None:
            check_characters(text)
            named = slot.name == "predicate_id" and self._relation_names
            term = self.relation(text) if named else self._kinds[slot.kind](text)
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            said = self._known[key] = slot.property, term
        return said

    def relation(self, text: str) -> NamedNode:
        """Return the relation that a name, a CURIE or an IRI stands for.

        Raises:
            BadValueError: There is none of that name.
        """
        named = self._vocabulary.relations.get(plain(text))
        if named is not None:
            return named
        if ":" in text:
            return self.entity(text)
        if text not in self._mends and len(self._mends) < _MOST_MENDS:
            self._mends[text] = self._meant_relation(text)
        raise BadValueError("unknown-relation", _NO_RELATION, self._mends.get(text, _WRITE_RELATION), text)

    def entity(self, text: str) -> NamedNode:
        """Return what a CURIE or an IRI identifies.

        Raises:
            BadValueError: The prefix is unknown or missing, or it is no IRI.
        """
        prefix, colon, local = text.partition(":")
        if not colon:
            raise BadValueError("no-prefix", _NO_PREFIX, self._no_prefix(text), text)
        namespace = self._prefixes.get(prefix)
        if namespace is not None:
            return iri(namespace + local)
        if is_iri(text):
            return iri(text)
        if prefix not in self._mends and len(self._mends) < _MOST_MENDS:
            self._mends[prefix] = self._meant_prefix(prefix)
        raise BadValueError("unknown-prefix", _UNKNOWN_PREFIX, self._mends.get(prefix, self._declare), text)

    def _uri(self, text: str) -> Term:
        """Return an IRI; a text that is none is kept as a text, as files of SSSOM 1.0 may hold one."""
        return iri(text) if absolute(text) else Literal(text)

    def _meant_prefix(self, prefix: str) -> Text:
        meant = nearest(prefix, self._prefixes)
        mend = self._declare
        if meant:
            return Text(f"Did you mean “{meant}:”? If not, {mend.en}", f"是否应为“{meant}:”？若不是，{mend.zh}")
        return Text(mend.en[0].upper() + mend.en[1:], mend.zh)

    def _no_prefix(self, text: str) -> Text:
        relation = self._vocabulary.relations.get(plain(text))
        if relation is not None:
            curie = compact(relation.value)
            return Text(f"Did you mean {curie}?", f"是否应为 {curie}？")
        return Text(
            "Write a prefix and a colon before it, as in skos:exactMatch, or the whole IRI.",
            "请在前面加上前缀和冒号（例如 skos:exactMatch），或写出完整的 IRI。",
        )

    def _meant_relation(self, text: str) -> Text:
        meant = self._vocabulary.nearest(text)
        hint = Text(f"Did you mean {meant}? ", f"是否应为 {meant}？") if meant else Text("", "")
        return Text(hint.en + _WRITE_RELATION.en, hint.zh + _WRITE_RELATION.zh)

    def _one_of(self, members: Mapping[str, Term]) -> Callable[[str], Term]:
        """Return a reader of a closed list: by name, or by the IRI or CURIE of the member."""
        plainly = {plain(name): term for name, term in members.items()}
        iris = {term.value: term for term in members.values() if isinstance(term, NamedNode)}

        def read(text: str) -> Term:
            term = plainly.get(plain(text)) or iris.get(text) or iris.get(self._expanded(text))
            if term is None:
                raise BadValueError("unknown-value", _NOT_LISTED, _one_of(members), text)
            return term

        return read

    def _expanded(self, text: str) -> str:
        prefix, _, local = text.partition(":")
        return self._prefixes.get(prefix, "") + local


def absolute(text: str) -> bool:
    """Whether a text begins as an absolute IRI does and holds no blank."""
    return bool(_SCHEME.match(text)) and not re.search(r"\s", text)


def _type(name: str) -> NamedNode:
    return NamedNode(XSD + name)


def _string(text: str) -> Literal:
    return Literal(text)


def _date(text: str) -> Literal:
    """Return a date; of a time only its day."""
    time = _TIME.fullmatch(text)
    return date_literal(time[1] if time else text)


def _typed(name: str, pattern: re.Pattern[str]) -> Callable[[str], Literal]:
    datatype = _type(name)

    def read(text: str) -> Literal:
        if not pattern.fullmatch(text):
            raise BadValueError(
                "bad-number" if name != "dateTime" else "bad-date", _NOT_TYPED[name], _TYPED[name], text
            )
        return Literal(text, datatype=datatype)

    return read


def _one_of(names: Iterable[str]) -> Text:
    listed = ", ".join(names)
    return Text(f"Write one of: {listed}.", f"请填写下列之一：{listed}。")


_WRITE_RELATION: Final = Text(
    "Write one of: equal, subset of, superset of, intersects with, not related; or a CURIE or IRI.",
    "请填写下列之一：equal、subset of、superset of、intersects with、not related；或 CURIE、IRI。",
)
_NO_RELATION: Final = Text("There is no relation of this name.", "没有这个名称的关系。")
_NO_PREFIX: Final = Text("This identifier has no prefix.", "该标识符没有前缀。")
_UNKNOWN_PREFIX: Final = Text("The prefix of this identifier is not declared.", "该标识符的前缀未声明。")
_NOT_LISTED: Final = Text("This is none of the values that may stand here.", "此处不允许这一取值。")
_NUMBER_WANTED: Final = Text("This is no number.", "这不是数字。")
_WRITE_NUMBER: Final = Text("Write a number, as in 0.95.", "请填写数字，例如 0.95。")
_NOT_TYPED: Final = {
    "double": _NUMBER_WANTED,
    "decimal": _NUMBER_WANTED,
    "integer": Text("This is no whole number.", "这不是整数。"),
    "dateTime": Text("This is no date with a time.", "这不是日期时间。"),
}
_TYPED: Final = {
    "double": _WRITE_NUMBER,
    "decimal": _WRITE_NUMBER,
    "integer": Text("Write a whole number, as in 8.", "请填写整数，例如 8。"),
    "dateTime": Text("Write it as in 2024-03-01T12:00:00Z.", "请按 2024-03-01T12:00:00Z 的形式填写。"),
}
