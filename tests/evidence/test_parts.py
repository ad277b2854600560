"""Parts of many sources: whole communities, bounded, in a stable order; a bad file is named and counted."""

from __future__ import annotations

import io
import pickle
import random
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse
from registers import HEADINGS, table

from mmssc.evidence.parts import parts
from mmssc.evidence.sources import expand
from mmssc.names import EVIDENCE, MMSSC, RDF_TYPE, SKOS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mmssc.evidence.piece import Part


def city(name: str, items: int = 3, graph: str = "") -> list[str]:
    """Return lines about a city: two for each item and two for itself."""
    lines = [
        f"<urn:{name}> {RDF_TYPE} <{MMSSC}Community>",
        f'<urn:{name}> <{SKOS}prefLabel> "{name} 市"@zh',
        *(f"<urn:{name}:{n}> {RDF_TYPE} {EVIDENCE}" for n in range(items)),
        *(f"<urn:{name}:{n}> <{MMSSC}community> <urn:{name}>" for n in range(items)),
    ]
    return [f"{line}{graph} .\n" for line in lines]


@pytest.fixture
def split(tmp_path: Path):
    """Return the parts of files, each read, and what is told of them."""

    def of(files: dict[str, bytes | str | Sequence[str]], size: int = 1, **options):
        for name, content in files.items():
            text = content if isinstance(content, bytes | str) else "".join(content)
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        names = [str(tmp_path / name) for name in files]
        with parts(expand(names).sources, size, requirements=[], **options) as found:
            return found, [(part, part.read().decode().splitlines(keepends=True)) for part in found]

    return of


def communities(found: list[tuple[Part, list[str]]]) -> list[tuple[str, ...]]:
    return [tuple(name[5:-1] for name in part.communities) for part, _ in found]


def test_a_file_a_city(split) -> None:
    files = {f"{n}.nt": city(f"c{9 - n}") for n in range(10)}
    found, read = split(files)
    assert communities(read) == [(f"c{n}",) for n in range(10)]
    assert [lines for _, lines in read] == [city(f"c{n}") for n in range(10)]
    assert (found.read, found.refused, found.communities, found.triples) == (10, 0, 10, 80)
    _, read = split(files, size=20)
    assert communities(read) == [("c0", "c1", "c2"), ("c3", "c4", "c5"), ("c6", "c7", "c8"), ("c9",)]


def test_a_graph_a_city(split) -> None:
    lines = [city(f"c{n}", graph=f" <urn:g{n}>") for n in range(10)]
    _, read = split({"a.nq": [line for each in lines for line in each]})
    assert [part for _, part in read] == lines
    assert all(len(piece.runs) == 1 for part, _ in read for piece in part.pieces)


def test_graphs_that_are_mixed_up_are_sorted_on_disk(split, monkeypatch) -> None:
    monkeypatch.setattr("mmssc.evidence.locate._BUFFER", 1 << 10)
    monkeypatch.setattr("mmssc.evidence.survey._BLOCK", 1 << 14)
    lines = [city(f"c{n:02}", 40, f" <urn:g{n}>") for n in range(40)]
    mixed = [line for each in lines for line in each]
    random.Random(4).shuffle(mixed)
    found, read = split({"a.nq": mixed})
    assert [sorted(part) for _, part in read] == [sorted(each) for each in lines]
    assert not any(piece.runs for part in found for piece in part.pieces)


def test_a_community_in_many_files_is_one(split) -> None:
    found, read = split({"1.nt": city("a"), "2.ttl": city("b"), "3.nq.": city("a", 5), "4.trig": city("c")})
    assert communities(read) == [("a",), ("b",), ("c",)]
    assert [piece.source.rpartition("/")[2] for piece in read[0][0].pieces] == ["1.nt", "3.nq."]
    assert [part.contested for part, _ in read] == [True, False, False]
    assert found.problems == []


def test_shared_facts_go_where_they_are_mentioned(split) -> None:
    said = {
        name: [*city(name), f"<urn:{name}:0> <http://www.w3.org/ns/prov#wasAttributedTo> <urn:{agent}> .\n"]
        for name, agent in {"a": "x", "b": "x", "c": "y"}.items()
    }
    label = {name: f'<urn:{name}> <{SKOS}prefLabel> "{name}" .\n' for name in "xyz"}
    found, read = split({**{f"{name}.nt": lines for name, lines in said.items()}, "z.nt": label.values()})
    assert [lines for _, lines in read] == [
        [*said["a"], label["x"]],
        [*said["b"], label["x"]],
        [*said["c"], label["y"]],
    ]
    assert [problem.code for problem in found.problems] == ["no-evidence"]


def test_the_default_graph_may_hold_what_is_shared(split) -> None:
    lines = [
        *city("a", graph=" <urn:g1>"),
        "<urn:a:0> <http://www.w3.org/ns/prov#wasAttributedTo> <urn:x> <urn:g1> .\n",
        f'<urn:x> <{SKOS}prefLabel> "x" .\n',
        f'<urn:y> <{SKOS}prefLabel> "y" .\n',
    ]
    found, ((_, read),) = split({"a.nq": lines})
    assert read == lines[:-1]
    (problem,) = found.problems
    assert (problem.code, problem.message.en[:2]) == ("not-evidence", "1 ")


BAD = {
    "0.nt": "<urn:a> <urn:b> .\n",
    "1.nq": [*city("bad"), "rubbish\n"],
    "2.ttl": "@prefix",
    "3.nt.gz": b"\x1f\x8bnot gzip",
    "4.xlsx": b"PK\x03\x04",
    "5.nt": b'<urn:a> <urn:b> "\xff" .\n',
    "6.csv": table(("1", "X", "T", "claimed"), headings=("no", "such", "heading", "s")),
}


def test_bad_files_are_named_and_counted_and_lose_nothing_good(split, tmp_path) -> None:
    good = {f"{n}-good.nt": city(f"c{n}") for n in range(5)}
    found, read = split({**BAD, **good})
    assert communities(read) == [(f"c{n}",) for n in range(5)]
    assert (found.read, found.refused) == (5, len(BAD))
    errors = [problem.source for problem in found.problems if problem.severity == "error"]
    assert list(dict.fromkeys(errors)) == [str(tmp_path / name) for name in BAD]
    assert found.summary().en == "5 file(s) read, 7 refused; 5 communities."
    assert "7" in found.summary().zh


def test_a_fault_at_the_end_of_a_long_file_takes_back_its_beginning(split, monkeypatch) -> None:
    monkeypatch.setattr("mmssc.evidence.survey._BLOCK", 1 << 12)
    lines = [line for n in range(100) for line in city(f"c{n}", graph=f" <urn:g{n}>")]
    found, read = split({"a.nq": [*lines, "rubbish\n"], "b.nt": city("good")})
    assert communities(read) == [("good",)]
    assert (found.read, found.refused) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "# A comment.\n\n" + text,
        lambda text: text.replace(" ", "\t"),
        lambda text: text.replace(" ", ""),
        lambda text: text.replace(" .\n", " . # <urn:c> .\n"),
        lambda text: text.replace("<urn:c0", "<urn:\\u00630"),
        lambda text: text.rstrip(),
    ],
)
def test_other_ways_to_write_lines_mean_the_same(split, change) -> None:
    lines = [line for n in range(3) for line in city(f"c{n}", graph=f" <urn:g{n}>")]
    found, read = split({"a.nq": change("".join(lines).replace(" 市", "市"))})
    assert communities(read) == [("c0",), ("c1",), ("c2",)]
    assert found.problems == []
    given = {quad.triple for quad in parse("".join(lines).replace(" 市", "市"), format=RdfFormat.N_QUADS)}
    assert {quad.triple for _, part in read for quad in parse("".join(part), format=RdfFormat.N_QUADS)} == given


def test_registers_keep_their_rows(split) -> None:
    registers = {
        f"{name}.csv": table(("1", name, "T", "claimed"), ("2", name, "T", "wrong"), headings=HEADINGS)
        for name in ("Ash", "Elm")
    }
    found, read = split(registers)
    assert len(read) == 2
    assert found.refused_items == 2
    assert [problem.where for problem in found.problems] == ["row 3", "row 3"]


def test_pieces_can_be_sent_elsewhere_and_read_as_readings(tmp_path) -> None:
    (tmp_path / "Ash.csv").write_text(table(("1", "Ash", "T", "claimed")))
    with parts(expand([str(tmp_path)]).sources, requirements=[]) as found:
        (part,) = (pickle.loads(pickle.dumps(part)) for part in found)
        (reading,) = part.readings()
    assert reading.source.endswith("Ash.csv")
    assert list(reading.places.values()) == ["row 2"]
    assert reading.offered == 1


def test_standard_input_may_be_split() -> None:
    text = "".join(line for n in range(3) for line in city(f"c{n}", graph=f" <urn:g{n}>"))
    with parts(expand(["-"]).sources, 1, requirements=[], stdin=io.BytesIO(text.encode())) as found:
        assert "".join(part.read().decode() for part in found) == text


def test_progress_is_told(tmp_path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.nt").write_text("".join(city(f"c{n}")))
    told: list[tuple[int, int]] = []
    with parts(expand([str(tmp_path)]).sources, requirements=[], progress=lambda *count: told.append(count)):
        assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_same_files_give_the_same_parts(split) -> None:
    files = {f"{n}.nq": [*city(f"c{n % 4}", n), *city(f"d{n}", graph=" <urn:g>")] for n in range(12)}
    first, second = (
        [(part.communities, tuple((p.source, p.runs, p.repeated) for p in part.pieces)) for part, _ in split(files)[1]]
        for _ in range(2)
    )
    assert first == second
