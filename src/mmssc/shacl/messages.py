"""What a result says: the shape's own message, or what was expected and what was found, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mmssc.names import SH
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.engine import Result
    from mmssc.engine.graph import Node
    from mmssc.problem import Lang
    from mmssc.shacl.names import Names, Shapes
    from mmssc.shacl.run import Run

__all__ = ["Messages"]

_KINDS: Final = {NamedNode: "sh:IRI", BlankNode: "sh:BlankNode", Literal: "sh:Literal"}
_LISTED: Final = 10

# Component -> what is wrong. {v} the value, {p} the path, {e} what the shape expects, {f} what was found.
_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "Class": ("{v} is not an instance of {e}.", "{v} 不是 {e} 的实例。"),
    "Datatype": ("The datatype {e} is expected; found {v}.", "应为数据类型 {e}，实为 {v}。"),
    "NodeKind": ("{e} is expected; found {f} ({v}).", "应为 {e}，实为 {f}（{v}）。"),
    "MinCount": ("At least {e} expected; found {f}.", "至少应有 {e} 个值，实有 {f} 个。"),
    "MaxCount": ("At most {e} expected; found {f}.", "至多应有 {e} 个值，实有 {f} 个。"),
    "MinExclusive": ("A value greater than {e} is expected; found {v}.", "值应大于 {e}，实为 {v}。"),
    "MinInclusive": ("A value of at least {e} is expected; found {v}.", "值应不小于 {e}，实为 {v}。"),
    "MaxExclusive": ("A value less than {e} is expected; found {v}.", "值应小于 {e}，实为 {v}。"),
    "MaxInclusive": ("A value of at most {e} is expected; found {v}.", "值应不大于 {e}，实为 {v}。"),
    "MinLength": ("At least {e} characters are expected; found {f} ({v}).", "至少应有 {e} 个字符，实为 {f}（{v}）。"),
    "MaxLength": ("At most {e} characters are expected; found {f} ({v}).", "至多应有 {e} 个字符，实为 {f}（{v}）。"),
    "Pattern": ("A text that matches {e} is expected; found {v}.", "文本应匹配 {e}，实为 {v}。"),
    "LanguageIn": ("A language among {e} is expected; found {v}.", "语言应为 {e} 之一，实为 {v}。"),
    "UniqueLang": ("Several values have the same language.", "多个值的语言相同。"),
    "Equals": ("{v} is a value of only one of {p} and {e}.", "{v} 只是 {p} 与 {e} 其中之一的值。"),
    "Disjoint": ("{v} is a value of both {p} and {e}.", "{v} 同时是 {p} 和 {e} 的值。"),
    "LessThan": ("{v} is not less than every value of {e}.", "{v} 并不小于 {e} 的每个值。"),
    "LessThanOrEquals": (
        "{v} is not less than or equal to every value of {e}.",
        "{v} 并不小于或等于 {e} 的每个值。",
    ),
    "Not": ("{v} conforms to {e}, and must not.", "{v} 符合 {e}，但不应符合。"),
    "And": ("{v} does not conform to all of {e}.", "{v} 不全符合 {e}。"),
    "Or": ("{v} conforms to none of {e}.", "{v} 不符合 {e} 中的任何一个。"),
    "Xone": ("{v} does not conform to exactly one of {e}.", "{v} 并非恰好符合 {e} 中的一个。"),
    "Node": ("{v} does not conform to {e}.", "{v} 不符合 {e}。"),
    "QualifiedMinCount": (
        "At least {e} that conform to {q} expected; found {f} in all.",
        "至少应有 {e} 个值符合 {q}，共有 {f} 个值。",
    ),
    "QualifiedMaxCount": (
        "At most {e} that conform to {q} expected; found {f} in all.",
        "至多应有 {e} 个值符合 {q}，共有 {f} 个值。",
    ),
    "Closed": ("The property {p} is not allowed here; found {v}.", "此处不允许属性 {p}，其值为 {v}。"),
    "HasValue": ("The value {e} is expected, and is not there.", "应有值 {e}，但没有。"),
    "In": ("One of {e} is expected; found {v}.", "应为 {e} 之一，实为 {v}。"),
    "SPARQL": ("A query of the shape finds fault with {v}.", "形状的查询认定 {v} 有误。"),
    "": ("{v} does not satisfy {c}.", "{v} 不满足 {c}。"),
}
_LISTS: Final = {"And", "Or", "Xone", "In", "LanguageIn"}
_COUNTED: Final = {"MinCount", "MaxCount", "QualifiedMinCount", "QualifiedMaxCount"}
_SHAPES: Final = {"Not", "And", "Or", "Xone", "Node"}


class Messages:
    """Words results.

    Args:
        run: The validation.
        names: How terms are written.
        shape_names: How shapes are named.
    """

    def __init__(self, run: Run, names: Names, shape_names: Shapes) -> None:
        self._run = run
        self._names = names
        self._shape_names = shape_names

    def own(self, result: Result) -> list[Literal]:
        """Return the messages that the shapes graph gives, in a stable order."""
        return sorted(set(result.messages), key=lambda message: (message.language or "", message.value))

    def text(self, result: Result, lang: Lang) -> str:
        """Return the shape's message in a language; without one in it, untagged, or in another; else the default."""
        own = self.own(result)
        for wanted in (lang, "", "en"):
            for message in own:
                if (message.language or "").partition("-")[0].lower() == wanted:
                    return message.value
        return own[0].value if own else self.default(result).say(lang)

    def default(self, result: Result) -> Text:
        """Return what was expected and what was found."""
        name = result.component.value.removeprefix(SH).removesuffix("ConstraintComponent")
        en, zh = _TEXTS.get(name, _TEXTS[""])
        parts = {
            "v": self._names.term(result.focus if result.value is None else result.value),
            "p": "" if result.path is None else self._names.path(result.path),
            "e": self._expected(name, result),
            "f": self._found(name, result),
            "c": self._names.term(result.component),
            "q": self._shapes_of(result, "qualifiedValueShape") if name.startswith("Qualified") else "",
        }
        return Text(en.format(**parts), zh.format(**parts))

    def _expected(self, name: str, result: Result) -> str:
        parameter = name[:1].lower() + name[1:]
        if name in _SHAPES:
            return self._shapes_of(result, parameter)
        values = self._parameters(result, parameter)
        if name == "Pattern":
            flags = "".join(flag.value for flag in self._parameters(result, "flags"))
            return ", ".join(f"/{value.value}/{flags}" for value in values)
        return self._listed([self._names.term(value) for value in values])

    def _shapes_of(self, result: Result, parameter: str) -> str:
        return self._listed([self._shape_names.name(shape) for shape in self._parameters(result, parameter)])

    def _parameters(self, result: Result, parameter: str) -> Sequence[Node]:
        """Return the values of a parameter, those of a list one by one."""
        graph = self._run.shapes
        values = sorted(graph.objects(result.shape, NamedNode(SH + parameter)), key=str)
        if parameter[:1].upper() + parameter[1:] not in _LISTS:
            return values
        return [member for head in values for member in graph.items(head)]

    @staticmethod
    def _listed(texts: list[str]) -> str:
        return ", ".join(texts[:_LISTED]) + (", …" if len(texts) > _LISTED else "")

    def _found(self, name: str, result: Result) -> str:
        if name in _COUNTED:
            data = self._run.data
            return "?" if data is None else str(len(data.value_nodes(result.path, result.focus)))
        value = result.focus if result.value is None else result.value
        if name == "NodeKind":
            return _KINDS[type(value)]
        return str(len(value.value)) if name.endswith("Length") and not isinstance(value, BlankNode) else "0"
