"""What a recommendation found as one plain document: what every other form of it is made from.

Its JSON form is published as ``mmssc/report/recommendation.schema.json``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from mmssc import __version__
from mmssc.knowledge import query_text
from mmssc.names import natural
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode, Store

    from mmssc.report.document import Document

    Row = dict[str, NamedNode | BlankNode | Literal]

__all__ = ["SCHEMA", "merge", "recommendation"]

SCHEMA: Final = "https://w3id.org/mmssc/schema/recommendation-1.json"

_LISTS: Final = {"path": "paths", "practice": "practices", "function": "functions", "linked": "see_also"}
_BY_IRI: Final = {"editions", "paths", "terms"}
_SINGLE: Final = {"document", "purpose"}


def recommendation(store: Store) -> Document:
    """Build the document from the graph that a recommendation leaves behind (``mmssc.recommend.recommend``)."""
    names = _Names(store)
    assessments = [_assessment(row, names) for row in _rows(store, "report/assessments")]
    by_iri = {each["iri"]: each for each in assessments}
    for fill in (_ratings, _steps, _advice, _reading, _plausible):
        fill(store, by_iri, names)
    documents = _editions(store)
    return {
        "schema": SCHEMA,
        "mmssc": __version__,
        "assessments": assessments,
        "editions": documents,
        "paths": _paths(store, names),
        "terms": names.terms,
    }


def merge(documents: Iterable[Document]) -> Document:
    """Join the documents of batches of communities into the document of them all."""
    whole: Document = {}
    for document in documents:
        for key, value in document.items():
            if key in _BY_IRI and key in whole:
                whole[key].update(value)
            elif key == "assessments" and key in whole:
                whole[key] += value
            else:
                whole.setdefault(key, value)
    return {key: dict(sorted(value.items())) if key in _BY_IRI else value for key, value in whole.items()}


def _rows(store: Store, name: str) -> Iterator[Row]:
    return select(store, query_text(name))


class _Names:
    """Codes and names of everything that is mentioned."""

    def __init__(self, store: Store) -> None:
        self.terms: dict[str, Document] = {}
        for row in _rows(store, "recommend/show-names"):
            code = row["code"].value if "code" in row else None
            term = self.terms.setdefault(row["thing"].value, {"code": code, "name": {}})
            term["name"].setdefault(row["lang"].value or "en", row["name"].value)

    def code(self, node: NamedNode | BlankNode | Literal) -> str:
        """Return the notation of a thing, else the last part of its IRI."""
        term = self.terms.get(node.value)
        return str(term["code"]) if term and term["code"] else node.value.rpartition("/")[2].rpartition("#")[2]

    def of(self, iri: str) -> dict[str, str]:
        """Return the names of a thing by language."""
        return dict(self.terms.get(iri, {"name": {}})["name"])


def _assessment(row: Row, names: _Names) -> Document:
    return {
        "iri": row["assessment"].value,
        "community": {"iri": row["community"].value, "name": names.of(row["community"].value)},
        "as_of": row["asOf"].value,
        "planned_until": row["plannedUntil"].value if "plannedUntil" in row else None,
        "targets": [],
        "steps": [],
        "reading": [],
        "shortest": True,
        "unsupported": [],
        "advice": [],
        "purposes": [],
    }


def _ratings(store: Store, found: dict[str, Document], names: _Names) -> None:
    for row in _rows(store, "recommend/show-ratings"):
        found[row["assessment"].value]["targets"].append(
            {
                "characteristic": names.code(row["characteristic"]),
                "level": _int(row, "level"),
                "target": _int(row, "target"),
            }
        )
    for each in found.values():
        each["targets"].sort(key=lambda target: natural(target["characteristic"]))


def _steps(store: Store, found: dict[str, Document], names: _Names) -> None:
    steps: dict[str, Document] = {}
    for row in _rows(store, "recommend/show-steps"):
        step = steps.get(row["step"].value)
        if step is None:
            step = steps[row["step"].value] = {
                "requirement": names.code(row["requirement"]),
                "iri": row["requirement"].value,
                "characteristic": names.code(row["characteristic"]),
                "characteristic_iri": row["characteristic"].value,
                "level": _int(row, "level"),
                "unlocks": _int(row, "unlocked"),
                "target": _int(row, "target"),
                "cost": _int(row, "cost"),
                "phase": row["phase"].value if "phase" in row else None,
                "place": _int(row, "place") if "place" in row else None,
                "alternatives": [],
            }
            found[row["assessment"].value]["steps"].append(step)
        if "other" in row:
            step["alternatives"].append(names.code(row["other"]))
    for each in found.values():
        each["steps"].sort(key=_order)


def _order(step: Document) -> tuple[object, ...]:
    """Return what orders steps: the phase, then the cheapest, then the code."""
    first = min([step["requirement"], *step["alternatives"]], key=natural)
    return (
        step["place"] is None,
        step["place"],
        step["cost"],
        natural(step["characteristic"]),
        natural(first),
        natural(step["requirement"]),
    )


def _advice(store: Store, found: dict[str, Document], names: _Names) -> None:
    advice: dict[str, Document] = {}
    for row in _rows(store, "recommend/show-advice"):
        one = advice.get(row["recommendation"].value)
        if one is None:
            one = advice[row["recommendation"].value] = {
                "characteristic": names.code(row["characteristic"]),
                "document": None,
                "purpose": None,
                **{key: [] for key in _LISTS.values()},
            }
            found[row["assessment"].value]["advice"].append(one)
        kind, value = row["kind"].value, row["value"].value
        if kind in _SINGLE:
            one[kind] = value
        else:
            one[_LISTS[kind]].append(value)
    for each in found.values():
        each["advice"].sort(
            key=lambda one: (natural(one["characteristic"]), natural(one["document"] or one["purpose"]))
        )
        for one in each["advice"]:
            one["practices"].sort(key=lambda iri: natural(iri.rpartition("/")[2]))
            one["see_also"].sort(key=natural)
            one["functions"].sort(key=natural)


def _reading(store: Store, found: dict[str, Document], names: _Names) -> None:
    practices: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for iri, each in found.items():
        for one in each["advice"]:
            practices[iri, one["document"]].update(dict.fromkeys(one["practices"]))
    for row in _rows(store, "recommend/show-reading"):
        iri = row["assessment"].value
        each = found[iri]
        each["shortest"] = row["smallest"].value == "true"
        if "document" not in row:
            each["unsupported"].append(names.code(row["requirement"]))
            continue
        if len(each["reading"]) < _int(row, "position"):
            document = row["document"].value
            each["reading"].append({"document": document, "closes": [], "practices": list(practices[iri, document])})
        each["reading"][-1]["closes"].append(names.code(row["requirement"]))
    for each in found.values():
        each["unsupported"].sort(key=natural)
        for entry in each["reading"]:
            entry["closes"].sort(key=natural)


def _plausible(store: Store, found: dict[str, Document], names: _Names) -> None:
    purposes: dict[tuple[str, str, str], Document] = {}
    for row in _rows(store, "recommend/show-plausible"):
        key = (row["assessment"].value, row["purpose"].value, row["characteristic"].value)
        purpose = purposes.get(key)
        if purpose is None:
            purpose = purposes[key] = {
                "purpose": row["purpose"].value,
                "characteristic": names.code(row["characteristic"]),
                "level": _int(row, "level"),
                "lowest": _int(row, "lowest"),
                "highest": _int(row, "highest"),
                "contradicts": row["contradicted"].value == "true",
                "results": [],
                "missing": [],
            }
            found[key[0]]["purposes"].append(purpose)
        function = row["function"].value
        if "grade" not in row:
            purpose["missing"].append(function)
            continue
        purpose["results"].append(
            {
                "function": function,
                "grade": row["grade"].value,
                "rank": _int(row, "rank"),
                "close_to": _int(row, "near") if "near" in row else None,
                "or_higher": row["last"].value == "true",
                "issued": row["issued"].value if "issued" in row else None,
                "source": row["source"].value if "source" in row else None,
            }
        )
    for purpose in purposes.values():
        purpose["results"].sort(key=lambda result: (result["rank"], natural(result["function"])))
        purpose["missing"].sort(key=natural)
    for each in found.values():
        each["purposes"].sort(key=lambda purpose: natural(purpose["characteristic"]))
        _worst_first(each)


def _worst_first(assessment: Document) -> None:
    """Put the functions to examine in the order of their grades: the lowest first, those without one after them."""
    ranks = {result["function"]: result["rank"] for purpose in assessment["purposes"] for result in purpose["results"]}
    worst = min(ranks.values(), default=0)
    for one in assessment["advice"]:
        one["functions"].sort(key=lambda iri: (ranks.get(iri, worst + 0.5), natural(iri)))


def _editions(store: Store) -> dict[str, list[str]]:
    editions: dict[str, list[str]] = defaultdict(list)
    for row in _rows(store, "recommend/show-editions"):
        editions[row["document"].value].append(row["other"].value)
    return dict(editions)


def _paths(store: Store, names: _Names) -> dict[str, Document]:
    paths: dict[str, Document] = {}
    last: tuple[str, int] | None = None
    for row in _rows(store, "recommend/show-paths"):
        iri, position = row["path"].value, _int(row, "position")
        path = paths.setdefault(
            iri, {"characteristic": names.code(row["characteristic"]), "leads_to": row["end"].value, "hops": []}
        )
        if last != (iri, position):
            path["hops"].append([])
        last = (iri, position)
        path["hops"][-1].append([row[key].value for key in ("subject", "predicate", "object")])
    return paths


def _int(row: Row, key: str) -> int:
    return int(row[key].value)
