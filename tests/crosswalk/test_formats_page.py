"""docs/crosswalk-formats.md says of columns and relations what the data say, in both languages, and nothing else."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mmssc.crosswalk.read.gather import MAX_ROWS
from mmssc.crosswalk.write import FORMS
from mmssc.knowledge import folder, triples
from mmssc.names import MMSSC, SKOS, compact

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "crosswalk-formats.md"
XKOS = "http://rdf-vocabulary.ddialliance.org/xkos#"
BAR = "\\|"
ORDER = ["eq", "pp", "ppi", "po", "dr"]


def columns(lang: str) -> Iterator[str]:
    """Yield the table of the columns as the page must hold it."""
    text = folder("ontology/crosswalk.csv-metadata.json").read_text(encoding="utf-8")
    for column in json.loads(text)["tableSchema"]["columns"]:
        description = next(each["@value"] for each in column["dc:description"] if each["@language"] == lang)
        titles = " · ".join(column["titles"][lang])
        star = "\\*" if column.get("required") else ""
        cells = (f"`{column['name']}`{star}", titles, description)
        yield f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"


def relations() -> Iterator[str]:
    """Yield the table of the relations as the page must hold it."""
    reads, names, notation = defaultdict(list), defaultdict(list), {}
    for quad in triples(folder("ontology/mappings.ttl")):
        if quad.predicate.value == MMSSC + "readsAs":
            reads[quad.subject.value].append(quad.object.value)  # type: ignore[union-attr]
        elif quad.predicate.value == MMSSC + "relationName":
            names[quad.subject.value].append(f"`{quad.object.value}`")  # type: ignore[union-attr]
        elif quad.predicate.value == SKOS + "notation":
            notation[quad.subject.value] = quad.object.value  # type: ignore[union-attr]
    for relation in sorted(reads, key=compact):
        bases = sorted((notation[base] for base in reads[relation]), key=ORDER.index)
        name = compact(relation).replace(XKOS, "xkos:")
        yield f"| `{name}` | {', '.join(bases)} | {', '.join(names[relation])} |"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("table", ["columns", "relations"])
def test_the_page_says_what_the_data_say(lang: str, table: str) -> None:
    english, chinese = PAGE.read_text(encoding="utf-8").split("\n# 映射文件的读写\n")
    page = {"en": english, "zh": chinese}[lang].splitlines()
    expected = list(columns(lang) if table == "columns" else relations())
    start = page.index(expected[0]) if expected[0] in page else -1
    assert page[start : start + len(expected)] == expected, "the table must be:\n" + "\n".join(expected)
    assert not page[start + len(expected)].startswith("|")


def test_the_page_names_the_forms_and_the_limit() -> None:
    for part in PAGE.read_text(encoding="utf-8").split("\n# 映射文件的读写\n"):
        assert all(f"`{form}`" in part for form in FORMS)
        assert f"{MAX_ROWS:,}" in part
