"""Evidence as it is found in servers: three cities, odd items, and things that are no evidence at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse, serialize

from mmssc.knowledge import knowledge_files, triples
from mmssc.names import DCTERMS, MMSSC, PREFIXES, PROV, RDF, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ADDITION", "BLANK", "CITIES", "MODEL", "ODD", "city", "item", "without_durations"]

EXAMPLES = Path(__file__).parents[2] / "examples"
E = "https://example.org/"
REQUIREMENT = PREFIXES["req"] + "1.1.1-2-vision"


def _lines(content: Iterable[object]) -> str:
    return (serialize(content, format=RdfFormat.N_TRIPLES) or b"").decode()  # type: ignore[arg-type]


CITIES = "".join(
    _lines(quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE))
    for path in sorted(EXAMPLES.glob("*.ttl"))
)
MODEL = _lines(quad.triple for path in knowledge_files() for quad in triples(path))
"""The vocabulary and the model: a server may hold them too."""


def item(name: str, communities: Iterable[str], more: str = "") -> str:
    """Return a well-formed item, with more statements about it: property and value, one a line."""
    node = name if name.startswith("_:") else f"<{E}{name}>"
    about = [
        f"<{RDF}type> <{MMSSC}Evidence>",
        f'<{DCTERMS}title> "Item {name.strip("_:")}"@en',
        f'<{DCTERMS}issued> "2025-03-01"^^<{XSD}date>',
        f"<{DCTERMS}source> <{E}document>",
        f"<{MMSSC}assurance> <{MMSSC}Verified>",
        f"<{MMSSC}demonstrates> <{REQUIREMENT}>",
        *(f"<{MMSSC}community> {each}" for each in communities),
        *filter(None, more.splitlines()),
    ]
    return "".join(f"{node} {each} .\n" for each in about)


def city(name: str, items: int = 3) -> str:
    """Return a community with some items."""
    here = f"<{E}{name}>"
    return f'{here} <{SKOS}prefLabel> "{name}" .\n' + "".join(item(f"{name}/{n}", [here]) for n in range(items))


_GROUP = f"<{MMSSC}audience> <{E}group>".replace(MMSSC, DCTERMS)
ODD = "".join(
    [
        # Two communities share an item, and one of them shares another with a third.
        *(city(name) for name in ("a", "z", "m")),
        item("both", [f"<{E}a>", f"<{E}z>"], f"<{DCTERMS}accessRights> <{PREFIXES['access']}PUBLIC>"),
        item("again", [f"<{E}m>", f"<{E}z>"], f"<{MMSSC}scope> <{MMSSC}CityWide>"),
        # Nothing that can be assessed: no community, or one that is text.
        item("nowhere", []),
        item("text", ['"Springfield"']),
        item("half", ['"Springfield"', f"<{E}m>"]),
        # It claims, and does not say that it is evidence; it says so, and lacks the rest.
        f"<{E}claim> <{MMSSC}disputes> <{REQUIREMENT}> .\n<{E}claim> <{MMSSC}community> <{E}a> .\n",
        f"<{E}bare> <{RDF}type> <{MMSSC}Evidence> .\n<{E}bare> <{MMSSC}community> <{E}a> .\n",
        # What items refer to is described: an agent in a group, and a group that no model knows.
        item("ours", [f"<{E}a>"], f"<{PROV}wasAttributedTo> <{E}office>"),
        f'<{E}office> <{SKOS}prefLabel> "Office" .\n',
        f"<{E}office> <{PREFIXES['org']}memberOf> <{MMSSC}Residents> .\n",
        item("for-a-group", [f"<{E}a>"], _GROUP),
        f"<{E}group> <{RDF}type> <{MMSSC}StakeholderGroup> .\n",
        # A model's thing is described; evidence has no say in it.
        item("attributed", [f"<{E}m>"], f"<{PROV}wasAttributedTo> <{MMSSC}Residents>"),
        # Something else names a community.
        f'<{E}report> <{MMSSC}community> <{E}a> .\n<{E}report> <{DCTERMS}title> "A report" .\n',
        f"<{E}report> <{MMSSC}community> <{E}other> .\n",
    ]
)
BLANK = (
    item("_:item", [f"<{E}a>"])
    + item("blank-place", ["_:place"])
    + item("blank-source", [f"<{E}m>"], f"<{DCTERMS}source> _:item")
)
ADDITION = item("new", [f"<{E}a>"])


def without_durations(lines: str) -> str:
    """Leave out what Virtuoso makes numbers of."""
    return "".join(line for line in lines.splitlines(keepends=True) if "#duration>" not in line)
