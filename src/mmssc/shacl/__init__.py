"""Validate any RDF data against any SHACL shapes: read, check the shapes, run an engine, report."""
