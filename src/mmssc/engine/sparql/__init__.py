"""The second way to run a plan: by queries, in an embedded store or in any SPARQL 1.1 server."""

from mmssc.engine.sparql.labels import BlankNodesError
from mmssc.engine.sparql.source import Embedded, Source
from mmssc.engine.sparql.validate import validate

__all__ = ["BlankNodesError", "Embedded", "Source", "validate"]
