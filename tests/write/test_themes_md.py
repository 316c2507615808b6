"""themes.md, for a person to read."""

from dataclasses import replace

import pytest

from pipeline.records import (
    Bullet,
    Meeting,
    ParsedDocument,
    Place,
    Source,
    Theme,
    ThemeSet,
    TitleReason,
)
from pipeline.write.themes_md import describe_source, to_markdown

MEETING = Meeting("Møde", "Nærum Kro", "2025-05-03", "1", "Asta Hvidkilde", "Teknik")
BUS = Bullet("b1", "Flere busser", "idé", "Idéer", None, MEETING, Source("a.txt", 2, 7))
TOO = Bullet("b2", "Bussen *er* sen", "udfordring", "", None, MEETING, Source("a.txt", 2, 9))


def themes(*bullets: Bullet, confidence: float = 0.9) -> ThemeSet:
    ids = tuple(bullet.id for bullet in bullets)
    why = TitleReason("Tog til tiden", "fagord", 2, 1, {})
    phrases = ("Busser", "Tog til tiden")
    theme = Theme("t1", "Busser", None, phrases, ("bus", "tog"), ids, reasons=(why,))
    return ThemeSet(
        (ParsedDocument("a.txt", "", MEETING, bullets, (), ()),),
        bullets,
        (theme,),
        {"t1": ids},
        {bullet: Place("t1", "machine", confidence) for bullet in ids},
    )


def test_a_theme_says_why_and_shows_its_bullets_with_their_source() -> None:
    text = to_markdown(themes(BUS, TOO))
    assert "2 udsagn fra 1 opsamling, samlet i 1 tema." in text
    assert "## 1. Busser\n" in text
    assert "2 udsagn fra 1 bord: 1 udfordring og 1 idé." in text
    assert "de handler om bus og tog." in text
    assert "**Andre mulige titler:**\n\n- Tog til tiden (fagord · 2 udsagn fra 1 bord)\n" in text
    assert (
        "- Flere busser  \n  idé · Nærum Kro, 3. maj 2025, bord 1, a.txt, side 2, linje 7" in text
    )
    assert "Hvidkilde" not in text


def test_sub_themes_hold_every_bullet_once() -> None:
    whole = themes(BUS, TOO)
    parts = tuple(Theme(f"s{n}", f"Del {n}", "t1", (), ("x",)) for n in (0, 1))
    members = {**whole.members, "s0": (BUS.id,), "s1": (TOO.id,)}
    text = to_markdown(replace(whole, themes=(*whole.themes, *parts), members=members))
    assert text.index("## 1. Busser") < text.index("### Del 0") < text.index("### Del 1")
    assert text.count("Flere busser") == text.count("er\\* sen") == 1


def test_unsure_places_and_personal_data_are_marked() -> None:
    assert "idé, *usikker* ·" in to_markdown(themes(BUS, confidence=0.1))
    assert "usikker* ·" not in to_markdown(themes(BUS, confidence=0.9))
    assert "personoplysning: telefon" in to_markdown(themes(replace(BUS, flags=("telefon",))))


def test_three_sorts_of_doubt_are_told_apart() -> None:
    whole = themes(BUS)
    whole = replace(
        whole, themes=(*whole.themes, Theme("t2", "Veje")), members={**whole.members, "t2": ()}
    )

    def marks(**place: str) -> str:
        places = {"b1": Place("t1", confidence=0.6, **place)}
        return to_markdown(replace(whole, places=places))

    assert "*usikker: måske Veje* ·" in marks(doubt="between", second="t2")
    assert "*usikker* ·" in marks(doubt="between", second="gone")
    assert "*usikker: passer ikke rigtig noget sted* ·" in marks(doubt="nowhere")
    assert "*usikker: siger ikke selv, hvad det handler om* ·" in marks(doubt="empty")
    assert "usikker" not in marks(by="person", doubt="nowhere").split("## 1.")[1]


def test_what_people_decided_is_said() -> None:
    whole = themes(BUS, TOO)
    approved = replace(whole.themes[0], status="approved", description="Om at komme *frem*.")
    aside = {**whole.places, TOO.id: Place(None, "person", 1.0, "not a statement")}
    text = to_markdown(replace(whole, themes=(approved,), members={"t1": (BUS.id,)}, places=aside))
    assert "Alle temaer er godkendt." in text
    assert "## 1. Busser\n\nOm at komme \\*frem\\*.\n" in text
    assert "Andre mulige titler" not in text
    assert text.index("## 1. Busser") < text.index("## Lagt til side") < text.index("Bussen")
    assert "udfordring, ikke et udsagn ·" in text
    unplaced = to_markdown(replace(whole, members={"t1": (BUS.id,)}, places={}))
    assert unplaced.count("## Ikke placeret endnu") == 1


def test_a_citizens_signs_are_not_read_as_markdown() -> None:
    text = to_markdown(themes(replace(TOO, text="a_b *c* <script> [d](e) `f` _g_")))
    assert r"- a_b \*c\* \<script> \[d](e) \`f\` \_g\_" in text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("10. klasse er god", r"10\. klasse er god"),
        ("2) biler", r"2\) biler"),
        ("# et", r"\# et"),
        ("- 5 grader", r"\- 5 grader"),
        ("2035 er langt væk", "2035 er langt væk"),
        ("1.000 kr.", "1.000 kr."),
    ],
)
def test_a_statements_first_sign_begins_no_list(text: str, escaped: str) -> None:
    assert f"- {escaped}  \n" in to_markdown(themes(replace(BUS, text=text)))


@pytest.mark.parametrize(
    ("meeting", "page", "words"),
    [
        (Meeting(), None, "a.txt, linje 7"),
        (Meeting(date="--05-03"), None, "3. maj, a.txt, linje 7"),
        (Meeting(table="4"), 1, "bord 4, a.txt, side 1, linje 7"),
    ],
)
def test_a_source_says_only_what_is_known(meeting: Meeting, page, words: str) -> None:
    assert describe_source(replace(BUS, meeting=meeting, source=Source("a.txt", page, 7))) == words
