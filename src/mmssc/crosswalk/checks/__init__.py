"""Consistency checks of crosswalks and standards: a catalogue in Turtle, each check a query, a shape or set logic."""

from mmssc.crosswalk.checks.catalogue import Check, Severity
from mmssc.crosswalk.checks.finding import Finding
from mmssc.crosswalk.checks.profile import Catalogue, load_catalogue
from mmssc.crosswalk.checks.run import run_checks

__all__ = ["Catalogue", "Check", "Finding", "Severity", "load_catalogue", "run_checks"]
