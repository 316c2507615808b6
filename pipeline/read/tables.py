"""Tables in documents: which way their cells are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.records import Line

Cell = Sequence[Line]

_LABEL = re.compile(
    r"(?:sted|lokale|dato|tid(?:spunkt)?|bord(?:nummer|nr\.?)?(?: nr\.?)?|"
    r"bordvært(?: og referent)?|"
    r"referent|vært|ordstyrer|arrangement|møde|afdeling|forvaltning)\s*:?|.{1,30}:",
    re.I,
)
_MAX_HEADING = 60


def table_lines(rows: Sequence[Sequence[Cell]]) -> Iterator[Line]:
    """Lines of a table in the order in which a person reads them.

    A table whose first row holds nothing but headings is read column by column: each heading, then
    what stands under it. Any other table is a layout and read row by row; a label and the single
    line beside it ("Sted:" | "Brændkær") become one line.

    Parameters
    ----------
    rows
        Rows of cells, each cell the lines in it; cells covered by a merged one are absent or empty.
    """
    if _has_heading_row(rows):
        for column in range(len(rows[0])):
            for row in rows:
                yield from row[column] if column < len(row) else ()
        return
    for row in rows:
        yield from _row_lines([cell for cell in row if _filled(cell)])


def _row_lines(cells: Sequence[Cell]) -> Iterator[Line]:
    position = 0
    while position < len(cells):
        pair = cells[position : position + 2]
        if len(pair) == 2 and all(len(_filled(cell)) == 1 for cell in pair):
            label, value = (_filled(cell)[0] for cell in pair)
            if _LABEL.fullmatch(label.text.strip()) and value.style != "list":
                text = f"{label.text.strip().rstrip(':')}: {value.text.strip()}"
                yield replace(label, text=text, style="paragraph")
                position += 2
                continue
        yield from cells[position]
        position += 1


def _has_heading_row(rows: Sequence[Sequence[Cell]]) -> bool:
    if len(rows) < 2 or len(rows[0]) < 2 or not all(_is_heading(cell) for cell in rows[0]):
        return False
    # A first column of labels or headings means rows.
    first_column = [row[0] for row in rows if row]
    if all(_is_label(cell) for cell in first_column) or all(_is_marked(c) for c in first_column):
        return False
    below = [_filled(cell) for row in rows[1:] for cell in row]
    return all(_is_marked(cell) for cell in rows[0]) or any(
        len(cell) > 1 or any(line.style == "list" for line in cell) for cell in below
    )


def _is_heading(cell: Cell) -> bool:
    lines = _filled(cell)
    return len(lines) == 1 and len(lines[0].text) <= _MAX_HEADING and lines[0].style != "list"


def _is_marked(cell: Cell) -> bool:
    lines = _filled(cell)
    return len(lines) == 1 and lines[0].style == "heading"


def _is_label(cell: Cell) -> bool:
    lines = _filled(cell)
    return len(lines) == 1 and bool(_LABEL.fullmatch(lines[0].text.strip()))


def _filled(cell: Cell) -> list[Line]:
    return [line for line in cell if line.text.strip()]
