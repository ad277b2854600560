"""The view that an assessment takes on evidence: a day, a horizon and a policy, written as triples."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from mmssc.names import MMSSC, RDF_TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["View", "add_duration"]

_DURATION: Final = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


@dataclass(frozen=True, slots=True)
class View:
    """How evidence is looked at.

    Attributes:
        as_of: The day for which the assessment holds.
        horizon: How far ahead plans are admitted, as an ISO 8601 duration of years, months, weeks or days; empty: none.
        minimum_assurance: The lowest assurance that is admitted: ``claimed``, ``reviewed`` or ``verified``.
        stakeholder_group: Admit only items attributed to this group (an IRI); empty: all.
        method: How the information was gathered (the IRI of a ``mmssc:Method``; ISO/TS 37107, 5.1); empty: not said.
    """

    as_of: dt.date
    horizon: str = ""
    minimum_assurance: str = "claimed"
    stakeholder_group: str = ""
    method: str = ""

    @property
    def planned_until(self) -> dt.date | None:
        """The last day of the horizon."""
        return add_duration(self.as_of, self.horizon) if self.horizon else None

    def today(self) -> View:
        """Return the same view without its horizon."""
        return replace(self, horizon="")

    def iri(self, community: str) -> str:
        """Return the IRI of the assessment of a community in this view."""
        parts = [self.as_of.isoformat(), self.horizon]
        parts.append("" if self.minimum_assurance == "claimed" else self.minimum_assurance)
        parts.append(re.split(r"[/#]", self.stakeholder_group)[-1])
        return f"{community}/assessment/{'-'.join(part for part in parts if part)}"

    def triples(self, community: str) -> Iterator[Triple]:
        """Yield the assessment of a community in this view, before it has admitted anything."""
        node = NamedNode(self.iri(community))

        def link(name: str, value: NamedNode | Literal) -> Triple:
            return Triple(node, NamedNode(MMSSC + name), value)

        yield Triple(node, RDF_TYPE, NamedNode(MMSSC + "Assessment"))
        yield link("community", NamedNode(community))
        yield link("asOf", Literal(self.as_of.isoformat(), datatype=NamedNode(XSD + "date")))
        yield link("minimumAssurance", NamedNode(MMSSC + self.minimum_assurance.capitalize()))
        if self.planned_until is not None:
            yield link("horizon", Literal(self.horizon, datatype=NamedNode(XSD + "duration")))
            yield link("plannedUntil", Literal(self.planned_until.isoformat(), datatype=NamedNode(XSD + "date")))
        if self.method:
            yield link("method", NamedNode(self.method))
        if self.stakeholder_group:
            yield link("stakeholderGroup", NamedNode(self.stakeholder_group))


def add_duration(day: dt.date, duration: str) -> dt.date:
    """Add an ISO 8601 duration of whole years, months, weeks and days to a day (XML Schema Part 2, appendix E).

    Raises:
        ValueError: The duration is not of that form, or the sum is beyond the calendar.
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"{duration!r} is not a duration such as P2Y, P18M or P90D")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    total = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(total, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(f"{duration!r} reaches beyond the year {dt.MAXYEAR}")
    last = calendar.monthrange(year, month + 1)[1]
    try:
        return dt.date(year, month + 1, min(day.day, last)) + dt.timedelta(days=weeks * 7 + days)
    except OverflowError:
        raise ValueError(f"{duration!r} reaches beyond the year {dt.MAXYEAR}") from None
