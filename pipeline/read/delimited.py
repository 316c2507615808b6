"""Comma-separated values, with whatever Danish programs put for the comma."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence

from pipeline.read.content import Content
from pipeline.read.rows import statement_lines
from pipeline.read.text import decode
from pipeline.remarks import UnreadableError

_DELIMITERS = (";", "\t", ",", "|")  # Excel set to Danish writes semicolons
_SAMPLE_ROWS = 50


def read(data: bytes, name: str, columns: Sequence[str] = ()) -> Content:
    """Statements of a table in plain text (.csv), one or more a row.

    `columns` names the statement columns, see `rows.statement_lines`.

    Raises
    ------
    InputError
        If the file is empty, is not text, is no table, or its statement column cannot be told.
    """
    text = unicodedata.normalize("NFC", decode(data, name)).replace("\u00a0", " ")
    if not text.strip():
        raise UnreadableError(name, "empty")
    if text.startswith("sep=") and "\n" in text:  # Excel's own way of naming the delimiter
        mark, _, text = text.partition("\n")
        delimiter = mark.strip()[4:5] or ";"
    else:
        delimiter = _delimiter(text)
    rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cells in reader:
            rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise UnreadableError(name, "not a table", error=error, line=reader.line_num) from error
    lines, note = statement_lines(rows, name, columns)
    return Content(tuple(lines), notes=(note,) if note else ())


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the first rows most evenly into columns."""

    def score(delimiter: str) -> tuple[float, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            widths = [len(row) for row, _ in zip(reader, range(_SAMPLE_ROWS), strict=False) if row]
        except csv.Error:
            return 0.0, 0
        if not widths or widths[0] < 2:
            return 0.0, 0
        return widths.count(widths[0]) / len(widths), widths[0]

    best = max(_DELIMITERS, key=score)
    # One column needs no delimiter; a comma would cut its sentences.
    return best if score(best)[0] > 0.5 else "\x1f"
