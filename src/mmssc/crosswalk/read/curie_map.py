"""The prefixes that a mapping set declares: told in RDF by SHACL's terms, so that they can be written again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from mmssc.crosswalk.slots import BUILT_IN_PREFIXES
from mmssc.evidence.values import BadValueError, percent_encoded
from mmssc.names import SH, XSD
from mmssc.problem import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mmssc.crosswalk.read.gather import Gatherer

__all__ = ["declared_prefixes", "note_prefixes"]

_DECLARE: Final = NamedNode(SH + "declare")
_PREFIX: Final = NamedNode(SH + "prefix")
_NAMESPACE: Final = NamedNode(SH + "namespace")
_ANY_URI: Final = NamedNode(XSD + "anyURI")


def declared_prefixes(curie_map: Any, line: int, gatherer: Gatherer) -> dict[str, str]:
    """Return the prefixes that a ``curie_map`` declares; what is wrong with it is noted."""
    if not isinstance(curie_map, dict):
        gatherer.problem(BadValueError("bad-prefix", *_NO_MAP), line, "curie_map", "", "warning")
        return {}
    found = {}
    for prefix, given in curie_map.items():
        namespace = given.get("prefix_url") if isinstance(given, dict) else given
        if not isinstance(namespace, str) or not namespace or not _can_begin(prefix, namespace):
            gatherer.problem(BadValueError("bad-prefix", *_BAD), line, "curie_map", prefix, "warning")
        elif BUILT_IN_PREFIXES.get(prefix, namespace) != namespace:
            gatherer.problem(BadValueError("bad-prefix", *_BUILT_IN), line, "curie_map", prefix, "warning")
        else:
            found[prefix] = namespace
    return found


def note_prefixes(prefixes: Mapping[str, str], gatherer: Gatherer) -> None:
    """Say in the context of a file which prefixes it declares."""
    base = gatherer.file.base
    for prefix, namespace in prefixes.items():
        if prefix in BUILT_IN_PREFIXES:
            continue
        node = NamedNode(f"{base}#prefix-{quote(prefix, safe='')}")
        gatherer.file.context += [
            Triple(gatherer.file.sets[0].iri, _DECLARE, node),
            Triple(node, _PREFIX, Literal(prefix)),
            Triple(node, _NAMESPACE, Literal(namespace, datatype=_ANY_URI)),
        ]


def _can_begin(prefix: str, namespace: str) -> bool:
    """Tell whether both are text, without half a surrogate pair, and an IRI can begin with the namespace."""
    try:
        f"{prefix}{namespace}".encode()
    except UnicodeEncodeError:
        return False
    return percent_encoded(namespace) == namespace


_NO_MAP: Final = (
    Text("The prefixes must be pairs of a prefix and the beginning of an IRI.", "前缀声明应为“前缀: IRI 开头”的形式。"),
    Text("Write a line “prefix: https://…” for each.", "请逐行写成“前缀: https://…”。"),
)
_BAD: Final = (
    Text("This prefix stands for nothing that an IRI can begin with.", "该前缀所代表的内容不能作为 IRI 的开头。"),
    Text("Give the beginning of the IRIs that it stands for.", "请给出其所代表的 IRI 的开头部分。"),
)
_BUILT_IN: Final = (
    Text("SSSOM gives this prefix a meaning of its own, which holds.", "SSSOM 已规定该前缀的含义，以其为准。"),
    Text("Use another prefix.", "请改用其他前缀。"),
)
