"""What is written and read again says the same, in every form; sssom-py, the reference, reads the same too."""

from __future__ import annotations

import logging
import string
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mapping_files import about, read, said, short
from pyoxigraph import Literal, NamedNode, Triple
from sssom.parsers import parse_sssom_json, parse_sssom_rdf, parse_sssom_table
from sssom.validators import validate

from mmssc.crosswalk.slots import CARDINALITIES, ENTITY_TYPES, NEGATED, ROW_SLOTS, SET_SLOTS, SLOTS
from mmssc.crosswalk.write import write_mappings
from mmssc.crosswalk.write.terms import LISTED
from mmssc.names import RDF_TYPE, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore")  # those of pandas, on behalf of sssom-py

SSSOM = "https://w3id.org/sssom/"
SEMAPV = "https://w3id.org/semapv/vocab/"
SET = NamedNode("https://w3id.org/mmssc/file/generated")
FIXED = {"sssom_version", "mapping_set_id", "license"}

NAMESPACES = ["https://example.org/a/", "https://example.org/b#", "urn:x:", "http://purl.obolibrary.org/obo/HP_"]
SIGNS = {"local": string.ascii_letters + string.digits + "-._~!$&'()*+,;=:@%/é城"}


@st.composite
def entity(draw: st.DrawFn) -> NamedNode:
    """Draw an IRI; what it may hold can be narrowed for those who cannot read it all."""
    local = draw(st.text(SIGNS["local"], min_size=1, max_size=5)).replace("%", "%25")
    return NamedNode(draw(st.sampled_from(NAMESPACES)) + local)


entities = entity()
# What a text may hold: anything that is printed, but for blanks at its ends.
texts = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), blacklist_characters="\ufeff"),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip())
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "entity": entities,
    "uri": entities,
    "string": st.builds(Literal, st.one_of(texts, texts.map(lambda text: f"{text}\n{text}\t|\\{text}"))),
    "date": st.dates(date(1900, 1, 1)).map(lambda day: Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))),
    "double": st.integers(0, 1000).map(lambda n: Literal(str(n / 1000), datatype=NamedNode(XSD + "double"))),
    "type": st.sampled_from([node for name, node in ENTITY_TYPES.items() if "literal" not in name]),
    "modifier": st.just(NEGATED),
    "cardinality": st.sampled_from(CARDINALITIES).map(Literal),
}
PREDICATES = st.sampled_from("exactMatch closeMatch broadMatch narrowMatch relatedMatch".split()).map(
    lambda name: NamedNode(SKOS + name)
)
JUSTIFICATIONS = st.sampled_from("ManualMappingCuration LexicalMatching MappingReview UnspecifiedMatching".split()).map(
    lambda name: NamedNode(SEMAPV + name)
)
NEEDED = {
    "subject_id": entities,
    "predicate_id": PREDICATES,
    "object_id": entities,
    "mapping_justification": JUSTIFICATIONS,
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Let sssom-py keep its remarks to itself."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def values(name: str) -> st.SearchStrategy[list[Any]]:
    slot = SLOTS[name]
    strategy = KINDS[slot.kind]
    return st.lists(strategy, min_size=1, max_size=3 if slot.several else 1, unique_by=str)


def row_of(names: list[str]) -> st.SearchStrategy[dict[str, list[Any]]]:
    optional = {name: values(name) for name in names if name not in NEEDED}
    return st.fixed_dictionaries(
        {name: each.map(lambda value: [value]) for name, each in NEEDED.items()}, optional=optional
    )


@st.composite
def statements(
    draw: st.DrawFn, row_slots: tuple[str, ...] = ROW_SLOTS, set_slots: tuple[str, ...] = SET_SLOTS
) -> list[Triple]:
    """Draw the statements of a mapping set."""
    names = draw(
        st.lists(st.sampled_from([n for n in row_slots if n not in {"record_id", *NEEDED}]), max_size=6, unique=True)
    )
    rows = draw(st.lists(row_of(names), min_size=1, max_size=5))
    about_set = draw(
        st.fixed_dictionaries(
            {"mapping_set_id": values("mapping_set_id"), "license": values("license")},
            optional={name: values(name) for name in set_slots if name not in FIXED and not SLOTS[name].propagated},
        )
    )
    found = [Triple(SET, RDF_TYPE, NamedNode(SSSOM + "MappingSet"))]
    found += [Triple(SET, SLOTS[name].property, value) for name, each in about_set.items() for value in each]
    for number, row in enumerate(rows):
        node = NamedNode(f"{SET.value}#row-{number}")
        found += [
            Triple(SET, NamedNode(SSSOM + "mappings"), node),
            Triple(node, RDF_TYPE, NamedNode(SSSOM + "Mapping")),
        ]
        found += [Triple(node, SLOTS[name].property, value) for name, each in row.items() for value in each]
    return found


def stated(triples: list[Triple]) -> list[dict[str, list[str]]]:
    """Return what rows say, by slot, straight from the statements."""
    rows: dict[str, dict[str, list[str]]] = {}
    names = {slot.property: name for name, slot in SLOTS.items()}
    for triple in triples:
        if "#row-" in str(triple.subject) and triple.predicate in names:
            said_ = rows.setdefault(str(triple.subject), {})
            said_.setdefault(names[triple.predicate], []).append(short(triple.object))
    return list(rows.values())


def counted(rows: list[dict[str, list[str]]]) -> Counter[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return rows in the form of ``said``."""
    return Counter(tuple(sorted((name, tuple(sorted(each))) for name, each in row.items())) for row in rows)


SUFFIXES = {"sssom-tsv": "a.sssom.tsv", "sssom-json": "a.json", "sssom-turtle": "a.ttl", "csv": "a.csv"}
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# sssom-py takes long; and what it gets wrong is not worth making smaller.
few = settings(thorough, max_examples=5, derandomize=True, phases=[Phase.generate])


@pytest.mark.parametrize("form", SUFFIXES)
@thorough
@given(triples=statements())
def test_what_is_written_is_read_again(tmp_path: Path, form: str, triples: list[Triple]) -> None:
    written = write_mappings(triples, form)  # type: ignore[arg-type]
    mappings = read(tmp_path / SUFFIXES[form], written.text)
    assert said(mappings) == counted(stated(triples))
    assert mappings.refused == []
    if form != "csv":
        assert written.problems == ()
        wanted = {t.predicate: t.object for t in triples if t.subject == SET and t.predicate.value.endswith("set_id")}
        assert about(mappings)[0]["mapping_set_id"] == [short(next(iter(wanted.values())))]


@thorough
@given(triples=statements())
def test_one_form_after_the_other_loses_nothing(tmp_path: Path, triples: list[Triple]) -> None:
    mappings = read(tmp_path / "a.sssom.tsv", write_mappings(triples, "sssom-tsv").text)
    wanted, described = said(mappings), about(mappings)
    for form in ("sssom-json", "sssom-turtle", "sssom-tsv"):
        mappings = read(tmp_path / SUFFIXES[form], write_mappings(mappings.triples(), form).text)  # type: ignore[arg-type]
        assert said(mappings) == wanted
        assert [{name: sorted(v) for name, v in each.items()} for each in about(mappings)] == [
            {name: sorted(v) for name, v in each.items()} for each in described
        ]


# --- sssom-py ---

# sssom-py, or the RDF library below it, stumbles over texts that hold the signs of YAML or of lists, and over names in
# Turtle that need a backslash; a text here holds none of them.
plain_texts = st.text(string.ascii_letters + " ", min_size=1, max_size=8).map(lambda text: f"t{text}t").map(Literal)


def frame(document: Any) -> list[dict[str, str]]:
    """Return the rows that sssom-py read, IRIs in full."""
    table: pd.DataFrame = document.df
    rows = []
    for _, cells in table.iterrows():
        row = {}
        for name, cell in cells.items():
            text = "|".join(cell) if isinstance(cell, list) else "" if pd.isna(cell) else str(cell)
            if not text:
                continue
            parts = text.split("|") if SLOTS[str(name)].several else [text]
            if SLOTS[str(name)].kind == "entity":
                parts = [document.converter.expand(part, passthrough=True) for part in parts]
            if SLOTS[str(name)].kind in {"entity", "uri"}:
                parts = [short(NamedNode(part)) for part in parts]
            row[str(name)] = "|".join(sorted(parts))
        rows.append(row)
    return sorted(rows, key=lambda row: sorted(row.items()))


def flat(rows: list[dict[str, list[str]]]) -> list[dict[str, str]]:
    """Return rows in the same form; members of closed lists by name."""
    names = {short(node): name for node, name in LISTED.items()}
    return sorted(
        (
            {
                name: "|".join(sorted(names.get(v, v) if SLOTS[name].kind in {"type", "modifier"} else v for v in each))
                for name, each in row.items()
            }
            for row in rows
        ),
        key=lambda row: sorted(row.items()),
    )


PLAIN_KINDS = {"entity", "uri", "date", "modifier", "cardinality"}
PLAIN_TEXTS = ("subject_label", "object_label", "author_label", "comment", "mapping_tool", "subject_source_version")
PLAIN = tuple(name for name in ROW_SLOTS if SLOTS[name].kind in PLAIN_KINDS or name in PLAIN_TEXTS)


@pytest.mark.parametrize("form", ["sssom-tsv", "sssom-json", "sssom-turtle"])
@few
@given(data=st.data())
def test_sssom_py_reads_the_same(
    tmp_path: Path, form: str, data: st.DataObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "string", plain_texts)
    monkeypatch.setitem(SIGNS, "local", string.ascii_letters + string.digits)
    triples = data.draw(statements(PLAIN, ("creator_id", "creator_label", "mapping_set_title", "publication_date")))
    path = tmp_path / SUFFIXES[form]
    path.write_text(write_mappings(triples, form).text)  # type: ignore[arg-type]
    parse = {"sssom-tsv": parse_sssom_table, "sssom-json": parse_sssom_json, "sssom-turtle": parse_sssom_rdf}[form]
    document = parse(str(path))
    assert frame(document) == flat(stated(triples))


@few
@given(data=st.data())
def test_sssom_validate_passes(tmp_path: Path, data: st.DataObject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SIGNS, "local", string.ascii_letters + string.digits + "-._/")
    triples = data.draw(statements())
    path = tmp_path / "a.sssom.tsv"
    path.write_text(write_mappings(triples, "sssom-tsv").text)
    reports = validate(parse_sssom_table(str(path)), fail_on_error=True)
    assert [result.message for report in reports.values() for result in report.results] == []
