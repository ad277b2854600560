"""IRIs for what files name without one: files themselves, documents by path or name, codes of a document, unions."""

from __future__ import annotations

import hashlib
import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from mmssc.crosswalk.vocabulary import MEMBER_OF, UNION
from mmssc.evidence.values import BadValueError, fill, iri, is_iri, percent_encoded, slug
from mmssc.names import RDF_TYPE, SKOS
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from mmssc.crosswalk.read.gather import Gatherer
    from mmssc.crosswalk.read.values import Values

__all__ = ["NO_SOURCE", "base_of", "document", "part", "resolved", "union"]

_FILES: Final = "https://w3id.org/mmssc/file/"
_SCHEME: Final = "https://w3id.org/mmssc/scheme/{name}"
_UNIONS: Final = "https://w3id.org/mmssc/union/"
_CURIE: Final = re.compile(r"[A-Za-z_][\w.-]*:\S+")
_PATH: Final = re.compile(r"\.{1,2}/.*|\S+\.(json|xml|ya?ml|ttl|html?|pdf|csv|tsv|xlsx)(#\S*)?", re.IGNORECASE)
_CONCEPT_SCHEME: Final = NamedNode(SKOS + "ConceptScheme")
_PREF_LABEL: Final = NamedNode(SKOS + "prefLabel")


def base_of(source: str) -> str:
    """Return the IRI below which the rows of a file stand: the same for the same name, wherever it is read."""
    path = source.replace("\\", "/").lstrip("/")
    return _FILES + quote(path.encode("utf-8", "surrogateescape"), safe="/-._~!$&'()*+,;=:@")


def resolved(reference: str, base: str) -> str:
    """Return the IRI for a reference that stands in a file of the given base."""
    if is_iri(reference):
        return reference
    path, mark, fragment = reference.partition("#")
    folder = posixpath.dirname(base.removeprefix(_FILES))
    joined = posixpath.normpath(posixpath.join(folder, percent_encoded(path))) if path else base.removeprefix(_FILES)
    return _FILES + joined + mark + percent_encoded(fragment)


def document(said: str, values: Values, gatherer: Gatherer) -> NamedNode:
    """Return the document or scheme that a table names by IRI, CURIE, path or name.

    Raises:
        BadValueError: It is no valid IRI.
    """
    if is_iri(said):
        return iri(said)
    if _CURIE.fullmatch(said):
        try:
            return values.entity(said)
        except BadValueError:  # such as ISO-27001:2022, which is a name
            return _named(said, gatherer)
    if _PATH.fullmatch(said):
        return iri(resolved(said, gatherer.file.base))
    return _named(said, gatherer)


def part(code: str, whole: NamedNode) -> NamedNode:
    """Return what a code stands for in a document."""
    joint = "" if whole.value[-1] in "/#:" else "#"
    return iri(whole.value + joint + percent_encoded(code))


def union(members: Collection[NamedNode], gatherer: Gatherer) -> NamedNode:
    """Return what stands for several things together, and say in the context of the file what its members are."""
    iris = sorted({member.value for member in members})
    if len(iris) == 1:
        return NamedNode(iris[0])
    node = NamedNode(_UNIONS + hashlib.sha256("\n".join(iris).encode()).hexdigest()[:16])
    gatherer.file.context.append(Triple(node, RDF_TYPE, UNION))
    gatherer.file.context += [Triple(NamedNode(member), MEMBER_OF, node) for member in iris]
    return node


def _named(name: str, gatherer: Gatherer) -> NamedNode:
    node = NamedNode(fill(_SCHEME, name=slug(name)))
    if node not in gatherer.named:
        gatherer.named.add(node)
        gatherer.file.context += [Triple(node, RDF_TYPE, _CONCEPT_SCHEME), Triple(node, _PREF_LABEL, Literal(name))]
    return node


NO_SOURCE: Final = BadValueError(
    "no-prefix",
    Text(
        "This identifier has no prefix, and the row does not name the document of which it is a code.",
        "该标识符没有前缀，且该行未指明其所属文件。",
    ),
    Text(
        "Write a prefix and a colon before it, or the whole IRI, or name the document in subject_source or "
        "object_source.",
        "请在前面加上前缀和冒号，或写出完整的 IRI，或在 subject_source 或 object_source 中指明所属文件。",
    ),
)
"""What is wrong with a code of nothing."""
