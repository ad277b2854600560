"""SPARQL-based constraints and constraint components (SHACL 5 and 6), run once for all focus nodes where that is equal.

The way through: ``reader`` and ``components`` find the constraints of a shape; ``query`` checks a query against the
rules of SHACL and rewrites it so that its pre-bound variables come from a table of rows; ``batching`` decides whether
all rows may be there at once; ``running`` fills the table, asks Oxigraph, and turns solutions into violations.

Not covered, and refused with ``UnsupportedShapesError``: ``$shapesGraph`` (SHACL leaves it optional), ``GRAPH``, since
the data of a validation are one graph, ``FROM``, functions that SPARQL 1.1 does not define, and JavaScript validators.
"""

from mmssc.engine.sparql_constraints.bounded import FailedConstraintError, Limits
from mmssc.engine.sparql_constraints.components import Component, read_components
from mmssc.engine.sparql_constraints.model import Outcome, SparqlConstraint, Violation
from mmssc.engine.sparql_constraints.reader import read_constraints
from mmssc.engine.sparql_constraints.running import violations

__all__ = [
    "Component",
    "FailedConstraintError",
    "Limits",
    "Outcome",
    "SparqlConstraint",
    "Violation",
    "read_components",
    "read_constraints",
    "violations",
]
