"""A user's own profile: read it, and tell what it says that no check understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.checks.exemptions import exemption_faults, exemptions_in
from mmssc.crosswalk.checks.profile import load_catalogue
from mmssc.crosswalk.read.resource import base_of
from mmssc.crosswalk.read.result import MappingFile
from mmssc.crosswalk.read.statements import located_statements
from mmssc.evidence.formats import Form
from mmssc.evidence.opening import opened
from mmssc.evidence.terms import nearest
from mmssc.names import MMSSC, SH, XSD, compact
from mmssc.problem import Problem, Text, UnusableInputError

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from mmssc.crosswalk.checks.profile import Catalogue

__all__ = ["read_profile"]

_CHECKS: Final = "https://w3id.org/mmssc/check/"
_SEVERITY: Final = NamedNode(MMSSC + "severity")
_THRESHOLD: Final = NamedNode(MMSSC + "threshold")
_OFF: Final = NamedNode(SH + "deactivated")
_SEVERITIES: Final = {NamedNode(SH + name) for name in ("Violation", "Warning", "Info")}
_NUMBERS: Final = {XSD + name for name in ("integer", "decimal", "double")}


def read_profile(source: str) -> tuple[Catalogue, list[Problem]]:
    """Return the catalogue with a user's profile, and warnings about what the profile says in vain.

    Raises:
        UnusableInputError: The profile cannot be read, or says something that cannot be meant; every fault is named.
    """
    ours = load_catalogue()
    with opened(source) as file:
        statements, _ = located_statements(file, Form.TURTLE, MappingFile(source, base_of(source)))
    exemptions = exemptions_in(statements, source)
    faults = _Faults(source, ours)
    for triple, line in statements:
        faults.see(triple, line)
    problems = [*faults.problems, *exemption_faults(exemptions, {check.iri for check in ours.checks})]
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise UnusableInputError(*errors)
    if not faults.settings and not exemptions:
        problems.append(Problem("empty-profile", source, "", "", "", *_NOTHING, severity="warning"))
    return load_catalogue((triple for triple, _ in statements), exemptions), problems


class _Faults:
    """Looks at the statements of a profile one by one.

    Attributes:
        problems: What is wrong with them.
        settings: How many of them set something.
    """

    def __init__(self, source: str, ours: Catalogue) -> None:
        self.problems: list[Problem] = []
        self.settings = 0
        self._source = source
        self._checks = {check.iri: check.id for check in ours.checks}
        self._thresholds = {triple.subject for triple in ours.settings if triple.predicate == _THRESHOLD}
        self._said: dict[tuple[NamedNode, NamedNode], Triple] = {}

    def see(self, triple: Triple, line: int) -> None:
        """Look at one statement."""
        subject, prop = triple.subject, triple.predicate
        setting = prop in (_SEVERITY, _THRESHOLD, _OFF)
        if not isinstance(subject, NamedNode) or not (setting or subject.value.startswith(_CHECKS)):
            if setting:
                self._fault(line, prop, "[]", *_NO_CHECK)
            return
        if subject not in self._checks:
            self._fault(line, prop, subject.value, _NO_CHECK[0], self._meant(subject))
        elif not setting:
            self._fault(line, prop, compact(subject.value), *_UNREAD, severity="warning")
        elif self._said.setdefault((subject, prop), triple) != triple:
            self._fault(line, prop, compact(subject.value), *_TWICE)
        else:
            self.settings += 1
            self._value(triple, line)

    def _value(self, triple: Triple, line: int) -> None:
        prop, value = triple.predicate, triple.object
        shown = str(value) if isinstance(value, NamedNode | Literal) else "[]"
        if prop == _SEVERITY and value not in _SEVERITIES:
            self._fault(line, prop, shown, *_NO_SEVERITY)
        if prop == _OFF and not (_typed(value, {XSD + "boolean"}) and value.value in {"true", "false", "1", "0"}):  # type: ignore[union-attr]
            self._fault(line, prop, shown, *_NO_BOOLEAN)
        if prop == _THRESHOLD and triple.subject not in self._thresholds:
            self._fault(line, prop, compact(triple.subject.value), *_NO_THRESHOLD)  # type: ignore[union-attr]
        elif prop == _THRESHOLD and not (_typed(value, _NUMBERS) and _counts(value)):
            self._fault(line, prop, shown, *_NO_NUMBER)

    def _meant(self, subject: NamedNode) -> Text:
        near = nearest(subject.value.removeprefix(_CHECKS), list(self._checks.values()))
        en, zh = (f"Did you mean check:{near}? ", f"是否应为 check:{near}？") if near else ("", "")
        return Text(en + _NO_CHECK[1].en, zh + _NO_CHECK[1].zh)

    def _fault(
        self, line: int, prop: NamedNode, value: str, message: Text, mend: Text, severity: str = "error"
    ) -> None:
        name = compact(prop.value)
        self.problems.append(
            Problem("profile", self._source, f"line {line}", name, value, message, mend, severity)  # type: ignore[arg-type]
        )


def _typed(value: object, types: set[str]) -> bool:
    return isinstance(value, Literal) and value.datatype.value in types


def _counts(value: object) -> bool:
    """Tell whether a number can be a threshold; NaN and what is written wrongly cannot."""
    try:
        return 0 <= float(getattr(value, "value", "")) < float("inf")
    except ValueError:
        return False


_NO_CHECK: Final = (
    Text("There is no such check.", "没有这项检查。"),
    Text("mmssc crosswalk checks lists them all.", "mmssc crosswalk checks 可列出全部检查。"),
)
_UNREAD: Final = (
    Text("A profile sets no such property of a check; it is not read.", "设置文件不能为检查设置此属性，未读取。"),
    Text(
        "What can be set is mmssc:severity, mmssc:threshold and sh:deactivated.",
        "可设置的属性为 mmssc:severity、mmssc:threshold 和 sh:deactivated。",
    ),
)
_TWICE: Final = (
    Text(
        "The profile says this of the check twice, and differently.", "设置文件对同一检查重复设置了此项，且内容不同。"
    ),
    Text("Keep one.", "请只保留一个。"),
)
_NO_SEVERITY: Final = (
    Text("This is no severity.", "这不是严重程度。"),
    Text("Write sh:Violation, sh:Warning or sh:Info.", "请填写 sh:Violation、sh:Warning 或 sh:Info。"),
)
_NO_BOOLEAN: Final = (
    Text(
        "This is no truth value of xsd:boolean, so nobody can tell whether the check is off.",
        "这不是 xsd:boolean 真值，无法判断是否关闭该检查。",
    ),
    Text("Write true or false, without quotation marks.", "请填写不带引号的 true 或 false。"),
)
_NO_THRESHOLD: Final = (
    Text("This check has no threshold.", "该检查没有阈值。"),
    Text("Delete the statement.", "请删除该陈述。"),
)
_NO_NUMBER: Final = (
    Text("A threshold is a number from 0 on.", "阈值应为不小于 0 的数。"),
    Text("Write a number, without quotation marks.", "请填写不带引号的数。"),
)
_NOTHING: Final = (
    Text(
        "The profile sets nothing: no severity, no threshold, no exemption.",
        "设置文件未作任何设置：没有严重程度、阈值或豁免。",
    ),
    Text("Check that it is the file you meant, and its prefixes.", "请确认文件及其前缀是否正确。"),
)
