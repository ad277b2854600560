"""Cities with evidence: how mature a city is decides what it can show, and what it can only nearly show."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from mmssc.names import MMSSC, SKOS
from shaclbench.items import ILL_FORMED, REFUSED, Item, Term, dated
from shaclbench.titles import title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shaclbench.model import Characteristic, Model, Requirement
    from shaclbench.values import Values

__all__ = ["AS_OF", "City", "Generator"]

AS_OF: Final = dt.date(2026, 11, 21)
"""The day for which the evidence is made: what has expired or is planned depends on it."""

_MATURITY: Final = (2.5, 0.75, 0.35, 0.55)
"""Mean maturity; its deviation between cities, between dimensions of a city, between characteristics of a dimension."""

_KINDS: Final = ("good", "near miss", "refused", "disputed", "none")
_NEXT: Final = (26, 16, 7, 3, 48)
"""What is offered for the requirements of the rank that a characteristic has not reached, by weight."""
_BEYOND: Final = (3, 4, 2, 1, 90)
"""The same for the ranks above."""
_GAP: Final = 0.08
"""How often one requirement of a rank is wanting although the characteristic is mature enough."""
_TOGETHER: Final = 0.30
"""How often an item shows another requirement too."""
_AGAIN: Final = 0.12
"""How often a second item shows what one has shown."""
_BESIDE: Final = 18
"""How many items, on average, are said of a city without any requirement in mind."""
_ASSURANCES: Final = (("Claimed", "Reviewed", "Verified"), (45, 40, 15))


@dataclass(frozen=True, slots=True)
class City:
    """A city and the items of evidence about it."""

    node: NamedNode
    name: str
    items: tuple[Item, ...]

    def triples(self, *, ill_formed: bool = True) -> Iterator[Triple]:
        """Yield all that is said, or only what is well-formed."""
        yield Triple(self.node, NamedNode(SKOS + "prefLabel"), Literal(self.name, language="en"))
        for item in self.items:
            if item.fault and not ill_formed:
                continue
            for subject, predicate, value in item.statements():
                yield Triple(subject, predicate, value)


class Generator:
    """Makes cities, each from its number and the seed alone: the first hundred are the same however many follow.

    Args:
        model: The maturity model.
        values: What can be stated about items, judged.
        seed: The same seed gives the same cities.
        ill_formed: The share of items that are ill-formed.
        as_of: The day that the evidence is made for.
    """

    def __init__(
        self, model: Model, values: Values, seed: int, *, ill_formed: float = 0.002, as_of: dt.date = AS_OF
    ) -> None:
        self._model = model
        self._values = values
        self._seed = seed
        self._ill_formed = ill_formed
        self._as_of = as_of

    def city(self, number: int) -> City:
        """Return the city of a number."""
        return _Making(self._model, self._values, self._ill_formed, self._as_of, self._seed, number).city()


class _Making:
    """The making of one city."""

    def __init__(self, model: Model, values: Values, ill_formed: float, as_of: dt.date, seed: int, number: int) -> None:
        self._model, self._values, self._ill_formed, self._as_of = model, values, ill_formed, as_of
        self._chance = random.Random(f"{seed}/{number}")
        self._name = f"City {number:05}"
        self._node = NamedNode(f"https://example.org/city/{number:05}")
        self._items: list[Item] = []

    def city(self) -> City:
        chance, (mean, between, within, around) = self._chance, _MATURITY
        general = chance.gauss(mean, between)
        dimensions = sorted({each.dimension.value for each in self._model.characteristics})
        by_dimension = {name: chance.gauss(general, within) for name in dimensions}
        for each in self._model.characteristics:
            self._characteristic(each, chance.gauss(by_dimension[each.dimension.value], around))
        for _ in range(round(chance.gauss(_BESIDE, _BESIDE / 4))):
            characteristic = chance.choice(self._model.characteristics)
            asked = [requirement for rung in characteristic.ladder.values() for requirement in rung]
            if asked:
                self._item(characteristic, (chance.choice(asked),), offered="nothing")
        return City(self._node, self._name, tuple(self._items))

    def _characteristic(self, characteristic: Characteristic, maturity: float) -> None:
        """Offer evidence for what the maturity covers, some for the next rank, a little beyond."""
        chance = self._chance
        ladder = characteristic.ladder
        ranks = list(ladder)
        reached = max((rank for rank in ranks if rank <= maturity), default=ranks[0])
        covered = dict.fromkeys(ladder[reached])
        offers = dict.fromkeys(covered, "good")
        if offers and chance.random() < _GAP:
            offers[chance.choice(list(offers))] = chance.choice(_KINDS[1:])
        above = [rank for rank in ranks if rank > reached]
        for rank in above:
            weights = _NEXT if rank == above[0] else _BEYOND
            for requirement in ladder[rank]:
                if requirement not in offers:
                    offers[requirement] = chance.choices(_KINDS, weights)[0]
        self._good(characteristic, [requirement for requirement, kind in offers.items() if kind == "good"])
        for requirement, kind in offers.items():
            if kind in {"near miss", "refused"}:
                self._item(characteristic, (requirement,), offered=kind)
            elif kind == "disputed":
                self._good(characteristic, [requirement])
                self._item(characteristic, (requirement,), offered=kind)

    def _good(self, characteristic: Characteristic, wanted: list[Requirement]) -> None:
        """Show each requirement as often as it asks, several by one item where it happens."""
        left = [requirement for requirement in wanted for _ in range(requirement.count)]
        left += [requirement for requirement in wanted if self._chance.random() < _AGAIN]
        while left:
            shown = [left.pop(0)]
            while left and self._chance.random() < _TOGETHER and self._fits(left[0], shown):
                shown.append(left.pop(0))
            self._item(characteristic, tuple(shown), offered="good")

    def _fits(self, requirement: Requirement, shown: list[Requirement]) -> bool:
        """Tell whether one item can show a requirement beside others."""
        demands = [demand for each in (requirement, *shown) for demand in each.demands]
        return requirement not in shown and all(self._values.good(demands).values())

    def _item(self, characteristic: Characteristic, requirements: tuple[Requirement, ...], *, offered: str) -> None:
        """Make one item: ``offered`` as good evidence, a near miss, refused, as a dispute, or for nothing."""
        chance, number = self._chance, len(self._items) + 1
        if offered == "near miss" and not any(requirement.demands for requirement in requirements):
            offered = "refused"
        item = Item(NamedNode(f"{self._node.value}/evidence/{number}"))
        item.say("community", self._node)
        item.say("title", title(self._name, number, requirements[0].labels, offered, chance))
        names, weights = _ASSURANCES
        item.say("assurance", NamedNode(MMSSC + chance.choices(names, weights)[0]))
        item.say("issued", dated(self._as_of - dt.timedelta(days=chance.randint(1, 2500)), chance))
        item.say("source", NamedNode(f"{self._node.value}/document/{chance.randint(1, 60)}"))
        if requirements[0].types and chance.random() < 0.3:
            item.say("type", chance.choice(requirements[0].types))
        if offered == "disputed":
            item.say("disputes", requirements[0].node)
        elif offered != "nothing":
            item.say("demonstrates", *(requirement.node for requirement in requirements))
        for predicate, value in self._qualities(requirements, offered).items():
            item.say(predicate, value)
        if offered == "refused":
            item.refuse(chance.choice(REFUSED), self._as_of, chance)
        if chance.random() < self._ill_formed:
            item.spoil(chance.choice(ILL_FORMED), characteristic.node)
        self._items.append(item)

    def _qualities(self, requirements: tuple[Requirement, ...], offered: str) -> Mapping[NamedNode, Term]:
        """Choose what to state about an item, so that it satisfies the demands, all but one, or some by chance."""
        chance = self._chance
        demands = [demand for requirement in requirements for demand in requirement.demands]
        if offered in {"disputed", "nothing"}:
            demands = [demand for demand in demands if chance.random() < 0.3]
        stated = {path: chance.choice(values) for path, values in self._values.good(demands).items() if values}
        if offered == "near miss":
            missed = chance.choice(demands)
            path, wrong = self._values.path[missed], self._values.bad(missed)
            stated.pop(path, None)
            if wrong and chance.random() < 0.6:
                stated[path] = chance.choice(wrong)
        return stated
