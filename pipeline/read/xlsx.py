"""Excel workbooks: every visible sheet read as a survey."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.read.archive import damaged, pack, unpack
from pipeline.read.content import Content
from pipeline.read.rows import Row, statement_lines
from pipeline.records import Remark
from pipeline.remarks import UnreadableError

# Cells are streamed, never held as a tree, so that a workbook may have more markup than a document.
_MAX_MARKUP = 10_000_000
_MAX_COLUMNS = 200
_MAX_ROWS = 100_000


def read(data: bytes, name: str, columns: Sequence[str] = ()) -> Content:
    """Statements of a workbook (.xlsx), values as Excel last computed them.

    `columns` names the statement columns, see `rows.statement_lines`. Lines have their sheet as
    page where the workbook has several.

    Raises
    ------
    InputError
        If the file is damaged, hostile (see `archive.unpack`), empty, has more rows than a survey,
        or its statement column cannot be told.
    """
    from openpyxl import load_workbook  # takes a fifth of a second, needed for Excel files only

    members = unpack(data, name, _MAX_MARKUP)
    if "xl/workbook.xml" not in members:
        raise damaged(name)
    book = load_workbook(pack(members), read_only=True, data_only=True, keep_links=False)
    notes: list[Remark] = []
    tables: list[tuple[int, list[Row]]] = []
    for position, sheet in enumerate(book.worksheets, 1):
        rows = list(_rows(sheet, name))
        if sheet.sheet_state != "visible":
            notes.append(Remark("hidden sheet", {"sheet": sheet.title}))
        elif rows:
            tables.append((position, rows))
    if not tables:
        raise UnreadableError(name, "no cells")
    lines = []
    refusals = []
    for position, rows in tables:
        try:
            found, note = statement_lines(
                rows, name, columns, position if len(tables) > 1 else None
            )
        except UnreadableError as error:
            refusals.append((position, error))
            continue
        lines += found
        if note:
            notes.append(note)
    if not lines:
        raise refusals[0][1]
    for position, refusal in refusals:
        name_of_sheet = book.worksheets[position - 1].title
        why = replace(refusal.remark, path="")
        notes.append(Remark("sheet refused", {"sheet": name_of_sheet, "why": why}))
    title, author = book.properties.title, book.properties.creator
    facts = {"title": title, "author": author if author != "openpyxl" else None}
    return Content(tuple(lines), {k: v for k, v in facts.items() if v}, tuple(notes))


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for number, cells in enumerate(sheet.iter_rows(max_col=_MAX_COLUMNS, values_only=True), 1):
        if number > _MAX_ROWS:
            raise UnreadableError(name, "rows", most=_MAX_ROWS)
        if any(cell is not None for cell in cells):
            yield number, [_text(cell) for cell in cells]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", str(value)).replace("\u00a0", " ")
