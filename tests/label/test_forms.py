"""How words are written when they stand alone as a title."""

import pytest

from pipeline.label.forms import (
    is_definite,
    is_verb_form,
    noun_alone,
    noun_lemma,
    plural,
    sentence_case,
    strong_adjective,
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("busser og tog", "Busser og tog"),
        ("Udsatte børn og Unge", "Udsatte børn og unge"),
        ("IT-hjælp til ældre", "IT-hjælp til ældre"),
        ("ventetid hos PPR", "Ventetid hos PPR"),
        ("krav om CO2-regnskab", "Krav om CO2-regnskab"),
        ("ældre", "Ældre"),
    ],
)
def test_sentence_case(text: str, title: str) -> None:
    assert sentence_case(text) == title


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("skole", "skoler"),
        ("bus", "busser"),
        ("barn", "børn"),
        ("regel", "regler"),
        ("museum", "museer"),
        ("cykelsti", "cykelstier"),
        ("trivsel", None),
    ],
)
def test_plural(noun: str, many: str | None) -> None:
    assert plural(noun) == many


@pytest.mark.parametrize(
    ("noun", "attested", "alone"),
    [
        ("skole", {"skolen": 2}, "skoler"),
        ("kultur", {"kulturen": 2}, "kultur"),
        ("frivillighed", {"frivilligheden": 3}, "frivillighed"),
        ("pleje", {"plejen": 1}, "pleje"),
        ("lodsejer", {"lodsejerne": 2}, "lodsejere"),
        ("nabodag", {"nabodag": 1}, "nabodag"),
    ],
)
def test_a_noun_alone_is_plural_where_it_is_counted(noun, attested, alone) -> None:
    assert noun_alone(noun, attested) == alone


@pytest.mark.parametrize(
    ("form", "base", "noun", "determiner", "strong"),
    [
        ("tidlige", "tidlig", "indsats", "den", "tidlig"),
        ("lokale", "lokal", "erhvervsliv", "det", "lokalt"),
        ("gamle", "gammel", "huse", "de", "gamle"),
        ("grønne", "grøn", "omstilling", "vores", "grøn"),
        ("fælles", "fælles", "køkken", "det", "fælles"),
        ("nedlagte", "nedlægge", "bane", "den", "nedlagt"),
        ("renoverede", "renovere", "skole", "den", "renoveret"),
    ],
)
def test_an_adjective_without_its_article(form, base, noun, determiner, strong) -> None:
    assert strong_adjective(form, base, noun, determiner) == strong


@pytest.mark.parametrize(
    ("form", "base", "mended"),
    [
        ("svar", "svare", "svar"),
        ("svaret", "svare", "svar"),
        ("manglen", "mangle", "mangel"),
        ("skolen", "skole", "skole"),
        ("kørsel", "køre", "kørsel"),
    ],
)
def test_a_verb_is_no_lemma_of_a_noun(form: str, base: str, mended: str) -> None:
    assert noun_lemma(form, base) == mended


def test_forms_that_are_mostly_verbs() -> None:
    assert is_verb_form("mangler", "mangle")
    assert is_verb_form("stå", "stå")
    assert not is_verb_form("skoler", "skole")
    assert not is_verb_form("by", "by")


def test_definite_forms() -> None:
    assert is_definite("skolen", "skole")
    assert is_definite("skolerne", "skole")
    assert not is_definite("skoler", "skole")
    assert not is_definite("skole", "skole")
