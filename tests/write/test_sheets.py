"""Tables of a workbook: rows as high as their texts, and pages that can be read alone."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.write.cells import put
from pipeline.write.packages import fix_package
from pipeline.write.sheets import finish, head, let_rows_grow

COLUMNS = (("Udsagn", 20), ("Bord", 8))


@pytest.fixture
def written() -> bytes:
    sheet = (book := Workbook()).worksheets[0]
    head(sheet, COLUMNS)
    for row, text in enumerate(("Busser", "Flere busser om aftenen og om natten"), 2):
        put(sheet.cell(row, 1), text)
        put(sheet.cell(row, 2), row)
    finish(sheet, COLUMNS)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def sheet_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_a_row_is_as_high_as_its_longest_text(written: bytes) -> None:
    rows = sheet_of(written).row_dimensions
    assert [rows[row].height for row in (1, 2, 3)] == [None, None, 30]


def test_a_row_grows_with_what_is_written_in_it(written: bytes) -> None:
    parts: dict[str, bytes] = {}
    fix_package(written, lambda name, part: parts.setdefault(name, let_rows_grow(name, part)))
    text = parts["xl/worksheets/sheet1.xml"]
    assert b'ht="30"' in text and b"customHeight" not in text
    assert b"customWidth" in text


def test_every_page_is_as_wide_as_the_table_and_has_the_headings(written: bytes) -> None:
    sheet = sheet_of(written)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1" and sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.oddFooter.right.text == "Side &P af &N"
