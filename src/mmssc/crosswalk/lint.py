"""From files to findings: what is checked is one graph, the files together with the knowledge that ships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from mmssc.crosswalk.checks import run_checks
from mmssc.crosswalk.checks.exemptions import exemption_faults, exemptions_in, idle_exemptions
from mmssc.crosswalk.logic import Logic
from mmssc.crosswalk.words import Words
from mmssc.knowledge import folder, knowledge_files, load_knowledge, triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Triple

    from mmssc.crosswalk.checks import Catalogue, Check, Finding
    from mmssc.crosswalk.checks.exemptions import Exemption
    from mmssc.crosswalk.read import Mappings
    from mmssc.engine.graph import Node
    from mmssc.problem import Problem, Text

__all__ = ["KNOWLEDGE", "Linted", "lint", "store_of"]

KNOWLEDGE: Final = ("ontology", "shapes/facets.ttl", "shapes/iso37107")
"""What ships and is under test, or is what files under test are compared with."""


@dataclass(frozen=True, slots=True)
class Linted:
    """The outcome of checking.

    Attributes:
        checks: The checks that ran.
        findings: All that they found, exempted findings among them.
        mappings: The files under test; ``None`` if what ships was checked.
        words: What the nodes are called.
        store: What was checked.
        limits: What was not searched to the end.
        problems: What is wrong with exemptions: they lack something, or let nothing pass.
    """

    checks: Sequence[Check]
    findings: Sequence[Finding]
    mappings: Mappings | None
    words: Words
    store: Store
    limits: Sequence[Text] = ()
    problems: Sequence[Problem] = ()


def store_of(mappings: Mappings | None, settings: Iterable[Triple], knowledge: Iterable[str] = KNOWLEDGE) -> Store:
    """Return the graph that checks see: files, knowledge and settings.

    Args:
        mappings: The files under test; ``None`` for what ships, whose crosswalks then are rows too.
        settings: What queries read of the profile.
        knowledge: The shipped files that belong to it.
    """
    store = load_knowledge(knowledge)
    store.bulk_extend(Quad(*triple) for triple in settings)
    if mappings is None:
        from mmssc.crosswalk.shipped import shipped_rows

        store.bulk_extend(Quad(*triple) for triple in shipped_rows())
    else:
        store.bulk_extend(Quad(*triple) for triple in mappings.triples())
    return store


def lint(
    mappings: Mappings | None,
    catalogue: Catalogue,
    checks: Sequence[Check],
    tell: Callable[[Check], None] = lambda _: None,
) -> Linted:
    """Check files, or what ships.

    Args:
        mappings: The files under test: only findings about them are given. ``None``: what ships is under test.
        catalogue: The checks with their profile.
        checks: Those to run.
        tell: Is called with each check before it runs.
    """
    store = store_of(mappings, catalogue.settings)
    logic = Logic(store)
    homes = {} if mappings is None else _homes(mappings)
    bases = () if mappings is None else tuple(file.base + "#" for file in mappings.files)

    def concerned(node: Node) -> bool:
        return node in homes or (isinstance(node, NamedNode) and node.value.startswith(bases))

    findings = [
        finding
        for finding in run_checks(store, checks, catalogue.shapes, logic.checks(), tell)
        if mappings is None or concerned(finding.focus) or any(map(concerned, finding.proof))
    ]
    ran = [check for check in checks if check.severity is not None]
    shipped = _shipped_homes() if mappings is None else {}
    stated = _exemptions(mappings)
    problems = [
        *exemption_faults(stated, {check.iri for check in catalogue.checks}),
        *idle_exemptions([*catalogue.exemptions, *stated], findings, ran),
    ]
    return Linted(ran, findings, mappings, Words(store, homes, shipped), store, list(logic.cuts()), problems)


def _exemptions(mappings: Mappings | None) -> list[Exemption]:
    """Return the exemptions that stand in the files under test."""
    files = () if mappings is None else mappings.files
    return [each for file in files for each in exemptions_in(((triple, 0) for triple in file.context), file.source)]


def _homes(mappings: Mappings) -> dict[Node, str]:
    """Return the file that describes each node that is no row."""
    homes: dict[Node, str] = {}
    for file in mappings.files:
        for each in file.sets:
            homes.setdefault(each.iri, file.source)
        for triple in file.context:
            if isinstance(triple.subject, NamedNode | BlankNode):
                homes.setdefault(triple.subject, file.source)
    return homes


def _shipped_homes() -> dict[Node, str]:
    """Return the shipped file that describes each node, the first one by name."""
    homes: dict[Node, str] = {}
    top = folder(".")
    for path in knowledge_files(KNOWLEDGE):
        for quad in triples(path):
            if isinstance(quad.subject, NamedNode):
                homes.setdefault(quad.subject, path.relative_to(top).as_posix())
    return homes
