"""Who talked of what in numbers: themes across tables, or across meetings where tables are many."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from pipeline.draft.content import Draft, DraftMeeting

# Above this many tables a column is a meeting.
MOST_TABLES = 24
UNKNOWN = "Møde ikke oplyst"
_LONGEST_PLACE = 24


@dataclass(frozen=True, slots=True)
class Spread:
    """Themes across columns.

    Attributes
    ----------
    columns
        Names of the columns: tables, or meetings.
    groups
        The meeting of each column where columns are tables of several meetings, else empty.
    cells
        A row a theme: bullets from each table; or at how many tables of each meeting it came up.
    whole
        Tables of each column where columns are meetings; empty where they are tables.
    """

    columns: tuple[str, ...]
    groups: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    whole: tuple[int, ...]

    def share(self, row: int, column: int) -> float:
        """How dark a cell is, from 0 to 1: share of the largest cell, or of a meeting's tables."""
        most = self.whole[column] if self.whole else max(map(max, self.cells))
        return self.cells[row][column] / most


def spread_of(draft: Draft) -> Spread:
    """Count the bullets of each theme at each table, or its tables at each meeting."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for row in draft.appendix:
        found[row.theme][row.note.table] += 1
    themes = [chapter.theme for chapter in draft.chapters]
    several = len(draft.meetings) > 1
    names = {meeting.number: _meeting_name(meeting) for meeting in draft.meetings}
    names[0] = UNKNOWN
    of = {table.number: table.meeting or 0 for table in draft.tables}
    if len(draft.tables) <= MOST_TABLES or not several:
        numbers = [table.number for table in draft.tables]
        cells = [tuple(found[theme][number] for number in numbers) for theme in themes]
        groups = tuple(names[of[number]] for number in numbers) if several else ()
        return Spread(tuple(table.name for table in draft.tables), groups, tuple(cells), ())
    whole = Counter(of.values())
    numbers = sorted(whole, key=lambda number: (number == 0, number))
    at = {theme: Counter(of[table] for table in found[theme]) for theme in themes}
    return Spread(
        tuple(names[number] for number in numbers),
        (),
        tuple(tuple(at[theme][number] for number in numbers) for theme in themes),
        tuple(whole[number] for number in numbers),
    )


def _meeting_name(meeting: DraftMeeting) -> str:
    """Place and date, short enough to stand above a column."""
    place = meeting.place
    if len(place) > _LONGEST_PLACE:
        place = f"{place[: _LONGEST_PLACE - 1].rstrip(' -,')}…"
    match = re.fullmatch(r"(\d{4}|-)-(\d\d)-(\d\d)", meeting.date)
    if not match:
        return ", ".join(part for part in (place, meeting.date) if part)
    date = f"{int(match[3])}.{int(match[2])}." + match[1].strip("-")
    return ", ".join(part for part in (place, date) if part)
