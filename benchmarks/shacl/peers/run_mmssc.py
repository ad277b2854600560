"""Validate with mmssc: ``run_mmssc.py DATA SHAPES REPORT``; prints version and seconds a phase as JSON.

The report of mmssc is lazy; as the others build every result, every result is asked for.
"""

import json
import sys
import time
from importlib.metadata import version

from pyoxigraph import RdfFormat, parse, serialize

from mmssc.engine import Graph, validate

data_file, shapes_file, report_file = sys.argv[1:]
started = time.perf_counter()
data = Graph(parse(path=data_file, format=RdfFormat.N_TRIPLES))
shapes = Graph(parse(path=shapes_file, format=RdfFormat.N_TRIPLES))
parsed = time.perf_counter()
report = validate(data, shapes)
results = list(report.results)
validated = time.perf_counter()
serialize(report.triples(), report_file, RdfFormat.N_TRIPLES)
print(json.dumps({"version": version("mmssc"), "parse": parsed - started, "validate": validated - parsed}))
