"""Records come back as they were written; tables and plot show what was measured, and say what was not."""

import xml.etree.ElementTree as ET

import pytest
import shacl_benchmark  # noqa: F401 - makes shaclbench importable
from shaclbench.plot import draw
from shaclbench.record import (
    DIFFERS,
    FAILED,
    MEASURED,
    NOT_INSTALLED,
    OVER_BUDGET,
    Assessment,
    Record,
    Validation,
    read,
)
from shaclbench.tables import render, turbo_seconds

MACHINE = {"processor": "P", "cores": 2, "memory_gb": 8, "python": "3", "java": None, "node": None}


def measured(engine, cities, *total, **more):
    seconds = list(total)
    return Validation(engine, cities, MEASURED, total=seconds, clock=seconds, peak=[10**8] * len(seconds), **more)


def job(cities, floor, clock, **more):
    size = cities * 1560
    peaks = [2 * 10**8] * len(clock)
    return Assessment(
        cities, size, size * 100, "nt", MEASURED, floor=floor, clock=clock, peak=peaks, floor_peak=peaks, **more
    )


@pytest.fixture
def record():
    return Record(
        "2026-11-21T00:00:00+00:00",
        MACHINE,
        seed=1,
        runs=3,
        budget=60,
        validations=[
            measured("mmssc", 1, 0.5, 0.2, 0.3, version="0.1.0", results=6, compared_with="pySHACL"),
            measured("mmssc", 10, 1.0, 1.0, 1.0, results=60),
            measured("pyshacl-turbo", 1, 0.8, 0.9, 1.0, compared_with="pySHACL"),
            measured("pyshacl-turbo", 10, 9.0, 9.0, 9.0, compared_with="mmssc"),
            measured("pySHACL", 1, 67.0),
            Validation("pySHACL", 10, OVER_BUDGET, estimate=670.0),
            Validation("shacl-engine", 1, DIFFERS, reason="80 results missing"),
            Validation("jena", 1, NOT_INSTALLED, reason="mvn is not there"),
            Validation("topbraid", 1, FAILED, reason="exit status 1"),
        ],
        assessments=[
            job(100, [0.1, 0.1, 0.1], [0.3, 0.2, 0.25], compared=320),
            job(1000, [1.2, 1.2, 1.2], [2.4, 2.6, 2.5]),
        ],
    )


def test_a_record_comes_back(record, tmp_path):
    record.write(tmp_path / "deep" / "record.json")
    assert read(tmp_path / "deep" / "record.json") == record


@pytest.mark.parametrize("text", ["{}", "[]", "nonsense", '{"validations": [{"no": 1}], "assessments": []}'])
def test_what_is_no_record_is_refused(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="no record"):
        read(path)


def test_tables_give_medians_ratios_and_reasons(record):
    text = render(record, "en")
    assert "| mmssc | 0.1.0 | 0.30 s | 1.00 s | 100 MB | 1.0 |" in text
    assert "| pyshacl-turbo |  | 0.90 s | 9.00 s | 100 MB | 9.0 |" in text
    assert "≈ 670 s (by proportion, not measured)" in text
    assert "| 1,000 | 1,560,000 | 1.20 s | 2.50 s | 2.08 | 10.00 | 200 MB | 128 |" in text
    assert "≈ 900 s (by proportion, not measured); 360.0 × as long" in text
    for reason in ("80 results missing", "mvn is not there", "exit status 1"):
        assert reason in text
    assert "pySHACL on 1, mmssc on 10" in text


def test_tables_are_in_chinese_too(record):
    text = render(record, "zh")
    assert "结果不同" in text
    assert "over budget" not in text


def test_no_time_stands_for_an_engine_that_differs(record):
    row = next(line for line in render(record, "en").splitlines() if line.startswith("| shacl-engine"))
    assert " s |" not in row
    assert "other results" in row


def test_what_pyshacl_turbo_takes_is_measured_or_in_proportion(record):
    assert turbo_seconds(record, 10) == (9.0, True)
    assert turbo_seconds(record, 1000) == (900.0, False)
    record.validations = []
    assert turbo_seconds(record, 10) is None


def test_a_record_is_good_only_if_all_of_ours_was_measured(record):
    assert record.good
    for status in (DIFFERS, FAILED, OVER_BUDGET):
        record.validations[0].status = status
        assert not record.good
    record.validations[0].status = MEASURED
    record.assessments[0].status = FAILED
    assert not record.good


def test_the_plot_shows_what_was_measured(record):
    picture = draw(record)
    tree = ET.fromstring(picture)
    words = [text.text for text in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "pyshacl-turbo" in words
    assert "mmssc assess · 评估全程" in words
    assert not {"shacl-engine", "jena", "topbraid"} & set(words)
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}circle"))) == 9
    record.validations, record.assessments = [], []
    with pytest.raises(ValueError, match="nothing"):
        draw(record)
