"""Deciding consistency: reachability, algebraic closure and brute force agree where the theory says that they do."""

from __future__ import annotations

from itertools import combinations, permutations

from brute_force import satisfiable
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ALL, TRACTABLE, networks
from proofs import check_proof

from mmssc.setlogic import Constraint, Limits, Relation, compose, converse, find_conflicts
from mmssc.setlogic.components import core, strong_components
from mmssc.setlogic.decide import consistent, contradicted, minimise, saturate
from mmssc.setlogic.network import read_network
from mmssc.setlogic.theory import Atom, Theory


def path_consistent(rows: list[Constraint]) -> bool:
    """The textbook closure: refine every pair by every third item until nothing changes."""
    items = sorted({item for row in rows for item in (row.subject, row.object)})
    known = dict.fromkeys(permutations(items, 2), Relation.ANY) | {(item, item): Relation.EQ for item in items}
    for row in rows:
        known[row.subject, row.object] &= row.relations
        known[row.object, row.subject] &= converse(row.relations)
    changed = True
    while changed:
        changed = False
        for one, middle, other in permutations(items, 3):
            refined = known[one, other] & compose(known[one, middle], known[middle, other])
            changed |= refined != known[one, other]
            known[one, other], known[other, one] = refined, converse(refined)
    return all(known.values())


@settings(max_examples=300, deadline=None)
@given(networks(ALL))
def test_decides_as_brute_force_does(rows: list[Constraint]) -> None:
    network = read_network(rows)
    assert consistent(network, range(len(network.statements))) is satisfiable(rows)


@settings(max_examples=200, deadline=None)
@given(networks(TRACTABLE))
def test_algebraic_closure_decides_the_tractable_class(rows: list[Constraint]) -> None:
    assert path_consistent(rows) is satisfiable(rows)


def test_algebraic_closure_does_not_decide_beyond_the_tractable_class() -> None:
    """Five sets in a ring, each within its neighbour or around it, the others overlapping: five cannot alternate."""
    rows = [
        Constraint(f"{one}{two}", one, Relation.of("pp", "ppi") if two in (one % 5 + 1, one + 4) else Relation.PO, two)
        for one, two in combinations(range(1, 6), 2)
    ]
    rows = [row._replace(subject=str(row.subject), object=str(row.object)) for row in rows]
    assert path_consistent(rows)
    assert not satisfiable(rows)
    assert not consistent(read_network(rows), range(len(rows)))
    (conflict,) = find_conflicts(rows, Limits(size=10))
    assert len(conflict.rows) == 10
    check_proof(conflict.proof, rows)


@settings(max_examples=150, deadline=None)
@given(networks(ALL))
def test_minimising_leaves_a_minimal_conflict(rows: list[Constraint]) -> None:
    network = read_network(rows)
    if satisfiable(rows):
        return
    kept = [network.statements[number].rows[0] for number in minimise(network, range(len(network.statements)))]
    assert not satisfiable(kept)
    assert all(satisfiable([row for row in kept if row is not left]) for left in kept)


@settings(max_examples=200, deadline=None)
@given(networks(TRACTABLE, loops=False))
def test_an_atom_is_derivable_exactly_if_its_denial_is_inconsistent(rows: list[Constraint]) -> None:
    if not satisfiable(rows):
        return
    network = read_network(rows)
    theory = Theory(network, range(len(network.statements)))
    reach = saturate(theory)
    assert contradicted(theory, reach) == []
    pairs = list(permutations(range(len(network.items)), 2))
    not_within, disjoint = Relation.ANY & ~Relation.of("eq", "pp"), Relation.DR
    for meets, denial in ((False, not_within), (True, disjoint)):
        answers = reach.derivable([Atom(meets, *pair) for pair in pairs])
        for (first, second), derivable in zip(pairs, answers, strict=True):
            denied = Constraint("denied", network.items[first], denial, network.items[second])
            assert derivable is not satisfiable([*rows, denied])


edges = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16)


@given(edges)
def test_strong_components(pairs: list[tuple[int, int]]) -> None:
    successors: dict[int, list[int]] = {}
    for start, end in pairs:
        successors.setdefault(start, []).append(end)
    component, count = strong_components(range(8), successors)
    reached = {node: reach(node, successors) for node in range(8)}
    assert set(component.values()) == set(range(count))
    for one, other in permutations(range(8), 2):
        assert (component[one] == component[other]) is (other in reached[one] and one in reached[other])
    assert all(component[start] >= component[end] for start, end in pairs)


def reach(start: int, successors: dict[int, list[int]]) -> set[int]:
    found, open_ = {start}, [start]
    while open_:
        for to in successors.get(open_.pop(), ()):
            if to not in found:
                found.add(to)
                open_.append(to)
    return found


@given(edges)
def test_the_core_keeps_every_edge_on_a_cycle_and_no_loose_end(pairs: list[tuple[int, int]]) -> None:
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    stays = core(pairs)
    kept = [pair for pair, stay in zip(pairs, stays, strict=True) if stay]
    ends = [end for pair in kept for end in pair]
    assert all(ends.count(end) > 1 for end in ends)
    for number, (start, end) in enumerate(pairs):
        others: dict[int, list[int]] = {}
        for one, other in pairs[:number] + pairs[number + 1 :]:
            others.setdefault(one, []).append(other)
            others.setdefault(other, []).append(one)
        if end in reach(start, others):
            assert stays[number]
