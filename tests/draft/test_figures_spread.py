"""Who talked of what: tables while they are few, meetings where they are many."""

import re
from xml.etree import ElementTree

import pytest
from drawn import HAL, KRO, SVG, drawn, many_tables
from hypothesis import given
from hypothesis import strategies as st

from pipeline.draft.figures.cells import shade
from pipeline.draft.figures.counts import MOST_TABLES, spread_of
from pipeline.draft.figures.spread import draw_spread
from pipeline.records import Meeting

DRAFT = drawn(
    ("Busser", [("idé", KRO[0]), ("idé", KRO[0]), ("idé", KRO[1]), ("styrke", HAL[0])]),
    ("Boliger", [("udfordring", KRO[1])]),
)


def cells(svg: bytes) -> dict[tuple[int, int], int]:
    """Number of each cell that is drawn, by row and column from 1."""
    found = {}
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        if match := re.fullmatch(r"felt-(\d+)-(\d+)-(\d+)", group.get("id", "")):
            found[int(match[1]), int(match[2])] = int(match[3])
    return found


def test_few_tables_stand_each_for_itself() -> None:
    spread = spread_of(DRAFT)
    assert spread.columns == ("bord 1", "bord 2", "bord 1")
    assert spread.groups == ("Nærum Kro, 3.5.2025",) * 2 + ("Hallen, 10.5.2025",)
    assert spread.cells == ((2, 1, 1), (0, 1, 0))
    assert spread.whole == ()


def test_what_is_drawn_is_what_was_counted() -> None:
    picture = draw_spread(DRAFT)
    numbers = {(1, 1): 2, (1, 2): 1, (1, 3): 1, (2, 1): 0, (2, 2): 1, (2, 3): 0}
    assert cells(picture.svg) == numbers
    assert picture.rows == (("Busser", 2, 1, 1), ("Boliger", 0, 1, 0))
    assert picture.columns[1] == "Nærum Kro, 3.5.2025, bord 1"


def test_words_say_the_same_numbers() -> None:
    alt = draw_spread(DRAFT).alt
    assert "2 temaer på tværs af 3 borde" in alt
    assert "Busser er nævnt ved 3 af 3 borde, mest ved bord 1 (Nærum Kro, 3.5.2025) med 2" in alt
    assert "Boliger er nævnt ved 1 af 3 borde" in alt


@pytest.mark.parametrize("number", [MOST_TABLES + 1, 200])
def test_many_tables_stand_together_by_meeting(number: int) -> None:
    tables = many_tables(number, 5)
    draft = drawn(
        ("Alle", [("idé", table) for table in tables]),
        ("Sted 1", [("idé", table) for table in tables if table.place == "Sted 1"]),
    )
    picture = draw_spread(draft)
    spread = spread_of(draft)
    assert spread.columns[0] == "Sted 1, 1.5.2025"
    assert sum(spread.whole) == number == sum(spread.cells[0])
    assert spread.cells[1] == (spread.whole[0], 0, 0, 0, 0)
    assert cells(picture.svg)[2, 1] == spread.whole[0]
    assert "Sted 1 er nævnt på 1 af 5 møder" in picture.alt


def test_a_table_without_a_meeting_counts_in_a_column_of_its_own() -> None:
    tables = [*many_tables(MOST_TABLES + 1, 3), Meeting(table="99")]
    spread = spread_of(drawn(("Alle", [("idé", table) for table in tables])))
    assert spread.columns[-1] == "Møde ikke oplyst"
    assert spread.whole[-1] == 1
    assert "på tværs af 3 møder" in draw_spread(drawn(("A", [("idé", t) for t in tables]))).alt


def test_two_hundred_tables_of_one_meeting_are_drawn_without_names() -> None:
    draft = drawn(("Alle", [("idé", table) for table in many_tables(200, 1)]))
    assert len(cells(draw_spread(draft).svg)) == 200


def test_two_hundred_meetings_are_drawn() -> None:
    tables = [Meeting(place=f"Sted{n}", date="2025-05-01", table=str(n)) for n in range(200)]
    draft = drawn(("Alle", [("idé", table) for table in tables]))
    assert len(cells(draw_spread(draft).svg)) == 200


@given(st.integers(1, 10_000).flatmap(lambda most: st.tuples(st.integers(1, most), st.just(most))))
def test_more_is_never_lighter(pair: tuple[int, int]) -> None:
    number, most = pair
    assert 0 <= shade(number / most) <= shade(1.0)
    assert shade(number / most) <= shade(min(1.0, (number + 1) / most))
