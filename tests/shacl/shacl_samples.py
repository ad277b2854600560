"""Small data, shapes, and the command as a user calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from mmssc.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PEOPLE = """
ex:ann a ex:Person ; ex:name "Ann"@en , "Anna"@en ; ex:age "old" ; ex:knows [ a ex:Dog ] .
ex:bob a ex:Person ; ex:age 200 ; ex:knows ex:ann ; ex:email "bob" .
ex:cem a ex:Person ; ex:name "Cem" ; ex:age 40 ; ex:knows ex:ann .
"""
PERSON = """
ex:Person-shape a sh:NodeShape ; sh:targetClass ex:Person ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:uniqueLang true ] ,
    [ sh:path ex:age ; sh:maxInclusive 150 ; sh:message "At most 150 years"@en , "年龄不超过 150"@zh ] ,
    [ sh:path ex:knows ; sh:class ex:Person ; sh:severity sh:Warning ] ,
    [ sh:path ex:email ; sh:pattern "@" ] .
ex:Cat-shape a sh:NodeShape ; sh:targetClass ex:Cat ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .
"""
WELL = """
ex:ann a ex:Person ; ex:name "Ann" .
ex:tom a ex:Cat ; ex:name "Tom" .
"""


def turtle(folder: Path, name: str, body: str) -> str:
    """Write a Turtle file with the usual prefixes and return its name."""
    path = folder / name
    path.write_text(PREFIXES + body, encoding="utf-8")
    return str(path)


def shacl(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """Run ``mmssc shacl``."""
    return CliRunner().invoke(main, ["shacl", *arguments], input=stdin, catch_exceptions=False)


def flat(text: str) -> str:
    """Return a text without its line breaks and indents."""
    return " ".join(text.split())
