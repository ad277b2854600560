"""Walk through a YAML document, event by event: no aliases, no tags, every scalar as it is written."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final

from mmssc.crosswalk.read.walk import Located
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["YamlWalk"]

_NULLS: Final = {"", "~", "null", "Null", "NULL"}
_KINDS: Final = {"MappingStartEvent": "object", "SequenceStartEvent": "array"}
_FRAMES: Final = {"StreamStartEvent", "StreamEndEvent", "DocumentStartEvent", "DocumentEndEvent"}
_DEEPEST: Final = 100


class YamlWalk:
    """A walk through the first document of a YAML stream.

    Args:
        stream: The text, or a binary file that is read as it is walked through.
        source: The file, as the user named it.
        offset: How many lines of the file precede the text.

    Raises:
        UnusableInputError: It is no YAML, or uses what data need not use.
    """

    def __init__(self, stream: IO[bytes] | str, source: str, offset: int = 0) -> None:
        self._source = source
        self._offset = offset
        self._depth = 0
        self._events = self._parsed(stream)
        self._next: Any = next(self._events, None)

    @property
    def line(self) -> int:
        """The line in which the value begins."""
        return self._offset + (self._next.start_mark.line + 1 if self._next else 1)

    def kind(self) -> str:
        """Return ``object``, ``array`` or ``scalar``."""
        return _KINDS.get(type(self._next).__name__, "scalar")

    def members(self) -> Iterator[str]:
        """Enter an object; see ``Walk.members``."""
        self._take()
        while type(self._next).__name__ != "MappingEndEvent":
            if self.kind() != "scalar":
                raise self._fault("syntax", self.line, *_KEY)
            yield self._take().value
        self._take()

    def items(self) -> Iterator[None]:
        """Enter an array; see ``Walk.items``."""
        self._take()
        while type(self._next).__name__ != "SequenceEndEvent":
            yield
        self._take()

    def value(self) -> Any:
        """Walk past the value and return it; scalars are strings as they are written, or ``None``."""
        kind = self.kind()
        if kind == "object":
            members, twice = Located(), []
            members.line = self.line
            for key in self.members():
                if key in members:
                    twice.append(key)
                members[key] = self.value()
            members.twice = tuple(twice)
            return members
        if kind == "array":
            return [self.value() for _ in self.items()]
        event = self._take()
        return None if not event.style and event.value in _NULLS else event.value

    def end(self) -> None:
        """Return if nothing follows.

        Raises:
            UnusableInputError: Another document does.
        """
        if self._next is not None:
            raise self._fault("several-documents", self.line, *_SEVERAL)

    def _take(self) -> Any:
        event, self._next = self._next, next(self._events, None)
        return event

    def _parsed(self, stream: IO[bytes] | str) -> Iterator[Any]:
        """Yield the events that make up values."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            event: Any
            for event in yaml.parse(stream, Loader=loader):
                name = type(event).__name__
                if name in _FRAMES:
                    continue
                line = self._offset + event.start_mark.line + 1
                if name == "AliasEvent":
                    raise self._fault("yaml-alias", line, *_ALIAS, value=f"*{event.anchor}")
                if getattr(event, "tag", None):
                    raise self._fault("yaml-tag", line, *_TAG, value=event.tag)
                self._depth += name.endswith("StartEvent") - name.endswith("EndEvent")
                if self._depth > _DEEPEST:
                    raise self._fault("too-deep", line, *_TOO_DEEP)
                yield event
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            reason = error.problem or error.context or ""
            raise self._fault("syntax", self._offset + mark.line + 1 if mark else 0, *_syntax(reason)) from error
        except yaml.YAMLError as error:  # the reader's: an encoding, or a character that no YAML may hold
            raise self._fault("encoding", 0, *_characters(error)) from error
        except UnicodeDecodeError as error:
            raise self._fault("encoding", 0, *_characters(error)) from error

    def _fault(self, code: str, line: int, message: Text, mend: Text, value: str = "") -> UnusableInputError:
        where = f"line {line}" if line else ""
        return UnusableInputError(Problem(code, self._source, where, "", value, message, mend))


def _syntax(reason: str) -> tuple[Text, Text]:
    return (
        Text(f"This is not valid YAML ({reason}).", "此处不符合 YAML 语法。"),
        Text(
            "Mend this place: indent with blanks, and put a text that holds a colon or # in quotation marks.",
            "请修正此处：用空格缩进；含冒号或 # 的文本请加引号。",
        ),
    )


def _characters(error: Exception) -> tuple[Text, Text]:
    reason = str(error).split("\n", 1)[0]
    return (
        Text(
            f"The text is not UTF-8, or holds a control character ({reason}).",
            "文本不是 UTF-8 编码，或含有控制字符。",
        ),
        Text("Save the file as UTF-8.", "请将文件另存为 UTF-8 编码。"),
    )


_TOO_DEEP: Final = (
    Text(f"The content is nested more than {_DEEPEST} levels deep.", f"内容嵌套超过 {_DEEPEST} 层。"),
    Text("Write the mappings as a plain list.", "请将映射写成普通列表。"),
)
_ALIAS: Final = (
    Text(
        "An alias repeats another part of the file; aliases are not followed.", "别名重复引用文件其他部分；不展开别名。"
    ),
    Text("Write out what it stands for.", "请直接写出所引用的内容。"),
)
_TAG: Final = (
    Text(
        "A tag asks for a value of another kind than text; tags are not followed.",
        "标签要求将值解释为其他类型；不处理标签。",
    ),
    Text("Remove the tag.", "请删除该标签。"),
)
_KEY: Final = (
    Text("A key must be a plain text.", "键必须是普通文本。"),
    Text("Write a text before the colon.", "请在冒号前写文本。"),
)
_SEVERAL: Final = (
    Text("The file holds several documents; only one is expected.", "文件包含多个文档，只应有一个。"),
    Text("Save each document as a file of its own.", "请将每个文档另存为单独的文件。"),
)
