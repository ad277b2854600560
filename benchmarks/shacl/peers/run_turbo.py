"""Validate with pyshacl-turbo: ``run_turbo.py DATA SHAPES REPORT``; prints version and seconds a phase as JSON.

It parses the files itself, in Rust, and gives the report as text: both are faster than going through RDFLib. The time
of the parsing can then not be told from that of the validation.
"""

import json
import sys
import time
from pathlib import Path

from pyshacl_turbo import __version__, validate

data_file, shapes_file, report_file = sys.argv[1:]
started = time.perf_counter()
_, report, _ = validate(
    data_file, shacl_graph=shapes_file, data_graph_format="nt", shacl_graph_format="nt", serialize_report_graph="nt"
)
validated = time.perf_counter()
Path(report_file).write_bytes(report)
print(json.dumps({"version": __version__, "parse": None, "validate": validated - started}))
