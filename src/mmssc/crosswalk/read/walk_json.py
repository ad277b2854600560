"""Walk through a JSON document: its rows are decoded one by one, and each knows its line."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any, Final

from mmssc.crosswalk.read.walk import Located
from mmssc.evidence.limits import MAX_JSON_BYTES, too_deep, too_large
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["JsonWalk", "read_json"]

_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(file: IO[bytes], source: str) -> str:
    """Return the text of a JSON file.

    Raises:
        UnusableInputError: It is too large, or its encoding is not one of JSON.
    """
    file.seek(0)
    data = file.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        raise too_large(source, MAX_JSON_BYTES)
    try:
        return data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        where = f"line {data.count(10, 0, error.start) + 1}"
        message = Text(f"Byte {error.start + 1} is not UTF-8.", f"第 {error.start + 1} 字节不是 UTF-8 编码。")
        raise UnusableInputError(Problem("encoding", source, where, "", "", message, _SAVE_AS_UTF8)) from error


class JsonWalk:
    """A walk through JSON.

    Args:
        document: The text.
        source: The file, as the user named it.
    """

    def __init__(self, document: str, source: str) -> None:
        self._text = document
        self._source = source
        self._at = _past_blanks(document, 0)
        self._line, self._counted = 1, 0
        self._escapes = bool(_SURROGATE.search(document))
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_located, parse_float=str, parse_int=str, parse_constant=_no_number
        )

    @property
    def line(self) -> int:
        """The line in which the value begins."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def kind(self) -> str:
        """Return ``object``, ``array`` or ``scalar``."""
        return {"{": "object", "[": "array"}.get(self._text[self._at : self._at + 1], "scalar")

    def members(self) -> Iterator[str]:
        """Enter an object; see ``Walk.members``."""
        for _ in self._parts("}"):
            if self._text[self._at : self._at + 1] != '"':
                raise self._fault("a key in quotation marks is expected")
            key = self.value()
            self._pass(":")
            yield key

    def items(self) -> Iterator[None]:
        """Enter an array; see ``Walk.items``."""
        yield from self._parts("]")

    def value(self) -> Any:
        """Walk past the value and return it; numbers are returned as they are written."""
        line = self.line
        try:
            value, end = self._decoder.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            raise self._fault(error.msg, error.pos) from error
        except RecursionError as error:
            raise too_deep(self._source, f"line {line}") from error
        except ValueError as error:
            raise self._fault(str(error)) from error
        if self._escapes:
            self._check_surrogates(value)
        if isinstance(value, Located):
            value.line = line
        self._at = _past_blanks(self._text, end)
        return value

    def end(self) -> None:
        """Return if nothing follows.

        Raises:
            UnusableInputError: Something does.
        """
        if self._at < len(self._text):
            raise self._fault("something follows the end")

    def _check_surrogates(self, value: Any) -> None:
        """Raise ``UnusableInputError`` if a text holds half of a character."""
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise self._fault("an escape stands for half of a character") from error

    def _parts(self, close: str) -> Iterator[None]:
        self._at = _past_blanks(self._text, self._at + 1)
        if self._text[self._at : self._at + 1] == close:
            self._pass(close)
            return
        while True:
            yield
            if self._text[self._at : self._at + 1] == close:
                self._pass(close)
                return
            self._pass(",")

    def _pass(self, sign: str) -> None:
        if self._text[self._at : self._at + 1] != sign:
            raise self._fault(f"{sign} is expected")
        self._at = _past_blanks(self._text, self._at + 1)

    def _fault(self, reason: str, at: int | None = None) -> UnusableInputError:
        at = self._at if at is None else at
        line = self._text.count("\n", 0, at) + 1
        where = f"line {line}, column {at - self._text.rfind(chr(10), 0, at)}"
        chinese = _reason_in_chinese(reason)
        message = Text(f"This is not valid JSON ({reason}).", f"不符合 JSON 语法{chinese}。")
        return UnusableInputError(Problem("syntax", self._source, where, "", "", message, _MEND))


def _past_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _reason_in_chinese(reason: str) -> str:
    """Return what is wrong in Chinese, in brackets; empty if there is no word for it, for the place is named anyway."""
    expected = re.fullmatch(r"(\S) is expected", reason)
    known = next((chinese for begin, chinese in _REASONS.items() if reason.startswith(begin)), "")
    said = f"应为 {expected[1]}" if expected else known
    return f"（{said}）" if said else ""


def _located(pairs: list[tuple[str, Any]]) -> Located:
    members = Located(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        members.twice = tuple(name for name in members if names.count(name) > 1)
    return members


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


_REASONS: Final = {
    "a key in quotation marks": "应为带引号的键",
    "Expecting property name": "应为带双引号的键",
    "Expecting ',' delimiter": "应为逗号",
    "Expecting ':' delimiter": "应为冒号",
    "Expecting value": "应为一个值",
    "Unterminated string": "字符串没有结束",
    "Invalid control character": "字符串中有控制字符",
    "Invalid \\escape": "转义有误",
    "Invalid \\uXXXX escape": "转义有误",
    "Illegal trailing comma": "末尾多一个逗号",
    "something follows": "结尾之后还有内容",
    "an escape stands for half": "转义只表示半个字符",
    "NaN is no number": "NaN 不是数",
    "Infinity is no number": "Infinity 不是数",
    "-Infinity is no number": "-Infinity 不是数",
}
"""What the parser says, by how it begins, in Chinese."""
_SAVE_AS_UTF8: Final = Text("Save the file as UTF-8.", "请将文件另存为 UTF-8 编码。")
_MEND: Final = Text(
    "Mend this place; if the file is cut off, copy or export it again.",
    "请修正此处；若文件不完整，请重新复制或导出。",
)
