"""Fixtures of the tests of recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from plots import city

if TYPE_CHECKING:
    from mmssc.assess import Assessed


@pytest.fixture(scope="session", params=["london", "singapore", "tianjin-eco-city"])
def one_city(request: pytest.FixtureRequest) -> Assessed:
    """A city of the examples with its recommendations up to level 3."""
    return city(request.param)
