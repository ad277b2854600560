"""The floor: parse RDF files with pyoxigraph and do nothing: ``run_parse.py FILE…``; a folder stands for its files."""

import json
import sys
import time
from collections import deque
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import RdfFormat, parse

places = [Path(name) for name in sys.argv[1:]]
files = [file for place in places for file in (sorted(place.iterdir()) if place.is_dir() else [place])]
started = time.perf_counter()
for file in files:
    deque(parse(path=str(file), format=RdfFormat.from_extension(file.suffix[1:])), maxlen=0)
parsed = time.perf_counter()
print(json.dumps({"version": version("pyoxigraph"), "parse": parsed - started, "validate": None}))
