"""The review as an Excel sheet: written for people to work in, and read back as decisions."""

from pipeline.sheet.reading import import_sheet
from pipeline.sheet.writing import write_sheet

__all__ = ["import_sheet", "write_sheet"]
