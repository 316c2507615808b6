"""The draft as a Word file."""

from pipeline.draft.word.document import to_docx
from pipeline.draft.word.origin import read_origin

__all__ = ["read_origin", "to_docx"]
