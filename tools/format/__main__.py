"""Bring every Turtle and query file of the project into its canonical form, or check that it is (``--check``).

turtlefmt and qlue-ls decide; on top of them a file starts with its first line, ends with one line break, and has at
most one blank line in a row.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("ontology", "shapes", "queries", "examples", "tests")

# A long string keeps its blank lines.
BLANKS = re.compile(r'("""(?:[^"\\]|\\.|"(?!""))*""")|\n{3,}', re.DOTALL)


def files() -> list[Path]:
    """Return the files that have a canonical form."""
    return sorted(path for folder in FOLDERS for kind in ("*.ttl", "*.rq") for path in (ROOT / folder).rglob(kind))


def canonical(path: Path) -> str:
    """Return the canonical text of a file.

    Raises:
        ValueError: The formatter cannot read the file; the message is the formatter's.
    """
    if path.suffix == ".rq":
        text = _run("qlue-ls", "format", str(path))
    else:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copy(path, folder))
            _run("turtlefmt", str(copy))
            text = copy.read_text(encoding="utf-8")
    return BLANKS.sub(lambda match: match[1] or "\n\n", text).strip() + "\n"


def _run(tool: str, *arguments: str) -> str:
    beside = Path(sys.executable).with_name(tool)
    command = [str(beside) if beside.exists() else tool, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise ValueError(done.stderr.strip() or done.stdout.strip())
    return done.stdout


def main(arguments: list[str]) -> int:
    """Format, or check; return the exit status: 1 if a file is or was not canonical, 2 if one cannot be read."""
    if arguments not in ([], ["--check"]):
        print("usage: python tools/format [--check]", file=sys.stderr)
        return 2
    status = 0
    for path in files():
        name = path.relative_to(ROOT)
        try:
            text = canonical(path)
        except ValueError as error:
            print(f"{name}: {error}", file=sys.stderr)
            status = 2
            continue
        if text == path.read_text(encoding="utf-8"):
            continue
        if arguments:
            print(f"{name}: not in canonical form; run: python tools/format", file=sys.stderr)
            status = max(status, 1)
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{name}: formatted")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
