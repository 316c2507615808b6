"""The report in a real browser: accessible, usable with the keyboard, silent on the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn import HAL, KRO, Said, drawn, vectors_of

from pipeline.draft.figures import draw_pictures, map_of
from pipeline.draft.report import write_report

SAID: list[Said] = [("idé", KRO[0]), ("udfordring", KRO[1]), ("styrke", HAL[0]), ("andet", HAL[1])]
DRAFT = drawn(*((title, SAID * 3) for title in ("Busser", "Boliger", "Skoler", "Fritid")))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = map_of(DRAFT, vectors_of(DRAFT))
    path = tmp_path_factory.mktemp("report") / "rapport.html"
    write_report(DRAFT, draw_pictures(DRAFT, found), path, found)
    return path


@pytest.fixture(params=[1280, 390])
def page(browser: Any, path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The report at the width of a desk and of a telephone, with all that went wrong or out."""
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    page.wrong, page.asked = [], []
    page.on("console", lambda message: page.wrong.append(message.text))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.goto(path.as_uri())
    yield page
    page.close()


def test_no_rule_of_accessibility_is_broken(page: Any) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright",
        reason="needs the package axe-playwright-python: pip install '.[dev]'",
    )
    for opened in (False, True):
        if opened:
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        found = axe.Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found] == []


def test_page_is_silent_and_as_wide_as_the_screen(page: Any) -> None:
    page.wait_for_timeout(100)
    assert page.wrong == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in page.asked if url.startswith("file:")]) == 1
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == page.viewport_size["width"]


def test_pointing_at_a_dot_tells_its_bullet_and_escape_hides_it(page: Any) -> None:
    dot = page.locator(".bullet-map a").first
    card = page.locator(".bullet-map-card")
    assert card.is_hidden()
    dot.scroll_into_view_if_needed()
    dot.hover()
    assert card.is_visible()
    assert dot.get_attribute("aria-label") in card.inner_text()
    assert dot.get_attribute("data-source") in card.inner_text()
    dot.focus()
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_arrow_keys_walk_and_enter_opens_the_bullet(page: Any) -> None:
    page.locator(".bullet-map a").first.focus()
    where = "document.activeElement.transform.baseVal[0].matrix.e"
    seen = [page.evaluate(where)]
    for _ in range(60):
        page.keyboard.press("ArrowLeft")
        seen.append(page.evaluate(where))
    assert seen == sorted(seen, reverse=True)
    assert page.locator('.bullet-map a[tabindex="0"]').count() == 1
    href = page.evaluate("document.activeElement.getAttribute('href')")
    target = page.locator(f"[id='{href[1:]}']")
    assert target.is_hidden()
    page.keyboard.press("Enter")
    target.wait_for(state="visible")
    assert page.evaluate("document.activeElement.id") == href[1:]


def test_a_link_opens_the_list_it_points_into(page: Any) -> None:
    link = page.locator(".quote a").first
    target = page.locator(f"[id='{link.get_attribute('href')[1:]}']")
    assert target.is_hidden()
    link.click()
    target.wait_for(state="visible")
    assert page.locator("details.theme[open]").count() == 1


def test_all_bullets_are_on_paper(page: Any) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".bullets li").count() == len(DRAFT.appendix)
    assert all(item.is_visible() for item in page.locator(".bullets li").all())
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.theme[open]").count() == 0
