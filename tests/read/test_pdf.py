from collections.abc import Sequence

import pytest
from pdf_files import pdf as pdf_of

from pipeline.errors import InputError
from pipeline.read import pdf
from pipeline.read.pdf_columns import printed_lines
from pipeline.read.pdf_furniture import mark_furniture
from pipeline.read.pdf_paragraphs import join_paragraphs
from pipeline.read.pdf_worker import Page, Word
from pipeline.records import Line

SIZE = 10.0
WIDTH, HEIGHT = 600.0, 800.0
CHARACTER = 5.0


def print_line(
    text: str, x0: float, top: float, size: float = SIZE, bold: bool = False
) -> list[Word]:
    """Words in a type whose every character is half as wide as it is high."""
    words = []
    for word in text.split(" "):
        width = len(word) * size * CHARACTER / SIZE
        if word:
            words.append(Word(word, x0, x0 + width, top, top + size, size, bold))
        x0 += width + size * CHARACTER / SIZE
    return words


def page(lines: Sequence[list[Word]]) -> Page:
    return Page(WIDTH, HEIGHT, tuple(word for line in lines for word in line), 0)


def column(texts: Sequence[str], x0: float = 60, top: float = 150) -> list[list[Word]]:
    return [print_line(text, x0, top + 12 * row) for row, text in enumerate(texts)]


def read(*pages: Page) -> list[Line]:
    lines = join_paragraphs(mark_furniture(printed_lines(pages), pages))
    return [line for line in lines if line.text]


def texts(*pages: Page) -> list[str]:
    return [line.text for line in read(*pages)]


FULL = "x" * 95  # reaches the right edge of a page with margins of 60 points


def test_a_line_goes_on_where_the_next_word_did_not_fit() -> None:
    assert texts(page(column([FULL, "slut", "kort linje", "ny linje"]))) == [
        f"{FULL} slut",
        "kort linje",
        "ny linje",
    ]


def test_a_capital_under_a_full_line_begins_anew_unless_the_sentence_is_open() -> None:
    full, open_ended = "x" * 91 + " her", "x" * 92 + " på"
    assert texts(page(column([full, "Varme fra havet"]))) == [full, "Varme fra havet"]
    assert texts(page(column([open_ended, "Facebook"]))) == [f"{open_ended} Facebook"]


def test_hanging_lines_belong_to_their_bullet_even_if_they_open_with_a_dash_or_number() -> None:
    words = [
        *print_line("\uf0b7", 60, 150),
        *print_line("x" * 91, 78, 150),
        *print_line("– og 10. klasse", 78, 162),
    ]
    assert texts(page([words, print_line("\uf0b7 næste", 60, 174)])) == [
        f"\uf0b7 {'x' * 91} – og 10. klasse",
        "\uf0b7 næste",
    ]


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("udfor-", "dringer", "udfordringer"),
        ("social-", "og sundhed", "social- og sundhed"),
        ("IT-", "hjælpere", "IT-hjælpere"),
        ("cpr-", "nummer", "cpr-nummer"),
        ("15-", "årig", "15-årig"),
        ("ude-", "sovepladser", "ude-sovepladser"),
        ("på Facebook-", "gruppen", "på Facebook-gruppen"),
        ("udvik\u00ad", "ling", "udvikling"),
        ("alle –", "uanset", "alle – uanset"),
    ],
)
def test_hyphens_at_line_ends(left: str, right: str, joined: str) -> None:
    start = "x" * (94 - len(left))
    assert texts(page(column([f"{start} {left}", right]))) == [f"{start} {joined}"]


def test_a_hyphen_stays_or_goes_as_the_same_word_has_it_elsewhere() -> None:
    start = "x" * 84
    lines = [f"{start} kultur-", "huset", "kultur-huset er lukket"]
    assert texts(page(column(lines)))[0] == f"{start} kultur-huset"


def test_two_columns_are_read_one_after_the_other_below_a_line_over_both() -> None:
    left = [f"venstre {n}" for n in range(8)]
    right = [f"hojre {n}" for n in range(8)]
    title = print_line(
        "Opsamling fra bord tre i forsamlingshuset den fjerde oktober om aftenen", 60, 110
    )
    found = texts(page([title, *column(left), *column(right, x0=330)]))
    assert found[1:] == left + right


def test_paragraph_goes_on_in_the_next_column_and_on_the_next_page_past_the_footer() -> None:
    half = " ".join(["xx"] * 14)
    left = [f"venstre {n}" for n in range(8)]
    right = [f"hojre {n}" for n in range(8)]
    found = texts(page([*column([*left, half]), *column(["og slut", *right], x0=330)]))
    assert found == [*left, f"{half} og slut", *right]
    footers = [print_line(f"Side {n} af 2", 60, 760) for n in (1, 2)]
    lines = read(page([*column([FULL]), footers[0]]), page([*column(["slut"]), footers[1]]))
    assert [(line.text, line.page, line.style) for line in lines] == [
        (f"{FULL} slut", 1, ""),
        ("Side 1 af 2", 1, "furniture"),
        ("Side 2 af 2", 2, "furniture"),
    ]


def test_running_header_is_text_on_the_first_page_and_headings_with_numbers_are_no_furniture() -> (
    None
):
    pages = [
        page(
            [
                print_line("Mosevig Kommune", 60, 30),
                print_line(f"Bord {n}", 60, 60),
                *column(["a b"]),
            ]
        )
        for n in (1, 2, 3)
    ]
    styles = {(line.text, line.page): line.style for line in read(*pages)}
    assert styles["Mosevig Kommune", 1] == ""
    assert styles["Mosevig Kommune", 2] == styles["Mosevig Kommune", 3] == "furniture"
    assert styles["Bord 1", 1] == styles["Bord 2", 2] == ""


def test_large_and_bold_lines_are_headings_by_rank() -> None:
    words = [
        print_line("Opsamling", 60, 60, size=20),
        print_line("Ideer", 60, 110, size=14),
        print_line("Styrker", 60, 130, bold=True),
        *column(["en helt almindelig linje", "og en til"]),
    ]
    assert [(line.style, line.level) for line in read(page(words))] == [
        ("heading", 0),
        ("heading", 1),
        ("heading", 2),
        ("", None),
        ("", None),
    ]


def test_wide_gap_stays_visible() -> None:
    words = [*print_line("Bord nr.: 2", 60, 150), *print_line("Vært: Bo", 200, 150)]
    assert texts(page([words])) == ["Bord nr.: 2" + " " * 17 + "Vært: Bo"]


def test_real_file_through_the_worker() -> None:
    content = pdf.read(pdf_of(["Lys på stien", "Flere busser"]), "notat.pdf")
    assert [(line.text, line.page) for line in content.lines] == [
        ("Lys på stien", 1),
        ("Flere busser", 2),
    ]


def test_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match=r"notat\.pdf: has no text.*Run text recognition \(OCR\)"):
        pdf.read(pdf_of([""]), "notat.pdf")
