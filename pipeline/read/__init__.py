"""Files to lines: the reader is chosen by suffix, the content is checked by the reader itself."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import InputError
from pipeline.read import text
from pipeline.records import Document, Line

Reader = Callable[[bytes, str], tuple[tuple[Line, ...], dict[str, str]]]

READERS: dict[str, Reader] = {
    ".txt": text.read,
}


def read_file(path: Path, root: Path) -> Document:
    """Read one file below `root` into lines.

    Raises
    ------
    InputError
        If the suffix has no reader, the file is gone or unreadable, or its content is not what
        the suffix says.
    """
    name = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            name,
            f"files ending in {path.suffix or 'nothing'} are not read",
            f"Save it as one of {', '.join(sorted(READERS))}",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            name, f"cannot be opened ({error.strerror})", "Check that it is there and readable"
        ) from error
    lines, facts = reader(data, name)
    return Document(name, hashlib.sha256(data).hexdigest(), lines, facts)


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
