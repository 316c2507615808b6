"""The Word file in LibreOffice: nothing is lost when it is saved again or printed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from material import bookmarks, content, reviewed

from pipeline.draft import Draft
from pipeline.draft.snapshot import take_snapshot
from pipeline.draft.word import read_origin, to_docx
from pipeline.read import read_file

OFFICE = shutil.which("soffice")
NAME = "udkast.docx"
# A statement is known by its first letters; a page may break the words after them.
_START = 25


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draft, and with what LibreOffice makes of it."""
    if not OFFICE:
        pytest.skip("needs LibreOffice: install it so that `soffice` starts it")
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def draft(folder: Path) -> Draft:
    made = content(reviewed(folder))
    (folder / NAME).write_bytes(to_docx(made, take_snapshot(made, False)))
    return made


def convert(folder: Path, suffix: str) -> Path:
    """Save the draft in another format, with settings of the office's own first start."""
    out = folder / "gemt"
    settings = f"-env:UserInstallation={(folder / 'indstillinger').as_uri()}"
    command = [str(OFFICE), settings, "--headless", "--convert-to", suffix, "--outdir", str(out)]
    subprocess.run([*command, str(folder / NAME)], check=True, capture_output=True, timeout=300)
    return out / Path(NAME).with_suffix(f".{suffix}")


def footnotes(word: DocumentType) -> list[str]:
    """Text of the notes in the order their marks stand in the document."""
    [part] = [
        p for p in word.part.package.iter_parts() if str(p.partname).endswith("footnotes.xml")
    ]
    notes = {
        note.get(qn("w:id")): "".join(text.text or "" for text in note.iter(qn("w:t"))).strip()
        for note in parse_xml(part.blob).iter(qn("w:footnote"))
    }
    marks = word.element.body.iter(qn("w:footnoteReference"))
    return [notes[mark.get(qn("w:id"))] for mark in marks]


def test_bookmarks_and_footnotes_outlive_being_saved(draft: Draft, folder: Path) -> None:
    path = convert(folder, "docx")
    before, after = Document(str(folder / NAME)), Document(str(path))
    assert bookmarks(after) == bookmarks(before)
    assert footnotes(after) == footnotes(before)
    assert len(footnotes(after)) == sum(row.is_quoted for row in draft.appendix)
    assert read_origin(path) == take_snapshot(draft, False)


def test_every_statement_is_printed(draft: Draft, folder: Path) -> None:
    path = convert(folder, "pdf")
    printed = letters(" ".join(line.text for line in read_file(path, path.parent).lines))
    appendix = printed[printed.rindex(letters("Bilag: Alle udsagn efter tema")) :]
    lost = [row.text for row in draft.appendix if letters(row.text)[:_START] not in appendix]
    assert lost == []


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
