"""Validate data where they are: in an embedded store, or in a SPARQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Store

from mmssc.engine.compile import compile_shapes
from mmssc.engine.shapes import read_shapes
from mmssc.engine.sparql.run import RemoteRun
from mmssc.engine.sparql.source import Embedded
from mmssc.engine.sparql.translate import translate
from mmssc.engine.validate import report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.engine.graph import Graph
    from mmssc.engine.report import Report
    from mmssc.engine.sparql.source import Source

__all__ = ["validate"]


def validate(
    source: Source | Store, shapes: Graph, *, graphs: Sequence[str] = (), lasting_labels: bool | None = None
) -> Report:
    """Validate the data that a source holds against a shapes graph.

    The report is the one that ``mmssc.engine.validate`` gives for the triples as the source gives them out. How many
    queries are sent depends on the shapes only.

    Args:
        source: An embedded store, or what answers queries, such as ``mmssc.server.Server``.
        shapes: The shapes graph.
        graphs: IRIs of the named graphs that make up the data graph; if none, the default graph of the source.
        lasting_labels: Whether the source gives a blank node the same label in every answer; ``None``: an embedded
            store does, nothing else is trusted to.

    Returns:
        The report; its results come in a stable order.

    Raises:
        IllFormedShapesError: The shapes graph breaks a syntax rule of SHACL, or is recursive.
        UnsupportedShapesError: The shapes graph uses something beyond SHACL Core.
        BlankNodesError: The results depend on blank nodes whose labels do not last.
    """
    embedded = isinstance(source, Store)
    plan = compile_shapes(read_shapes(shapes))
    wanted = {*plan.focus.values(), *(step for finding in plan.findings for step in (finding.step, finding.reached))}
    run = RemoteRun(
        Embedded(source) if isinstance(source, Store) else source,
        graphs,
        lasting_labels=(embedded or isinstance(source, Embedded)) if lasting_labels is None else lasting_labels,
    )
    found = run.run(translate(plan, wanted), wanted)
    for finding in plan.findings:
        run.check(found[finding.step], found[finding.reached])
    return report(plan, [found], run.terms)
