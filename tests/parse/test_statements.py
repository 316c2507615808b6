"""Lines to statements: wrapped lines, nesting, plain paragraphs, notes."""

import pytest

from pipeline.parse.sections import Section
from pipeline.parse.statements import find_statements, wrap_width
from pipeline.records import Line


def statements(text: str, width: int | None = None):
    lines = [
        Line(line.rstrip(), number, indent=len(line) - len(line.lstrip()))
        for number, line in enumerate(text.strip("\n").split("\n"), 1)
    ]
    return find_statements(Section("Idéer", "idé", lines=lines), "bord.txt", width)


def texts(text: str, width: int | None = None) -> list[str]:
    return [statement.text for statement in statements(text, width)[0]]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("- Busser\n- Delebil", ["Busser", "Delebil"]),
        ("- Busser der kører\nhele natten\n- Delebil", ["Busser der kører hele natten", "Delebil"]),
        (
            "- Busser der kører\n\nhele natten\n\n- Delebil",
            ["Busser der kører hele natten", "Delebil"],
        ),
        ("- Busser til Nærum og\nRanders hver time", ["Busser til Nærum og Randers hver time"]),
        ("- Mere end\n25 km. til toget", ["Mere end 25 km. til toget"]),
        ("• Busser\n- også om natten", ["Busser", "også om natten"]),
        ("•\nBusser\n•\nDelebil", ["Busser", "Delebil"]),
        ("1) Busser\n2) Delebiler der\nstår klar\n3) Stier", ["Busser", "Delebiler der står klar"]),
        ("a) Busser\nb) Delebil", ["Busser", "Delebil"]),
        ("a. Busser der\nkører\nb. Delebil", ["Busser der kører", "Delebil"]),
        ("1. A:\na) B\nb) C\n2. D\na) E\n3. F", ["A:", *"BCDEF"]),
        ("- A:\n  1. B\n  2. C\n- D\n- E om\n3. ting", ["A:", "B", "C", "D", "E om 3. ting"]),
        ("1. A:\n   1. B\n   2. C\n2. D\n3. E", ["A:", "B", "C", "D", "E"]),
        ("- A\n\n1. B\n2. C", ["A", "B", "C"]),
        ("- B fra\n1. sal og\n2. del", ["B fra 1. sal og 2. del"]),
        ("- A, b og\nc. D", ["A, b og c. D"]),
        ("\t-\tBusser\n\t-\tDelebil".expandtabs(4), ["Busser", "Delebil"]),
        ("-Busser der\nkører\n-Delebil", ["Busser der kører", "Delebil"]),
        ("§ Busser der\nkører\n§ Delebil", ["Busser der kører", "Delebil"]),
        ("BUSSER\nDELEBIL", ["BUSSER", "DELEBIL"]),
        ("Busser\nDelebil\nStier", ["Busser", "Delebil", "Stier"]),
        ("10. klasse er vigtig\n2. Delebil", ["10. klasse er vigtig", "2. Delebil"]),
    ],
)
def test_bullets_across_lines(text: str, right: list[str]) -> None:
    assert texts(text)[: len(right)] == right


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("- en ny arbejds-\nmarkedsindsats", "en ny arbejdsmarkedsindsats"),
        ("- en ny børne-\nog ungepolitik", "en ny børne- og ungepolitik"),
        ("- nye IT-\nsystemer", "nye IT-systemer"),
        ("- en Facebook-\ngruppe", "en Facebook-gruppe"),
        ("- fra 10 -\n12 år", "fra 10 - 12 år"),
    ],
)
def test_a_hyphen_at_a_lines_end(text: str, joined: str) -> None:
    assert texts(text) == [joined]


def parents(text: str) -> list[int | None]:
    return [statement.parent for statement in statements(text)[0]]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("- A\n- B", [None, None]),
        ("- A:\n  - B\n  - C\n- D", [None, 0, 0, None]),
        ("• A:\no B\no C\n• D", [None, 0, 0, None]),
        ("- A\n  - B\n    - C\n    - D\n  - E\n- F", [None, 0, 1, 1, 0, None]),
        ("- A\n      - B\n   - C\n- D", [None, 0, 0, None]),
        ("- A\n - B\n- C", [None, None, None]),
        ("o A\no B", [None, None]),
        ("1. A\n   a) B\n   b) C", [None, 0, 0]),
        ("1. A\na) B\nb) C\n2. D", [None, 0, 0, None]),
        ("- A:\n1. B\n2. C\n- D", [None, 0, 0, None]),
        ("Et udsagn over flere\n- A\n- B", [None, 0, 0]),
    ],
)
def test_nesting(text: str, right: list[int | None]) -> None:
    assert parents(text) == right


def test_a_sub_heading_gives_the_topic_and_ends_what_a_plain_sentence_heads() -> None:
    found, left_out = statements("Hold fast\n- A\n\nIft. busser:\n- B")
    assert [(item.text, item.topic, item.parent) for item in found] == [
        ("Hold fast", "", None),
        ("A", "", 0),
        ("B", "Ift. busser", None),
    ]
    assert [(item.text, item.reason) for item in left_out] == [("Ift. busser:", "sub-heading")]


def test_a_note_is_left_out_with_the_lines_that_go_on_with_it() -> None:
    found, left_out = statements(
        "Nedenfor er en samlet tilbagemelding på alle spørgsmål, da det\ngav bedst mening.\n\n- A"
    )
    assert [item.text for item in found] == ["A"]
    assert [item.reason for item in left_out] == ["note to the reader"] * 2


def test_an_empty_bullet_is_left_out() -> None:
    found, left_out = statements("- A\n-\n- B")
    assert [item.text for item in found] == ["A", "B"]
    assert [(item.source.line, item.reason) for item in left_out] == [(2, "empty bullet")]


def test_a_paragraph_without_marks_is_one_statement_where_lines_were_wrapped() -> None:
    first = "Der mangler busser mellem byerne, og det rammer især de unge, som hverken har"
    text = f"{first}\nKørekort eller bil. De bliver hjemme.\nDelebil"
    assert texts(text, width=78) == [
        f"{first} Kørekort eller bil. De bliver hjemme.",
        "Delebil",
    ]


def test_a_sentence_that_begins_with_a_quotation_goes_on_in_the_next_line() -> None:
    assert texts("”Vi er ikke en soveby” sagde flere, og det var der enighed\nom.\nDelebil") == [
        "”Vi er ikke en soveby” sagde flere, og det var der enighed om.",
        "Delebil",
    ]


def test_wrap_width_is_the_margin_of_wrapped_text_only() -> None:
    wrapped = [Line("x" * length, 1) for length in (80, 79, 78, 30, 80, 12)]
    assert wrap_width(wrapped) == 80
    assert wrap_width([Line("x" * 200, 1), *wrapped]) == 80
    assert wrap_width([Line("kort", 1), Line("kortere", 2)]) is None
    assert wrap_width([Line("x" * 400, 1), Line("x" * 300, 2)]) is None
    assert wrap_width([]) is None
