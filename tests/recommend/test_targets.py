"""Targets as they are typed."""

from __future__ import annotations

import pytest
from plots import garden
from pyoxigraph import Store

from mmssc.names import MMSSC
from mmssc.recommend.targets import BadTargetError, read_targets
from mmssc.store import add


@pytest.fixture(scope="module")
def model() -> Store:
    store = Store()
    add(store, garden())
    return store


def aims(store: Store, *asked: str) -> dict[str, str]:
    found = read_targets(asked, store)
    said = {
        name: {t.subject.value: t.object.value.rpartition("/")[2] for t in found if t.predicate.value == MMSSC + name}  # type: ignore[union-attr]
        for name in ("aimsAt", "level")
    }
    return {part: said["level"][target] for target, part in said["aimsAt"].items()}


def test_targets(model: Store) -> None:
    assert aims(model, "2") == {"model": "level-2"}
    assert aims(model, "2", "soil=3", "D=1", "D.1 = 2") == {
        "model": "level-2",
        "soil": "level-3",
        "D": "level-1",
        "D.1": "level-2",
    }
    assert aims(model) == {}


def test_the_later_of_two_holds(model: Store) -> None:
    assert aims(model, "soil=3", "2", "soil=2", "3") == {"soil": "level-2", "model": "level-3"}


@pytest.mark.parametrize(
    ("asked", "en", "zh"),
    [
        ("4", "no level 4; use one of 1, 2, 3", "没有 4 级；请选用 1, 2, 3 之一"),
        ("soil=0", "no level 0", "没有 0 级"),
        ("soil=", "no level (none given)", "没有 （未给出） 级"),
        ("sail=2", "no sail; did you mean soil=2?", "没有“sail”；是否应为 soil=2？"),
        ("high", "no level high", "没有 high 级"),
        ("=2", "no part without a code", "没有“”"),
        ("x=y=2", "no x=y", "没有“x=y”"),
    ],
)
def test_what_is_no_target(model: Store, asked: str, en: str, zh: str) -> None:
    with pytest.raises(BadTargetError) as caught:
        read_targets([asked], model)
    assert en in caught.value.text.en
    assert zh in caught.value.text.zh
    assert asked in caught.value.text.en
