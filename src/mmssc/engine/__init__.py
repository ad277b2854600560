"""SHACL, set at a time: each shape is evaluated once, over all the nodes that it is asked about."""

from mmssc.engine.base import Base
from mmssc.engine.data import Data
from mmssc.engine.graph import Graph
from mmssc.engine.plan import Plan
from mmssc.engine.report import QueryRun, Report, Result
from mmssc.engine.shapes import IllFormedShapesError, UnsupportedShapesError, read_shapes
from mmssc.engine.validate import conforming, plan, validate

__all__ = [
    "Base",
    "Data",
    "Graph",
    "IllFormedShapesError",
    "Plan",
    "QueryRun",
    "Report",
    "Result",
    "UnsupportedShapesError",
    "conforming",
    "plan",
    "read_shapes",
    "validate",
]
