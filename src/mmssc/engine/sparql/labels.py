"""Blank nodes from a server: whether the same label means the same node, from one answer to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from pyoxigraph import BlankNode

from mmssc.engine.arrays import Pairs
from mmssc.problem import Text

if TYPE_CHECKING:
    from mmssc.engine.arrays import Bag, Nodes
    from mmssc.engine.terms import Terms

__all__ = ["BlankNodesError", "Labels"]

_PLACE: Final = "mmssc.answer"


class BlankNodesError(ValueError):
    """What blank nodes are valid cannot be told: they have no names that last; ``text`` says so in both languages."""

    def __init__(self) -> None:
        self.text = Text(
            "blank nodes of two answers of the server would have to be compared, and it may name them anew in every "
            "answer; give the nodes IRIs, validate a copy of the data, or, if its labels last from answer to answer, "
            "say so (lasting_labels)",
            "需要比较服务器两次应答中的空节点，而服务器可能在每次应答中重新命名空节点；请为这些节点指定 IRI，"
            "或在数据副本上校验；若该服务器的标签在各次应答间保持不变，请予声明（lasting_labels）",
        )
        super().__init__(self.text.en)


class Labels:
    """Labels that may last for one answer only.

    Every answer gets labels of its own, so that no two nodes are taken for one by mistake. Nodes that are one may then
    be taken for two: so the blank nodes that meet in a step must all be of one answer.

    Args:
        terms: The dictionary.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._count = 0
        self._nodes: list[int] = []
        self._answers: list[int] = []
        self._by_term = np.zeros(0, dtype=np.int64)

    def answer(self) -> dict[BlankNode, int]:
        """Begin an answer; the numbers of its blank nodes are kept by their labels in the answer."""
        self._count += 1
        return {}

    def number(self, answer: dict[BlankNode, int], node: BlankNode) -> int:
        """Return the number of a blank node of an answer."""
        found = answer.get(node)
        if found is None:
            found = answer[node] = self._terms.number(BlankNode(f"{_PLACE}{self._count}.{len(answer)}"))
            self._nodes.append(found)
            self._answers.append(self._count)
        return found

    def check(self, *found: Nodes | Pairs | Bag) -> None:
        """See to it that blank nodes that meet are of one answer.

        Raises:
            BlankNodesError: They are not.
        """
        if not self._nodes:
            return
        if len(self._by_term) < len(self._terms):
            self._by_term = np.zeros(len(self._terms), dtype=np.int64)
            self._by_term[self._nodes] = self._answers
        met: set[int] = set()
        for each in found:
            for column in (each.focus, each.value, each.over.ids) if isinstance(each, Pairs) else (each.ids,):
                answers = self._by_term[column]
                if len(answers) and answers.max():
                    met |= {int(answers.max()), int(answers[answers > 0].min())}
        if len(met) > 1:
            raise BlankNodesError
