"""Glosses: lemma, genitive, compound, name."""

import pytest

from models.training.glosses import Glosser

LEXICON = {
    "barn": ["child"],
    "børn": ["children"],
    "have": ["garden", "have"],
    "leg": ["play"],
    "plads": ["place"],
    "kommune": ["municipality"],
    "cykel": ["bicycle"],
    "sti": ["path"],
    "på": ["on"],
    "børnehave": ["kindergarten"],
}


@pytest.fixture(scope="module")
def glosser() -> Glosser:
    return Glosser(LEXICON)


@pytest.mark.parametrize(
    ("word", "gloss"),
    [
        ("Børn", "children"),
        ("kommunens", "municipality"),
        ("cykelsti", "bicycle path"),
        ("legeplads", "play place"),
        ("børnehave", "kindergarten"),
        ("Skævinge", None),
        ("12", None),
    ],
)
def test_word(glosser: Glosser, word: str, gloss: str | None) -> None:
    assert glosser.word(word) == gloss


def test_sentence_keeps_names_numbers_and_order(glosser: Glosser) -> None:
    assert (
        glosser.sentence("12 børn på Skævinge cykelsti!")
        == "12 children on Skævinge bicycle path !"
    )


def test_split_prefers_parts_of_even_length(glosser: Glosser) -> None:
    assert glosser.split("børnehaveplads") == ("børnehave", "plads")
    assert glosser.split("legeplads") == ("leg", "plads")
    assert glosser.split("zzz") is None
