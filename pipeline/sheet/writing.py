"""A review to an Excel sheet that people work in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.records import Bullet
from pipeline.review import Review, State
from pipeline.sheet.layout import (
    ASIDE,
    BULLET_COLUMNS,
    BULLETS,
    GUIDE,
    GUIDE_HEADINGS,
    GUIDE_LINES,
    HIDDEN,
    LOCKED,
    NOWHERE,
    REASONS,
    REVISION_CELL,
    STATUS,
    THEME_COLUMNS,
    THEMES,
    TOP,
    Column,
    above,
    labels,
    where,
)
from pipeline.write.cells import put
from pipeline.write.packages import fix_package
from pipeline.write.sheets import FONT, SIZE, finish, fit_to_paper, head, let_rows_grow
from pipeline.write.themes_md import describe_source

# Labels of themes and of the two places outside them, ids of themes, ids of bullets, parents.
_HIDDEN_COLUMNS = (1, 2, 3, 5)
_OPEN_COLOUR = "FFFBE6"


def write_sheet(review: Review, path: Path) -> None:
    """Write the review as it stands.

    Raises
    ------
    InputError
        If the file cannot be written, for instance because it is open in Excel.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _write_guide(book.create_sheet(GUIDE))
    state = review.state
    named = labels(state)
    choices = [*named.values(), NOWHERE, ASIDE]
    parents = [TOP, *(named[theme.id] for theme in state.tops())]
    ranges = {
        "status": f'"{",".join(STATUS.values())}"',
        "merge": f"={HIDDEN}!$A$1:$A${max(len(named), 1)}",
        "parent": f"={HIDDEN}!$E$1:$E${len(parents)}",
        "lock": f'"{",".join(LOCKED.values())}"',
    }
    _table(book.create_sheet(THEMES), THEME_COLUMNS, _themes(state, named), ranges)
    bullets = _bullets(review.store.bullets().values(), state.places, named)
    ranges = {
        "theme": f"={HIDDEN}!$A$1:$A${len(choices)}",
        "reason": f'"{",".join(REASONS.values())}"',
    }
    _table(book.create_sheet(BULLETS), BULLET_COLUMNS, bullets, ranges)
    hidden = book.create_sheet(HIDDEN)
    columns = (choices, [*named], [values["id"] for values in bullets], parents)
    for column, cells in zip(_HIDDEN_COLUMNS, columns, strict=True):
        for row, text in enumerate(cells, 1):
            put(hidden.cell(row, column), text)
    put(hidden[REVISION_CELL], review.revision)
    hidden.sheet_state = "hidden"
    hidden.protection.enable()
    written = io.BytesIO()
    book.save(written)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(fix_package(written.getvalue(), let_rows_grow))
    except OSError as error:
        raise InputError(
            str(path),
            f"cannot be written ({error.strerror})",
            "Close it if it is open, or name another --out",
        ) from error


def _write_guide(guide: Any) -> None:
    from openpyxl.styles import Font

    for row, line in enumerate(GUIDE_LINES, 1):
        put(guide.cell(row, 1), line)
        if row == 1 or line in GUIDE_HEADINGS:
            guide.cell(row, 1).font = Font(FONT, SIZE, bold=True)
    guide.column_dimensions["A"].width = 100
    fit_to_paper(guide)
    guide.protection.enable()


def _themes(state: State, named: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": theme.id,
            "size": len(state.members(theme.id)),
            "old_title": theme.title,
            "title": theme.title,
            "old_status": STATUS[theme.status],
            "status": STATUS[theme.status],
            "old_parent": above(theme, named),
            "parent": above(theme, named),
            "old_description": theme.description,
            "description": theme.description,
            "old_lock": LOCKED[theme.is_locked],
            "lock": LOCKED[theme.is_locked],
        }
        for top in state.tops()
        for theme in (top, *(state.themes[child] for child in state.children[top.id]))
    ]


def _bullets(
    bullets: Iterable[Bullet], places: Mapping[str, Any], named: dict[str, str]
) -> list[dict[str, Any]]:
    rows = []
    for bullet in bullets:
        place = places.get(bullet.id)
        now = where(place, named)
        rows.append(
            {
                "id": bullet.id,
                "text": bullet.text,
                "kind": bullet.kind,
                "source": describe_source(bullet),
                "old_theme": now,
                "theme": now,
                "reason": REASONS.get(place.aside, "") if place else "",
            }
        )
    # As people read them: theme by theme in order, what is in none last.
    order = {label: number for number, label in enumerate(named.values())}
    return sorted(rows, key=lambda row: order.get(row["old_theme"], len(order)))


def _table(
    sheet: Any,
    columns: Mapping[str, Column],
    rows: Sequence[Mapping[str, Any]],
    choices: Mapping[str, str],
) -> None:
    from openpyxl.styles import Alignment, PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    light, unlocked = PatternFill("solid", _OPEN_COLOUR), Protection(locked=False)
    wrapped = Alignment(wrap_text=True, vertical="top")
    headings = [(column.heading, column.width) for column in columns.values()]
    head(sheet, headings)
    for number, (name, column) in enumerate(columns.items(), 1):
        for row, values in enumerate(rows, 2):
            cell = sheet.cell(row, number)
            put(cell, values.get(name, ""))
            cell.alignment = wrapped
            if column.is_open:
                cell.fill, cell.protection = light, unlocked
        if name in choices and rows:
            letter = get_column_letter(number)
            # A new theme's name is typed, so the drop-down proposes and does not insist.
            rule = DataValidation("list", formula1=choices[name], showErrorMessage=False)
            rule.add(f"{letter}2:{letter}{len(rows) + 1}")
            sheet.add_data_validation(rule)
    finish(sheet, headings)
    sheet.protection.enable()
    sheet.protection.sort = sheet.protection.autoFilter = False
    sheet.protection.formatColumns = sheet.protection.formatRows = False
