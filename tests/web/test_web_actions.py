"""Every action by its button, in a browser without script."""

from __future__ import annotations

from desk import Person, ids, query

from pipeline.review import Rename, Several, Split
from pipeline.review.decisions import Propose, Uncertain
from pipeline.review.ids import split_id


def test_a_title_is_changed_by_hand_and_by_one_click(person: Person) -> None:
    page = person.sees("/tema/t00")
    told = person.presses(page, "Gem titlen", title="Busser & tog")
    assert person.state.themes["t00"].title == "Busser & tog"
    assert "Gemt: omdøbte »Tema 0« til »Busser & tog«." in told.text
    person.presses(told, "Brug titlen bus")
    assert person.state.themes["t00"].title == "bus"


def test_a_theme_is_described_and_noted(person: Person) -> None:
    page = person.sees("/tema/t00")
    page = person.presses(page, "Gem beskrivelsen", text="Om at komme frem.\r\nOg hjem.")
    assert person.state.themes["t00"].description == "Om at komme frem.\nOg hjem."
    page = person.presses(page, "Gem noten", text="Spørg trafikselskabet")
    [note] = person.state.themes["t00"].notes
    assert (note.text, note.by) == ("Spørg trafikselskabet", "Bjørn")
    assert "Spørg trafikselskabet – Bjørn" in page.text


def test_approval_offers_the_next_theme_and_can_be_taken_back(person: Person) -> None:
    page = person.presses(person.sees("/tema/t00"), "Godkend temaet")
    assert person.state.themes["t00"].status == "approved"
    assert "1 af 3 temaer godkendt" in page.text
    assert "3 af 12 udsagn gennemset" in page.text
    assert "Næste tema: Tema 1" in page.text
    person.presses(page, "Genåbn temaet")
    assert person.state.themes["t00"].status == "proposed"


def test_a_locked_theme_offers_notes_and_its_key_only(person: Person) -> None:
    page = person.presses(person.sees("/tema/t00"), "Lås temaet")
    assert person.state.themes["t00"].is_locked
    assert "Gem noten" in page.buttons()
    assert not {"Gem titlen", "Flyt", "Godkend temaet", "Brug titlen bus"} & {*page.buttons()}
    person.presses(page, "Lås temaet op")
    assert not person.state.themes["t00"].is_locked


def test_chosen_bullets_move_and_the_person_reads_on_after_them(person: Person) -> None:
    page = person.sees("/tema/t00")
    assert ids(page.html) == ["b01x000", "b01x004", "b01x008"]
    person.presses(page, "Flyt", bullet=("b01x000", "b01x004"), to="t01")
    assert person.state.own["t01"] == ("b01x001", "b01x005", "b01x009", "b01x000", "b01x004")
    assert person.landed.startswith("/tema/t00?")
    assert person.landed.endswith("#u-b01x008")


def test_chosen_bullets_become_a_new_theme(person: Person) -> None:
    page = person.sees("/tema/t00")
    person.presses(page, "Lav tema", bullet=("b01x000", "b01x008"), title="Natbusser")
    [new] = [theme for theme in person.state.themes.values() if theme.title == "Natbusser"]
    assert person.state.own[new.id] == ("b01x000", "b01x008")


def test_bullets_in_no_theme_become_a_new_theme(person: Person) -> None:
    with person.review.changing():
        doubt = Uncertain("b91", ("t00", "t01"), (0.5, 0.4))
        homeless = [Uncertain(id_, (), ()) for id_ in ("b92", "b93", "b94")]
        person.review.add(Propose(uncertain=(doubt, *homeless)), "temaer")
    before = person.state.to_json()
    told = person.presses(
        person.sees("/uden-tema"), "Lav tema", bullet=("b92", "b93"), title="Havnen"
    )
    assert person.state.own[person.state.find_theme("Havnen").id] == ("b92", "b93")
    assert "Gemt: lavede temaet »Havnen« af 2 udsagn." in told.text
    assert person.landed.startswith("/uden-tema?") and ids(told.html) == ["b94"]
    person.presses(told, "Fortryd det, der lige er gemt")
    assert person.state.to_json() == before
    person.presses(person.sees("/usikre"), "Lav tema", bullet=("b91",), title="Åen")
    assert person.state.own[person.state.find_theme("Åen").id] == ("b91",)
    person.presses(person.sees("/uden-tema"), "Flyt", bullet=("b94",), title="Enter")
    assert person.state.own[person.state.find_theme("Enter").id] == ("b94",)
    person.presses(person.sees("/uden-tema"), "Lav tema", 422, bullet=("b92",))


def test_enter_in_the_title_of_a_new_theme_makes_it(person: Person) -> None:
    page = person.sees("/tema/t00")
    person.presses(page, "Flyt", bullet=("b01x000",), title="Natbusser")
    assert "Natbusser" in [theme.title for theme in person.state.themes.values()]


def test_themes_are_merged_after_a_look_leaving_one_out(person: Person) -> None:
    page = person.sees("/")
    shown = person.presses(page, "Læg de valgte temaer sammen …", themes=("t00", "t01"))
    assert "Hvilket tema skal de samles i?" in shown.text
    page = person.presses(shown, "Læg dem sammen", into="t00", leave_out=("b01x001",))
    assert person.state.own["t00"][-2:] == ("b01x005", "b01x009")
    assert person.state.own["t01"] == ("b01x001",)
    assert person.landed.startswith("/tema/t00")
    assert "lagde »Tema 1« ind i »Tema 0« og lod 1 udsagn blive" in page.text


def test_a_theme_can_begin_its_own_merge(person: Person) -> None:
    shown = person.presses(
        person.sees("/tema/t00"), "Se, hvordan det bliver", themes=("t00", "t01")
    )
    assert "Tema 1" in shown.text
    person.presses(shown, "Læg dem sammen", into="t01")
    assert "t00" not in person.state.themes


def test_a_theme_is_put_under_another_and_taken_out(person: Person) -> None:
    page = person.presses(person.sees("/tema/t01"), "Læg ind under", under="t00")
    assert person.state.themes["t01"].parent == "t00"
    assert "Undertema af Tema 0" in page.text
    person.presses(page, "Gør det til et selvstændigt tema")
    assert person.state.themes["t01"].parent is None


def test_bullets_are_set_aside_and_brought_back(person: Person) -> None:
    page = person.sees("/tema/t00")
    person.presses(page, "Sæt til side", bullet=("b01x000",), reason="personal data")
    assert person.state.places["b01x000"].aside == "personal data"
    page = person.sees("/sat-til-side")
    assert "indeholder personoplysninger" in page.text
    person.presses(page, "Flyt", bullet=("b01x000",), to="t01")
    assert person.state.places["b01x000"].theme == "t01"


def test_a_repeated_bullet_is_asked_what_it_repeats(person: Person) -> None:
    page = person.sees("/tema/t00")
    asked = person.presses(page, "Sæt til side", bullet=("b01x000",), reason="duplicate")
    assert "Hvilket udsagn gentager det?" in asked.text
    person.presses(asked, "Sæt til side som gentagelse", of="b01x008")
    assert person.state.places["b01x000"].duplicate_of == "b01x008"
    assert person.landed.startswith("/tema/t00")
    assert "bord01.txt" in person.sees("/udsagn/b01x000").text


def test_a_bullet_has_a_page_with_its_neighbours_and_notes(person: Person) -> None:
    page = person.sees("/udsagn/b01x004")
    texts = [person.review.store.bullets()[f"b01x00{row}"].text for row in (3, 4, 5)]
    assert " ".join(texts) in page.text
    person.presses(page, "Gem noten", text="Nævnt før")
    person.presses(page, "Flyt", to="t01")
    place = person.state.places["b01x004"]
    assert (place.theme, [note.text for note in place.notes]) == ("t01", ["Nævnt før"])


def test_uncertain_bullets_are_placed_with_one_click(person: Person) -> None:
    with person.review.changing():
        person.review.add(
            Propose(uncertain=(Uncertain("b99", ("t01", "t02"), (0.41, 0.3)),)), "temaer"
        )
    page = person.sees("/usikre")
    assert {"Flyt til Tema 1 (41 %)", "Flyt til Tema 2 (30 %)"} <= {*page.buttons()}
    person.presses(page, "Flyt til Tema 2 (30 %)")
    assert person.state.places["b99"].theme == "t02"


def test_undo_and_redo_stand_on_every_page(person: Person) -> None:
    page = person.presses(person.sees("/tema/t00"), "Godkend temaet")
    page = person.presses(person.sees("/hjaelp"), "Fortryd")
    assert person.state.themes["t00"].status == "proposed"
    assert "fortrød: Bjørn godkendte »Tema 0«" in page.text
    person.presses(page, "Gentag")
    assert person.state.themes["t00"].status == "approved"


def test_a_single_entry_is_taken_back_from_the_history(person: Person) -> None:
    person.presses(person.sees("/tema/t00"), "Gem titlen", title="Busser")
    person.presses(person.sees("/tema/t01"), "Godkend temaet")
    page = person.sees("/historik")
    assert "Bjørn omdøbte »Tema 0« til »Busser«" in page.text
    page = person.presses(page, "Tag tilbage: Bjørn omdøbte »Tema 0« til »Busser«")
    assert person.state.themes["t00"].title == "Tema 0"
    assert person.state.themes["t01"].status == "approved"
    assert "taget tilbage" in page.text
    person.presses(page, "Gør igen: Bjørn omdøbte »Tema 0« til »Busser«")
    assert person.state.themes["t00"].title == "Busser"


def test_several_decisions_are_one_entry_that_is_told_in_one_line(person: Person) -> None:
    parts = Split("t00", ("b01x000",), "Natbusser"), Split("t00", ("b01x004",), "Færger")
    entry = person.review.decide(Several(parts), "Åse")
    named = Rename(split_id(f"{entry.id}.2"), "Færger til fjorden")
    person.review.decide(named, "Åse")
    page = person.sees("/historik")
    both = (
        "lavede temaet »Natbusser« af 1 udsagn fra »Tema 0«; "
        "lavede temaet »Færger« af 1 udsagn fra »Tema 0«"
    )
    assert f"Åse {both}" in page.text
    assert "Åse omdøbte »Færger« til »Færger til fjorden«" in page.text
    person.presses(page, "Tag tilbage: Åse omdøbte »Færger« til »Færger til fjorden«")
    person.presses(person.sees("/historik"), f"Tag tilbage: Åse {both}")
    assert len(person.state.themes) == 4


def test_the_name_is_asked_once(person: Person) -> None:
    person.client.cookies.delete("temaer-navn")
    page = person.sees("/")
    assert "Hvad hedder du?" in page.text
    assert page.form_of("Fortsæt")[2]["name"] == ["Åse"]
    page = person.presses(page, "Fortsæt", name="Søren Æbelø")
    assert "Oversigt" in page.text
    person.presses(person.sees("/tema/t00"), "Godkend temaet")
    assert person.review.history.entries[-1].by == "Søren Æbelø"


def test_a_form_leads_to_no_other_server(person: Person) -> None:
    page = person.sees("/tema/t00")
    person.presses(page, "Godkend temaet", next="//evil.example/x")
    assert person.landed.startswith("/?gjort=")
    assert query(person.landed)["gjort"] == [person.review.revision]


def test_a_third_theme_is_added_to_two_before_they_are_merged(person: Person) -> None:
    page = person.sees("/saml?themes=t00&themes=t01")
    page = person.presses(page, "Tag det med", themes=("t00", "t01", "t03"))
    person.presses(page, "Læg dem sammen", into="t01")
    assert {*person.state.themes} == {"t01", "t02"}
    assert len(person.state.own["t01"]) == 9


def test_a_bullet_of_any_theme_can_be_the_one_that_is_repeated(person: Person) -> None:
    asked = person.presses(person.sees("/udsagn/b01x000"), "Sæt til side", reason="duplicate")
    assert 'value="b01x001"' not in asked.html
    nothing = person.presses(asked, "Søg i alle udsagn efter det", q="giraf")
    assert "Intet andet udsagn indeholder »giraf«" in nothing.text
    found = person.presses(asked, "Søg i alle udsagn efter det", q="cykelsti")
    person.presses(found, "Sæt til side som gentagelse", of="b01x001")
    place = person.state.places["b01x000"]
    assert (place.aside, place.duplicate_of) == ("duplicate", "b01x001")
