"""What a person sees when something was not done, and that nothing is lost by it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from desk import Person

import pipeline.review
from pipeline.errors import DecisionError
from pipeline.review import Approve, Move, Rename
from pipeline.web.words import refusal


def test_another_persons_change_is_shown_and_not_overwritten(person: Person) -> None:
    page = person.sees("/tema/t00")
    person.review.decide(Rename("t00", "Busser"), "Åse")
    told = person.presses(page, "Gem titlen", status=409, title="Kollektiv trafik")
    assert person.state.themes["t00"].title == "Busser"
    assert "Det blev ikke gemt" in told.text
    assert "»Tema 0«, foreslået, 3 udsagn" in told.text
    assert "»Busser«, foreslået, 3 udsagn" in told.text
    assert "Åse omdøbte »Tema 0« til »Busser«" in told.text
    assert told.form_of("Gør det alligevel")[2]["title"] == ["Kollektiv trafik"]
    person.presses(told, "Gør det alligevel")
    assert person.state.themes["t00"].title == "Kollektiv trafik"


def test_an_approval_of_what_has_changed_is_refused(person: Person) -> None:
    page = person.sees("/tema/t00")
    person.review.decide(Move(("b01x000",), "t01"), "Åse")
    told = person.presses(page, "Godkend temaet", status=409)
    assert person.state.themes["t00"].status == "proposed"
    assert "flyttede »" in told.text


def test_a_change_elsewhere_is_no_conflict(person: Person) -> None:
    page = person.sees("/tema/t00")
    person.review.decide(Approve("t01"), "Åse")
    person.presses(page, "Gem titlen", title="Busser")
    assert person.state.themes["t00"].title == "Busser"


def test_undo_of_what_was_not_the_newest_seen_is_refused(person: Person) -> None:
    page = person.presses(person.sees("/tema/t00"), "Godkend temaet")
    person.review.decide(Approve("t01"), "Åse")
    told = person.presses(page, "Fortryd", status=409)
    assert "Åse godkendte »Tema 1«" in told.text
    assert person.state.themes["t00"].status == "approved"


@pytest.mark.parametrize(
    ("path", "button", "filled", "said"),
    [
        ("/tema/t00", "Gem titlen", {"title": "  "}, "Skriv noget: titlen mangler."),
        ("/tema/t00", "Gem titlen", {"title": "x" * 201}, "plads til 200"),
        ("/tema/t00", "Gem noten", {"text": "\x07"}, "usynlige tegn"),
        ("/tema/t00", "Flyt", {"to": "t01"}, "Vælg mindst ét udsagn"),
        ("/tema/t00", "Flyt", {"bullet": ("b01x000",)}, "Vælg det tema"),
        ("/tema/t00", "Lav tema", {"bullet": ("b01x000",)}, "Skriv en titel"),
        ("/tema/t00", "Sæt til side", {"bullet": ("b01x000",)}, "Vælg en grund"),
        ("/tema/t00", "Sæt til side", {"reason": "duplicate"}, "Vælg mindst ét udsagn"),
        ("/tema/t00", "Læg ind under", {"under": "t03"}, "»Tema 3« er selv et undertema"),
        ("/tema/t00", "Læg ind under", {"under": "t00"}, "under sig selv"),
        ("/tema/t00", "Læg ind under", {"under": "t77"}, "findes ikke længere"),
        ("/saml?themes=t02&themes=t03", "Læg dem sammen", {"into": "t03"}, "er et undertema af"),
    ],
)
def test_a_refusal_is_danish_and_changes_nothing(
    person: Person, path: str, button: str, filled: dict[str, object], said: str
) -> None:
    before = person.review.revision
    told = person.presses(person.sees(path), button, 422, **filled)
    assert said in told.text
    assert person.review.revision == before


def test_what_was_typed_is_kept_and_can_be_tried_again(person: Person) -> None:
    told = person.presses(person.sees("/tema/t00"), "Lav tema", 422, title="Natbusser & færger")
    assert "Prøv igen" not in told.buttons()
    [back] = [link for link in told.links if link.startswith("/tema/t00?titel=")]
    page = person.sees(back)
    assert page.form_of("Lav tema")[2]["title"] == ["Natbusser & færger"]
    person.presses(page, "Lav tema", bullet=("b01x000",))
    assert "titel" not in person.landed
    told = person.presses(person.sees("/tema/t00"), "Gem titlen", 422, title="x" * 201)
    assert told.form_of("Prøv igen")[2]["title"] == ["x" * 201]
    told = person.presses(
        person.sees("/tema/t00"), "Flyt", 422, bullet=("b01x008", "b01x004"), to=""
    )
    person.presses(told, "Prøv igen", to="t01")
    assert person.state.places["b01x004"].theme == "t01"


def test_a_decision_that_changes_nothing_is_told_calmly(person: Person) -> None:
    page = person.presses(person.sees("/tema/t00"), "Gem titlen", title="Busser")
    revision = person.review.revision
    told = person.presses(page, "Gem titlen")
    assert "Titlen er uændret." in told.text
    assert "Gemt:" not in told.text and "blev ikke gemt" not in told.text
    assert "Beskrivelsen er uændret." in person.presses(told, "Gem beskrivelsen").text
    assert person.review.revision == revision
    # What is told does not come back with the next answer.
    page = person.presses(told, "Gem titlen", title="Tog")
    assert "uændret" not in page.text and "uaendret" not in person.landed


def test_a_theme_that_is_gone_is_told_calmly(person: Person) -> None:
    for path in ("/tema/t77", "/udsagn/b77", "/tema/t77/del", "/findes-ikke", "/gentagelse?u=b77"):
        assert "Det findes ikke længere" in person.sees(path, 404).text


def test_every_message_of_a_refused_decision_has_danish_words() -> None:
    """Each DecisionError that a decision can meet, its values filled with x, is known."""
    folder = Path(pipeline.review.__file__).parent
    messages = [
        message
        for name in ("apply", "checks", "session", "history")
        for message in raised(folder / f"{name}.py")
    ]
    assert len(messages) > 20
    for message in messages:
        assert f"({message})" not in refusal(DecisionError(message), {}), message


def raised(path: Path) -> list[str]:
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "DecisionError"
    ]
    return [text_of(call.args[0]) for call in calls]


def text_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "9" for part in node.values
    )
