"""The report says what the draft says, and nothing in it asks for anything outside it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from drawn import HAL, KRO, drawn, vectors_of, worded_draft

from pipeline.draft import Draft, Options
from pipeline.draft.figures import draw_pictures, map_of
from pipeline.draft.phrases import quotes
from pipeline.draft.report import to_html, write_report
from pipeline.records import Kind, Meeting

HOSTILE = '</script><img src=x onerror=alert(1)>{{ 7*7 }}"\'<!-- &amp; =HYPERLINK("http://x")'
DRAFT = drawn(
    ("Busser", [("idé", KRO[0]), ("udfordring", KRO[1]), ("styrke", HAL[0]), ("idé", HAL[1])]),
    ("Boliger", [("udfordring", KRO[0]), ("refleksion", KRO[0])]),
)


class Page(HTMLParser):
    """Elements of a page with their attributes, texts by id, and table rows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.rows: list[list[str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        self.elements.append((tag, known))
        if tag not in {"meta", "link", "img", "br"}:
            self._open.append((tag, known.get("id", "")))
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, id_ in self._open:
            if id_:
                self.texts[id_] = self.texts.get(id_, "") + data
        if self._open and any(tag in {"th", "td"} for tag, _ in self._open):
            self.rows[-1][-1] += data

    def named(self, tag: str) -> list[dict[str, str]]:
        return [known for name, known in self.elements if name == tag]


def report(draft: Draft, with_map: bool = True) -> str:
    found = map_of(draft, vectors_of(draft)) if with_map else None
    return to_html(draft, draw_pictures(draft, found), found)


@pytest.fixture(scope="module")
def html() -> str:
    return report(DRAFT)


def test_numbers_in_the_overview_are_those_of_the_draft(html: str) -> None:
    rows = Page(html).rows
    for chapter in DRAFT.chapters:
        own = chapter.breadth
        numbers = [str(number) for number in (own.tables, own.meetings, own.bullets)]
        assert [chapter.title, *numbers] in rows
    assert ["I alt", "4", "6"] in rows


def test_numbers_under_each_picture_are_those_it_shows(html: str) -> None:
    rows = Page(html).rows
    for picture in draw_pictures(DRAFT, map_of(DRAFT, vectors_of(DRAFT))):
        assert list(picture.columns) in rows
        for row in picture.rows:
            assert [str(cell) for cell in row] in rows


def test_every_bullet_stands_in_the_appendix_once_and_every_link_has_its_end(html: str) -> None:
    page = Page(html)
    ids = [known["id"] for _, known in page.elements if "id" in known]
    assert len(ids) == len(set(ids))
    assert sorted(id_ for id_ in ids if id_.startswith("u-")) == sorted(
        f"u-{row.bullet}" for row in DRAFT.appendix
    )
    for row in DRAFT.appendix:
        assert row.text in page.texts[f"u-{row.bullet}"]
        assert row.note.text in page.texts[f"u-{row.bullet}"]
    targets = {known["href"][1:] for known in page.named("a") if known["href"].startswith("#")}
    assert targets <= set(ids)


def test_every_quote_is_told_with_its_source(html: str) -> None:
    told = [quote for chapter in DRAFT.chapters for quote in quotes(chapter)]
    assert told
    for quote in told:
        assert f"<blockquote><p>{quote.text}</p></blockquote>" in html
        assert quote.note.text in html


def test_pictures_are_told_in_words(html: str) -> None:
    page = Page(html)
    *drawn_ones, on_screen = draw_pictures(DRAFT, map_of(DRAFT, vectors_of(DRAFT)))
    assert [known["alt"] for known in page.named("img")] == [p.alt for p in drawn_ones]
    assert on_screen.alt in html


def test_nothing_is_asked_of_a_network(html: str) -> None:
    page = Page(html)
    for _, known in page.elements:
        for name in ("src", "href", "srcset", "action", "data", "poster", "xlink:href"):
            assert known.get(name, "#").startswith(("#", "data:"))
    assert "http:" not in html and "https:" not in html
    assert "@import" not in html and "url(" not in html
    [policy] = [m["content"] for m in page.named("meta") if m.get("http-equiv")]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_without_vectors_the_report_says_that_the_map_is_missing() -> None:
    html = report(DRAFT, with_map=False)
    assert "Kortet over udsagnene er ikke med" in html
    assert 'class="bullet-map"' not in html


def test_hostile_words_stay_words() -> None:
    said: list[tuple[Kind, Meeting, str]] = [
        ("idé", Meeting("", HOSTILE, "", HOSTILE), f"{HOSTILE} {n}") for n in range(4)
    ]
    page = Page(report(worded_draft({HOSTILE: said})))
    assert len(page.named("script")) == 1
    assert {known["src"][:5] for known in page.named("img")} == {"data:"}
    assert not any(name.startswith("on") for _, known in page.elements for name in known)
    assert page.texts["tema-t0"] == HOSTILE
    assert HOSTILE in page.texts["u-b0"]


def test_personal_data_stay_out_unless_asked_for() -> None:
    said: list[tuple[Kind, Meeting, str]] = [
        ("idé", KRO[0], "Asta Hvid sagde, at bussen skal køre"),
        ("idé", KRO[0], "Flere busser"),
        ("idé", KRO[1], "En natbus"),
    ]
    kept = report(worded_draft({"Busser": said}))
    assert "Asta" not in kept
    assert "Ét udsagn er holdt tilbage" in kept
    assert "Holdt tilbage: indeholder personoplysninger." in kept
    told = report(worded_draft({"Busser": said}, Options(include_personal=True)))
    assert "Asta Hvid sagde, at bussen skal køre" in told


def test_written_file_is_the_same_every_time(tmp_path: Path) -> None:
    pictures = draw_pictures(DRAFT)
    for name in ("a.html", "b.html"):
        write_report(DRAFT, pictures, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_page_is_danish_with_one_first_heading_and_no_level_left_out(html: str) -> None:
    page = Page(html)
    assert page.named("html") == [{"lang": "da"}]
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
