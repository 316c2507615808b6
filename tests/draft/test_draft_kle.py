"""KLE numbers come from the municipality's own file and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.draft.kle import read_kle
from pipeline.errors import InputError


def written(folder: Path, data: str | bytes) -> Path:
    path = folder / "kle.csv"
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        "tema;kle\nÆldre og omsorg;27.36.04\nt12;13.05\nt12;05\n",
        "kle,tema\n27.36.04,ældre  og omsorg\n13.05,T12\n05,t12\n\n",
        "\ufeffTema\tKLE\r\nÆldre og omsorg\t27.36.04\r\nt12\t13.05\r\nt12\t05\r\n",
        "tema;kle\nÆldre og omsorg;27.36.04\nt12;13.05\nt12;05\n".encode("cp1252"),
    ],
)
def test_danish_tables_are_read(tmp_path: Path, data: str | bytes) -> None:
    assert read_kle(written(tmp_path, data)) == {
        "ældre og omsorg": "27.36.04",
        "t12": "13.05, 05",
    }


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("emne;nummer\nBus;13.05\n", 'lacks the heading "tema" or "kle"'),
        ("", 'lacks the heading "tema" or "kle"'),
        ("tema;kle\nBus;13.05\nTog;tretten\n", "line 3: 'tretten' is no KLE number"),
        ("tema;kle\n;13.05\n", "line 2 names no theme"),
    ],
)
def test_other_files_are_named_with_the_line(tmp_path: Path, data: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_kle(written(tmp_path, data))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"kle\.csv: cannot be read"):
        read_kle(tmp_path / "kle.csv")
