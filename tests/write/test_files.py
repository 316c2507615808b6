"""Files that are there whole or not at all."""

import json

import pytest

from pipeline.errors import InputError
from pipeline.write.files import prepare_folder, write_json, write_text


def test_a_file_is_utf_8_with_unix_line_ends_and_leaves_nothing_beside_it(tmp_path) -> None:
    write_text(tmp_path / "ny" / "a.md", "blåbær\nøl\n")
    assert (tmp_path / "ny" / "a.md").read_bytes() == "blåbær\nøl\n".encode()
    assert [path.name for path in (tmp_path / "ny").iterdir()] == ["a.md"]


def test_json_keeps_danish_letters_and_ends_in_a_line_end(tmp_path) -> None:
    write_json(tmp_path / "a.json", {"titel": "Æbler på Ærø", "antal": [1]})
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "Æbler på Ærø" in text
    assert text.endswith("}\n")
    assert json.loads(text) == {"titel": "Æbler på Ærø", "antal": [1]}


def test_what_stood_there_before_is_replaced(tmp_path) -> None:
    write_text(tmp_path / "a.md", "gammelt og langt\n")
    write_text(tmp_path / "a.md", "nyt\n")
    assert (tmp_path / "a.md").read_text() == "nyt\n"


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path) -> None:
    (tmp_path / "fil").write_text("x")
    with pytest.raises(InputError, match=r"fil/a\.md: cannot be written .*--out"):
        write_text(tmp_path / "fil" / "a.md", "x")
    with pytest.raises(InputError, match=r"fil: cannot be written .*--out"):
        prepare_folder(tmp_path / "fil")
    assert (tmp_path / "fil").read_text() == "x"


def test_a_folder_is_made_ready_and_left_empty(tmp_path) -> None:
    prepare_folder(tmp_path / "ny" / "dyb")
    prepare_folder(tmp_path / "ny" / "dyb")
    assert list((tmp_path / "ny" / "dyb").iterdir()) == []
