"""Two small communities with every case that a report shows, and a page reader."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from mmssc.assess import View, assess
from mmssc.knowledge import knowledge_files, triples
from mmssc.names import DCTERMS, MMSSC, PREFIXES, RDF_TYPE, SKOS
from mmssc.report.document import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmssc.report.document import Document

TODAY = dt.date(2026, 11, 21)
RIVERTON, HAITUN = "https://example.org/riverton", "https://example.org/haitun"
HOSTILE = "</style><script>alert('x')</script> \"q\" & 'q' \u202e<img src=x onerror=alert(1)> \x1b[31m{{ 7*7 }}"

SOURCES = ["<https://example.org/a?b=1&c=2>", "<https://example.org/too>"]

# Each item: its title, and what else it says; an IRI stands in angle brackets.
ITEMS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    RIVERTON: [
        ("The strategy was published.", {"demonstrates": "1.1.1-2-strategy", "source": SOURCES}),
        ("The vision will be published.", {"demonstrates": "1.1.1-2-vision", "plannedFor": "2027-06-30"}),
        ("An internal vision exists.", {"demonstrates": "1.1.2-2-vision", "accessRights": "<access:NON_PUBLIC>"}),
        ("No strategy can be found.", {"disputes": "1.1.2-2-strategy"}),
        ("An old paper.", {"demonstrates": "1.2.1-2-leadership", "validUntil": "2020-12-31"}),
        (HOSTILE, {"demonstrates": "1.1.1-3-outcomes", "source": "<javascript:alert(1)>"}),
        ("本市已经公布愿景。", {"source": "<https://example.org/中文>"}),
    ],
    HAITUN: [("Only Haitun has this.", {"demonstrates": "1.1.1-2-strategy"})],
}  # fmt: skip
NAMES = {RIVERTON: ('Riverton <b title="x">', "en"), HAITUN: ("海屯", "zh")}


def _evidence(*communities: str) -> Iterator[Triple]:
    for community in communities:
        name, lang = NAMES[community]
        yield Triple(NamedNode(community), RDF_TYPE, NamedNode(MMSSC + "Community"))
        yield Triple(NamedNode(community), NamedNode(SKOS + "prefLabel"), Literal(name, language=lang))
        for number, (title, said) in enumerate(ITEMS[community], start=1):
            item = NamedNode(f"{community}/evidence/{number}")
            yield Triple(item, RDF_TYPE, NamedNode(MMSSC + "Evidence"))
            yield Triple(item, NamedNode(MMSSC + "community"), NamedNode(community))
            yield Triple(item, NamedNode(MMSSC + "assurance"), NamedNode(MMSSC + "Reviewed"))
            yield Triple(item, NamedNode(DCTERMS + "issued"), Literal("2020"))
            values = {"title": title, "accessRights": "<access:PUBLIC>", **said}
            for key, value in values.items():
                namespace = DCTERMS if key in {"title", "source", "accessRights"} else MMSSC
                for each in value if isinstance(value, list) else [value]:
                    yield Triple(item, NamedNode(namespace + key), _term(key, each))


def _term(key: str, value: str) -> NamedNode | Literal:
    if key in {"demonstrates", "disputes"}:
        return NamedNode(PREFIXES["req"] + value)
    if value.startswith("<") and value.endswith(">") and ":" in value and " " not in value:
        prefix, _, rest = value[1:-1].partition(":")
        return NamedNode(PREFIXES.get(prefix, prefix + ":") + rest)
    return Literal(value)


def _document(*communities: str, horizon: str = "P2Y") -> Document:
    view = View(TODAY, horizon)
    views = [view.today(), view] if horizon else [view]
    known = [quad.triple for path in knowledge_files() for quad in triples(path)]
    return document(assess(known, list(_evidence(*communities)), views).store)


@pytest.fixture(scope="session")
def riverton() -> Document:
    """One community, today and in two years."""
    return _document(RIVERTON)


@pytest.fixture(scope="session")
def both() -> Document:
    """Two communities, today only."""
    return _document(RIVERTON, HAITUN, horizon="")


class Page(HTMLParser):
    """What a page holds: its elements with their attributes, in order, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:
            self.words.append(data)
        elif self.cdata_elem == "script":
            self.scripts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @cached_property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="session")
def page() -> type[Page]:
    return Page
