"""The command says what is missing before it does anything heavy."""

from pathlib import Path

import pytest

from models.training.__main__ import main


def test_a_folder_without_the_texts_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--work", str(tmp_path / "work")]) == 2
    assert "mono_da.tsv: no such file" in capsys.readouterr().err
    assert not (tmp_path / "work").exists()
