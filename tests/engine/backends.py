"""The ways to run a shapes graph, in one place: a test that is about all of them is parametrised over ``BACKENDS``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmssc.engine import Graph, validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmssc.engine import Report

__all__ = ["BACKENDS", "CANONICAL_ONLY"]

BACKENDS: dict[str, Callable[[Graph, Graph], Report]] = {"columnar": validate}

CANONICAL_ONLY: frozenset[str] = frozenset()
"""Backends whose store rewrites numbers and dates: they are compared on data with canonical literals only."""
