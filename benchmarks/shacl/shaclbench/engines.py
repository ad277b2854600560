"""The engines that are compared: how each is called, and why it cannot be where it is not there."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ENGINES", "OURS", "PARSE", "REFERENCE", "Engine", "default_home"]

_ADAPTERS: Final = Path(__file__).parents[1] / "peers"


def default_home() -> Path:
    """Return the folder into which ``install`` puts the peers."""
    return Path(os.environ.get("MMSSC_BENCHMARKS", Path.home() / ".cache" / "mmssc-benchmarks"))


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine.

    Attributes:
        key: Its name in files; for a peer also its folder below the home of the peers.
        name: Its name for people.
        call: The words of its command before the files. ``{peers}`` is the home of the peers, ``{adapters}`` the folder
            of the adapters, ``{python}`` the interpreter that runs the benchmark.
        installed: Whether it comes with mmssc, and needs no ``install``.
    """

    key: str
    name: str
    call: Sequence[str]
    installed: bool = False

    def command(self, home: Path, *files: Path) -> list[str]:
        """Return the command for files: data, shapes, report (the floor takes data only)."""
        places = {"peers": str(home), "adapters": str(_ADAPTERS), "python": sys.executable}
        return [*(word.format_map(places) for word in self.call), *map(str, files)]

    def why_not(self, home: Path) -> str:
        """Return why the engine cannot be run; empty if it can."""
        folder = home / self.key
        if self.installed or (folder / "installed").is_file():
            return ""
        reason = folder / "why-not"
        if reason.is_file():
            return " ".join(reason.read_text(encoding="utf-8", errors="replace").split())
        return "run benchmarks/shacl/install"


OURS: Final = Engine("mmssc", "mmssc", ("{python}", "{adapters}/run_mmssc.py"), installed=True)
REFERENCE: Final = Engine("pyshacl", "pySHACL", ("{python}", "{adapters}/run_pyshacl.py"), installed=True)
PARSE: Final = Engine("parse", "pyoxigraph.parse", ("{python}", "{adapters}/run_parse.py"), installed=True)

ENGINES: Final = (
    OURS,
    Engine("pyshacl-turbo", "pyshacl-turbo", ("{peers}/pyshacl-turbo/bin/python", "{adapters}/run_turbo.py")),
    Engine("pyrudof", "pyrudof", ("{peers}/pyrudof/bin/python", "{adapters}/run_rudof.py")),
    Engine("shacl-engine", "shacl-engine", ("node", "{adapters}/run_shacl_engine.mjs", "{peers}/shacl-engine")),
    Engine("jena", "Apache Jena SHACL", ("java", "-cp", "{peers}/jena/lib/*", "{adapters}/RunJena.java")),
    Engine("topbraid", "TopBraid SHACL", ("java", "-cp", "{peers}/topbraid/lib/*", "{adapters}/RunTopBraid.java")),
    REFERENCE,
)
"""Ourselves first, the reference last: it is the slowest."""
