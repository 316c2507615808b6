"""Why a title is offered, in words."""

import pytest

from pipeline.reasons import in_words, offered
from pipeline.records import Theme, TitleReason

OWN = TitleReason("Busser", "udsagn", 4, 2, {"joined": 0.0})
TERM = TitleReason("Kollektiv trafik", "fagord", 9, 5, {"joined": 0.0})
PAIR = TitleReason("Busser og tog", "udsagn", 5, 1, {"joined": 1.0})
MODEL = TitleReason("Offentlig transport", "sprogmodel", 3, 2, {})


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (OWN, "borgernes egne ord · 4 udsagn fra 2 borde"),
        (TERM, "fagord · 9 udsagn fra 5 borde"),
        (PAIR, "to emner sat sammen · 5 udsagn fra 1 bord"),
        (MODEL, "foreslået af sprogmodel ud fra 3 udsagn fra 2 borde"),
    ],
)
def test_a_reason_says_where_the_title_comes_from_and_what_bears_it_out(
    reason: TitleReason, words: str
) -> None:
    assert in_words(reason) == words


def test_all_but_the_title_itself_is_offered() -> None:
    phrases = ("Busser", "Kollektiv trafik", "Fra et andet tema")
    theme = Theme("t1", "Busser", phrases=phrases, reasons=(OWN, TERM))
    assert offered(theme) == [
        ("Kollektiv trafik", "fagord · 9 udsagn fra 5 borde"),
        ("Fra et andet tema", ""),
    ]
