"""Run the checks over a graph: queries on the store, shapes by the engine, set logic by functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.checks.catalogue import OFF
from mmssc.crosswalk.checks.finding import Finding
from mmssc.engine import Graph, validate
from mmssc.engine.paths import Predicate
from mmssc.knowledge import folder, query_text
from mmssc.names import RDF, RDFS, SH
from mmssc.problem import Text
from mmssc.store import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Store

    from mmssc.crosswalk.checks.catalogue import Check
    from mmssc.engine.graph import Node

    Computed = Mapping[str, Callable[[Check], Iterable[Finding]]]

__all__ = ["run_checks"]

_EXEMPTS: Final = """PREFIX mmssc: <https://w3id.org/mmssc/ns#>
SELECT ?check ?node ?why WHERE { ?exemption mmssc:check ?check ; mmssc:exempts ?node ; mmssc:because ?why }"""


def run_checks(
    store: Store,
    checks: Sequence[Check],
    shapes: Graph,
    computed: Computed,
    tell: Callable[[Check], None] = lambda _: None,
) -> Iterator[Finding]:
    """Yield the findings of the checks, in order, exempted ones among them.

    Args:
        store: The mapping rows, the documents and the knowledge that they are checked against, in the default graph.
        checks: The checks to run, those without severity left out.
        shapes: The checks that are shapes: a shape whose IRI is that of the check, or a part of such a shape.
        computed: The checks that are neither queries nor shapes, by name.
        tell: Is called with each check before it runs.

    Raises:
        LookupError: There is nothing that runs one of the checks.
    """
    reasons = _exemptions(store)
    shaped = _shaped(store, checks, shapes)
    for check in checks:
        if check.severity is None:
            continue
        tell(check)
        if check.id in computed:
            found = computed[check.id](check)
        elif folder(f"queries/consistency/{check.id}.rq").is_file():
            found = _queried(store, check)
        elif check.iri in shaped:
            found = shaped[check.iri]
        else:
            raise LookupError(f"nothing runs the check {check.id}: no query, no shape, no function")
        yield from sorted((_exempted(finding, reasons) for finding in found), key=Finding.sort_key)


def _queried(store: Store, check: Check) -> Iterator[Finding]:
    """Group the rows of a query: those that differ only in ``?proof`` prove one finding together."""
    if check.severity is None:
        return
    grouped: dict[tuple[tuple[str, Node], ...], list[Node]] = {}
    for row in select(store, query_text(f"consistency/{check.id}")):
        proof = row.pop("proof", None)
        proofs = grouped.setdefault(tuple(row.items()), [])
        if proof is not None and proof not in proofs:
            proofs.append(proof)
    for values, proofs in grouped.items():
        named = dict(values)
        focus = named.pop("focus")
        yield Finding(check, focus, named, tuple(sorted(proofs, key=str)) or (focus,), check.severity)


def _shaped(store: Store, checks: Sequence[Check], shapes: Graph) -> dict[Node, list[Finding]]:
    """Run all checks that are shapes at once, on what they look at: triples whose predicate the shapes name."""
    by_iri = {check.iri: check for check in checks if check.severity is not None}
    found: dict[Node, list[Finding]] = {}
    parts = {
        part: shape
        for shape in by_iri
        for part in (shape, *shapes.objects(shape, NamedNode(SH + "property")))
        if shapes.objects(part, NamedNode(SH + "path")) or shapes.objects(part, NamedNode(SH + "property"))
    }
    if not parts:
        return found
    found = {shape: [] for shape in parts.values()}
    # A check that is to run runs, though the profile may switch off its shape.
    shapes = Graph(triple for triple in shapes.triples() if triple.predicate != OFF or triple.subject not in by_iri)
    named = {NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf"), NamedNode(RDF + "first"), NamedNode(RDF + "rest")}
    named |= {
        node for triple in shapes.triples() for node in (triple.subject, triple.object) if isinstance(node, NamedNode)
    }
    data = Graph(quad.triple for prop in sorted(named, key=str) for quad in store.quads_for_pattern(None, prop, None))
    for result in validate(data, shapes).results:
        shape = parts.get(result.shape)
        if shape is None:
            continue
        check = by_iri[shape]
        values: dict[str, Node] = {} if result.value is None else {"value": result.value}
        if isinstance(result.path, Predicate):
            values["path"] = result.path.predicate
        if check.severity is not None:
            found[shape].append(
                Finding(check, result.focus, values, (result.focus,), check.severity, component=result.component)
            )
    return found


def _exemptions(store: Store) -> dict[tuple[str, str], dict[str, str]]:
    reasons: dict[tuple[str, str], dict[str, str]] = {}
    for row in select(store, _EXEMPTS):
        why = row["why"]
        if isinstance(why, Literal):
            reasons.setdefault((row["check"].value, row["node"].value), {})[why.language or "en"] = why.value
    return reasons


def _exempted(finding: Finding, reasons: Mapping[tuple[str, str], dict[str, str]]) -> Finding:
    """Let a finding pass where an exemption (``mmssc:exempts``) names its focus and its check."""
    why = reasons.get((finding.check.iri.value, finding.focus.value))
    if why is None:
        return finding
    en, zh = why.get("en", ""), why.get("zh", "")
    return replace(finding, exempt=Text(en or zh, zh or en))
