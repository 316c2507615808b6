"""Tables of a workbook as people read and print them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

from pipeline.write.cells import put

FONT, SIZE = "Calibri", 11
_HEAD_COLOUR = "DDE5ED"
_LINE_POINTS = 15
# Excel shows no higher rows than these.
_HIGHEST_POINTS = 409
_MARGIN_INCHES = 0.4
_CUSTOM_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')


def head(sheet: Any, columns: Sequence[tuple[str, int]]) -> None:
    """Write the headings of columns in the first row, and make each as wide as it is to be.

    Parameters
    ----------
    sheet
        A sheet of openpyxl.
    columns
        Heading and width of each column, in characters.
    """
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold, fill = Font(FONT, SIZE, bold=True), PatternFill("solid", _HEAD_COLOUR)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, (heading, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = sheet.cell(1, number)
        put(cell, heading)
        cell.font, cell.fill, cell.alignment = bold, fill, wrapped


def finish(sheet: Any, columns: Sequence[tuple[str, int]]) -> None:
    """Make a filled table ready for work and for paper.

    The headings stay in sight and stand on every page, the columns have filters, the rows are as
    high as their texts, and a page is as wide as the table and says which of how many it is.
    """
    from openpyxl.utils import get_column_letter

    widths = [width for _, width in columns]
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        lines = max(map(_lines, cells, widths))
        if lines > 1:
            sheet.row_dimensions[number].height = min(lines * _LINE_POINTS, _HIGHEST_POINTS)
    sheet.freeze_panes = "A2"
    if sheet.max_row > 1:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    fit_to_paper(sheet)


def fit_to_paper(sheet: Any) -> None:
    """Print a sheet on A4 across, as wide as the page, with its name and the number of the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = _MARGIN_INCHES
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Side &P af &N"


def let_rows_grow(name: str, part: bytes) -> bytes:
    """Change the part of a workbook that holds a sheet: a row grows with what is written in it."""
    return _CUSTOM_HEIGHT.sub(rb"\1", part) if "worksheets/" in name else part


def _lines(value: object, width: int) -> int:
    text = str(value or "")
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(line, width)) or 1 for line in text.splitlines()) or 1
