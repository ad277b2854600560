"""Assess communities: admit, validate, rate, explain, recommend. Each step is a query or a set of shapes."""

from mmssc.assess.batches import batches
from mmssc.assess.flow import Assessed, assess
from mmssc.assess.view import View

__all__ = ["Assessed", "View", "assess", "batches"]
