"""Which meetings there are, which quotes are chosen, and which chapters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from material import FACTS, HALL, KRO, draft_of, said, theme_set

from pipeline.draft import Options, make_content
from pipeline.draft.choosing import choose, is_whole, quotes_for
from pipeline.draft.gatherings import gather
from pipeline.draft.likeness import unit_vectors
from pipeline.draft.stock import take_stock
from pipeline.draft.voices import disagreements, far_voices, look_around
from pipeline.errors import DraftError
from pipeline.records import Meeting, Place
from pipeline.review.history import History


def test_tables_of_one_evening_are_one_meeting_however_they_write_it() -> None:
    stated = [
        Meeting("Vores by", "Brændkær Forsamlingshus", "2025-09-23", "1"),
        Meeting("", "Brændkær", "--09-23", "2"),
        Meeting("Vores by", "Brændkær", "", "3"),
        Meeting("Vores by", "Havnstrup", "2025-09-23", "1"),
        Meeting("Vores by", "Havnstrup", "2025-09-30", "2"),
        Meeting("Vores by", "Havnstrup", "", "3"),
        Meeting("", "", "", "4"),
    ]
    bullets = [said(n, "Bus", meeting=m, path=f"{n}.txt") for n, m in enumerate(stated)]
    found = gather((), bullets, with_hosts=False)
    assert [(row.name, row.tables) for row in found.meetings] == [
        ("Brændkær Forsamlingshus, 23. september 2025", 3),
        ("Havnstrup, 23. september 2025", 1),
        ("Havnstrup, 30. september 2025", 1),
    ]
    # Havnstrup had two meetings: which one table 3 was at is unknown, as is that of table 4.
    unknown = [row.name for row in found.tables if row.meeting is None]
    assert unknown == ["bord 3", "bord 4"]


def test_meetings_stand_in_order_though_one_lacks_its_year() -> None:
    stated = [Meeting("", "Thor Lounge", "--06-16", "1"), Meeting("", "Parken", "2025-06-12", "1")]
    bullets = [said(n, "Bus", meeting=m, path=f"{n}.txt") for n, m in enumerate(stated)]
    found = gather((), bullets, with_hosts=False)
    assert [row.name for row in found.meetings] == [
        "Parken, 12. juni 2025",
        "Thor Lounge, 16. juni",
    ]


def test_so_many_are_quoted() -> None:
    assert [quotes_for(n) for n in (0, 1, 2, 7, 8, 16, 24, 999)] == [0, 1, 2, 2, 3, 4, 5, 5]
    assert [quotes_for(n, 3) for n in (1, 7, 8, 999)] == [1, 2, 3, 3]
    assert [quotes_for(n, 4) for n in (1, 7, 8, 999)] == [1, 2, 2, 2]


def test_quotes_are_of_different_tables_and_none_says_the_same_twice() -> None:
    texts = [
        *("Bussen kører for sjældent", "Bussen kører for sjældent!", "bussen kører for sjældent"),
        *("Bussen er for dyr for unge", "Toget holder ikke ved stationen"),
    ]
    bullets = [said(n, text) for n, text in enumerate(texts)]
    vectors = unit_vectors(texts)
    picked = choose([0, 1, 2, 3, 4], 5, vectors, bullets, [1, 1, 1, 1, 2])
    assert len(picked) == 3
    assert {3, 4} < set(picked)
    two = choose([0, 3, 4], 2, vectors, bullets, [1, 1, 1, 1, 2])
    assert 4 in two


def test_vectors_of_a_model_are_used_where_all_are_there() -> None:
    known = {"bus": np.array([1.0, 0.0], np.float32), "tog": np.array([0.0, 1.0], np.float32)}
    assert unit_vectors(["bus", "tog"], known).shape == (2, 2)
    assert unit_vectors(["bus", "fly"], known).shape == (2, 512)
    words = unit_vectors(["busser og tog", "et tog og en bus", "...", "skole"])
    assert words[0] @ words[1] > 0.9
    assert not words[2].any()


@pytest.mark.parametrize(
    "text",
    [
        "Bordet var delt om møllerne",
        "Der var ikke enighed om skolen",
        "Vi blev ikke enige",
        "Nogle ville lukke den, mens andre ville bygge ud",
    ],
)
def test_disagreement_is_heard(text: str) -> None:
    assert disagreements([0], [said(1, text)]) == [0]


@pytest.mark.parametrize(
    "text",
    [
        "Enig om at åen må slynge sig",
        "Skolen ligger på den anden side af åen",
        "Hun kom ud på den anden side, og nu arbejder hun",
        "Nogle køres i taxa til andre kommuner",
        "Området er delt op i zoner",
        "Der er enighed om det",
    ],
)
def test_agreement_is_no_disagreement(text: str) -> None:
    assert disagreements([0], [said(1, text)]) == []


FAR = "Bussen burde erstattes af samkørsel, gratis delebiler og elcykler"
OFF = "Hallens svømmebassin lukker hele vinteren igen næste år"


def voices(*last: str, passed_over: tuple[int, ...] = ()) -> list[str]:
    """Other voices of a theme on buses that ends with some bullets, beside one on swimming."""
    buses = [f"Bussen kører alt for sjældent hen til {place} skole" for place in "abcdefghij"]
    swimming = [f"Hallens svømmebassin er for koldt for {who}" for who in ("børn", "ældre", "alle")]
    texts = [*buses, *last, *swimming]
    bullets = [said(n, text) for n, text in enumerate(texts)]
    vectors = unit_vectors(texts)
    own = list(range(len(buses) + len(last)))
    around = look_around([own, list(range(len(own), len(texts)))], vectors)
    return [texts[row] for row in far_voices(own, vectors, around, bullets, passed_over)]


def test_a_voice_that_is_far_from_the_others_and_speaks_of_the_theme_is_heard() -> None:
    assert FAR in voices(FAR)
    assert FAR not in voices(FAR, passed_over=(10,))


def test_what_speaks_of_another_theme_or_of_nothing_is_no_voice() -> None:
    found = voices(FAR, OFF, "Bussen!", "God aften, god kage")
    assert FAR in found
    assert not {OFF, "Bussen!", "God aften, god kage"} & set(found)


def test_with_one_theme_nothing_tells_what_speaks_of_it() -> None:
    texts = [*(f"Bussen kører for sjældent til {place}" for place in "abcdefgh"), FAR]
    vectors = unit_vectors(texts)
    rows = list(range(9))
    bullets = [said(n, text) for n, text in enumerate(texts)]
    assert far_voices(rows, vectors, look_around([rows], vectors), bullets) == []


@pytest.mark.parametrize(
    "text",
    ["En nabodag i maj:", "Bedre busser, fx", "Der mangler…", "Skole, hal og", "De lærer om: »"],
)
def test_a_text_that_goes_on_is_no_whole_statement(text: str) -> None:
    assert not is_whole(text)


@pytest.mark.parametrize("text", ["Flere busser", "Hvem betaler?", "Nu!", "Det sker kl. 18.10"])
def test_a_text_that_ends_is_one(text: str) -> None:
    assert is_whole(text)


def test_a_bullet_with_others_under_it_is_not_quoted_alone() -> None:
    lead = said(1, "Telefonkæde om morgenen")
    below = replace(said(2, "Den første ringer kl. 8"), parent="b1")
    [part] = draft_of(lead, below, said(3, "Vi samler ind til:")).chapters[0].parts
    assert [quote.bullet for quote in part.quotes] == ["b2"]
    [alone] = draft_of(said(3, "Vi samler ind til:")).chapters[0].parts
    assert alone.lead == "Ét udsagn. Se bilaget."


def test_who_is_in_doubt_is_no_voice() -> None:
    found = theme_set(said(1, "Flere busser"), said(2, "Flere tog"), said(3, "Flere cykler"))
    sure, doubtful = Place("t1", "machine", 0.9), Place("t1", "machine", 0.9, doubt="nowhere")
    places = {"b1": sure, "b2": doubtful, "b3": Place("t1", "machine", 0.2)}
    assert take_stock(replace(found, places=places), Options()).doubtful == {1, 2}


def test_a_voice_stands_apart_with_its_reason() -> None:
    some = [said(n, f"Møller ved {n}. mark giver støj", path=f"{n}.txt") for n in range(4)]
    draft = draft_of(*some, said(9, "Møller eller ej: bordet var delt"))
    [chapter] = draft.chapters
    [voice] = chapter.voices
    assert (voice.bullet, voice.reason) == ("b9", "fortæller om uenighed")
    quoted = [quote.bullet for part in chapter.parts for quote in part.quotes]
    assert "b9" not in quoted


def test_every_side_is_told_and_an_open_question_is_one() -> None:
    kinds = ("udfordring", "drøftelse", "idé", "handling", "styrke", "refleksion", "andet")
    some = [said(n, f"Udsagn nummer {n}", kind) for n, kind in enumerate(kinds)]
    draft = draft_of(*some, said(8, "Hvem skal betale?", "drøftelse"))
    parts = {part.id: part.bullets for part in draft.chapters[0].parts}
    assert parts == {
        "udfordringer": 1,
        "droeftelser": 1,
        "forslag": 2,
        "styrker": 1,
        "spoergsmaal": 2,
        "andet": 1,
    }


def test_without_an_approved_theme_it_says_what_to_do() -> None:
    proposed = theme_set(said(1, "Flere busser"), status="proposed")
    with pytest.raises(DraftError, match=r"temaer approve THEME.*--include-proposed"):
        make_content(proposed, FACTS, History())
    [chapter] = make_content(proposed, FACTS, History(), Options(include_proposed=True)).chapters
    assert chapter.is_proposed


def test_only_what_is_approved_of_a_theme_is_told() -> None:
    whole = theme_set(said(1, "Busser"), said(2, "Tog", meeting=HALL, path="b.txt"), below=1)
    top, sub = whole.themes
    half = replace(whole, themes=(top, replace(sub, status="proposed")))
    draft = make_content(half, FACTS, History())
    assert [row.bullet for row in draft.appendix] == ["b1"]
    other = replace(whole, themes=(replace(top, status="proposed"), sub))
    draft = make_content(other, FACTS, History())
    assert [(row.title, row.breadth.bullets) for row in draft.chapters] == [("Del 0", 1)]
    assert draft.left_out.bullets == 1
    assert KRO != HALL
