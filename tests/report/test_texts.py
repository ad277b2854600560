from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import mmssc.report
from mmssc.report.texts import TEXTS, say_date

FOLDER = Path(mmssc.report.__file__).parent
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for pattern in ("*.py", "templates/*") for path in FOLDER.glob(pattern)
)


@pytest.mark.parametrize("key", TEXTS)
def test_texts_say_the_same_in_both_languages(key: str) -> None:
    fields = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (TEXTS[key].en, TEXTS[key].zh)]
    assert fields[0] == fields[1]
    assert TEXTS[key].en
    assert TEXTS[key].zh or key == "space"
    if any(character.isalpha() for character in re.sub(r"{\w+}", "", TEXTS[key].en)):
        assert re.search("[\u4e00-\u9fff]", TEXTS[key].zh)


@pytest.mark.parametrize("key", [key for key in TEXTS if key not in {"proved", "planned", "possible", "closed"}])
def test_no_text_is_left_over(key: str) -> None:
    if key.removesuffix("_note") in {"proved", "planned", "possible", "closed"}:
        return  # said by the name of a state
    assert re.search(rf'\bt\.{key}\b|"{key}"(?!: Text)', SOURCES)


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        ("2026", "2026", "2026年"),
        ("2026-11", "November 2026", "2026年11月"),
        ("2026-01-05", "5 January 2026", "2026年1月5日"),
        ("2026-13", "2026-13", "2026-13"),
        ("about 2026", "about 2026", "about 2026"),
        ("", "", ""),
    ],
)
def test_dates_are_written_at_the_precision_they_have(value: str, en: str, zh: str) -> None:
    assert (say_date(value, "en"), say_date(value, "zh")) == (en, zh)
