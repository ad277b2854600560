"""What does not grow: operators and queries with the communities, memory with the shards."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any

import numpy as np
from flow_and_columns import as_checked, columns_csv
from pyoxigraph import Store

from assess.gardens import AHEAD, TODAY, date, item, read, run, tiny
from mmssc.assess import admission, levels, many
from mmssc.assess.shard import Outcome
from mmssc.assess.trace import Trace
from mmssc.engine.run import Run
from mmssc.evidence.sources import Source
from mmssc.names import ADMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest


class CountedStore:
    """A store that counts the queries of all stores."""

    queries = 0

    def __init__(self) -> None:
        self._store = Store()

    def query(self, *arguments: Any, **options: Any) -> Any:
        CountedStore.queries += 1
        return self._store.query(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_operators_and_queries_do_not_depend_on_the_communities(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Run] = []

    class NotedRun(Run):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            runs.append(self)

    monkeypatch.setattr(levels, "Run", NotedRun)
    monkeypatch.setattr(admission, "Store", CountedStore)
    counted = []
    for communities in (10, 200):
        runs.clear()
        CountedStore.queries = 0
        evidence = [
            item(f"{place}-{code}", shows=code, community=f"e:c{place}", issued=date(("2025", "2027")[place % 2]))
            for place in range(communities)
            for code in ("soil-2-compost", "water-2-rain")
        ]
        rows = columns_csv(tiny(), read("\n".join(evidence)), [TODAY, AHEAD])
        assert len(rows) == 1 + communities * 2 * 2
        counted.append(([each.operations for each in runs], CountedStore.queries))
    assert counted[0] == counted[1]
    assert counted[0][1] == len(counted[0][0]) == 1
    assert counted[0][0][0] > 10


def test_items_of_one_kind_are_admitted_as_each_by_itself() -> None:
    """Every combination of two dates, an assurance and an attribution, twice: what admit.rq says of all items."""
    days = ["2025", "2026-06-15", "2026-06-16Z", "2027-01"]
    written = [
        item(f"{at}-{each}", issued=date(one), validUntil=date(two), assurance=f"mmssc:{assured}")
        for at, (one, two, assured) in enumerate(
            (one, two, assured) for one in days for two in days for assured in ("Claimed", "Rejected", "Verified")
        )
        for each in range(2)
    ]
    for views in ([TODAY], [TODAY, AHEAD]):
        admitted = {
            (triple.subject.value, triple.object.value)
            for triple in run(*written, views=views).results
            if triple.predicate == ADMITS
        }
        assert 0 < len(admitted) < len(written) * len(views)
        assert columns_admitted(written, views) == admitted


def columns_admitted(written: Sequence[str], views: Sequence[Any]) -> set[tuple[str, str]]:
    checked = as_checked(tiny(), read("\n".join(written)))
    found = admission.Admission(tiny(), views).admitted(checked)
    return {
        (view.iri("urn:e:town"), term.value)
        for view, nodes in zip(views, found, strict=True)
        for term in checked.terms.terms(nodes.ids)
    }


PAGE = 200_000


class Dummy:
    """In the place of a rater: each file is a community with a long page."""

    def files(self, names: Sequence[str]) -> Outcome:
        nothing = np.empty(0, dtype=np.uint64)
        own = np.array([int(name) for name in names], dtype=np.uint64)
        pages = [(name, name.encode() * (PAGE // len(name))) for name in names]
        return Outcome(pages, [], 1, 0, 0, Trace(own, nothing, nothing, np.empty(0, dtype=np.bool_)))


def peak(shards: int) -> int:
    sources = [Source(f"{number:06}", None, many.SHARD) for number in range(shards)]
    tracemalloc.start()
    found = many.assess_many(Dummy(), sources, workers=1)  # type: ignore[arg-type]
    written = sum(map(len, found.pages()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written > shards * PAGE * 0.99
    assert found.communities == shards
    return most


def test_memory_does_not_grow_with_the_shards() -> None:
    """Pages go to a file; what stays of a shard is a few numbers."""
    few, more = peak(20), peak(200)
    assert more - few < 180 * PAGE / 20
