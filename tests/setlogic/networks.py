"""Generated constraints, for the properties: few items and few rows, so that brute force can look at every subset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mmssc.setlogic import Constraint, Relation, tractable

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE = (1, 2, 4, 8, 16)
DISTRIBUTIVE = (*BASE, 3, 5, 15, 10, 12, 24, 26, 28)
TRACTABLE = tuple(mask for mask in range(1, 31) if tractable(mask))
CONDITIONAL = (*BASE, 3, 9, 11, 13, 14, 17, 18, 19, 20, 21, 25, 27, 29, 30)
SPLIT = (*BASE, 3, 15, 6, 7, 22, 23)
ALL = tuple(range(31))
"""The classes of relations: the empty relation is among `ALL`, the one that says nothing is in none."""

CLASSES = {
    "base": BASE,
    "distributive": DISTRIBUTIVE,
    "tractable": TRACTABLE,
    "conditional": CONDITIONAL,
    "split": SPLIT,
    "all": ALL,
}


@st.composite
def networks(
    draw: st.DrawFn,
    masks: Sequence[int] = ALL,
    most_items: int = 5,
    most_rows: int = 8,
    groups: Sequence[str | None] = (None,),
    loops: bool = True,
) -> list[Constraint]:
    """Draw constraints between a few items; a tenth of them about one item and itself."""
    items = [chr(65 + number) for number in range(draw(st.integers(2, most_items)))]
    rows = []
    for number in range(draw(st.integers(1, most_rows))):
        subject = draw(st.sampled_from(items))
        loop = loops and draw(st.integers(0, 9)) == 0
        others = [subject] if loop else [item for item in items if item != subject]
        rows.append(
            Constraint(
                f"row {number}",
                subject,
                Relation(draw(st.sampled_from(masks))),
                draw(st.sampled_from(others)),
                draw(st.sampled_from(groups)),
                draw(st.integers(0, 5)) == 0,
            )
        )
    return rows
