"""An opened review: two people at once, undo and redo, and answers that are promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewer import begin, document

from pipeline.errors import ConflictError, DecisionError
from pipeline.review import Approve, Merge, Move, Rename, Review, Several, Split
from pipeline.review.decisions import Placed, Propose
from pipeline.review.summary import in_words


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A review of 12 bullets in the themes t00, t01, t02 and, under t02, t03."""
    with Review(tmp_path / "temaer.db") as review:
        begin(review, [document(1, 12)], 4)
    return tmp_path / "temaer.db"


def test_a_decision_says_who_when_and_what(path: Path) -> None:
    review = Review(path, now=lambda: "2025-05-03T12:00:00+00:00")
    entry = review.decide(Rename("t00", "Busser"), "  Åse Lund ")
    assert (entry.by, entry.at, entry.kind) == ("Åse Lund", "2025-05-03T12:00:00+00:00", "rename")
    assert review.revision == entry.id
    assert Review(path).state.themes["t00"].title == "Busser"


def test_the_second_person_is_told_and_nothing_is_overwritten(path: Path) -> None:
    mine, yours = Review(path), Review(path)
    seen = mine.revision
    assert seen == yours.revision
    mine.decide(Rename("t00", "Busser"), "Åse", seen)
    with pytest.raises(ConflictError, match=r"Theme t00 \(Busser\): changed since you saw it"):
        yours.decide(Rename("t00", "Biler"), "Bo", seen)
    yours.decide(Rename("t01", "Biler"), "Bo", seen)
    assert mine.state.themes["t00"].title == "Busser"
    assert mine.state.themes["t01"].title == "Biler"
    assert mine.state == yours.state


def test_what_was_changed_and_changed_back_is_as_it_was_seen(path: Path) -> None:
    review = Review(path)
    seen = review.revision
    review.decide(Rename("t00", "Busser"), "Åse")
    review.undo("Åse")
    review.decide(Rename("t00", "Biler"), "Bo", seen)
    assert review.state.themes["t00"].title == "Biler"


def test_a_change_that_was_seen_and_taken_back_is_told(path: Path) -> None:
    review = Review(path)
    seen = review.decide(Rename("t00", "Busser"), "Åse").id
    review.undo("Bo")
    with pytest.raises(ConflictError):
        review.decide(Approve("t00"), "Åse", seen)


def test_several_decisions_are_made_together_or_not_at_all(path: Path) -> None:
    review = Review(path)
    before = review.state
    with pytest.raises(DecisionError, match="Theme t99 is not there"):
        review.decide_all([Rename("t00", "Busser"), Approve("t99")], "Åse")
    assert review.state == before
    assert len(review.history.entries) == 1
    review.decide_all([Rename("t00", "Busser"), Approve("t00")], "Åse")
    assert Review(path).state == review.state


def test_a_decision_that_changes_nothing_is_no_entry(path: Path) -> None:
    review = Review(path)
    review.decide(Approve("t00"), "Åse")
    with pytest.raises(DecisionError, match="Nothing would change"):
        review.decide(Approve("t00"), "Åse")
    assert len(review.history.entries) == 2


@pytest.mark.parametrize("name", ["", "  ", "to\nlinjer"])
def test_nobody_decides_without_a_name(path: Path, name: str) -> None:
    with pytest.raises(DecisionError, match="name"):
        Review(path).decide(Approve("t00"), name)


def test_undo_and_redo_are_entries_too(path: Path) -> None:
    review = Review(path)
    first = review.state
    second = (review.decide(Rename("t00", "Busser"), "Åse"), review.state)[1]
    review.decide(Approve("t00"), "Åse")
    third = review.state
    review.undo("Bo")
    assert review.state == second
    review.undo("Bo")
    assert review.state == first
    with pytest.raises(DecisionError, match="nothing to undo"):
        review.undo("Bo")
    review.redo("Bo")
    assert review.state == second
    review.redo("Bo")
    assert review.state == third
    with pytest.raises(DecisionError, match="nothing to redo"):
        review.redo("Bo")
    assert [entry.kind for entry in review.history.entries] == [
        *("propose", "rename", "approve", "undo", "undo", "redo", "redo")
    ]


def test_deciding_anew_ends_what_can_be_redone(path: Path) -> None:
    review = Review(path)
    review.decide(Rename("t00", "Busser"), "Åse")
    review.undo("Åse")
    review.decide(Rename("t00", "Biler"), "Åse")
    with pytest.raises(DecisionError, match="nothing to redo"):
        review.redo("Åse")
    review.undo("Åse")
    assert review.state.themes["t00"].title == "Tema 0"


def test_an_earlier_decision_is_undone_alone_unless_others_build_on_it(path: Path) -> None:
    review = Review(path)
    named = review.decide(Rename("t00", "Busser"), "Åse")
    review.decide(Approve("t01"), "Åse")
    parted = review.decide(Split("t00", ("b01x000",), "Natbus"), "Åse")
    new = next(theme for theme in review.state.themes.values() if theme.title == "Natbus")
    review.decide(Move(("b01x001",), new.id), "Åse")
    review.undo("Åse", named.id)
    assert review.state.themes["t00"].title == "Tema 0"
    assert review.state.themes["t01"].status == "approved"
    before = review.state
    with pytest.raises(DecisionError, match="later entry builds on it"):
        review.undo("Åse", parted.id)
    assert review.state == before
    assert Review(path).state == before


def test_several_decisions_are_one_entry_and_one_undo(path: Path) -> None:
    review = Review(path)
    before = review.state
    several = Several(
        (
            Rename("t00", "Busser"),
            Split("t01", ("b01x001",), "Natbus"),
            Split("t01", ("b01x005",), "Skolebus"),
            Merge(("t02",), "t00", ("b01x002",)),
        )
    )
    review.decide(several, "Åse", review.revision)
    state = Review(path).state
    titles = [theme.title for theme in state.themes.values()]
    assert titles == ["Busser", "Tema 1", "Tema 2", "Natbus", "Skolebus"]
    assert in_words(review.history.entries[-1]).startswith('rename t00 "Busser"; split 1 bullet')
    review.undo("Åse")
    assert review.state == before
    review.redo("Åse")
    assert review.state == state


def test_of_several_decisions_all_are_carried_out_or_none(path: Path) -> None:
    review = Review(path)
    before, seen = review.state, review.revision
    for wrong in (
        Several(()),
        Several((Rename("t00", "Busser"), Rename("t99", "X"))),
        Several((Rename("t00", "Busser"), Rename("t01", " "))),
        Several((Several((Rename("t00", "Busser"),)),)),
    ):
        with pytest.raises(DecisionError):
            review.decide(wrong, "Åse")
    assert review.state == before
    review.decide(Rename("t01", "Biler"), "Bo")
    with pytest.raises(ConflictError, match=r"Theme t01 \(Biler\)"):
        review.decide(Several((Rename("t00", "Busser"), Approve("t01"))), "Åse", seen)
    assert review.state.themes["t00"].title == "Tema 0"


def test_undo_on_an_old_view_takes_back_nobody_elses_decision(path: Path) -> None:
    review = Review(path)
    seen = review.decide(Rename("t00", "Busser"), "Åse").id
    Review(path).decide(Merge(("t01",), "t02"), "Bo")
    with pytest.raises(ConflictError):
        review.undo("Åse", revision=seen)
    assert "t01" not in review.state.themes


def test_all_that_a_run_placed_is_taken_back_in_one_step(path: Path) -> None:
    review = Review(path)
    review.decide(Approve("t00"), "Åse")
    before = review.state
    arriving = document(2, 6)
    with review.changing():
        review.store.put_documents([arriving], arriving.bullets)
        placed = tuple(Placed(bullet.id, "t00", 0.9) for bullet in arriving.bullets)
        review.add(Propose(placed=placed), "temaer")
    assert len(review.state.own["t00"]) == 9
    review.undo("Åse")
    assert review.state == before


def test_a_proposal_that_changes_nothing_is_no_entry(path: Path) -> None:
    review = Review(path)
    with review.changing():
        assert review.add_if_new(Propose(), "temaer") is None
    assert len(review.history.entries) == 1


def test_a_failed_change_leaves_the_open_review_as_it_was(path: Path) -> None:
    review = Review(path)
    before, entries = review.state, review.history.entries
    with pytest.raises(RuntimeError), review.changing():
        review.add(Rename("t00", "Busser"), "Åse")
        raise RuntimeError
    assert (review.state, review.history.entries) == (before, entries)
    review.decide(Rename("t00", "Biler"), "Åse")
    assert Review(path).state == review.state
