"""What a form cannot hold is told, whatever it is; what SSSOM has a slot for is taken over."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from mapping_files import PREFIXES, read, value

from mmssc.cli.main import main
from mmssc.crosswalk.write import write_mappings

if TYPE_CHECKING:
    from pathlib import Path

THESAURUS = """@prefix a: <https://example.org/a/> .
@prefix b: <https://example.org/b/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
a:1 skos:prefLabel "heat"@en , "热"@zh ; skos:broader a:0 ; skos:exactMatch b:1 .
a:2 skos:prefLabel "cold" , "froid"@fr ; skos:closeMatch b:2 .
a:9 skos:prefLabel "mapped by nothing"@en .
b:1 <http://www.w3.org/2000/01/rdf-schema#label> "Waerme"@de .
a: dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
"""


def losses(folder: Path, text: str, form: str, name: str = "a.ttl") -> dict[str, str]:
    written = write_mappings(read(folder / name, text).triples(), form)  # type: ignore[arg-type]
    return {problem.field: problem.value for problem in written.problems if problem.code == "no-room"}


def test_labels_are_taken_from_what_is_said_of_things(tmp_path: Path) -> None:
    mappings = read(tmp_path / "a.ttl", THESAURUS)
    again = read(tmp_path / "b.sssom.tsv", write_mappings(mappings.triples(), "sssom-tsv").text)
    assert value(again, "subject_label") == ["heat", "cold"]
    assert value(again, "object_label") == ["Waerme"]


def test_the_label_that_a_row_has_is_kept(tmp_path: Path) -> None:
    text = PREFIXES + "subject_id\tsubject_label\tpredicate_id\tobject_id\nA:1\tHeat!\tskos:exactMatch\tB:1\n"
    rows, names = read(tmp_path / "a.sssom.tsv", text), read(tmp_path / "a.ttl", THESAURUS.split("a:2")[0])
    written = write_mappings([*rows.triples(), *names.files[0].context], "sssom-tsv")
    assert "A:1\tHeat!\t" in written.text
    assert {problem.field: problem.value for problem in written.problems}["skos:prefLabel"] == "2"


@pytest.mark.parametrize(
    ("form", "labels", "languages"),
    [("sssom-tsv", "3", "2"), ("sssom-json", "3", "2"), ("sssom-turtle", "3", None), ("csv", "3", "2")],
)
def test_labels_hierarchy_and_licence_that_are_left_out_are_counted(
    tmp_path: Path, form: str, labels: str, languages: str | None
) -> None:
    """Of five preferred labels two are those of rows; which language they are in only RDF can say."""
    lost = losses(tmp_path, THESAURUS, form)
    assert lost.pop("@", None) == languages
    assert lost == {"skos:prefLabel": labels, "skos:broader": "1", "dcterms:license": "1"}


def test_oscal_has_no_room_for_any_of_it(tmp_path: Path) -> None:
    lost = losses(tmp_path, THESAURUS, "oscal-json")
    assert lost == {"skos:prefLabel": "5", "rdfs:label": "1", "skos:broader": "1", "dcterms:license": "1"}


def test_a_table_has_no_place_for_the_licence_and_the_identifier_of_the_set(tmp_path: Path) -> None:
    text = PREFIXES + "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    text += "A:1\tskos:exactMatch\tB:1\tsemapv:ManualMappingCuration\n"
    said = write_mappings(read(tmp_path / "a.sssom.tsv", text).triples(), "csv").problems
    assert [(problem.code, problem.value) for problem in said] == [("set-metadata", "license, mapping_set_id")]
    bare = "subject_id,predicate_id,object_id,mapping_justification\n"
    bare += "https://example.org/a/1,equal,https://example.org/b/1,semapv:ManualMappingCuration\n"
    assert write_mappings(read(tmp_path / "b.csv", bare).triples(), "csv").problems == ()


def test_what_a_gap_says_beyond_its_thing_is_lost_in_oscal(tmp_path: Path) -> None:
    text = PREFIXES + "subject_id\tpredicate_id\tobject_id\tobject_source\tcomment\n"
    text += "A:1\tskos:exactMatch\tB:1\tB:\tkept\nA:2\tskos:mappingRelation\tsssom:NoTermFound\tB:\tlost\n"
    assert losses(tmp_path, text, "oscal-json", "a.sssom.tsv")["comment"] == "1"


def test_every_member_of_a_union_without_counterpart_is_a_gap_of_its_own(tmp_path: Path) -> None:
    table = "subject_ids,relation,object_id,object_source\n"
    table += "https://example.org/a/1,equal,https://example.org/b/1,https://example.org/b/\n"
    table += "https://example.org/a/2 https://example.org/a/3,gap,,https://example.org/b/\n"
    rows = read(tmp_path / "a.csv", table)
    document = json.loads(write_mappings(rows.triples(), "oscal-json").text)["mapping-collection"]
    gaps = [each["source-gap-summary"]["unmapped-controls"] for each in document["mappings"]]
    assert gaps == [[{"with-ids": ["2", "3"]}]]


def test_sets_without_rows_and_identifiers_of_joined_sets_are_not_lost_in_silence(tmp_path: Path) -> None:
    head = "record_id\tsubject_id\tpredicate_id\tobject_id\tmapping_source\n"
    one = read(tmp_path / "a.sssom.tsv", PREFIXES + head + "A:r1\tA:1\tskos:exactMatch\tB:1\tA:elsewhere\n")
    two = read(
        tmp_path / "b.sssom.tsv", PREFIXES.replace("/set", "/other") + head + "A:r2\tA:2\tskos:exactMatch\tB:2\t\n"
    )
    none = read(tmp_path / "c.sssom.tsv", PREFIXES.replace("/set", "/none") + head)
    written = write_mappings([*one.triples(), *two.triples(), *none.triples()], "sssom-tsv")
    lost = {problem.field: problem.value for problem in written.problems if problem.code == "no-room"}
    assert lost == {"license": "1", "mapping_set_id": "2"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_tells_losses_on_standard_error(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(THESAURUS, encoding="utf-8")
    result = CliRunner().invoke(main, ["crosswalk", "convert", str(file), "--to", "csv", "--lang", lang])
    assert result.exit_code == 1
    for word in ("skos:broader", "skos:prefLabel", "dcterms:license"):
        assert word in result.stderr
    assert next(csv.DictReader(io.StringIO(result.stdout)))["subject_label"] == "heat"
