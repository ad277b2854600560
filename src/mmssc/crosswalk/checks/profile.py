"""The checks with their profile: ours, and what a user's own profile says instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad

from mmssc.crosswalk.checks.catalogue import read_catalogue, stated_severity
from mmssc.engine import Graph
from mmssc.knowledge import folder, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Triple

    from mmssc.crosswalk.checks.catalogue import Check
    from mmssc.crosswalk.checks.exemptions import Exemption

__all__ = ["Catalogue", "load_catalogue"]

_FOLDER: Final = "shapes/consistency"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The checks that there are.

    Attributes:
        checks: All checks, in order; those that the profile switches off have no severity.
        shapes: The checks that are shapes, with all that is said of checks.
        settings: What queries read beside the data: severities, thresholds, exemptions.
        exemptions: Those of the user's profile.
    """

    checks: Sequence[Check]
    shapes: Graph
    settings: Sequence[Triple]
    exemptions: Sequence[Exemption] = ()

    def named(self, names: Iterable[str]) -> list[Check]:
        """Return the checks with these names, in the order of the catalogue; all of them if none is named.

        Who names a check wants it: it has a severity then, even if the profile switches it off.
        """
        wanted = set(names)
        if not wanted:
            return list(self.checks)
        return [
            replace(check, severity=stated_severity(self.shapes, check.iri))
            for check in self.checks
            if check.id in wanted
        ]


def load_catalogue(instead: Iterable[Quad | Triple] = (), exemptions: Sequence[Exemption] = ()) -> Catalogue:
    """Return the catalogue of shapes/consistency/.

    Args:
        instead: A profile of the user's: what it says of a check by a property holds in place of what ours says by it.
        exemptions: Its exemptions.

    Raises:
        ValueError: The catalogue or the profile cannot be used; the message says why.
    """
    own = list(instead)
    said = {(statement.subject, statement.predicate) for statement in own}
    settings = [
        statement
        for name in ("profile-*.ttl", "exemptions.ttl")
        for path in sorted(folder(_FOLDER).glob(name))
        for statement in (quad.triple for quad in triples(path))
        if (statement.subject, statement.predicate) not in said
    ]
    settings += [statement.triple if isinstance(statement, Quad) else statement for statement in own]
    checks = [quad.triple for path in sorted(folder(_FOLDER).glob("checks-*.ttl")) for quad in triples(path)]
    shapes = Graph([*checks, *settings])
    return Catalogue(read_catalogue(shapes), shapes, settings, exemptions)
