"""What the pages show: nothing of people's that is not asked for, and never too much at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Page, Person, ids

from pipeline.records import Bullet, Meeting, ParsedDocument, Source
from pipeline.review import AddNote, Rename
from pipeline.review.decisions import Arrive, NewTheme, Placed, Propose, Uncertain
from pipeline.web.words import how_sure, is_unsure, when

HOSTILE = "<script>alert(1)</script> \"' & <b>bord</b> {{ 7000001*7 }}"


def test_hostile_texts_are_shown_as_they_were_written(person: Person) -> None:
    meeting = Meeting(place=HOSTILE, table="1")
    bullet = Bullet("bx", HOSTILE, "idé", HOSTILE, None, meeting, Source(f"{HOSTILE}.txt", None, 1))
    document = ParsedDocument(bullet.source.path, "f" * 64, meeting, (bullet,), (), ())
    with person.review.changing():
        person.review.store.put_documents([document], [bullet])
        new = NewTheme("tx", HOSTILE, None, (HOSTILE, "x"), (HOSTILE,), (), ("bx",), (0.5,))
        person.review.add(Propose(themes=(new,)), "temaer")
    person.review.decide(Rename("tx", f"Ny {HOSTILE}"), HOSTILE)
    person.review.decide(AddNote("tx", HOSTILE), HOSTILE)
    person.client.cookies.set("temaer-navn", "%3Cscript%3E")
    for path in ("/", "/tema/tx", "/udsagn/bx", "/historik", "/saml?themes=tx&themes=t00"):
        html = person.sees(path).html
        assert "<script>alert" not in html and "<b>bord" not in html and "49000007" not in html
        assert "&lt;script&gt;alert(1)" in html
    told = person.presses(person.sees("/tema/tx"), "Gem titlen", 422, title="</title><script>" * 20)
    assert "<script>&lt;" not in told.html and "</title><script>" not in told.html


def test_a_long_theme_is_shown_in_pages(tmp_path: Path) -> None:
    person = Person(tmp_path, bullets=500, themes=2)
    first, third = person.sees("/tema/t00"), person.sees("/tema/t00?side=3")
    assert (len(ids(first.html)), len(ids(third.html))) == (100, 50)
    assert ids(first.html)[0] == "b01x000" and ids(third.html)[-1] == "b01x498"
    assert "Side 1 af 3 (250 i alt)" in first.text
    assert "/tema/t00?side=2" in first.links
    for odd in ("0", "-1", "99999999999", "x", "²"):
        assert person.sees(f"/tema/t00?side={odd}").html
    # After a decision the person is on the same page of the list.
    person.presses(third, "Flyt", bullet=(ids(third.html)[0],), to="t01")
    assert person.landed.startswith("/tema/t00?side=3&gjort=")
    person.review.close()


def test_sub_themes_are_sections_of_their_theme(person: Person) -> None:
    page = person.sees("/tema/t02")
    assert "6 udsagn fra 1 bord" in page.text
    assert page.text.index("Direkte i temaet") < page.text.index("Tema 3 undertema")
    assert ids(page.html)[:3] == ["b01x002", "b01x006", "b01x010"]


def test_the_host_of_a_table_is_shown_only_when_asked_for(person: Person) -> None:
    meeting = Meeting(place="Nærum Kro", table="7", host="Asta Hvidkilde")
    bullet = Bullet("bh", "Ring til 12345678", "idé", "", None, meeting, Source("b7.txt", 2, 5))
    with person.review.changing():
        flagged = Bullet(**{**_fields(bullet), "flags": ("telefon",)})
        document = ParsedDocument("b7.txt", "e" * 64, meeting, (flagged,), (), ())
        person.review.store.put_documents([document], [flagged])
        person.review.add(Propose(placed=(Placed("bh", "t00", 0.2),)), "temaer")
    page = person.sees("/tema/t00")
    assert "Asta" not in page.html
    assert "Personoplysning: telefon" in page.text
    assert "Nærum Kro, bord 7" in page.text and "b7.txt, side 2, linje 5" in page.text
    assert "placeringen er usikker (20 %)" in page.text
    assert "Asta" not in person.sees("/udsagn/bh").html
    assert "Bordvært: Asta Hvidkilde" in person.sees("/udsagn/bh?vaert=1").text


def _fields(bullet: Bullet) -> dict[str, object]:
    return {name: getattr(bullet, name) for name in Bullet.__slots__}


def test_what_the_last_run_changed_is_shown_and_taken_back_in_one_step(person: Person) -> None:
    assert "ikke kommet nye" in person.sees("/aendringer").text
    new = NewTheme("n1", "Mulige færger", None, (), (), (), ("b90",), (0.5,))
    run = Propose((), (new,), (Placed("b91", "t00", 0.9),), (Uncertain("b92", ("t01",), (0.4,)),))
    with person.review.changing():
        person.review.add(Arrive(("b90", "b91", "b92"), gone=("b01x001",)), "temaer")
        person.review.add(run, "temaer")
    page = person.sees("/aendringer")
    assert "1 placeret, 1 usikker, 1 muligt nyt tema" in page.text
    assert "Muligt nyt tema: Mulige færger" in page.text
    person.presses(page, "Tag hele placeringen tilbage")
    assert "n1" not in person.state.themes and person.state.places["b91"].theme is None


def test_results_are_written_on_export_and_can_be_fetched(person: Person) -> None:
    person.written()
    page = person.sees("/eksport")
    assert "themes.md" not in page.text
    page = person.presses(page, "Skriv filerne nu")
    assert "Filerne er skrevet" in page.text
    for name in ("themes.md", "themes.json", "gennemgang.xlsx"):
        assert f"/hent/{name}" in page.links
        answer = person.client.get(f"/hent/{name}")
        assert answer.content == (person.out / name).read_bytes()
        assert "attachment" in answer.headers["content-disposition"]


def test_results_are_brought_up_to_date_when_the_server_stops(person: Person) -> None:
    person.written()
    person.presses(person.sees("/eksport"), "Skriv filerne nu")
    with person.client:
        person.presses(person.sees("/tema/t00"), "Gem titlen", title="Busser")
        assert "Busser" not in (person.out / "themes.md").read_text(encoding="utf-8")
    assert "Busser" in (person.out / "themes.md").read_text(encoding="utf-8")


def test_a_withdrawn_document_is_gone_from_the_running_page(person: Person) -> None:
    from pipeline.review import Review
    from pipeline.review.forget import forget_document

    text = person.review.store.bullets()["b01x000"].text
    person.presses(person.sees("/tema/t00"), "Gem titlen", title=text)
    assert text in person.sees("/historik").text
    with Review(person.review.store.path) as elsewhere:
        forget_document(elsewhere, "bord01.txt", "Åse")
    assert text not in person.sees("/historik").html
    assert text not in person.sees("/tema/t00").html


@pytest.mark.parametrize(
    "path", ["/", "/tema/t00", "/udsagn/b01x000", "/historik", "/usikre", "/hjaelp", "/eksport"]
)
def test_a_page_is_danish_with_landmarks_and_one_heading_at_the_top(
    person: Person, path: str
) -> None:
    page = person.sees(path)
    assert '<html lang="da">' in page.html
    assert page.html.count("<h1") == 1 and page.html.count("<main") == 1
    assert 'class="skip" href="#indhold"' in page.html


def test_how_sure_and_when_are_said_in_words() -> None:
    from pipeline.records import Place

    assert (
        how_sure(Place("t", "machine", 0.8))
        == "placeringen er meget sikker (80\N{NO-BREAK SPACE}%)"
    )
    assert how_sure(Place("t", "machine", 0.34)) == "placeringen er usikker (34\N{NO-BREAK SPACE}%)"
    lost = Place("t", "machine", 0.6, doubt="nowhere")
    assert (
        how_sure(lost)
        == "placeringen er ret sikker (60\N{NO-BREAK SPACE}%): passer ikke rigtig noget sted"
    )
    assert is_unsure(lost)
    assert how_sure(Place("t", "person", 1.0)) == "placeret af et menneske"
    assert is_unsure(Place("t", "machine", 0.34)) and not is_unsure(Place("t", "person", 0.1))
    assert when("2026-11-24T12:00:00+00:00").startswith("24. november 2026 kl. 1")
    assert when("noget andet") == "noget andet"


def test_a_page_without_themes_still_opens(tmp_path: Path) -> None:
    person = Person(tmp_path, bullets=0, themes=0)
    assert isinstance(person.sees("/"), Page)
    person.review.close()


def test_history_counts_themes_as_the_list_does(person: Person) -> None:
    said = person.sees("/historik").text
    assert "foreslog 3 temaer og 1 undertema" in said


def test_what_is_set_aside_may_get_another_reason(person: Person) -> None:
    person.presses(
        person.sees("/tema/t00"), "Sæt til side", bullet=("b01x000",), reason="not a statement"
    )
    page = person.sees("/sat-til-side")
    assert "Udsagnet er ikke med i noget tema." in page.text
    person.presses(page, "Ret grund", bullet=("b01x000",), reason="personal data")
    assert person.state.places["b01x000"].aside == "personal data"
