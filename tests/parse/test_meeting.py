"""The facts of a meeting from headers in many hands."""

import pytest

from pipeline.parse import parse
from pipeline.parse.meeting import parse_meeting
from pipeline.read import find_files, read_file
from pipeline.records import Document, Line, Meeting

CM, CG, CL, CH = (
    "Brændkær Forsamlingshus",
    "Gammelrup Forsamlingshus",
    "Lynghuse Kultur- og Forsamlingshus",
    "Havnstrup Forsamlingshus",
)
V = "Vores kommune 2035"
SEEDS = {
    "000_ac8094013b47f098.txt": Meeting(
        "Forsamlingshusarrangement/Fyraftensmøde",
        "Cepheus Park",
        "2025-06-12",
        "",
        "Heidi Würtz Pedersen",
        "Social- og Arbejdsmarkedssekretariatet",
    ),
    "003_e353fe3c5366c8dd.txt": Meeting(
        "Forsamlingshusarrangement", "Thor Lounge", "--06-16", "6", "Stinna Andreasen", "SKO"
    ),
}
GOLD = {
    "01": (
        f"Forsamlingshusmøde – {V}",
        CM,
        "2025-09-23",
        "1",
        "Merethe Øllgaard Lind",
        "Sekretariat for Byråd og Strategi",
    ),
    "02": (V, CM, "2025-09-23", "2", "Torben Skaaning", "Teknik og Miljø"),
    "03": (
        f"Forsamlingshusmøde om ”{V}”",
        "Brændkær",
        "2025-09-23",
        "3",
        "Signe Haldrup Bæk",
        "Børn og Skole",
    ),
    "04": (V, "Brændkær", "2025-09-23", "4", "Poul-Erik Vinderslev", "Ældre og Sundhed"),
    "05": (V, CG, "2025-09-25", "1", "Camilla Fjordside", "Kultur & Fritid"),
    "06": (V, CG, "2025-09-25", "2", "Jens Krogsbøll", "Jobcentret"),
    "07": (f"Strategimøde: {V}", "Gammelrup", "2025-09-25", "3", "Lone Amstrup", "Borgerservice"),
    "08": (
        "Forsamlingshusarrangement",
        "Gammelrup",
        "--09-25",
        "5",
        "Rasmus Tandrup Holt",
        "Økonomi og Analyse",
    ),
    "09": ("", CL, "2025-10-01", "1", "Bente Sværke", "Socialafdelingen"),
    "10": (V, CL, "2025-10-01", "2", "Nikolaj Rørvang", "Plan og Byudvikling"),
    "11": (
        f"Forsamlingshusturné – {V}",
        "Lynghuse",
        "2025-10-01",
        "3",
        "Hanne Kjærulf Drost",
        "Sundhedsfremme og Forebyggelse",
    ),
    "12": (
        f"Forsamlingshusarrangement ”{V}”",
        CL,
        "--10-01",
        "4",
        "Mikkel Stabell",
        "Direktionssekretariatet",
    ),
    "13": (V, CH, "--10-06", "1", "Vibe Nørrestrand", "Dagtilbud"),
    "14": ("Strategi 2035 – møde", CH, "2025-10-06", "2", "Henning Overballe", "Natur og Klima"),
    "15": (
        "Forsamlingshusarrangement",
        CH,
        "--10-06",
        "3",
        "Gitte Mørkholt",
        "Fritid og Fællesskaber",
    ),
    "16": (V, "Havnstrup", "2025-10-06", "4", "Sanne Bladt Kruse", "HR og Kommunikation"),
}


@pytest.mark.parametrize("name", SEEDS)
def test_facts_of_the_seeds(root, name: str) -> None:
    folder = root / "seeds"
    assert parse(read_file(folder / name, folder)).meeting == SEEDS[name]


@pytest.mark.parametrize("number", GOLD)
def test_facts_of_the_gold_summaries(root, number: str) -> None:
    folder = root / "tests" / "data" / "civic_gold" / "docs"
    [path] = [path for path in find_files(folder)[0] if path.name.startswith(number)]
    assert parse(read_file(path, folder)).meeting == Meeting(*GOLD[number])


def facts(*header: str, path: str = "opsamling.txt", **stated: str) -> Meeting:
    lines = [Line(text, number) for number, text in enumerate(header, 1)]
    return parse_meeting(lines, Document(path, "", tuple(lines), stated))


def test_what_a_summary_does_not_say_stays_empty() -> None:
    assert facts() == Meeting()


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ("Bord 7", "7"),
        ("BORD NR. 12", "12"),
        ("Bord: nummer to", "2"),
        ("BORD III", "3"),
        ("Bord nr.: 4", "4"),
        ("Bordet ved scenen (4)", "4"),
        ("Bordet ved vinduet, bord 8", "8"),
        ("Bordvært: Asta Hvidkilde", ""),
    ],
)
def test_a_table_in_any_form(line: str, table: str) -> None:
    assert facts(line).table == table


def test_the_table_may_stand_in_the_files_name_only() -> None:
    assert facts("Nærum Kro", path="opsamling_bord3.txt").table == "3"
    assert facts("Bord 5", path="opsamling_bord3.txt").table == "5"
    assert facts("Nærum Kro", path="borde_2025.txt").table == ""


def test_what_the_file_states_outside_the_text_comes_first() -> None:
    meeting = facts("Bord 5", "Sted: Nærum Kro", table="9")
    assert (meeting.table, meeting.place) == ("9", "Nærum Kro")


def test_a_host_and_the_department() -> None:
    for line in (
        "Bordvært: Asta Hvidkilde, Teknik og Miljø",
        "BORDVÆRT OG REFERENT: ASTA HVIDKILDE, TEKNIK OG MILJØ",
        "Referent/bordvært: Asta Hvidkilde (Teknik og Miljø)",
        "Asta Hvidkilde, Teknik og Miljø (referent)",
    ):
        meeting = facts(line)
        assert (meeting.host, meeting.host_role) == ("Asta Hvidkilde", "Teknik og Miljø"), line


def test_participants_are_no_place_and_no_event() -> None:
    meeting = facts("Bord 4", "Deltagere: Jens Lind, Hanne og Per", "Referat af borgermøde")
    assert meeting == Meeting(event="Borgermøde", table="4")
    assert facts("Ordstyrer: Asta Hvidkilde, Teknik").host == "Asta Hvidkilde"


def test_capitals_are_lowered_but_short_abbreviations_kept() -> None:
    assert facts("STED: NÆRUM KRO").place == "Nærum Kro"
    assert facts("BORDVÆRT: ASTA HVIDKILDE, SKO").host_role == "SKO"
