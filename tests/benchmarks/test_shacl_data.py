"""The generated evidence: the same for the same seed, of the promised size, and of every kind."""

import csv
import io
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from shacl_benchmark import FOLDER
from shaclbench.cities import AS_OF, Generator
from shaclbench.forms import write_cities
from shaclbench.graphs import write_data, write_shapes
from shaclbench.items import ILL_FORMED, property_of
from shaclbench.model import read_model
from shaclbench.values import judge_values

TINY = Path(__file__).parents[1] / "assess" / "tiny-model.ttl"


def mmssc(*words):
    """Run the command, and return all that it says."""
    done = subprocess.run(
        [sys.executable, "-m", "mmssc", *map(str, words)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout + done.stderr * (words[0] == "validate")


@pytest.fixture(scope="module")
def model():
    return read_model()


@pytest.fixture(scope="module")
def values(model):
    return judge_values(model)


@pytest.fixture(scope="module")
def cities(model, values):
    generator = Generator(model, values, seed=1)
    return [generator.city(number) for number in range(60)]


def test_a_city_depends_on_its_seed_and_number_only(model, values, cities):
    again = Generator(model, values, seed=1).city(7)
    assert list(again.triples()) == list(cities[7].triples())
    other = Generator(model, values, seed=2).city(7)
    assert list(other.triples()) != list(cities[7].triples())


def test_cities_have_the_promised_size(cities):
    items = sum(len(city.items) for city in cities) / len(cities)
    statements = sum(1 for city in cities for _ in city.triples()) / len(cities)
    assert 170 < items < 210
    assert 1400 < statements < 1720


def test_no_item_says_a_thing_twice(cities):
    for city in cities:
        assert len(set(city.triples())) == sum(1 for _ in city.triples())


def test_values_that_fulfil_and_values_that_miss_are_told_apart(model, values):
    for characteristic in model.characteristics:
        for rung in characteristic.ladder.values():
            for requirement in rung:
                assert all(values.good(requirement.demands).values())
    assert any(values.bad(demand) for demand in values.path)


def test_there_are_disputes_and_every_reason_for_a_refusal(model, cities, tmp_path):
    evidence = [triple for city in cities for triple in city.triples(ill_formed=False)]
    assert {property_of("demonstrates"), property_of("disputes")} <= {triple.predicate for triple in evidence}
    written = write_cities(cities[:4], tmp_path / "out", "nt", model)
    graph = mmssc("assess", *written, "--as-of", AS_OF, "--format", "turtle")
    assert set(re.findall(r"mmssc:reason mmssc:(\w+)", graph)) == {
        "AssuranceRejected",
        "Expired",
        "NotYetIssued",
        "OnlyPlanned",
        "Overdue",
    }


def test_every_level_occurs_and_none_is_that_of_most(model, cities, tmp_path):
    written = write_cities(cities[:6], tmp_path / "out", "nt", model)
    table = mmssc("assess", *written, "--as-of", AS_OF, "--format", "csv")
    levels = Counter(row["level"] for row in csv.DictReader(io.StringIO(table)))
    assert levels.keys() == {"1", "2", "3", "4", "5"}
    assert levels.total() == 6 * len(model.characteristics)
    assert max(levels.values()) < levels.total() / 2


def test_the_share_of_ill_formed_items_can_be_set(model, values):
    clean = Generator(model, values, seed=1, ill_formed=0).city(0)
    assert not any(item.fault for item in clean.items)
    broken = [item for n in range(3) for item in Generator(model, values, seed=1, ill_formed=1).city(n).items]
    assert {item.fault for item in broken} == set(ILL_FORMED)


def test_what_is_called_ill_formed_is_refused_and_nothing_else(model, values, tmp_path):
    city = Generator(model, values, seed=5, ill_formed=0.1).city(0)
    (path,) = write_cities([city], tmp_path / "out", "nt", model)
    told = mmssc("validate", path)
    refused = set(re.findall(r"^error: [^,]+, (https://[^,:]+:?[^,:]*?)[,:] ", told, re.MULTILINE))
    assert refused == {item.node.value for item in city.items if item.fault}


@pytest.mark.parametrize("form", ["nt", "ttl"])
def test_a_file_a_city_says_what_the_city_says(model, cities, tmp_path, form):
    written = write_cities(cities[:2], tmp_path / "out", form, model)
    assert [path.name for path in written] == [f"city-00000.{form}", f"city-00001.{form}"]
    for city, path in zip(cities, written, strict=False):
        assert {quad.triple for quad in parse(path=str(path))} == set(city.triples())


def test_quads_have_a_graph_a_city(model, cities, tmp_path):
    (path,) = write_cities(cities[:2], tmp_path / "out", "nq", model)
    found = {(quad.triple, quad.graph_name) for quad in parse(path=str(path))}
    assert found == {(triple, city.node) for city in cities[:2] for triple in city.triples()}


def test_a_folder_that_is_not_empty_is_left_alone(model, cities, tmp_path):
    (tmp_path / "mine.nt").write_text("", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_cities(cities[:1], tmp_path, "nt", model)


def test_engines_get_the_admitted_items_and_shapes_of_core_only(cities, tmp_path):
    data, shapes = tmp_path / "data.nt", tmp_path / "shapes.nt"
    assert write_data(cities[:1], data, AS_OF) == len(data.read_text(encoding="utf-8").splitlines())
    admitted = {quad.object for quad in parse(path=str(data)) if quad.predicate.value.endswith("#admits")}
    well_formed = {item.node for item in cities[0].items if not item.fault}
    assert admitted < well_formed
    write_shapes(shapes)
    predicates = {quad.predicate.value for quad in parse(path=str(shapes), format=RdfFormat.N_TRIPLES)}
    assert "http://www.w3.org/ns/shacl#qualifiedValueShape" in predicates
    assert "http://www.w3.org/ns/shacl#sparql" not in predicates


def test_another_model_works_from_the_command_line(tmp_path):
    command = [sys.executable, FOLDER / "make.py", "--cities", "2", "--model", TINY, "--out", tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    requirements = {r.node for c in read_model([TINY]).characteristics for rung in c.ladder.values() for r in rung}
    shown = {
        quad.object
        for path in (tmp_path / "out").iterdir()
        for quad in parse(path=str(path))
        if quad.predicate == property_of("demonstrates")
    }
    assert shown
    assert shown <= requirements


def test_a_model_that_is_not_there_is_told(tmp_path):
    command = [sys.executable, FOLDER / "make.py", "--cities", "1", "--model", "no-such.ttl", "--out", tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "no-such.ttl" in done.stderr
    assert "Traceback" not in done.stderr
