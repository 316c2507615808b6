"""Files that are there whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from pipeline.errors import InputError


def prepare_folder(folder: Path) -> None:
    """Make a folder for the results, and find out before the long work if it is of no use.

    Raises
    ------
    InputError
        If it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _not_writable(folder, error) from error


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file with Unix line ends; a reader never sees half of it.

    Raises
    ------
    InputError
        If the folder cannot be written to.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file; a reader never sees half of it.

    Raises
    ------
    InputError
        If the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.tmp")
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        raise _not_writable(path, error) from error


def write_json(path: Path, data: Any) -> None:
    """Write data as indented JSON, æøå as they are."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Read what `write_json` wrote.

    Raises
    ------
    OSError, ValueError
        If the file is not there or is no JSON.
    """
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def _not_writable(path: Path, error: OSError) -> InputError:
    return InputError(
        str(path), f"cannot be written ({error.strerror})", "Name another folder with --out"
    )
