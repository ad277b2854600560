"""Crosswalks as they are published, from a hidden truth: schemes with hierarchies, true rows, and planted false ones.

Every item is an interval of one line, so each true row is true by construction, and all true rows together are
consistent. A planted row contradicts two rows with which it forms a triangle; each planted triangle is known.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from mmssc.setlogic import Constraint, Relation, compose, converse

LINE = 1 << 20
RATIONALES = ("semantic", "functional", "syntactic", "none")
SHARES = (60, 25, 5, 10)


class Item(NamedTuple):
    """An item of a scheme: the interval that it stands for, and how deep it lies in its hierarchy."""

    name: str
    low: int
    high: int
    depth: int


@dataclass
class Crosswalks:
    """Generated constraints, and the ids of each planted triangle."""

    constraints: list[Constraint] = field(default_factory=list)
    planted: list[frozenset[str]] = field(default_factory=list)


def generate(rows: int, planted: int, schemes: int, items: int, seed: int) -> Crosswalks:
    """Generate crosswalks.

    Args:
        rows: How many rows, the planted ones among them.
        planted: How many of them are planted.
        schemes: How many schemes; four rows of five lead to one of a few hubs, as in published mappings.
        items: How many items a scheme has.
        seed: The same seed gives the same crosswalks.
    """
    chance = random.Random(seed)
    out = Crosswalks()
    shared = chance.sample(range(1, LINE), items * 2)
    everything = [_scheme(f"scheme-{number}", items, shared, chance, out) for number in range(schemes)]
    hubs = max(1, schemes // 20)
    stated: dict[tuple[str, str], Constraint] = {}
    while len(stated) < rows - planted:
        source = chance.randrange(schemes)
        target = chance.randrange(hubs if chance.random() < 0.8 else schemes)
        if source == target:
            continue
        for first, second in _map(everything[source], everything[target], chance):
            pair = first.name, second.name
            if pair not in stated and pair[::-1] not in stated and len(stated) < rows - planted:
                group = chance.choices(RATIONALES, SHARES)[0]
                stated[pair] = Constraint(f"row-{len(stated) + 1}", *_said(first, second), group)
    out.constraints.extend(stated.values())
    _plant(stated, planted, chance, out)
    chance.shuffle(out.constraints)
    return out


def relation(first: Item, second: Item) -> Relation:
    """What one interval is to another."""
    if first.high <= second.low or second.high <= first.low:
        return Relation.DR
    if (first.low, first.high) == (second.low, second.high):
        return Relation.EQ
    if second.low <= first.low and first.high <= second.high:
        return Relation.PP
    if first.low <= second.low and second.high <= first.high:
        return Relation.PPI
    return Relation.PO


def _said(first: Item, second: Item) -> tuple[str, Relation, str]:
    return first.name, relation(first, second), second.name


def _scheme(name: str, items: int, shared: list[int], chance: random.Random, out: Crosswalks) -> list[Item]:
    """Cut the line into families, these into controls, these into statements, at places that schemes often share."""
    found: list[Item] = []
    layer = [Item(name, 0, LINE, 0)]
    while len(found) < items:
        below: list[Item] = []
        for parent in layer:
            drawn = chance.choices(shared, k=200)
            inside = [place for place in drawn if parent.low < place < parent.high][: chance.randint(2, 10)]
            for low, high in pairwise(sorted({parent.low, parent.high, *inside})):
                if chance.random() < 0.9 and len(found) < items:
                    child = Item(f"{name}:{len(found) + 1}", low, high, parent.depth + 1)
                    found.append(child)
                    below.append(child)
                    if parent.depth:
                        out.constraints.append(_broader(child, parent))
        layer = below or layer
    return found


def _broader(child: Item, parent: Item) -> Constraint:
    name = f"{child.name} broader"
    return Constraint(name, child.name, Relation.EQ | Relation.PP, parent.name, None, True)


def _map(source: list[Item], target: list[Item], chance: random.Random) -> list[tuple[Item, Item]]:
    """Map a fifth of the items of one scheme to items of about the same depth with which they share something."""
    pairs: list[tuple[Item, Item]] = []
    for item in chance.sample(source, max(1, len(source) // 5)):
        candidates = chance.choices(target, k=60)
        near = [
            other for other in candidates if relation(item, other) != Relation.DR and abs(other.depth - item.depth) < 2
        ]
        pairs.extend((item, other) for other in near[: chance.randint(1, 3)])
        if chance.random() < 0.01:
            pairs.extend((item, other) for other in candidates[:1] if relation(item, other) == Relation.DR)
    return pairs


def _plant(stated: dict[tuple[str, str], Constraint], planted: int, chance: random.Random, out: Crosswalks) -> None:
    """Close paths of two rows to triangles that cannot be."""
    around: dict[str, list[Constraint]] = {}
    for row in stated.values():
        around.setdefault(row.subject, []).append(row)
        around.setdefault(row.object, []).append(row)
    middles = [item for item, rows in around.items() if len(rows) > 1]
    while len(out.planted) < planted:
        middle = chance.choice(middles)
        one, other = chance.sample(around[middle], 2)
        (start, to_middle), (end, to_middle_too) = _towards(one, middle), _towards(other, middle)
        false = list(Relation.ANY & ~compose(to_middle, converse(to_middle_too)))
        if start != end and false and (start, end) not in stated and (end, start) not in stated:
            row = Constraint(f"planted-{len(out.planted) + 1}", start, chance.choice(false), end, one.group)
            stated[start, end] = row
            out.constraints.append(row)
            out.planted.append(frozenset((one.id, other.id, row.id)))


def _towards(row: Constraint, middle: str) -> tuple[str, Relation]:
    if row.object == middle:
        return row.subject, Relation(row.relations)
    return row.object, converse(row.relations)
