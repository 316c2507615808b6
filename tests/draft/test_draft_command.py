"""`temaer draft`, as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from material import gold_review, reviewed

from pipeline.cli import FAILED, OK, main

NAMES = ("strategiudkast.docx", "strategiudkast.md", "strategiudkast.xlsx", "strategiudkast.json")


def types(folder: Path, *words: str) -> int:
    return main(["draft", *words, "--out", str(folder / "build")])


def test_it_writes_all_files_from_one_content(tmp_path: Path) -> None:
    reviewed(tmp_path).close()
    assert types(tmp_path) == OK
    out = tmp_path / "build"
    assert all((out / name).is_file() for name in NAMES)
    data = json.loads((out / "strategiudkast.json").read_text(encoding="utf-8"))
    assert data["schema"] == 1
    assert len(data["chapters"]) == 14
    first = [(out / name).read_bytes() for name in NAMES]
    assert types(tmp_path) == OK
    assert [(out / name).read_bytes() for name in NAMES] == first


def test_nothing_approved_is_an_error_that_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold_review(tmp_path).close()
    assert types(tmp_path) == FAILED
    said = capsys.readouterr().err
    assert "No theme is approved yet, 15 are proposed." in said
    assert "--include-proposed" in said
    assert not (tmp_path / "build" / "strategiudkast.docx").exists()
    assert types(tmp_path, "--include-proposed") == OK
    word = Document(tmp_path / "build" / "strategiudkast.docx")
    heads = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert sum(head.endswith(" (forslag)") for head in heads) == 15


def test_changes_since_an_older_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reviewed(tmp_path).close()
    out = tmp_path / "build"
    assert types(tmp_path) == OK
    before = (out / "strategiudkast.docx").read_bytes()
    words = ["--by", "Åse", "--out", str(out)]
    assert main(["rename", "Natur og friluftsliv", "Natur for alle", *words]) == OK
    capsys.readouterr()
    assert types(tmp_path, "--diff", str(out / "strategiudkast.docx")) == OK
    said = capsys.readouterr().out
    assert "»Natur og friluftsliv« hedder nu »Natur for alle«" in said
    assert (out / "strategiudkast-aendringer.md").read_text(encoding="utf-8") == said
    assert (out / "strategiudkast.docx").read_bytes() == before


def test_kle_of_a_theme_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviewed(tmp_path).close()
    path = tmp_path / "kle.csv"
    path.write_text("tema;kle\nNatur og friluftsliv;04.00\nRumfart;99.00\n", encoding="utf-8")
    assert types(tmp_path, "--kle", str(path)) == OK
    said = capsys.readouterr().out
    assert "KLE: the draft has no theme 'rumfart'." in said
    data = json.loads((tmp_path / "build" / "strategiudkast.json").read_text(encoding="utf-8"))
    numbers = {row["title"]: row["kle"] for row in data["chapters"] if row["kle"]}
    assert numbers == {"Natur og friluftsliv": "04.00"}
