"""SHACL Core, set at a time: each shape is evaluated once, over all the nodes that it is asked about."""

from mmssc.engine.data import Data
from mmssc.engine.graph import Graph
from mmssc.engine.report import Report, Result
from mmssc.engine.shapes import IllFormedShapesError, UnsupportedShapesError, read_shapes
from mmssc.engine.validate import conforming, validate

__all__ = [
    "Data",
    "Graph",
    "IllFormedShapesError",
    "Report",
    "Result",
    "UnsupportedShapesError",
    "conforming",
    "read_shapes",
    "validate",
]
