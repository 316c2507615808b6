"""What Word's own accessibility checker looks at, on the draft of all invented summaries."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from material import content, reviewed

from pipeline.draft.figures import draw_pictures
from pipeline.draft.snapshot import take_snapshot
from pipeline.draft.word import to_docx


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> DocumentType:
    draft = content(reviewed(tmp_path_factory.mktemp("accessible")))
    return Document(io.BytesIO(to_docx(draft, take_snapshot(draft, False), draw_pictures(draft))))


def test_headings_leave_out_no_level(word: DocumentType) -> None:
    names = [p.style.name for p in word.paragraphs if p.style and p.style.name]
    levels = [int(name[-1]) for name in names if name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_paragraph_is_empty(word: DocumentType) -> None:
    for paragraph in word.paragraphs:
        assert paragraph.text.strip() or list(paragraph._p.iter(qn("w:drawing")))


def test_pictures_stand_in_the_text_and_are_told_in_words(word: DocumentType) -> None:
    body = word.element.body
    drawn = list(body.iter(qn("wp:docPr")))
    assert len(drawn) == 3
    assert all(len(picture.get("descr")) > 40 for picture in drawn)
    assert not list(body.iter(qn("wp:anchor")))


def test_tables_are_plain_grids(word: DocumentType) -> None:
    body = word.element.body
    assert not [*body.iter(qn("w:gridSpan")), *body.iter(qn("w:vMerge"))]
    assert not any(cell.find(qn("w:tbl")) is not None for cell in body.iter(qn("w:tc")))
    for table in word.tables:
        assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None


def test_links_say_where_they_lead(word: DocumentType) -> None:
    for link in word.element.body.iter(qn("w:hyperlink")):
        said = "".join(text.text or "" for text in link.iter(qn("w:t")))
        assert len(said) > 3 and not said.startswith("http")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1) of a colour such as "0B4A6F"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_what_it_stands_on(word: DocumentType) -> None:
    colours = list(word.styles.element.iter(qn("w:color")))
    checked = 0
    for colour in colours:
        text = colour.get(qn("w:val"))
        # A style, or the part of a table's style that it holds for.
        styled = colour.getparent().getparent()
        ground = next((shade.get(qn("w:fill")) for shade in styled.iter(qn("w:shd"))), "FFFFFF")
        if text != "auto":
            low, high = sorted((luminance(text), luminance(ground)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)
            checked += 1
    assert checked
