"""List marks: which signs open a bullet, and where its text begins."""

import pytest

from pipeline.parse.items import ListTracker, find_mark


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("\uf0b7 Busser", "Busser"),
        ("\uf0a7Busser", "Busser"),
        ("• Busser", "Busser"),
        ("•Busser", "Busser"),
        ("  - Busser", "Busser"),
        ("– Busser", "Busser"),
        ("* Busser", "Busser"),
        ("o Busser", "Busser"),
        ("▪ Busser", "Busser"),
        ("1. Busser", "Busser"),
        ("1) Busser", "Busser"),
        ("(1) Busser", "Busser"),
        ("a) Busser", "Busser"),
        ("a. Busser", "Busser"),
        ("1.Busser", "Busser"),
        ("-Busser", "Busser"),
        ("*Busser", "Busser"),
        ("§ Busser", "Busser"),
        ("+ Busser", "Busser"),
        ("> Busser", "Busser"),
        ("-> Busser", "Busser"),
        ("☐ Busser", "Busser"),
        ("-", ""),
    ],
)
def test_a_mark_and_the_text_behind_it(line: str, text: str) -> None:
    mark = find_mark(line)
    assert mark is not None
    assert line[mark.start :] == text


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Busser",
        "og busser",
        "om aftenen",
        "-5 grader i klasserne",
        "10. klasse er et pusterum",
        "2. del af grundforløbet",
        "12. juni er en god dag",
        "25 km. til sundhedshuset",
        "1.000 nye boliger",
        "14.30 kører bussen",
        "2030. Ellers sker der ikke noget",
        "*fremhævet* ord",
        "-tallet er faldet",
        "1.g og 2.g",
        "+45 86 12 34 56",
    ],
)
def test_what_is_no_mark(line: str) -> None:
    assert find_mark(line) is None


@pytest.mark.parametrize(
    ("line", "family", "number", "nested"),
    [
        ("– x", "dash", None, False),
        ("- x", "dash", None, False),
        ("3) x", "number", 3, False),
        ("o x", "o", None, True),
        ("◦ x", "◦", None, True),
        ("• x", "•", None, False),
    ],
)
def test_marks_that_mean_the_same_are_one_family(line, family, number, nested) -> None:
    mark = find_mark(line)
    assert mark is not None
    assert (mark.family, mark.number, mark.is_nested) == (family, number, nested)


def opened(*lines: str, mid_sentence: bool = False) -> list[bool]:
    tracker = ListTracker()
    found = []
    for line in lines:
        mark = find_mark(line)
        assert mark is not None
        found.append(tracker.opens(mark, line, mid_sentence))
    return found


def test_numbers_count_up_from_one_and_may_begin_again() -> None:
    assert opened("1. a", "2. b", "1. c", "2. d") == [True] * 4


def test_a_number_out_of_turn_belongs_to_the_sentence() -> None:
    assert opened("1. a", "7. b", "2. c") == [True, False, True]
    assert opened("30. Busser") == [False]


def test_a_dash_among_other_marks_is_punctuation_only_within_a_sentence() -> None:
    assert opened("• Busser kører", "- men kun om dagen", mid_sentence=True) == [True, False]
    assert opened("• Busser kører", "- men kun om dagen") == [True, True]
    assert opened("• Busser", "+ tog", mid_sentence=True) == [True, False]
