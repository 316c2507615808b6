"""The review in a real browser: a whole story by mouse, the same by keyboard alone, and axe."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.review import Review, State

ROOT = Path(__file__).parent.parent.parent
SUMMARIES = sorted((ROOT / "tests" / "data" / "civic_gold" / "docs").iterdir())
TEMAER = (sys.executable, "-m", "pipeline")
LATER = 2
"""Summaries that arrive when the review has begun."""


def temaer(*words: str) -> None:
    """Run a command as the analyst does."""
    subprocess.run([*TEMAER, *words], cwd=ROOT, check=True, capture_output=True)


class Desk:
    """A folder of summaries with its review, and the server that shows it."""

    def __init__(self, folder: Path) -> None:
        self.seeds, self.out = folder / "opsamlinger", folder / "build"
        self.server = subprocess.Popen(
            [*TEMAER, "review", "--out", str(self.out), "--no-browser", "--by", "Åse"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.server.stdout
        said = iter(self.server.stdout.readline, "")
        self.address = next(line.strip() for line in said if "http" in line)
        self.home = self.address.split("/aabn")[0]

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(20)

    def state(self) -> State:
        """The themes as they stand on disk: what the page answered with success is there."""
        with Review(self.out.parent / "review" / "temaer.db") as review:
            return review.state

    def arrive(self) -> None:
        """Let the later summaries arrive and the analyst run the program again."""
        for path in SUMMARIES[-LATER:]:
            shutil.copy(path, self.seeds)
        temaer("clusters", str(self.seeds), "--out", str(self.out))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Path:
    """Folder with the themes of all summaries but the later ones; asks for the browser first."""
    folder = tmp_path_factory.mktemp("gennemgang")
    (folder / "opsamlinger").mkdir()
    for path in SUMMARIES[:-LATER]:
        shutil.copy(path, folder / "opsamlinger")
    temaer("clusters", str(folder / "opsamlinger"), "--out", str(folder / "build"))
    return folder


@pytest.fixture
def desk(begun: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Path(shutil.copytree(begun, tmp_path / "gennemgang")))
    yield desk
    desk.stop()


@pytest.fixture
def page(browser: Any, desk: Desk) -> Iterator[Any]:
    """The page as it opens, after the name was given."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    # A slow machine loads the language models for a proposed split.
    context.set_default_timeout(120_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if is_wrong(said) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(desk.address)
    page.get_by_role("button", name="Fortsæt").click()
    yield page
    context.close()
    assert wrong == []


def is_wrong(said: Any) -> bool:
    """Whether the browser complains of anything but a page that is meant not to be there."""
    return said.type == "error" and "404" not in said.text


def boxes(page: Any) -> Any:
    return page.locator('.bullet input[name="bullet"]')


def chosen(page: Any, number: int) -> list[str]:
    """Ids of the first bullets on the page."""
    return [boxes(page).nth(n).get_attribute("value") for n in range(number)]


def test_a_whole_review_by_mouse(desk: Desk, page: Any) -> None:
    first, second, third = (theme.id for theme in desk.state().tops()[:3])

    page.locator(f'nav a[href="/tema/{first}"]').click()
    page.get_by_text("Ret titlen").click()
    page.get_by_label("Titel", exact=True).fill("Åen, øen og ærlighed")
    page.get_by_role("button", name="Gem titlen").click()
    assert desk.state().themes[first].title == "Åen, øen og ærlighed"

    kept = desk.state().members(second)[0]
    page.get_by_text("Læg sammen, del eller flyt temaet").click()
    page.get_by_label("Læg sammen med et andet tema").select_option(second)
    page.get_by_role("button", name="Se, hvordan det bliver").click()
    page.locator(f'input[name="leave_out"][value="{kept}"]').check()
    moved = set(desk.state().members(second)) - {kept}
    page.get_by_role("button", name="Læg dem sammen").click()
    after = desk.state()
    assert moved <= set(after.members(first))
    assert kept not in after.members(first)

    page.goto(f"{desk.home}/tema/{first}")
    apart = chosen(page, 2)
    for number in range(2):
        boxes(page).nth(number).check()
    page.get_by_label("Nyt tema af de valgte").fill("Et tema for sig")
    page.get_by_role("button", name="Lav tema").click()
    new = desk.state().find_theme("Et tema for sig")
    assert set(desk.state().members(new.id)) == set(apart)

    page.goto(f"{desk.home}/tema/{first}")
    many = chosen(page, 5)
    boxes(page).nth(0).click()
    boxes(page).nth(4).click(modifiers=["Shift"])
    assert "5 valgt" in page.locator(".chosen").inner_text()
    page.get_by_label("Flyt til").select_option(third)
    page.get_by_role("button", name="Flyt", exact=True).click()
    assert set(many) <= set(desk.state().members(third))

    page.get_by_role("button", name="Fortryd det, der lige er gemt").click()
    assert set(many) <= set(desk.state().members(first))

    page.goto(f"{desk.home}/tema/{first}")
    page.get_by_role("button", name="Godkend temaet").click()
    assert desk.state().themes[first].status == "approved"

    desk.arrive()
    page.get_by_role("link", name="Ændringer").click()
    assert re.search(r"\d+ placeret, \d+ usikre?", page.locator("main").inner_text())
    assert desk.state().themes[first].title == "Åen, øen og ærlighed"

    page.get_by_role("link", name="Historik").click()
    assert "Åse" in page.locator("main").inner_text()
    page.get_by_role("link", name="Eksport").click()
    page.get_by_role("button", name="Skriv filerne nu").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="themes.md").click()
    assert "Åen, øen og ærlighed" in Path(download.value.path()).read_text(encoding="utf-8")


def test_the_slider_shows_what_would_happen_and_decides_nothing(desk: Desk, page: Any) -> None:
    before = desk.state().to_json()
    number = len(desk.state().tops())
    page.goto(f"{desk.home}/finhed")
    slider = page.get_by_label("Hvor mange færre (−) eller flere (+)?")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    brief = page.locator('[aria-live="polite"]')
    brief.get_by_text(f"{number} temaer nu, {number - 3} temaer bagefter.").wait_for()
    assert page.locator(".changes > li").count() == 3
    assert page.url.endswith("/finhed?trin=-3")
    # Only the answer to where the slider stands is shown.
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    brief.get_by_text(f"{number} temaer nu, {number - 2} temaer bagefter.").wait_for()
    assert page.locator(".changes > li").count() == 2
    assert desk.state().to_json() == before
    page.get_by_role("button", name="Gør det sådan").click()
    page.get_by_role("button", name="Fortryd det, der lige er gemt").wait_for()
    assert len(desk.state().tops()) == number - 2


def tab_to(page: Any, name: str) -> None:
    """Go on by Tab until what has this accessible name is in focus."""
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.getAttribute('aria-label') || (e.labels && e.labels[0] || e).innerText }"
        )
        if here and " ".join(here.split()).startswith(name):
            return
    raise AssertionError(f"{name!r} cannot be reached by Tab on {page.url}")


def test_a_whole_review_by_keyboard_alone(desk: Desk, page: Any) -> None:
    keyboard = page.keyboard
    first, other = desk.state().tops()[:2]
    tab_to(page, first.title)
    keyboard.press("Enter")
    page.wait_for_url(f"**/tema/{first.id}*")

    keyboard.press("?")
    assert page.get_by_role("dialog").get_by_text("Næste og forrige udsagn").is_visible()
    keyboard.press("Escape")

    keyboard.press("e")
    keyboard.press("Control+a")
    keyboard.type("Skrevet på tastaturet")
    with page.expect_navigation():
        keyboard.press("Enter")
    assert desk.state().themes[first.id].title == "Skrevet på tastaturet"

    many = chosen(page, 3)
    keyboard.press("j")
    keyboard.press("x")
    keyboard.press("j")
    keyboard.press("j")
    keyboard.press("Shift+X")
    keyboard.press("m")
    keyboard.type(other.title[:6])
    with page.expect_navigation():
        keyboard.press("Enter")
    assert set(many) <= set(desk.state().members(other.id))

    with page.expect_navigation():
        keyboard.press("u")
    assert set(many) <= set(desk.state().members(first.id))

    page.goto(f"{desk.home}/tema/{first.id}")
    with page.expect_navigation():
        keyboard.press("g")
    assert desk.state().themes[first.id].status == "approved"

    tab_to(page, "Eksport")
    keyboard.press("Enter")
    page.wait_for_url("**/eksport")
    tab_to(page, "Skriv filerne nu")
    with page.expect_navigation():
        keyboard.press("Enter")
    assert "Skrevet på tastaturet" in (desk.out / "themes.md").read_text(encoding="utf-8")


def test_a_dot_on_the_map_shows_its_bullet_and_opens_it(desk: Desk, page: Any) -> None:
    page.goto(f"{desk.home}/kort")
    dots = page.locator("svg.bullet-map a")
    dots.first.wait_for(timeout=120_000)
    card = page.locator(".bullet-map-card")
    assert card.is_hidden()

    # The last is drawn over all others, so that no other dot is in the way.
    over, text = dots.last, dots.last.get_attribute("aria-label")
    address = over.get_attribute("href")
    told = card.locator("p")
    over.hover()
    assert told.first.inner_text() == text
    theme = over.locator("xpath=..").get_attribute("data-theme")
    assert told.last.inner_text().startswith(f"{theme} · ")
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")

    first = dots.first.get_attribute("aria-label")
    tab_to(page, first)
    assert told.first.inner_text() == first
    page.keyboard.press("End")
    assert told.first.inner_text() == text
    page.keyboard.press("Escape")
    assert card.is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    assert page.locator("h1").inner_text() == text


def test_axe_finds_nothing_on_any_page(desk: Desk, page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    first, second = desk.state().tops()[:2]
    bullet = desk.state().members(first.id)[0]
    desk.arrive()
    page.goto(f"{desk.home}/")
    linked = page.eval_on_selector_all(
        'nav a:not([href^="/tema/"])', "found => found.map(link => link.getAttribute('href'))"
    )
    pages = [*linked, f"/tema/{first.id}", f"/tema/{first.id}/del", f"/udsagn/{bullet}"]
    pages += [f"/saml?themes={first.id}&themes={second.id}", "/hjaelp", "/navn", "/findes-ikke"]
    pages += ["/soeg?q=b%C3%B8rn"]
    for path in dict.fromkeys(pages):
        page.goto(desk.home + path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        # Nothing may stick out at 200 % on a small laptop, or on a telephone.
        for width in (640, 360):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide in a window of {width}"
        page.set_viewport_size({"width": 1280, "height": 900})
