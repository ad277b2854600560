"""Proofs in words, in both languages."""

from __future__ import annotations

import pytest

from mmssc.setlogic import Constraint, Relation, find_conflicts, relation_words, words

EQ, PP, DR = Relation.EQ, Relation.PP, Relation.DR


def test_a_proof_reads() -> None:
    rows = [Constraint("3", "A", PP, "B"), Constraint("7", "B", DR, "C"), Constraint("9", "A", EQ, "C")]
    (conflict,) = find_conflicts(rows)
    assert [words(step) for step in conflict.proof] == [
        "(1) A is a proper subset of B: by row 3",
        "(2) B is disjoint from C: by row 7",
        "(3) A is disjoint from C: hence, from (1), (2)",
        "(4) A equals C: by row 9",
        "(5) nothing is left that A could be to C: hence, from (3), (4)",
    ]
    assert (
        words(conflict.proof[0], "zh", name="“{}”".format, row="第 {} 行".format) == "(1) “A” 真包含于 “B”：依据第 3 行"
    )


@pytest.mark.parametrize("mask", range(1, 32))
def test_every_relation_has_words_of_its_own(mask: int) -> None:
    for lang in ("en", "zh"):
        others = {relation_words(Relation(other), lang) for other in range(1, 32) if other != mask}
        assert relation_words(Relation(mask), lang) not in others | {""}


def test_cases_read() -> None:
    either = Relation.of("pp", "ppi")
    rows = [Constraint("1", "A", either, "B"), Constraint("2", "A", Relation.ANY & ~PP, "B")]
    rows += [Constraint("3", "A", Relation.PP | Relation.PO | DR, "B")]
    lines = {words(step, lang) for conflict in find_conflicts(rows) for step in conflict.proof for lang in ("en", "zh")}
    assert "(1) A is a proper subset or superset of B: by row 1" in lines
    assert "(1) A 与 B 的关系为真包含于或真包含：依据行 1" in lines
