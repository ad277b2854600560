"""Steps of a proof in words, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from mmssc.setlogic.proof import Reason
from mmssc.setlogic.relations import Relation

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmssc.setlogic.proof import Step

__all__ = ["relation_words", "words"]

Lang = Literal["en", "zh"]

_BASE: Final = {
    "en": {
        "eq": "equals",
        "pp": "is a proper subset of",
        "ppi": "is a proper superset of",
        "po": "overlaps",
        "dr": "is disjoint from",
    },
    "zh": {"eq": "等于", "pp": "真包含于", "ppi": "真包含", "po": "部分重叠", "dr": "不相交"},
}

_SHORT: Final = {
    "en": {
        Relation.ANY & ~Relation.EQ: "differs from",
        Relation.ANY & ~Relation.DR: "has something in common with",
        Relation.PP | Relation.PPI: "is a proper subset or superset of",
        Relation.EQ | Relation.PP: "is a subset of or equals",
        Relation.EQ | Relation.PPI: "is a superset of or equals",
        Relation.PPI | Relation.PO | Relation.DR: "is not within",
        Relation.PP | Relation.PO | Relation.DR: "does not include",
        Relation.ANY: "may be anything to",
    },
    "zh": {
        Relation.ANY & ~Relation.EQ: "不等于",
        Relation.ANY & ~Relation.DR: "有共同部分",
        Relation.EQ | Relation.PP: "包含于",
        Relation.EQ | Relation.PPI: "包含",
        Relation.PPI | Relation.PO | Relation.DR: "不包含于",
        Relation.PP | Relation.PO | Relation.DR: "不包含",
        Relation.ANY: "任意",
    },
}

_VERBS_ZH: Final = {"等于", "真包含于", "真包含", "不等于", "包含于", "包含", "不包含于", "不包含"}
"""Relations that stand between the two items, as a verb does; the others are said of both together."""

_REASON: Final = {
    "en": {
        Reason.ROW: "by {rows}",
        Reason.IDENTITY: "every item equals itself",
        Reason.DISTINCT: "they are two items of one scheme",
        Reason.COMPOSE: "hence, from {premises}",
        Reason.MEET: "hence, from {premises}",
        Reason.SUPPOSE: "suppose this case of {premises}",
        Reason.EXCLUDE: "the only case left, as {premises} shows",
    },
    "zh": {
        Reason.ROW: "依据{rows}",
        Reason.IDENTITY: "任何条目都等于自身",
        Reason.DISTINCT: "二者是同一体系中的两个条目",
        Reason.COMPOSE: "由{premises}推出",
        Reason.MEET: "由{premises}推出",
        Reason.SUPPOSE: "假设{premises}中的这一情形",
        Reason.EXCLUDE: "由{premises}可知仅余此情形",
    },
}


def relation_words(relations: Relation, lang: Lang = "en") -> str:
    """Return a relation in words: "is a proper subset of"; base relations without a common name are joined by "or"."""
    short = _SHORT[lang].get(relations)
    if short is not None:
        return short
    return (" or " if lang == "en" else "或").join(_BASE[lang][code] for code in relations.codes)


def words(
    step: Step, lang: Lang = "en", name: Callable[[str], str] = str, row: Callable[[str], str] | None = None
) -> str:
    """Return a step as one line.

    Args:
        step: The step.
        lang: The language.
        name: Gives the label of an item.
        row: Gives the text for a row, such as ``row 17``; if left out, "row" and its id.
    """
    if row is None:
        row = "row {}".format if lang == "en" else "行 {}".format
    claim = (_claim_en if lang == "en" else _claim_zh)(step, name(step.subject), name(step.object))
    premises = step.premises[-1:] if step.reason is Reason.EXCLUDE else step.premises
    comma = ", " if lang == "en" else "、"
    reason = _REASON[lang][step.reason].format(
        rows=comma.join(map(row, step.rows)), premises=comma.join(f"({premise})" for premise in premises)
    )
    return f"({step.number}) {claim}: {reason}" if lang == "en" else f"({step.number}) {claim}：{reason}"


def _claim_en(step: Step, subject: str, object_: str) -> str:
    if not step.relations:
        return f"nothing is left that {subject} could be to {object_}"
    return f"{subject} {relation_words(step.relations, 'en')} {object_}"


def _claim_zh(step: Step, subject: str, object_: str) -> str:
    if not step.relations:
        return f"{subject} 与 {object_} 之间不剩任何可能的关系"
    relation = relation_words(step.relations, "zh")
    if relation in _VERBS_ZH:
        return f"{subject} {relation} {object_}"
    several = len(step.relations.codes) > 1 and step.relations not in _SHORT["zh"]
    return f"{subject} 与 {object_} {'的关系为' if several else ''}{relation}"
