"""Personal data stay out of every file's bytes unless they are asked for."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from docx import Document
from material import KRO, content, draft_of, reviewed, said

from pipeline.draft import Draft, Options
from pipeline.draft.files import write_draft
from pipeline.draft.snapshot import take_snapshot

SECRET = "Ring til Jonna på 75 12 34 56 om bussen"
NAMED = "Camilla Fjordside fra bord 5 lovede at følge op"
PERSONAL = ("75 12 34 56", "Fjordside lovede", "Camilla Fjordside", "Prøvesen")


def everything(folder: Path) -> str:
    """All text in all files of a folder, packed parts unpacked."""
    found = []
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        if is_zipfile(io.BytesIO(data)):
            with ZipFile(io.BytesIO(data)) as package:
                parts = [package.read(name) for name in package.namelist()]
        else:
            parts = [data]
        found += [part.decode("utf-8", errors="replace") for part in parts]
    return "\n".join(found)


def written(folder: Path, options: Options) -> tuple[Draft, str]:
    review = reviewed(folder, f"{SECRET}\n{NAMED}")
    draft = content(review, options)
    out = folder / "build"
    write_draft(draft, take_snapshot(draft, False), out)
    assert len(list(out.iterdir())) == 4
    return draft, everything(out)


def hosts(draft_folder: Path) -> set[str]:
    review = reviewed(draft_folder)
    return {document.meeting.host for document in review.store.documents()}


def test_by_default_no_file_holds_them(tmp_path: Path) -> None:
    draft, text = written(tmp_path / "a", Options())
    names = hosts(tmp_path / "b")
    assert len(names) == 16
    for name in (*PERSONAL, *names):
        assert name not in text
    assert (draft.held_back.bullets, dict(draft.held_back.sorts)) == (2, {"navn": 1, "telefon": 1})
    assert "2 udsagn er holdt tilbage, fordi de indeholder personoplysninger." in text


def test_what_is_held_back_counts_and_keeps_its_row(tmp_path: Path) -> None:
    draft, _ = written(tmp_path, Options())
    rows = [row for row in draft.appendix if row.is_held_back]
    assert [(row.bullet, row.text) for row in rows] == [("bextra000", ""), ("bextra001", "")]
    word = Document(tmp_path / "build" / "strategiudkast.docx")
    cells = [row.cells[0].text for table in word.tables for row in table.rows]
    assert cells.count("Holdt tilbage: indeholder personoplysninger.") == 2


def test_asked_for_they_are_there(tmp_path: Path) -> None:
    draft, text = written(tmp_path, Options(include_personal=True))
    for name in (*PERSONAL[:1], *PERSONAL[2:], "Merethe Øllgaard Lind"):
        assert name.casefold() in text.casefold()
    assert draft.held_back.bullets == 0
    assert draft.made_with.names == ("Karla Prøvesen",)


@pytest.mark.parametrize("path", ["Asta Hvidkilde.docx", "mødet/asta_hvidkilde-bord1.docx"])
def test_a_file_named_after_a_host_is_called_by_a_number(path: str) -> None:
    draft = draft_of(said(1, "Flere busser", path=path), said(2, "Flere tog", path="b.txt"))
    data = json.dumps([str(draft)], ensure_ascii=False).casefold()
    assert "hvidkilde" not in data
    [note] = [row.note.text for row in draft.appendix if row.bullet == "b1"]
    assert re.fullmatch(r"Nærum Kro, 3\. maj 2025, bord 1, opsamling nr\. \d, linje 1", note)


def test_a_host_of_another_table_in_a_statement_is_held_back() -> None:
    draft = draft_of(
        said(1, "Flere busser"), said(2, "Vi spurgte asta  hvidkilde om det", path="b.txt")
    )
    assert [row.is_held_back for row in draft.appendix] == [False, True]
    assert KRO.host == "Asta Hvidkilde"
