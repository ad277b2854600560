"""One mapping set as SSSOM wants it: what several sets share, what it requires, members of unions as rows."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.slots import CARDINALITIES, ENTITY_TYPES, ROW_SLOTS, SET_SLOTS, SLOTS, VERSIONS
from mmssc.crosswalk.vocabulary import MEMBER_OF
from mmssc.crosswalk.write.document import only
from mmssc.crosswalk.write.labels import fill_labels
from mmssc.problem import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmssc.crosswalk.write.document import Document, Further, Record, Said, Term

__all__ = ["Sheet", "condensed", "one_sheet"]

_SEMAPV: Final = "https://w3id.org/semapv/vocab/"
_UNSPECIFIED: Final = NamedNode(_SEMAPV + "UnspecifiedMatching")
_BY_DEFINITION: Final = NamedNode(_SEMAPV + "LogicalReasoning")
_NO_LICENCE: Final = NamedNode("https://w3id.org/sssom/license/unspecified")
_SETS: Final = "https://w3id.org/mmssc/mapping-set/"
_COMPOSED: Final = ENTITY_TYPES["composed entity expression"]
_SIDES: Final = ("subject", "object")


@dataclass(slots=True)
class Sheet:
    """One mapping set.

    Attributes:
        about: What is said of it, by slot.
        rows: What its rows say, by slot, every row for itself.
        further: The slots that SSSOM does not have, those that are used.
        problems: What could not be taken over as it is.
        filled: What SSSOM requires of a set and nothing said: it was filled in.
    """

    about: Said
    rows: list[Said]
    further: dict[str, Further]
    problems: list[Problem]
    filled: frozenset[str] = frozenset()


def one_sheet(document: Document, metadata: Mapping[str, Sequence[Term]]) -> Sheet:
    """Return everything as one mapping set.

    Args:
        document: What is to be written.
        metadata: What whoever writes says of the set, by slot; it goes before what the sets say.
    """
    problems: list[Problem] = []
    fill_labels(document)
    several = len({record.set for record in document.records}) > 1
    rows = [_row(record, document, several=several) for record in document.records]
    rows += _memberships(document, rows)
    about = _about(document, metadata, problems)
    lacking = sum("mapping_justification" not in row for row in rows)
    for row in rows:
        row.setdefault("mapping_justification", [_UNSPECIFIED])
    if lacking:
        problems.append(_note("unspecified-justification", "mapping_justification", str(lacking), *_JUSTIFICATION))
    filled = frozenset({"license", "mapping_set_id"} - about.keys())
    if "license" not in about:
        about["license"] = [_NO_LICENCE]
        problems.append(_note("unspecified-licence", "license", "", *_LICENCE))
    if "mapping_set_id" not in about:
        about["mapping_set_id"] = [_identifier(document, rows)]
    _identify(document, rows)
    _single(about, rows, document, problems)
    problems += _losses(about, rows, document)
    rows.sort(key=_order)
    about.pop("sssom_version", None)
    if _needs_newer(about, rows):
        about["sssom_version"] = [VERSIONS["1.1"]]
    used = {name for said in (about, *rows) for name in said}
    return Sheet(about, rows, {name: each for name, each in document.further.items() if name in used}, problems, filled)


def condensed(sheet: Sheet) -> tuple[Said, list[Said]]:
    """Return what is said of the set and of its rows, with what all rows share said once, of the set."""
    about, rows = dict(sheet.about), [dict(row) for row in sheet.rows]
    for name, slot in SLOTS.items():
        if not slot.propagated or not rows or name not in rows[0]:
            continue
        shared = rows[0][name]
        if about.get(name, shared) == shared and all(row.get(name) == shared for row in rows):
            about[name] = shared
            for row in rows:
                del row[name]
    return about, rows


def _row(record: Record, document: Document, *, several: bool) -> Said:
    """Return what a row says; of several sets, also which one it comes from."""
    row = {name: list(values) for name, values in record.said.items()}
    origin = only(document.sets.get(record.set, {}), "mapping_set_id") if several and record.set else None
    if isinstance(origin, NamedNode):
        row.setdefault("mapping_source", [origin])
    for side in _SIDES:
        if only(row, f"{side}_id") in document.members:
            row.setdefault(f"{side}_type", [_COMPOSED])
    return row


def _memberships(document: Document, rows: list[Said]) -> list[Said]:
    """Return a row for each member of each union that is mapped, so that the union is known by its members."""
    stated = {
        (only(row, "subject_id"), only(row, "object_id")) for row in rows if only(row, "predicate_id") == MEMBER_OF
    }
    unions = {only(row, f"{side}_id") for row in rows for side in _SIDES}
    return [
        {
            "subject_id": [member],
            "predicate_id": [MEMBER_OF],
            "object_id": [union],
            "object_type": [_COMPOSED],
            "mapping_justification": [_BY_DEFINITION],
        }
        for union, members in document.members.items()
        if union in unions
        for member in members
        if (member, union) not in stated
    ]


def _about(document: Document, metadata: Mapping[str, Sequence[Term]], problems: list[Problem]) -> Said:
    """Return what is said of the set: of several, what all of them say."""
    holding = {record.set for record in document.records}
    sets = [said for node, said in document.sets.items() if node in holding] or list(document.sets.values())
    about: Said = {}
    for name in dict.fromkeys(name for said in sets for name in said):
        if all(said.get(name) == sets[0].get(name) for said in sets):
            about[name] = list(sets[0][name])
        elif name not in metadata and name != "mapping_set_id":  # rows keep the identifier of the set they come from
            problems.append(_note("several-sets", name, "", *_SEVERAL_SETS))
    about |= {name: list(values) for name, values in metadata.items()}
    return about


def _losses(about: Said, rows: list[Said], document: Document) -> list[Problem]:
    """Return what SSSOM has no place for: what is said beside the rows, and slots that stand where none may."""
    lost = Counter(document.rest)
    lost.update(name for name in about if name in SLOTS and name not in SET_SLOTS)
    lost.update(name for row in rows for name in row if name in SLOTS and name not in ROW_SLOTS)
    holding = {record.set for record in document.records}
    empty = [said for node, said in document.sets.items() if holding and node not in holding]
    lost.update(name for said in empty for name in said)
    origins = {only(document.sets.get(record.set, {}), "mapping_set_id") for record in document.records if record.set}
    kept = {only(about, "mapping_set_id"), *(only(row, "mapping_source") for row in rows), None}
    lost["mapping_set_id"] += len(origins - kept)
    return [_note("no-room", name, str(count), *_NO_ROOM) for name, count in sorted(lost.items()) if count > 0]


def _identifier(document: Document, rows: list[Said]) -> NamedNode:
    """Return an identifier for a set that has none: what it is called here, or one that its rows determine."""
    nodes = [node for node in document.sets if isinstance(node, NamedNode)]
    if len(nodes) == 1:
        return nodes[0]
    text = "\n".join(sorted(str(_order(row)) for row in rows))
    return NamedNode(_SETS + hashlib.sha256(text.encode()).hexdigest()[:16])


def _identify(document: Document, rows: list[Said]) -> None:
    """Give every row an identifier if one has: SSSOM wants all of them to have one, each its own, or none."""
    if not any("record_id" in row for row in rows):
        return
    nodes = [record.node for record in document.records]
    seen: set[Term] = set()
    for index, row in enumerate(rows):
        given = only(row, "record_id")
        if given is None or given in seen:
            node = nodes[index] if index < len(nodes) else None
            if not isinstance(node, NamedNode) or node in seen:
                node = NamedNode(uuid.uuid5(uuid.NAMESPACE_URL, f"{index} {_order(row)}").urn)
            row["record_id"] = [node]
        seen.add(row["record_id"][0])


def _single(about: Said, rows: list[Said], document: Document, problems: list[Problem]) -> None:
    """Keep one value where SSSOM has room for one."""
    lost: dict[str, int] = {}
    for said in (about, *rows):
        for name, values in said.items():
            single = name in document.further or not SLOTS[name].several
            distinct = list(dict.fromkeys(values))
            if single and len(distinct) > 1:
                lost[name] = lost.get(name, 0) + len(distinct) - 1
            said[name] = distinct[:1] if single else distinct
    problems += [_note("several-values", name, str(count), *_SEVERAL_VALUES) for name, count in lost.items()]


def _needs_newer(about: Said, rows: list[Said]) -> bool:
    """Whether something is said that SSSOM 1.0 cannot say."""
    if any(name in SLOTS and SLOTS[name].since != "1.0" for said in (about, *rows) for name in said):
        return True
    if {"similarity_measure", "curation_rule", "curation_rule_text"} & about.keys():
        return True
    newer = {_COMPOSED, Literal(CARDINALITIES[-1])}
    return any(value in newer for said in (about, *rows) for values in said.values() for value in values)


def _order(said: Said) -> list[tuple[str, ...]]:
    """Return what rows are sorted by: their slots, in the order in which these are written."""
    return [
        tuple(value.value for value in said.get(name, ())) for name in (*ROW_SLOTS, *sorted(said.keys() - SLOTS.keys()))
    ]


def _note(code: str, name: str, value: str, message: Text, mend: Text) -> Problem:
    return Problem(code, "", "", name, value, message, mend, severity="warning")


_JUSTIFICATION: Final = (
    Text(
        "SSSOM requires a justification; these rows have none and were given semapv:UnspecifiedMatching.",
        "SSSOM 要求给出映射理由；这些行没有，已填写 semapv:UnspecifiedMatching。",
    ),
    Text("Say how the mappings were found.", "请说明映射的得出方式。"),
)
_LICENCE: Final = (
    Text(
        "SSSOM requires a licence; the set has none, and that is what it now says.",
        "SSSOM 要求给出许可；该映射集没有，已注明未指定。",
    ),
    Text("Give the IRI of a licence.", "请给出许可的 IRI。"),
)
_SEVERAL_SETS: Final = (
    Text(
        "The mapping sets that were joined differ in this, so the joint one does not say it.",
        "所合并的映射集在此项上不一致，合并后不再写明。",
    ),
    Text("Write each set by itself, or say it of the joint one.", "请分别写出各映射集，或为合并后的映射集给出该项。"),
)
_NO_ROOM: Final = (
    Text(
        "A mapping set of SSSOM has no place for this; so many statements are not written.",
        "SSSOM 映射集无处填写此项；未写出的陈述数如值所示。",
    ),
    Text("Keep the file that states it, beside this one.", "请同时保留写有此项的原文件。"),
)
_SEVERAL_VALUES: Final = (
    Text(
        "There is room for one value here; so many further ones are not written.",
        "此处只能写一个值；其余若干个值未写出。",
    ),
    Text("Keep one value.", "请只保留一个值。"),
)
