"""Each piece of a bar is as long as its share, and grey print keeps neighbours apart."""

from itertools import combinations

import pytest
from drawn import KRO, drawn, widths

from pipeline.draft.figures.kinds import LOOKS, draw_kinds
from pipeline.records import KINDS

DRAFT = drawn(
    ("Busser", [("idé", KRO[0]), ("udfordring", KRO[1]), ("idé", KRO[2]), ("idé", KRO[0])]),
    ("Boliger", [("styrke", KRO[0])]),
)


def test_numbers_are_those_of_the_draft() -> None:
    picture = draw_kinds(DRAFT)
    assert picture.columns == ("Tema", "Udfordringer", "Idéer", "Styrker", "I alt")
    assert picture.rows == (("Busser", 1, 3, 0, 4), ("Boliger", 0, 0, 1, 1))


def test_pieces_are_as_long_as_their_share() -> None:
    pieces = widths(draw_kinds(DRAFT).svg, r"(\w+)-(\d+)-(\d+)")
    assert {key for key in pieces if key[0] in KINDS} == {
        ("udfordring", "1", "1"),
        ("idé", "1", "3"),
        ("styrke", "2", "1"),
    }
    whole = pieces["styrke", "2", "1"]
    assert pieces["idé", "1", "3"] == pytest.approx(whole * 3 / 4, abs=0.01)


def test_words_say_the_same_numbers() -> None:
    alt = draw_kinds(DRAFT).alt
    assert "I alt 1 udfordring, 3 idéer og 1 styrke." in alt
    assert "Busser: 3 idéer og 1 udfordring; Boliger: 1 styrke." in alt


def test_every_kind_has_a_look_that_grey_print_tells_apart() -> None:
    from matplotlib.colors import to_rgb

    def grey(colour: str) -> float:
        red, green, blue = to_rgb(colour)
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert set(LOOKS) == set(KINDS)
    for (one, one_hatch), (other, other_hatch) in combinations(LOOKS.values(), 2):
        assert one_hatch != other_hatch or abs(grey(one) - grey(other)) > 0.1
