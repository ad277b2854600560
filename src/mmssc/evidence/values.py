"""What a cell says, as RDF terms: text, dates at the precision they have, durations, IRIs."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from unicodedata import normalize
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from mmssc.names import XSD
from mmssc.problem import Text

__all__ = [
    "BadValueError",
    "check_characters",
    "date_literal",
    "duration_literal",
    "fill",
    "iri",
    "is_iri",
    "percent_encoded",
    "slug",
    "text_literal",
]


class BadValueError(Exception):
    """A cell that cannot be used: what is wrong with it and how to mend it."""

    def __init__(self, code: str, message: Text, mend: Text, value: str = "") -> None:
        super().__init__(message.en)
        self.code = code
        self.message = message
        self.mend = mend
        self.value = value


_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def check_characters(text: str) -> None:
    """Raise ``BadValueError`` if a text holds what no text should."""
    if found := _CONTROL.search(text):
        name = f"U+{ord(found[0]):04X}"
        raise BadValueError(
            "control-character",
            Text(f"The text holds a control character ({name}).", f"文本中含有控制字符（{name}）。"),
            Text("Remove it.", "请将其删除。"),
        )


def text_literal(text: str) -> Literal:
    """Return a text tagged as Chinese if it holds Han characters, else as English."""
    return Literal(text, language="zh" if _HAN.search(text) else "en")


_DATE: Final = re.compile(r"(\d{4})年?|(\d{4})[-/.年](\d{1,2})月?|(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DATE_TYPES: Final = tuple(NamedNode(XSD + name) for name in ("gYear", "gYearMonth", "date"))


def date_literal(text: str) -> Literal:
    """Return a year, month or day as ``xsd:gYear``, ``xsd:gYearMonth`` or ``xsd:date``."""
    mend = Text(
        "Write a year, a month or a day, as in 2024, 2024-03 or 2024-03-01.",
        "请填写年、月或日，例如 2024、2024-03 或 2024-03-01。",
    )
    match = _DATE.fullmatch(text)
    if not match:
        raise BadValueError("bad-date", Text("This is no date.", "这不是日期。"), mend)
    parts = [int(part) for part in match.groups() if part]
    try:
        day = date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        raise BadValueError("bad-date", Text("There is no such date.", "不存在这一日期。"), mend) from None
    return Literal(day.isoformat()[: 1 + 3 * len(parts)], datatype=_DATE_TYPES[len(parts) - 1])


_DURATION: Final = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII)
_AMOUNT: Final = re.compile(r"(\d{1,9})\s*([a-z]+|\D{1,2})\.?")
_UNITS: Final = {
    unit: form
    for form, units in {
        "PT{}S": "s sec secs second seconds 秒 秒钟",
        "PT{}M": "min mins minute minutes 分 分钟",
        "PT{}H": "h hr hrs hour hours 时 小时",
        "P{}D": "d day days 天 日",
        "P{}W": "w week weeks 周 星期",
        "P{}M": "month months 月 个月",
        "P{}Y": "y yr year years 年",
    }.items()
    for unit in units.split()
}
_DURATION_TYPE: Final = NamedNode(XSD + "duration")


def duration_literal(text: str) -> Literal:
    """Return an ``xsd:duration``, from its own form or from a number and a unit (``15 min``)."""
    if not _DURATION.fullmatch(text):
        amount = _AMOUNT.fullmatch(text.casefold())
        form = _UNITS.get(amount[2]) if amount else None
        if not amount or not form:
            raise BadValueError(
                "bad-duration",
                Text("This is no length of time.", "这不是时长。"),
                Text("Write 15 min, 1 h, 1 day or PT15M.", "请填写 15 分钟、1 小时、1 天或 PT15M。"),
            )
        number = int(amount[1])
        text = f"P{7 * number}D" if form == "P{}W" else form.format(number)
    return Literal(text, datatype=_DURATION_TYPE)


def is_iri(text: str) -> bool:
    """Whether a text is meant as an absolute IRI, well formed or not."""
    return "://" in text or text.casefold().startswith("urn:")


def iri(text: str) -> NamedNode:
    """Return an absolute IRI."""
    try:
        return NamedNode(text)
    except ValueError as error:
        if is_iri(text) and (encoded := percent_encoded(text)) != text:
            mend = Text(f"Write {encoded}", f"请改为 {encoded}")
        else:
            mend = Text(
                "Give the whole address, such as https://example.org/report.",
                "请填写完整网址，例如 https://example.org/report。",
            )
        raise BadValueError(
            "bad-iri", Text(f"This is no valid IRI ({error}).", f"这不是有效的 IRI（{error}）。"), mend
        ) from None


_NOT_IN_IRIS: Final = re.compile(r"""[\s\x00-\x20<>"{}|\\^`\[\]]|%(?![0-9A-Fa-f]{2})""")


def percent_encoded(text: str) -> str:
    """Return a text with what no IRI may hold percent-encoded."""
    return _NOT_IN_IRIS.sub(lambda found: quote(found[0]), text)


def fill(template: str, **values: str) -> str:
    """Fill a URI template: ``{+name}`` as it is, ``{name}`` with what no part of a path may hold encoded."""
    return re.sub(
        r"\{(\+?)(\w+)\}",
        lambda hole: values[hole[2]] if hole[1] else _encoded(values[hole[2]]),
        template,
    )


def slug(name: str) -> str:
    """Return a name as it stands in an IRI: in lower case, with hyphens for blanks."""
    return "-".join(name.lower().split())


def _encoded(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-._~" else quote(c, safe="") for c in normalize("NFC", text))
