"""``mmssc assess`` of many sources: csv, parquet and nquads say the same, and what goes wrong is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from pyoxigraph import RdfFormat, parse
from test_many_shards import files, lines

MODEL = Path(__file__).parents[1] / "assess" / "tiny-model.ttl"
SHOWN = [lines("1", "a"), lines("2", "b", "soil-3-shared"), lines("3", "b"), lines("4", "c", "water-2-rain")]


def mmssc(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    call = [
        sys.executable,
        "-m",
        "mmssc",
        "assess",
        *map(str, arguments),
        "--model",
        str(MODEL),
        "--as-of",
        "2026-06-15",
    ]
    return subprocess.run(call, input=stdin, capture_output=True, timeout=120, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "evidence"
    place.mkdir()
    files(place, *SHOWN)
    return place


def test_the_three_forms_say_the_same(folder: Path, tmp_path: Path) -> None:
    told = {
        form: mmssc(folder, "--format", form, "--horizon", "P2Y") for form in ("csv", "nquads", "turtle", "parquet")
    }
    assert {each.returncode for each in told.values()} == {0}
    (tmp_path / "levels.parquet").write_bytes(told["parquet"].stdout)
    table = pl.read_parquet(tmp_path / "levels.parquet")
    rows = pl.read_csv(told["csv"].stdout, schema_overrides={"as_of": pl.Date})
    joined = table.with_columns(pl.col("evidence", "missing").list.join(" "), pl.col("level").cast(pl.Int64))
    assert joined.rows() == rows.with_columns(pl.col("evidence", "missing").fill_null("")).rows()
    assert len(rows) == 3 * 2 * 2
    assert rows["level"].n_unique() > 1
    quads = list(parse(told["nquads"].stdout, format=RdfFormat.N_QUADS))
    triples = {quad.triple for quad in parse(told["turtle"].stdout, format=RdfFormat.TURTLE)}
    assert {quad.triple for quad in quads} <= triples
    assert {quad.graph_name.value for quad in quads} == set(rows["assessment"])


def test_one_bad_file_among_many_is_named_and_counted(folder: Path) -> None:
    (folder / "bad.nt").write_text("nonsense\n")
    (folder / "empty.nt").write_text("")
    (folder / "note.txt").write_text("not evidence")
    told = mmssc(folder, "--format", "csv")
    said = told.stderr.decode()
    assert told.returncode == 1
    assert len(told.stdout.splitlines()) == 1 + 3 * 2
    assert "error: " + str(folder / "bad.nt") in said
    assert "6 files, 1 of them not usable; 4 items, 4 usable; 3 communities." in said
    assert "Traceback" not in said
    chinese = mmssc(folder, "--format", "csv", "--lang", "zh").stderr.decode()
    assert "共 6 个文件，其中 1 个不可用；4 条证据，4 条可用；3 个社区。" in chinese


@pytest.mark.parametrize("form", ["csv", "nquads", "parquet"])
def test_nothing_to_assess(form: str, tmp_path: Path) -> None:
    (tmp_path / "empty.nt").write_text("")
    told = mmssc(tmp_path / "empty.nt", tmp_path / "missing.nt", "--format", form, "-o", tmp_path / "out")
    assert told.returncode == 2
    assert b"missing.nt: There is no such file" in told.stderr
    assert b"Traceback" not in told.stderr
    assert not (tmp_path / "out").exists()


def test_standard_input(folder: Path) -> None:
    told = mmssc("-", "--format", "csv", stdin=b"".join(path.read_bytes() for path in sorted(folder.iterdir())))
    assert told.returncode == 0
    assert told.stdout == mmssc(folder, "--format", "csv").stdout


def test_an_input_is_not_written_over(folder: Path) -> None:
    path = folder / "000.nt"
    before = path.read_bytes()
    told = mmssc(path, "--format", "csv", "-o", path)
    assert (told.returncode, path.read_bytes()) == (2, before)


def test_an_input_in_a_folder_is_not_written_over(folder: Path) -> None:
    path = folder / "000.nt"
    before = path.read_bytes()
    told = mmssc(folder, "--format", "csv", "-o", path)
    assert (told.returncode, path.read_bytes()) == (2, before)


def test_names_of_graphs_need_the_suffix_of_quads(folder: Path) -> None:
    """Four terms a line are no N-Triples, whichever way the file is read."""
    text = lines("1", "a").replace(" .\n", " <http://g.example/> .\n")
    (folder / "graphs.nq").write_text(text)
    (folder / "graphs.nt").write_text(text)
    assert mmssc(folder / "graphs.nq", "--format", "csv").returncode == 0
    for form in ("csv", "table"):
        assert mmssc(folder / "graphs.nt", "--format", form).returncode == 2, form


DYING = """
import os, signal
os.cpu_count = lambda: 2
from mmssc.assess import many, shard
many.SHARD = 700
parent = os.getpid()
shard.Rater.files = lambda self, names: os.kill(os.getpid(), signal.SIGKILL) if os.getpid() != parent else None
from mmssc.cli.main import main
main()
"""


def test_a_worker_that_dies(folder: Path, tmp_path: Path) -> None:
    call = ["assess", str(folder), "--format", "csv", "--model", str(MODEL), "-o", str(tmp_path / "out.csv")]
    told = subprocess.run([sys.executable, "-c", DYING, *call], capture_output=True, timeout=120, check=False)
    assert not (tmp_path / "out.csv").exists()
    assert told.returncode == 2
    assert b"error: " in told.stderr
    assert b"Traceback" not in told.stderr
