"""The finished file as bytes: the same content gives the same bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document

PROGRAM = "temaer"
# The earliest time that a zip file can tell.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def describe(document: Document, title: str, subject: str, at: str) -> None:
    """Say in the file's properties what it is; nothing of a template's author stays."""
    time = datetime.fromisoformat(at).astimezone(UTC) if at else datetime(1980, 1, 1, tzinfo=UTC)
    about = document.core_properties
    about.title, about.subject, about.language = title, subject, "da-DK"
    about.author = about.last_modified_by = PROGRAM
    about.category = about.comments = about.keywords = about.version = ""
    about.content_status, about.revision = "udkast", 1
    about.created = about.modified = time.replace(tzinfo=None)


def to_bytes(document: Document) -> bytes:
    """Return the file; parts in a fixed order and without the time of writing."""
    written = io.BytesIO()
    document.save(written)
    fixed = io.BytesIO()
    with ZipFile(written) as package, ZipFile(fixed, "w") as copy:
        for name in sorted(package.namelist(), key=lambda name: (name != _FIRST, name)):
            part = ZipInfo(name, _NO_TIME)
            part.compress_type = ZIP_DEFLATED
            copy.writestr(part, package.read(name))
    return fixed.getvalue()
