"""Each decision on a theme set small enough to see: what it does, and when it is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import ConflictError, DecisionError
from pipeline.records import Entry
from pipeline.review import (
    AddNote,
    Approve,
    Decision,
    Describe,
    Gather,
    Lock,
    Merge,
    Move,
    Nest,
    Rename,
    Reopen,
    Review,
    SetAside,
    Split,
    State,
    Unlock,
)
from pipeline.review.apply import apply, apply_all
from pipeline.review.checks import check_new
from pipeline.review.decisions import (
    Arrive,
    Begin,
    Doubted,
    Forget,
    NewTheme,
    Placed,
    Propose,
    Redo,
    Step,
    Uncertain,
    Undo,
    from_body,
    to_body,
)
from pipeline.review.ids import split_id
from pipeline.review.seen import check_seen


def new(id_: str, *bullets: str, parent: str | None = None) -> NewTheme:
    return NewTheme(
        id_,
        f"Om {id_}",
        parent,
        (f"Om {id_}",),
        (id_,),
        bullets[:1],
        bullets,
        (0.5,) * len(bullets),
    )


FIRST = Propose(
    themes=(
        new("bus", "b1", "b2", "b3"),
        new("by", "b4"),
        new("torv", "b5", "b6", parent="by"),
        new("skole", "b7"),
    ),
)


def entry(step: Step, id_: str = "e") -> Entry:
    return Entry(id_, "2025-05-03T12:00:00+00:00", "Åse", step.kind, to_body(step))


def after(*steps: Step, state: State | None = None) -> State:
    if state is None:
        state = apply(State(), entry(FIRST))
    return apply_all(state, [entry(step, f"e{n}") for n, step in enumerate(steps)])


def themes_of(state: State) -> dict[str, tuple[str, ...]]:
    return dict(state.own)


def test_the_first_proposal_is_the_first_state() -> None:
    state = after()
    assert themes_of(state) == {
        "bus": ("b1", "b2", "b3"),
        "by": ("b4",),
        "torv": ("b5", "b6"),
        "skole": ("b7",),
    }
    assert state.members("by") == ("b4", "b5", "b6")
    assert not any(theme.is_touched for theme in state.themes.values())


def test_a_decision_leaves_the_state_it_was_applied_to_as_it_was() -> None:
    before = after()
    text = before.to_json()
    after(Rename("bus", "Busser"), Move(("b1",), "by"), Merge(("skole",), "bus"), state=before)
    assert before.to_json() == text


def test_rename_describe_approve_reopen_lock_unlock() -> None:
    state = after(
        Rename("bus", "Busser"),
        Describe("bus", "Om at komme frem."),
        Approve("by"),
        Approve("bus"),
        Reopen("bus"),
        Lock("skole"),
    )
    themes = state.themes
    assert (themes["bus"].title, themes["bus"].description) == ("Busser", "Om at komme frem.")
    assert [themes[id_].status for id_ in ("by", "torv", "bus")] == [
        "approved",
        "approved",
        "proposed",
    ]
    assert themes["skole"].is_locked
    assert not after(Unlock("skole"), state=state).themes["skole"].is_locked


def test_moved_bullets_come_last_and_are_known_as_a_persons() -> None:
    state = after(Move(("b1", "b3"), "torv"))
    assert state.own["torv"] == ("b5", "b6", "b1", "b3")
    assert state.own["bus"] == ("b2",)
    assert state.places["b1"].by == "person"
    assert state.themes["bus"].is_touched
    assert state.themes["by"].is_touched


def test_a_merge_leaves_out_what_it_is_told_to() -> None:
    state = after(Merge(("bus", "skole"), "by", ("b2",)))
    assert themes_of(state) == {
        "bus": ("b2",),
        "by": ("b4", "b1", "b3", "b7"),
        "torv": ("b5", "b6"),
    }
    assert state.themes["by"].phrases == ("Om by", "Om bus", "Om skole")


def test_a_merged_theme_takes_what_stands_under_it_along() -> None:
    assert themes_of(after(Merge(("by",), "bus"))) == {
        "bus": ("b1", "b2", "b3", "b4", "b5", "b6"),
        "skole": ("b7",),
    }
    assert themes_of(after(Merge(("torv",), "by")))["by"] == ("b4", "b5", "b6")


def test_a_split_mints_an_id_of_its_own() -> None:
    state = after(Split("bus", ("b2", "b3"), "Natbusser"))
    minted = split_id("e0")
    assert state.own["bus"] == ("b1",)
    assert state.own[minted] == ("b2", "b3")
    assert state.themes[minted].title == "Natbusser"
    assert after(Split("torv", ("b5",), "Torvedag")).themes[minted].parent == "by"


def test_bullets_from_wherever_they_are_become_a_theme_at_the_top() -> None:
    state = after(SetAside(("b1",), "other"), Gather(("b1", "b5"), "Natliv"))
    minted = split_id("e1")
    assert state.own[minted] == ("b1", "b5")
    assert (state.themes[minted].title, state.themes[minted].parent) == ("Natliv", None)
    assert state.themes[minted].is_named and state.places["b1"].aside == ""
    assert not after(Gather(("b1",), "")).themes[split_id("e0")].is_named
    with pytest.raises(DecisionError, match="locked"):
        after(Lock("bus"), Gather(("b1",), "Natliv"))
    with pytest.raises(DecisionError, match="Name at least one"):
        check_new(Gather((), "Natliv"))


def test_a_theme_moves_under_another_and_what_was_under_it_beside_it() -> None:
    state = after(Nest("by", "bus"))
    assert {id_: theme.parent for id_, theme in state.themes.items()} == {
        "bus": None,
        "by": "bus",
        "torv": "bus",
        "skole": None,
    }
    assert after(Nest("torv", None)).themes["torv"].parent is None


def test_a_bullet_set_aside_comes_back_by_moving_it() -> None:
    state = after(SetAside(("b7", "b1"), "duplicate", "b2"))
    assert (state.places["b1"].theme, state.places["b1"].aside) == (None, "duplicate")
    assert state.places["b1"].duplicate_of == "b2"
    back = after(Move(("b1",), "bus"), state=state)
    assert (back.places["b1"].theme, back.places["b1"].aside) == ("bus", "")


def test_notes_stay_with_a_theme_through_a_merge_and_with_a_bullet_through_a_move() -> None:
    state = after(
        AddNote("skole", "Spørg skoleområdet"),
        AddNote("b7", "Nævnt to gange"),
        Merge(("skole",), "bus"),
        Move(("b7",), "by"),
    )
    assert [note.text for note in state.themes["bus"].notes] == ["Spørg skoleområdet"]
    assert [note.text for note in state.places["b7"].notes] == ["Nævnt to gange"]


def test_a_proposal_places_doubts_and_renews() -> None:
    grown = after(
        Rename("bus", "Busser"),
        Arrive(("b8", "b9", "b10", "b11"), ("b4",), (("b2", "b2ny"),)),
        Propose(
            dropped=("skole",),
            themes=(new("skole", "b7", "b10"), new("natur", "b11")),
            placed=(Placed("b8", "bus", 0.9),),
            uncertain=(Uncertain("b9", ("bus", "by"), (0.4, 0.3)),),
        ),
    )
    assert themes_of(grown) == {
        "bus": ("b1", "b2ny", "b3", "b8"),
        "by": (),
        "torv": ("b5", "b6"),
        "skole": ("b7", "b10"),
        "natur": ("b11",),
    }
    assert grown.uncertain() == ["b9"]
    assert grown.places["b9"].candidates == ("bus", "by")


def test_a_theme_that_is_gone_is_no_candidate_any_more() -> None:
    doubt = Propose(uncertain=(Uncertain("b9", ("skole", "by"), (0.4, 0.3)),))
    state = after(doubt, Merge(("skole",), "bus"))
    assert (state.places["b9"].candidates, state.places["b9"].likeness) == (("by",), (0.3,))


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([Rename("x", "Y")], "Theme x is not there"),
        ([Lock("bus"), Rename("bus", "Y")], "locked"),
        ([Lock("bus"), Move(("b4",), "bus")], "locked"),
        ([Lock("bus"), Move(("b1",), "by")], "locked"),
        ([Lock("bus"), SetAside(("b1",), "other")], "locked"),
        ([Lock("torv"), Approve("by")], "locked"),
        ([Lock("torv"), Merge(("by",), "bus")], "locked"),
        ([Move(("b99",), "bus")], "Bullet b99 is not there"),
        ([Move(("b1",), "bus")], "already"),
        ([Merge(("bus",), "bus")], "itself"),
        ([Merge(("by",), "torv")], "the other way"),
        ([Merge(("bus",), "by", ("b7",))], "none of the merged"),
        ([Split("bus", ("b7",), "Y")], "not in theme"),
        ([Nest("bus", "bus")], "under itself"),
        ([Nest("bus", "torv")], "two levels"),
        ([SetAside(("b1",), "duplicate", "b1")], "duplicate of itself"),
        ([SetAside(("b1",), "duplicate", "b99")], "not there"),
        ([AddNote("x", "Y")], "neither"),
        ([Rename("skole", "Y"), Propose(dropped=("skole",))], "not the untouched"),
        ([Move(("b7",), "bus"), Propose(themes=(new("z", "b7"),))], "placed since"),
        ([Propose(themes=(new("bus"),))], "exists already"),
        ([Propose(placed=(Placed("b8", "x", 0.9),))], "not there any more"),
    ],
)
def test_what_makes_no_sense_is_refused(steps: list[Step], message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        after(*steps)


@pytest.mark.parametrize(
    "decision",
    [
        Rename("bus", "  "),
        Rename("bus", "To\nlinjer"),
        Rename("bus", "x" * 201),
        Split("bus", (), "Y"),
        Move(("b1", "b1"), "by"),
        Move((), "by"),
        SetAside(("b1",), "kedelig"),
        AddNote("bus", ""),
        AddNote("bus", "nul\0tegn"),
        Merge((), "bus"),
    ],
    ids=repr,
)
def test_a_new_decision_must_say_something(decision: Decision) -> None:
    with pytest.raises(DecisionError):
        check_new(decision)


SEEN: list[tuple[Decision, Step, tuple[str, ...]]] = [
    (Rename("bus", "A"), Rename("bus", "B"), ("bus",)),
    (Describe("bus", "A"), Approve("bus"), ("bus",)),
    (Approve("bus"), Move(("b4",), "bus"), ("bus",)),
    (Approve("by"), Move(("b1",), "torv"), ("by",)),
    (Merge(("bus",), "by"), SetAside(("b1",), "other"), ("bus",)),
    (Merge(("skole",), "bus"), Merge(("skole",), "by"), ("skole",)),
    (Split("bus", ("b1",), "A"), Move(("b1",), "by"), ("b1",)),
    (Move(("b1", "b4"), "skole"), Move(("b4",), "bus"), ("b4",)),
    (Move(("b1",), "skole"), Rename("skole", "B"), ("skole",)),
    (SetAside(("b1",), "other"), Move(("b1",), "by"), ("b1",)),
    (Nest("bus", "by"), Nest("by", "skole"), ("by",)),
    (Lock("bus"), Rename("bus", "B"), ("bus",)),
]


@pytest.mark.parametrize(("decision", "meanwhile", "changed"), SEEN, ids=repr)
def test_a_decision_on_what_has_changed_is_refused(
    decision: Decision, meanwhile: Step, changed: tuple[str, ...]
) -> None:
    seen = after()
    with pytest.raises(ConflictError, match="changed since you saw it") as refusal:
        check_seen(decision, seen, after(meanwhile, state=seen))
    assert refusal.value.changed == changed


@pytest.mark.parametrize(
    ("decision", "meanwhile"),
    [
        (Rename("bus", "A"), Rename("by", "B")),
        (Rename("bus", "A"), Move(("b4",), "bus")),
        (Move(("b1",), "by"), Move(("b2",), "by")),
        (AddNote("bus", "A"), Rename("bus", "B")),
        (Split("bus", ("b1",), "A"), Move(("b2",), "by")),
    ],
    ids=repr,
)
def test_decisions_on_different_things_do_not_meet(decision: Decision, meanwhile: Step) -> None:
    seen = after()
    now = after(meanwhile, state=seen)
    check_seen(decision, seen, now)
    assert after(decision, state=now) != now


@pytest.mark.parametrize(
    "step",
    [
        *(row[0] for row in SEEN),
        Unlock("bus"),
        Reopen("bus"),
        SetAside(("b1",), "duplicate", "b2"),
        Nest("bus", None),
        FIRST,
        Propose((), (), (Placed("b", "t", 0.5),), (Uncertain("b", ("t",), (0.1,)),)),
        Arrive(("b",), ("g",), (("o", "n"),)),
        Undo("e1"),
        Redo("e1"),
        Begin(),
        Forget(3),
    ],
    ids=lambda step: step.kind,
)
def test_every_step_survives_being_made_plain_and_stored(step: Step, tmp_path: Path) -> None:
    with Review(tmp_path / "temaer.db") as review:
        with review.store.writing():
            review.store.append([entry(step)])
        [stored] = review.store.entries()
    assert from_body(stored.kind, stored.body) == step


def test_a_runs_doubts_stay_with_the_bullet_until_a_person_decides() -> None:
    doubts = (Doubted("b1", "between", "by"), Doubted("b4", "nowhere"))
    step = replace(FIRST, doubts=doubts)
    assert from_body("propose", to_body(step)) == step
    # What was written before there were doubts is read as before.
    old = {name: value for name, value in to_body(FIRST).items() if name != "doubts"}
    assert from_body("propose", old) == FIRST
    places = after(step, state=State()).places
    assert (places["b1"].doubt, places["b1"].second) == ("between", "by")
    assert (places["b4"].doubt, places["b4"].second) == ("nowhere", None)
    assert places["b2"].doubt == ""
    moved = after(step, Move(("b1",), "by"), state=State()).places
    assert (moved["b1"].theme, moved["b1"].doubt, moved["b1"].second) == ("by", "", None)


def test_bullets_are_logged_in_the_order_they_stand_however_they_are_named(tmp_path: Path) -> None:
    with Review(tmp_path / "temaer.db") as review:
        review.add(FIRST, "temaer")
        moved = review.decide(Move(("b7", "b3", "b1"), "by"), "Åse")
        assert moved.body["bullets"] == ["b1", "b3", "b7"]
        assert review.state.own["by"] == ("b4", "b1", "b3", "b7")
        merged = review.decide(Merge(("by",), "bus", ("b7", "b6", "b4")), "Åse")
        assert merged.body["leave_out"] == ["b4", "b7", "b6"]
