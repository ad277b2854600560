"""The result of an assessment as one plain document: what every other form of the report is made from.

Its JSON form is published as ``mmssc/report/assessment.schema.json``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal

from mmssc import __version__
from mmssc.knowledge import query_text
from mmssc.names import DCTERMS, MMSSC, SKOS, natural
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, NamedNode, Store

__all__ = ["Document", "document", "merge"]

Document = dict[str, Any]

SCHEMA: Final = "https://w3id.org/mmssc/schema/assessment-1.json"

# What a document says of an item of evidence: its key, the property, and whether there can be several.
_ITEM: Final = {
    DCTERMS + "title": "title",
    DCTERMS + "description": "description",
    DCTERMS + "type": "type",
    DCTERMS + "source": "source",
    DCTERMS + "bibliographicCitation": "citation",
    DCTERMS + "publisher": "publisher",
    DCTERMS + "issued": "issued",
    DCTERMS + "dateSubmitted": "recorded",
    DCTERMS + "accessRights": "access",
    DCTERMS + "audience": "audience",
    DCTERMS + "accrualPeriodicity": "periodicity",
    SKOS + "note": "note",
    **{
        MMSSC + name: key
        for name, key in (
            ("community", "community"),
            ("assurance", "assurance"),
            ("scope", "scope"),
            ("practice", "practice"),
            ("effect", "effect"),
            ("feedbackOutcome", "feedback_outcome"),
            ("baselineDate", "baseline_date"),
            ("target", "target"),
            ("targetDate", "target_date"),
            ("refreshInterval", "refresh_interval"),
            ("plannedFor", "planned_for"),
            ("validUntil", "valid_until"),
            ("demonstrates", "demonstrates"),
            ("disputes", "disputes"),
        )
    },
}
_SEVERAL: Final = {"audience", "demonstrates", "disputes", "source"}


def document(store: Store) -> Document:
    """Build the document from the graph that an assessment leaves behind (``mmssc.assess.Assessed.store``)."""
    names = _Names(store)
    requirements = _requirements(store, names)
    return {
        "schema": SCHEMA,
        "mmssc": __version__,
        "models": _models(store, names),
        "criteria": _criteria(store, names),
        "requirements": requirements,
        "assessments": _assessments(store, names),
        "evidence": _items(store, names),
        "terms": names.terms,
    }


def merge(documents: Iterable[Document]) -> Document:
    """Join the documents of batches of communities, assessed by one model, into the document of them all."""
    whole: Document = {}
    for document in documents:
        for key, value in document.items():
            if key in {"evidence", "terms"} and key in whole:
                whole[key].update(value)
            elif key == "assessments" and key in whole:
                whole[key] += value
            else:
                whole.setdefault(key, value)
    return whole


def _rows(store: Store, name: str) -> Iterator[dict[str, NamedNode | BlankNode | Literal]]:
    return select(store, query_text(f"report/{name}"))


class _Names:
    """Codes, names and definitions of everything that has a label."""

    def __init__(self, store: Store) -> None:
        self.codes: dict[str, str] = {}
        self.terms: dict[str, dict[str, Any]] = {}
        for row in _rows(store, "labels"):
            iri = row["thing"].value
            if "code" in row:
                self.codes[iri] = row["code"].value
            term = self.terms.setdefault(iri, {"code": self.codes.get(iri), "name": {}, "definition": {}})
            lang = row["lang"].value or "en"
            term["name"].setdefault(lang, row["name"].value)
            if "definition" in row:
                term["definition"].setdefault(lang, row["definition"].value)

    def short(self, node: NamedNode | BlankNode | Literal) -> str:
        """Return the notation of a thing, else the last part of its IRI; a literal as it is."""
        if isinstance(node, Literal):
            return node.value
        return self.codes.get(node.value) or re.split(r"[/#]", node.value)[-1] or node.value

    def text(self, node: NamedNode | BlankNode | Literal) -> dict[str, str]:
        """Return the names of a thing by language."""
        term = self.terms.get(node.value)
        return dict(term["name"]) if term else {"en": self.short(node)}


def _models(store: Store, names: _Names) -> list[Document]:
    levels: dict[str, list[Document]] = defaultdict(list)
    for row in _rows(store, "levels"):
        levels[row["model"].value].append(
            {"iri": row["level"].value, "rank": _int(row["rank"]), "name": names.text(row["level"])}
        )
    parts: dict[str, dict[str, dict[str, list[str]]]] = {}
    nodes: dict[str, NamedNode | BlankNode | Literal] = {}
    for row in _rows(store, "model"):
        for key in ("model", "dimension", "subdimension", "characteristic"):
            nodes[row[key].value] = row[key]
        subdimensions = parts.setdefault(row["model"].value, {}).setdefault(row["dimension"].value, {})
        subdimensions.setdefault(row["subdimension"].value, []).append(row["characteristic"].value)

    def entry(iri: str) -> Document:
        return {"iri": iri, "code": names.short(nodes[iri]), "name": names.text(nodes[iri])}

    def ordered(iris: Iterable[str]) -> list[str]:
        return sorted(iris, key=lambda iri: natural(names.short(nodes[iri])))

    return [
        {
            "iri": model,
            "name": names.text(nodes[model]),
            "levels": levels[model],
            "dimensions": [
                {
                    **entry(dimension),
                    "subdimensions": [
                        {**entry(sub), "characteristics": [entry(iri) for iri in ordered(parts[model][dimension][sub])]}
                        for sub in ordered(parts[model][dimension])
                    ],
                }
                for dimension in ordered(parts[model])
            ],
        }
        for model in sorted(parts)
    ]


def _criteria(store: Store, names: _Names) -> dict[str, Document]:
    criteria: dict[str, Document] = {}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    codes: dict[str, str] = {}
    for row in _rows(store, "criteria"):
        code = codes[row["criterion"].value] = row["code"].value
        criterion = criteria.setdefault(
            code,
            {
                "characteristic": names.short(row["characteristic"]),
                "level": _int(row["rank"]),
                "extends": [],
                "requirements": [],
                "any_of": [],
            },
        )
        if "below" in row:
            criterion["extends"].append(row["below"].value)
        elif "alternatives" in row:
            groups[code, row["alternatives"].value].append(names.short(row["requirement"]))
        elif "requirement" in row:
            criterion["requirements"].append(names.short(row["requirement"]))
    for (code, _), members in sorted(groups.items()):
        criteria[code]["any_of"].append(sorted(members))
    for criterion in criteria.values():
        criterion["extends"] = [codes[iri] for iri in criterion["extends"]]
    return dict(sorted(criteria.items(), key=lambda item: natural(item[0])))


def _requirements(store: Store, names: _Names) -> dict[str, Document]:
    requirements: dict[str, Document] = {}
    for row in _rows(store, "requirements"):
        names.codes[row["requirement"].value] = row["code"].value
        requirement = requirements.setdefault(
            row["code"].value,
            {
                "iri": row["requirement"].value,
                "name": {},
                "description": {},
                "message": {},
                "count": _int(row["count"]),
                "facets": [],
                "types": [],
            },
        )
        for key in ("name", "description", "message"):
            requirement[key][row["lang"].value] = row[key].value
        for key, several in (("facet", "facets"), ("type", "types")):
            if key in row and row[key].value not in requirement[several]:
                requirement[several].append(row[key].value)
    return dict(sorted(requirements.items(), key=lambda item: natural(item[0])))


def _assessments(store: Store, names: _Names) -> list[Document]:
    ratings = _ratings(store, names)
    findings = _findings(store, names)
    refused, not_admitted = _refusals(store, names)
    for assessment, requirements in refused.items():
        for code, refusals in requirements.items():
            findings[assessment][code]["refused"] = [
                {"evidence": item, "reasons": reasons} for item, reasons in refusals.items()
            ]
    summaries = _summaries(store, names)
    found = []
    for row in _rows(store, "assessments"):
        iri = row["assessment"].value
        found.append(
            {
                "iri": iri,
                "community": {"iri": row["community"].value, "name": names.text(row["community"])},
                "as_of": row["asOf"].value,
                "horizon": row["horizon"].value if "horizon" in row else None,
                "planned_until": row["plannedUntil"].value if "plannedUntil" in row else None,
                "minimum_assurance": names.short(row["minimumAssurance"]),
                "stakeholder_group": row["stakeholderGroup"].value if "stakeholderGroup" in row else None,
                "method": row["method"].value if "method" in row else None,
                "ratings": sorted(ratings[iri].values(), key=lambda rating: natural(rating["characteristic"])),
                "findings": dict(sorted(findings[iri].items(), key=lambda item: natural(item[0]))),
                "not_admitted": [
                    {"evidence": item, "reasons": reasons} for item, reasons in sorted(not_admitted[iri].items())
                ],
                "summaries": summaries[iri],
            }
        )
    return found


def _ratings(store: Store, names: _Names) -> dict[str, dict[str, Document]]:
    ratings: dict[str, dict[str, Document]] = defaultdict(dict)
    for row in _rows(store, "ratings"):
        ratings[row["assessment"].value][row["characteristic"].value] = {
            "characteristic": names.short(row["characteristic"]),
            "level": _int(row["level"]),
            "possible_level": _int(row["possible"]),
            "next_level": _int(row["next"]) if "next" in row else None,
            "proved_levels": [],
            "possible_levels": [],
            "evidence": [],
            "missing": [],
            "alternatives": [],
            "reading": [],
        }

    def rating(row: dict[str, NamedNode | BlankNode | Literal]) -> Document:
        return ratings[row["assessment"].value][row["characteristic"].value]

    for row in _rows(store, "conformance"):
        for key in ("proved", "possible"):
            if row[key].value == "true":
                rating(row)[f"{key}_levels"].append(_int(row["rank"]))
    for row in _rows(store, "carried"):
        rating(row)["evidence"].append(row["item"].value)
    for row in _rows(store, "gaps"):
        code, found = names.short(row["requirement"]), rating(row)
        if code not in found["missing"]:
            found["missing"].append(code)
        if "other" in row:
            pair = sorted((code, names.short(row["other"])))
            group = next((group for group in found["alternatives"] if set(group) & set(pair)), None)
            if group is None:
                found["alternatives"].append(pair)
            else:
                group[:] = sorted({*group, *pair})
    for row in _rows(store, "reading"):
        rating(row)["reading"].append(row["document"].value)
    for by_characteristic in ratings.values():
        for found in by_characteristic.values():
            found["missing"].sort(key=natural)
    return ratings


def _findings(store: Store, names: _Names) -> dict[str, dict[str, Document]]:
    findings: dict[str, dict[str, Document]] = defaultdict(dict)
    for row in _rows(store, "findings"):
        finding = findings[row["assessment"].value].setdefault(
            names.short(row["requirement"]),
            {"outcome": names.short(row["outcome"]), "satisfied_by": [], "disputed_by": [], "refused": []},
        )
        for key, several in (("satisfying", "satisfied_by"), ("disputing", "disputed_by")):
            if key in row:
                finding[several].append(row[key].value)
    return findings


def _refusals(
    store: Store, names: _Names
) -> tuple[dict[str, dict[str, dict[str, list[str]]]], dict[str, dict[str, list[str]]]]:
    refused: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    not_admitted: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(store, "refusals"):
        assessment, item, reason = row["assessment"].value, row["item"].value, row["reason"].value
        if "requirement" in row:
            refused[assessment][names.short(row["requirement"])][item].append(reason)
        else:
            not_admitted[assessment][item].append(reason)
    return refused, not_admitted


def _summaries(store: Store, names: _Names) -> dict[str, list[Document]]:
    summaries: dict[str, dict[str, Document]] = defaultdict(dict)
    for row in _rows(store, "summaries"):
        summary = summaries[row["assessment"].value].setdefault(
            row["part"].value,
            {
                "part": row["part"].value,
                "code": names.codes.get(row["part"].value),
                **{key: _int(row[key]) for key in ("lowest", "median", "highest")},
                "counts": {},
            },
        )
        summary["counts"][row["rank"].value] = _int(row["count"])
    return defaultdict(
        list,
        {iri: sorted(parts.values(), key=lambda part: natural(part["code"] or "")) for iri, parts in summaries.items()},
    )


def _items(store: Store, names: _Names) -> dict[str, Document]:
    items: dict[str, Document] = defaultdict(dict)
    for row in _rows(store, "items"):
        item = items[row["item"].value]
        key = _ITEM.get(row["property"].value)
        if key is None:
            continue
        value = names.short(row["value"]) if key not in {"community", "source", "type"} else row["value"].value
        if key in _SEVERAL:
            item.setdefault(key, []).append(value)
        elif key in item and isinstance(row["value"], Literal):
            item[key] = f"{item[key]} / {value}"  # a text in two languages
        else:
            item[key] = value
    return dict(items)


def _int(node: NamedNode | BlankNode | Literal) -> int:
    return int(node.value)
