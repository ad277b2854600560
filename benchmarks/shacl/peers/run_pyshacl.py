"""Validate with pySHACL: ``run_pyshacl.py DATA SHAPES REPORT``; prints version and seconds a phase as JSON."""

import json
import sys
import time

import pyshacl
import rdflib

data_file, shapes_file, report_file = sys.argv[1:]
started = time.perf_counter()
data = rdflib.Graph().parse(data_file, format="nt")
shapes = rdflib.Graph().parse(shapes_file, format="nt")
parsed = time.perf_counter()
_, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
validated = time.perf_counter()
report.serialize(report_file, format="nt", encoding="utf-8")
print(json.dumps({"version": pyshacl.__version__, "parse": parsed - started, "validate": validated - parsed}))
