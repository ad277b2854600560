"""A recommendation as a reader meets it; the page and the terminal say the same because both ask here."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mmssc.names import natural
from mmssc.report.advice_texts import ADVICE_TEXTS, PREDICATES
from mmssc.report.digest import clean, local
from mmssc.report.texts import say_date, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmssc.problem import Lang
    from mmssc.report.document import Document

__all__ = ["Advice"]


class Advice:
    """A recommendation (``mmssc.report.recommendation``) in one language."""

    FIRST: Final = 7
    """How many of the cheapest levels are shown before the plan."""

    def __init__(self, document: Document, lang: Lang) -> None:
        self.document = document
        self.lang = lang
        self.texts = texts(lang) | {key: text.say(lang) for key, text in ADVICE_TEXTS.items()}

    def say(self, key: str, **values: object) -> str:
        """Return a text with its values filled in."""
        return self.texts[key].format(**values)

    def number(self, key: str, n: int) -> str:
        """Return a number of things, such as ``step`` or ``entry``, in words."""
        return self.say(f"{key}_1" if n == 1 else f"{key}_n", n=n)

    def listed(self, words: Iterable[str]) -> str:
        """Join words as a list."""
        return self.texts["comma"].join(words)

    def name(self, iri: str) -> str:
        """Return the name of a thing, or the end of its IRI if it has none."""
        names: dict[str, str] = self.document["terms"].get(iri, {"name": {}})["name"]
        return clean(names.get(self.lang) or next(iter(names.values()), "")) or local(iri)

    def code(self, iri: str) -> str:
        """Return the code of a thing, or the end of its IRI if it has none."""
        return clean(self.document["terms"].get(iri, {}).get("code") or local(iri))

    def names(self, iris: Iterable[str]) -> list[str]:
        """Return the names of things."""
        return [self.name(iri) for iri in iris]

    def of(self, assessment: str) -> Document:
        """Return what was recommended in an assessment, named by its IRI."""
        return next(each for each in self.document["assessments"] if each["iri"] == assessment)

    def summary(self, assessment: Document) -> str:
        """Say how much there is to do."""
        if not assessment["steps"]:
            return self.say("at_target")
        return self.say(
            "counts",
            steps=self.number("step", len(self.demands(assessment["steps"]))),
            characteristics=self.number(
                "characteristic", len({step["characteristic"] for step in assessment["steps"]})
            ),
        )

    def community(self, assessment: Document) -> str:
        """Return the name of the community of an assessment."""
        return self.name(assessment["community"]["iri"])

    def view_line(self, assessment: Document) -> str:
        """Say how an assessment looks at the evidence."""
        said = [self.say("as_of", date=say_date(clean(assessment["as_of"]), self.lang))]
        if assessment["planned_until"]:
            said.append(self.say("planned_until", date=say_date(clean(assessment["planned_until"]), self.lang)))
        return " · ".join(said)

    @cached_property
    def _by_code(self) -> dict[str, str]:
        """The IRIs of characteristics, by code."""
        return {
            step["characteristic"]: step["characteristic_iri"]
            for each in self.document["assessments"]
            for step in each["steps"]
        }

    def characteristic(self, code: str) -> str:
        """Return the name of a characteristic that has steps."""
        return self.name(self._by_code[code])

    # --- Documents ---

    @cached_property
    def _documents(self) -> set[str]:
        return {one["document"] for each in self.document["assessments"] for one in each["advice"] if one["document"]}

    def designation(self, iri: str) -> str:
        """Return how a standard or a clause of it is cited: ``GB/T 41150—2021, 6.3``."""
        parent, is_clause, number = iri.partition("/clause/")
        return f"{self.code(parent)}, {clean(number)}" if is_clause else self.code(iri)

    def designations(self, iris: Iterable[str]) -> list[str]:
        """Return how standards and clauses are cited."""
        return [self.designation(iri) for iri in iris]

    def covers(self, assessment: Document) -> str:
        """Say what a reading list covers, and whether it is the shortest."""
        return self.say(
            "covers" if assessment["shortest"] else "covers_perhaps",
            entries=self.number("entry", len(assessment["reading"])),
            steps=self.number("step", sum(len(entry["closes"]) for entry in assessment["reading"])),
        )

    def closes(self, entry: Document, assessment: Document, *, first: bool) -> str:
        """Say with what an entry of a reading list helps, beyond the entries before it."""
        return self.say(
            "closes" if first else "closes_more",
            steps=self.number("step", len(entry["closes"])),
            codes=self.tally(entry["closes"], assessment),
        )

    def title(self, iri: str) -> str:
        """Return the name of a document or clause, if it has one."""
        return self.name(iri) if iri in self.document["terms"] else ""

    def elsewhere(self, iri: str) -> str:
        """Say where a clause stands in other editions, if that is known."""
        said = []
        for other in self.document["editions"].get(iri, ()):
            standard, _, number = other.partition("/clause/")
            said.append(self.say("in_edition", number=clean(number), standard=self.code(standard)))
        return self.listed(said)

    def path(self, iri: str) -> str:
        """Return a path on one line: ``1.1.1 —part of→ 1.1 City vision ←supports— GB/T 41150—2021, 6.3``."""
        path = self.document["paths"][iri]
        said: str = path["characteristic"]
        here: set[str] = set()
        for statements in path["hops"]:
            predicate = self._predicate(statements[0][1])
            onward = not here or statements[0][0] in here
            there = list(dict.fromkeys(statement[2 if onward else 0] for statement in statements))
            said += f" —{predicate}→ " if onward else f" ←{predicate}— "
            said += self._nodes(there)
            here = set(there)
        return said

    def _predicate(self, iri: str) -> str:
        return PREDICATES[iri].say(self.lang) if iri in PREDICATES else self.name(iri)

    def _nodes(self, iris: list[str]) -> str:
        if len(iris) > 1:
            codes = sorted(map(self.code, iris), key=natural)
            return (
                self.say("several", first=codes[0], last=codes[-1], n=len(codes))
                if len(codes) > 3
                else self.listed(codes)
            )
        iri = iris[0]
        if iri in self._documents or iri not in self.document["terms"]:
            return self.designation(iri)
        return f"{self.code(iri)} {self.name(iri)}" if self.document["terms"][iri]["code"] else self.name(iri)

    def paths(self, assessment: Document, document: str) -> list[str]:
        """Return the paths that lead to a document, one for each part of the model that it helps with."""
        said = {
            self.path(path): None
            for one in assessment["advice"]
            if one["document"] == document
            for path in one["paths"]
        }
        return list(said)

    def documents(self, assessment: Document, characteristic: str) -> list[str]:
        """Return the documents that help with the steps of a characteristic."""
        return [
            one["document"]
            for one in assessment["advice"]
            if one["document"] and one["characteristic"] == characteristic
        ]

    def see_also(self, assessment: Document, document: str) -> list[str]:
        """Return the components that those behind a document link to."""
        found = {iri for one in assessment["advice"] if one["document"] == document for iri in one["see_also"]}
        return [f"{self.code(iri)} {self.name(iri)}" for iri in sorted(found, key=natural)]

    def tally(self, requirements: Iterable[str], assessment: Document) -> str:
        """Return the characteristics of requirements, each with how many: ``2.2.1 (11), 2.2.2``."""
        homes = {step["requirement"]: step["characteristic"] for step in assessment["steps"]}
        counts = Counter(homes[code] for code in requirements)
        return self.listed(
            f"{code} ({n})" if n > 1 else code for code, n in sorted(counts.items(), key=lambda c: natural(c[0]))
        )

    # --- Steps ---

    def demands(self, steps: Iterable[Document]) -> list[list[Document]]:
        """Return steps as demands, in their order: of the several steps of one demand, one is enough."""
        found: list[list[Document]] = []
        for step in steps:
            beside = next((group for group in found if self._beside(group[0], step)), None)
            if beside is None:
                found.append([step])
            else:
                beside.append(step)
        return found

    @staticmethod
    def _beside(one: Document, other: Document) -> bool:
        return one["characteristic"] == other["characteristic"] and other["requirement"] in one["alternatives"]

    def cheapest(self, assessment: Document) -> list[list[Document]]:
        """Return the steps to one more level of each characteristic for which that costs least."""
        least = min((step["cost"] for step in assessment["steps"]), default=0)
        chosen = sorted(
            (step for step in assessment["steps"] if step["cost"] == least),
            key=lambda step: natural(step["characteristic"]),
        )
        return [list(steps) for _, steps in groupby(chosen, key=lambda step: step["characteristic"])]

    def phases(self, assessment: Document) -> Iterator[tuple[str, list[Document]]]:
        """Yield the phases that have steps, each with its steps in order."""
        for (place, phase), steps in groupby(assessment["steps"], key=lambda step: (step["place"], step["phase"])):
            name = self.say("phase_n", place=place, name=self.name(phase)) if phase else self.say("no_phase")
            yield name, list(steps)

    def climbs(self, steps: Iterable[Document]) -> Iterator[tuple[Document, list[list[Document]]]]:
        """Yield the steps to one level of one characteristic together: one of them, and all as demands."""
        for _, together in groupby(steps, key=lambda step: (step["characteristic"], step["unlocks"], step["cost"])):
            demands = self.demands(together)
            yield demands[0][0], demands

    def unsupported(self, assessment: Document) -> list[list[Document]]:
        """Return the demands with which nothing is known to help."""
        codes = set(assessment["unsupported"])
        return [
            demand for demand in self.demands(assessment["steps"]) if codes & {step["requirement"] for step in demand}
        ]

    # --- Purposes ---

    def purposes(self, assessment: Document) -> Iterator[tuple[str, str, list[str], Document | None]]:
        """Yield purposes to look into: characteristic, purpose, functions (worst first), and the interval if any."""
        weighed = {(each["characteristic"], each["purpose"]): each for each in assessment["purposes"]}
        asked = {
            (one["characteristic"], one["purpose"]): one["functions"] for one in assessment["advice"] if one["purpose"]
        }
        for key in sorted(weighed.keys() | asked.keys(), key=lambda key: natural(key[0])):
            yield *key, asked.get(key, []), weighed.get(key)

    def interval(self, purpose: Document) -> str:
        """Say which levels are plausible, and on what that rests."""
        one = purpose["lowest"] == purpose["highest"]
        levels = self.say("interval_one" if one else "interval", lowest=purpose["lowest"], highest=purpose["highest"])
        graded = len({result["function"] for result in purpose["results"]})
        return self.listed([levels, self.say("graded", n=graded, all=graded + len(purpose["missing"]))])

    def grade(self, function: str, purpose: Document | None) -> str:
        """Say which grade a function got, and of which level that tells."""
        if purpose is None:
            return ""
        result = next((each for each in purpose["results"] if each["function"] == function), None)
        if result is None:
            return self.say("not_graded")
        near = []
        if result["close_to"]:
            near = [self.say("about_or_higher" if result["or_higher"] else "about", level=result["close_to"])]
        issued = [say_date(clean(result["issued"]), self.lang)] if result["issued"] else []
        return self.listed([self.name(result["grade"]), *near, *issued])
