"""What changed since a draft was made, from what its Word file carries."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from material import content, gold_review, reviewed

from pipeline.draft.diff import to_changes
from pipeline.draft.snapshot import Snapshot, from_xml, take_snapshot, to_xml
from pipeline.draft.word import read_origin, to_docx
from pipeline.errors import InputError
from pipeline.review import Merge, Move, Nest, Rename, Reopen, Review, SetAside


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return reviewed(tmp_path)


def changes(review: Review, old: Snapshot) -> str:
    texts = {id_: bullet.text for id_, bullet in review.store.bullets().items()}
    return to_changes(old, take_snapshot(content(review), False), texts)


def old_draft(review: Review, path: Path) -> Path:
    draft = content(review)
    path.write_bytes(to_docx(draft, take_snapshot(draft, False)))
    return path


def test_nothing_changed(review: Review, tmp_path: Path) -> None:
    old = read_origin(old_draft(review, tmp_path / "gammelt.docx"))
    assert changes(review, old) == (
        "# Ændringer siden udkastet\n\n"
        "Udkastet viser temaerne, som de stod den 20. november 2025.\n\n"
        "Temaerne er ikke ændret siden udkastet.\n"
    )


def test_every_sort_of_change_is_told(review: Review, tmp_path: Path) -> None:
    path = old_draft(review, tmp_path / "gammelt.docx")
    state = review.state
    find = state.find_theme
    bullet = state.members(find("Kultur og idræt").id)[0]
    aside = state.members(find("Mental sundhed").id)[0]
    texts = review.store.bullets()
    review.decide_all(
        [
            Rename(find("Natur og friluftsliv").id, "Natur for alle"),
            Move((bullet,), find("Natur og friluftsliv").id),
            SetAside((aside,), "other"),
            Merge((find("Fortælling og omdømme").id,), find("Erhverv og arbejdskraft").id),
            Reopen(find("Ældre og omsorg").id),
            Nest(find("Bus og tog").id, None),
        ],
        "Åse",
    )
    said = changes(review, read_origin(path))
    assert "- »Natur og friluftsliv« hedder nu »Natur for alle«" in said
    assert "## Natur for alle\n\nFør 8 udsagn fra " in said
    assert f"- Ind: »{texts[bullet].text}« (stod i »" in said
    assert f"- Ud: »{texts[bullet].text}« (nu i »Natur for alle«)" in said
    assert f"- Ud: »{texts[aside].text}« (lagt til side)" in said
    assert "## Lagt til side siden udkastet" in said
    gone = said.partition("## Temaer, der ikke længere er med")[2].partition("\n## ")[0]
    assert "- Fortælling og omdømme" in gone
    assert "- Ældre og omsorg" in gone
    assert "- »Bus og tog« er nu et tema for sig" in said


def test_a_newly_approved_theme_is_new(tmp_path: Path) -> None:
    from pipeline.review import Approve

    review = gold_review(tmp_path)
    review.decide(Approve(review.state.find_theme("Mental sundhed").id), "Åse")
    old = read_origin(old_draft(review, tmp_path / "gammelt.docx"))
    review.decide(Approve(review.state.find_theme("Natur og friluftsliv").id), "Åse")
    assert "## Nye temaer\n\n- Natur og friluftsliv: 8 udsagn fra " in changes(review, old)


def test_a_draft_that_was_edited_still_tells(review: Review, tmp_path: Path) -> None:
    path = old_draft(review, tmp_path / "gammelt.docx")
    word = Document(path)
    for paragraph in word.paragraphs[5:40]:
        paragraph._p.getparent().remove(paragraph._p)
    word.add_heading("Redaktørens eget kapitel")
    written = io.BytesIO()
    word.save(written)
    path.write_bytes(written.getvalue())
    assert read_origin(path) == take_snapshot(content(review), False)


def test_a_snapshot_survives_the_file(review: Review) -> None:
    snapshot = take_snapshot(content(review), True)
    assert from_xml(to_xml(snapshot)) == snapshot
    assert from_xml(b"<andet/>") is None
    assert from_xml(b"ikke xml") is None


def test_a_snapshot_holds_no_statement(review: Review) -> None:
    data = to_xml(take_snapshot(content(review), False)).decode("utf-8")
    texts = [b.text for b in review.store.bullets().values() if len(b.text) > 20]
    assert not any(text in data for text in texts)


def test_held_back_text_is_not_in_the_list(review: Review, tmp_path: Path) -> None:
    old = take_snapshot(content(review), False)
    theme = review.state.find_theme("Natur og friluftsliv").id
    bullet = review.state.members(review.state.find_theme("Kultur og idræt").id)[0]
    review.decide(Move((bullet,), theme), "Åse")
    said = to_changes(old, take_snapshot(content(review), False), {})
    assert "- Ind: Holdt tilbage: indeholder personoplysninger (stod i »" in said


@pytest.mark.parametrize(
    ("data", "problem"),
    [(None, "is not there"), (b"tekst", "is no Word file"), (b"other", "does not say what")],
)
def test_what_is_no_draft_is_named(tmp_path: Path, data: bytes | None, problem: str) -> None:
    path = tmp_path / "gammelt.docx"
    if data == b"other":
        Document().save(path)
    elif data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=problem):
        read_origin(path)


def test_a_draft_among_the_summaries_is_not_read_as_one(review: Review, tmp_path: Path) -> None:
    from pipeline.read import docx

    data = old_draft(review, tmp_path / "udkast.docx").read_bytes()
    with pytest.raises(InputError, match="is a strategy draft"):
        docx.read(data, "udkast.docx")
