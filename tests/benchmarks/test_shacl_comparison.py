"""The comparison finds what differs, and an engine that fails or is missing is told, never left out."""

import sys
from collections import Counter

import pytest
import shacl_benchmark  # noqa: F401 - makes shaclbench importable
from shaclbench.cities import AS_OF, Generator
from shaclbench.compare import Row, difference, read_results
from shaclbench.engines import ENGINES, OURS, REFERENCE, Engine, default_home
from shaclbench.graphs import write_data, write_shapes
from shaclbench.model import read_model
from shaclbench.processes import run
from shaclbench.record import DIFFERS, FAILED, MEASURED, NOT_INSTALLED, OVER_BUDGET
from shaclbench.validation import Bench
from shaclbench.values import judge_values

SH = "http://www.w3.org/ns/shacl#"
SHAPES = f"""<urn:shape> <{SH}targetClass> <urn:Thing> .
<urn:shape> <{SH}property> _:name .
_:name <{SH}path> <urn:name> .
_:name <{SH}minCount> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:shape> <{SH}nodeKind> <{SH}Literal> .
"""
DATA = "".join(f"<urn:thing:{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:Thing> .\n" for n in range(3))
ADAPTER = """
import json, pathlib, sys
data, shapes, report = sys.argv[1:]
{action}
print(json.dumps({{"version": "7", "parse": 1.0, "validate": 2.0}}))
"""


@pytest.fixture
def bench(tmp_path):
    """Return what makes a bench of engines, on two tiny graphs."""
    (tmp_path / "shapes.nt").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "data.nt").write_text(DATA, encoding="utf-8")

    def make(*engines, budget=60.0, runs=1):
        lines = []
        made = Bench(engines, tmp_path, tmp_path / "shapes.nt", tmp_path, runs, budget, lines.append)
        return made, tmp_path / "data.nt", lines

    return make


def engine(folder, action):
    """Return an engine whose adapter does one thing."""
    script = folder / "adapter.py"
    script.write_text(ADAPTER.format(action=action), encoding="utf-8")
    return Engine("planted", "Planted", (sys.executable, str(script)), installed=True)


def report_of(folder, drop=""):
    """Return the action that copies our own report, without the lines that hold a text."""
    assert (
        run(OURS.command(folder, *(folder / name for name in ("data.nt", "shapes.nt", "ours.nt"))), timeout=60).status
        == 0
    )
    keep = "".join(
        line
        for line in (folder / "ours.nt").read_text(encoding="utf-8").splitlines(keepends=True)
        if not drop or drop not in line
    )
    (folder / "planted.txt").write_text(keep, encoding="utf-8")
    return f"pathlib.Path(report).write_text(pathlib.Path({str(folder / 'planted.txt')!r}).read_text())"


def test_we_and_the_reference_agree(bench):
    made, data, _ = bench(OURS, REFERENCE, runs=2)
    (ours, reference), expected = made.size(3, data)
    assert expected.total() == ours.results == reference.results == 6
    assert (ours.status, reference.status) == (MEASURED, MEASURED)
    assert ours.compared_with == "pySHACL"
    assert len(ours.total) == len(ours.peak) == 2
    assert all(peak > 10e6 for peak in ours.peak)
    assert all(clock > total for clock, total in zip(ours.clock, ours.total, strict=True))


def test_a_planted_difference_is_found_and_takes_the_times_away(bench, tmp_path):
    made, data, _ = bench(OURS)
    made.engines = [OURS, engine(tmp_path, report_of(tmp_path, drop="urn:thing:1"))]
    (_, planted), _ = made.size(3, data)
    assert planted.status == DIFFERS
    assert planted.seconds is None
    assert planted.total == planted.clock == planted.peak == []
    assert "urn:thing:1" in planted.reason
    # An engine that differs is not run on larger data, and the record still says why.
    (_, later), _ = made.size(30, data)
    assert later.status == DIFFERS
    assert "3 cities" in later.reason


def test_an_equal_report_is_measured(bench, tmp_path):
    made, data, _ = bench(OURS)
    made.engines = [OURS, engine(tmp_path, report_of(tmp_path))]
    (_, planted), _ = made.size(3, data)
    assert (planted.status, planted.seconds, planted.version) == (MEASURED, 3.0, "7")


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("sys.exit('SomeError: out of cheese')", "out of cheese"),
        ("pathlib.Path(report).write_text('<urn:a> <urn:b> .')", "cannot be read"),
        ("pathlib.Path(report).write_text('')", "cannot be read"),
        ("pass", "cannot be read"),
        ("pathlib.Path(report).write_text(''); print('fine'); sys.exit()", "exit status 0"),
    ],
)
def test_an_engine_that_fails_is_reported(bench, tmp_path, action, reason):
    made, data, lines = bench(OURS)
    made.engines = [OURS, engine(tmp_path, action)]
    (ours, planted), _ = made.size(3, data)
    assert (ours.status, planted.status) == (MEASURED, FAILED)
    assert reason in planted.reason
    assert any("failed" in line for line in lines)


def test_an_engine_that_cannot_be_started_is_reported(bench):
    made, data, _ = bench(Engine("ghost", "Ghost", ("/no/such/program",), installed=True))
    (ghost,), expected = made.size(3, data)
    assert expected is None
    assert ghost.status == FAILED
    assert "/no/such/program" in ghost.reason


def test_an_engine_that_is_not_installed_is_reported_with_the_reason(bench, tmp_path):
    peers = [each for each in ENGINES if not each.installed]
    (tmp_path / "jena").mkdir()
    (tmp_path / "jena" / "why-not").write_text("mvn is not there\n", encoding="utf-8")
    made, data, lines = bench(*peers)
    records, _ = made.size(3, data)
    assert {each.status for each in records} == {NOT_INSTALLED}
    assert all("install" in each.reason or each.engine == "Apache Jena SHACL" for each in records)
    assert any("mvn is not there" in line for line in lines)


def test_what_would_take_too_long_is_not_run_but_estimated(bench, tmp_path):
    made, data, _ = bench(OURS, budget=20)
    made.engines = [OURS, engine(tmp_path, report_of(tmp_path))]
    made.size(3, data)
    (_, planted), _ = made.size(300, data)
    assert planted.status == OVER_BUDGET
    assert planted.estimate == pytest.approx(300)
    assert planted.total == []


def test_what_takes_too_long_is_stopped(bench, tmp_path):
    made, data, _ = bench(engine(tmp_path, "import time; time.sleep(30)"), budget=0.1)
    (planted,), _ = made.size(3, data)
    assert planted.status == OVER_BUDGET
    assert "stopped" in planted.reason


def test_duplicates_count():
    row = Row("<urn:a>", "", "", "<urn:c>", "<urn:s>")
    assert difference(Counter([row, row]), Counter([row])).missing == 1
    assert difference(Counter([row]), Counter([row, row])).extra == 1
    assert not difference(Counter([row]), Counter([row]))


def test_a_report_that_contradicts_itself_is_refused(tmp_path):
    path = tmp_path / "report.nt"
    path.write_text(
        f'_:r <{SH}conforms> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n_:r <{SH}result> _:x .\n',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="conforms true and has 1 results"):
        read_results(path)


def test_memory_of_children_counts():
    wait = "import time; held = bytearray(80_000_000); time.sleep(0.5)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {wait!r}])"
    done = run([sys.executable, "-c", child], timeout=60)
    assert done.status == 0
    assert done.peak > 80e6


@pytest.mark.parametrize("key", ["pyshacl-turbo", "pyrudof"])
def test_peers_agree_with_us_on_a_city(key, tmp_path):
    peer = next(each for each in ENGINES if each.key == key)
    if why := peer.why_not(default_home()):
        pytest.skip(f"{peer.name} is not installed: {why}")
    model = read_model()
    generator = Generator(model, judge_values(model), seed=1)
    write_data([generator.city(0)], tmp_path / "data.nt", AS_OF)
    write_shapes(tmp_path / "shapes.nt")
    made = Bench([OURS, peer], default_home(), tmp_path / "shapes.nt", tmp_path, 1, 200, lambda _: None)
    (ours, theirs), expected = made.size(1, tmp_path / "data.nt")
    assert expected.total() > 2000
    assert (ours.status, theirs.status, theirs.reason) == (MEASURED, MEASURED, "")
    assert theirs.results == ours.results
