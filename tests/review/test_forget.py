"""A withdrawn document leaves no word behind, and the rest of the review stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reviewer import begin, document

from pipeline.errors import DecisionError
from pipeline.records import Bullet, Entry, ParsedDocument
from pipeline.review import (
    AddNote,
    Describe,
    Merge,
    Move,
    Rename,
    Review,
    SetAside,
    Several,
    Split,
)
from pipeline.review.decisions import Doubted, NewTheme, Propose, to_body
from pipeline.review.forget import Traces, forget_document, redact

SECRET = "Hanne Lyngbys tre hunde gør hele natten"


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """A review of two documents; the last bullet of the second tells of Hanne Lyngby."""
    review = Review(tmp_path / "temaer.db")
    second = document(2, 6)
    told = (*second.bullets[:-1], replace(second.bullets[-1], text=SECRET))
    begin(review, [document(1, 6), replace(second, bullets=told)], 4)
    return review


def test_bullets_words_and_traces_leave_but_the_log_keeps_its_entries(review: Review) -> None:
    secret = "b02x005"
    home = review.state.places[secret].theme
    assert home is not None
    other = next(id_ for id_ in review.state.themes if id_ != home)
    review.decide(Rename(home, "Hundene gør hele natten"), "Åse")
    review.decide(Rename(other, "Livet i byens midte"), "Åse")
    review.decide(AddNote(secret, "Hun bor i nummer 7"), "Åse")
    review.decide(AddNote(other, "Spørg skoleområdet"), "Åse")
    review.decide(Describe(other, "Ikke de tre hunde gør nogen noget."), "Åse")
    review.decide(SetAside((secret, "b01x000"), "personal data"), "Åse")
    review.decide(Move((secret,), other), "Åse")
    before = review.history.entries

    assert forget_document(review, "bord02.txt", "Bo") == 6
    state, entries = review.state, review.history.entries
    assert [(e.id, e.at, e.by, e.kind) for e in entries[:-1]] == [
        (e.id, e.at, e.by, e.kind) for e in before
    ]
    assert (entries[-1].kind, entries[-1].body) == ("forget", {"bullets": 6})
    assert set(state.places) == {f"b01x{row:03}" for row in range(6)}
    assert state.themes[other].title == "Livet i byens midte"
    assert state.themes[home].title != "Hundene gør hele natten"
    assert [note.text for note in state.themes[other].notes] == ["Spørg skoleområdet"]
    assert state.themes[other].description == ""
    assert state.places["b01x000"].aside == "personal data"
    path = review.store.path
    review.close()
    for file in path.parent.iterdir():
        content = file.read_bytes()
        for trace in ("Hanne", "hunde", "nummer 7", "b02x", "bord02"):
            assert trace.encode() not in content, (file, trace)
    with Review(path) as again:
        assert again.state == state


def test_it_cannot_be_undone_and_what_came_before_still_can(review: Review) -> None:
    first = review.state
    review.decide(Rename("t00", "Busser"), "Åse")
    forget_document(review, "bord02.txt", "Åse")
    review.undo("Åse")
    assert review.state.themes["t00"].title == first.themes["t00"].title
    with pytest.raises(DecisionError, match="nothing to undo"):
        review.undo("Åse")


def test_a_theme_kept_by_a_withdrawn_bullet_is_there_for_what_was_decided_later(
    review: Review,
) -> None:
    left = next(b for b in review.state.own["t00"] if b.startswith("b02"))
    review.decide(Merge(("t00",), "t01", (left,)), "Åse")
    review.decide(Rename("t00", "Det der blev tilbage"), "Åse")
    review.decide(Split("t01", (review.state.own["t01"][0],), "Nyt"), "Åse")
    forget_document(review, "bord02.txt", "Åse")
    assert review.state.themes["t00"].title == "Det der blev tilbage"
    assert review.state.members("t00") == ()


def test_it_leaves_what_was_decided_together_with_others_too(review: Review) -> None:
    left = next(b for b in review.state.own["t00"] if b.startswith("b02"))
    merge = Merge(("t00",), "t01", (left,))
    review.decide(Several((merge, Rename("t00", "Hundene gør hele natten"))), "Åse")
    forget_document(review, "bord02.txt", "Åse")
    [together] = [entry for entry in review.history.entries if entry.kind == "several"]
    merged, renamed = together.body["decisions"]
    assert (merged["leave_out"], merged["keeps"], renamed["title"]) == ([], ["t00"], "")
    assert review.state.themes["t00"].title == "Tema 0"
    assert review.state.members("t00") == ()


def test_its_content_is_known_again_but_not_what_it_was(review: Review) -> None:
    withdrawn = next(d for d in review.store.documents() if d.path == "bord02.txt")
    forget_document(review, "bord02.txt", "Åse")
    assert review.store.is_forgotten(withdrawn.sha256)
    assert not review.store.is_forgotten("f" * 64)


def test_a_document_that_is_not_there_is_named(review: Review) -> None:
    with pytest.raises(DecisionError, match=r"bord99\.txt: there is no such document.*bord01"):
        forget_document(review, "bord99.txt", "Åse")
    assert len(review.history.entries) == 1


def bullets(*texts: str) -> list[Bullet]:
    source: ParsedDocument = document(1, 1)
    return [replace(source.bullets[0], text=text) for text in texts]


def test_a_persons_text_is_withheld_only_for_what_no_other_bullet_says() -> None:
    traces = Traces(
        bullets("Ring til Hanne Lyngby om hundene", "Boldbane", "Ring 8612 3344"),
        bullets("Ring til kommunen om en bus", "Mere lys ved banen"),
    )
    assert traces.in_persons("Se: hanne lyngby om hundene")
    assert traces.in_persons("En BOLDBANE!")
    assert traces.in_persons("Nummeret er 3344")
    assert not traces.in_persons("Ring til kommunen om hundene")
    assert not traces.in_persons("Om lys og hunde")


def test_a_runs_theme_keeps_the_phrases_that_other_bullets_bear_out() -> None:
    lost, kept = bullets("Flere hunde i skoven"), bullets("Flere cykler", "Cykler i skoven")
    lost = [replace(lost[0], id="lost")]
    theme = NewTheme(
        "t",
        "Flere hunde",
        None,
        ("Flere hunde", "I skoven", "Flere cykler"),
        ("hund", "skov"),
        ("lost", "a"),
        ("lost", "a"),
        (0.9, 0.8),
    )
    step = Propose(themes=(theme,), doubts=(Doubted("lost", "nowhere"), Doubted("a", "empty")))
    body = redact(Entry("e", "", "temaer", "propose", to_body(step)), Traces(lost, kept))
    assert [row["bullet"] for row in body["doubts"]] == ["a"]
    [left] = body["themes"]
    assert left["title"] == "I skoven"
    assert list(left["phrases"]) == ["I skoven", "Flere cykler"]
    assert list(left["keywords"]) == ["skov"]
    assert (list(left["bullets"]), list(left["confidences"])) == (["a"], [0.8])
    assert list(left["exemplars"]) == ["a"]
