"""What a theme is shown by follows its bullets; what people named stays; undo is one step."""

from __future__ import annotations

import random
from itertools import count
from pathlib import Path

import pytest
from reviewer import Expected, begin, decide_something, document

from pipeline.errors import DecisionError
from pipeline.records import Theme
from pipeline.review import Approve, Lock, Merge, Move, Rename, Reopen, Review, Split
from pipeline.review.decisions import Relabel
from pipeline.review.exchange import from_lines, replay_log, to_lines
from pipeline.review.forget import forget_document
from pipeline.review.labels import make_relabel, stale_themes
from pipeline.review.state import State


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """A review of 12 bullets in the themes t00, t01, t02 and, under t02, t03."""
    review = Review(tmp_path / "temaer.db")
    begin(review, [document(1, 12)], 4)
    return review


def stale(state: State) -> list[str]:
    return stale_themes(state, state.places.keys())


def labels(state: State, *titles: str) -> Relabel:
    """New labels for all stale themes, quoting what they hold: titles given, else made up."""
    themes = stale(state)
    named = [*titles, *(f"Om {state.members(theme)[0]}" for theme in themes[len(titles) :])]
    return make_relabel(
        state,
        themes,
        [(title, "andet") for title in named],
        [(state.members(theme)[0],) for theme in themes],
        [state.members(theme)[:2] for theme in themes],
    )


def relabel(review: Review, *titles: str) -> None:
    with review.changing():
        review.add(labels(review.state, *titles), "temaer")


def test_a_proposal_is_fresh_and_what_loses_or_gets_a_bullet_is_stale(review: Review) -> None:
    assert stale(review.state) == []
    review.decide(Move(("b01x000",), "t01"), "Åse")
    assert stale(review.state) == ["t00", "t01"]
    relabel(review)
    assert stale(review.state) == []
    assert review.state.themes["t01"].keywords == (review.state.members("t01")[0],)


def test_a_bullet_of_a_theme_below_is_one_of_the_theme_above(review: Review) -> None:
    [bullet, *_] = review.state.own["t03"]
    review.decide(Move((bullet,), "t02"), "Åse")
    assert stale(review.state) == ["t03"]
    review.decide(Move((bullet,), "t00"), "Åse")
    assert stale(review.state) == ["t00", "t02", "t03"]


def test_a_theme_without_bullets_and_a_locked_one_are_left_alone(review: Review) -> None:
    review.decide(Move(review.state.own["t00"], "t01"), "Åse")
    review.decide(Lock("t01"), "Åse")
    assert stale(review.state) == []


def test_an_unnamed_split_is_titled_and_what_a_person_named_is_not(review: Review) -> None:
    unnamed = review.decide(Split("t00", ("b01x000",), ""), "Åse")
    named = review.decide(Split("t01", ("b01x001",), "Natbusser"), "Åse")
    titles = [theme.title for theme in review.state.themes.values()]
    assert titles == ["Tema 0", "Tema 1", "Tema 2", "Tema 3", "Nyt tema", "Natbusser"]
    assert (unnamed.kind, named.kind) == ("split", "split")
    relabel(review, "A", "B", "C", "D")
    titles = [theme.title for theme in review.state.themes.values()]
    assert titles == ["A", "B", "Tema 2", "Tema 3", "C", "Natbusser"]


def test_a_title_stays_while_it_is_still_among_the_phrases(review: Review) -> None:
    review.decide(Move(("b01x000",), "t01"), "Åse")
    step = make_relabel(
        review.state, ["t00", "t01"], [("Bedre", "Tema 0"), ("Tema 0", "Nyt")], [(), ()], [(), ()]
    )
    # The second may not take the first one's title, which that one keeps.
    assert [row.title for row in step.themes] == ["", "Nyt"]


def test_no_two_themes_get_the_same_title(review: Review) -> None:
    review.decide(Move(("b01x000",), "t01"), "Åse")
    step = make_relabel(
        review.state, ["t00", "t01"], [("Tema 2",), ("tema 2",)], [(), ()], [(), ()]
    )
    assert [row.title for row in step.themes] == ["Tema 2 (2)", "tema 2 (3)"]


@pytest.mark.parametrize("settle", [Rename("t00", "Busser"), Approve("t00")])
def test_a_title_that_a_person_gave_or_approved_never_changes(review: Review, settle) -> None:
    review.decide(settle, "Åse")
    title = review.state.themes["t00"].title
    if isinstance(settle, Approve):
        review.decide(Reopen("t00"), "Åse")
    review.decide(Merge(("t01",), "t00"), "Åse")
    relabel(review, "Noget andet")
    theme = review.state.themes["t00"]
    assert (theme.title, theme.phrases[0]) == (title, "Noget andet")


def test_undo_takes_back_the_decision_and_with_it_the_labels_made_after_it(review: Review) -> None:
    before = review.state
    review.decide(Merge(("t01",), "t00"), "Åse")
    relabel(review, "Sammen")
    assert review.state.themes["t00"].title == "Sammen"
    review.undo("Bo")
    assert review.state.to_json() == before.to_json()
    relabelled = review.history.entries[-2]
    with pytest.raises(DecisionError, match="cannot be undone"):
        review.undo("Bo", relabelled.id)


def test_what_was_undone_can_be_put_back_after_a_relabelling(review: Review) -> None:
    review.decide(Move(("b01x000",), "t01"), "Åse")
    review.decide(Move(("b01x001",), "t00"), "Åse")
    review.undo("Åse")
    relabel(review)
    review.redo("Åse")
    assert review.state.places["b01x001"].theme == "t00"


def test_moving_there_and_back_looks_as_it_did(review: Review) -> None:
    first = review.state.themes["t00"]
    review.decide(Move(("b01x000",), "t01"), "Åse")
    relabel(review, "Andet")
    review.decide(Move(("b01x000",), "t00"), "Åse")
    relabel(review, "Tredje")
    assert review.state.themes["t00"].title == "Tredje"
    for _ in range(2):
        review.undo("Åse")
    now = review.state.themes["t00"]
    assert (now.title, now.phrases, now.keywords) == (first.title, first.phrases, first.keywords)


def test_relabelling_touches_no_theme(review: Review) -> None:
    theme = review.state.themes["t00"]
    before = {theme.id: theme.is_touched for theme in review.state.themes.values()}
    with review.changing():
        review.add(make_relabel(review.state, ["t00"], [("X",)], [()], [()]), "temaer")
    assert {theme.id: theme.is_touched for theme in review.state.themes.values()} == before
    # It was fresh, so the labels it had stay.
    assert review.state.themes["t00"] == theme


def test_a_withdrawn_documents_words_leave_the_labels(tmp_path: Path) -> None:
    review = Review(tmp_path / "temaer.db")
    begin(review, [document(1, 6), document(2, 6)], 4)
    review.decide(Merge(("t01",), "t00"), "Åse")
    lost = next(b for b in review.state.members("t00") if b.startswith("b02"))
    said = review.store.bullets()[lost].text
    step = make_relabel(review.state, ["t00"], [(said, "bus og")], [("bus",)], [(lost, "b01x000")])
    with review.changing():
        review.add(step, "temaer")
    assert review.state.themes["t00"].title == said
    forget_document(review, "bord02.txt", "Åse")
    theme = review.state.themes["t00"]
    assert (theme.title, theme.phrases) == ("bus og", ("bus og",))
    assert theme.exemplars == ("b01x000",)
    assert stale(review.state) == []
    assert lost not in (tmp_path / "temaer.db").read_bytes().decode("latin-1")


def test_labels_between_random_decisions_change_nothing_but_what_is_shown(tmp_path: Path) -> None:
    chance = random.Random(5)
    seconds = count()
    review = Review(tmp_path / "temaer.db", now=lambda: f"2025-05-03T12:00:{next(seconds):06}Z")
    # Waiting for the disk teaches nothing here.
    review.store._db.execute("PRAGMA synchronous = OFF")
    documents = [document(number, 12) for number in range(8)]
    begin(review, documents, 14)
    first, expected = review.state.to_json(), Expected()
    for number in range(120):
        state = review.state
        decision = decide_something(state, chance)
        entry = review.decide(decision, "Åse")
        expected.take(decision, state, entry.id)
        if number % 3 == 0:
            before = without_labels(review.state)
            relabel(review)
            assert stale(review.state) == []
            assert without_labels(review.state) == before
        expected.check(review.state)
    last = review.state.to_json()
    (tmp_path / "log.jsonl").write_text(to_lines(review.history.entries), encoding="utf-8")
    elsewhere = Review(tmp_path / "andet.db")
    begin(elsewhere, documents, 1)
    replay_log(elsewhere, from_lines(tmp_path / "log.jsonl"))
    assert elsewhere.state.to_json() == last
    undone = 0
    while review.history.undoable():
        review.undo("Åse")
        undone += 1
    assert undone == 120
    assert review.state.to_json() == first
    for _ in range(undone):
        review.redo("Åse")
    assert review.state.to_json() == last


def without_labels(state: State) -> list[object]:
    def settled(theme: Theme) -> object:
        title = theme.title if theme.is_named or theme.status == "approved" else ""
        return theme.id, title, theme.parent, theme.status, theme.description, theme.notes

    return [[settled(theme) for theme in state.themes.values()], state.places]
