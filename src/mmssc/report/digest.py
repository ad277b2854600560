"""A document as a reader meets it: communities with their views, states of levels, and what would do.

The page and the terminal say the same because both ask here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from mmssc.evidence.columns import register_schema
from mmssc.evidence.terms import closed_list
from mmssc.names import MMSSC, natural
from mmssc.report.texts import say_date, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.problem import Lang
    from mmssc.report.document import Document

__all__ = ["OUTCOMES", "Digest", "Panel", "State", "clean", "local"]

_T = TypeVar("_T")
State = Literal["proved", "planned", "possible", "closed"]

OUTCOMES: Final = ("met", "disputed", "refused", "unknown")

# Control characters, and the characters that turn the direction of a text around.
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")

_FACTS: Final = (
    "type scope access audience practice effect periodicity refresh_interval "
    "target target_date baseline_date feedback_outcome valid_until planned_for"
).split()
_DATES: Final = {"target_date", "baseline_date", "valid_until", "planned_for"}


def clean(text: str) -> str:
    """Put a text on one line, without characters that act on a terminal or on the direction of writing."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def local(iri: str) -> str:
    """Return the end of an IRI, by which people know a thing that has no name."""
    return clean(re.split(r"[/#]", iri)[-1])


@dataclass(frozen=True)
class Panel:
    """What is shown of one community together: its assessments under one policy.

    Attributes:
        number: Its place in the report, from 1.
        community: The community: its IRI and its names.
        views: The assessments, from today to the furthest horizon.
    """

    number: int
    community: Document
    views: tuple[Document, ...]

    @cached_property
    def _ratings(self) -> list[dict[str, Document]]:
        return [{rating["characteristic"]: rating for rating in view["ratings"]} for view in self.views]

    def ratings(self, characteristic: str) -> list[Document]:
        """Return the ratings of a characteristic, view by view."""
        return [ratings[characteristic] for ratings in self._ratings]

    def state(self, characteristic: str, level: int) -> State:
        """Return how one cell of the matrix stands."""
        ratings = self.ratings(characteristic)
        for view, rating in zip(self.views, ratings, strict=True):
            if level in rating["proved_levels"]:
                return "planned" if view["horizon"] else "proved"
        return "possible" if any(level in rating["possible_levels"] for rating in ratings) else "closed"

    def findings(self, requirement: str) -> list[Document]:
        """Return how a requirement stands, view by view."""
        return [view["findings"][requirement] for view in self.views]

    def spreads(self) -> list[dict[str, Document]]:
        """Return the distributions by part of the model, view by view."""
        return [{summary["part"]: summary for summary in view["summaries"]} for view in self.views]

    def outcomes(self) -> list[Counter[str]]:
        """Return how many requirements have each outcome, view by view."""
        return [Counter(finding["outcome"] for finding in view["findings"].values()) for view in self.views]

    @property
    def planned_until(self) -> str | None:
        """The last day up to which plans count, if any do."""
        return next((view["planned_until"] for view in reversed(self.views) if view["planned_until"]), None)

    @cached_property
    def _reasons(self) -> list[dict[str, list[str]]]:
        return [{entry["evidence"]: entry["reasons"] for entry in view["not_admitted"]} for view in self.views]

    def reasons(self, item: str) -> list[list[str]]:
        """Return why an item is not admitted, view by view; no reason: it is."""
        return [reasons.get(item, []) for reasons in self._reasons]


class Digest:
    """A document in one language."""

    def __init__(self, document: Document, lang: Lang) -> None:
        self.document = document
        self.lang = lang
        self.texts = texts(lang)
        self.panels = _panels(document)
        self.requirements: dict[str, Document] = document["requirements"]
        self.evidence: dict[str, Document] = document["evidence"]
        self._criteria: dict[tuple[str, int], str] = {
            (criterion["characteristic"], criterion["level"]): code for code, criterion in document["criteria"].items()
        }

    def say(self, key: str, **values: object) -> str:
        """Return a text of the report with its values filled in."""
        return self.texts[key].format(**values)

    def listed(self, words: list[str]) -> str:
        """Join words as a list."""
        return self.texts["comma"].join(words)

    def date(self, value: str) -> str:
        """Write a date."""
        return say_date(clean(value), self.lang)

    def language(self, names: dict[str, str]) -> str:
        """Return the language in which a thing is named: this one if it can be."""
        return self.lang if self.lang in names else next(iter(names), self.lang)

    def name(self, names: dict[str, str]) -> str:
        """Return the name of a thing."""
        return clean(names.get(self.language(names), ""))

    def term(self, iri: str) -> str:
        """Return the name of a term, or the end of its IRI if it has none."""
        term = self.document["terms"].get(iri, {"name": {}})
        return self.name(term["name"]) or local(iri)

    def terms(self, iris: list[str]) -> str:
        """Return the names of terms as a list."""
        return self.listed([self.term(iri) for iri in iris])

    def designation(self, iri: str) -> str:
        """Return how a standard or a clause of it is cited: ``GB/T 41150—2021, 6.3``."""
        parent, is_clause, number = iri.partition("/clause/")
        if is_clause:
            return f"{self.designation(parent)}, {clean(number)}"
        code: str | None = self.document["terms"].get(iri, {}).get("code")
        return clean(code) if code else local(iri)

    def value(self, key: str, value: str) -> str:
        """Return the name of a value of evidence or of an outcome; a value that no closed list holds as it is."""
        return _closed_lists(self.lang).get(key, {}).get(value) or clean(value)

    def title(self, iri: str) -> str:
        """Return what an item of evidence says, or the end of its IRI if it says nothing."""
        item = self.evidence[iri]
        return clean(item.get("title") or item.get("citation") or local(iri))

    def provenance(self, item: Document) -> list[str]:
        """Return publisher, date and assurance of an item, as far as they are known."""
        said = [clean(item[key]) for key in ("publisher",) if key in item]
        said += [self.date(item[key]) for key in ("issued",) if key in item]
        return said + [
            _closed_lists(self.lang)["assurance"].get(item[key], "") for key in ("assurance",) if key in item
        ]

    def facts(self, item: Document) -> Iterator[tuple[str, str]]:
        """Yield what an item says of itself beyond title, source and publisher: a label and a value."""
        columns = {column.name: column for column in register_schema().columns}
        for key in _FACTS:
            if key not in item:
                continue
            values = item[key] if isinstance(item[key], list) else [item[key]]
            words = [self.date(value) if key in _DATES else self.value(key, value) for value in values]
            yield columns[key].title.say(self.lang), self.listed(words)

    def items(self, panel: Panel) -> list[str]:
        """Return the items of evidence about a panel's community."""
        iri = panel.community["iri"]
        about = [item for item, said in self.evidence.items() if said.get("community", iri) == iri]
        return sorted(about, key=natural)

    def admitted(self, panel: Panel) -> list[int]:
        """Return how many items are admitted, view by view."""
        return [len(self.items(panel)) - len(view["not_admitted"]) for view in panel.views]

    def criterion(self, characteristic: str, level: int) -> str:
        """Return the code of the criterion of a cell."""
        return self._criteria[characteristic, level]

    def demands(self, criterion: str) -> list[list[str]]:
        """Return what a criterion itself asks for; where an entry holds several requirements, one of them is enough."""
        asked = self.document["criteria"][criterion]
        return sorted([[code] for code in asked["requirements"]] + asked["any_of"], key=lambda group: natural(group[0]))

    def chain(self, criterion: str) -> Iterator[str]:
        """Yield a criterion and then, nearest first, those that it builds on."""
        seen = [criterion]
        for code in seen:
            yield code
            seen += [below for below in self.document["criteria"][code]["extends"] if below not in seen]

    def asked(self, criterion: str) -> list[list[str]]:
        """Return what a criterion and those that it builds on ask for, each demand once."""
        groups = [tuple(group) for code in self.chain(criterion) for group in self.demands(code)]
        return [list(group) for group in dict.fromkeys(groups)]

    def met(self, view: Document, criterion: str) -> int:
        """Return how many demands of a criterion, and of those it builds on, are met."""
        findings = view["findings"]
        return sum(any(findings[code]["outcome"] == "met" for code in group) for group in self.asked(criterion))

    def missing(self, rating: Document) -> list[list[str]]:
        """Return the demands in the way of the next level; of several requirements in one entry, one is enough."""
        alternatives: list[list[str]] = rating["alternatives"]
        others = set().union(*alternatives)
        return sorted(
            [[code] for code in rating["missing"] if code not in others] + alternatives,
            key=lambda group: natural(group[0]),
        )

    def advice(self, view: Document, requirement: str) -> list[str]:
        """Say what would do for a requirement that is not met: the smallest additions."""
        finding, asked = view["findings"][requirement], self.requirements[requirement]
        said = [self.say("settle")] if finding["outcome"] == "disputed" else []
        lacking = asked["count"] - len(finding["satisfied_by"])
        if lacking > 0:
            said.append(self.say("add_one" if lacking == 1 else "add_more", n=lacking))
            if asked["facets"]:
                said.append(self.say("each_with", qualities=self.terms(asked["facets"])))
            said += [
                self.say("or_amend", item=self.title(near["evidence"]), qualities=self.terms(near["reasons"]))
                for near in sorted(finding["refused"], key=lambda near: len(near["reasons"]))[:1]
            ]
        return said

    def shut_out(self, panel: Panel, view: Document, requirement: str) -> list[tuple[str, list[str]]]:
        """Return the items offered for a requirement that are not admitted at all, with the reasons."""
        at = panel.views.index(view)
        return [(item, reasons) for item in self._offered[requirement] if (reasons := panel.reasons(item)[at])]

    @cached_property
    def _offered(self) -> dict[str, list[str]]:
        offered: dict[str, list[str]] = defaultdict(list)
        for item, said in self.evidence.items():
            for requirement in said.get("demonstrates", ()):
                offered[requirement].append(item)
        return offered

    def view_line(self, panel: Panel) -> list[str]:
        """Say how a panel's assessments look at the evidence."""
        view = panel.views[0]
        said = [self.say("as_of", date=self.date(view["as_of"]))]
        if panel.planned_until:
            said.append(self.say("planned_until", date=self.date(panel.planned_until)))
        said.append(self.say("least", name=self.value("assurance", view["minimum_assurance"])))
        if view["stakeholder_group"]:
            said.append(self.say("group", name=self.term(view["stakeholder_group"])))
        if view["method"]:
            said.append(self.say("method", name=self.term(view["method"])))
        return said

    def merged(self, panel: Panel, values: list[_T]) -> Iterator[tuple[str, _T]]:
        """Yield what holds in each view under the name of the view; where all say the same, once for all.

        The name is empty if there is no other view to tell it from.
        """
        names = [self.view_name(view) for view in panel.views]
        if all(value == values[0] for value in values):
            first, *others = names
            names = [self.say("no_change", first=first, others=self.listed(others)) if others else ""]
        yield from zip(names, values, strict=False)

    def view_name(self, view: Document) -> str:
        """Name a view: today, or planned by a day."""
        return self.say("planned_by", date=self.date(view["planned_until"])) if view["horizon"] else self.say("today")


@cache
def _closed_lists(lang: Lang) -> dict[str, dict[str, str]]:
    """Return the names of the values of closed lists, by code and IRI, under the column that holds them."""
    lists = {column.name: column.members for column in register_schema().columns if column.members}
    return {
        name: {key: term.label.say(lang) for term in closed_list(members) for key in (term.code, term.iri.value)}
        for name, members in {**lists, "outcome": MMSSC + "Outcome"}.items()
    }


def _panels(document: Document) -> list[Panel]:
    def policy(view: Document) -> tuple[str, ...]:
        keys = ("as_of", "minimum_assurance", "stakeholder_group", "method")
        return (view["community"]["iri"], *(view[key] or "" for key in keys))

    ordered = sorted(document["assessments"], key=lambda view: (policy(view), view["planned_until"] or ""))
    groups = [tuple(views) for _, views in groupby(ordered, key=policy)]
    return [Panel(number, views[0]["community"], views) for number, views in enumerate(groups, start=1)]
