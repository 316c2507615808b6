"""Coarser and finer: along the tree, one step more each time, and back in one step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewer import document

from pipeline.review import Approve, Lock, Merge, Move, Nest, Rename, Review, Several, Split
from pipeline.review.apply import after
from pipeline.review.decisions import Arrive, NewTheme, Propose
from pipeline.review.granularity import Plan, coarser, finer
from pipeline.review.state import State

# Where each theme lies on a line, its parent, and how many bullets it holds itself.
THEMES = {
    "bus": (0.0, None, 3),
    "rail": (1.0, None, 2),
    "town": (10.0, None, 0),
    "square": (9.0, "town", 3),
    "shops": (11.0, "town", 2),
    "nature": (30.0, None, 4),
}


def title(groups: Sequence[Sequence[str]]) -> list[str]:
    return [f"Om {group[0]}" for group in groups]


class Line:
    """A review whose bullets lie on a line: near their theme, a little to either side of it."""

    def __init__(self, path: Path) -> None:
        self.review = Review(path)
        talk = document(1, sum(size for *_, size in THEMES.values()))
        ids, positions, themes = [bullet.id for bullet in talk.bullets], [], []
        for id_, (at, parent, size) in THEMES.items():
            own = ids[len(positions) : len(positions) + size]
            positions += [at + 0.1 * number for number in range(size)]
            themes.append(NewTheme(id_, id_.title(), parent, (), (), (), tuple(own), (0.9,) * size))
        self.rows = {id_: row for row, id_ in enumerate(ids)}
        self.vectors = np.array(positions, np.float32)[:, None]
        with self.review.changing():
            self.review.store.put_documents([talk], talk.bullets)
            self.review.add(Arrive(tuple(ids)), "temaer")
            self.review.add(Propose(themes=tuple(themes)), "temaer")

    @property
    def state(self) -> State:
        return self.review.state

    def coarser(self, steps: int) -> Plan:
        return coarser(self.state, steps, self.rows, self.vectors)

    def finer(self, steps: int) -> Plan:
        return finer(self.state, steps, self.rows, self.vectors, title)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path / "temaer.db")


def joined(plan: Plan) -> list[tuple[str, str]]:
    return [(change.other, change.theme) for change in plan.changes]


def test_the_most_alike_are_joined_first_the_smaller_under_the_larger(line: Line) -> None:
    plan = line.coarser(1)
    assert (plan.before, plan.after) == (4, 3)
    assert joined(plan) == [("rail", "bus")]
    assert plan.decisions == (Several((Nest("rail", "bus"),)),)
    assert plan.changes[0].bullets == line.state.members("rail")
    # Ward: 3 * 2 / 5 times the square of the distance between 0.1 and 1.05.
    assert plan.changes[0].cost == pytest.approx(3 * 2 / 5 * 0.95**2, rel=1e-5)
    assert dict(plan.themes) == {"Bus": 5, "Town": 5, "Nature": 4}


def test_a_theme_with_parts_comes_in_as_its_parts_and_its_title_is_kept_as_a_phrase(
    line: Line,
) -> None:
    plan = line.coarser(2)
    assert joined(plan) == [("rail", "bus"), ("town", "bus")]
    state = after(line.state, plan.decisions[0])
    assert set(state.children["bus"]) == {"rail", "square", "shops"}
    assert "town" not in state.themes
    assert state.themes["bus"].phrases == ("Town",)


def test_a_title_that_a_person_gave_a_smaller_theme_is_kept_under_the_larger(line: Line) -> None:
    line.review.decide(Rename("rail", "Letbane"), "Åse")
    plan = line.coarser(1)
    assert joined(plan) == [("rail", "bus")]
    assert plan.themes[0] == ("Bus", 5)
    assert after(line.state, plan.decisions[0]).themes["rail"].title == "Letbane"


def test_of_two_as_large_the_one_of_more_tables_takes_the_other_in(line: Line) -> None:
    line.review.decide(Move(line.state.own["bus"][:1], "nature"), "Åse")
    bus, rail = line.state.own["bus"], line.state.own["rail"]
    for broad, narrow in ((bus, rail), (rail, bus)):
        tables = dict(zip((*broad, *narrow), "1233", strict=True))
        [change] = coarser(line.state, 1, line.rows, line.vectors, tables).changes
        assert change.bullets == narrow


@pytest.mark.parametrize("closed", [Approve("bus"), Lock("bus")])
def test_approved_and_locked_themes_take_no_part(line: Line, closed: Approve | Lock) -> None:
    line.review.decide(closed, "Åse")
    for plan in (line.coarser(9), line.finer(9)):
        touched = {id_ for change in plan.changes for id_ in (change.theme, change.other)}
        assert "bus" not in touched
        then = after(line.state, plan.decisions[0])
        assert then.themes["bus"] == line.state.themes["bus"]
        assert then.members("bus") == line.state.members("bus")


def test_a_theme_with_a_locked_part_takes_no_part(line: Line) -> None:
    line.review.decide(Lock("shops"), "Åse")
    changed = {id_ for c in line.coarser(9).changes for id_ in (c.theme, c.other)}
    assert changed == {"bus", "rail", "nature"}


def test_what_stands_most_apart_leaves_first_with_its_title(line: Line) -> None:
    plan = line.finer(1)
    assert (plan.before, plan.after) == (4, 5)
    [change] = plan.changes
    assert (change.kind, change.theme, change.other, change.title) == (
        *("split", "town", "square", "Square"),
    )
    assert plan.decisions == (Several((Nest("square", None),)),)


def test_a_theme_without_parts_is_parted_in_two_and_the_new_one_titled(line: Line) -> None:
    first = line.rows[line.state.own["nature"][0]]
    line.vectors[first + 2 : first + 4] += 50
    plan = line.finer(1)
    two = line.state.own["nature"][2:]
    assert plan.changes[0].bullets == two
    assert plan.decisions == (Several((Split("nature", two, f"Om {two[0]}"),)),)
    # Two bullets each are too few to be parted again.
    assert [change.theme for change in line.finer(3).changes] == ["nature", "town"]


def test_a_new_theme_that_is_parted_again_needs_no_id_of_its_own(line: Line) -> None:
    line.review.decide(Merge(("bus", "rail", "town"), "nature"), "Åse")
    plan = line.finer(3)
    assert len(plan.changes) == 3
    then = after(line.state, plan.decisions[0])
    groups = {frozenset(then.members(theme.id)) for theme in then.tops()}
    assert len(groups) == plan.after == 4
    assert all(change.title for change in plan.changes)
    sizes = sorted(len(group) for group in groups)
    assert sum(sizes) == len(line.rows)
    assert sizes == [2, 3, 4, 5]


def test_one_bullet_is_not_parted_from_the_rest(line: Line) -> None:
    row = line.rows[line.state.own["nature"][0]]
    line.vectors[row] += 100
    assert all(len(change.bullets) >= 2 for change in line.finer(5).changes)


def test_it_is_one_entry_and_taken_back_in_one_step(line: Line) -> None:
    before, count = line.state, len(line.review.history.entries)
    for plan in (line.coarser(2), line.finer(3)):
        [entry] = line.review.decide_all(plan.decisions, "Åse", line.review.revision)
        assert len(line.state.tops()) == plan.after
        assert [(t.title, len(line.state.members(t.id))) for t in line.state.tops()] == list(
            plan.themes
        )
        assert line.review.history.entries[-1] == entry
        line.review.undo("Åse")
        assert line.state.to_json() == before.to_json()
    assert len(line.review.history.entries) == count + 4


def test_finer_takes_back_what_coarser_did_to_a_theme_without_parts(line: Line) -> None:
    groups = {frozenset(line.state.members(t.id)) for t in line.state.tops() if t.id != "town"}
    line.review.decide_all(line.coarser(1).decisions, "Åse")
    line.review.decide(Lock("town"), "Åse")
    line.review.decide_all(line.finer(1).decisions, "Åse")
    now = {frozenset(line.state.members(t.id)) for t in line.state.tops() if t.id != "town"}
    assert now == groups


def test_where_nothing_is_left_to_do_nothing_is_decided(line: Line) -> None:
    for theme in ("bus", "rail", "town", "nature"):
        line.review.decide(Lock(theme), "Åse")
    for plan in (line.coarser(3), line.finer(3)):
        assert (plan.before, plan.after, plan.changes, plan.decisions) == (4, 4, (), ())


@settings(max_examples=20)
@given(st.lists(st.floats(-50, 50, width=32), min_size=14, max_size=14), st.integers(1, 6))
def test_one_step_more_is_the_same_and_one_more(positions: list[float], steps: int) -> None:
    line = Line(Path(":memory:"))
    line.vectors = np.array(positions, np.float32)[:, None]
    for plan in (line.coarser, line.finer):
        fewer, more = plan(steps), plan(steps + 1)
        of = [(change.kind, change.theme, change.other, change.bullets) for change in more.changes]
        before = [(c.kind, c.theme, c.other, c.bullets) for c in fewer.changes]
        assert of[: len(before)] == before
        assert len(of) - len(before) in (0, 1)
        assert abs(more.after - more.before) == len(more.changes)
        then = after(line.state, more.decisions[0]) if more.decisions else line.state
        assert set(then.places) == set(line.state.places)
        assert sum(len(then.members(theme.id)) for theme in then.tops()) == len(line.rows)
