"""Say in both languages, with line, column and text, what an RDF parser found wrong."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Final

from mmssc.evidence.limits import MAX_FAULTS
from mmssc.evidence.values import percent_encoded
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from mmssc.evidence.formats import Form

__all__ = ["syntax_problems"]

_PLACE: Final = re.compile(r"Parser error at line .*?: ")
_LINE_ENDS: Final = b"\r\n"

_CUT_OFF: Final = Text("If the file is cut off, copy or export it again.", "文件可能不完整，请重新复制或导出。")
_NOT_UTF8: Final = Text("Save the file as UTF-8.", "请将文件另存为 UTF-8 编码。")
_RELATIVE: Final = Text(
    "Write the whole IRI, with https:// or another scheme, or declare a base.",
    "请写出带 https:// 等协议名的完整 IRI，或声明基准 IRI。",
)
_ENCODE: Final = Text(
    "Percent-encode what an IRI may not hold: a blank is %20, [ is %5B, ] is %5D, a quotation mark is %22.",
    "IRI 中不允许的字符须用百分号编码：空格为 %20，[ 为 %5B，] 为 %5D，引号为 %22。",
)


_MORE: Final = (
    Text("The rest of the file was not looked at, for it has too many faults.", "错误过多，文件其余部分未检查。"),
    Text("Mend these first.", "请先修正以上错误。"),
)


def syntax_problems(faults: list[SyntaxError], file: IO[bytes] | None, form: Form, source: str) -> list[Problem]:
    """Return a problem per line at fault; ``file`` is read again for the text."""
    lines = _lines(file, {fault.lineno for fault in faults if fault.lineno}) if file else {}
    first: dict[int | None, SyntaxError] = {}
    for fault in faults:  # what follows in the same line is most often a consequence
        first.setdefault(fault.lineno, fault)
    problems = [_problem(fault, lines, form, source) for fault in first.values()]
    if len(faults) >= MAX_FAULTS:
        problems.append(Problem("syntax", source, "", "", "", *_MORE))
    return problems


def _problem(fault: SyntaxError, lines: dict[int, str], form: Form, source: str) -> Problem:
    reason = _PLACE.sub("", fault.msg)
    start, end = (fault.offset or 1) - 1, (fault.end_offset or 1) - 1
    value = lines.get(fault.lineno or 0, "")[start : max(end, start)] if fault.lineno == fault.end_lineno else ""
    where = f"line {fault.lineno}, column {fault.offset}" if fault.lineno else ""
    return Problem(
        code="syntax",
        source=source,
        where=where,
        field="",
        value=value,
        message=Text(f"This is not valid {form.value} ({reason}).", f"不符合 {form.value} 语法（{reason}）。"),
        mend=_mend(reason, value, form),
    )


def _mend(reason: str, value: str, form: Form) -> Text:
    if "UTF-8" in reason:
        return _NOT_UTF8
    if "nexpected end" in reason:
        return _CUT_OFF
    if "No scheme" in reason:
        return _RELATIVE
    if "IRI" in reason:
        inner = value.removeprefix("<").removesuffix(">")
        encoded = percent_encoded(inner)
        return _ENCODE if encoded == inner else Text(f"Write <{encoded}>.", f"请改为 <{encoded}>。")
    return Text(
        f"Mend this line; if the file is not {form.value}, give it the suffix of its syntax.",
        f"请修正此行；若文件不是 {form.value}，请使用相应语法的后缀。",
    )


def _lines(file: IO[bytes], wanted: set[int]) -> dict[int, str]:
    file.seek(0)
    found = {}
    for number, line in enumerate(file, 1):
        if number in wanted:
            found[number] = line.rstrip(_LINE_ENDS).decode("utf-8-sig", "replace")
            if len(found) == len(wanted):
                break
    return found
