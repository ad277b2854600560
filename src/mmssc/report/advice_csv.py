"""The plan of a recommendation as CSV: one row a step, in the order of the plan."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from mmssc.report.advice import Advice
from mmssc.report.csv import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmssc.problem import Lang
    from mmssc.report.document import Document

__all__ = ["render"]

_COLUMNS: Final = (
    "assessment",
    "community",
    "as_of",
    "phase",
    "characteristic",
    "level",
    "target",
    "unlocks",
    "missing",
    "requirement",
    "name",
    "alternatives",
    "reading",
)


def render(documents: Iterable[Document], lang: Lang = "en") -> Iterator[str]:
    """Yield one row a step: its phase, the level that it unlocks, and everything that helps with it.

    Args:
        documents: The batches of one recommendation, in order.
        lang: The language of the names of requirements.
    """
    yield table(_COLUMNS, ())
    for document in documents:
        advice = Advice(document, lang)
        for assessment in document["assessments"]:
            yield table(_COLUMNS, _rows(advice, assessment), head=False)


def _rows(advice: Advice, assessment: Document) -> Iterator[dict[str, object]]:
    helps: dict[str, list[str]] = defaultdict(list)
    for one in assessment["advice"]:
        if one["document"]:
            helps[one["characteristic"]].append(one["document"])
    for step in assessment["steps"]:
        yield {
            "assessment": assessment["iri"],
            "community": assessment["community"]["iri"],
            "as_of": assessment["as_of"],
            "phase": step["place"],
            "characteristic": step["characteristic"],
            "level": step["level"],
            "target": step["target"],
            "unlocks": step["unlocks"],
            "missing": step["cost"],
            "requirement": step["requirement"],
            "name": advice.name(step["iri"]),
            "alternatives": " ".join(step["alternatives"]),
            "reading": " ".join(helps[step["characteristic"]]),
        }
