from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from mmssc.report.table import explain, render

if TYPE_CHECKING:
    from mmssc.problem import Lang
    from mmssc.report.document import Document

LANGS: tuple[Lang, ...] = ("en", "zh")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7])(?:;\d+)*m")


def _row(table: str, code: str) -> str:
    return next(line for line in table.splitlines() if line.split()[:1] == [code] and re.search("[●○]", line))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["riverton", "both"])
def test_table_fits_80_columns(name: str, lang: Lang, request: pytest.FixtureRequest) -> None:
    table = render(request.getfixturevalue(name), lang)
    assert max(cell_len(line) for line in table.splitlines()) <= 80


@pytest.mark.parametrize("lang", LANGS)
def test_explanations_fit_80_columns(lang: Lang, riverton: Document) -> None:
    for rating in riverton["assessments"][0]["ratings"]:
        for level in (None, 1, 3, 5):
            text = explain(riverton, rating["characteristic"], level, lang)
            assert max(cell_len(line) for line in text.splitlines()) <= 80


@pytest.mark.parametrize("lang", LANGS)
def test_table_has_a_row_for_each_characteristic(lang: Lang, riverton: Document) -> None:
    rows = [
        line for line in render(riverton, lang).splitlines() if re.search("[●○◐·] [●○◐·] [●○◐·] [●○◐·] [●○◐·]", line)
    ]
    assert len(rows) == 32


def test_row_shows_proved_planned_possible_and_not_proved(riverton: Document) -> None:
    table = render(riverton)
    # Strategy published, vision planned; the outcomes of level 3 are refused, and levels 4 and 5 build on it.
    assert "● ◐ · · ·" in _row(table, "1.1.1")
    # The strategy is disputed and the vision refused; level 3 asks for them too, and levels 4 and 5 build on it.
    assert "● · · · ·" in _row(table, "1.1.2")
    assert "● ○ ○ ○ ○" in _row(table, "4.1")


def test_row_counts_items_and_what_is_missing(both: Document) -> None:
    # Today level 1 needs no item, and of strategy and vision the vision is missing.
    assert _row(render(both), "1.1.1").split()[-2:] == ["0", "1"]


def test_without_a_horizon_nothing_is_planned(both: Document) -> None:
    assert "◐" not in render(both)


def test_table_tallies_what_was_not_admitted(riverton: Document) -> None:
    lines = render(riverton).splitlines()
    today, planned = (line for line in lines if line.startswith("Items of evidence:"))
    assert today.startswith("Items of evidence: 7; admitted: 5; not admitted: 2 (")
    assert "expired 1" in today
    assert "only planned 1" in today
    assert planned == "Items of evidence: 7; admitted: 6; not admitted: 1 (expired 1)"


def test_colour_is_for_terminals_that_want_it(riverton: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert COLOUR.search(render(riverton, terminal=True))
    assert "\x1b" not in render(riverton)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not COLOUR.search(render(riverton, terminal=True))


@pytest.mark.parametrize("lang", LANGS)
def test_evidence_cannot_write_to_the_terminal(lang: Lang, riverton: Document) -> None:
    text = render(riverton, lang) + explain(riverton, "1.1.1", 3, lang)
    assert "alert('x')" in text
    assert not set("\x1b\u202e\r\x07") & set(text)


def test_explanation_gives_proof_and_what_would_do(riverton: Document) -> None:
    text = " ".join(explain(riverton, "1.1.1").split())
    assert "Level 1 asks for nothing." in text
    why_not = text.split("Why not level 2")[1]
    assert "? unknown → ✔ met A vision of the city's future is published" in why_not
    assert "⊘ not admitted: only planned: The vision will be published." in why_not
    assert "One more item that demonstrates it would do. Qualities needed: publicly available." in why_not
    assert "planned by 21 November 2028 ✔ shows it: The vision will be published." in why_not
    assert "1.1.1-2-strategy" not in why_not  # it is met


def test_explanation_of_a_level_shows_every_requirement(riverton: Document) -> None:
    text = " ".join(explain(riverton, "1.1.2", 2).split())
    assert "Level 2: · not proved" in text
    assert "✖ disputed City leaders have made a strategy" in text
    assert "✖ disputes it: No strategy can be found." in text
    assert "Settle the dispute" in text
    assert "⊘ refused City leaders have made a vision" in text
    assert "⊘ does not count; not shown to be: publicly available: An internal vision exists." in text
    assert "Or show of “An internal vision exists.”: publicly available." in text


def test_explanation_of_a_met_requirement_names_item_and_source(riverton: Document) -> None:
    text = " ".join(explain(riverton, "1.1.1", 2).split())
    assert "✔ met A strategy for the city's future is published" in text
    assert (
        "✔ shows it: The strategy was published. (2020 · reviewed · https://example.org/a?b=1&c=2 · https://example.org/too)"
        in text
    )


def test_of_alternatives_one_is_enough(riverton: Document) -> None:
    alternatives = next(code for code, criterion in riverton["criteria"].items() if criterion["any_of"])
    characteristic, level = alternatives.rsplit("-", 1)
    assert "One of these is enough" in explain(riverton, characteristic, int(level))


def test_table_without_evidence_says_so(riverton: Document) -> None:
    assert render({**riverton, "assessments": [], "evidence": {}}) == "No evidence was given.\n"
