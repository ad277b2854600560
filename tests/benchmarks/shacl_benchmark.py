"""Makes the benchmark importable: it is no part of the package."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "benchmarks" / "shacl"
if str(FOLDER) not in sys.path:
    sys.path.insert(0, str(FOLDER))
