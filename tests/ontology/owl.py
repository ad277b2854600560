"""The ontologies as files that Java reads, and the reasoner: helps for the tests of the ontology."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Triple, parse, serialize

from mmssc.knowledge import folder, knowledge_files, triples
from mmssc.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ONTOLOGIES = {
    path.relative_to(folder("ontology")).with_suffix("").as_posix(): path for path in knowledge_files(["ontology"])
}
"""All of them, by their path below the folder without the suffix, as in ``crosswalks/iso37107-annex-b``."""
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in {**PREFIXES, "e": "urn:e:"}.items())
OWL = PREFIXES["owl"]
MMSSC = PREFIXES["mmssc"]


def needs(*commands: str) -> None:
    """Skip where a command of Java is not installed."""
    for command in commands:
        if not shutil.which(command):
            pytest.skip(f"{command} is not installed")


def ontology(*names: str) -> list[Triple]:
    """Return the triples of ontologies, all of them if none is named."""
    return [quad.triple for name in names or ONTOLOGIES for quad in triples(ONTOLOGIES[name])]


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(input=PROLOGUE + text, format=RdfFormat.TURTLE)]


def write(statements: Iterable[Triple], path: Path) -> Path:
    path.write_bytes(serialize(statements, format=RdfFormat.N_TRIPLES) or b"")
    return path


class InconsistentError(Exception):
    """The reasoner found a contradiction."""


def reason(statements: Iterable[Triple], folder: Path) -> tuple[list[str], set[tuple[str, str]]]:
    """Run HermiT.

    Returns:
        The unsatisfiable classes, and the pairs that mmssc:supportingDocument relates.

    Raises:
        InconsistentError: There is a contradiction.
    """
    needs("java")
    owlready2 = pytest.importorskip("owlready2", reason="owlready2 is not installed")
    logging.getLogger("owlready2").setLevel(logging.ERROR)
    offline = [triple for triple in statements if triple.predicate.value != OWL + "imports"]  # all are merged here
    world = owlready2.World()
    world.get_ontology(write(offline, folder / "merged.nt").as_uri()).load()
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        raise InconsistentError from None
    pairs = world[MMSSC + "supportingDocument"].get_relations()
    return [str(cls.iri) for cls in world.inconsistent_classes()], {(a.iri, b.iri) for a, b in pairs}
