"""What follows from chains: sound, exact over the distributive relations, and disagreements between chains."""

from __future__ import annotations

from itertools import permutations

from brute_force import satisfiable
from hypothesis import given, settings
from networks import ALL, DISTRIBUTIVE, networks
from proofs import check_proof

from mmssc.setlogic import Constraint, Relation, closure

EQ, PP, PPI, PO, DR = Relation.EQ, Relation.PP, Relation.PPI, Relation.PO, Relation.DR


def possible(rows: list[Constraint], subject: str, object_: str) -> Relation:
    """What brute force leaves open for a pair."""
    open_ = Relation(0)
    for base in (EQ, PP, PPI, PO, DR):
        if satisfiable([*rows, Constraint("asked", subject, base, object_)]):
            open_ |= base
    return open_


@settings(max_examples=100, deadline=None)
@given(networks(DISTRIBUTIVE, loops=False, most_items=4))
def test_is_exact_over_the_distributive_relations(rows: list[Constraint]) -> None:
    if not satisfiable(rows):
        return
    net = closure(rows, hops=8)
    for subject, object_ in permutations(net.items, 2):
        implied = net.between(subject, object_)
        assert possible(rows, subject, object_) == (Relation.ANY if implied is None else implied.relations)


@settings(max_examples=100, deadline=None)
@given(networks(ALL, loops=False, most_items=4))
def test_is_sound_and_its_chains_prove_it(rows: list[Constraint]) -> None:
    net = closure(rows)
    for subject in net.items:
        for implied in net.implied(subject):
            together = Relation.ANY
            for chain in implied.chains:
                check_proof(chain.proof, chain.constraints, refutes=False)
                assert chain.proof[-1].relations == chain.relations
                assert (chain.proof[-1].subject, chain.proof[-1].object) == (subject, implied.object)
                assert len(chain.rows) <= net.hops
                together &= chain.relations
            assert implied.relations == together
            assert possible(rows, subject, implied.object) & ~together == 0
            for one, other in permutations(implied.chains, 2):
                assert one.relations & ~other.relations


def test_two_paths_that_disagree() -> None:
    rows = [
        Constraint("1", "A", PP, "B", "semantic"),
        Constraint("2", "B", PO, "C", "functional"),
        Constraint("3", "A", PPI, "D", "semantic"),
        Constraint("4", "D", PO, "C", "semantic"),
    ]
    (implied,) = closure(rows).disagreements()
    assert (implied.subject, implied.object, implied.relations) == ("A", "C", PO)
    assert not implied.stated
    assert [(chain.relations, chain.rows, chain.mixed) for chain in implied.chains] == [
        (PPI | PO, ("3", "4"), False),
        (PP | PO | DR, ("1", "2"), True),
    ]


def test_hops_bound_the_chains() -> None:
    rows = [Constraint(str(n), f"I{n}", PP, f"I{n + 1}") for n in range(6)]
    assert closure(rows, hops=3).between("I0", "I4") is None
    implied = closure(rows, hops=4).between("I0", "I4")
    assert implied is not None
    assert (implied.relations, implied.chains[0].rows, implied.stated) == (PP, ("0", "1", "2", "3"), False)
    assert closure(rows).between("I0", "elsewhere") is None
    assert list(closure(rows).implied("elsewhere")) == []
