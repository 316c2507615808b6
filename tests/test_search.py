"""Search: Danish words are found as Danes inflect, join and spell them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.danish import fold, tokens
from pipeline.records import Bullet, Meeting, Source
from pipeline.search import SearchIndex


def bullet(id_: str, text: str, kind: str = "idé", table: str = "1", path: str = "a.txt") -> Bullet:
    meeting = Meeting("Fremtidens by", "Nærum Kro", "2025-05-03", table, "Asta Hvidkilde")
    return Bullet(id_, text, kind, "Hvad drømmer vi om?", None, meeting, Source(path, None, 1))


BULLETS = [
    bullet("places", "Der mangler børnehavepladser i Ådalen"),
    bullet("garden", "Børnehaven har brug for en ny legeplads", kind="udfordring", table="2"),
    bullet("pupils", "Skolernes elever cykler til gården", table="3", path="bord3.txt"),
    bullet("bus", "Flere busser til Aalborg om aftenen, og idéer til ruter", kind="drøftelse"),
    bullet("bus12", "En bus til stationen", table="12", kind="udfordring"),
    bullet("climate", "En klimaaftale for hele kommunen"),
]
INDEX = SearchIndex(BULLETS)
TEXTS = {b.id: b.text for b in BULLETS}


def found(query: str) -> set[str]:
    answer = INDEX.search(query)
    assert answer.total == len(answer.hits)
    return {hit.bullet for hit in answer.hits}


def marked(query: str, id_: str) -> list[str]:
    [hit] = [hit for hit in INDEX.search(query).hits if hit.bullet == id_]
    return [TEXTS[id_][start:end] for start, end in hit.spans]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("skole ", {"pupils"}),
        ("busserne ", {"bus", "bus12"}),
        ("børnehave ", {"places", "garden"}),
        ("plads ", {"places", "garden"}),
        ("barn ", {"places", "garden"}),
        ("BØRNEHAVER ", {"places", "garden"}),
        ("gaarden ", {"pupils"}),
        ("gårde ", {"pupils"}),
        ("ålborg ", {"bus"}),
        ("aadal ", {"places"}),
        ("klima ", {"climate"}),
        ("ideer ", {"bus", "places", "pupils", "climate"}),
    ],
)
def test_words_match_by_lemma_part_and_spelling(query: str, ids: set[str]) -> None:
    assert found(query) == ids


def test_the_word_being_typed_matches_as_a_beginning() -> None:
    assert found("stat") == found("station") == {"bus12"}
    assert found("stat ") == set()
    assert found("en sta") == {"bus12"}
    assert not INDEX.search("sta en").is_all_words


def test_words_in_quotation_marks_match_in_a_row_as_written() -> None:
    assert found('"en bus"') == {"bus12"}
    assert found('"til stationen"') == {"bus12"}
    assert found("»til gården«") == {"pupils"}
    assert found('"bus en"') == set()
    assert found('"busser til') == {"bus"}


def test_all_words_must_match_or_the_best_come_first() -> None:
    answer = INDEX.search("busser station ")
    assert ([hit.bullet for hit in answer.hits], answer.is_all_words) == (["bus12"], True)
    answer = INDEX.search("busser station elever ")
    assert not answer.is_all_words
    assert answer.hits[0].bullet == "bus12"
    assert {hit.bullet for hit in answer.hits} == {"bus", "bus12", "pupils"}


def test_meeting_table_file_and_kind_are_found_in_plain_words() -> None:
    assert found("bord 1 ") == found("bord 1") == {"places", "bus", "climate"}
    assert found("bord 12 ") == {"bus12"}
    assert found("udfordringer ") == {"garden", "bus12"}
    assert found("udfordring bus ") == {"bus12"}
    assert found("bord3.txt ") == {"pupils"}
    assert found("nærum kro ") == set(TEXTS)
    [hit] = INDEX.search("udfordring bord 12 ").hits
    assert hit.facts == ("kind", "table")
    assert hit.spans == ()


def test_the_host_is_not_found() -> None:
    assert found("Hvidkilde ") == set()


def test_what_matched_is_marked() -> None:
    assert marked("børnehave plads ", "places") == ["børnehavepladser"]
    assert marked("børnehave ny ", "garden") == ["Børnehaven", "ny"]
    assert marked('"en bus"', "bus12") == ["En", "bus"]
    assert INDEX.spans("skole ", "Skolen og skolerne") == ((0, 6), (10, 18))


def test_a_word_as_written_ranks_above_its_inflection_and_that_above_a_part() -> None:
    index = SearchIndex(
        [
            bullet("part", "Flere legepladser nu"),
            bullet("lemma", "Flere pladser nu"),
            bullet("form", "Flere plads nu"),
            *(bullet(f"other{number}", "Noget helt andet") for number in range(9)),
        ]
    )
    assert [hit.bullet for hit in index.search("plads ").hits] == ["form", "lemma", "part"]


def test_a_part_of_the_hits_or_of_the_bullets_can_be_asked_for() -> None:
    every = [hit.bullet for hit in INDEX.search("bord ").hits]
    assert len(every) == 6
    part = INDEX.search("bord ", limit=2, offset=3)
    assert ([hit.bullet for hit in part.hits], part.total) == (every[3:5], 6)
    assert [h.bullet for h in INDEX.search("bus ", among={"bus12", "garden"}).hits] == ["bus12"]


@pytest.mark.parametrize("query", ["", "  ", "-", '"', '""', "* OR (", "·"])
def test_a_query_without_words_finds_nothing(query: str) -> None:
    answer = INDEX.search(query)
    assert answer.hits == () or query == "* OR ("


LETTERS = st.text("abcdeéghiklmnoprstuvæøåÆØÅ 12-.,'’\"«»*():^{}", max_size=40)


@given(LETTERS)
def test_any_query_is_answered_and_spans_are_whole_words(query: str) -> None:
    for hit in INDEX.search(query).hits:
        text = TEXTS[hit.bullet]
        words = tokens(text)
        assert all(text[start:end] in words for start, end in hit.spans)
        assert hit.spans or hit.facts
        assert list(hit.spans) == sorted(set(hit.spans))


@given(st.text(max_size=30))
def test_case_and_unicode_form_do_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    query = text.replace("ß", "ss")
    ids = [(hit.bullet, hit.spans) for hit in INDEX.search(query).hits]
    decomposed = INDEX.search(unicodedata.normalize("NFD", query))
    assert [(hit.bullet, hit.spans) for hit in decomposed.hits] == ids


DANISH = st.text("abcdefghijklmnoprstuvyæøå", min_size=2, max_size=12)


@given(st.lists(DANISH, min_size=1, max_size=6), st.data())
def test_every_word_of_a_bullet_finds_it_in_either_case(
    words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    index = SearchIndex([bullet("it", text), bullet("other", "Noget helt andet")])
    word = data.draw(st.sampled_from(words))
    for query in (f"{word} ", word.upper() + " ", word[: len(word) // 2 + 1]):
        hits = {hit.bullet: hit.spans for hit in index.search(query).hits}
        start = text.split().index(word)
        at = sum(len(w) + 1 for w in words[:start])
        assert (at, at + len(word)) in hits["it"]
    phrase = " ".join(words[:3])
    assert "it" in {hit.bullet for hit in index.search(f'"{phrase}"').hits}
