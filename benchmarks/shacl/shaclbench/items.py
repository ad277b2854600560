"""One item of evidence: what it says, and the ways in which it can be no good."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.names import DCTERMS, EVIDENCE, MMSSC, RDF_TYPE, XSD

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

__all__ = ["ILL_FORMED", "REFUSED", "Item", "Term", "dated", "property_of"]

Term = NamedNode | Literal

ILL_FORMED: Final = (
    "undated",
    "untitled",
    "unsourced",
    "day that does not exist",
    "two assurances",
    "unknown requirement",
)
"""What can be wrong with the form of an item: ``shapes/evidence.ttl`` refuses each."""

REFUSED: Final = ("rejected", "expired", "not yet issued", "planned", "overdue")
"""Why a well-formed item is not admitted (``queries/assess/admit.rq``); within the horizon, the planned are."""

_PRECISIONS: Final = (("date", 10), ("gYearMonth", 7), ("gYear", 4))
_SHARES: Final = (6, 2, 2)


def property_of(name: str) -> NamedNode:
    """Return the property that evidence uses for something, by its local name."""
    own = name in {"assurance", "community", "demonstrates", "disputes", "plannedFor", "validUntil"}
    return NamedNode((MMSSC if own else DCTERMS) + name)


def dated(day: dt.date, chance: random.Random) -> Literal:
    """Return a day as a literal that is exact to the day, the month or the year."""
    kind, length = chance.choices(_PRECISIONS, _SHARES)[0]
    return Literal(day.isoformat()[:length], datatype=NamedNode(XSD + kind))


@dataclass(slots=True)
class Item:
    """An item of evidence.

    Attributes:
        node: Its IRI.
        stated: What it says: property → values, in the order in which they are written.
        fault: What is wrong with its form, one of ``ILL_FORMED``; empty if nothing is.
    """

    node: NamedNode
    stated: dict[NamedNode, list[Term]] = field(default_factory=dict)
    fault: str = ""

    def say(self, name: str | NamedNode, *values: Term) -> None:
        """State values of a property, in place of any that were stated before."""
        self.stated[property_of(name) if isinstance(name, str) else name] = list(values)

    def statements(self) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
        """Yield what the item says as triples."""
        yield self.node, RDF_TYPE, EVIDENCE
        for predicate, values in self.stated.items():
            for value in values:
                yield self.node, predicate, value

    def refuse(self, why: str, as_of: dt.date, chance: random.Random) -> None:
        """Make the item one that an assessment of a day does not admit, for a reason of ``REFUSED``."""
        if why == "rejected":
            self.say("assurance", NamedNode(MMSSC + "Rejected"))
        elif why == "expired":
            self.say("validUntil", _day(as_of - dt.timedelta(days=chance.randint(1, 700))))
        elif why == "not yet issued":
            self.say("issued", _day(as_of + dt.timedelta(days=chance.randint(1, 200))))
        elif why == "planned":
            self.say("plannedFor", dated(as_of + dt.timedelta(days=chance.randint(400, 1500)), chance))
        else:
            self.say("plannedFor", _day(as_of - dt.timedelta(days=chance.randint(1, 500))))

    def spoil(self, how: str, characteristic: NamedNode) -> None:
        """Break the form of the item in a way of ``ILL_FORMED``."""
        self.fault = how
        if how == "undated":
            del self.stated[property_of("issued")]
        elif how == "untitled":
            del self.stated[property_of("title")]
        elif how == "unsourced":
            del self.stated[property_of("source")]
        elif how == "day that does not exist":
            self.say("issued", Literal("2025-02-30", datatype=NamedNode(XSD + "date")))
        elif how == "two assurances":
            self.say("assurance", NamedNode(MMSSC + "Claimed"), NamedNode(MMSSC + "Verified"))
        else:
            self.say("demonstrates", characteristic)


def _day(day: dt.date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))
