"""Levels and missing requirements of many communities at once, read off the sets of nodes that conform.

What queries/assess/{find,conform,rate,carry,explain}.rq say is the definition, and the tests hold the two equal; here
there is no report and no triple a finding. A level is the highest whose criterion conforms; its evidence is what counts
for the requirements that its criterion asks; missing is what the criterion of the level after it asks and is not met,
alternatives only where none of them is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mmssc.assess.admission import Admission
from mmssc.assess.assessments import Assessments
from mmssc.assess.ladder import ladder
from mmssc.engine import Graph, plan
from mmssc.engine.arrays import unique_pairs
from mmssc.engine.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Triple

    from mmssc.assess.ladder import Criterion
    from mmssc.assess.view import View
    from mmssc.engine import Base
    from mmssc.engine.arrays import Ids, Mask
    from mmssc.evidence.check import Checked

__all__ = ["Levels", "Rated"]


@dataclass(frozen=True, slots=True)
class Rated:
    """The ratings of one batch: a row an assessment and characteristic, assessments in the order of their communities.

    Attributes:
        assessments: The IRI of each assessment, its community, and its view.
        ladder: The criteria of the model, by characteristic and rank.
        codes: The codes of the characteristics, in their natural order.
        level: The rank of the proved level, for each assessment (row) and characteristic (column).
        evidence: The IRIs of the items that carry the level, space-separated, in the same order.
        missing: The codes of the requirements that block the next level, space-separated.
    """

    assessments: list[tuple[str, str, View]]
    ladder: list[Criterion]
    codes: list[str]
    level: Ids
    evidence: list[list[str]]
    missing: list[list[str]]


class Levels:
    """A model ready to rate one batch of evidence after another.

    Args:
        knowledge: The vocabulary, the model and its shapes.
        base: What ``mmssc.evidence.check.base_of`` made of them.
        views: The views to take.

    Raises:
        IllFormedShapesError: The shapes of the model break a syntax rule of SHACL, or are recursive.
        UnsupportedShapesError: The shapes use something beyond SHACL Core.
    """

    def __init__(self, knowledge: Sequence[Triple], base: Base, views: Sequence[View]) -> None:
        self._base = base
        self._views = views
        self._criteria = ladder(knowledge)
        self._requirements = list(dict.fromkeys(each for rung in self._criteria for each in rung.requirements))
        self._place = {requirement: place for place, requirement in enumerate(self._requirements)}
        self._plan = plan(Graph(knowledge))
        self._admission = Admission(knowledge, views)

    def rate(self, checked: Checked) -> Rated:
        """Rate every community that the evidence is about, in every view."""
        found = Assessments(checked, self._base, self._views, self._admission.admitted(checked))
        steps = self._plan
        criteria = [steps.good[criterion.node] for criterion in self._criteria]
        requirements = [steps.good[requirement] for requirement in self._requirements]
        counted = {place: steps.counted[node] for place, node in enumerate(self._requirements) if node in steps.counted}
        results = Run(found.data).run(steps, {*criteria, *requirements, *counted.values()})
        conforms = np.array([results[step].has(found.ids) for step in criteria]).T
        met = np.array([results[step].has(found.ids) for step in requirements]).T
        counting = {
            place: (np.searchsorted(found.ids, results[step].focus), results[step].value)
            for place, step in counted.items()
        }
        codes = list(dict.fromkeys(criterion.code for criterion in self._criteria))
        level = np.zeros((len(found.ids), len(codes)), dtype=np.int64)
        evidence = [[""] * len(codes) for _ in found.ids]
        missing = [[""] * len(codes) for _ in found.ids]
        for column, code in enumerate(codes):
            rungs = [place for place, criterion in enumerate(self._criteria) if criterion.code == code]
            ranks = np.array([self._criteria[place].rank for place in rungs])
            level[:, column] = (conforms[:, rungs] * ranks).max(axis=1)
            for place in rungs:
                criterion = self._criteria[place]
                for row, items in self._carried(criterion, level[:, column] == criterion.rank, met, counting, found):
                    evidence[row][column] = items
                below = np.flatnonzero(level[:, column] == criterion.rank - 1)
                for row, unmet in self._missing(criterion, below, met):
                    missing[row][column] = unmet
        return Rated(found.named, self._criteria, codes, level, evidence, missing)

    def _missing(self, criterion: Criterion, rows: Ids, met: Mask) -> Iterator[tuple[int, str]]:
        """Yield what keeps each of some assessments from a criterion."""
        asked = np.array([self._place[requirement] for requirement in criterion.requirements], dtype=np.int64)
        unmet = ~met[np.ix_(rows, asked)]
        direct = [requirement in criterion.direct for requirement in criterion.requirements]
        blocked = unmet & np.array(direct, dtype=np.bool_)
        for group in criterion.alternatives:
            columns = np.array([criterion.requirements.index(member) for member in group])
            blocked[np.ix_(unmet[:, columns].all(axis=1), columns)] = True
        # Few patterns occur: their texts are made once.
        patterns, which = np.unique(blocked, axis=0, return_inverse=True)
        names = list(criterion.codes())
        texts = [" ".join(names[place] for place in np.flatnonzero(pattern)) for pattern in patterns]
        yield from zip(rows.tolist(), (texts[each] for each in which.reshape(-1).tolist()), strict=True)

    def _carried(
        self, criterion: Criterion, here: Mask, met: Mask, counting: dict[int, tuple[Ids, Ids]], found: Assessments
    ) -> Iterator[tuple[int, str]]:
        """Yield the items that carry the level of each of some assessments."""
        owners, items = [], []
        for requirement in criterion.requirements:
            place = self._place[requirement]
            if place not in counting:
                continue
            row, value = counting[place]
            chosen = met[row, place] & here[row]
            owners.append(row[chosen])
            items.append(value[chosen])
        if not owners:
            return
        pairs = unique_pairs(np.concatenate(owners), np.concatenate(items), len(found.data.terms))
        texts: dict[int, list[str]] = {}
        for row, item in zip(pairs[0].tolist(), found.data.terms.terms(pairs[1]), strict=True):
            texts.setdefault(row, []).append(item.value)
        yield from ((row, " ".join(sorted(each))) for row, each in texts.items())
