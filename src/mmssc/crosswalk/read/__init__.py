"""Read mapping files of every form into rows and RDF, with every problem named and nothing lost in silence."""

from mmssc.crosswalk.read.read import read_mappings
from mmssc.crosswalk.read.result import MappingFile, Mappings, MappingSet, Row

__all__ = ["MappingFile", "MappingSet", "Mappings", "Row", "read_mappings"]
