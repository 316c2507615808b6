"""Noun phrases that could stand as a title: whole, and without what is no part of a title."""

import pytest

from pipeline.danish import STOP_WORDS
from pipeline.label.groups import nouns
from pipeline.label.phrases import noun_phrases
from tests.label.tagged import tag


def phrases(text: str) -> set[str]:
    return {phrase.text for phrase in noun_phrases(tag(text))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("En/D tidlig/A indsats/N", {"tidlig indsats", "indsats"}),
        ("den/D tidlige/A indsats/N", {"tidlig indsats", "indsats"}),
        ("det/D lokale/A erhvervsliv/N", {"lokalt erhvervsliv", "erhvervsliv"}),
        ("de/D små/A skoler/N", {"skoler"}),
        ("De/D ældre/A føler/V sig", {"ældre"}),
        (
            "udsatte/A børn/N og/C unge/A",
            {"børn", "unge", "børn og unge", "udsatte børn", "udsatte børn og unge"},
        ),
        (
            "samarbejde/N mellem/P kommunen/N og/C civilsamfundet/N",
            {
                "samarbejde",
                "kommunen",
                "civilsamfundet",
                "kommunen og civilsamfundet",
                "samarbejde mellem kommunen og civilsamfundet",
            },
        ),
        (
            "Unge/A uden/P for/P job/N og/C uddannelse/N",
            {"unge", "job", "uddannelse", "job og uddannelse", "unge uden for job og uddannelse"},
        ),
        ("kommunens/N rammer/N", {"rammer", "kommunens rammer"}),
        ("den/D nedlagte/V bane/N", {"bane", "nedlagt bane"}),
    ],
)
def test_phrases_of_a_bullet(text: str, found: set[str]) -> None:
    assert phrases(text) == found


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("samarbejde/N mellem/P kommunen/N", "samarbejde mellem kommunen"),
        ("vedholdenhed/N i/P de/D indsatser/N der virker/V", "vedholdenhed i de indsatser"),
        ("hun lagde/V bogen/N på/P bordet/N", "bogen på bordet"),
        ("møder/N i/P stedet/N for/P breve/N", "stedet for breve"),
        ("Vi bor/V i/P Randers/E", "randers"),
        ("i/P Tjørneparken/N", "tjørneparken"),
        ("en/D større/A indsats/N", "større indsats"),
        ("ny/A grunde/N", "ny grunde"),
        ("skamfuld/N og/C robusthed/N", "skamfuld"),
    ],
)
def test_what_is_half_or_a_name_is_no_phrase(text: str, half: str) -> None:
    assert half not in phrases(text)


def test_a_phrase_stops_at_punctuation() -> None:
    assert "mere musik" not in phrases("skolen/N , musik/N")
    assert phrases("kaffe/N . Te/N og/C kage/N") == {"kaffe", "te", "kage", "te og kage"}


def test_no_phrase_has_a_stop_word_at_its_edge() -> None:
    text = "den/D nye/A vej/N til/P skolen/N og/C hjem/N fra/P arbejde/N for/P alle/A de/D unge/A"
    found = phrases(text)
    assert found
    for phrase in found:
        words = phrase.split()
        assert words[0] not in STOP_WORDS
        assert words[-1] not in STOP_WORDS


def test_abbreviations_keep_their_capitals() -> None:
    assert "IT-hjælp" in phrases("gratis/A IT-hjælp/N til/P ældre/A")


def test_nouns_come_with_lemma_and_form() -> None:
    assert list(nouns(tag("Busserne/N kører/V til/P skolen/N"))) == [
        ("bus", "busserne"),
        ("skole", "skolen"),
    ]
