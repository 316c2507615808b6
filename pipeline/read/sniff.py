"""What a file is by its first bytes, whatever it is called."""

from __future__ import annotations

import io
import zipfile

from pipeline.errors import InputError
from pipeline.read.archive import damaged, locked

_PDF_HEADER = 1024
_MEMBERS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = {
    b"{\\rtf": "is a rich-text file",
    b"\x89PNG": "is an image",
    b"\xff\xd8\xff": "is an image",
    b"GIF8": "is an image",
    b"II*\0": "is an image",
    b"MM\0*": "is an image",
}
_FOREIGN_PACKAGES = {
    "spreadsheet": ("is an OpenDocument spreadsheet", "Save it as .xlsx"),
    "presentation": ("is a presentation", "Copy its text into a document"),
}


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
        raise InputError(
            name, "is in the format of Office before 2007", "Save it as .docx or .xlsx"
        )
    for start, problem in _FOREIGN.items():
        if data.startswith(start):
            remedy = (
                "Run text recognition (OCR) on it" if "image" in problem else "Save it as .docx"
            )
            raise InputError(name, problem, remedy)
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
    for word, (problem, remedy) in _FOREIGN_PACKAGES.items():
        if word.encode() in kind or (word == "presentation" and "ppt/presentation.xml" in members):
            raise InputError(name, problem, remedy)
    raise InputError(
        name,
        "is an archive that holds no document",
        "Unpack it, and add the documents inside" if members else "Fetch the file again",
    )
