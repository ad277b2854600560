"""The one door: write mappings in a form of the writer's choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import Literal as RdfLiteral

from mmssc.crosswalk.read.values import Values
from mmssc.crosswalk.report.printable import harmless
from mmssc.crosswalk.slots import SET_SLOTS, SLOTS
from mmssc.crosswalk.vocabulary import shipped_vocabulary
from mmssc.crosswalk.write.document import gather
from mmssc.crosswalk.write.oscal import write_oscal
from mmssc.crosswalk.write.sheet import one_sheet
from mmssc.crosswalk.write.sssom_json import write_sssom_json
from mmssc.crosswalk.write.sssom_tsv import write_sssom_tsv
from mmssc.crosswalk.write.sssom_turtle import write_sssom_turtle
from mmssc.crosswalk.write.table import write_table
from mmssc.evidence.values import BadValueError
from mmssc.names import PREFIXES
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Triple

    from mmssc.crosswalk.write.document import Term
    from mmssc.crosswalk.write.sheet import Sheet

__all__ = ["FORMS", "Written", "write_mappings"]

FORMS: Final = ("sssom-tsv", "sssom-json", "sssom-turtle", "oscal-json", "csv")
"""The forms that can be written."""

_PLAIN_TEXT: Final = {"sssom-tsv", "csv"}


@dataclass(frozen=True, slots=True)
class Written:
    """A document, and what the form has no room for.

    Attributes:
        text: The document.
        problems: What was left out or filled in, each a warning.
    """

    text: str
    problems: tuple[Problem, ...]


def write_mappings(
    statements: Iterable[Triple],
    form: Literal["sssom-tsv", "sssom-json", "sssom-turtle", "oscal-json", "csv"],
    *,
    prefixes: Mapping[str, str] | None = None,
    metadata: Mapping[str, str | Sequence[str]] | None = None,
) -> Written:
    """Write the mapping rows among statements as one document.

    Args:
        statements: What to write, as ``Mappings.triples`` gives it: ``sssom:Mapping`` nodes, the sets that hold them.
        form: One of ``FORMS``.
        prefixes: Prefixes for CURIEs, before those that the sets declare and those of the project.
        metadata: What to say of the set, by slot (``mapping_set_id``, ``license``, …); identifiers as CURIEs or IRIs.

    Raises:
        ValueError: There is no such form or slot, or a value does not fit it.
    """
    if form not in FORMS:
        raise ValueError(f"no form {form}: one of {', '.join(FORMS)}")
    document = gather(statements)
    given = _terms(metadata or {}, {**PREFIXES, **document.prefixes, **(prefixes or {})})
    if form == "oscal-json":
        text, problems = write_oscal(document, given)
        return Written(text, tuple(problems))
    sheet = one_sheet(document, given)
    if form != "sssom-turtle":
        sheet.problems += _languages(sheet)
    if form in _PLAIN_TEXT:
        sheet.problems += _without_controls(sheet)
    if form == "csv":
        text = write_table(sheet)
    elif form == "sssom-tsv":
        text = write_sssom_tsv(sheet, prefixes or {}, document.prefixes)
    elif form == "sssom-json":
        text = write_sssom_json(sheet, prefixes or {}, document.prefixes)
    else:
        text = write_sssom_turtle(sheet, prefixes or {}, document.prefixes)
    return Written(text, tuple(sheet.problems))


def _without_controls(sheet: Sheet) -> list[Problem]:
    """Replace control characters, which a plain text would hand on to whatever shows it; say in how many texts."""
    count = 0
    for said in (sheet.about, *sheet.rows):
        for values in said.values():
            for place, value in enumerate(values):
                if isinstance(value, RdfLiteral) and harmless(value.value) != value.value:
                    values[place] = RdfLiteral(harmless(value.value), datatype=value.datatype)
                    count += 1
    return [Problem("control-characters", "", "", "", str(count), *_CONTROLS, severity="warning")] if count else []


def _languages(sheet: Sheet) -> list[Problem]:
    """Return a warning if texts name their language, which only RDF can say."""
    tagged = sum(
        isinstance(value, RdfLiteral) and value.language is not None
        for said in (sheet.about, *sheet.rows)
        for values in said.values()
        for value in values
    )
    return [Problem("no-room", "", "", "@", str(tagged), *_LANGUAGES, severity="warning")] if tagged else []


def _terms(metadata: Mapping[str, str | Sequence[str]], prefixes: Mapping[str, str]) -> dict[str, list[Term]]:
    values = Values(prefixes, shipped_vocabulary(), Text("declare it in prefixes.", "请在 prefixes 中声明该前缀。"))
    found: dict[str, list[Term]] = {}
    for name, given in metadata.items():
        if name not in SET_SLOTS:
            raise ValueError(f"no slot {name} of a mapping set")
        texts = [given] if isinstance(given, str) else given
        try:
            found[name] = [values.said(SLOTS[name], text)[1] for text in texts]
        except BadValueError as error:
            raise ValueError(f"{name}: {error}") from error
    return found


_CONTROLS: Final = (
    Text("Control characters were replaced by �, in so many texts.", "控制字符已替换为 �，涉及的文本数如值所示。"),
    Text("Remove them from the file that was read.", "请从原文件中删除这些字符。"),
)
_LANGUAGES: Final = (
    Text(
        "This form has no place for the language of a text; so many texts lose it.",
        "此格式无法写明文本的语言；失去语言标记的文本数如值所示。",
    ),
    Text("Write sssom-turtle if it is needed.", "如需保留，请改用 sssom-turtle。"),
)
