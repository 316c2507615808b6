"""Headings in hosts' own wordings, sub-headings, notes to the reader."""

import pytest

from pipeline.parse.headings import find_heading, is_note, is_topic, mixes_kinds, title_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Udfordringer", "udfordring"),
        ("UDFORDRINGER:", "udfordring"),
        ("A. De største udfordringer", "udfordring"),
        ("De største udfordringer som bordet var særligt optaget af:", "udfordring"),
        ("Vigtige emner/temaer, som bordets deltagere hæftede sig ved", "udfordring"),
        ("Hvad hæftede bordet sig ved?", "udfordring"),
        ("Problemer og barrierer", "udfordring"),
        ("Drøftelser ved bordet:", "drøftelse"),
        ("2. Hvad talte vi om?", "drøftelse"),
        ("Hvad blev drøftet?", "drøftelse"),
        ("Idéer og muligheder fra borddeltagerne", "idé"),
        ("Øvrige ideer:", "idé"),
        ("Ideer - ", "idé"),
        ("Forslag", "idé"),
        ("Styrker, vi kan bygge videre på", "styrke"),
        ("Styrker ved vores område", "styrke"),
        ("Refektionsspørgsmål:", "refleksion"),
        ("Refleksioner", "refleksion"),
        ("Reflektioner", "refleksion"),
        ("Spørgsmål/andet", "refleksion"),
        ("Hvilke udfordringer ser I?", "udfordring"),
        ("Hvad er de største udfordringer?", "udfordring"),
        ("Hvilke idéer har I til fremtiden?", "idé"),
        ("Hvad er vores styrker?", "styrke"),
        ("Hvad er I stolte af?", "styrke"),
        ("Hvad bekymrer jer?", "udfordring"),
        ("Hvad kan blive bedre?", "udfordring"),
        ("Hvad går godt?", "styrke"),
        ("Hvad drømmer I om?", "idé"),
        ("Svagheder", "udfordring"),
        ("Drømme for fremtiden", "idé"),
        ("## Udfordringer", "udfordring"),
        ("**Idéer:**", "idé"),
        ("Styrker 💪", "styrke"),
        ("Vi kan…", "handling"),
        ("6. Vi kan ...", "handling"),
    ],
)
def test_a_heading_tells_the_kind(text: str, kind: str) -> None:
    heading = find_heading(text)
    assert heading is not None
    assert (heading.kind, heading.is_part) == (kind, False)


@pytest.mark.parametrize("text", ["Opsamling på øvelse 1 (mini-tragt)", "Øvelse 2", "Runde 1"])
def test_a_part_has_sections_of_its_own(text: str) -> None:
    heading = find_heading(text)
    assert heading is not None
    assert (heading.kind, heading.is_part) == ("andet", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Vedholdenhed i de indsatser der virker!!",
        "Styrkerne er væk",
        "Hvad går der tabt",
        "Udfordringerne er blevet større",
        "styrker",
        "Hvilke idéer der er bedst, ved vi ikke",
        "Hvad er der sket med byen?",
        "Hvilken skole skal lukke?",
        "Vi kan tage en klassekammerat med til træning",
        "I forhold til udfordringen om manglende tidlig indsats:",
        "Ift. bosætning:",
        "Midtbyen er ikke attraktiv",
        "En god ide at gøre lejen billig det første år",
    ],
)
def test_a_statement_is_no_heading(text: str) -> None:
    assert find_heading(text) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("B. Drøftelser ved bordet:", "Drøftelser ved bordet"),
        (" Vi kan … ", "Vi kan"),
        ("Ideer -", "Ideer"),
        ("## 2. Ideer ##", "Ideer"),
        ("**Styrker (+)**", "Styrker (+)"),
        ("Hvad blev drøftet?", "Hvad blev drøftet?"),
    ],
)
def test_title_of_keeps_the_words(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_topic_is_short_and_ends_in_a_colon() -> None:
    assert is_topic("I forhold til udfordringen om manglende tidlig indsats: ")
    assert not is_topic("Fællesskab og fritid")
    assert not is_topic("en to tre fire fem seks syv otte ni ti elleve:")


@pytest.mark.parametrize(
    "text",
    [
        "(spørgsmål 1 på slide)",
        "Nedenfor er en samlet tilbagemelding på spørgsmål 1, 2 og 3",
        "(i tilfældig rækkefølge)",
        "De fleste idéer handlede om fællesskab på den ene eller anden måde.",
        "Med venlig hilsen",
        "Mvh Asta",
        "Bordet bestod mest af forældre og to bedsteforældre",
    ],
)
def test_a_note_speaks_to_the_reader(text: str) -> None:
    assert is_note(text)


@pytest.mark.parametrize(
    "text", ["Vedholdenhed i de indsatser der virker!!", "Flere busser (også om aftenen)"]
)
def test_a_statement_is_no_note(text: str) -> None:
    assert not is_note(text)


def test_only_a_note_on_both_kinds_mixes_them() -> None:
    assert mixes_kinds("Nedenstående er en blanding af udfordringer og drøftelser")
    assert not mixes_kinds("Nedenstående er udfordringer")
