"""From names to sources: folders, links, repeats, and what is left out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from mmssc.evidence.formats import Form
from mmssc.evidence.sources import expand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/2.nt", "b/10.ttl.gz", "a.csv", "c.nq.zst", ".hidden.ttl", ".git/x.ttl", "notes.md", "b/figure.png"):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path / "data"


def names(*given: Path | str) -> list[str]:
    return [Path(source.name).name for source in expand(map(str, given)).sources]


def codes(*given: Path | str) -> list[str]:
    return [problem.code for problem in expand(map(str, given)).problems]


def test_a_folder_is_looked_through_in_the_order_of_its_paths(folder: Path) -> None:
    found = expand([str(folder)])
    assert names(folder) == ["a.csv", "10.ttl.gz", "2.nt", "c.nq.zst"]
    assert [source.form for source in found.sources] == [Form.CSV, Form.TURTLE, Form.N_TRIPLES, Form.N_QUADS]
    assert {source.size for source in found.sources} == {1}


def test_what_is_skipped_is_told_once(folder: Path) -> None:
    (problem,) = expand([str(folder)]).problems
    assert (problem.code, problem.severity) == ("skipped", "warning")
    assert problem.value == "figure.png, notes.md"
    assert problem.message.en.startswith("2 file(s)")


def test_a_named_file_is_taken_whatever_its_name(folder: Path) -> None:
    assert names(folder / "notes.md", folder / ".hidden.ttl", "-", folder / "none.ttl") == [
        "notes.md",
        ".hidden.ttl",
        "-",
        "none.ttl",
    ]


def test_a_file_counts_once(folder: Path) -> None:
    (folder / "again.csv").symlink_to(folder / "a.csv")
    given = (folder / "a.csv", folder / "b" / ".." / "a.csv", folder, "-", "-")
    assert names(*given) == ["a.csv", "10.ttl.gz", "2.nt", "c.nq.zst", "-"]
    assert codes(*given).count("named-twice") == 4


def test_links_that_lead_back_do_not_stall(folder: Path) -> None:
    (folder / "b" / "up").symlink_to(folder)
    (folder / "self.ttl").symlink_to(folder / "self.ttl")
    assert "self.ttl" in names(folder)  # reading it says that it cannot be read
    assert codes(folder).count("named-twice") == 1


def test_a_folder_without_evidence_is_told(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["no-evidence"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_does_not_hide_the_others(folder: Path) -> None:
    (folder / "b").chmod(0)
    assert names(folder) == ["a.csv", "c.nq.zst"]
    assert "unreadable" in codes(folder)


def test_a_very_deep_folder(tmp_path: Path) -> None:
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1_500):
            Path("d").mkdir()
            os.chdir("d")
        Path("x.nt").write_text("")
        assert names(tmp_path) == ["x.nt"]
    finally:
        os.chdir(here)
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # what pytest has would recurse
