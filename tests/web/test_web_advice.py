"""Search, the work list and fewer or more themes, on a small review that a real run made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Page, Person, ids

from pipeline.flow import run
from pipeline.review import AddNote, Approve, Lock, Move
from pipeline.review.item import make_item
from pipeline.settings import Settings
from pipeline.web.listing import is_at_hand
from pipeline.web.tasks import KINDS, to_task


@pytest.fixture
def reviewer(tmp_path: Path, summaries: Path, tiny_model: Path, root: Path) -> Iterator[Person]:
    """Somebody who reviews what a run made of two summaries with 11 bullets."""
    settings = Settings(model=str(tiny_model), themes=3)
    run(summaries, tmp_path / "build", settings)
    reviewer = Person(tmp_path, settings=settings)
    yield reviewer
    reviewer.desk.work_list.close()
    reviewer.review.close()


def test_search_knows_inflection_and_marks_what_it_found(reviewer: Person) -> None:
    page = reviewer.sees("/soeg?q=bussen")
    assert len(ids(page.html)) == 4
    assert "4 udsagn fundet" in page.text
    assert "<mark>Bussen</mark> kører kun hver anden time" in page.html
    assert "Intet udsagn indeholder »giraf«" in reviewer.sees("/soeg?q=giraf").text
    assert "danske bøjninger" in reviewer.sees("/soeg?q=").text
    assert "&lt;b&gt;" in reviewer.sees("/soeg?q=%3Cb%3E").html


def test_what_was_found_can_be_moved(reviewer: Person) -> None:
    page = reviewer.sees("/soeg?q=cykelsti")
    found = tuple(ids(page.html))
    [to] = [t.id for t in reviewer.state.tops() if not {*found} & {*reviewer.state.own[t.id]}][:1]
    page = reviewer.presses(page, "Flyt", bullet=found, to=to)
    assert {reviewer.state.places[bullet].theme for bullet in found} == {to}
    assert reviewer.landed.startswith("/soeg?q=cykelsti&gjort=")
    assert ids(page.html) == list(found)


def test_search_can_be_held_to_one_theme(reviewer: Person) -> None:
    [bullet] = ids(reviewer.sees("/soeg?q=natbus").html)
    place = reviewer.state.places[bullet].theme
    homes = [top.id for top in reviewer.state.tops() if bullet in reviewer.state.members(top.id)]
    assert place and ids(reviewer.sees(f"/soeg?q=natbus&tema={homes[0]}").html) == [bullet]
    others = [top.id for top in reviewer.state.tops() if top.id not in homes]
    assert "Intet udsagn" in reviewer.sees(f"/soeg?q=natbus&tema={others[0]}").text


def test_fewer_themes_are_shown_before_they_are_made(reviewer: Person) -> None:
    before = len(reviewer.state.tops())
    page = reviewer.sees("/finhed")
    assert "Det ville ske" not in page.text and "Bliver, som de er" not in page.text
    assert f"{before} temaer nu. Intet er valgt endnu." in page.text
    page = reviewer.presses(page, "Vis, hvordan det bliver", trin="-1")
    assert f"{before} temaer nu, {before - 1} temaer bagefter." in page.text
    assert len(reviewer.state.tops()) == before
    page = reviewer.presses(page, "Gør det sådan")
    assert len(reviewer.state.tops()) == before - 1
    reviewer.presses(page, "Fortryd")
    assert len(reviewer.state.tops()) == before


def test_themes_that_take_no_part_are_listed(reviewer: Person) -> None:
    first, second = reviewer.state.tops()[:2]
    reviewer.review.decide(Approve(first.id), "Åse")
    reviewer.review.decide(Lock(second.id), "Åse")
    page = reviewer.sees("/finhed?trin=-1")
    staying = page.text.partition("Bliver, som de er")[2]
    assert f"{first.title} godkendt" in staying and f"{second.title} låst" in staying


def test_a_plan_for_themes_that_have_changed_is_not_carried_out(reviewer: Person) -> None:
    page = reviewer.sees("/finhed?trin=-1")
    reviewer.review.decide(AddNote(reviewer.state.tops()[0].id, "Vent"), "Åse")
    told = reviewer.presses(page, "Gør det sådan", 409)
    assert "Åse skrev en note" in told.text
    assert "Gør det alligevel" not in told.buttons()


@pytest.mark.parametrize(
    ("word", "steps"), [("3", 3), ("-2", -2), ("99", 8), ("-99", -8), ("x", 0), ("--1", 0)]
)
def test_steps_are_read_from_whatever_the_address_says(word: str, steps: int) -> None:
    from pipeline.web.asking import steps_of

    assert steps_of(word) == steps


def test_a_theme_is_split_as_the_program_proposes(reviewer: Person) -> None:
    theme = max(reviewer.state.tops(), key=lambda top: len(reviewer.state.members(top.id)))
    size = len(reviewer.state.members(theme.id))
    page = reviewer.sees(f"/tema/{theme.id}/del")
    assert "Intet er ændret endnu" in page.text
    revision = reviewer.review.revision
    page = reviewer.presses(page, "Del temaet sådan", part=("2",), **{"title-2": "Delt fra"})
    assert reviewer.landed.startswith(f"/tema/{theme.id}?")
    [new] = [top.id for top in reviewer.state.themes.values() if top.title == "Delt fra"]
    assert 0 < len(reviewer.state.own[new]) < size
    assert reviewer.review.revision != revision
    reviewer.presses(page, "Fortryd")
    assert new not in reviewer.state.themes


def test_new_titles_are_found_for_a_theme_whose_bullets_have_changed(reviewer: Person) -> None:
    theme, other = (top.id for top in reviewer.state.tops()[:2])
    asks = "Find nye forslag til titler"
    page = reviewer.sees(f"/tema/{theme}")
    assert asks not in page.buttons()
    some = ids(page.html)[0]
    page = reviewer.presses(page, "Flyt", bullet=(some,), to=other)
    page = reviewer.presses(page, asks)
    assert "fandt nye forslag til titler" in page.text
    assert asks not in page.buttons()
    reviewer.presses(page, "Fortryd")
    assert reviewer.state.places[some].theme != other


def test_what_somebody_has_dealt_with_leaves_the_work_list(person: Person) -> None:
    state = person.state
    item = make_item(state, "uncertain", ["t00", "t01"], ["b01x000"], 1, confidence=0.2)
    alike = make_item(state, "alike", ["t01", "t02"], ["b01x001"], 1, likeness=0.9, keywords=())
    assert is_at_hand(item, state) and is_at_hand(alike, state)
    person.review.decide(Move(("b01x000",), "t01"), "Åse")
    assert not is_at_hand(item, person.state)
    for theme in ("t01", "t02"):
        person.review.decide(Approve(theme), "Åse")
    assert not is_at_hand(alike, person.state)
    assert not is_at_hand(make_item(state, "large", ["t00"], [], 1), _without(person, "t00"))


def _without(person: Person, theme: str):
    from pipeline.review import Merge

    person.review.decide(Merge((theme,), "t01"), "Åse")
    return person.state


def test_each_kind_of_item_has_words_and_buttons(person: Person) -> None:
    state = person.state
    pair = ["b01x000", "b01x001"]
    items = [
        make_item(state, "personal", ["t00"], ["b01x000"], 2, flags=("telefon", "navn")),
        make_item(state, "uncertain", ["t00", "t01"], ["b01x000"], 1, confidence=0.2),
        make_item(state, "alike", ["t00", "t01"], pair, 1, likeness=0.9, keywords=("bus",)),
        make_item(state, "loose", ["t00"], ["b01x000"], 1, strays=()),
        make_item(state, "large", ["t00"], [], 1, size=90, middle=30.0, parts=()),
        make_item(state, "one_table", ["t00"], [], 1, size=3, tables=1),
        make_item(state, "duplicate", ["t00", "t01"], pair, 1, likeness=1, is_same_table=False),
    ]
    assert [item.kind for item in items] == list(KINDS)
    person.desk.work_list = _Fixed(items)
    page = person.sees("/arbejdsliste")
    for words in (
        "indeholde: telefon og navn",
        "Udsagnet står i »Tema 0«, men programmet er i tvivl",
        "Er »Tema 0« og »Tema 1« det samme?",
        "1 udsagn ligner et andet tema mere",
        "Det har 90 udsagn; de fleste temaer har omkring 30",
        "Alle 3 udsagn kommer fra det samme bord",
        "kommer fra to forskellige borde",
    ):
        assert words in page.text
    assert page.buttons().count("Lad det være") == len(items)
    assert "Flyt til Tema 1" in page.buttons()
    assert len(Page(person.sees("/arbejdsliste?slags=alike").html).buttons()) < len(page.buttons())
    person.presses(page, "Sæt det nederste til side som gentagelse")
    assert person.state.places["b01x001"].duplicate_of == "b01x000"
    person.presses(page, "Lad det være")
    assert [note.text for note in person.state.places["b01x000"].notes] == [
        "Set igennem: udsagnet kan bruges."
    ]
    assert to_task(items[2], person.desk.view()).homes == []


class _Fixed:
    """A work list of items that are made up, so that every kind is among them."""

    def __init__(self, items: list) -> None:
        self._items = items

    def items(self) -> list:
        return self._items


def test_a_doubtful_bullet_may_stay_where_it_is(person: Person) -> None:
    from pipeline.review.decisions import Arrive, Placed, Propose

    with person.review.changing():
        person.review.add(Arrive(("b90",)), "temaer")
        person.review.add(Propose(placed=(Placed("b90", "t00", 0.2),)), "temaer")
    page = person.sees("/usikre")
    assert ids(page.html) == ["b90"]
    page = person.presses(page, "Bliv i Tema 0")
    assert person.state.places["b90"].theme == "t00"
    assert ids(page.html) == []


def test_without_the_model_the_page_says_what_is_wrong(tmp_path: Path) -> None:
    person = Person(tmp_path, 20, settings=Settings(model=str(tmp_path / "findes-ikke")))
    for path in ("/arbejdsliste", "/finhed?trin=-1", "/tema/t00/del"):
        told = person.sees(path, 409)
        assert "findes-ikke" in told.text and "Tilbage" in told.text
    assert person.sees("/usikre").text
    person.desk.work_list.close()
    person.review.close()


def test_a_work_list_that_is_asked_for_after_the_end_says_nothing(reviewer: Person) -> None:
    reviewer.desk.work_list.close()
    reviewer.desk.warm()
    assert reviewer.desk.work_list.items() == []
