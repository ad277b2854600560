"""The part of the page that says what to do next."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import mmssc.report
from mmssc.cli.main import main
from mmssc.report.advice_texts import ADVICE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable

LONDON = str(Path(__file__).parents[2] / "examples/london.csv")


FOLDER = Path(mmssc.report.__file__).parent
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (FOLDER / "advice.py", FOLDER / "advice_table.py", FOLDER / "templates/advice.html.j2")
)


@pytest.mark.parametrize("key", ADVICE_TEXTS)
def test_texts_say_the_same_in_both_languages_and_none_is_left_over(key: str) -> None:
    text = ADVICE_TEXTS[key]
    fields = [{field for _, field, _, _ in Formatter().parse(said) if field} for said in (text.en, text.zh)]
    assert fields[0] >= fields[1] if key.endswith("_1") else fields[0] == fields[1]
    assert re.search(rf'"{key}"|texts\.{key}\b', SOURCES) or re.search(rf'number\(\s*"{key[:-2]}"', SOURCES)


def page(*arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments, LONDON, "--as-of", "2026-11-21", "--format", "html"])
    assert done.exit_code == 0
    return done.stdout


@pytest.fixture(scope="module")
def section() -> Callable[[str], str]:
    """Return the part of London's page in a language."""

    def cut(lang: str) -> str:
        found = re.search(r'<section class="advice".*?</section>', page("assess", "--lang", lang), re.DOTALL)
        assert found
        return found[0]

    return cut


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["What to do next", "Do this next", "Shortest reading list", "Plan by phase", "Functions to examine"]),
        ("zh", ["下一步做什么", "先做这些", "最短阅读清单", "分阶段计划", "应考察的职能"]),
    ],
)
def test_parts_in_order(section: Callable[[str], str], lang: str, words: list[str]) -> None:
    text = section(lang)
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert "ISO 37106:2018, 6.4.3" in text
    assert "GB/T 41150—2021" in text


def test_links_lead_somewhere_and_nothing_is_loaded() -> None:
    whole = page("assess")
    text = whole[whole.index('<section class="advice"') :]
    text = text[: text.index("</section>")]
    anchors = set(re.findall(r'href="#([^"]+)"', text))
    assert len(anchors) > 50
    assert anchors <= set(re.findall(r'id="([^"]+)"', whole))
    assert not re.search(r"<(script|img|link|iframe)", text)


def test_a_target_reaches_the_page() -> None:
    assert "level 1 → 3" in page("recommend", "--target", "3")
    assert "level 1 → 3" not in page("assess")


def test_the_rest_of_the_page_stays_as_it_is() -> None:
    """What is recommended for a target does not leak into the assessment."""
    pages = [page("assess"), page("recommend", "--target", "5")]
    without = [re.sub(r'<section class="advice".*?</section>', "", each, flags=re.DOTALL) for each in pages]
    assert without[0] == without[1]
