"""The finished file as bytes: the same content gives the same bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.write.packages import fix_package

if TYPE_CHECKING:
    from docx.document import Document

PROGRAM = "temaer"


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
    """Return the file."""
    written = io.BytesIO()
    document.save(written)
    return fix_package(written.getvalue())
