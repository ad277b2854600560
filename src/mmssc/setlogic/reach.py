"""Which atoms are derivable, for many at once: reachability by bit sets over the graph of equivalence classes.

Items that include each other form a class (a strongly connected component). Classes are numbered so that what includes
comes before what is included; marks put on the two sides of a question flow down from there, two thousand questions in
a pass, and only through the parts of the graph that the pass asks about.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from mmssc.setlogic.components import strong_components

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mmssc.setlogic.theory import Atom, Theory

__all__ = ["Reach"]

_CHUNK: Final = 2048


class Reach:
    """Answers for the graph of a theory as it is now.

    Attributes:
        component: Item → its class; items that occur in no edge and no overlap have none.
        work: Edges and items looked at so far.
    """

    def __init__(self, theory: Theory) -> None:
        successors = {item: [edge.to for edge in edges] for item, edges in theory.up.items()}
        nodes = sorted({*theory.up, *theory.down, *theory.hops})
        self.component, count = strong_components(nodes, successors)
        self._below: list[list[int]] = [[] for _ in range(count)]
        self._part = list(range(count))  # a union-find forest over classes that inclusions connect
        self.work = len(nodes)
        for item, above in successors.items():
            low = self.component[item]
            self.work += len(above)
            for high in {self.component[to] for to in above} - {low}:
                self._below[high].append(low)
                self._part[self._root(low)] = self._root(high)
        self._part = [self._root(number) for number in range(count)]
        self._members: defaultdict[int, list[int]] = defaultdict(list)
        for number, part in enumerate(self._part):
            self._members[part].append(number)
        self._meets: defaultdict[int, set[int]] = defaultdict(set)
        self._parts_meet: set[tuple[int, int]] = set()
        for item, hops in theory.hops.items():
            here = self.component[item]
            self.work += len(hops)
            for to, _ in hops:
                there = self.component[to]
                self._meets[here].add(there)
                self._parts_meet.add((self._part[here], self._part[there]))

    def _root(self, number: int) -> int:
        part = self._part
        while part[number] != number:
            part[number] = part[part[number]]
            number = part[number]
        return number

    def derivable(self, atoms: Sequence[Atom]) -> list[bool]:
        """Tell for each atom whether it follows."""
        answers = [False] * len(atoms)
        within: list[tuple[int, int, int]] = []
        meets: list[tuple[int, int, int]] = []
        for number, atom in enumerate(atoms):
            first, second = self.component.get(atom.first), self.component.get(atom.second)
            if first is None or second is None:
                answers[number] = atom.first == atom.second
            elif first == second:
                answers[number] = True
            elif atom.meets:
                parts = self._part[first], self._part[second]
                if parts[0] == parts[1] or parts in self._parts_meet:
                    meets.append((number, first, second))
            elif second < first and self._below[second] and self._part[first] == self._part[second]:
                within.append((number, first, second))
        self.work += len(atoms)
        for chunk in self._chunks(within):
            marks = self._flow({self._part[first] for _, first, _ in chunk}, [second for *_, second in chunk])
            for bit, (number, first, _) in enumerate(chunk):
                answers[number] = bool(marks.get(first, 0) >> bit & 1)
        for chunk in self._chunks(meets):
            met = self._met(chunk)
            for bit, (number, *_) in enumerate(chunk):
                answers[number] = bool(met >> bit & 1)
        return answers

    def _chunks(self, questions: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
        questions.sort(key=lambda question: (self._part[question[1]], self._part[question[2]], question))
        for start in range(0, len(questions), _CHUNK):
            yield questions[start : start + _CHUNK]

    def _flow(self, parts: set[int], sources: list[int]) -> dict[int, int]:
        """Mark each source with its own bit, and let the bits flow to all that it includes."""
        marks: dict[int, int] = {}
        for bit, source in enumerate(sources):
            marks[source] = marks.get(source, 0) | 1 << bit
        for part in sorted(parts):
            members = self._members[part]
            self.work += len(members)
            for number in members:
                bits = marks.get(number)
                if bits:
                    below = self._below[number]
                    self.work += len(below)
                    for low in below:
                        marks[low] = marks.get(low, 0) | bits
        return marks

    def _met(self, chunk: list[tuple[int, int, int]]) -> int:
        parts = {self._part[side] for _, *sides in chunk for side in sides}
        first = self._flow(parts, [side for _, side, _ in chunk])
        second = self._flow(parts, [side for *_, side in chunk])
        met = 0
        for number, bits in first.items():
            met |= bits & second.get(number, 0)
            for other in self._meets.get(number, ()):
                met |= bits & second.get(other, 0)
        return met
