"""Helps for the tests of reading and writing mapping files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from mmssc import names
from mmssc.crosswalk.read import Mappings, Row, read_mappings
from mmssc.crosswalk.slots import NEGATED, slot_of

if TYPE_CHECKING:
    from pathlib import Path

    from mmssc.problem import Problem

NAMESPACES = {
    "A": "https://example.org/a/",
    "B": "https://example.org/b/",
    **{prefix: names.PREFIXES[prefix] for prefix in ("dcterms", "mmssc", "owl", "schema", "skos")},
}
PREFIXES = """#curie_map:
#  A: https://example.org/a/
#  B: https://example.org/b/
#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/licenses/by/4.0/
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"


def read(path: Path, content: str | bytes) -> Mappings:
    """Write content to a file, read it, and hold the reading to what is always true of one."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return reread(path)


def reread(*paths: Path) -> Mappings:
    """Read files, and hold the reading to what is always true of one."""
    mappings = read_mappings(paths)
    rows = list(mappings.rows())
    assert mappings.rows_read == mappings.rows_used + mappings.rows_refused
    assert mappings.rows_used == len(rows)
    assert len({row.iri for row in rows}) == len(rows)
    assert all(row.line > 0 for row in rows)
    assert mappings.rows_refused == 0 or mappings.refused
    for problem in mappings.problems:
        assert problem.source in map(str, paths)
        for lang in ("en", "zh"):
            assert problem.message.say(lang).endswith((".", "。"))
            assert problem.mend.say(lang)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.message.zh)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.mend.zh)
    return mappings


def short(term: object) -> str:
    """Return a term as a test writes it: a prefixed name, or the text itself."""
    if isinstance(term, NamedNode):
        iri = term.value
        for prefix, namespace in NAMESPACES.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri
    return term.value if isinstance(term, Literal) else str(term)


def triads(mappings: Mappings) -> list[tuple[str, str, str]]:
    """Return subject, relation and object of the rows."""
    return [(short(row.subject), short(row.predicate), short(row.object)) for row in mappings.rows()]


def slots(row: Row) -> dict[str, list[str]]:
    """Return what a row says, by slot, as texts."""
    said: dict[str, list[str]] = {}
    for name in ("subject", "predicate", "object"):
        if term := getattr(row, name):
            said[f"{name}_id"] = [short(term)]
    if row.negated:
        said["predicate_modifier"] = [short(NEGATED)]
    if row.rationale:
        said["rationale"] = [short(row.rationale)]
    for prop, value in row.values:
        slot = slot_of(prop)
        said.setdefault(slot.name if slot else short(prop), []).append(short(value))
    return said


def said(mappings: Mappings) -> Counter[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return what all rows say, however they are ordered; rows that say the same are counted."""
    return Counter(tuple(sorted((name, tuple(sorted(v))) for name, v in slots(row).items())) for row in mappings.rows())


def about(mappings: Mappings) -> list[dict[str, list[str]]]:
    """Return what is said of the sets, by slot, as texts."""
    found = []
    for each in (each for file in mappings.files for each in file.sets):
        values: dict[str, list[str]] = {}
        for prop, value in each.values:
            slot = slot_of(prop)
            values.setdefault(slot.name if slot else short(prop), []).append(short(value))
        found.append(values)
    return found


def where(problem: Problem) -> tuple[str, str, str, str, str]:
    """Return what tells a problem: kind, severity, place, field and value."""
    return problem.code, problem.severity, problem.where, problem.field, problem.value


def value(mappings: Mappings, name: str) -> list[str]:
    """Return the values of a slot, row by row."""
    return [text for row in mappings.rows() for text in slots(row).get(name, [])]
