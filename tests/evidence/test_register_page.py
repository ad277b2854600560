"""docs/register.md says of each column what the metadata says, in both languages, and nothing of any other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mmssc.evidence.cells import REQUIREMENT
from mmssc.evidence.columns import register_schema
from mmssc.evidence.terms import Terms, closed_list
from mmssc.knowledge import folder

PAGE = Path(__file__).parents[2] / "docs" / "register.md"


def rows(lang):
    """Return the table of the columns as the page must hold it."""
    for column in register_schema().columns:
        star = "\\*" if column.required else ""
        values = ", ".join(f"`{term.code}`" for term in closed_list(column.members or ""))
        values = {"en": f" One of: {values}.", "zh": f"取值：{values}。"}[lang] if values else ""
        yield f"| `{column.name}`{star} | {column.title.say(lang)} | {column.description.say(lang)}{values} |"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_says_what_the_metadata_says(lang):
    page = PAGE.read_text(encoding="utf-8").splitlines()
    expected = list(rows(lang))
    start = page.index(expected[0]) if expected[0] in page else -1
    assert page[start : start + len(expected)] == expected, "the table must be:\n" + "\n".join(expected)
    assert not page[start + len(expected)].startswith("|")


def test_no_heading_stands_for_two_columns():
    columns = register_schema().columns
    for column in columns:
        for heading in (column.name, column.title.en, column.title.zh):
            assert register_schema().find(heading) == column


def test_no_name_stands_for_two_members_of_a_list():
    for column in register_schema().columns:
        terms = closed_list(column.members or "")
        assert bool(terms) == (column.members not in {None, REQUIREMENT}), column.name
        names = Terms.of_class(column.members or "").names
        for term in terms:
            assert {names[name.casefold()] for name in (term.code, term.label.en, term.label.zh)} == {term.iri}


def test_the_metadata_is_csvw():
    """The parts of CSVW that a register relies on, where the specification leaves no choice."""
    table = json.loads(folder("ontology/register.csv-metadata.json").read_text(encoding="utf-8"))
    assert table["@context"][0] == "http://www.w3.org/ns/csvw"
    columns = table["tableSchema"]["columns"]
    names = [column["name"] for column in columns]
    assert len(names) == len(set(names))
    assert [bool(column.get("virtual")) for column in columns] == sorted(
        bool(column.get("virtual")) for column in columns
    )
    assert set(table["tableSchema"]["primaryKey"]) <= set(names)
    known = "name titles dc:description propertyUrl datatype required separator valueUrl suppressOutput virtual".split()
    for column in columns:
        assert {key for key in column if not key.startswith("https://")} <= set(known)
