"""Personal data is flagged by its form and left where it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.privacy import flag_personal
from pipeline.records import Bullet, Meeting, Source


def bullet(text: str) -> Bullet:
    return Bullet("b1", text, "andet", "", None, Meeting(), Source("a.txt", None, 1))


def flags(text: str, *names: str) -> tuple[str, ...]:
    [flagged] = flag_personal([bullet(text)], names)
    assert flagged.text == text
    return flagged.flags


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Hans nummer er 010170-1234", ("cpr",)),
        ("cpr 3112991234", ("cpr",)),
        ("Ring på 86 12 34 56", ("telefon",)),
        ("Ring på +45 86123456", ("telefon",)),
        ("Ring på 8612 3456", ("telefon",)),
        ("Skriv til asta@eksempel.dk", ("e-mail",)),
        ("Hullet ved Mosevej 12 B", ("adresse",)),
        ("Spørg fru Hvidkilde", ("navn",)),
        ("Ring til hr. Hansen på 86123456", ("telefon", "navn")),
    ],
)
def test_personal_data_is_flagged(text: str, right: tuple[str, ...]) -> None:
    assert flags(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Manglende tidlig indsats",
        "Strategi 2025-2030 for 1.000 boliger",
        "Det koster 12.500.000 kr. om året",
        "250 unge (20-29) står uden job",
        "Åbent kl. 18.30-21.00 den 12. juni 2025",
        "Huller på Mosevej, tredje år",
        "Konto 1234567890123456",
        "Frugt og grønt",
        "Dr. kommer sjældent",
    ],
)
def test_other_text_is_not(text: str) -> None:
    assert flags(text) == ()


def test_a_hosts_full_name_is_known_from_the_header() -> None:
    assert flags("Asta Hvidkilde ved mere", "Asta Hvidkilde") == ("navn",)
    assert flags("ASTA HVIDKILDE ved mere", "Asta Hvidkilde") == ("navn",)
    assert flags("Hvidkilde Sø er ren", "Asta Hvidkilde", "Sø", "") == ()


@given(st.lists(st.text(max_size=60), max_size=5))
def test_nothing_but_the_flags_is_changed(texts: list[str]) -> None:
    before = [bullet(text) for text in texts]
    after = flag_personal(before, ["Asta Hvidkilde"])
    assert [item.text for item in after] == texts
    assert [item.id for item in after] == [item.id for item in before]
