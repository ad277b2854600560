"""The floor: parse N-Triples with pyoxigraph and do nothing: ``run_parse.py FILE…``; prints seconds as JSON."""

import json
import sys
import time
from collections import deque
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import RdfFormat, parse

files = [file for name in sys.argv[1:] for file in (sorted(Path(name).iterdir()) if Path(name).is_dir() else [name])]
started = time.perf_counter()
for file in files:
    deque(parse(path=str(file), format=RdfFormat.N_TRIPLES), maxlen=0)
parsed = time.perf_counter()
print(json.dumps({"version": version("pyoxigraph"), "parse": parsed - started, "validate": None}))
