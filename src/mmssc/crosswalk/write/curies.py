"""CURIEs for what is written: by the prefixes that are declared, else by ones that are numbered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mmssc.crosswalk.slots import BUILT_IN_PREFIXES
from mmssc.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Curies"]

_NCNAME: Final = re.compile(r"[A-Za-z_][\w.-]*")


class Curies:
    """Shortens IRIs, and knows which prefixes that took.

    Args:
        iris: Every IRI that may be shortened; those that no prefix fits are given numbered ones.
        given: Prefixes that whoever writes gives; they go before others.
        declared: Prefixes that what is written declares.
    """

    def __init__(self, iris: Iterable[str], given: Mapping[str, str], declared: Mapping[str, str]) -> None:
        from curies import Converter

        prefixes: dict[str, str] = dict(BUILT_IN_PREFIXES)
        for source in (given, declared, PREFIXES):
            for prefix, namespace in source.items():
                if prefix not in prefixes and namespace not in prefixes.values() and _NCNAME.fullmatch(prefix):
                    prefixes[prefix] = namespace
        known = Converter.from_prefix_map(prefixes)
        lacking = sorted({_namespace(iri) for iri in iris if known.compress(iri) is None})
        number = 0
        for namespace in lacking:
            number += 1
            while f"ns{number}" in prefixes:
                number += 1
            prefixes[f"ns{number}"] = namespace
        self._prefixes = prefixes
        self._converter = Converter.from_prefix_map(prefixes) if lacking else known
        self._used: set[str] = set()

    def short(self, iri: str) -> str:
        """Return the CURIE of an IRI."""
        curie = self._converter.compress(iri)
        if curie is None:
            raise KeyError(iri)
        self._used.add(curie.partition(":")[0])
        return curie

    def used(self, *, built_in: bool = False) -> dict[str, str]:
        """Return the prefixes that were needed so far, in order, those built in only if wanted."""
        return {
            prefix: self._prefixes[prefix]
            for prefix in sorted(self._used)
            if built_in or prefix not in BUILT_IN_PREFIXES
        }


def _namespace(iri: str) -> str:
    """Return what an IRI begins with, up to the last part that is not empty."""
    end = max(iri.rstrip("/#:").rfind(sign) for sign in "/#:")
    return iri[: end + 1] if end > 0 else iri
