"""The work grows linearly on star-like crosswalks: steps are counted, no clock is looked at."""

from __future__ import annotations

from itertools import pairwise

from mmssc.setlogic import Constraint, Relation, find_conflicts

EQ, PP, DR = Relation.EQ, Relation.PP, Relation.DR


def star(schemes: int, items: int = 12) -> list[Constraint]:
    """Schemes with a hierarchy of two layers, all mapped to a hub; a tenth of the items with a planted triangle."""
    rows: list[Constraint] = []
    for item in range(items):
        rows.append(Constraint(f"hub {item} broader", f"hub-{item}", EQ | PP, f"hub-top-{item // 4}", None, True))
    for number in range(schemes):
        for item in range(items):
            name = f"{number}-{item}"
            rows.append(Constraint(f"{name} broader", name, EQ | PP, f"{number}-top-{item // 4}", None, True))
            rows.append(Constraint(f"{name} hub", name, PP, f"hub-{item}"))
            if item % 10 == 0:
                rows.append(Constraint(f"{name} false", name, DR, f"hub-top-{item // 4}"))
    return rows


def test_work_grows_linearly() -> None:
    work, found = [], []
    for schemes in (50, 100, 200, 400):
        conflicts = find_conflicts(star(schemes))
        work.append(conflicts.work)
        found.append(len(conflicts))
    assert found == [100, 200, 400, 800]
    assert all(after < 2.2 * before for before, after in pairwise(work))


def test_what_lies_on_no_cycle_costs_next_to_nothing() -> None:
    rows = [Constraint(str(n), f"leaf-{n}", PP, f"hub-{n % 7}") for n in range(3_000)]
    assert find_conflicts(rows).work <= 2 * len(rows)


def test_a_hub_with_thousands_of_neighbours_is_not_searched_again_and_again() -> None:
    rows = [Constraint("top", "hub", PP, "top"), Constraint("other top", "hub", PP, "other top")]
    for number in range(3_000):
        rows.append(Constraint(f"{number} in", f"leaf-{number}", PP, "hub"))
        rows.append(Constraint(f"{number} false", f"leaf-{number}", DR, "top"))
    conflicts = find_conflicts(rows)
    assert len(conflicts) == 3_000
    assert conflicts.cuts == ()
    assert conflicts.work < 60 * len(rows)
