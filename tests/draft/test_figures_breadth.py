"""The bars are as long as the numbers say, and the words say the same numbers."""

import pytest
from drawn import HAL, KRO, drawn, many_tables, widths

from pipeline.draft.figures.breadth import draw_breadth
from pipeline.records import Meeting

DRAFT = drawn(
    ("Busser", [("idé", KRO[0]), ("idé", KRO[1]), ("idé", HAL[0]), ("styrke", HAL[0])]),
    ("Boliger", [("udfordring", KRO[0]), ("idé", KRO[0])]),
)


def test_numbers_are_those_of_the_draft() -> None:
    picture = draw_breadth(DRAFT)
    assert picture.columns == ("Tema", "Borde", "Møder", "Udsagn")
    assert picture.rows == (("Busser", 3, 2, 4), ("Boliger", 1, 1, 2))
    own = [chapter.breadth for chapter in DRAFT.chapters]
    assert [row[1:] for row in picture.rows] == [(b.tables, b.meetings, b.bullets) for b in own]


def test_bars_are_as_long_as_the_numbers() -> None:
    bars = widths(draw_breadth(DRAFT).svg, r"(borde|møder|udsagn)-(\d+)-(\d+)")
    assert set(bars) == {
        *(("borde", "1", "3"), ("borde", "2", "1")),
        *(("møder", "1", "2"), ("møder", "2", "1")),
        *(("udsagn", "1", "4"), ("udsagn", "2", "2")),
    }
    assert bars["borde", "1", "3"] / bars["borde", "2", "1"] == pytest.approx(3)
    assert bars["møder", "1", "2"] / bars["møder", "2", "1"] == pytest.approx(2)


def test_words_say_the_same_numbers() -> None:
    alt = draw_breadth(DRAFT).alt
    assert "Busser: 3 af 3 borde, 2 af 2 møder og 4 udsagn" in alt
    assert "Boliger: 1 af 3 borde, 1 af 2 møder og 2 udsagn" in alt


def test_many_themes_are_summed_up_in_words() -> None:
    tables = many_tables(8, 1)
    themes = [(f"Tema {n}", [("idé", table) for table in tables[:n]]) for n in range(1, 9)]
    alt = draw_breadth(drawn(*themes)).alt
    assert "Tema 8: 8 af 8 borde og 8 udsagn" in alt
    assert alt.endswith("De øvrige 3 temaer er nævnt ved 1 til 3 borde.")


def test_one_meeting_has_no_column() -> None:
    picture = draw_breadth(drawn(("Busser", [("idé", KRO[0])])))
    assert picture.columns == ("Tema", "Borde", "Udsagn")
    assert picture.rows == (("Busser", 1, 1),)
    assert picture.caption.startswith("Søjlerne viser, om bordet har udsagn om hvert tema, og")


def test_summaries_without_tables_are_not_called_tables() -> None:
    picture = draw_breadth(drawn(("Busser", [("idé", Meeting(place="Kroen"))])))
    assert picture.columns[1] == "Opsamlinger"
    assert picture.title == "Hvilke temaer går igen i flest opsamlinger?"


def test_a_dollar_sign_and_a_long_title_are_drawn() -> None:
    title = "Pris i $ og $ " + "børnehaveklasseledertillæg " * 8
    picture = draw_breadth(drawn((title, [("idé", KRO[0])])))
    assert picture.rows[0][0] == title
    assert picture.png.startswith(b"\x89PNG")
