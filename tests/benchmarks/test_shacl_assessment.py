"""The main job is measured only if its levels are those that follow from validation results."""

import pytest
import shacl_benchmark  # noqa: F401 - makes shaclbench importable
from shaclbench.assessment import measure
from shaclbench.cities import AS_OF, Generator
from shaclbench.compare import read_results
from shaclbench.engines import OURS
from shaclbench.forms import write_cities
from shaclbench.graphs import write_data, write_shapes
from shaclbench.levels import levels_of
from shaclbench.model import read_model
from shaclbench.processes import run
from shaclbench.record import DIFFERS, FAILED, MEASURED, Assessment
from shaclbench.values import judge_values


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return two cities as files, and the levels that follow from validating them."""
    folder = tmp_path_factory.mktemp("cities")
    model = read_model()
    generator = Generator(model, judge_values(model), seed=1)
    cities = [generator.city(number) for number in (3, 4)]
    data, shapes, report = (folder / name for name in ("data.nt", "shapes.nt", "report.nt"))
    write_data(cities, data, AS_OF)
    write_shapes(shapes)
    assert run(OURS.command(folder, data, shapes, report), timeout=120).status == 0
    return write_cities(cities, folder / "out", "nt", model), levels_of(read_results(report), data)


def assessed(files, expected, folder):
    record = Assessment(2, 3000, 1, "nt")
    measure(record, files, folder / "levels.csv", AS_OF, expected, 1, lambda _: None)
    return record


def test_levels_follow_from_the_results(made, tmp_path):
    files, expected = made
    record = assessed(files, expected, tmp_path)
    assert (record.status, record.reason) == (MEASURED, "")
    assert record.compared == record.ratings == len(expected) == 64
    assert sum(record.levels.values()) == 64
    assert len(record.levels) > 2
    assert record.clock[0] > record.floor[0] > 0


def test_a_level_that_does_not_follow_is_found(made, tmp_path):
    files, expected = made
    place = min(expected)
    record = assessed(files, {**expected, place: 6}, tmp_path)
    assert record.status == DIFFERS
    assert record.clock == []
    assert str(place) in record.reason


def test_a_job_that_fails_is_reported(made, tmp_path):
    (tmp_path / "broken.nt").write_text("no triple\n", encoding="utf-8")
    record = assessed([tmp_path / "broken.nt"], made[1], tmp_path)
    assert record.status == FAILED
    assert record.reason
