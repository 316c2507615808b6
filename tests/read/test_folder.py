import os
import shutil
import sys
import unicodedata
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.parse import parse
from pipeline.read import read_file, read_folder
from pipeline.remarks import in_english

FORMATS = Path(__file__).parent.parent / "data" / "formats"
PLAIN = Path(__file__).parent.parent / "data" / "civic_gold" / "docs"


def write(path: Path, text: str = "- Ingen bus") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def paths(folder: Path) -> list[str]:
    return [document.path for document in read_folder(folder).documents]


def test_folders_are_read_recursively_in_one_order_and_hidden_files_are_told_of(
    tmp_path: Path,
) -> None:
    for number, name in enumerate(["b/2.txt", "a/1.md", "~$x.docx", ".DS_Store", "c.txt"]):
        write(tmp_path / name, f"- udsagn {'abcde'[number] * 4}")
    assert paths(tmp_path) == ["a/1.md", "b/2.txt", "c.txt"]
    assert tuple(map(in_english, read_folder(tmp_path).notes)) == (
        ".DS_Store: left out, a hidden or temporary file",
        "~$x.docx: left out, a hidden or temporary file",
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_danish_names_in_both_unicode_forms_give_one_path(tmp_path: Path, form: str) -> None:
    write(tmp_path / unicodedata.normalize(form, "Brændkær på Ås.txt"))
    assert paths(tmp_path) == [unicodedata.normalize("NFC", "Brændkær på Ås.txt")]


def test_the_same_document_in_other_formats_is_counted_once(tmp_path: Path) -> None:
    stem = "06_gammelrup_b2"
    shutil.copy(PLAIN / f"{stem}.txt", tmp_path / "a.txt")
    for number, name in enumerate(("docx", "odt", "pdf", "pdf_columns", "md")):
        source = next((FORMATS / name).glob(f"{stem}.*"))
        shutil.copy(source, tmp_path / f"b{number}{source.suffix}")
    reading = read_folder(tmp_path)
    assert [document.path for document in reading.documents] == ["a.txt"]
    assert len(reading.notes) == 5
    assert in_english(reading.notes[0]) == "b0.docx: left out, has the same text as a.txt"


def test_a_document_that_differs_in_a_word_is_no_repetition(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Ideer\n- Lys på stien")
    write(tmp_path / "b.txt", "Ideer\n- Lys på vejen")
    assert paths(tmp_path) == ["a.txt", "b.txt"]


def test_one_bad_file_does_not_keep_the_rest_from_being_read(tmp_path: Path) -> None:
    write(tmp_path / "god.txt")
    write(tmp_path / "tom.txt", "")
    write(tmp_path / "andet.xyz")
    (tmp_path / "halv.docx").write_bytes(b"PK\x03\x04 og ikke mere")
    reading = read_folder(tmp_path)
    assert [document.path for document in reading.documents] == ["god.txt"]
    assert [failure.path for failure in reading.failures] == ["andet.xyz", "halv.docx", "tom.txt"]


def test_a_folder_in_which_nothing_can_be_read_gives_the_reasons(tmp_path: Path) -> None:
    write(tmp_path / "tom.txt", "")
    reading = read_folder(tmp_path)
    assert reading.documents == ()
    assert [str(failure) for failure in reading.failures] == [
        "tom.txt: is empty. Check that the right file was saved."
    ]


def test_results_in_the_folder_are_not_read_and_progress_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "build" / "themes.md", "- Lys på stien")
    told: list[tuple[int, int]] = []
    reading = read_folder(tmp_path, tmp_path / "build", lambda *counts: told.append(counts))
    assert [document.path for document in reading.documents] == ["a.txt"]
    assert told == [(1, 1)]


def test_a_file_that_vanishes_before_it_is_read_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"væk\.txt: cannot be opened"):
        read_file(tmp_path / "væk.txt", tmp_path)


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="only a user who is not root can be kept from reading a file",
)
def test_a_file_that_may_not_be_read_is_an_error_with_its_name(tmp_path: Path) -> None:
    write(tmp_path / "låst.txt").chmod(0)
    with pytest.raises(InputError, match=r"låst\.txt: cannot be opened"):
        read_file(tmp_path / "låst.txt", tmp_path)


def test_meeting_toml_states_facts_and_the_nearest_statement_wins(tmp_path: Path) -> None:
    write(tmp_path / "meeting.toml", 'event = "Vores kommune"\nplace = "Mosevig"\n')
    write(
        tmp_path / "møde" / "meeting.toml",
        'place = "Brændkær"\ndate = "23/9 2025"\n["b.txt"]\ntable = "bord 7"\n',
    )
    write(tmp_path / "a.txt", "- Ingen bus her")
    write(tmp_path / "møde" / "b.txt", "STED: KROEN\n\nIdeer\n\n- Lys på stien")
    first, second = (parse(document).meeting for document in read_folder(tmp_path).documents)
    assert (first.event, first.place, first.date) == ("Vores kommune", "Mosevig", "")
    assert (second.event, second.place) == ("Vores kommune", "Brændkær")
    assert (second.date, second.table) == ("2025-09-23", "7")


def test_meeting_toml_names_the_statement_column(tmp_path: Path) -> None:
    write(tmp_path / "meeting.toml", '["svar.csv"]\nstatements = "Ord"\n')
    write(tmp_path / "svar.csv", "Navn;Ord\nBo;bus\n")
    assert [b.text for b in parse(read_folder(tmp_path).documents[0]).bullets] == ["bus"]


@pytest.mark.parametrize(
    ("text", "message"),
    [("place = ", "is not valid TOML"), ('sted = "Kroen"', 'states "sted".*Use .*place')],
)
def test_meeting_toml_with_a_mistake_is_named(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path / "meeting.toml", text)
    write(tmp_path / "a.txt")
    (failure,) = read_folder(tmp_path).failures
    assert failure.path == "meeting.toml"
    with pytest.raises(InputError, match=message):
        raise failure


def test_folder_and_file_names_tell_date_place_and_table_where_the_text_does_not(
    tmp_path: Path,
) -> None:
    write(tmp_path / "2025-09-23 Brændkær" / "noter_bord_3.txt", "Ideer\n\n- Lys på stien")
    meeting = parse(read_folder(tmp_path).documents[0]).meeting
    assert (meeting.date, meeting.place, meeting.table) == ("2025-09-23", "Brændkær", "3")


def test_reading_changes_no_file(tmp_path: Path) -> None:
    for name in ("docx", "odt", "pdf"):
        shutil.copy(next((FORMATS / name).glob("01_*")), tmp_path)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    read_folder(tmp_path)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert after == before
