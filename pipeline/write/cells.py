"""Values in the cells of a spreadsheet: a text is a text, whatever it begins with."""

from __future__ import annotations

from typing import Any

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
_MAX_CELL = 32_000


def put(cell: Any, value: str | int | float) -> None:
    """Put a value that a spreadsheet never takes for a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:_MAX_CELL]
        cell.value = value or None
        if value:
            cell.data_type = "s"
        # Also when somebody edits the cell, it stays a text.
        cell.quotePrefix = value.startswith(_FORMULA_SIGNS)
    else:
        cell.value = value
