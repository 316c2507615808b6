import datetime
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.errors import InputError
from pipeline.parse import parse
from pipeline.read import delimited, read_file, xlsx
from pipeline.read.content import Content
from pipeline.remarks import in_english


def statements(content: Content) -> list[tuple[str, dict[str, str]]]:
    return [(line.text, dict(line.facts)) for line in content.lines if line.style == "statement"]


def read_csv(text: str, *columns: str) -> Content:
    return delimited.read(text.encode("cp1252"), "svar.csv", columns)


def workbook(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_statement_column_is_found_by_name_and_the_others_become_facts() -> None:
    content = read_csv(
        "Nr;Sted;Dato;Bord;Udsagn;Type\n"
        '1;Brændkær;23-09-2025;4;"Ingen bus; heller ikke søndag";Udfordring\n'
    )
    facts = {"place": "Brændkær", "date": "23-09-2025", "table": "4", "kind": "Udfordring"}
    assert statements(content) == [("Ingen bus; heller ikke søndag", facts)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    rows = [["Sted", "Udsagn"], ["Havnstrup", "Mere lys"], ["Lynghuse", "Flere tog"]]
    content = read_csv("\n".join(delimiter.join(row) for row in rows))
    assert [text for text, _ in statements(content)] == ["Mere lys", "Flere tog"]


def test_one_column_is_not_cut_at_its_commas() -> None:
    content = read_csv("Udsagn\nLys, også om natten\nBusser, tog og færger\n")
    assert [text for text, _ in statements(content)] == [
        "Lys, også om natten",
        "Busser, tog og færger",
    ]


def test_open_questions_of_a_survey_become_sections() -> None:
    content = read_csv(
        "Alder;Hvad er de største udfordringer?;Har du ideer til løsninger?\n"
        "34;Der går ingen bus efter klokken 18;Giv landsbyerne en delebil hver\n"
        "52;Skolen mangler lærere i matematik;Hent ingeniører ind som timelærere\n"
    )
    assert [(text, facts["section"]) for text, facts in statements(content)] == [
        ("Der går ingen bus efter klokken 18", "Hvad er de største udfordringer?"),
        ("Giv landsbyerne en delebil hver", "Har du ideer til løsninger?"),
        ("Skolen mangler lærere i matematik", "Hvad er de største udfordringer?"),
        ("Hent ingeniører ind som timelærere", "Har du ideer til løsninger?"),
    ]
    assert "Har du ideer" in in_english(content.notes[0])


def test_column_can_be_asked_for() -> None:
    text = "Navn;Ord\nBo;bus\nIda;tog\n"
    assert [said for said, _ in statements(read_csv(text, "ord"))] == ["bus", "tog"]
    with pytest.raises(InputError, match=r'has no column "Svar".*"Navn", "Ord"'):
        read_csv(text, "Svar")


def test_a_table_without_a_statement_column_names_its_columns_and_the_remedy() -> None:
    with pytest.raises(InputError, match=r'"Navn", "Alder".*meeting\.toml'):
        read_csv("Navn;Alder\nBo;34\nIda;52\n")


def test_cell_with_a_list_holds_several_statements() -> None:
    content = read_csv('Udsagn\n"- Mere lys\n- Flere tog\nog busser"\n')
    assert [text for text, _ in statements(content)] == ["Mere lys", "Flere tog og busser"]


def test_excel_dates_numbers_and_sheets() -> None:
    header: list[object] = ["Dato", "Bord", "Udsagn"]
    data = workbook(
        [header, [datetime.datetime(2025, 9, 23), 4.0, "Mere lys"]],
        [header, [datetime.date(2025, 9, 25), 5, "Flere tog"]],
    )
    content = xlsx.read(data, "svar.xlsx")
    assert statements(content) == [
        ("Mere lys", {"date": "2025-09-23", "table": "4"}),
        ("Flere tog", {"date": "2025-09-25", "table": "5"}),
    ]
    assert [line.page for line in content.lines] == [1, 2]


def test_title_rows_above_the_headings_are_lines() -> None:
    data = workbook([["Vores kommune 2035"], [], ["Sted", "Udsagn"], ["Havnstrup", "Mere lys"]])
    content = xlsx.read(data, "svar.xlsx")
    assert [(line.text, line.number, line.style) for line in content.lines] == [
        ("Vores kommune 2035", 1, ""),
        ("Mere lys", 4, "statement"),
    ]


def test_hidden_and_unfit_sheets_are_told_of() -> None:
    book = Workbook()
    book.active.append(["Udsagn"])
    book.active.append(["Mere lys"])
    book.create_sheet("Koder").append([1, 2])
    book.create_sheet("Skjult").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    content = xlsx.read(buffer.getvalue(), "svar.xlsx")
    assert [text for text, _ in statements(content)] == ["Mere lys"]
    assert any('"Skjult" was not read' in in_english(note) for note in content.notes)
    assert any('"Koder" was not read' in in_english(note) for note in content.notes)


def test_rows_reach_the_bullets_with_meeting_kind_and_row(tmp_path: Path) -> None:
    (tmp_path / "svar.csv").write_text(
        "Sted,Dato,Bord,Type,Udsagn\n"
        "Brændkær,23. september 2025,bord 4,Udfordringer,Ingen bus\n"
        "Havnstrup,6/10 2025,1,Gode idéer,Lys på stien\n",
        encoding="utf-8",
    )
    bullets = parse(read_file(tmp_path / "svar.csv", tmp_path)).bullets
    assert [
        (b.text, b.kind, b.meeting.place, b.meeting.date, b.meeting.table, b.source.line)
        for b in bullets
    ] == [
        ("Ingen bus", "udfordring", "Brændkær", "2025-09-23", "4", 2),
        ("Lys på stien", "idé", "Havnstrup", "2025-10-06", "1", 3),
    ]
