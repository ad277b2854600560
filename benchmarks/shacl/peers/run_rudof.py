"""Validate with pyrudof: ``run_rudof.py DATA SHAPES REPORT``; prints version and seconds a phase as JSON."""

import json
import sys
import time
from pathlib import Path

from pyrudof import RDFFormat, ResultShaclValidationFormat, Rudof, RudofConfig, ShaclFormat, __version__

data_file, shapes_file, report_file = sys.argv[1:]
rudof = Rudof(RudofConfig())
started = time.perf_counter()
rudof.read_data(Path(data_file), format=RDFFormat.NTriples)
rudof.read_shacl(Path(shapes_file), format=ShaclFormat.NTriples)
parsed = time.perf_counter()
rudof.validate_shacl()
validated = time.perf_counter()
report = rudof.serialize_shacl_validation_results(format=ResultShaclValidationFormat.NTriples)
Path(report_file).write_text(report, encoding="utf-8")
print(json.dumps({"version": __version__, "parse": parsed - started, "validate": validated - parsed}))
