"""Write mappings as SSSOM (TSV, JSON, RDF), OSCAL or a plain table, and say what a form has no room for."""

from mmssc.crosswalk.write.write import FORMS, Written, write_mappings

__all__ = ["FORMS", "Written", "write_mappings"]
