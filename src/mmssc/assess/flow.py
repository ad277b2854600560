"""The flow of an assessment (design, section 4): each step once, in order, each a query or a set of shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, QueryTriples, Store

from mmssc.engine import Data, Graph, validate
from mmssc.knowledge import query_text
from mmssc.names import RDFS
from mmssc.store import add, select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Triple

    from mmssc.assess.view import View
    from mmssc.engine import Report

    Validate = Callable[[Data, Graph], Report]

__all__ = ["Assessed", "assess"]

AFTER_VALIDATION: Final = (
    "refuse",
    "find",
    "conform",
    "rate",
    "unfold",
    "carry",
    "explain",
    "recommend",
    "summarise",
    "trace",
)
"""The steps that turn the validation report into results, in order; each is a file in queries/assess/."""

_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an assessment leaves behind.

    Attributes:
        store: Knowledge, evidence, validation report and results, in one default graph.
        evidence: The evidence that was looked at.
        results: The assessments and what they found, without knowledge and evidence.
        report: The validation report.
        assessments: The IRIs of the assessments, community by community, view by view.
    """

    store: Store
    evidence: tuple[Triple, ...]
    results: tuple[Triple, ...]
    report: Report
    assessments: tuple[str, ...]


def assess(
    knowledge: Iterable[Triple],
    evidence: Iterable[Triple],
    views: Sequence[View],
    *,
    engine: Validate = validate,
) -> Assessed:
    """Assess every community that the evidence is about, in every view.

    Args:
        knowledge: The vocabulary, the maturity model and its shapes.
        evidence: Well-formed evidence (``mmssc.evidence.check``).
        views: The views, such as today and two years ahead.
        engine: What evaluates the shapes; pySHACL (``mmssc.engine.reference``) gives the same results.
    """
    known, shown = list(knowledge), list(evidence)
    store = Store()
    add(store, known)
    add(store, shown)
    communities = [row["community"].value for row in select(store, query_text("assess/communities"))]
    assessments = [(view, community) for community in communities for view in views]
    results = [triple for view, community in assessments for triple in view.triples(community)]
    add(store, results)
    results += _step(store, "admit")

    hierarchy = [triple for triple in known if triple.predicate == _SUBCLASS]
    report = engine(Data.of([*shown, *results, *hierarchy]), Graph(known))
    add(store, report.triples())
    for step in AFTER_VALIDATION:
        results += _step(store, step)
    return Assessed(
        store=store,
        evidence=tuple(shown),
        results=tuple(dict.fromkeys(results)),
        report=report,
        assessments=tuple(view.iri(community) for view, community in assessments),
    )


def _step(store: Store, name: str) -> list[Triple]:
    """Run one CONSTRUCT query of the flow, keep its triples in the store and return them."""
    constructed = store.query(query_text(f"assess/{name}"))
    if not isinstance(constructed, QueryTriples):
        raise TypeError(f"queries/assess/{name}.rq must be a CONSTRUCT query")
    found = list(constructed)
    add(store, found)
    return found
