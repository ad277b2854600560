"""Validate data where they are: in an embedded store, or in a SPARQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Store

from mmssc.engine.plan import Plan
from mmssc.engine.sparql.run import RemoteRun
from mmssc.engine.sparql.source import Embedded
from mmssc.engine.sparql.translate import translate
from mmssc.engine.validate import plan, report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmssc.engine.graph import Graph
    from mmssc.engine.report import Report
    from mmssc.engine.sparql.source import Source

__all__ = ["validate"]


def validate(
    source: Source | Store, shapes: Graph | Plan, *, graphs: Sequence[str] = (), lasting_labels: bool | None = None
) -> Report:
    """Validate the data that a source holds against a shapes graph.

    The report is the one that ``mmssc.engine.validate`` gives for the triples as the source gives them out. How many
    queries are sent depends on the shapes only.

    Args:
        source: An embedded store, or what answers queries, such as ``mmssc.server.Server``.
        shapes: The shapes graph, or the plan of one (``mmssc.engine.validate.plan``).
        graphs: IRIs of the named graphs that make up the data graph; if none, the default graph of the source.
        lasting_labels: Whether the source gives a blank node the same label in every answer; ``None``: an embedded
            store does, nothing else is trusted to.

    Returns:
        The report; its results come in a stable order.

    Raises:
        IllFormedShapesError: The shapes graph breaks a syntax rule of SHACL, or is recursive.
        UnsupportedShapesError: The shapes graph uses something that cannot be asked of this source.
        BlankNodesError: The results depend on blank nodes whose labels do not last.
        TooManyPairsError: A repeated path reaches more nodes than fit in memory.
    """
    compiled = shapes if isinstance(shapes, Plan) else plan(shapes)
    findings = compiled.findings
    wanted = {*compiled.focus.values(), *(step for each in findings for step in (each.step, each.reached))}
    asked = Embedded(source) if isinstance(source, Store) else source
    lasting = isinstance(asked, Embedded) if lasting_labels is None else lasting_labels
    run = RemoteRun(asked, graphs, lasting_labels=lasting)
    found = run.run(translate(compiled, wanted), wanted)
    for each in findings:
        run.check(found[each.step], found[each.reached])
    return report(compiled, [found], run.terms, run.queries)
