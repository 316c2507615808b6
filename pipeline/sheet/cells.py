"""The cells of a sheet, read as texts, with every one that is not as it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pipeline.errors import InputError
from pipeline.sheet.layout import (
    BULLET_COLUMNS,
    BULLETS,
    HIDDEN,
    REVISION_CELL,
    THEME_COLUMNS,
    THEMES,
    Column,
)

_REMEDY = "Write a new one with `temaer sheet` and work in that"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its texts by column name, and where each stands."""

    sheet: str
    number: int
    texts: Mapping[str, str]
    letters: Mapping[str, str]

    @property
    def id(self) -> str:
        """Id of the theme or bullet."""
        return self.texts["id"]

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def cell(self, name: str) -> str:
        """Sheet and cell of a column, such as "Temaer!C7"."""
        return f"{self.sheet}!{self.letters[name]}{self.number}"


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a sheet holds.

    Attributes
    ----------
    revision
        Entry of the log that it was written from.
    themes, bullets
        Rows of the two sheets.
    written
        Ids of the bullets that were written into it.
    problems
        Cells that hold no text, and ids that stand twice.
    """

    revision: str
    themes: tuple[Row, ...]
    bullets: tuple[Row, ...]
    written: tuple[str, ...]
    problems: tuple[str, ...]

    @staticmethod
    def sheet_of(id_: str) -> str:
        """Name of the sheet that an id stands in."""
        return BULLETS if id_.startswith("b") else THEMES


def read_workbook(path: Path) -> Workbook:
    """Read a sheet that `write_sheet` wrote.

    Raises
    ------
    InputError
        If the file is not there, is no Excel file, or lacks a sheet or column.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise InputError(str(path), "is not there", "Name the file that was saved from Excel")
    try:
        book = load_workbook(path)
    except (OSError, BadZipFile, KeyError, ValueError, InvalidFileException) as error:
        raise InputError(str(path), f"is no Excel file ({error})", _REMEDY) from error
    for name in (THEMES, BULLETS, HIDDEN):
        if name not in book.sheetnames:
            raise InputError(str(path), f"lacks the sheet {name}", _REMEDY)
    problems: list[str] = []
    themes = _rows(path, book[THEMES], THEME_COLUMNS, problems)
    bullets = _rows(path, book[BULLETS], BULLET_COLUMNS, problems)
    written = [str(cell.value) for cell in book[HIDDEN]["C"] if cell.value]
    revision = str(book[HIDDEN][REVISION_CELL].value or "")
    return Workbook(revision, themes, bullets, tuple(written), tuple(problems))


def _rows(
    path: Path, sheet: Any, columns: Mapping[str, Column], problems: list[str]
) -> tuple[Row, ...]:
    at = {
        " ".join(str(cell.value).split()): (cell.column, cell.column_letter)
        for cell in sheet[1]
        if cell.value is not None
    }
    for column in columns.values():
        if column.heading not in at:
            raise InputError(str(path), f"sheet {sheet.title} lacks {column.heading!r}", _REMEDY)
    places = {name: at[column.heading] for name, column in columns.items()}
    letters = {name: letter for name, (_, letter) in places.items()}
    rows: list[Row] = []
    seen: dict[str, str] = {}
    for cells in sheet.iter_rows(min_row=2):
        by_column = {cell.column: cell for cell in cells}
        if all(cell.value is None for cell in cells):
            continue
        number = cells[0].row
        texts = {}
        for name, (column_number, letter) in places.items():
            cell = by_column[column_number]
            if cell.data_type in ("f", "e"):
                problems.append(f"{sheet.title}!{letter}{number}: is a formula, not a text")
            texts[name] = "" if cell.value is None else str(cell.value).strip()
        row = Row(sheet.title, number, texts, letters)
        if not row.id:
            problems.append(f"{row.cell('id')}: the id is gone")
        elif row.id in seen:
            problems.append(f"{row.cell('id')}: the same id stands in {seen[row.id]}")
        seen[row.id] = row.cell("id")
        rows.append(row)
    return tuple(rows)
