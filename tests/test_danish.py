"""Dates, numbers, order, tokens, stop words and lemmas of Danish."""

import random
import re
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.danish import (
    STOP_WORDS,
    content_lemmas,
    lemma,
    parse_date,
    parse_number,
    sort_key,
    split_compound,
    tokens,
)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("STED: FJORDPARKEN, 12. JUNI 2025", "2025-06-12"),
        ("tirsdag d. 23/9-25", "2025-09-23"),
        ("Elmby, den 23. september 2025", "2025-09-23"),
        ("Elmby 23.09.2025", "2025-09-23"),
        ("25/9 2025 KL. 19-21.30", "2025-09-25"),
        ("25/9 kl. 19-21.30", "--09-25"),
        ("onsdag d. 1.10.25", "2025-10-01"),
        ("Dato: 01-10-2025", "2025-10-01"),
        ("Elmby, mandag 6.10.2025", "2025-10-06"),
        ("23. 9. 2025", "2025-09-23"),
        ("23/9/2025", "2025-09-23"),
        ("25/9 '25", "2025-09-25"),
        ("2025-09-23", "2025-09-23"),
        ("2025-09-23T19:00", "2025-09-23"),
        ("12.juni 2025", "2025-06-12"),
        ("6. okt 25", "2025-10-06"),
        ("2. marts, 2026", "2026-03-02"),
        ("fra den 23.-24. september 2025", "2025-09-23"),
        ("3. og 4. maj", "--05-03"),
        ("STED: LADEN. BORD 6. 16 JUNI", "--06-16"),
        ("DEN 1. OKTOBER", "--10-01"),
        ("senest 5. dec.", "--12-05"),
        ("første maj", "--05-01"),
        ("mandag d. 6/10", "--10-06"),
        ("d. 24.12", "--12-24"),
        ("Elmby, 6/10", "--10-06"),
        ("lørdag 3/5 kl. 10", "--05-03"),
        ("29. februar", "--02-29"),
        # An hour after the month is not a year.
        ("16. juni 19.00-21", "--06-16"),
        ("16. juni 19-21", "--06-16"),
    ],
)
def test_parse_date_reads_every_danish_way(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kl. 19-21.30",
        "kl. 9-12.30",
        "kl. 9.10-12",
        "mandag 19-21",
        "bord 6",
        "BORD 6. 16 deltagere",
        "1.000",
        "1.000.000 kr.",
        "10.12.1.000",
        "8900 Elmby",
        "tlf. 86 12 10 20",
        "86-12-10-20",
        "010170-1234",
        "3/4 af borgerne",
        "åben 24/7",
        "24/7",
        "1.2.10 Overskrift",
        "v1.10.25",
        "10. klasse",
        "1.-3. klasse",
        "20-29 år",
        "Strategi 2025-2030",
        "3 majskolber",
        "31. september",
        "29. februar 2025",
    ],
)
def test_parse_date_leaves_other_numbers_alone(text: str) -> None:
    assert parse_date(text) is None


def test_parse_date_takes_the_first_of_two() -> None:
    assert parse_date("mødet 3. juni 2025, referat 10. juni 2025") == "2025-06-03"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.text(alphabet="abc ,æø"))
def test_parse_date_finds_any_date_after_any_words(day: date, words: str) -> None:
    assert parse_date(f"{words} {day.day}/{day.month} {day.year}") == day.isoformat()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6", 6),
        ("1.000", 1000),
        ("nul", 0),
        ("to", 2),
        ("én", 1),
        ("femogtyve", 25),
        ("nioghalvfems", 99),
        ("III", 3),
        ("IX", 9),
        ("XIV", 14),
    ],
)
def test_parse_number_reads_digits_words_and_romans(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "x", "MIX", "IIII", "bord", "1.00", "nulogtyve", "3a"])
def test_parse_number_refuses_the_rest(text: str) -> None:
    assert parse_number(text) is None


def test_sort_key_follows_the_danish_alphabet() -> None:
    right = [
        "à la carte",
        "Albertslund",
        "Bord",
        "Bord 2",
        "Bord 10",
        "klimaanlæg",
        "klimabil",
        "Mygind",
        "Müller",
        "Søndergade",
        "Søndergaard",
        "Zoo",
        "Ærø",
        "Ørsted",
        "Aabenraa",
        "Aarhus",
        "Århus",
    ]
    shuffled = random.Random(7).sample(right, len(right))
    assert sorted(shuffled, key=sort_key) == right


@given(st.text(), st.text())
def test_sort_key_orders_any_two_texts(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (
        unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    )
    assert (sort_key(one) < sort_key(other)) != (sort_key(one) >= sort_key(other))


def test_tokens_keep_danish_letters_numbers_and_abbreviations_whole() -> None:
    text = "F.eks. børnene, bl.a. 1.000 unge i A-huset – 3,5 km. Kultur- og fritid m.v."
    words = "F.eks|børnene|bl.a|1.000|unge|i|A-huset|3,5|km|Kultur|og|fritid|m.v"
    assert tokens(text) == words.split("|")


def test_tokens_are_composed() -> None:
    assert tokens(unicodedata.normalize("NFD", "Århus")) == ["Århus"]


@given(st.text())
def test_tokens_stand_in_the_text(text: str) -> None:
    whole = unicodedata.normalize("NFC", text)
    place = 0
    for token in tokens(text):
        place = whole.index(token, place) + len(token)
        assert not re.search(r"\s", token)


def test_stop_words_are_single_lower_case_tokens() -> None:
    assert [word for word in STOP_WORDS if tokens(word) != [word] or word != word.lower()] == []
    assert {"og", "ikke", "på", "være"} <= STOP_WORDS
    assert not {"barn", "kommune", "skole", "god", "ny"} & STOP_WORDS


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("Børnene", "barn"),
        ("skolerne", "skole"),
        ("kommunens", "kommune"),
        ("gik", "gå"),
        ("bøgerne", "bog"),
        ("borger", "borger"),
        ("dyr", "dyr"),
        ("udfordringer", "udfordring"),
        ("FRIVILLIGE", "frivillig"),
        ("xyzerne", "xyzerne"),
    ],
)
def test_lemma(form: str, base: str) -> None:
    assert lemma(form) == base


def test_content_lemmas_drop_stop_words_and_numbers() -> None:
    text = "De 30 børn får ikke en plads i institutionerne, f.eks. i byen"
    assert content_lemmas(text) == ["barn", "plads", "institution", "by"]


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, pipeline.danish as d; d.parse_date('1/1 2025'); d.sort_key('å');"
        "d.tokens('å'); d.STOP_WORDS;"
        "print(sorted({'simplemma', 'wordfreq', 'spacy', 'numpy', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_content_lemmas_can_add_the_parts_of_compounds() -> None:
    text = "Flere daginstitutionspladser og trygge skoleveje"
    assert content_lemmas(text) == ["daginstitutionsplads", "tryg", "skolevej"]
    assert content_lemmas(text, compound_parts=True) == (
        ["daginstitutionsplads", "dag", "institution", "plads", "tryg", "skolevej", "skole", "vej"]
    )


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("daginstitutionspladser", ("dag", "institution", "pladser")),
        ("Drengeklubben", ("dreng", "klubben")),
        ("arbejdsplads", ("arbejde", "plads")),
        ("husstand", ("hus", "stand")),
        ("it-strategi", ("it", "strategi")),
        ("børnene", ("børnene",)),
        ("samarbejde", ("samarbejde",)),
        ("parkering", ("parkering",)),
        ("qxwz", ("qxwz",)),
        ("-", ("-",)),
        ("", ("",)),
    ],
)
def test_split_compound(word: str, parts: tuple[str, ...]) -> None:
    assert split_compound(word) == parts


def test_split_compound_reads_most_municipal_compounds_and_leaves_simple_words() -> None:
    rows = Path(__file__).with_name("data").joinpath("compounds.tsv").read_text("utf-8")
    gold = {
        word: tuple(parts.split("|"))
        for word, parts in (row.split("\t") for row in rows.splitlines()[1:])
    }
    simple = [word for word, parts in gold.items() if len(parts) == 1]
    compounds = [word for word, parts in gold.items() if len(parts) > 1]
    assert (len(compounds), len(simple)) == (200, 40)
    assert sum(split_compound(word) == gold[word] for word in compounds) >= 188
    assert [word for word in simple if split_compound(word) != gold[word]] == []


@given(st.text(alphabet="abdeghiklmnorstuvæøå-", max_size=25))
def test_split_compound_never_loses_the_end_of_a_word(word: str) -> None:
    parts = split_compound(word)
    assert parts
    assert word.rstrip("-").endswith(parts[-1]) or parts == (word,)
