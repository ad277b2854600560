"""Coverage: mapped, declared unmapped, silently missing, both ways."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from click.testing import CliRunner
from samples import write

from mmssc.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

SCHEME = """@prefix red: <https://example.org/red/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <https://example.org/> .
red:1 a skos:Concept , ex:Control ; skos:inScheme red: .
red:2 a skos:Concept , ex:Control ; skos:inScheme red: .
red:3 a skos:Concept , ex:Control ; skos:inScheme red: .
red:4 a skos:Concept , ex:Control ; skos:inScheme red: .
red:10 a skos:Concept , ex:Control ; skos:inScheme red: .
red:family a skos:Concept , ex:Family ; skos:inScheme red: .
"""
RED, BLUE = "https://example.org/red/", "https://example.org/blue/"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["crosswalk", "coverage", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout


def files(folder: Path) -> list[str]:
    scheme = folder / "red.ttl"
    scheme.write_text(SCHEME, encoding="utf-8")
    rows = "red:1 skos:exactMatch blue:1", "red:2 mmssc:disjointFrom blue:1", "blue:2 skos:broadMatch red:1"
    return [write(folder, "map.sssom.tsv", *rows), str(scheme)]


def states(text: str) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        found.setdefault((row["source"], row["target"]), {})[row["code"]] = row["state"]
    return found


def test_each_thing_is_mapped_declared_or_missing(tmp_path: Path) -> None:
    status, text = run(*files(tmp_path), "--format", "csv")
    assert status == 1
    assert states(text) == {
        (RED, BLUE): {
            "red:1": "mapped",
            "red:2": "declared",
            "red:3": "missing",
            "red:4": "missing",
            "red:10": "missing",
        },
        (BLUE, RED): {"blue:1": "mapped", "blue:2": "mapped"},
    }


def test_no_term_found_declares(tmp_path: Path) -> None:
    mapping, scheme = files(tmp_path)
    with open(mapping, encoding="utf-8") as file:  # noqa: PTH123
        text = file.read()
    head, columns, *rows = text.rsplit("\n", 5)
    rows = [f"{row}\t" for row in rows if row]
    rows.append("red:3\tskos:exactMatch\tsssom:NoTermFound\tsemapv:ManualMappingCuration\tblue:")
    with open(mapping, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("\n".join([head, f"{columns}\tobject_source", *rows]) + "\n")
    found = json.loads(run(mapping, scheme, "--format", "json")[1])
    [red] = [each for each in found if each["source"] == RED]
    assert [thing["code"] for thing in red["declared"]] == ["red:2", "red:3"]
    assert [thing["code"] for thing in red["missing"]] == ["red:4", "red:10"]
    assert (red["known"], red["share"]) == (5, 0.2)


def test_a_scheme_that_nothing_lists_is_said_to_be_so(tmp_path: Path) -> None:
    status, text = run(files(tmp_path)[0])
    assert status == 0
    assert "Nothing lists what" in text


def test_our_own_crosswalks_in_both_languages() -> None:
    status, text = run()
    assert status == 1
    assert "iso18091 → iso37101: 36 of 39 mapped (92%), 0 declared without counterpart, 3 missing" in text
    assert "missing: A.1,1, A.1,2, A.1,3" in text
    assert "39 项中已映射 36 项" in run("--lang", "zh")[1]


GAP = "red:2 skos:mappingRelation sssom:NoTermFound"


def test_a_gap_that_names_no_scheme_is_one_of_the_schemes_that_its_set_maps_to(tmp_path: Path) -> None:
    green = write(tmp_path, "green.sssom.tsv", "red:1 skos:exactMatch green:1")
    blue = write(tmp_path, "blue.sssom.tsv", "red:1 skos:exactMatch blue:1", GAP)
    found = states(run(green, blue, "--format", "csv")[1])
    assert found[RED, BLUE] == {"red:1": "mapped", "red:2": "declared"}
    assert found[RED, "https://example.org/green/"] == {"red:1": "mapped"}
    turned = write(tmp_path, "turned.sssom.tsv", "blue:1 skos:exactMatch red:1", GAP)
    assert states(run(turned, "--format", "csv")[1])[RED, BLUE]["red:2"] == "declared"


def test_a_gap_towards_nothing_known_is_still_told(tmp_path: Path) -> None:
    map_, scheme = files(tmp_path)
    alone = write(tmp_path, "alone.sssom.tsv", GAP)
    status, text = run(alone, scheme, "--format", "csv")
    assert (status, states(text)) == (0, {(RED, ""): {"red:2": "declared"}})
    assert "a scheme that no row names: 0 of 1 mapped" in run(alone, scheme)[1]
    assert "未指明的体系" in run(alone, scheme, "--lang", "zh")[1]
    result = CliRunner().invoke(main, ["crosswalk", "diff", map_, alone, "--check", "duplicate-mapping"])
    assert result.exit_code == 1
    assert "→ ?" in result.stdout
