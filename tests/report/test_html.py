from __future__ import annotations

import html as markup
import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from mmssc.report.html import render

if TYPE_CHECKING:
    from conftest import Page
    from mmssc.problem import Lang
    from mmssc.report.document import Document

LANGS: tuple[Lang, ...] = ("en", "zh")
CASES = [(name, lang) for name in ("riverton", "both") for lang in LANGS]


@pytest.fixture(scope="module")
def pages(riverton: Document, both: Document, page: type[Page]) -> dict[tuple[str, Lang], tuple[str, Page]]:
    sources = {(name, lang): render({"riverton": riverton, "both": both}[name], lang) for name, lang in CASES}
    return {case: (source, page(source)) for case, source in sources.items()}


@pytest.mark.parametrize("case", CASES)
def test_every_anchor_is_one_and_every_link_has_its_anchor(case: tuple[str, Lang], pages) -> None:
    _, page = pages[case]
    anchors = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert [anchor for anchor, count in anchors.items() if count > 1] == []
    targets = [attributes["href"] for tag in ("a", "use") for attributes in page.all(tag)]
    inside = [target[1:] for target in targets if target.startswith("#")]
    assert len(inside) > 500
    assert set(inside) <= set(anchors)
    referred = {name for _, each in page.elements for name in (each.get("aria-labelledby") or "").split()}
    assert referred
    assert referred <= set(anchors)


@pytest.mark.parametrize("case", CASES)
def test_nothing_comes_from_outside(case: tuple[str, Lang], pages) -> None:
    source, page = pages[case]
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"link", "img", "iframe", "object", "embed", "base", "form", "audio", "video", "source", "image"}
    assert not [attributes for _, attributes in page.elements if "src" in attributes or "srcset" in attributes]
    assert not re.search(r"url\(|@import|@font-face", source)
    assert {each["href"][0] for each in page.all("use")} == {"#"}


@pytest.mark.parametrize("case", CASES)
def test_the_policy_lets_the_pages_own_script_and_style_run_and_no_other(case: tuple[str, Lang], pages) -> None:
    _, page = pages[case]
    policy = next(each["content"] for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "".join(page.scripts) == files("mmssc.report").joinpath("templates/script.js").read_text(encoding="utf-8")
    assert len(page.all("script")) == 1


@pytest.mark.parametrize("case", CASES)
def test_hostile_texts_are_inert(case: tuple[str, Lang], pages) -> None:
    source, page = pages[case]
    assert "alert('x')" in page.text  # it is shown …
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith(("on", "style"))]
    assert not page.all("b") or all(not attributes for attributes in page.all("b"))  # the name of the community
    schemes = {each["href"].partition(":")[0] for each in page.all("a") if not each["href"].startswith("#")}
    assert schemes == {"https"}
    assert "javascript:alert(1)" in page.text  # … as text
    assert not set("\u202e\x1b") & set(source)
    assert "{{ 7*7 }}" in page.text


@pytest.mark.parametrize("case", CASES)
def test_links_lead_where_the_evidence_says(case: tuple[str, Lang], pages) -> None:
    _, page = pages[case]
    outside = {each["href"] for each in page.all("a") if not each["href"].startswith("#")}
    assert outside == {"https://example.org/a?b=1&c=2", "https://example.org/too", "https://example.org/中文"}


@pytest.mark.parametrize("case", CASES)
def test_language_is_said(case: tuple[str, Lang], pages) -> None:
    _, page = pages[case]
    assert page.all("html")[0]["lang"] == ("zh-Hans" if case[1] == "zh" else "en")
    foreign = {attributes.get("lang") for attributes in page.all("bdi")}
    assert ("zh" in foreign) == (case[1] == "en")  # 本市已经公布愿景。 on the page in English
    assert ("" in foreign) == (case[1] == "zh")  # texts of evidence in no language that we can tell


@pytest.mark.parametrize("case", CASES)
def test_tables_say_what_they_are(case: tuple[str, Lang], pages) -> None:
    source, page = pages[case]
    assert all(each.get("scope") in {"col", "row", "rowgroup"} for each in page.all("th"))
    matrices = [each for each in page.all("table") if each.get("class") == "matrix"]
    assert len(matrices) == (1 if case[0] == "riverton" else 2)
    assert source.count('<table class="matrix">\n<caption>') == len(matrices)


def _states(source: str, community: int, characteristic: str) -> list[str]:
    pattern = rf'<td class="cell (\w+)"><a href="#c{community}-{re.escape(characteristic)}-\d"'
    return re.findall(pattern, source)


@pytest.mark.parametrize("lang", LANGS)
def test_matrix_shows_each_state(lang: Lang, pages) -> None:
    source, page = pages["riverton", lang]
    # The strategy is published and the vision planned; level 3 is refused, and levels 4 and 5 build on it.
    assert _states(source, 1, "1.1.1") == ["proved", "planned", "closed", "closed", "closed"]
    # The strategy is disputed; level 3 asks for it too.
    assert _states(source, 1, "1.1.2") == ["proved", "closed", "closed", "closed", "closed"]
    assert _states(source, 1, "4.1") == ["proved"] + 4 * ["possible"]
    assert len(re.findall('<td class="cell ', source)) == 32 * 5
    words = [
        each["aria-label"]
        for each in page.all("a")
        if (each.get("href") or "") == "#c1-1.1.1-2" and "aria-label" in each
    ]
    assert words == ["1.1.1 Level 2: planned" if lang == "en" else "1.1.1 2 级：已计划"]


def test_without_a_horizon_nothing_is_planned(pages) -> None:
    source, page = pages["both", "en"]
    # Haitun, the first by IRI, shows the strategy alone: nothing speaks against any level.
    assert _states(source, 1, "1.1.1") == ["proved"] + 4 * ["possible"]
    assert "planned" not in {name for _, each in page.elements for name in (each.get("class") or "").split()}


@pytest.mark.parametrize("case", CASES)
def test_each_requirement_is_told_in_full_once(case: tuple[str, Lang], pages, riverton: Document) -> None:
    _, page = pages[case]
    for requirement in riverton["requirements"].values():
        description = " ".join(requirement["description"][case[1]].split())
        assert page.text.count(description) == 1


def _proof(source: str, requirement: str) -> str:
    """Return what the page says beside a requirement."""
    start = source.index(f'<li class="req" id="c1-r-{requirement}">')
    after = re.search(r'<li class="(?:req|brief)"|<summary><span|</article>', source[start + 1 :])
    assert after
    return " ".join(markup.unescape(re.sub("<[^>]*>", " ", source[start : start + after.start()])).split())


def test_proof_gives_evidence_and_source(pages) -> None:
    proof = _proof(pages["riverton", "en"][0], "1.1.1-2-strategy")
    assert "met A strategy for the city's future is published 1.1.1-2-strategy" in proof
    assert "shows it The strategy was published. 2020 · reviewed · source: example.org" in proof
    assert "What would do" not in proof


def test_proof_tells_plans_from_today(pages) -> None:
    today, planned = _proof(pages["riverton", "en"][0], "1.1.1-2-vision").split("planned by 21 November 2028")
    assert "today unknown not admitted: only planned The vision will be published." in today
    assert "One more item that demonstrates it would do. Qualities needed: publicly available." in today
    assert planned.strip().startswith("met shows it The vision will be published.")


def test_proof_gives_reasons(pages) -> None:
    source, _ = pages["riverton", "en"]
    refused = _proof(source, "1.1.2-2-vision")
    assert "does not count; not shown to be: publicly available An internal vision exists." in refused
    disputed = _proof(source, "1.1.2-2-strategy")
    assert "disputes it No strategy can be found." in disputed
    assert "Settle the dispute" in disputed


def test_levels_are_summarised_by_counts_and_never_averaged(pages) -> None:
    source, _ = pages["riverton", "en"]
    tables = re.findall(r'<table class="spread">.*?</table>', source, re.DOTALL)
    rows = [
        [re.sub(r"<[^>]*>|\s+", " ", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for table in tables
        for row in re.findall(r'<tr class="dimension">.*?</tr>', table, re.DOTALL)
    ]
    assert len(rows) == 2 * 4
    # Strategy management has twelve characteristics; the plan raises one of them to level 2.
    assert rows[0] == ["1", "1", "1", "12", "0", "0", "0", "0"]
    assert rows[4] == ["1", "1", "2", "11", "1", "0", "0", "0"]
    assert all(cell.isdecimal() for row in rows for cell in row)


@pytest.mark.parametrize("lang", LANGS)
def test_communities_stay_apart(lang: Lang, pages) -> None:
    source, _ = pages["both", lang]
    first, second = re.split(r'<section class="community" id="c2"', source)
    assert "Only Haitun has this." in first
    assert "Only Haitun has this." not in second
    assert "本市已经公布愿景。" in second  # offered for nothing, and yet listed
    assert "本市已经公布愿景。" not in first


@pytest.mark.parametrize("lang", LANGS)
def test_page_of_one_community_is_small(lang: Lang, pages) -> None:
    assert len(pages["riverton", lang][0].encode()) < 1_000_000


@pytest.mark.parametrize("lang", LANGS)
def test_page_without_evidence_says_so(lang: Lang, riverton: Document, page: type[Page]) -> None:
    empty = page(render({**riverton, "assessments": [], "evidence": {}}, lang))
    assert {"en": "No evidence was given.", "zh": "没有提供任何证据。"}[lang] in empty.text
