"""Codes that things of several schemes share: 1.1 of the one is not 1.1 of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from mmssc.crosswalk.slots import SLOTS
from mmssc.names import DCTERMS, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import Store

__all__ = ["namespace", "shared_codes", "short_name"]

_NOTATION: Final = NamedNode(SKOS + "notation")
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
_PART_OF: Final = NamedNode(DCTERMS + "isPartOf")
_ENDS: Final = (SLOTS["subject_id"].property, SLOTS["object_id"].property)


def shared_codes(store: Store, name: Callable[[NamedNode], str]) -> set[str]:
    """Return the codes by which things of more than one scheme are called.

    Args:
        store: The things, and the rows that map them.
        name: What a thing without a notation is called; empty if that tells its scheme already.
    """
    schemes = dict(_values(store, _IN_SCHEME))
    placed = {quad.subject for quad in store.quads_for_pattern(None, _PART_OF, None)}
    notations = {node: code for node, code in _values(store, _NOTATION) if node not in placed}
    home: dict[str, str] = {}
    shared = set()
    for node in _things(store, notations):
        code = notations.get(node) or name(node)
        scheme = schemes.get(node) or namespace(node.value)
        if code and home.setdefault(code, scheme) != scheme:
            shared.add(code)
    return shared


def namespace(iri: str) -> str:
    """Return what stands before the last part of an IRI."""
    return iri[: max(iri.rstrip("/#").rfind(sign) for sign in "/#:") + 1]


def short_name(iri: str) -> str:
    """Return the last telling part of the IRI of a scheme, or of the namespace of one."""
    whole = iri.rstrip("/#:")
    return unquote(whole[len(namespace(whole)) :]) or iri


def _values(store: Store, prop: NamedNode) -> Iterator[tuple[NamedNode, str]]:
    for quad in store.quads_for_pattern(None, prop, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject, quad.object.value


def _things(store: Store, more: dict[NamedNode, str]) -> Iterator[NamedNode]:
    yield from more
    for end in _ENDS:
        for quad in store.quads_for_pattern(None, end, None):
            if isinstance(quad.object, NamedNode):
                yield quad.object
