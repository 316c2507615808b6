"""The Excel sheet: what people change in it is decided, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.errors import InputError
from pipeline.records import Bullet, Meeting, ParsedDocument, Source
from pipeline.review import Approve, Describe, Lock, Move, Nest, Rename, Review, SetAside
from pipeline.review.decisions import Arrive, NewTheme, Propose
from pipeline.sheet import import_sheet, write_sheet

TEXTS = {
    "b1": "Flere busser",
    "b2": '=HYPERLINK("http://x")',
    "b3": "-2 grader i hallen",
    "b4": "@kommunen: hør efter",
    "b5": "+45 er ikke et svar",
    "b6": "Et teater\x0bi byen",
}
HOMES = {"tbus": ("b1", "b2"), "tby": ("b3",), "ttorv": ("b4", "b5"), "tto": ()}


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Bus holds b1 and b2, Byen b3 and, under it, Torvet b4 and b5; b6 is uncertain."""
    review = Review(tmp_path / "temaer.db")
    meeting = Meeting(place="Nærum Kro", table="1")
    bullets = [
        Bullet(id_, text, "idé", "Idéer", None, meeting, Source("a.txt", None, row))
        for row, (id_, text) in enumerate(TEXTS.items(), 1)
    ]
    titles = {"tbus": "Bus", "tby": "Byen", "ttorv": "Torvet", "tto": "Bus"}
    themes = tuple(
        NewTheme(
            id_,
            titles[id_],
            "tby" if id_ == "ttorv" else None,
            (),
            (),
            (),
            held,
            (0.5,) * len(held),
        )
        for id_, held in HOMES.items()
    )
    with review.changing():
        document = ParsedDocument("a.txt", "0" * 64, meeting, tuple(bullets), (), ())
        review.store.put_documents([document], bullets)
        review.add(Arrive(tuple(TEXTS)), "temaer")
        review.add(Propose(themes=themes), "temaer")
    return review


@pytest.fixture
def sheet(review: Review, tmp_path: Path) -> Path:
    path = tmp_path / "build" / "gennemgang.xlsx"
    write_sheet(review, path)
    return path


def edit(path: Path, *changes: tuple[str, str, str, Any]) -> Path:
    """Change cells: sheet, id of the row, heading of the column, value."""
    book = load_workbook(path)
    for name, id_, heading, value in changes:
        book[name][cell(path, name, id_, heading).split("!")[1]].value = value
    book.save(path)
    return path


def cell(path: Path, name: str, id_: str, heading: str) -> str:
    sheet = load_workbook(path)[name]
    [column] = [cell.column_letter for cell in sheet[1] if cell.value == heading]
    [row] = [cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value == id_]
    return f"{name}!{column}{row}"


def refused(review: Review, path: Path) -> str:
    before, entries = review.state, review.history.entries
    with pytest.raises(InputError) as refusal:
        import_sheet(review, path, "Åse")
    assert (review.state, review.history.entries) == (before, entries)
    return str(refusal.value)


def test_a_sheet_that_nobody_changed_decides_nothing(review: Review, sheet: Path) -> None:
    before = review.revision
    assert import_sheet(review, sheet, "Åse") == []
    assert review.revision == before


def test_it_is_danish_and_only_the_open_columns_can_be_written_in(sheet: Path) -> None:
    book = load_workbook(sheet)
    assert book.sheetnames[:3] == ["Vejledning", "Temaer", "Udsagn"]
    assert book["Valg"].sheet_state == "hidden"
    assert "kun skrive i de lyse felter" in str([cell.value for cell in book["Vejledning"]["A"]])
    for name, open_ in (
        (
            "Temaer",
            {
                *("Ny titel", "Ny status", "Læg sammen med", "Læg under", "Ny beskrivelse"),
                *("Lås", "Tilføj note"),
            },
        ),
        ("Udsagn", {"Nyt tema", "Hvorfor lagt til side", "Tilføj note"}),
    ):
        assert book[name].protection.sheet
        unlocked = {
            book[name].cell(1, c.column).value for c in book[name][2] if not c.protection.locked
        }
        assert unlocked == open_


def test_a_bullets_theme_is_chosen_from_a_list(sheet: Path) -> None:
    book = load_workbook(sheet)
    [rule] = [r for r in book["Udsagn"].data_validations.dataValidation if "Valg" in r.formula1]
    assert rule.formula1 == "=Valg!$A$1:$A$6"
    choices = [row[0].value for row in book["Valg"]["A1:A6"]]
    assert choices == [
        *("Bus", "Byen", "Byen › Torvet", "Bus [tto]", "(ikke placeret)", "(lagt til side)"),
    ]


def test_texts_that_look_like_formulas_are_texts(sheet: Path) -> None:
    book = load_workbook(sheet)
    cells = {row[0].value: row[1] for row in book["Udsagn"].iter_rows(min_row=2)}
    for id_ in ("b2", "b3", "b4", "b5"):
        assert cells[id_].value == TEXTS[id_]
        assert cells[id_].data_type == "s"
        assert cells[id_].quotePrefix
    assert cells["b6"].value == "Et teater i byen"


def test_every_sort_of_change_is_decided(review: Review, sheet: Path) -> None:
    edit(
        sheet,
        ("Temaer", "tbus", "Ny titel", "Busser og tog"),
        ("Temaer", "tby", "Ny status", "godkendt"),
        ("Temaer", "tto", "Læg sammen med", "Bus"),
        ("Temaer", "ttorv", "Tilføj note", "Spørg handelsforeningen"),
        ("Udsagn", "b1", "Nyt tema", "Byen › Torvet"),
        ("Udsagn", "b6", "Nyt tema", "Byen"),
        ("Udsagn", "b3", "Nyt tema", "(lagt til side)"),
        ("Udsagn", "b3", "Hvorfor lagt til side", "ikke et udsagn"),
        ("Udsagn", "b4", "Nyt tema", "NY: Handel"),
    )
    import_sheet(review, sheet, "Åse")
    state = review.state
    assert "tto" not in state.themes
    assert state.themes["tbus"].title == "Busser og tog"
    assert state.themes["tby"].status == state.themes["ttorv"].status == "approved"
    assert [note.text for note in state.themes["ttorv"].notes] == ["Spørg handelsforeningen"]
    assert state.places["b1"].theme == "ttorv"
    assert state.places["b6"].theme == "tby"
    assert state.places["b3"].aside == "not a statement"
    [new] = [theme for theme in state.themes.values() if theme.title == "Handel"]
    assert state.own[new.id] == ("b4",)
    assert {entry.by for entry in review.history.entries[2:]} == {"Åse"}
    assert import_sheet_again_is_refused_or_empty(review, sheet)


def test_description_lock_and_place_in_the_tree_are_decided(review: Review, sheet: Path) -> None:
    edit(
        sheet,
        ("Temaer", "tbus", "Ny beskrivelse", "=Busser, tog\nog stoppesteder"),
        ("Temaer", "tbus", "Lås", "ja"),
        ("Temaer", "tbus", "Ny titel", "Busser og tog"),
        ("Temaer", "ttorv", "Læg under", "(øverst)"),
        ("Temaer", "tby", "Læg under", "Byen › Torvet"),
    )
    book = load_workbook(sheet)
    said = book["Temaer"][cell(sheet, "Temaer", "tbus", "Ny beskrivelse").split("!")[1]]
    said.data_type, said.quotePrefix = "s", True
    book.save(sheet)
    import_sheet(review, sheet, "Åse")
    themes = review.state.themes
    assert themes["tbus"].description == "=Busser, tog\nog stoppesteder"
    assert (themes["tbus"].is_locked, themes["tbus"].title) == (True, "Busser og tog")
    assert (themes["ttorv"].parent, themes["tby"].parent) == (None, "ttorv")
    write_sheet(review, sheet)
    book = load_workbook(sheet)
    for heading, value in (
        ("Beskrivelse nu", "=Busser, tog\nog stoppesteder"),
        ("Ny beskrivelse", "=Busser, tog\nog stoppesteder"),
        ("Låst nu", "ja"),
    ):
        written = book["Temaer"][cell(sheet, "Temaer", "tbus", heading).split("!")[1]]
        assert (written.value, written.data_type) == (value, "s")
    edit(
        sheet,
        ("Temaer", "tbus", "Ny beskrivelse", None),
        ("Temaer", "tbus", "Lås", "nej"),
        ("Temaer", "tbus", "Ny titel", "Busser"),
    )
    import_sheet(review, sheet, "Åse")
    theme = review.state.themes["tbus"]
    assert (theme.description, theme.is_locked, theme.title) == ("", False, "Busser")


def test_a_theme_may_be_put_under_one_that_comes_with_those_under_it(
    review: Review, sheet: Path
) -> None:
    edit(
        sheet,
        ("Temaer", "tby", "Læg under", "Bus"),
        ("Temaer", "ttorv", "Læg under", "Bus"),
    )
    import_sheet(review, sheet, "Åse")
    assert review.state.children["tbus"] == ("tby", "ttorv")


def test_line_ends_and_spaces_alone_change_no_description(review: Review, tmp_path: Path) -> None:
    review.decide(Describe("tbus", "En linje\n\nog en til"), "Åse")
    path = tmp_path / "ark.xlsx"
    write_sheet(review, path)
    edit(path, ("Temaer", "tbus", "Ny beskrivelse", "En linje\r\n og en til "))
    assert import_sheet(review, path, "Åse") == []


def import_sheet_again_is_refused_or_empty(review: Review, sheet: Path) -> bool:
    """Reading the same sheet in twice must not do anything twice."""
    before = review.state.to_json()
    with pytest.raises(InputError):
        import_sheet(review, sheet, "Åse")
    return review.state.to_json() == before


def test_bullets_of_several_themes_make_one_new_theme(review: Review, sheet: Path) -> None:
    edit(sheet, *[("Udsagn", id_, "Nyt tema", "NY: Alt muligt") for id_ in ("b1", "b4", "b6")])
    import_sheet(review, sheet, "Åse")
    [new] = [theme for theme in review.state.themes.values() if theme.title == "Alt muligt"]
    assert set(review.state.own[new.id]) == {"b1", "b4", "b6"}


def test_bullets_in_no_theme_make_a_new_theme(review: Review, tmp_path: Path) -> None:
    review.decide(SetAside(("b1", "b4"), "other"), "Åse")
    path = tmp_path / "ny.xlsx"
    write_sheet(review, path)
    edit(path, *[("Udsagn", id_, "Nyt tema", "NY: Fundet frem") for id_ in ("b1", "b4")])
    [entry] = import_sheet(review, path, "Åse")
    assert entry.kind == "gather"
    [new] = [theme for theme in review.state.themes.values() if theme.title == "Fundet frem"]
    assert set(review.state.own[new.id]) == {"b1", "b4"}


def test_every_problem_is_told_at_once_by_sheet_and_cell(review: Review, sheet: Path) -> None:
    edit(
        sheet,
        ("Temaer", "tbus", "Ny titel", ""),
        ("Temaer", "tby", "Ny status", "måske"),
        ("Temaer", "tto", "Læg sammen med", "Bus [tto]"),
        ("Udsagn", "b1", "Nyt tema", "Findes ikke"),
        ("Udsagn", "b3", "Nyt tema", "(lagt til side)"),
        ("Udsagn", "b4", "Nyt tema", "(ikke placeret)"),
        ("Udsagn", "b5", "Nyt tema", "Bus"),
        ("Temaer", "ttorv", "Læg under", "Findes ikke"),
        ("Temaer", "tbus", "Læg under", "Bus"),
        ("Temaer", "tbus", "Lås", "måske"),
        ("Temaer", "tby", "Ny beskrivelse", "x" * 10_001),
    )
    message = refused(review, sheet)
    for name, id_, heading, said in (
        ("Temaer", "tbus", "Ny titel", "empty"),
        ("Temaer", "tby", "Ny status", "must be one of: forslag, godkendt"),
        ("Temaer", "tto", "Læg sammen med", "itself"),
        ("Udsagn", "b1", "Nyt tema", "no theme is called 'Findes ikke'"),
        ("Udsagn", "b3", "Hvorfor lagt til side", "says why"),
        ("Udsagn", "b4", "Nyt tema", "cannot be taken out"),
        ("Temaer", "ttorv", "Læg under", "no theme is called 'Findes ikke'"),
        ("Temaer", "tbus", "Læg under", "under itself"),
        ("Temaer", "tbus", "Lås", "must be one of: nej, ja"),
        ("Temaer", "tby", "Ny beskrivelse", "10000 is the most"),
    ):
        assert f"{cell(sheet, name, id_, heading)}: " in message
        assert said in message
    assert "10 to correct" in message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("Temaer", "tbus", "Titel nu", "Andet"), "must stay 'Bus'"),
        (("Temaer", "tbus", "Beskrivelse nu", "Andet"), "must stay ''"),
        (("Temaer", "tbus", "Låst nu", "ja"), "must stay 'nej'"),
        (("Temaer", "ttorv", "Under nu", "Bus"), "must stay 'Byen'"),
        (("Temaer", "tbus", "Ny beskrivelse", "=A1"), "is a formula"),
        (("Temaer", "tbus", "Id", "tx"), "no such theme"),
        (("Temaer", "tbus", "Id", None), "the id is gone"),
        (("Udsagn", "b1", "Id", "b2"), "the same id stands in Udsagn!A"),
        (("Udsagn", "b1", "Tema nu", "Byen"), "must stay 'Bus'"),
        (("Udsagn", "b1", "Nyt tema", "=A1"), "is a formula"),
    ],
    ids=str,
)
def test_what_must_stay_is_checked(review: Review, sheet: Path, change: Any, said: str) -> None:
    assert said in refused(review, edit(sheet, change))


def test_a_row_that_is_gone_is_told(review: Review, sheet: Path) -> None:
    book = load_workbook(sheet)
    book["Udsagn"].delete_rows(2)
    book.save(sheet)
    assert "Udsagn: the row of b1 is gone" in refused(review, sheet)


def test_rows_may_be_sorted(review: Review, sheet: Path) -> None:
    book = load_workbook(sheet)
    rows = [[cell.value for cell in row] for row in book["Udsagn"].iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), 2):
        for column, value in enumerate(values, 1):
            cell = book["Udsagn"].cell(number, column)
            cell.value = value
            if value:
                cell.data_type = "s"
    book.save(sheet)
    edit(sheet, ("Udsagn", "b3", "Nyt tema", "Bus"))
    import_sheet(review, sheet, "Åse")
    assert review.state.places["b3"].theme == "tbus"


def test_changes_of_others_stay_where_the_sheet_changed_something_else(
    review: Review, sheet: Path
) -> None:
    review.decide(Rename("tby", "Midtbyen"), "Bo")
    review.decide(Move(("b2",), "ttorv"), "Bo")
    edit(sheet, ("Temaer", "tbus", "Ny titel", "Busser"), ("Udsagn", "b1", "Nyt tema", "Byen"))
    import_sheet(review, sheet, "Åse")
    state = review.state
    assert (state.themes["tby"].title, state.themes["tbus"].title) == ("Midtbyen", "Busser")
    assert (state.places["b1"].theme, state.places["b2"].theme) == ("tby", "ttorv")


def test_what_others_changed_as_well_is_refused_unless_it_is_the_same(
    review: Review, sheet: Path
) -> None:
    review.decide_all([Rename("tbus", "Bustrafik"), Approve("tby")], "Bo")
    review.decide(Move(("b1",), "ttorv"), "Bo")
    review.decide(SetAside(("b6",), "other"), "Bo")
    review.decide_all([Describe("tby", "Byen"), Nest("ttorv", None), Lock("tto")], "Bo")
    same = edit(
        sheet,
        ("Temaer", "tby", "Ny status", "godkendt"),
        ("Temaer", "tby", "Ny beskrivelse", "Byen"),
        ("Temaer", "ttorv", "Læg under", "(øverst)"),
        ("Temaer", "tto", "Lås", "ja"),
    )
    assert import_sheet(review, same, "Åse") == []
    edit(
        sheet,
        ("Temaer", "tbus", "Ny titel", "Busser"),
        ("Udsagn", "b1", "Nyt tema", "Byen"),
        ("Udsagn", "b6", "Nyt tema", "Byen"),
        ("Temaer", "tby", "Ny beskrivelse", "Torve og pladser"),
        ("Temaer", "ttorv", "Læg under", "Bus"),
    )
    message = refused(review, sheet)
    for name, id_, heading in (
        ("Temaer", "tbus", "Ny titel"),
        ("Temaer", "tby", "Ny beskrivelse"),
        ("Temaer", "ttorv", "Læg under"),
        ("Udsagn", "b1", "Nyt tema"),
        ("Udsagn", "b6", "Nyt tema"),
    ):
        assert f"{cell(sheet, name, id_, heading)}: changed by somebody else" in message


def test_a_sheet_of_another_review_or_another_file_is_named(
    review: Review, sheet: Path, tmp_path: Path
) -> None:
    with Review(tmp_path / "anden.db") as other, pytest.raises(InputError, match="another review"):
        import_sheet(other, sheet, "Åse")
    text = tmp_path / "tekst.xlsx"
    text.write_text("ikke et ark", encoding="utf-8")
    assert "is no Excel file" in refused(review, text)
    assert "is not there" in refused(review, tmp_path / "væk.xlsx")
    book = load_workbook(sheet)
    del book["Udsagn"]
    book.save(sheet)
    assert "lacks the sheet Udsagn" in refused(review, sheet)


def test_a_file_that_cannot_be_written_is_named(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_sheet(review, tmp_path / "fil" / "gennemgang.xlsx")
