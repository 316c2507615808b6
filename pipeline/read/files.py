"""One file to a document: the reader is chosen by suffix, unless the content says otherwise."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import InputError
from pipeline.read import delimited, docx, markdown, odt, pdf, text, xlsx
from pipeline.read.archive import damaged
from pipeline.read.content import Content
from pipeline.read.sniff import sniff
from pipeline.records import Document, Remark
from pipeline.remarks import UnreadableError

Reader = Callable[[bytes, str], Content]
TableReader = Callable[[bytes, str, Sequence[str]], Content]

READERS: dict[str, Reader] = {
    ".docm": docx.read,
    ".docx": docx.read,
    ".markdown": markdown.read,
    ".md": markdown.read,
    ".odt": odt.read,
    ".pdf": pdf.read,
    ".txt": text.read,
}
TABLE_READERS: dict[str, TableReader] = {
    ".csv": delimited.read,
    ".xlsm": xlsx.read,
    ".xlsx": xlsx.read,
}
SUFFIXES = tuple(sorted((*READERS, *TABLE_READERS)))

MAX_FILE = 100 * 2**20
_SAME = {".docm": ".docx", ".xlsm": ".xlsx"}
_RECOGNISED = (".docx", ".odt", ".pdf", ".xlsx")


def read_file(path: Path, root: Path, columns: Sequence[str] = ()) -> Document:
    """Read one file below `root` into lines.

    A file whose content is of another format than its name says is read as what it is, with a note.

    Parameters
    ----------
    path, root
        The file, and the folder that its path is told relative to.
    columns
        Headings of the columns that hold the statements of a table, where they are known.

    Raises
    ------
    InputError
        If the suffix has no reader, the file is gone, unreadable, damaged or too large, or it holds
        no text.
    """
    name = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        key = "suffix" if path.suffix else "no suffix"
        raise UnreadableError(name, key, suffix=path.suffix, known=", ".join(SUFFIXES))
    data = _bytes(path, name)
    if not data:
        raise UnreadableError(name, "empty")
    found = sniff(data, name)
    expected = _SAME.get(suffix, suffix)
    notes: tuple[Remark, ...] = ()
    if found is None and expected in _RECOGNISED:
        found = _unmarked(data, name, expected)
    if found is not None and found != expected:
        notes = (Remark("other format", {"found": found}),)
        suffix = found
    content = _read(data, name, suffix, columns)
    return Document(
        name,
        hashlib.sha256(data).hexdigest(),
        content.lines,
        dict(content.facts),
        notes + content.notes,
    )


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise UnreadableError(name, "not opened", reason=error.strerror) from error
    if len(data) > MAX_FILE:
        raise UnreadableError(name, "too big", most=MAX_FILE >> 20)
    return data


def _unmarked(data: bytes, name: str, expected: str) -> str:
    """Text under the name of a Word file is read as text; anything else there is damaged."""
    try:
        text.decode(data, name)
    except UnreadableError:
        raise damaged(name) from None
    return ".txt" if expected != ".xlsx" else ".csv"


def _read(data: bytes, name: str, suffix: str, columns: Sequence[str]) -> Content:
    try:
        if suffix in TABLE_READERS:
            return TABLE_READERS[suffix](data, name, columns)
        return READERS[suffix](data, name)
    except UnreadableError:
        raise
    # What the format libraries raise on damaged files has no common base: KeyError, AttributeError,
    # struct.error, RecursionError and more have been seen. Each means that the file is no good.
    except Exception as error:
        raise damaged(name) from error


def find_files(root: Path, out: Path | None = None) -> tuple[list[Path], list[Path]]:
    """All files below `root`, in an order that is the same on every machine.

    What lies in `out`, the folder for the results, is not looked at.

    Returns
    -------
    wanted, skipped
        Files to read (known or unknown suffix), and hidden or temporary ones that are passed over.

    Raises
    ------
    InputError
        If `root` is not there, is no folder, is the folder for the results, or holds no file.
    """
    if not root.exists():
        raise InputError(str(root), "there is no such folder", "Check the spelling or create it")
    if not root.is_dir():
        raise InputError(str(root), "is a file, not a folder", "Name the folder that holds it")
    if out is not None and out.resolve() == root.resolve():
        raise InputError(
            str(root), "is also the folder for the results", "Name another folder with --out"
        )
    files = sorted(
        (path for path in root.rglob("*") if path.is_file() and not _is_in(path, out)),
        key=lambda path: unicodedata.normalize("NFC", path.relative_to(root).as_posix()),
    )
    skipped = [path for path in files if _is_temporary(path, root)]
    wanted = [path for path in files if path not in set(skipped)]
    if not wanted:
        raise InputError(str(root), "holds no files", "Put the table summaries into it")
    return wanted, skipped


def _is_in(path: Path, folder: Path | None) -> bool:
    return folder is not None and folder.resolve() in path.resolve().parents


def _is_temporary(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    return any(part.startswith((".", "~$")) for part in parts) or path.name.endswith(("~", ".tmp"))
