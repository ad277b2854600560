"""The project's prefixes in queries that do not declare them."""

from __future__ import annotations

import re
from typing import Final

from mmssc.names import PREFIXES
from mmssc.server.masking import QUOTED

__all__ = ["with_prefixes"]

_PREFIX: Final = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
# A prefixed name whose local part has dots inside, such as char:1.1.1.
_DOTTED: Final = re.compile(r"(?<![\w.:?$@\\-])([A-Za-z][\w-]*:)([\w:%\\-]+(?:\.+[\w:%\\-]+)+)")


def with_prefixes(query: str) -> str:
    """Declare the project's prefixes that a query uses and does not declare itself.

    Dots inside local names are escaped on the way (``char:1.1.1`` as ``char:1\\.1\\.1``): SPARQL 1.1 allows them bare,
    but Oxigraph 0.5 does not parse two of them.
    """
    bare = QUOTED.sub(" ", query)
    declared = {match.lower() for match in _PREFIX.findall(bare)}
    used = {name for name in PREFIXES if re.search(rf"(?<![\w:-]){name}:", bare)}
    # One line, so that the line numbers of error messages stay those of the query.
    prologue = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in sorted(used - declared))
    parts = []
    end = 0
    for quoted in QUOTED.finditer(query):
        parts += [_escape_dots(query[end : quoted.start()]), quoted.group()]
        end = quoted.end()
    return prologue + "".join(parts) + _escape_dots(query[end:])


def _escape_dots(text: str) -> str:
    return _DOTTED.sub(lambda match: match[1] + re.sub(r"(?<!\\)\.", r"\\.", match[2]), text)
