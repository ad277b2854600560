"""The names that Python shares with the graphs: namespaces, prefixes, and the IRIs that code must know."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import NamedNode

__all__ = [
    "ADMITS",
    "DCTERMS",
    "EVIDENCE",
    "MMSSC",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "RDF_TYPE",
    "SH",
    "SKOS",
    "XSD",
    "compact",
    "expand",
    "natural",
]

MMSSC: Final = "https://w3id.org/mmssc/ns#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"

PREFIXES: Final[dict[str, str]] = {
    "access": "http://publications.europa.eu/resource/authority/access-right/",
    "bibo": "http://purl.org/ontology/bibo/",
    "cccev": "http://data.europa.eu/m8g/",
    "char": "https://w3id.org/mmssc/iso37107/characteristic/",
    "check": "https://w3id.org/mmssc/check/",
    "comp": "https://w3id.org/mmssc/iso37106/component/",
    "crit": "https://w3id.org/mmssc/iso37107/criterion/",
    "dcterms": DCTERMS,
    "dim": "https://w3id.org/mmssc/iso37107/dimension/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "earl": "http://www.w3.org/ns/earl#",
    "evtype": "https://w3id.org/mmssc/evidence-type/",
    "facet": "https://w3id.org/mmssc/facet/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "freq": "http://publications.europa.eu/resource/authority/frequency/",
    "func": "https://w3id.org/mmssc/iso18091/function/",
    "grp": "https://w3id.org/mmssc/iso37107/characteristic-group/",
    "ldef": "https://w3id.org/mmssc/iso37107/level-definition/",
    "lvl": "https://w3id.org/mmssc/iso37107/level/",
    "method": "https://w3id.org/mmssc/iso37107/method/",
    "mmssc": MMSSC,
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "phase": "https://w3id.org/mmssc/iso37107/phase/",
    "practice": "https://w3id.org/mmssc/iso37106/practice/",
    "principle": "https://w3id.org/mmssc/iso37107/principle/",
    "prov": PROV,
    "purpose": "https://w3id.org/mmssc/iso37101/purpose/",
    "rdf": RDF,
    "rdfs": RDFS,
    "req": "https://w3id.org/mmssc/iso37107/requirement/",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": SH,
    "skos": SKOS,
    "sssom": "https://w3id.org/sssom/",
    "std": "https://w3id.org/mmssc/standard/",
    "sub": "https://w3id.org/mmssc/iso37107/subdimension/",
    "vann": "http://purl.org/vocab/vann/",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
    "xsd": XSD,
}
"""Prefixes of the project's files, and of what it writes and reads in queries (design, section 2)."""

RDF_TYPE: Final = NamedNode(RDF + "type")
EVIDENCE: Final = NamedNode(MMSSC + "Evidence")
ADMITS: Final = NamedNode(MMSSC + "admits")

# The longest namespace first, so that the most telling prefix wins.
_BY_LENGTH: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def compact(iri: str) -> str:
    """Shorten an IRI to a prefixed name where a prefix of the project fits, else return it unchanged."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and "/" not in (local := iri[len(namespace) :]):
            return f"{prefix}:{local}"
    return iri


def expand(name: str) -> str | None:
    """Turn a prefixed name (``req:1.1.1-2-vision``) into its IRI; ``None`` if the prefix is not known."""
    prefix, colon, local = name.partition(":")
    namespace = PREFIXES.get(prefix)
    return namespace + local if colon and namespace else None


def natural(code: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts 1.2 before 1.10, and numbers before words."""
    return tuple((int(part), "") if part.isdigit() else (10**9, part) for part in re.split(r"[.\-/]", code))
