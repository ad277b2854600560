"""The page in a real browser, with and without its script, as wide as a phone and as a desk."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from mmssc.report.html import render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from mmssc.problem import Lang
    from mmssc.report.document import Document

playwright = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if not CHROMIUM:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
LANGS: tuple[Lang, ...] = ("en", "zh")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def addresses(riverton: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[Lang, str]:
    folder: Path = tmp_path_factory.mktemp("pages")
    found: dict[Lang, str] = {}
    for lang in LANGS:
        path = folder / f"{lang}.html"
        path.write_text(render(riverton, lang), encoding="utf-8")
        found[lang] = path.as_uri()
    return found


@pytest.fixture
def complaints() -> list[str]:
    return []


def _open(browser: Browser, address: str, complaints: list[str], *, script: bool = True, width: int = 1280) -> Page:
    context = browser.new_context(
        java_script_enabled=script, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if request.url != address else None)
    page.goto(address)
    return page


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("lang", LANGS)
def test_a_click_on_a_cell_shows_its_proof(
    browser: Browser, addresses: dict[Lang, str], complaints: list[str], lang: Lang, script: bool
) -> None:
    page = _open(browser, addresses[lang], complaints, script=script)
    proof = page.locator('[id="c1-r-1.1.1-2-vision"]')
    assert not proof.is_visible()
    page.click('.cell a[href="#c1-1.1.1-2"]')
    proof.wait_for(state="visible", timeout=2000)
    assert page.locator('[id="c1-1.1.1"] h5').is_visible()
    assert complaints == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", LANGS)
def test_page_is_as_wide_as_the_window(
    browser: Browser, addresses: dict[Lang, str], complaints: list[str], lang: Lang, width: int
) -> None:
    page = _open(browser, addresses[lang], complaints, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    beyond = page.evaluate("""() => {
        const edge = document.querySelector('main').getBoundingClientRect().right + 1;
        return [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > edge).length;
    }""")
    assert beyond == 0
    assert complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_cells_are_large_enough_to_touch(
    browser: Browser, addresses: dict[Lang, str], complaints: list[str], width: int
) -> None:
    page = _open(browser, addresses["en"], complaints, width=width)
    cells = page.locator(".cell a").all()
    sizes = [min(box["width"], box["height"]) for cell in cells if (box := cell.bounding_box())]
    assert len(sizes) == 160
    assert min(sizes) >= 24  # WCAG 2.2, 2.5.8


def test_cells_can_be_reached_by_keyboard(browser: Browser, addresses: dict[Lang, str], complaints: list[str]) -> None:
    page = _open(browser, addresses["en"], complaints)
    page.focus('.cell a[href="#c1-1.1.1-1"]')
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator('[id="c1-r-1.1.1-2-vision"]').wait_for(state="visible", timeout=2000)
    assert page.url.endswith("#c1-1.1.1-2")


@pytest.mark.parametrize("lang", LANGS)
def test_print_opens_everything_and_keeps_the_matrix_on_one_page(
    browser: Browser, addresses: dict[Lang, str], complaints: list[str], lang: Lang
) -> None:
    page = _open(browser, addresses[lang], complaints, script=False, width=703)  # 186 mm, A4 within its margins
    page.emulate_media(media="print")
    assert page.locator('[id="c1-r-1.1.1-2-vision"]').is_visible()
    height = page.locator(".matrix-page").bounding_box()
    assert height
    assert height["height"] / 96 * 25.4 <= 297 - 13 - 14
