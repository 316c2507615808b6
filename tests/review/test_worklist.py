"""The work list: what is worth a look and what a person has dealt with."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewer import begin, decide_something, document

from pipeline.records import Bullet, Meeting, Place, Source, Theme
from pipeline.review import AddNote, Approve, Lock, Move, Review, SetAside
from pipeline.review.decisions import Arrive, NewTheme, Propose, Uncertain
from pipeline.review.duplicates import find_duplicates
from pipeline.review.shape import Shape
from pipeline.review.state import State
from pipeline.review.worklist import Item, progress, work_list

DIMENSIONS = 16


def say(id_: str, text: str = "x", table: str = "1", flags: tuple[str, ...] = ()) -> Bullet:
    meeting = Meeting(table=table)
    return Bullet(id_, text, "idé", "", None, meeting, Source("a.txt", None, 1), flags)


class World:
    """Themes of bullets whose vectors lie near an axis each; confidence 0.9, tables 1 and 2."""

    def __init__(self) -> None:
        self.themes: dict[str, Theme] = {}
        self.places: dict[str, Place] = {}
        self.bullets: dict[str, Bullet] = {}
        self.vectors: list[np.ndarray] = []
        self._chance = np.random.default_rng(0)

    def theme(self, id_: str, size: int, *axes: tuple[int, float], spread: float = 0.3) -> None:
        self.themes[id_] = Theme(id_, f"Tema {id_}")
        for number in range(size):
            vector = spread * self._chance.standard_normal(DIMENSIONS) / DIMENSIONS**0.5
            for axis, share in axes:
                vector[axis] += share
            bullet = say(f"{id_}-{number}", f"udsagn {id_} {number}", table=str(number % 2))
            self.bullets[bullet.id] = bullet
            self.places[bullet.id] = Place(id_, "machine", 0.9)
            self.vectors.append((vector / np.linalg.norm(vector)).astype(np.float32))

    @property
    def state(self) -> State:
        return State(self.themes, self.places)

    def items(self, kind: str, state: State | None = None) -> list[Item]:
        rows = {id_: row for row, id_ in enumerate(self.bullets)}
        duplicates = find_duplicates(self.bullets.values())
        state = state or self.state
        shape = Shape(state, self.bullets, rows, np.stack(self.vectors))
        items = work_list(state, self.bullets, shape, duplicates)
        return [item for item in items if item.kind == kind]


@pytest.fixture
def world() -> World:
    """Five themes apart from one another, "e" near "a"."""
    world = World()
    for axis, id_ in enumerate("abcd"):
        world.theme(id_, 6, (axis, 1.0))
    world.theme("e", 4, (0, 1.0), (4, 0.5))
    return world


def test_two_themes_that_look_alike_are_a_pair_with_evidence(world: World) -> None:
    [pair] = world.items("alike")
    assert pair.themes == ("a", "e")
    assert 0.6 < pair.reason["likeness"] < 1
    assert len(pair.reason["bridges"]) == 3
    assert all(one[0] == "a" and other[0] == "e" for one, other in pair.reason["bridges"])
    assert pair.score == 2.0


def test_a_pair_is_merged_into_the_theme_people_have_worked_on(world: World) -> None:
    world.themes["e"] = replace(world.themes["e"], is_touched=True)
    assert world.items("alike")[0].themes == ("e", "a")
    world.themes["e"] = replace(world.themes["e"], status="approved")
    assert world.items("alike")[0].themes == ("e", "a")


def test_what_all_bullets_have_in_common_makes_no_pair(world: World) -> None:
    common = np.zeros(DIMENSIONS)
    common[DIMENSIONS - 1] = 2.0
    for row, vector in enumerate(world.vectors):
        shifted = vector + common
        world.vectors[row] = (shifted / np.linalg.norm(shifted)).astype(np.float32)
    raw = np.stack(world.vectors)
    assert (raw @ raw.T).min() > 0.5
    assert [pair.themes for pair in world.items("alike")] == [("a", "e")]


@pytest.mark.parametrize("dealt", [{"is_locked": True}, {"notes": (object(),)}])
def test_a_pair_that_somebody_has_dealt_with_is_out(world: World, dealt: dict) -> None:
    world.themes["e"] = replace(world.themes["e"], **dealt)
    assert world.items("alike") == []


def test_a_pair_of_approved_themes_is_out(world: World) -> None:
    for id_ in "ae":
        world.themes[id_] = replace(world.themes[id_], status="approved")
    assert world.items("alike") == []


def test_a_theme_of_bullets_unlike_one_another_hangs_together_badly(world: World) -> None:
    world.theme("f", 6, (6, 0.5), spread=1.0)
    world.places["f-0"] = replace(world.places["f-0"])
    world.vectors[list(world.bullets).index("f-0")] = world.vectors[
        list(world.bullets).index("b-0")
    ]
    [loose] = world.items("loose")
    assert loose.themes == ("f",)
    assert loose.reason["cohesion"] < loose.reason["middle"]
    assert ("f-0", "b") in loose.reason["strays"]
    assert loose.score == len(loose.bullets) == len(loose.reason["strays"])
    world.themes["f"] = replace(world.themes["f"], status="approved")
    assert world.items("loose") == []


def test_a_theme_much_larger_than_the_others_may_be_split(world: World) -> None:
    world.theme("f", 24, (7, 1.0))
    [large] = world.items("large")
    assert large.themes == ("f",)
    assert large.reason == {"size": 24, "middle": 6.0, "parts": ()}


def test_a_theme_of_one_table_or_one_bullet_is_listed(world: World) -> None:
    world.theme("f", 1, (8, 1.0))
    world.theme("g", 3, (9, 1.0))
    world.bullets["g-1"] = replace(world.bullets["g-1"], meeting=Meeting(table="0"))
    found = {item.themes: (item.bullets, item.reason["size"]) for item in world.items("one_table")}
    assert found == {("f",): (("f-0",), 1), ("g",): ((), 3)}


def test_a_bullet_placed_in_doubt_is_listed_with_the_nearest_other_theme(world: World) -> None:
    world.places["c-2"] = Place("c", "machine", 0.2)
    world.vectors[list(world.bullets).index("c-2")] = world.vectors[
        list(world.bullets).index("b-0")
    ]
    [item] = world.items("uncertain")
    assert (item.themes, item.bullets, item.score) == (("c", "b"), ("c-2",), 0.8)
    assert item.reason == {"confidence": 0.2}
    world.places["c-2"] = Place("c", "person", 1.0)
    assert world.items("uncertain") == []


def test_a_bullet_in_no_theme_comes_with_its_candidates(world: World) -> None:
    world.bullets["x"], world.places["x"] = (
        say("x"),
        Place(None, candidates=("b", "a"), likeness=(0.4, 0.3)),
    )
    world.vectors.append(world.vectors[0])
    world.bullets["y"], world.places["y"] = say("y"), Place(None)
    world.vectors.append(world.vectors[0])
    first, second = world.items("uncertain")
    assert (first.themes, first.bullets, first.score) == (("b", "a"), ("x",), 1.2)
    assert first.reason == {"likeness": (0.4, 0.3)}
    assert (second.themes, second.bullets, second.score) == ((), ("y",), 1.0)


def test_personal_data_is_listed_until_a_person_has_decided(world: World) -> None:
    world.bullets["a-0"] = replace(world.bullets["a-0"], flags=("cpr", "navn"))
    [item] = world.items("personal")
    assert (item.bullets, item.themes, item.reason) == (
        ("a-0",),
        ("a",),
        {"flags": ("cpr", "navn")},
    )
    world.places["a-0"] = Place(None, "person", 1.0, aside="personal data")
    assert world.items("personal") == []


def test_what_nobody_touched_comes_first_then_what_most_bullets_hang_on(world: World) -> None:
    for id_ in ("a-0", "b-0"):
        world.bullets[id_] = replace(world.bullets[id_], flags=("cpr",))
    world.places["c-1"] = Place("c", "machine", 0.1)
    world.themes["a"] = replace(world.themes["a"], is_touched=True)
    rows = {id_: row for row, id_ in enumerate(world.bullets)}
    shape = Shape(world.state, world.bullets, rows, np.stack(world.vectors))
    items = work_list(world.state, world.bullets, shape)
    assert [(item.kind, item.is_touched) for item in items] == [
        ("personal", False),
        ("uncertain", False),
        ("personal", True),
        ("alike", True),
    ]
    assert items[0].bullets == ("b-0",)


def test_bullets_in_nearly_the_same_words_are_a_pair() -> None:
    bullets = [
        say("one", "Der mangler busser til stationen om aftenen i weekenden"),
        say("two", "Busserne til stationen mangler om aftenen i weekenden!"),
        say("three", "Der mangler busser", table="2"),
        say("four", "Busser mangler", table="3"),
        say("five", "Der mangler legepladser til børnene om sommeren i parken"),
    ]
    assert find_duplicates(bullets) == [("one", "two", 1.0)]


def test_what_one_table_wrote_twice_weighs_more_than_what_two_tables_say(world: World) -> None:
    text = "Der mangler busser til stationen om aftenen"
    for id_, table in (("a-0", "7"), ("b-0", "7"), ("c-0", "8")):
        world.bullets[id_] = replace(world.bullets[id_], text=text, meeting=Meeting(table=table))
    found = [
        (item.bullets, item.score, item.reason["is_same_table"])
        for item in world.items("duplicate")
    ]
    assert found == [
        (("a-0", "b-0"), 1.0, True),
        (("a-0", "c-0"), 0.5, False),
        (("b-0", "c-0"), 0.5, False),
    ]


WORDS = st.sampled_from(["bus", "skole", "bolig", "park", "torv", "havn", "kirke", "bro"])


@given(st.lists(st.lists(WORDS, min_size=3, max_size=8, unique=True), max_size=12))
def test_no_pair_is_missed(texts: list[list[str]]) -> None:
    bullets = [say(f"b{number}", " ".join(text)) for number, text in enumerate(texts)]
    right = {
        (f"b{i}", f"b{j}")
        for j, two in enumerate(texts)
        for i, one in enumerate(texts[:j])
        if len({*one} & {*two}) / len({*one} | {*two}) >= 0.8
    }
    assert {pair[:2] for pair in find_duplicates(bullets)} == right


def test_progress_counts_approved_themes_and_settled_bullets(tmp_path: Path) -> None:
    with Review(tmp_path / "temaer.db") as review:
        talk = document(1, 9)
        ids = [bullet.id for bullet in talk.bullets]
        themes = tuple(
            NewTheme(
                f"t{n}", f"Tema {n}", None, (), (), (), tuple(ids[2 * n : 2 * n + 2]), (0.9, 0.9)
            )
            for n in range(4)
        )
        with review.changing():
            review.store.put_documents([talk], talk.bullets)
            review.add(Arrive(tuple(ids)), "temaer")
            doubt = Uncertain(ids[8], ("t0", "t1"), (0.4, 0.3))
            review.add(Propose(themes=themes, uncertain=(doubt,)), "temaer")
        known = review.store.bullets()
        assert vars_of(progress(review.state, known)) == (4, 0, 9, 0)
        review.decide(Approve("t0"), "Åse")
        review.decide(Move((ids[8],), "t1"), "Åse")
        review.decide(SetAside((ids[2],), "other"), "Åse")
        review.decide(Lock("t2"), "Åse")
        review.decide(AddNote("t3", "Senere"), "Åse")
        assert vars_of(progress(review.state, known)) == (4, 1, 9, 4)
        rows = {id_: row for row, id_ in enumerate(ids)}
        shape = Shape(review.state, known, rows, np.eye(9, dtype=np.float32))
        left = work_list(review.state, known, shape)
        # Only "t1", whose two bullets are from one table, has not been dealt with.
        assert {item.themes for item in left} == {("t1",)}


def vars_of(done) -> tuple[int, int, int, int]:
    return done.themes, done.approved, done.bullets, done.settled


def test_no_themes_no_items() -> None:
    assert work_list(State(), {}, Shape(State(), {}, {}, np.zeros((0, 4), np.float32))) == []


def test_what_is_kept_from_the_shape_before_changes_no_item(tmp_path: Path) -> None:
    documents = [document(number, 12) for number in range(10)]
    bullets = {bullet.id: bullet for parsed in documents for bullet in parsed.bullets}
    rows = {id_: row for row, id_ in enumerate(bullets)}
    drawn = np.random.default_rng(0).standard_normal((len(bullets), DIMENSIONS))
    vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    chance, shape, kept, seen = random.Random(3), None, 0, set[str]()
    with Review(tmp_path / "temaer.db") as review:
        begin(review, documents, 14)
        for _ in range(150):
            review.decide(decide_something(review.state, chance), "Åse")
            before = shape.held if shape else []
            shape = Shape(review.state, bullets, rows, vectors, shape)
            kept += len({*shape.held} & {*before})
            items = work_list(review.state, bullets, shape)
            anew = Shape(review.state, bullets, rows, vectors)
            assert items == work_list(review.state, bullets, anew)
            seen |= {item.kind for item in items}
    assert kept > 1_000
    assert seen >= {"alike", "loose", "large", "one_table"}
