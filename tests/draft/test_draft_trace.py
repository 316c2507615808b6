"""Whatever somebody said can be followed to its bullet, through the whole Word file."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from material import bookmarks, content, reviewed

from pipeline.draft import Draft
from pipeline.draft.snapshot import take_snapshot
from pipeline.draft.word import to_docx
from pipeline.records import Bullet
from pipeline.review import Review


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    return reviewed(tmp_path_factory.mktemp("trace"))


@pytest.fixture(scope="module")
def draft(review: Review) -> Draft:
    return content(review)


@pytest.fixture(scope="module")
def word(draft: Draft) -> DocumentType:
    return Document(io.BytesIO(to_docx(draft, take_snapshot(draft, False))))


@pytest.fixture(scope="module")
def bullets(review: Review) -> dict[str, Bullet]:
    return review.store.bullets()


def approved(review: Review) -> list[str]:
    state = review.state
    tops = [theme for theme in state.tops() if theme.status == "approved"]
    return [bullet for theme in tops for bullet in state.members(theme.id)]


def test_every_quote_is_a_bullet_word_for_word(
    word: DocumentType, bullets: dict[str, Bullet], draft: Draft
) -> None:
    quotes = [p for p in word.paragraphs if p.style.name == "Quote"]
    marked = bookmarks(word)
    shown = {name.removeprefix("citat_"): text for name, text in marked.items() if "citat_" in name}
    assert len(quotes) == len(shown) > 100
    for id_, text in shown.items():
        assert text == f"»{' '.join(bullets[id_].text.split())}«"
    assert [f"»{' '.join(bullets[id_].text.split())}«" for id_ in shown] == [p.text for p in quotes]


def test_every_quote_has_a_footnote_that_names_its_meeting_table_file_and_line(
    word: DocumentType, bullets: dict[str, Bullet]
) -> None:
    notes = footnotes(word)
    starts = word.element.body.iter(qn("w:bookmarkStart"))
    paragraphs = {start.get(qn("w:name")): start.getparent() for start in starts}
    quoted = {name: p for name, p in paragraphs.items() if name.startswith("citat_")}
    used = []
    for name, paragraph in quoted.items():
        [mark] = paragraph.iter(qn("w:footnoteReference"))
        used.append(mark.get(qn("w:id")))
        note, bullet = notes[used[-1]], bullets[name.removeprefix("citat_")]
        assert f"{bullet.source.path}, linje {bullet.source.line}" in note
        assert f"bord {bullet.meeting.table}," in note
        assert bullet.meeting.place in note
    assert used == sorted(notes, key=int)


def test_every_approved_bullet_is_in_the_appendix_once_and_no_other(
    word: DocumentType, review: Review, bullets: dict[str, Bullet]
) -> None:
    marked = bookmarks(word)
    aside = {id_ for id_, place in review.state.places.items() if place.aside}
    rows = {
        name.removeprefix("udsagn_"): text for name, text in marked.items() if "udsagn_" in name
    }
    assert Counter(approved(review)) == Counter(rows.keys() - aside)
    for id_, text in rows.items():
        assert text == " ".join(bullets[id_].text.split())
    texts = [row.cells[0].text for table in word.tables for row in table.rows]
    for id_ in rows:
        same = [b for b in rows if bullets[b].text == bullets[id_].text]
        assert texts.count(" ".join(bullets[id_].text.split())) == len(same)


def test_nothing_stands_in_the_body_but_what_the_content_holds(
    word: DocumentType, draft: Draft, bullets: dict[str, Bullet]
) -> None:
    """A sentence is a bullet's, a title or description of a theme, or counted by the program."""
    ours = {*draft.intro, *draft.aside_lead, *draft.made_with.text}
    for chapter in draft.chapters:
        parts = [*chapter.parts, *(part for sub in chapter.sections for part in sub.parts)]
        ours |= {chapter.lead, chapter.voices_lead, *(part.lead for part in parts)}
        ours |= {sub.lead for sub in chapter.sections}
    verbatim = [p for p in word.paragraphs if p.style.name in ("Normal", "Indledning")]
    others = [p.text for p in verbatim if p.text not in ours]
    assert others == [
        "Udkastet viser temaerne, som de stod den 20. november 2025.",
        "Hvert udsagn står én gang, under sit tema. Slagsen følger af overskriften i opsamlingen.",
    ]
    for text in ours:
        for bullet in bullets.values():
            assert len(bullet.text) < 20 or bullet.text not in text


def test_every_paragraph_has_a_bookmark_of_its_own(word: DocumentType) -> None:
    starts = list(word.element.body.iter(qn("w:bookmarkStart")))
    names = [start.get(qn("w:name")) for start in starts]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[^\W\d]\w{0,39}", name) for name in names)
    assert all(p._p.find(qn("w:bookmarkStart")) is not None for p in word.paragraphs)
    for table in word.tables:
        firsts = [row.cells[0].paragraphs[0]._p for row in table.rows[1:]]
        assert all(p.find(qn("w:bookmarkStart")) is not None for p in firsts)


def test_links_lead_to_bookmarks_that_are_there(word: DocumentType) -> None:
    names = set(bookmarks(word))
    anchors = {link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))}
    assert anchors
    assert anchors <= names


def test_bookmarks_stay_when_more_is_decided(tmp_path: Path, draft: Draft) -> None:
    from pipeline.review import Rename

    later = reviewed(tmp_path)
    theme = later.state.find_theme("Natur og friluftsliv")
    later.decide(Rename(theme.id, "Natur for alle"), "Åse")
    after = content(later)

    def names(of: Draft) -> set[str]:
        return set(bookmarks(Document(io.BytesIO(to_docx(of, take_snapshot(of, False))))))

    assert names(after) == names(draft)


def footnotes(word: DocumentType) -> dict[str, str]:
    [part] = [part for part in word.part.package.iter_parts() if "footnotes" in part.partname]
    return {
        note.get(qn("w:id")): "".join(text.text or "" for text in note.iter(qn("w:t"))).strip()
        for note in parse_xml(part.blob)
        if note.get(qn("w:type")) is None
    }
