"""Sentences in right Danish: one and many, all and some, words for numbers where Danes use them."""

from __future__ import annotations

import pytest
from material import HALL, KRO, draft_of, said

from pipeline.draft.content import Breadth, HeldBack, LeftOut
from pipeline.draft.wording import (
    aside_lead,
    chapter_lead,
    count,
    figure,
    join,
    number_of,
    part_lead,
    rest_lead,
    section_lead,
)
from pipeline.records import Meeting

SOME = Breadth(9, 5, 3, (("udfordring", 7), ("idé", 2)))
ONE = Breadth(1, 1, 1, (("idé", 1),))
WHOLE = Breadth(389, 16, 4, (("udfordring", 389),))


def test_numbers_and_lists() -> None:
    assert [count(n, "bord", "borde") for n in (0, 1, 2)] == ["0 borde", "1 bord", "2 borde"]
    assert [number_of(n, "bord") for n in (0, 1, 2, 1200)] == [
        *("0 borde", "ét bord", "2 borde", "1.200 borde"),
    ]
    assert figure(1_234_567) == "1.234.567"
    assert [join(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        *("", "a", "a og b", "a, b og c"),
    ]


def test_how_broad_a_theme_is() -> None:
    assert chapter_lead(SOME, WHOLE, "bord", 2) == (
        "Temaet blev taget op ved 5 af 16 borde og på 3 af 4 møder. Det rummer 9 udsagn: 7 "
        "udfordringer og 2 idéer. Udsagnene er samlet i 2 undertemaer."
    )
    assert section_lead(ONE, WHOLE, "bord") == (
        "Undertemaet blev taget op ved ét af 16 borde og på ét af 4 møder. Det rummer ét udsagn, "
        "en idé."
    )
    assert chapter_lead(WHOLE, WHOLE, "bord", 0) == (
        "Temaet blev taget op ved alle 16 borde og på alle 4 møder. Det rummer 389 udsagn, alle "
        "udfordringer."
    )
    others = Breadth(bullets=2, tables=1, meetings=1, kinds=(("andet", 2),))
    assert section_lead(others, WHOLE, "bord").endswith("Det rummer 2 udsagn.")


@pytest.mark.parametrize(
    ("own", "whole", "unit", "start"),
    [
        (ONE, ONE, "bord", "ved ét bord."),
        (ONE, Breadth(4, 2, 2, ()), "bord", "ved ét af 2 borde og på ét af 2 møder."),
        (Breadth(3, 2, 2, SOME.kinds), Breadth(4, 2, 2, ()), "bord", "ved begge borde og på begge"),
        (Breadth(3, 2, 0, SOME.kinds), Breadth(4, 5, 0, ()), "opsamling", "i 2 af 5 opsamlinger."),
        (Breadth(3, 1, 0, SOME.kinds), Breadth(4, 5, 0, ()), "opsamling", "i én af 5 opsamlinger."),
        (ONE, Breadth(4, 1, 0, ()), "opsamling", "i én opsamling."),
    ],
)
def test_how_broad_it_is_where_little_is_known(
    own: Breadth, whole: Breadth, unit: str, start: str
) -> None:
    assert chapter_lead(own, whole, unit, 0).startswith(f"Temaet blev taget op {start}")


def test_what_comes_before_quotes() -> None:
    assert part_lead("forslag", 6, 4, 3, "bord") == ("6 udsagn fra 4 borde, blandt andet:")
    assert part_lead("udfordringer", 2, 1, 2, "bord") == ("2 udsagn fra ét bord:")
    assert part_lead("styrker", 1, 1, 1, "bord") == "Ét udsagn:"
    assert part_lead("styrker", 1, 1, 0, "bord") == "Ét udsagn. Se bilaget."
    assert rest_lead(ONE, "bord") == (
        "Ét udsagn fra ét bord hører til temaet, men ikke til et af undertemaerne."
    )


def test_discussions_that_end_in_a_question_are_counted_on_both_sides() -> None:
    assert part_lead("droeftelser", 8, 6, 3, "bord", 2) == (
        "8 udsagn fra 6 borde (2 mere står under »Åbne spørgsmål og refleksioner«), blandt andet:"
    )
    assert "(ét mere står under" in part_lead("droeftelser", 1, 1, 1, "bord", 1)
    leads = {
        (5, 2): "5 udsagn fra 4 borde, heraf 2 fra drøftelserne:",
        (5, 1): "5 udsagn fra 4 borde, heraf ét fra drøftelserne:",
        (3, 3): "3 udsagn fra 4 borde, alle fra drøftelserne:",
        (2, 2): "2 udsagn fra 4 borde, begge fra drøftelserne:",
        (1, 1): "Ét udsagn fra drøftelserne:",
        (3, 0): "3 udsagn fra 4 borde:",
    }
    for (bullets, asked), lead in leads.items():
        assert part_lead("spoergsmaal", bullets, 4, bullets, "bord", asked) == lead


def test_what_is_left_out() -> None:
    nothing = HeldBack(0, 0, ())
    assert aside_lead(0, nothing, LeftOut(0, 0, 0)) == (
        "Ingen udsagn er lagt til side under gennemgangen.",
        "Ingen udsagn er holdt tilbage på grund af personoplysninger.",
    )
    assert aside_lead(1, HeldBack(1, 0, ()), LeftOut(1, 2, 1)) == (
        "Ét udsagn er lagt til side under gennemgangen. Her står det med begrundelsen.",
        "Ét tema med 2 udsagn er endnu kun et forslag og er ikke med i udkastet.",
        "Ét udsagn er endnu ikke placeret i noget tema.",
        "Ét udsagn er holdt tilbage, fordi det indeholder personoplysninger. Det tæller med, men "
        "dets ordlyd er ikke gengivet.",
    )


def test_one_bullet_makes_a_whole_draft() -> None:
    draft = draft_of(said(1, "Flere busser", "idé"))
    assert draft.intro[0] == (
        "Udkastet bygger på én opsamling med ét udsagn fra ét bord på ét møde. Ét tema er "
        "godkendt. Det rummer ét udsagn."
    )
    [chapter] = draft.chapters
    assert chapter.lead == "Temaet blev taget op ved ét bord. Det rummer ét udsagn, en idé."
    assert [(part.title, part.lead) for part in chapter.parts] == [("Forslag", "Ét udsagn:")]


def test_summaries_that_name_no_table_are_not_called_tables() -> None:
    bare = Meeting()
    draft = draft_of(
        said(1, "Flere busser", meeting=bare), said(2, "Flere tog", meeting=bare, path="b.txt")
    )
    assert (draft.unit, draft.meetings) == ("opsamling", ())
    assert draft.chapters[0].lead.startswith("Temaet blev taget op i begge opsamlinger. Det")
    assert "bord" not in " ".join((*draft.intro, draft.chapters[0].lead))
    assert draft.appendix[0].note.text == "a.txt, linje 1"


def test_a_sub_theme_that_one_table_talked_of_says_so() -> None:
    draft = draft_of(
        said(1, "Busser", meeting=KRO),
        said(2, "Tog", meeting=HALL, path="b.txt"),
        below=1,
    )
    [section, rest] = draft.chapters[0].sections
    assert section.lead.startswith(
        "Undertemaet blev taget op ved ét af 2 borde og på ét af 2 møder."
    )
    assert rest.title == "Øvrige udsagn om temaet"
