"""Verb phrases of bullets: whole, wanted by citizens, and in the infinitive."""

import pytest
from tagged import tag

from pipeline.label.verb_phrases import verb_phrases


def phrases(text: str, **lemmas: str) -> list[str]:
    tokens = [replace_lemma(token, lemmas) for token in tag(text)]
    return [phrase.text for phrase in verb_phrases(tokens)]


def replace_lemma(token, lemmas):
    return token._replace(lemma=lemmas.get(token.text.lower(), token.lemma))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi skal fastholde/V indsatser/N der virker/V", "fastholde indsatser der virker"),
        ("Skabe/V trygge/A rammer/N", "skabe trygge rammer"),
        (
            "At styrke/V samarbejdet/N med/P civilsamfundet/N",
            "styrke samarbejdet med civilsamfundet",
        ),
        ("At være/V en/D del/N af/P fællesskabet/N", "være en del af fællesskabet"),
        ("Styrk/V frivilligheden/N", "styrke frivilligheden"),
        ("Etablere/V en/D fælles/A ressourcebank/N", "etablere en fælles ressourcebank"),
    ],
)
def test_an_infinitive_or_imperative_with_its_object_is_a_phrase(text: str, expected: str) -> None:
    assert phrases(text, styrk="styrke", virker="virke") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Vi kan ikke skaffe/V svende/N",
        "I stedet for at bygge/V diger/N",
        "Slå/V årgange/N sammen",
        "Sætte/V unge/N i/P gang/N",
        "Skabe/V mulighed/N for/P at",
        "Støtte/V de/D indsatser/N der hver dag virker/V",
        "Tage/V hensyn/N",
    ],
)
def test_what_is_not_whole_or_not_wanted_is_none(text: str) -> None:
    assert phrases(text) == []
