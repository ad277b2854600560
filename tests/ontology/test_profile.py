"""Every ontology is OWL 2 DL, as the OWL API sees it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from owl import ONTOLOGIES, OWL, needs, ontology, turtle, write

if TYPE_CHECKING:
    from pyoxigraph import Triple

PROFILE = Path(__file__).with_name("Profile.java")


@pytest.fixture(scope="module")
def imports(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Write every ontology to a file; return the IRIs of the ontologies, each followed by its file."""
    folder = tmp_path_factory.mktemp("ontologies")
    found: list[str] = []
    for name in ONTOLOGIES:
        for triple in ontology(name):
            if str(triple.object) == f"<{OWL}Ontology>":
                path = folder / f"{name.replace('/', '-')}.nt"
                found += [str(triple.subject).strip("<>"), str(write(ontology(name), path))]
    return found


def violations(root: list[Triple], imports: list[str], folder: Path) -> list[str]:
    needs("java", "javac")  # javac: a source file is run
    owlready2 = pytest.importorskip("owlready2", reason="owlready2 is not installed")
    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    command = ["java", "-cp", str(jar), str(PROFILE), str(write(root, folder / "root.nt")), *imports]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    *found, closure = done.stdout.splitlines()
    wanted = sum(triple.predicate.value == OWL + "imports" for triple in root)
    assert int(closure.split()[0]) >= 1 + wanted, done.stdout
    return found


@pytest.mark.parametrize("name", ONTOLOGIES)
def test_an_ontology_is_owl_2_dl(name: str, imports: list[str], tmp_path: Path) -> None:
    assert violations(ontology(name), imports, tmp_path) == []


@pytest.mark.parametrize(
    "fault",
    [
        "mmssc:supportingDocument a owl:FunctionalProperty .",  # it is not simple
        "e:it mmssc:undeclared mmssc:CityWide .",
        "mmssc:target a owl:ObjectProperty .",  # it is a data property
        "mmssc:Level rdfs:subClassOf e:Undeclared .",
    ],
)
def test_a_violation_is_found(fault: str, imports: list[str], tmp_path: Path) -> None:
    assert violations([*ontology("core"), *turtle(fault)], imports, tmp_path) != []


def test_every_ontology_has_a_header_and_stands_in_the_catalogue() -> None:
    catalogue = (ONTOLOGIES["core"].parent / "catalog-v001.xml").read_text(encoding="utf-8")
    for name, path in ONTOLOGIES.items():
        (header,) = [t.subject for t in ontology(name) if str(t.object) == f"<{OWL}Ontology>"]
        place = path.relative_to(ONTOLOGIES["core"].parent).as_posix()
        versions = [t.object for t in ontology(name) if t.predicate.value == OWL + "versionIRI"]
        assert len(versions) == 1
        for iri in (header, *versions):
            assert f'<uri name="{str(iri).strip("<>")}" uri="{place}"/>' in catalogue
