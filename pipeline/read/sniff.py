"""What a file is by its first bytes, whatever it is called."""

from __future__ import annotations

import io
import zipfile

from pipeline.read.archive import damaged, locked
from pipeline.remarks import UnreadableError

_PDF_HEADER = 1024
_MEMBERS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = {
    b"{\\rtf": "rich text",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"II*\0": "image",
    b"MM\0*": "image",
}
_FOREIGN_PACKAGES = ("spreadsheet", "presentation")


def sniff(data: bytes, name: str) -> str | None:
    """Suffix that fits the content, None for anything that is not Word, Excel, ODF or PDF.

    Raises
    ------
    InputError
        If the content is recognised as something that no reader reads, or is locked or damaged.
    """
    if b"%PDF-" in data[:_PDF_HEADER]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return _package(data, name)
    if data.startswith(_OLD_OFFICE):
        if _LOCKED in data:
            raise locked(name)
        raise UnreadableError(name, "old office")
    for start, kind in _FOREIGN.items():
        if data.startswith(start):
            raise UnreadableError(name, kind)
    return None


def _package(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            kind = archive.open("mimetype").read(100) if "mimetype" in members else b""
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, NotImplementedError) as error:
        raise damaged(name) from error
    except RuntimeError as error:  # how zipfile says that a member is encrypted
        raise locked(name) from error
    for member, suffix in _MEMBERS.items():
        if member in members:
            return suffix
    if b"opendocument.text" in kind or (not kind and "content.xml" in members):
        return ".odt"
    for word in _FOREIGN_PACKAGES:
        if word.encode() in kind or (word == "presentation" and "ppt/presentation.xml" in members):
            raise UnreadableError(name, word)
    raise UnreadableError(name, "archive" if members else "empty archive")
